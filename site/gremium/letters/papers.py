"""The board's own kinds of papers (domain, section 6), in the order editors see them."""

from gremium.letters.kinds import FactGroup, FactList, Kind, Placeholder, Reader, register_kind
from gremium.letters.results import GROUNDS, LATER_GROUNDS, RESULT_NAMES, RESULTS

FOR_MEMBERS = "Vertraulich – nur für Mitglieder des Gremiums"
NOT_IN_FILES = "Nicht Bestandteil der Ausländerpersonalakte und nicht Bestandteil verwaltungsgerichtlicher Verfahren"

NO_CLAIM = "Es gibt keinen Anspruch darauf, dass das Gremium sich mit Ihrem Fall befasst."
NO_STOP = (
    "Der Antrag stoppt keine Abschiebung. Er verlängert keine Frist. Er ersetzt keine Klage und keinen Asylantrag."
)
NO_STOP_AFTER = "Der Antrag hat keine Frist verlängert und stoppt keine Abschiebung."
IS_FREE = "Die Ausländerbehörde ist in ihren Entscheidungen frei."
MAY_DIFFER = "Die Ausländerbehörde ist in ihren Entscheidungen frei. Sie kann anders entscheiden."
NO_STOP_HERE = "Dieses Schreiben stoppt keine Abschiebung und verlängert keine Frist."
FREE_OFFICE = "Die Ausländerbehörde ist in ihren fachlichen und verfahrensrechtlichen Entscheidungen frei."
KEEP_ACTION = "Bitte keine Klage ohne anwaltlichen Rat zurückziehen."

REFERENCE = Placeholder(key="reference", label="Kennzeichen des Falls", example="BF-7K3M-Q2XS")
ADVICE = Placeholder(
    key="advice",
    label="Beratung: Name, Träger, Telefon",
    example="Sabine Beispiel, Beratungsstelle Nordstadt, 0231 5550123",
)
ERASED_ON = Placeholder(key="erased_on", label="Tag, bis zu dem gelöscht wird", example="26.05.2027")
MEETING_ON = Placeholder(key="meeting_on", label="Tag der Sitzung", example="26.11.2026")
EXPLANATION = Placeholder(
    key="explanation",
    label="Erklärung der Geschäftsführung (frei)",
    example="Das Verwaltungsgericht hat uns am 20. November mitgeteilt, dass ein Eilantrag eingegangen ist.",
    is_free=True,
    is_optional=True,
)
TEXT = Placeholder(
    key="text",
    label="Text der Einschätzung (frei)",
    example=(
        "Die Familie lebt seit neun Jahren in der Stadt. Alle drei Kinder gehen hier zur Schule. Der Vater arbeitet "
        "seit zwei Jahren in einem Lager, der Vertrag ist unbefristet.\nWir sehen eine Möglichkeit nach § 25b AufenthG."
    ),
    is_free=True,
)

