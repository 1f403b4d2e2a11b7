"""The dossier's own words, in German and in one place.

The dossier is a document of record in German, whatever language its case manager or a worker has switched on: the same
answers must give the same bytes everywhere, and its other half, the form's questions and options, is German data too.
So these texts are not looked up in a catalogue. Sources: the founding document (R2, R3, R12, R16, R17, R20, R23, R26).
"""

TITLE = "Dossier"
CONFIDENTIALITY = "Vertraulich – nur für Mitglieder des Gremiums"

# D00
REFERENCE = "Kennzeichen"
FORM = "Formular"
FORM_VERSION = "Fassung des Formulars"
CONTENTS_COUNT = "Anlagen"
SUPPLEMENTS = "Nachträge"
COVER_KEEPING = "So gehen Sie mit diesem Dossier um"
COVER_KEEPING_TEXT = (
    "Dieses Dossier ist nur für die vier Mitglieder und die Geschäftsführung bestimmt. Eine Vertretung ist nicht "
    "vorgesehen. Bitte geben Sie es nicht weiter und lassen Sie es nicht offen liegen.\n"
    "Grundlage ist die Einwilligung der betroffenen Personen (Abschnitt D11). Wird sie widerrufen, endet die "
    "Befassung; bitte löschen Sie dann Ihre Kopie."
)
COVER_LIMITS = "Was die Befassung ist und was nicht"
COVER_LIMITS_TEXT = (
    "Die Mitglieder bilden sich unabhängig eine Meinung und erarbeiten eine gemeinsame Einschätzung. Sie kann den "
    "Betroffenen und der Ausländerbehörde als Entscheidungshilfe dienen. Die Ausländerbehörde ist in ihren fachlichen "
    "und verfahrensrechtlichen Entscheidungen frei.\n"
    "Auf die Befassung besteht kein Anspruch. Die Termine sind nicht öffentlich.\n"
    "Das Protokoll der Befassung wird weder Bestandteil der Ausländerpersonalakte noch eines verwaltungsgerichtlichen "
    "Verfahrens."
)

# Persons
APPLICANT = "antragstellende Person"
PERSON_WITH_REFERENCE = "{name} ({reference})"

# D01
WHO = "Wer"
NAME = "Name"
RELATION = "Beziehung"
AGE_ON = "Alter am {day}"
NATIONALITY = "Staatsangehörigkeit"
PAPER = "Papier"
MORE_PERSONS = "und {count} weitere, siehe {section}"
PERSONS = "insgesamt {count}, siehe {section}"
OTHER_RELATIVES = "Weitere Angehörige"
WITHOUT_APPLICATION = "{persons} – der Antrag gilt nicht für sie"
KEY_FACTS = "Das Wichtigste"
IN_GERMANY = "In Deutschland seit"
SINCE_ON = "{arrival} (am {day} {since})"
CURRENT_PAPER = "Aktuelles Papier"
VALID_UNTIL = "{paper}, gültig bis {day} ({left})"
DEADLINE = "Frist oder Termin"
DEADLINE_ON = "{day} ({left}): {reason}"
NO_DEADLINE = "keine genannt"
ASPECTS = "Gesichtspunkte für eine besondere Härte"
DECISION = "Haltung der Ausländerbehörde"
DECISION_OF = "Haltung der Ausländerbehörde ({day})"
REASONS = "Aus der Begründung"
QUESTION = "Die Frage an das Gremium"
SEE_SECTION = "weiter in {section}"
WANTED = "Gebeten wird um: {wanted}."
POINTS = "Hinweise für die Befassung – darüber entscheiden Menschen"
CHECK = "Prüfung"
NO_POINTS = "Kein Ausschlussgrund; keine der Fragen {first} bis {last} betrifft diesen Fall."
NO_EXCLUSION = "Kein Ausschlussgrund."
GUARDIAN = "Gesetzliche Vertretung"
AGAINST = "Was entgegenstehen kann"
EXCLUSION_POINT = "{code} – möglicher Ausschluss"
FLAG_POINT = "{code} – Hinweis"
COUNSEL = "Beratung"
SUBMITTED_BY = "Eingereicht von"
COUNSELLING = "Letztes Gespräch"
INTERPRETING = "Sprachmittlung"

