"""What differs between two forms, in sentences for people: „Frage „Familienname“: Hilfetext geändert“.

Questions are followed by their keys, so a new wording, a move and a new question are told apart. Nothing that differs
stays untold: what has no sentence of its own is named as "further details".
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forms.revising.dossier_differences import section_changes, table_changes
from forms.revising.fewest_moves import fewest_moves
from forms.revising.outline import Entry, Outline, Raw
from forms.revising.telling import told_condition, told_need, told_type

TOLD_APART = (
    "key",
    "fields",
    "label",
    "type",
    "options",
    "options_ref",
    "required",
    "recommended",
    "when",
    "short",
    "columns",
)
DETAILS: Mapping[str, Callable[[], str]] = {
    "help": lambda: _("help text changed"),
    "sens": lambda: _("sensitivity class changed"),
    "dossier": lambda: _("place in the dossier changed"),
    "max": lambda: _("limits changed"),
    "min": lambda: _("limits changed"),
    "min_length": lambda: _("limits changed"),
    "max_length": lambda: _("limits changed"),
    "pattern": lambda: _("allowed form of the answer changed"),
    "repeat": lambda: _("number of entries changed"),
    "exclusion": lambda: _("mark for an exclusion changed"),
    "flag": lambda: _("mark for the secretariat changed"),
    "prefill": lambda: _("prefilling changed"),
    "readonly": lambda: _("who may change the answer changed"),
    "must_be": lambda: _("whether it must be ticked changed"),
    "default": lambda: _("proposed answer changed"),
    "rules": lambda: _("rules that concern it changed"),
}
CONSENT_PARTS = frozenset({"consent_purposes"})
"""Parts of a form file whose change needs the data protection officer."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `about` is the step or part of the form it belongs to, in words."""

    about: str
    sentence: str
    concerns_consent: bool = False


def differences(old: Raw, new: Raw) -> list[Difference]:
    """Every change from one form to another; empty where nothing differs but the version."""
    before, after = Outline(old), Outline(new)
    return [
        *_of_head(old, new),
        *_of_steps(before, after),
        *_of_entries(before, after),
        *_of_rules(before, after),
        *_of_lists(old, new),
        *(Difference(_("Dossier"), sentence) for sentence in section_changes(old, new)),
        *_of_self_check(old, new),
        *_of_rest(old, new),
    ]


def _of_head(old: Raw, new: Raw) -> Iterator[Difference]:
    before = {key: value for key, value in old.get("form", {}).items() if key != "version"}
    after = {key: value for key, value in new.get("form", {}).items() if key != "version"}
    if before.get("title") != after.get("title"):
        yield Difference(_("The form"), _("The form is now called “%(title)s”") % {"title": after.get("title", "")})
    if {**before, "title": ""} != {**after, "title": ""}:
        yield Difference(_("The form"), _("Further details changed: %(names)s") % {"names": _names(before, after)})


def _of_steps(before: Outline, after: Outline) -> Iterator[Difference]:
    moved = fewest_moves(list(before.steps), list(after.steps))
    for key, step in after.steps.items():
        about = _("Step “%(title)s”") % {"title": after.step_title(key)}
        if key not in before.steps:
            yield Difference(about, _("This step is new"))
            continue
        told = {"old": before.step_title(key), "new": after.step_title(key)}
        if told["old"] != told["new"]:
            yield Difference(about, _("Step “%(old)s” is now called “%(new)s”") % told)
        if before.steps[key].get("intro") != step.get("intro"):
            yield Difference(about, _("Introduction changed"))
        if key in moved:
            yield Difference(about, _("The step stands in another place"))
        skipped = ("key", "title", "intro", "fields")
        rest = _names(_without(before.steps[key], skipped), _without(step, skipped))
        if rest:
            yield Difference(about, _("Further details changed: %(names)s") % {"names": rest})
    for key in before.steps:
        if key not in after.steps:
            about = _("Step “%(title)s”") % {"title": before.step_title(key)}
            yield Difference(about, _("This step is no longer there"))


def _of_entries(before: Outline, after: Outline) -> Iterator[Difference]:
    homes = _homes(before, after)
    moved = _moved_entries(before, after, homes)
    for path, entry in after.entries.items():
        about = _("Step “%(title)s”") % {"title": after.step_title(entry.step)}
        known = before.entries.get(homes.get(path, ""))
        if known is None:
            yield Difference(about, _told_new(entry, after))
            continue
        for sentence in _changes(known, entry, before, after, is_moved=path in moved):
            yield Difference(about, sentence)
    kept = set(homes.values())
    for path, entry in before.entries.items():
        if path not in kept:
            about = _("Step “%(title)s”") % {"title": before.step_title(entry.step)}
            yield Difference(about, _("%(question)s is no longer asked") % {"question": _named(entry)})


def _homes(before: Outline, after: Outline) -> dict[str, str]:
    """For each path of the new form the path of the same question in the old one, found by its key."""
    homes = {path: path for path in after.entries if path in before.entries}
    taken = set(homes.values())
    by_key: dict[str, list[str]] = {}
    for path, entry in before.entries.items():
        if path not in taken:
            by_key.setdefault(entry.key, []).append(path)
    for path, entry in after.entries.items():
        if path not in homes and len(by_key.get(entry.key, ())) == 1:
            homes[path] = by_key.pop(entry.key)[0]
    return homes