register_kind(
    Kind(
        key="receipt",
        title="Eingangsbestätigung",
        reader=Reader.COUNSELLOR,
        must_say=(NO_CLAIM, NO_STOP, IS_FREE, KEEP_ACTION),
        placeholders=(
            REFERENCE,
            Placeholder(key="received_on", label="Tag des Eingangs", example="26.11.2026"),
            Placeholder(key="version", label="Nummer der Fassung (ab 2)", example="2", is_optional=True),
            ADVICE,
        ),
    )
)
register_kind(
    Kind(
        key="missing_items",
        title="Es fehlt noch etwas zu Ihrem Antrag",
        reader=Reader.COUNSELLOR,
        must_say=(NO_CLAIM, NO_STOP, IS_FREE),
        placeholders=(
            REFERENCE,
            Placeholder(key="due_on", label="vorgeschlagener Tag", example="10.12.2026", is_optional=True),
            Placeholder(
                key="reason",
                label="Bemerkung der Geschäftsführung (frei)",
                example="Das Attest nennt keine Diagnose. Bitte fragen Sie in der Praxis nach einem neuen Attest.",
                is_free=True,
                is_optional=True,
            ),
            ADVICE,
        ),
        lists=(
            FactList(
                key="items",
                label="was fehlt (Liste)",
                examples=("Unterschrift der Mutter unter der Einwilligung", "Attest mit Diagnose", "Arbeitsvertrag"),
                is_optional=False,
            ),
        ),
    )
)
register_kind(
    Kind(
        key="exclusion",
        title="Das Gremium darf sich mit Ihrem Antrag nicht befassen",
        reader=Reader.COUNSELLOR,
        must_say=(IS_FREE, NO_STOP_AFTER, KEEP_ACTION),
        placeholders=(REFERENCE, EXPLANATION, ERASED_ON, ADVICE),
        choices=(GROUNDS,),
    )
)
register_kind(
    Kind(
        key="exclusion_later",
        title="Das Gremium darf sich mit Ihrem Antrag nicht mehr befassen",
        reader=Reader.COUNSELLOR,
        must_say=(IS_FREE, NO_STOP_AFTER, KEEP_ACTION),
        placeholders=(REFERENCE, EXPLANATION, ERASED_ON, ADVICE),
        choices=(LATER_GROUNDS,),
    )
)
register_kind(
    Kind(
        key="not_taken_up",
        title="Das Gremium befasst sich nicht mit Ihrem Antrag",
        reader=Reader.COUNSELLOR,
        must_say=(NO_CLAIM, NO_STOP_AFTER, IS_FREE, KEEP_ACTION),
        placeholders=(
            REFERENCE,
            Placeholder(
                key="reason",
                label="kurzer Grund der Mitglieder (frei)",
                example="Der Weg über § 25b AufenthG ist offen und kann sofort beantragt werden.",
                is_free=True,
            ),
            ERASED_ON,
            ADVICE,
        ),
    )
)
register_kind(
    Kind(
        key="interim",
        title="Zwischenmitteilung zu Ihrem Antrag",
        reader=Reader.COUNSELLOR,
        must_say=(NO_CLAIM, NO_STOP, IS_FREE, KEEP_ACTION),
        placeholders=(
            REFERENCE,
            MEETING_ON,
            Placeholder(
                key="reason",
                label="Grund (frei)",
                example="Die Ausbildung beginnt im Februar. Der Vertrag liegt noch nicht vor.",
                is_free=True,
            ),
            Placeholder(key="next_on", label="nächster Termin", example="11.02.2027", is_optional=True),
            ADVICE,
        ),
        lists=(FactList(key="items", label="was noch gebraucht wird (Liste)", examples=("unterschriebener Vertrag",)),),
    )
)
register_kind(
    Kind(
        key="assessment",
        title="Einschätzung des Gremiums zu Ihrem Antrag",
        reader=Reader.PERSON,
        must_say=(MAY_DIFFER, NO_STOP_HERE, KEEP_ACTION),
        placeholders=(REFERENCE, MEETING_ON, TEXT, ERASED_ON, ADVICE),
        lists=(
            FactList(
                key="read",
                label="was außerdem vorlag (Liste)",
                examples=("Schreiben der Schule vom 12. Oktober 2026",),
            ),
            FactList(
                key="next_steps",
                label="Vorschläge der Mitglieder (Liste)",
                examples=("Antrag nach § 25b AufenthG stellen", "Sprachzertifikat A2 beilegen"),
            ),
        ),
        choices=(RESULTS,),
    )
)
register_kind(
    Kind(
        key="decision_aid",
        title="Entscheidungshilfe",
        purpose="P5",
        reader=Reader.OFFICE,
        must_say=(FREE_OFFICE,),
        placeholders=(
            REFERENCE,
            MEETING_ON,
            TEXT,
            Placeholder(key="consent_checked_on", label="Zustimmung (P5) geprüft am", example="26.11.2026"),
        ),
        choices=(RESULT_NAMES,),
    )
)
register_kind(
    Kind(
        key="erasure_record",
        title="Löschprotokoll",
        reader=Reader.RECORD,
        placeholders=(
            Placeholder(key="run_on", label="Tag des Löschlaufs", example="26.11.2026"),
            Placeholder(key="count", label="Anzahl der Löschungen", example="3"),
        ),
        lists=(FactList(key="rules", label="angewandte Regeln (Liste)", examples=("Widerruf: spätestens 14 Tage",)),),
        groups=(
            FactGroup(
                key="records",
                label="je Löschung",
                heading="{hash}",
                placeholders=(
                    Placeholder(key="hash", label="Prüfwert des Kennzeichens", example="5f2c9a71d0e4"),
                    Placeholder(key="rule", label="Regel", example="Widerruf"),
                    Placeholder(key="due_on", label="fällig am", example="25.11.2026"),
                    Placeholder(key="erased_on", label="gelöscht am", example="26.11.2026"),
                ),
            ),
        ),
    )
)
register_kind(
    Kind(
        key="invitation",
        title="Einladung zur Sitzung",
        reader=Reader.MEMBERS,
        running=FOR_MEMBERS,
        placeholders=(
            Placeholder(key="member", label="Name des Mitglieds", example="Ayşe Muster"),
            Placeholder(key="meeting_on", label="Tag", example="Donnerstag, 10.12.2026"),
            Placeholder(key="begins", label="Beginn", example="14:00 Uhr"),
            Placeholder(key="ends", label="voraussichtliches Ende", example="16:30 Uhr", is_optional=True),
            Placeholder(key="place", label="Ort und Raum", example="Rathaus, Friedensplatz 1, Raum 114"),
            Placeholder(
                key="occasion",
                label="Anlass (nur bei anlassbezogenem Termin)",
                example="Ein Fall hat eine nahe Frist.",
                is_free=True,
                is_optional=True,
            ),
            Placeholder(key="link", label="Adresse der Unterlagen", example="https://gremium.example/de/mitglieder/"),
            Placeholder(key="reply_by", label="Rückmeldung bis", example="03.12.2026", is_optional=True),
        ),
        lists=(
            FactList(
                key="agenda",
                label="Tagesordnung (Liste)",
                examples=("Protokoll der letzten Sitzung", "BF-7K3M-Q2XS", "BF-0T9H-W4DC", "Allgemeine Fragen"),
                is_optional=False,
                is_numbered=True,
            ),
            FactList(
                key="inspection",
                label="nur an die Leitung der Ausländerbehörde: Kennzeichen (Liste)",
                examples=("BF-7K3M-Q2XS",),
            ),
        ),
    )
)
register_kind(
    Kind(
        key="agenda",
        title="Tagesordnung",
        reader=Reader.MEMBERS,
        running=FOR_MEMBERS,
        placeholders=(
            Placeholder(key="meeting_on", label="Tag", example="Donnerstag, 10.12.2026"),
            Placeholder(key="begins", label="Beginn", example="14:00 Uhr"),
            Placeholder(key="place", label="Ort und Raum", example="Rathaus, Friedensplatz 1, Raum 114"),
        ),
        lists=(
            FactList(
                key="agenda",
                label="Tagesordnung (Liste)",
                examples=("Protokoll der letzten Sitzung", "BF-7K3M-Q2XS", "Allgemeine Fragen"),
                is_optional=False,
                is_numbered=True,
            ),
            FactList(key="additions", label="Nachträge (Liste)", examples=("BF-0T9H-W4DC (Nachtrag vom 04.12.2026)",)),
        ),
    )
)
register_kind(
    Kind(
        key="minutes",
        title="Protokoll",
        reader=Reader.MEMBERS,
        must_say=(FREE_OFFICE,),
        running=NOT_IN_FILES,
        placeholders=(
            Placeholder(key="meeting_on", label="Tag", example="Donnerstag, 10.12.2026"),
            Placeholder(key="begins", label="Beginn", example="14:00 Uhr"),
            Placeholder(key="ends", label="Ende", example="16:20 Uhr"),
            Placeholder(key="place", label="Ort und Raum", example="Rathaus, Friedensplatz 1, Raum 114"),
            Placeholder(
                key="last_minutes",
                label="Genehmigung des letzten Protokolls (frei)",
                example="Das Protokoll der Sitzung vom 17.09.2026 wird ohne Änderungen genehmigt.",
                is_free=True,
                is_optional=True,
            ),
            Placeholder(
                key="exchange",
                label="Vorschläge für den Austausch (frei)",
                example="Im Frühjahr soll es einen Termin zur Passbeschaffung geben.",
                is_free=True,
                is_optional=True,
            ),
        ),
        lists=(
            FactList(key="present", label="anwesend (Liste)", examples=("Ayşe Muster", "Jan Beispiel")),
            FactList(key="absent", label="abwesend (Liste)", examples=("Kim Probe (erkrankt)",)),
            FactList(
                key="general_questions",
                label="allgemeine Fragen (Liste)",
                examples=("Wie wird mit Ausbildungsverträgen umgegangen, die erst im Sommer beginnen?",),
            ),
            FactList(
                key="not_reached",
                label="nicht erreichte Fälle (Liste)",
                examples=("BF-4T8N-R6WD (die Zeit hat nicht gereicht)",),
            ),
        ),
        groups=(
            FactGroup(
                key="cases",
                label="je Fall",
                heading="{reference}",
                placeholders=(
                    Placeholder(key="reference", label="Kennzeichen", example="BF-7K3M-Q2XS"),
                    Placeholder(key="times", label="Zeit", example="14:20–15:05 Uhr", is_optional=True),
                    Placeholder(key="consents", label="Einwilligungen gültig", example="ja", is_optional=True),
                    Placeholder(
                        key="inspection",
                        label="Interne Unterlagen lagen zur Einsicht vor",
                        example="ja",
                        is_optional=True,
                    ),
                    Placeholder(
                        key="aspects", label="Besprochene Aspekte", example="Familie, Schule", is_optional=True
                    ),
                    Placeholder(key="result", label="Ergebnis", example="Ein Weg wird gesehen", is_optional=True),
                    Placeholder(
                        key="text",
                        label="Wortlaut der Einschätzung",
                        example="Wir sehen eine Möglichkeit nach § 25b AufenthG.",
                        is_free=True,
                        is_optional=True,
                    ),
                    Placeholder(
                        key="handed_over",
                        label="Weitergabe an die Ausländerbehörde",
                        example="nein",
                        is_optional=True,
                    ),
                    Placeholder(
                        key="tasks",
                        label="Offene Aufgaben",
                        example="Beratung fragt nach dem Zertifikat.",
                        is_free=True,
                        is_optional=True,
                    ),
                ),
            ),
        ),
    )
)
register_kind(
    Kind(
        key="yearly_report",
        title="Jahresbericht",
        reader=Reader.RECORD,
        placeholders=(
            Placeholder(key="year", label="Jahr", example="2026"),
            Placeholder(
                key="remark",
                label="Vorbemerkung (frei)",
                example="Das Gremium hat in diesem Jahr viermal getagt.",
                is_free=True,
                is_optional=True,
            ),
        ),
        lists=(
            FactList(
                key="general_questions",
                label="allgemeine Fragen (Liste)",
                examples=("Wie wird mit Ausbildungsverträgen umgegangen, die erst im Sommer beginnen?",),
            ),
        ),
        groups=(
            FactGroup(
                key="figures",
                label="je Zahl",
                heading="",
                placeholders=(
                    Placeholder(key="label", label="was gezählt wurde", example="Eingereichte Anträge"),
                    Placeholder(key="count", label="Anzahl", example="23"),
                ),
                repeats=3,
                counts=("count",),
            ),
        ),
    )
)
