"""The fixed words of generated documents. Documents of the board are German (§ 23 VwVfG); `Content.words` overrides."""

from collections.abc import Mapping

GERMAN: Mapping[str, str] = {
    "contents": "Inhalt",
    "page": "Seite {page} von {pages}",
    "version": "Fassung {version}",
    "reference": "Aktenzeichen",
    "day": "Stand",
    "version_label": "Fassung",
    "pages_label": "Umfang",
    "one_page": "1 Seite",
    "many_pages": "{pages} Seiten",
    "attachment": "Anlage {number}",
    "attachments": "Anlagen",
    "confidential": "Vertraulich",
    "front": "Deckblatt und Inhalt",
    "time_line": "Zeitleiste",
    "untitled": "Dokument",
    "estimates_note": "Gestrichelter Rand: Der genaue Tag ist nicht bekannt.",
    "plain": "Hinweis",
    "good": "In Ordnung",
    "attention": "Bitte beachten",
    "serious": "Wichtig",
    "nothing": "Keine Angabe.",
    "follows": "Die Anlage beginnt auf der nächsten Seite.",
    "unread": "{count} von {total} Anlagen konnten nicht gelesen werden: {numbers}",
    "unread_one": "1 von {total} Anlagen konnte nicht gelesen werden: {numbers}",
    "unread_only": "Die einzige Anlage konnte nicht gelesen werden.",
    "number": "Nr. {number}",
    "and": " und ",
    "unread_note": "nicht lesbar",
    "partly_unread": "{pages}, teilweise nicht lesbar",
    "machine_read": "Maschinell gelesen, kann Fehler enthalten:",
    "machine_read_note": "Text von Bildseiten ist maschinell gelesen und kann Fehler enthalten.",
    "reason_follows": "Auf der nächsten Seite steht, warum die Anlage fehlt.",
    "not_readable": "{attachment} konnte nicht gelesen werden",
    "not_readable_file": "Datei: {name}",
    "not_readable_reason": "Grund",
    "not_readable_unknown": "Die Datei fehlt oder ist beschädigt.",
    "not_readable_step": "Was jetzt zu tun ist",
    "not_readable_advice": (
        "Bitte drucken Sie die Datei neu als PDF, laden Sie sie noch einmal hoch und lassen Sie das Dokument neu "
        "erstellen. Alle anderen Teile dieses Dokuments sind vollständig."
    ),
    "missing": "{attachment} wurde nicht gefunden",
    "missing_advice": (
        "Bitte suchen Sie die Datei, laden Sie sie noch einmal hoch und lassen Sie das Dokument neu erstellen. Alle "
        "anderen Teile dieses Dokuments sind vollständig."
    ),
    "attachment_page": "{attachment}, Seite {page} von {pages}",
    "copy": "Persönliches Exemplar für {name}",
    "copy_line": "Abgerufen am {day}, Abruf {number}. Nicht weitergeben.",
}

BUNDLE_WORDS: Mapping[str, str] = {
    "agenda": "Tagesordnung",
    "cases": "Fälle in der Reihenfolge der Tagesordnung",
    "columns": "Kennzeichen|Stichworte|Frist|Seite",
    "questions": "Allgemeine Fragen",
    "notes": "Notizen",
    "page": "Mappe, Seite {page} von {pages}",
    "addition": "Nachtrag",
    "see_also": "siehe auch {reference}",
    "news": "Neu seit der letzten Ausgabe",
    "news_added": "{reference}: Nachtrag, Seite {first} bis {last}",
    "news_anew": "{reference}: neu zusammengestellt, jetzt Seite {first} bis {last}, bisher ab Seite {before}",
    "news_new": "neu: {title}, Seite {pages}",
    "news_changed": "geändert: {title}, Seite {pages}",
    "kept": "Alle übrigen Seiten haben die Nummern behalten, die sie in der ersten Ausgabe bekamen.",
    "as_of": "Stand",
}


def words_for(overrides: Mapping[str, str]) -> dict[str, str]:
    """All fixed words, with those of the document in place of the German ones."""
    return {**GERMAN, **overrides}
