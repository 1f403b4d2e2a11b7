"""Shipped translations of the form, `locale/<language>/form.po`: the German as msgid, its addresses as comment."""

from collections.abc import Mapping
from pathlib import Path

import polib
from django.conf import settings

from forms import po_files
from forms.consent_texts import ConsentText, shipped_texts
from forms.definition import FormDefinition
from forms.reading import shipped_form
from forms.reading_languages import GERMAN, reading_languages
from forms.translations import load_drafts
from forms.versions import FORM_KEY, FormVersion
from forms.wordings import consent_wordings, wordings

WIDTH = 118  # characters of a line
MOST_NAMED = 6
"""How many addresses of a text its comment names."""


def shipped_german() -> dict[str, str]:
    """The German of every address of the shipped form and of its newest consent text."""
    version = max(version for form, version, language in shipped_texts() if (form, language) == (FORM_KEY, GERMAN))
    return german_of(shipped_form(), ConsentText(text=shipped_texts()[FORM_KEY, version, GERMAN]))


def german_of(form: FormDefinition, consent: ConsentText) -> dict[str, str]:
    return wordings(form) | consent_wordings(consent)


def update(base: Path, language: str) -> list[str]:
    """Bring one catalogue up to date; tells in sentences what changed. Translations of texts in use are kept."""
    texts = (polib.POEntry(msgid=german, comment=_named(addresses)) for german, addresses in _places().items())
    return po_files.renew(base, po_path(base, language), texts, language=language, width=WIDTH)


def _named(addresses: list[str]) -> str:
    return ", ".join(addresses[:MOST_NAMED]) + (" …" if len(addresses) > MOST_NAMED else "")


def problems(base: Path, language: str) -> list[str]:
    """Where a catalogue is stale or incomplete: who reads the form beside German needs every text of it."""
    path, wanted = po_path(base, language), _places().keys()
    known = po_files.read(path)
    empty = sorted(text for text in wanted & known.keys() if not known[text])
    return [
        *po_files.out_of_step(path, wanted, language=language, what="text of the form", whole="the form"),
        *(f"{language}: text of the form not translated: {text!r}" for text in empty),
    ]


def load_shipped_translations(*languages: str) -> None:
    """Store what the catalogues say about the current form as drafts that no person has checked yet.

    In the given languages, in all by default.
    """
    current = FormVersion.objects.filter(key=FORM_KEY).order_by("pk").last()
    if current is None:
        return
    german = german_of(current.definition, ConsentText.objects.current(FORM_KEY))
    for language in languages or [one.code for one in reading_languages()]:
        load_drafts(FORM_KEY, language, german, shipped_translations(language))


def shipped_translations(language: str) -> Mapping[str, str]:
    """The translations of one catalogue by their German; none where the language has no catalogue."""
    return po_files.read(po_path(settings.BASE_DIR, language))


def po_path(base: Path, language: str) -> Path:
    return base / "locale" / language / "form.po"


def _places() -> dict[str, list[str]]:
    """Each German text in the order of the form, with its addresses."""
    found: dict[str, list[str]] = {}
    for address, german in shipped_german().items():
        found.setdefault(german, []).append(address)
    return found