# D02
EXCLUSION_CHECK = "Ausschlussprüfung nach den Angaben im Antrag"
GROUND = "Ausschlussgrund"
CODE_OF_GROUND = "Nr."
RESULT = "Ergebnis"
NO_SIGN = "kein Hinweis"
SIGN = "Hinweis – bitte prüfen"
DEADLINES = "Fristen"
RULE = "Regel"
LEVEL = "Stufe"
FINDING = "Meldung"
FINDINGS = "Prüfhinweise des Formulars"
ERROR = "Fehler"
WARNING = "Warnung"
INFO = "Hinweis"
RULE_FACTS = {
    "V02": "Das letzte Beratungsgespräch liegt mehr als drei Monate zurück.",
    "V03": "Angehörige haben übersetzt, obwohl es um Krankheit oder Gewalt geht.",
    "V04": "Die Kanzlei weiß nach Angabe noch nichts von diesem Antrag.",
    "V07": "Die Person ist minderjährig; eine gesetzliche Vertretung ist nicht angegeben.",
    "V08": "Die Anschrift liegt nicht in Dortmund.",
    "V09": "Das Aktenzeichen der Ausländerbehörde hat eine ungewöhnliche Form.",
    "V10": "Das Aktenzeichen des Bundesamts hat eine ungewöhnliche Form.",
    "V14": "Die Duldung war am Tag dieses Dossiers abgelaufen.",
    "V16": ("In der Chronologie fehlen mehr als drei Monate, oder ihr letzter Eintrag ist nicht das aktuelle Papier."),
    "V20": "Eine ausführliche ärztliche Bescheinigung ist nicht angegeben oder nicht beigefügt.",
    "V21": "Die ärztliche Bescheinigung ist älter als sechs Monate.",
    "V23": "Es ist eine Arbeit angegeben, für die nach Angabe keine Erlaubnis besteht.",
    "V25": "Ein freier Text enthält eine lange Ziffernfolge oder eine Kontonummer.",
    "V29": "Nicht beigefügt: {papers}.",
    "V30": "Einer Anlage in fremder Sprache liegt keine Übersetzung oder Inhaltsangabe bei.",
}
"""What the shipped form's warnings and hints mean for a member, who can no longer change an answer."""
EXPECTED_PAPERS = {
    "duldung_kopie": "Kopie des aktuellen Papiers",
    "bescheid_abh": "Schreiben der Ausländerbehörde",
}
FAULT_AT = "{place}: {fault}"
FAULTS = {
    "required": "Diese Angabe fehlt.",
    "recommended": "Diese empfohlene Angabe fehlt.",
    "value": "Diese Angabe passt nicht zur Frage.",
    "hidden": "Diese Angabe gilt nicht mehr und steht nicht im Dossier.",
    "unknown": "Diese Frage kennt das Formular nicht; die Angabe steht nicht im Dossier.",
    "repeat": "Die Zahl der Einträge passt nicht.",
}
STATEMENT = "Erklärung"
ANSWER = "Antwort"

# D04
WHOLE_FAMILY = "Die Familie insgesamt"
NO_FAMILY = "Es wurden keine Familienmitglieder angegeben."
IDENTIFIER = "Kennung"
BORN = "Geburt"
STATUS = "Status"
LIVES = "Lebt"
JOINS = "Antrag gilt"
APPROXIMATELY = "etwa {year}"

# D05
TIME_LINE = "Aufenthalt im Überblick"
TODAY = "heute ({day})"
TIME_BAR_WORDS = "Zeitstrahl: {stretches}."
STRETCH = "{label} von {start} bis {end}"
DURATION = "Dauer"

