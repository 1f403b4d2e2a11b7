"""The sections of the dossier as a stream of blocks: their order is the order in the dossier."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from forms.dossier_sections import ALONE, title_of
from forms.revising.keys import next_code
from forms.revising.outline import Outline
from pages.editing.form.questions import block_id
from pages.editing.form.sending import Sent
from pages.editing.form.values import Data, Write, merged, set_or_drop, text

NAME = "dossier_sections"


def section_blocks(outline: Outline) -> blocks.Block:
    entry = blocks.StructBlock(
        [
            ("code", blocks.CharBlock(required=False, label=_("Code"), help_text=_("Given by the system."))),
            ("title", blocks.CharBlock(max_length=200, label=_("Title"))),
            ("own_pages", blocks.BooleanBlock(required=False, label=_("Begins on a new page"))),
        ],
        label=_("Section"),
        icon="doc-full",
        collapsed=True,
        label_format="{code} {title}",
    )
    return blocks.StreamBlock([("entry", entry)], required=False)


def shown_sections(outline: Outline) -> list[dict[str, Any]]:
    return [
        {"type": "entry", "value": _shown(code, entry), "id": block_id(f"{NAME} {code}")}
        for code, entry in _sections(outline).items()
    ]


def written_sections(sent: Sequence[Sent], outline: Outline) -> Data:
    """The form after the edit; a new section gets the next code, and what nobody touched stays as it was written."""
    before = _sections(outline)
    known = {block_id(f"{NAME} {code}"): code for code in before}
    sections: dict[str, Any] = {}
    for one in sent:
        code = known.get(one.id) or next_code("D", {*before, *sections})
        sections[code] = _written(code, before.get(code, ""), one.value)
    return {**outline.form, NAME: sections}


def _sections(outline: Outline) -> Mapping[str, Any]:
    found = outline.form.get(NAME)
    return found if isinstance(found, Mapping) else {}


def _shown(code: str, entry: Any) -> dict[str, Any]:
    """What always stands on pages of its own is shown so, unless the form says otherwise and has to be mended."""
    said = entry.get("own_pages") if isinstance(entry, Mapping) else None
    return {"code": code, "title": title_of(entry), "own_pages": said is True or (said is None and code in ALONE)}


def _written(code: str, entry: Any, value: Mapping[str, Any]) -> Any:
    """A section of which nothing but its title is said is written as that title."""
    base = entry if isinstance(entry, Mapping) else {"title": title_of(entry)}
    data = merged(base, _shown(code, entry), value, {"title": text("title"), "own_pages": _write_own_pages(code)})
    if data == base:
        return entry
    return data.get("title", "") if set(data) <= {"title"} else data


def _write_own_pages(code: str) -> Write:
    """Only what differs from how the section stands anyway is written."""

    def write(data: Data, value: Any) -> None:
        set_or_drop(data, "own_pages", None if bool(value) == (code in ALONE) else bool(value))

    return write