def _moved_entries(before: Outline, after: Outline, homes: Mapping[str, str]) -> set[str]:
    """Paths that stand in another step, another group, or in another order among their neighbours."""
    moved = set()
    for path, home in homes.items():
        new, old = after[path], before[home]
        if (new.step, new.group) != (old.step, old.group):
            moved.add(path)
    for level in {(entry.step, entry.group) for entry in after.entries.values()}:
        now = [path for path, entry in after.entries.items() if (entry.step, entry.group) == level and path in homes]
        stayed = [path for path in now if path not in moved]
        moved |= fewest_moves(sorted(stayed, key=lambda path: before[homes[path]].number), stayed)
    return moved


def _told_new(entry: Entry, outline: Outline) -> str:
    before = _neighbour(entry, outline)
    told = {"question": _named(entry), "before": before.label if before else ""}
    if before is None:
        return _("New: %(question)s, at the beginning") % told
    return _("New: %(question)s, after “%(before)s”") % told


def _neighbour(entry: Entry, outline: Outline) -> Entry | None:
    """The entry of the same level that stands before it."""
    same = [one for one in outline.entries.values() if (one.step, one.group) == (entry.step, entry.group)]
    at = same.index(entry)
    return same[at - 1] if at else None


def _named(entry: Entry) -> str:
    told = {"label": entry.label}
    return _("group “%(label)s”") % told if entry.is_group else _("question “%(label)s”") % told


def _changes(old: Entry, new: Entry, before: Outline, after: Outline, *, is_moved: bool) -> Iterator[str]:
    for change in _what_changed(old, new, before, after, is_moved=is_moved):
        yield _("%(question)s: %(change)s") % {"question": _named(new), "change": change}


def _what_changed(old: Entry, new: Entry, before: Outline, after: Outline, *, is_moved: bool) -> Iterator[str]:
    if old.label != new.label:
        yield _("is now worded so; before it was “%(old)s”") % {"old": old.label}
    if is_moved:
        yield from _told_move(old, new, before, after)
    if old.type != new.type:
        yield _("now asks for: %(new)s (before: %(old)s)") % {"new": told_type(new.type), "old": told_type(old.type)}
    if (old.data.get("required"), old.data.get("recommended")) != (
        new.data.get("required"),
        new.data.get("recommended"),
    ):
        yield _("is now %(new)s (before: %(old)s)") % {"new": told_need(new.data), "old": told_need(old.data)}
    if old.data.get("when") != new.data.get("when"):
        told = {
            "new": told_condition(new.data.get("when"), after, new),
            "old": told_condition(old.data.get("when"), before, old),
        }
        yield _("condition changed: asked %(new)s (before: %(old)s)") % _asked(told)
    reference = old.data.get("options_ref")
    if reference is None or reference != new.data.get("options_ref"):  # what changes in a shared list is told there
        yield from _option_changes(before.options(old.path), after.options(new.path), old.data, new.data)
    yield from table_changes(old, new, before, after)
    yield from dict.fromkeys(str(tell()) for name, tell in DETAILS.items() if old.data.get(name) != new.data.get(name))
    rest = _names(_without(old.data, (*TOLD_APART, *DETAILS)), _without(new.data, (*TOLD_APART, *DETAILS)))
    if rest:
        yield _("further details changed (%(names)s)") % {"names": rest}


def _asked(told: Mapping[str, str]) -> dict[str, str]:
    always = _("always")
    return {
        name: text if text == always else _("if %(condition)s") % {"condition": text} for name, text in told.items()
    }


def _told_move(old: Entry, new: Entry, before: Outline, after: Outline) -> Iterator[str]:
    neighbour = _neighbour(new, after)
    told = {
        "step": after.step_title(new.step),
        "group": after.label(new.group),
        "before": neighbour.label if neighbour else "",
    }
    if old.step != new.step:
        yield _("now stands in the step “%(step)s”") % told
    elif old.group != new.group:
        yield _("now stands in the group “%(group)s”") % told if new.group else _("no longer stands in a group")
    elif neighbour is None:
        yield _("now stands at the beginning")
    else:
        yield _("now stands after “%(before)s”") % told


def _option_changes(old: Mapping[str, str], new: Mapping[str, str], before: Raw, after: Raw) -> Iterator[str]:
    for key, label in new.items():
        if key not in old:
            yield _("answer “%(label)s” is new") % {"label": label}
        elif old[key] != label:
            yield _("answer “%(old)s” is now worded “%(new)s”") % {"old": old[key], "new": label}
    for key, label in old.items():
        if key not in new:
            yield _("answer “%(label)s” is no longer there") % {"label": label}
    if fewest_moves(list(old), list(new)):
        yield _("answers stand in another order")
    if before.get("options_ref") != after.get("options_ref") and dict(old) == dict(new):
        yield _("takes its answers from another list")


