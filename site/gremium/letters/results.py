"""The values of an assessment and the grounds of exclusion, with the sentences that say them (domain, section 6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gremium.letters.kinds import Choice, Option


class Result(models.TextChoices):
    """No vote counts and no single opinions: the board gives one common assessment (seed R16)."""

    WAY = "perspektive", _("a way is seen")
    PROOF = "nachweise", _("a way, if named proof is supplied")
    DISCRETION = "ermessen", _("discretion worth examining again")
    NO_WAY = "keine_perspektive", _("no way is seen")
    OPEN = "weitere_klaerung", _("something must be clarified first")
    NONE_IN_COMMON = "keine_gemeinsame", _("no common assessment")


class Ground(models.TextChoices):
    """Grounds of exclusion (seed R7, R8, R9)."""

    OTHER_OFFICE = "X1", _("another immigration office is responsible")
    COURT = "X2", _("court proceedings in the same matter")
    ASYLUM = "X3", _("asylum application")


ASK_ADVICE = "Besprechen Sie mit Ihrer Beratung, was der nächste Schritt ist."

RESULTS = Choice(
    key="result",
    label="Ergebnis",
    options=(
        Option(
            value=Result.WAY,
            label="Ein Weg wird gesehen",
            sentences=(
                "Die Mitglieder sehen einen möglichen Weg zu einem Aufenthaltsrecht.",
                "Das ist noch keine Erlaubnis. Ob Sie ein Aufenthaltsrecht bekommen, entscheidet die Ausländerbehörde.",
                "Fragen Sie Ihre Beratung, welcher Antrag jetzt nötig ist und wo Sie ihn stellen.",
            ),
        ),
        Option(
            value=Result.PROOF,
            label="Ein Weg wird gesehen, wenn Nachweise vorliegen",
            sentences=(
                "Die Mitglieder sehen einen möglichen Weg zu einem Aufenthaltsrecht, "
                "wenn Sie bestimmte Nachweise vorlegen.",
                "Welche Nachweise das sind, steht unten im Text der Mitglieder.",
                "Auch mit den Nachweisen ist ein Aufenthaltsrecht nicht sicher. "
                "Darüber entscheidet die Ausländerbehörde.",
            ),
        ),
        Option(
            value=Result.DISCRETION,
            label="Das Ermessen sollte noch einmal geprüft werden",
            sentences=(
                "Die Mitglieder halten es für sinnvoll, dass die Ausländerbehörde ihr Ermessen noch einmal prüft.",
                "Ermessen bedeutet: Das Gesetz lässt der Behörde einen Spielraum.",
                "Die Ausländerbehörde muss diesem Rat nicht folgen.",
            ),
        ),
        Option(
            value=Result.NO_WAY,
            label="Zurzeit wird kein Weg gesehen",
            sentences=(
                "Die Mitglieder sehen zurzeit keinen Weg zu einem Aufenthaltsrecht.",
                "Das ist keine Entscheidung der Ausländerbehörde und keine Aufforderung auszureisen.",
                "Andere Stellen prüfen selbst und können zu einem anderen Ergebnis kommen.",
                "Sprechen Sie bald mit Ihrer Beratung oder mit einer Anwältin oder einem Anwalt.",
            ),
        ),
        Option(
            value=Result.OPEN,
            label="Es ist noch etwas zu klären",
            sentences=(
                "Die Mitglieder können Ihren Fall noch nicht einschätzen. Vorher muss etwas geklärt werden.",
                "Was zu klären ist, steht unten im Text der Mitglieder.",
                ASK_ADVICE,
            ),
        ),
        Option(
            value=Result.NONE_IN_COMMON,
            label="Keine gemeinsame Einschätzung",
            sentences=(
                "Die Mitglieder sind zu keiner gemeinsamen Einschätzung gekommen.",
                "Das ist keine Entscheidung gegen Sie und keine Aufforderung auszureisen.",
                ASK_ADVICE,
            ),
        ),
    ),
)
"""As the person reads them."""

RESULT_NAMES = Choice(
    key="result",
    label="Ergebnis",
    options=tuple(
        Option(value=one.value, label=one.label, sentences=(f"Ergebnis: {one.label}.",)) for one in RESULTS.options
    ),
)
"""As the office and the minutes read them."""

NEW_AFTER_COURT = "Nach dem Ende des Gerichtsverfahrens können Sie mit Ihrer Beratung einen neuen Antrag überlegen."
NEW_AFTER_ASYLUM = "Nach dem Ende des Asylverfahrens können Sie mit Ihrer Beratung einen neuen Antrag überlegen."
NEVER_ASYLUM = "Ziehen Sie auch einen Asylantrag nicht zurück, ohne sich vorher rechtlich beraten zu lassen."

GROUNDS = Choice(
    key="ground",
    label="Ausschlussgrund",
    example=Ground.COURT,
    options=(
        Option(
            value=Ground.OTHER_OFFICE,
            label="Andere Ausländerbehörde zuständig",
            sentences=(
                "Der Grund: Für Sie ist eine andere Ausländerbehörde zuständig.",
                "Wird später die Ausländerbehörde hier für Sie zuständig, ist ein neuer Antrag möglich.",
            ),
        ),
        Option(
            value=Ground.COURT,
            label="Gerichtsverfahren in derselben Sache",
            sentences=(
                "Der Grund: In derselben Sache läuft ein Verfahren beim Verwaltungsgericht.",
                NEW_AFTER_COURT,
            ),
        ),
        Option(
            value=Ground.ASYLUM,
            label="Asylantrag",
            sentences=(
                "Der Grund: Es läuft ein Asylverfahren.",
                NEVER_ASYLUM,
                NEW_AFTER_ASYLUM,
            ),
        ),
    ),
)

LATER_GROUNDS = Choice(
    key="ground",
    label="Ausschlussgrund",
    example=Ground.COURT,
    options=(
        Option(
            value=Ground.OTHER_OFFICE,
            label="Andere Ausländerbehörde zuständig",
            sentences=(
                "Der Grund: Für Sie ist jetzt eine andere Ausländerbehörde zuständig.",
                "Wird später die Ausländerbehörde hier für Sie zuständig, ist ein neuer Antrag möglich.",
            ),
        ),
        Option(
            value=Ground.COURT,
            label="Gerichtsverfahren in derselben Sache",
            sentences=(
                "Der Grund: Nachdem Ihr Antrag eingereicht war, hat in derselben Sache ein Verfahren beim "
                "Verwaltungsgericht begonnen.",
                NEW_AFTER_COURT,
            ),
        ),
        Option(
            value=Ground.ASYLUM,
            label="Asylantrag",
            sentences=(
                "Der Grund: Nachdem Ihr Antrag eingereicht war, wurde ein Asylantrag gestellt.",
                NEVER_ASYLUM,
                NEW_AFTER_ASYLUM,
            ),
        ),
    ),
)
