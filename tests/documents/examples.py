"""A whole document filled by hand from the case C3, as the site would fill it, and what `family.py` takes from it."""

from dataclasses import replace
from typing import Any

from documents.content import (
    Attachment,
    Chips,
    Content,
    Entries,
    Entry,
    Notice,
    Prose,
    Section,
    Span,
    Table,
    TimeBar,
    Tone,
)

CONFIDENTIALITY = "Vertraulich – nur für Mitglieder des Gremiums"


def entries(*pairs: tuple[str, str], heading: str = "", lang: str = "") -> Entries:
    return Entries(heading=heading, entries=tuple(Entry(label=label, value=value, lang=lang) for label, value in pairs))


def cover(reference: str) -> tuple[Notice | Entries, ...]:
    return (
        Notice(
            text=(
                "Dieses Dossier ist nur für die vier Mitglieder und die Geschäftsführung bestimmt. Bitte geben Sie es "
                "nicht weiter, kopieren Sie es nicht und löschen Sie Ihr Exemplar nach der Sitzung."
            ),
            tone=Tone.SERIOUS,
        ),
        Notice(
            text=(
                "Die Befassung des Gremiums begründet keinen Anspruch und schiebt keine Maßnahme auf. "
                "Die Ausländerbehörde bleibt in ihrer Entscheidung frei."
            ),
            tone=Tone.PLAIN,
        ),
        entries(
            ("Eingereicht am", "16.02.2026"),
            ("Eingereicht von", "Beispielträger Nord (fiktiv), Kommunales Integrationsmanagement"),
            ("Personen", "2 Erwachsene, 3 Kinder"),
            ("Ansprechperson", "Geschäftsstelle des Gremiums"),
            heading="Zu diesem Dossier",
        ),
    )


def attached(papers: tuple[tuple[str, str], ...]) -> tuple[Attachment, ...]:
    return tuple(
        Attachment(
            key=f"a{number}",
            number=number,
            title=title,
            entries=(
                Entry(label="Datum", value=day),
                Entry(label="Betrifft", value="Antragstellende Person"),
                Entry(label="Sprache", value="Deutsch"),
            ),
        )
        for number, (title, day) in enumerate(papers, 1)
    )


PAPERS = (
    ("Einwilligung", "14.08.2026"),
    ("Duldung", "30.06.2026"),
    ("Ablehnung Ausnahme", "09.12.2025"),
    ("Ärztliche Bescheinigung", "05.08.2026"),
    ("Bescheid Pflegegrad", "18.03.2024"),
)


def illness() -> Content:
    """Case C3: a patient cared for by her son; special categories on pages of their own."""
    sections = (
        Section(
            code="D01",
            title="Der Fall auf einer Seite",
            blocks=(
                entries(
                    ("Wer", "Lejla Hodžarić, 57 Jahre, lebt mit ihrem Sohn"),
                    ("In Deutschland seit", "März 2015 (11 Jahre)"),
                    ("Status", "Duldung nach § 60a Abs. 2 Satz 1 AufenthG, gültig bis 30.09.2026"),
                ),
                Chips(
                    heading="Gesichtspunkte der Härte",
                    chips=(
                        ("health", "Krankheit"),
                        ("care", "Pflege oder Unterstützung von Angehörigen"),
                        ("family", "Familie würde getrennt"),
                        ("roots", "Langer Aufenthalt und Verwurzelung"),
                    ),
                ),
                Notice(
                    text=(
                        "Die Duldung läuft Ende September ab. Die Behörde will vorher die Reisefähigkeit neu prüfen "
                        "lassen."
                    ),
                    tone=Tone.SERIOUS,
                    mark="H7",
                ),
                Prose(
                    heading="Die Frage an das Gremium",
                    text=(
                        "Welche ärztlichen Angaben fehlen, damit ein dauerhaftes Ausreisehindernis nach § 25 Abs. 5 "
                        "geprüft werden kann?"
                    ),
                ),
            ),
        ),
        Section(
            code="D05",
            title="Aufenthalt seit der Einreise",
            blocks=(
                TimeBar(
                    heading="Zeitleiste",
                    alternative="2015 Gestattung, seit 2016 Duldung, bis 2025 Erlaubnis nach § 104c, dann Duldung.",
                    spans=(
                        Span(start="2015-03", end="2016-01", label="Aufenthaltsgestattung", shade=0),
                        Span(start="2016-02", end="2023-08", label="Duldung", shade=1),
                        Span(start="2023-08", end="2025-02", label="Erlaubnis § 104c", shade=3),
                        Span(start="2025-02", end="", label="Duldung", shade=1),
                    ),
                ),
            ),
        ),
        Section(
            code="D08",
            title="Besondere Kategorien personenbezogener Daten",
            own_pages=True,
            blocks=(
                Notice(text="Diese Seiten lassen sich herausnehmen.", tone=Tone.ATTENTION),
                entries(
                    ("Kranke Person", "Frau Hodžarić"),
                    (
                        "Krankheit",
                        "Chronisches Nierenversagen, Dialyse dreimal in der Woche. Dazu Diabetes und Herzschwäche.",
                    ),
                    ("Seit", "Mai 2018"),
                    ("Bescheinigung", "qualifiziert, vom 05.08.2026"),
                    ("Folgen", "Ein Abbruch der Dialyse wäre in wenigen Tagen lebensbedrohlich."),
                    heading="Krankheit",
                ),
            ),
        ),
        Section(
            code="D12",
            title="Liste der Anlagen",
            blocks=(
                Table(
                    columns=("Nr.", "Titel", "Datum"),
                    weights=(1, 5, 2),
                    rows=tuple((str(n), title, day) for n, (title, day) in enumerate(PAPERS, 1)),
                ),
            ),
        ),
    )
    return Content(
        reference="BF-N5E8-ZB10",
        version="2",
        title="Dossier BF-N5E8-ZB10",
        confidentiality=CONFIDENTIALITY,
        cover=cover("BF-N5E8-ZB10"),
        sections=sections,
        attachments=attached(PAPERS),
        day="2026-08-19",
    )


LONG_DIVIDERS: dict[str, dict[str, Any]] = {
    "many files with long names": {
        "entries": entries(
            (
                "Datei",
                ", ".join(f"Lohnabrechnung und Schreiben der Klinik{' vom Januar' * 14} {n:02}.pdf" for n in range(30)),
            )
        ).entries
    },
    "many missing files": {
        "entries": entries(
            *(
                ("Hinweis", f"Die Datei f{n:02}.pdf wurde nicht gefunden. Bitte reichen Sie sie nach.")
                for n in range(60)
            )
        ).entries
    },
    "a title over pages": {"title": "Bescheinigung der Klinik " * 70},
}
"""What makes the divider of an attachment longer than a page, by the reason."""


def with_long_divider(reason: str) -> Content:
    """Three attachments; the dividers of the first and the last take several pages, the one between takes one."""
    content = illness()
    first, second, third = content.attachments[:3]
    long = LONG_DIVIDERS[reason]
    return replace(content, attachments=(replace(first, **long), second, replace(third, **long)))
