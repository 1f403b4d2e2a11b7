"""What differs in how the dossier is set: its sections, short titles, columns of tables."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms.dossier_sections import stands_alone, title_of
from forms.revising.fewest_moves import fewest_moves
from forms.revising.outline import Entry, Outline, Raw


def section_changes(old: Raw, new: Raw) -> Iterator[str]:
    """Sentences about the sections."""
    before, after = _sections(old), _sections(new)
    codes = list(after)
    moved = fewest_moves(list(before), codes)
    for number, (code, entry) in enumerate(after.items()):
        following = codes[number + 1] if number + 1 < len(codes) else ""
        told = {"code": code, "title": title_of(entry), "next": following, "old": title_of(before.get(code))}
        if code not in before:
            yield _new(told)
            continue
        if told["title"] != told["old"]:
            yield _("Section %(code)s is now called “%(title)s” (before: “%(old)s”)") % told
        if code in moved:
            yield _("Section %(code)s now stands before %(next)s") % told if following else _last(told)
        if stands_alone(entry) != stands_alone(before[code]):
            yield _alone(told) if stands_alone(entry) else _("Section %(code)s no longer begins on a new page") % told
        if rest := _further(before[code], entry):
            yield _("Section %(code)s: further details changed (%(names)s)") % {**told, "names": rest}
    for code, entry in before.items():
        if code not in after:
            told = {"code": code, "title": title_of(entry)}
            yield _("Section %(code)s “%(title)s” is no longer there") % told


def _sections(form: Raw) -> Mapping[str, Any]:
    found = form.get("dossier_sections")
    return {str(code): entry for code, entry in found.items()} if isinstance(found, Mapping) else {}


def _new(told: Mapping[str, str]) -> str:
    if told["next"]:
        return _("New: section %(code)s “%(title)s”, before %(next)s") % told
    return _("New: section %(code)s “%(title)s”, at the end") % told


def _last(told: Mapping[str, str]) -> str:
    return _("Section %(code)s now stands last") % told


def _alone(told: Mapping[str, str]) -> str:
    return _("Section %(code)s now begins on a new page") % told


def _further(before: Any, after: Any) -> str:
    """Names of what differs beside title and pages; how an entry is written down says nothing."""
    told = ("title", "own_pages")
    old, new = ({} if not isinstance(one, Mapping) else one for one in (before, after))
    names = dict.fromkeys([*old, *new])
    return ", ".join(str(name) for name in names if name not in told and old.get(name) != new.get(name))


def table_changes(old: Entry, new: Entry, before: Outline, after: Outline) -> Iterator[str]:
    """What changed in a question's short title or a group's columns, as the end of a sentence."""
    told = {"old": old.data.get("short", ""), "new": new.data.get("short", "")}
    if told["old"] != told["new"]:
        yield _short(told)
    if old.data.get("columns") != new.data.get("columns"):
        columns = {"old": _columns(old, before), "new": _columns(new, after)}
        yield _("columns of its table in the dossier: %(new)s (before: %(old)s)") % columns


def _short(told: Mapping[str, str]) -> str:
    if not told["new"]:
        return _("has no short title in tables any more (before: “%(old)s”)") % told
    if not told["old"]:
        return _("its short title in tables is now “%(new)s”") % told
    return _("its short title in tables is now “%(new)s” (before: “%(old)s”)") % told


def _columns(group: Entry, outline: Outline) -> str:
    keys = group.data.get("columns") or ()
    return ", ".join(_title(f"{group.key}.{key}", outline) for key in keys) or _("as the software chooses")


def _title(path: str, outline: Outline) -> str:
    entry = outline.entries.get(path)
    return f"„{(entry.data.get('short') or entry.label) if entry else path}“"
