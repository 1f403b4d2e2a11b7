"""What stops a form from being published because no dossier can be made so, each in a sentence or its end."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms.definition import LONGEST_SHORT, MOST_COLUMNS
from forms.dossier_sections import ALONE, CODE, COVER, KEPT, LAST, NOWHERE, OVERVIEW, title_of
from forms.places import CONSENT_GROUP
from forms.revising.outline import Entry, Outline, Raw


def section_problems(form: Raw) -> Iterator[str]:
    """Sentences about the sections; none where a form lists none, because the usual ones hold then."""
    found = form.get("dossier_sections")
    sections = {str(code): entry for code, entry in found.items()} if isinstance(found, Mapping) else {}
    if not sections:
        return
    for code in KEPT:
        if code not in sections:
            yield _("The section %(code)s cannot be left out: the software fills it.") % {"code": code}
    for code, entry in sections.items():
        if not CODE.fullmatch(code):
            yield _("“%(code)s” is no code of a section: it begins with D, two digits follow.") % {"code": code}
        if not title_of(entry).strip():
            yield _("The section %(code)s has no title.") % {"code": code}
    yield from _places(sections)
    for code in sorted(ALONE & sections.keys()):
        entry = sections[code]
        if isinstance(entry, Mapping) and entry.get("own_pages") is False:
            yield _("The section %(section)s always begins on a new page.") % {"section": _named(code, sections)}


def _places(sections: Mapping[str, Any]) -> Iterator[str]:
    codes = [code for code in sections if code != NOWHERE]
    if COVER in codes and codes[0] != COVER:
        yield _("The section %(section)s must stand first.") % {"section": _named(COVER, sections)}
    if OVERVIEW in codes and codes[1:2] != [OVERVIEW]:
        yield _("The section %(section)s must stand right after the cover.") % {"section": _named(OVERVIEW, sections)}
    if set(LAST) <= set(codes) and tuple(codes[-2:]) != LAST:
        told = {"list": _named(LAST[0], sections), "attachments": _named(LAST[1], sections)}
        yield _("The sections %(list)s and %(attachments)s must stand last, in this order.") % told


def _named(code: str, sections: Mapping[str, Any]) -> str:
    return _("%(code)s “%(title)s”") % {"code": code, "title": title_of(sections[code])}


def table_problems(entry: Entry, outline: Outline) -> Iterator[str]:
    """What does not fit in how a question or group is set in tables, as the end of a sentence about it."""
    short = entry.data.get("short", "")
    if not isinstance(short, str) or len(short) > LONGEST_SHORT:
        yield _("its short title is longer than %(most)d characters") % {"most": LONGEST_SHORT}
    columns = entry.data.get("columns")
    if not columns:
        return
    if not isinstance(columns, list):
        yield _("its columns are no list")
        return
    if not entry.repeats:
        yield _("it has columns, but only a group that can be given several times has a table")
    if entry.key == CONSENT_GROUP:
        yield _("its table in the dossier is set by the software; please choose no columns")
    if len(columns) > MOST_COLUMNS:
        yield _("its table has more than %(most)d columns") % {"most": MOST_COLUMNS}
    for key, times in Counter(map(str, columns)).items():
        yield from _column_problems(key, times, entry, outline)


def _column_problems(key: str, times: int, group: Entry, outline: Outline) -> Iterator[str]:
    column = outline.entries.get(f"{group.key}.{key}")
    told = {"key": key, "label": column.label if column else key}
    if column is None:
        others = ", ".join(one.key for one in outline.entries.values() if one.group == group.key)
        told["keys"] = others
        yield _("its column “%(key)s” is no question of the group; there are %(keys)s") % told
    elif column.type == "textarea":
        yield _("“%(label)s” cannot be a column, because its answers are long; they are told below the table") % told
    if times > 1:
        yield _("its column “%(label)s” is chosen twice") % told
