"""A whole document filled by hand from the case C1, as the site would fill it; `examples.py` has a second one."""

from documents.content import Chips, Content, Entries, Entry, Notice, Prose, Section, Span, Table, TimeBar, Tone
from tests.documents.examples import CONFIDENTIALITY, attached, cover, entries

PAPERS = (
    ("Einwilligungen Eltern und Kinder", "10.02.2026"),
    ("Aktuelle Duldungen", "12.11.2025"),
    ("Ablehnung 25b", "24.11.2025"),
    ("Arbeitsvertrag Lager", "01.12.2025"),
    ("Lohn Dezember und Januar", "01.02.2026"),
    ("Zertifikat A2", "23.01.2026"),
    ("Zeugnis 7. Klasse", "30.01.2026"),
)


def family() -> Content:
    """Case C1: a family with three children."""
    sections = (
        Section(
            code="D01",
            title="Der Fall auf einer Seite",
            blocks=(
                entries(
                    ("Wer", "Shirin Karvani, 37 Jahre, mit Ehemann und drei Kindern (12, 9 und 4 Jahre)"),
                    ("In Deutschland seit", "Oktober 2015 (10 Jahre)"),
                    ("Status", "Duldung nach § 60a Abs. 2 Satz 1 AufenthG, gültig bis 11.05.2026"),
                    ("Frühere Aufenthaltserlaubnis", "§ 104c AufenthG (Chancen-Aufenthaltsrecht) bis 11.11.2024"),
                ),
                Chips(
                    heading="Gesichtspunkte der Härte",
                    chips=(
                        ("child", "Wohl von Kindern"),
                        ("work", "Arbeit und Lebensunterhalt"),
                        ("language", "Sprache und Integration"),
                        ("roots", "Langer Aufenthalt und Verwurzelung"),
                    ),
                ),
                Prose(
                    heading="Die Frage an das Gremium",
                    text=(
                        "Hat ein neuer Antrag nach § 25b Aussicht, wenn das Einkommen sechs Monate lang mehr als die "
                        "Hälfte des Bedarfs deckt?"
                    ),
                ),
                Notice(text="Die Duldung läuft am 11.05.2026 ab.", tone=Tone.ATTENTION, mark="H7"),
            ),
        ),
        Section(
            code="D02",
            title="Zuständigkeit und Ausschlüsse",
            blocks=(
                Entries(
                    entries=(
                        Entry(label="Zuständige Ausländerbehörde", value="Stadt Dortmund", tone=Tone.GOOD),
                        Entry(label="Verfahren beim Verwaltungsgericht", value="Nein", tone=Tone.GOOD),
                        Entry(label="Laufendes Asylverfahren", value="Nein", tone=Tone.GOOD),
                        Entry(label="Ausreisepflicht", value="Ja, mit Duldung", tone=Tone.GOOD),
                        Entry(label="Frühere Befassung", value="Nein"),
                    )
                ),
                Notice(text="Kein Ausschlussgrund ist erfüllt.", tone=Tone.GOOD),
            ),
        ),
        Section(
            code="D03",
            title="Person",
            blocks=(
                entries(
                    ("Familienname", "Karvani"),
                    ("Vornamen", "Shirin"),
                    ("Name in eigener Schrift", "شیرین کاروانی"),
                    ("Geburtsdatum", "12.04.1988"),
                    ("Geburtsort", "Sulaimaniyya (سلێمانی), Irak"),
                    ("Staatsangehörigkeit", "Irak"),
                    ("Familienstand", "verheiratet"),
                    ("Anschrift", "Beispielweg 14, 44145 Dortmund"),
                    ("Sprache", "Sorani"),
                    ("Aktenzeichen der Ausländerbehörde", "38/3-2 FIKTIV-0001"),
                    ("Aktenzeichen des BAMF", "0000001-438"),
                    ("Zweite Staatsangehörigkeit", ""),
                ),
            ),
        ),
        Section(
            code="D04",
            title="Familie",
            blocks=(
                Table(
                    columns=("Person", "Beziehung", "Geburt", "Status", "Wo", "Im Antrag"),
                    weights=(4, 3, 3, 5, 3, 2),
                    rows=(
                        ("Hemin Karvani", "Ehemann", "1984", "Duldung § 60a Abs. 2 Satz 1", "Haushalt", "ja"),
                        ("Lana Karvani", "Kind", "02.06.2013", "Duldung § 60a Abs. 2 Satz 1", "Haushalt", "ja"),
                        ("Aram Karvani", "Kind", "20.01.2017", "Duldung § 60a Abs. 2 Satz 1", "Haushalt", "ja"),
                        ("Sara Karvani", "Kind", "09.09.2021", "Duldung § 60a Abs. 2 Satz 1", "Haushalt", "ja"),
                        ("Schwester", "Geschwister", "1990", "Niederlassungserlaubnis", "Dortmund", "nein"),
                    ),
                ),
                Prose(
                    heading="Bindungen",
                    text=(
                        "Die Eltern von Herrn Karvani leben im Irak, es gibt wenig Kontakt. Die Schwester von Frau "
                        "Karvani lebt dauerhaft in Dortmund und holt die Kinder zweimal in der Woche ab."
                    ),
                ),
                Table(
                    heading="Kinder im Herkunftsland", columns=("Name", "Alter"), rows=(), empty="Keine Kinder dort."
                ),
            ),
        ),
        Section(
            code="D05",
            title="Aufenthalt seit der Einreise",
            blocks=(
                TimeBar(
                    heading="Zeitleiste",
                    alternative=(
                        "Oktober 2015 bis Februar 2020 Aufenthaltsgestattung, März 2020 bis Mai 2023 Duldung, Mai 2023 "
                        "bis November 2024 Aufenthaltserlaubnis nach § 104c, seit November 2024 Duldung."
                    ),
                    spans=(
                        Span(start="2015-10", end="2020-02", label="Aufenthaltsgestattung", shade=0, is_estimate=True),
                        Span(start="2020-03", end="2023-05", label="Duldung", shade=1),
                        Span(start="2023-05", end="2024-11", label="Erlaubnis § 104c", shade=3),
                        Span(start="2024-11", end="", label="Duldung", shade=1),
                    ),
                ),
                Table(
                    columns=("Von", "Bis", "Status", "Ort"),
                    weights=(2, 2, 5, 2),
                    rows=(
                        ("Oktober 2015", "Februar 2020", "Aufenthaltsgestattung (Asylverfahren)", "Dortmund"),
                        ("März 2020", "Mai 2023", "Duldung nach § 60a Abs. 2 Satz 1 AufenthG", "Dortmund"),
                        ("Mai 2023", "November 2024", "Aufenthaltserlaubnis nach § 104c AufenthG", "Dortmund"),
                        ("November 2024", "heute", "Duldung nach § 60a Abs. 2 Satz 1 AufenthG", "Dortmund"),
                    ),
                ),
            ),
        ),
        Section(
            code="D06",
            title="Verfahren",
            blocks=(
                Table(
                    columns=("Verfahren", "Beginn", "Ende", "Ausgang", "Bemerkung"),
                    weights=(4, 3, 3, 3, 4),
                    rows=(
                        ("Asylantrag (Erstantrag)", "November 2015", "April 2017", "abgelehnt", ""),
                        ("Klage", "Mai 2017", "Februar 2020", "abgelehnt", "Asylklage abgewiesen"),
                        ("Antrag auf einen Aufenthaltstitel", "Oktober 2024", "November 2025", "abgelehnt", "§ 25b"),
                    ),
                ),
                Prose(
                    heading="Entscheidung der Ausländerbehörde vom 24.11.2025",
                    text=(
                        "Der Antrag nach § 25b wurde im November 2025 abgelehnt: Der Lebensunterhalt sei nicht "
                        "überwiegend gesichert und die Prognose ungünstig. Die neue Stelle von Herrn Karvani und der "
                        "bestandene Sprachtest lagen da noch nicht vor."
                    ),
                ),
            ),
        ),
        Section(
            code="D07",
            title="Gesichtspunkte und Begründung",
            blocks=(
                Prose(
                    heading="Wohl von Kindern",
                    text=(
                        "Alle drei Kinder sprechen im Alltag Deutsch. Lana ist Klassensprecherin und spielt Handball. "
                        "Aram liest seiner kleinen Schwester vor. Kein Kind hat im Irak eine Schule besucht; Kurdisch "
                        "schreiben können sie nicht."
                    ),
                ),
                entries(
                    ("Tätigkeit", "Lagerhelfer, unbefristet (Herr Karvani)"),
                    ("Seit", "Dezember 2025"),
                    ("Stunden in der Woche", "35"),
                    ("Lebensunterhalt", "überwiegend gesichert"),
                    heading="Arbeit und Lebensunterhalt",
                ),
                Prose(
                    heading="Begründung",
                    text=(
                        "Familie Karvani lebt seit mehr als zehn Jahren in Dortmund. Zwei Kinder sind hier geboren, "
                        "das älteste kam mit zwei Jahren. Das Chancen-Aufenthaltsrecht lief aus, als die Familie zwei "
                        "Bedingungen knapp verfehlte: Der Betrieb von Herrn Karvani ging in Insolvenz und Frau Karvani "
                        "fand ohne Kitaplatz keinen Sprachkurs. Beides ist heute gelöst.\n"
                        "Seit Dezember arbeitet Herr Karvani unbefristet, im Januar bestand Frau Karvani den A2-Test. "
                        "Eine Ausreise träfe vor allem die Kinder, deren Sprache, Schule und Freundschaften hier sind."
                    ),
                ),
                Prose(
                    heading="In eigenen Worten",
                    lang="ckb",
                    text="منداڵەکانم لێرە دەچنە قوتابخانە (پۆلی 7) و هاوڕێکانیان لێرەن. ئێمە لە 2015 لە Dortmund ین.",
                ),
            ),
        ),
        Section(
            code="D08",
            title="Besondere Kategorien personenbezogener Daten",
            own_pages=True,
            blocks=(
                Notice(
                    text="Diese Seiten lassen sich herausnehmen. Sie liegen nur mit der Einwilligung P2 vor.",
                    tone=Tone.ATTENTION,
                ),
                entries(("Angaben zur Gesundheit", "Keine")),
            ),
        ),
        Section(
            code="D09",
            title="Was dagegen stehen kann",
            blocks=(
                entries(
                    (
                        "Lebensunterhalt",
                        "Bis November 2025 ergänzende Leistungen. Seit Januar 2026 deckt das Einkommen mehr als die "
                        "Hälfte.",
                    )
                ),
            ),
        ),
        Section(
            code="D10",
            title="Frage und geprüfte Wege",
            blocks=(
                entries(
                    ("Anliegen", "§ 25b AufenthG; Klärung einer Frage"),
                    ("Geprüft", "§ 25b, § 25 Abs. 5, § 25a AufenthG"),
                    (
                        "Ergebnis",
                        "§ 25b ist der richtige Weg; offen ist allein die Prognose zum Lebensunterhalt. § 25a kommt "
                        "für Lana ab dem 14. Geburtstag in Betracht.",
                    ),
                ),
            ),
        ),
        Section(
            code="D11",
            title="Einwilligungen",
            blocks=(
                Table(
                    columns=("Person", "Erklärt durch", "Zwecke", "Sprache", "Datum"),
                    weights=(3, 3, 5, 2, 2),
                    rows=tuple(
                        (person, by, "P0, P1, P3, P4, P5", "Sorani", "10.02.2026")
                        for person in ("Lana Karvani", "Aram Karvani", "Sara Karvani")
                        for by in ("Shirin Karvani", "Hemin Karvani")
                    ),
                ),
            ),
        ),
        Section(
            code="D12",
            title="Liste der Anlagen",
            blocks=(
                Table(
                    columns=("Nr.", "Titel", "Datum", "Sprache"),
                    weights=(1, 5, 2, 3),
                    rows=tuple((str(number), title, day, "Deutsch") for number, (title, day) in enumerate(PAPERS, 1)),
                ),
            ),
        ),
    )
    return Content(
        reference="BF-7K3M-Q2XS",
        version="1",
        title="Dossier BF-7K3M-Q2XS",
        confidentiality=CONFIDENTIALITY,
        cover=cover("BF-7K3M-Q2XS"),
        sections=sections,
        attachments=attached(PAPERS),
        day="2026-02-20",
    )