# D07, D08
DETAILS = "Angaben dazu"
DETAILS_IN_D08 = "stehen in Abschnitt D08 (besonders schutzwürdig)."
NO_ASPECTS = "Es wurden keine Gesichtspunkte angekreuzt."
SPECIAL_NOTE = (
    "Die folgenden Seiten enthalten Angaben, die das Gesetz besonders schützt, und lassen sich vom übrigen Dossier "
    "trennen. Diese Antworten stehen nur hier. Hinweise darauf können auch in der Begründung, bei den Gesichtspunkten "
    "und in den Anlagen stehen."
)
NOTHING_SAID = "Dazu wurde nichts angegeben."

# D11
PURPOSES = "Wozu eingewilligt wurde"
CODE = "Zweck"
PURPOSE = "Wortlaut"
GRANTED = "Erteilt"
GRANTED_BY_ALL = "für alle"
NOT_GRANTED = "von niemandem"
MISSING_FOR = "fehlt für {persons}"
REQUIRED_MISSING = "Notwendige Einwilligung fehlt: {code} für {persons}."
DECLARATIONS = "Erklärungen"
NUMBER = "Nr."
FOR_WHOM = "Für wen"
BY_WHOM = "Erklärt von"
GIVEN = "●"
NOT_GIVEN = "–"
GIVEN_KEY = "{given} eingewilligt, {missing} nicht eingewilligt"
DECLARATION = "Erklärung"
DECLARATION_OF = "Erklärung von {name}"
CONVERSATION = "Das Gespräch über Antrag und Einwilligung"
READING_HELP = "Lesehilfe neben dem deutschen Text"
READING_HELP_OF = "{language}, {state} (Prüfsumme {print})"
HELP_STATES = {"draft": "von keinem Menschen geprüft", "released": "geprüft"}
PLAIN_GERMAN = "Einfache Sprache"
HELPED_BY = "Beim Verstehen geholfen hat"
SIGNED_ON_SCREEN = "Mit dem Finger auf dem Bildschirm unterschrieben"
BESIDE_PAPER = (
    "Diese Unterschriften stehen neben den Bögen auf Papier und ersetzen sie nicht. Das unterschriebene Blatt folgt, "
    "wo es nicht unter den Anlagen ist."
)
DRAWN = (
    "am {day} um {time} Uhr, für die Punkte {codes}, Textfassung {version} (Prüfsumme {print}), {how}erklärt von {by}"
)
DRAWN_HOW = {"gelesen": "selbst gelesen, ", "vorgelesen": "vorgelesen, ", "uebersetzt": "mündlich übersetzt, "}
DRAWN_INTERPRETED = "; gedolmetscht hat {name}"
READ_BACK = "Rückübersetzung bestätigt"
READ_BACK_BY = "Rückübersetzt hat"
READ_BACK_STEPS = "Auch einzeln rückübersetzt"
DECLARED_AS = "Für wen ({role})"
NO_DECLARATION = "Für {persons} liegt keine Erklärung vor."

# D12, D13
NO_ATTACHMENTS = "Dem Antrag sind keine Anlagen beigefügt."
KIND = "Art"
ATTACHMENT_TITLE = "Titel"
CONCERNS = "Betrifft"
DATE = "Datum"
LANGUAGE = "Sprache"
PAGES = "Seiten"
PAGES_MISSING = "fehlt"
PAGES_INCOMPLETE = "{pages}, unvollständig"
SENSITIVE = "Besonders schutzwürdige Angaben enthalten die Anlagen mit der Nummer {numbers}."
OTHER = "Weitere Angaben"

# The dry run
DRY_RUN = "Probelauf"
INVENTED = "PROBELAUF"
FILE_NOT_FOUND = "Die Datei wurde nicht gefunden. Bitte legen Sie sie unter diesem Namen in den Ordner der Anlagen."
FILE_NOT_OPENED = "Die Datei konnte nicht geöffnet werden. Bitte prüfen Sie die Rechte an der Datei."