def _of_rules(before: Outline, after: Outline) -> Iterator[Difference]:
    about = _("Rules")
    old, new = before.form.get("validation_rules", {}), after.form.get("validation_rules", {})
    for code, rule in new.items():
        told = {"code": code, "message": rule.get("message", "")}
        if code not in old:
            yield Difference(about, _("New: rule %(code)s “%(message)s”") % told)
            continue
        yield from (
            Difference(about, _("Rule %(code)s: %(change)s") % {"code": code, "change": change})
            for change in _rule_changes(old[code], rule)
        )
    for code, rule in old.items():
        if code not in new:
            told = {"code": code, "message": rule.get("message", "")}
            yield Difference(about, _("Rule %(code)s “%(message)s” is no longer there") % told)
    if fewest_moves(list(old), list(new)):
        yield Difference(about, _("Rules stand in another order"))


def _rule_changes(old: Raw, new: Raw) -> Iterator[str]:
    if old.get("message") != new.get("message"):
        yield _("says now “%(new)s” (before: “%(old)s”)") % {
            "new": new.get("message", ""),
            "old": old.get("message", ""),
        }
    if old.get("severity") != new.get("severity"):
        yield _("its weight changed")
    if (old.get("rule"), old.get("check")) != (new.get("rule"), new.get("check")):
        yield _("checks something else now")
    if (old.get("flag"), old.get("sets_flag")) != (new.get("flag"), new.get("sets_flag")):
        yield _("its mark for the secretariat changed")
    told = ("message", "severity", "rule", "check", "flag", "sets_flag")
    rest = _names(_without(old, told), _without(new, told))
    if rest:
        yield _("further details changed (%(names)s)") % {"names": rest}


LISTS: Mapping[str, Callable[[], str]] = {
    "consent_purposes": lambda: _("Purposes of consent"),
    "attachment_types": lambda: _("Types of attachments"),
    "exclusion_rules": lambda: _("Grounds for exclusion"),
    "flags": lambda: _("Marks for the secretariat"),
    "enums": lambda: _("Lists of answers"),
    "sensitivity_classes": lambda: _("Sensitivity classes"),
}


def _of_lists(old: Raw, new: Raw) -> Iterator[Difference]:
    for name, title in LISTS.items():
        before, after = old.get(name, {}) or {}, new.get(name, {}) or {}
        if not isinstance(before, Mapping) or not isinstance(after, Mapping):
            continue
        for sentence in _list_changes(before, after):
            yield Difference(str(title()), sentence, concerns_consent=name in CONSENT_PARTS)


def _list_changes(before: Raw, after: Raw) -> Iterator[str]:
    for key, entry in after.items():
        told = {"key": key, "label": _label_of(entry, key), "old": _label_of(before.get(key), key)}
        if key not in before:
            yield _("New: %(key)s “%(label)s”") % told
        elif told["label"] != told["old"]:
            yield _("%(key)s is now worded “%(label)s” (before: “%(old)s”)") % told
        elif entry != before[key]:
            names = (
                _names(before[key], entry) if isinstance(entry, Mapping) and isinstance(before[key], Mapping) else ""
            )
            yield _("%(key)s “%(label)s”: further details changed (%(names)s)") % {**told, "names": names}
    for key, entry in before.items():
        if key not in after:
            yield _("%(key)s “%(label)s” is no longer there") % {"key": key, "label": _label_of(entry, key)}
    if fewest_moves(list(before), list(after)):
        yield _("The entries stand in another order")


def _label_of(entry: Any, key: str) -> str:
    if isinstance(entry, Mapping):
        return str(entry.get("label", key))
    return str(entry) if entry is not None else key


def _of_self_check(old: Raw, new: Raw) -> Iterator[Difference]:
    before, after = old.get("self_check") or {}, new.get("self_check") or {}
    about = _("Self-check")
    parts = {
        "questions": _("Its questions or answers changed"),
        "table": _("Its table of results changed"),
        "results": _("The texts of its results changed"),
        "banner": _("Its notice for urgent cases changed"),
    }
    for name, sentence in parts.items():
        if before.get(name) != after.get(name):
            yield Difference(about, sentence)
    rest = _names(_without(before, parts), _without(after, parts))
    if rest:
        yield Difference(about, _("Further details changed: %(names)s") % {"names": rest})


def _of_rest(old: Raw, new: Raw) -> Iterator[Difference]:
    if old.get("file_rules") != new.get("file_rules"):
        yield Difference(
            _("Files"),
            _("Limits of files changed: %(names)s")
            % {"names": _names(old.get("file_rules") or {}, new.get("file_rules") or {})},
        )
    told = ("form", "steps", "validation_rules", "self_check", "file_rules", "dossier_sections", *LISTS)
    rest = _names(_without(old, told), _without(new, told))
    if rest:
        yield Difference(_("The form"), _("Further details changed: %(names)s") % {"names": rest})


def _names(before: Raw, after: Raw) -> str:
    """Names of the entries in which two mappings differ."""
    keys = [*before, *(key for key in after if key not in before)]
    return ", ".join(str(key) for key in keys if before.get(key) != after.get(key))


def _without(data: Raw, names: Any) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in names}
