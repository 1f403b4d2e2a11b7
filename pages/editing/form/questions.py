"""Questions and groups of a step between the form file's data and the values of the blocks that show them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from forms.revising.keys import common_start, propose_key
from forms.revising.outline import Entry, Outline
from pages.editing.form import values
from pages.editing.form.conditions import condition, shown_condition
from pages.editing.form.sending import Sent
from pages.editing.form.values import Data, Unusable, Write, merged, one_code, set_or_drop, tick

NAMES = UUID("8f9b4a86-3f0e-4f0b-9d6b-6d9b1f6f2a51")
"""Block ids are made from paths, so that a block is known again however it was moved or reworded."""
KINDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "textarea"),
    "choice": ("choice", "multichoice"),
    "tick": ("boolean",),
    "number": ("integer",),
    "date": ("date", "partial_date"),
    "contact": ("phone", "email"),
    "country": ("country", "country_list"),
    "language": ("language",),
    "file": ("file",),
}
"""Blocks and the types of questions each can be."""
BLOCK_OF = {kind: block for block, kinds in KINDS.items() for kind in kinds}


def block_id(path: str) -> str:
    return str(uuid5(NAMES, path))


def shown_items(outline: Outline, step: str) -> list[dict[str, Any]]:
    """The blocks of a step, as a StreamBlock keeps them."""
    return [_shown(entry, outline) for entry in outline.of_step(step) if not entry.group]


def _shown(entry: Entry, outline: Outline) -> dict[str, Any]:
    if entry.is_group:
        value = _shown_group(entry, outline)
        inside = [one for one in outline.of_step(entry.step) if one.group == entry.key]
        value["questions"] = [_shown(one, outline) for one in inside]
        return {"type": "group", "value": value, "id": block_id(entry.path)}
    kind = BLOCK_OF.get(entry.type, "text")
    return {"type": kind, "value": _shown_question(entry, outline), "id": block_id(entry.path)}


def _shown_common(entry: Entry, outline: Outline) -> dict[str, Any]:
    data = entry.data
    return {
        "label": data.get("label", ""),
        "help": data.get("help", ""),
        "need": "required" if data.get("required") else "recommended" if data.get("recommended") else "optional",
        "when": shown_condition(data.get("when"), outline, entry),
        "key": data.get("key", ""),
        "source": data.get("src", ""),
    }


def _shown_group(entry: Entry, outline: Outline) -> dict[str, Any]:
    repeat = entry.data.get("repeat") or {}
    return {
        **_shown_common(entry, outline),
        "repeats": entry.data.get("repeat") is not None,
        "least": repeat.get("min"),
        "most": repeat.get("max"),
        "title": repeat.get("title", ""),
        "columns": entry.data.get("columns") or [],
    }


def _shown_question(entry: Entry, outline: Outline) -> dict[str, Any]:
    data = entry.data
    return {
        **_shown_common(entry, outline),
        "type": entry.type,
        "least": data.get("min_length", data.get("min")),
        "most": data.get("max_length", data.get("max")),
        "options_ref": data.get("options_ref", ""),
        "options": {
            "options": [[str(key), str(label)] for key, label in (data.get("options") or {}).items()],
            "marks": dict(_marks(data)),
        },
        "must_be": data.get("must_be") is True,
        "sens": data.get("sens", "S2"),
        "dossier": data.get("dossier", "DXX"),
        "short": data.get("short", ""),
        "pattern": data.get("pattern", ""),
        "prefill": data.get("prefill", ""),
        "readonly": bool(data.get("readonly")),
    }


def _marks(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("flag", "exclusion"):
        mark = data.get(name)
        if mark is not None:
            value = mark.get("value")
            for one in value if isinstance(value, list) else [value]:
                yield str(one), str(mark.get("code", ""))


def written_items(sent: Sequence[Sent], outline: Outline, step: str) -> list[Data]:
    """The step's items after an edit. Raises Unusable, whose message names the question."""
    known = {block_id(entry.path): entry for entry in outline.entries.values()}
    taken = {entry.key for entry in outline.entries.values()} | set(outline.steps)
    return [_written(one, known, taken, outline, "") for one in sent]


def _written(one: Sent, known: Mapping[str, Entry], taken: set[str], outline: Outline, group: str) -> Data:
    entry = known.get(one.id)
    try:
        if entry is None:
            entry = _begun(one, taken, outline, group)
        if one.kind == "group":
            return _written_group(one, entry, known, taken, outline)
        return merged(entry.data, _shown_question(entry, outline), one.value, _writers(entry, outline))
    except Unusable as error:
        told = {"question": one.value.get("label", ""), "problem": error}
        raise Unusable(_("“%(question)s”: %(problem)s") % told) from error


def _begun(one: Sent, taken: set[str], outline: Outline, group: str) -> Entry:
    """The entry of a new block: a key from its words, and what every question has."""
    wanted = str(one.value.get("key") or "").strip()
    inside = [entry.key for entry in outline.entries.values() if entry.group == group] if group else []
    label = str(one.value.get("label", ""))
    key = wanted if wanted and wanted not in taken else propose_key(label, taken, start=common_start(inside))
    taken.add(key)
    kind = one.value.get("type") or ("group" if one.kind == "group" else KINDS[one.kind][0])
    data: Data = {"key": key, "type": kind, "required": False, "label": label}
    if one.kind == "group":
        data["fields"] = []
    else:
        data |= {"sens": one.value.get("sens") or "S2", "dossier": one.value.get("dossier") or "DXX"}
    return Entry(f"{group}.{key}" if group else key, data, "", 0, group=group)


def _written_group(one: Sent, entry: Entry, known: Mapping[str, Entry], taken: set[str], outline: Outline) -> Data:
    data = merged(entry.data, _shown_group(entry, outline), one.value, _group_writers(entry, outline))
    fields = [_written(inner, known, taken, outline, entry.key) for inner in one.value.get("questions", ())]
    before = list(data.get("fields", ()))
    if fields != before:
        data["fields"] = fields
        _drop_columns(data, {one.get("key") for one in before} - {one.get("key") for one in fields})
    return data


def _drop_columns(data: Data, gone: set[Any]) -> None:
    """A question that is no longer asked is no column either."""
    if kept := [key for key in data.get("columns", ()) if key not in gone]:
        data["columns"] = kept
    else:
        data.pop("columns", None)


def _common_writers(entry: Entry, outline: Outline) -> dict[str, Write]:
    return {
        "label": values.text("label"),
        "help": values.text("help"),
        "need": _write_need,
        "when": condition("when", outline, entry),
        "source": values.text("src"),
    }


def _group_writers(entry: Entry, outline: Outline) -> dict[str, Write]:
    return {
        **_common_writers(entry, outline),
        "repeats": _write_repeats,
        "least": _write_repeat("min"),
        "most": _write_repeat("max"),
        "title": _write_repeat("title"),
        "columns": _write_columns,
    }


def _writers(entry: Entry, outline: Outline) -> dict[str, Write]:
    return {
        "type": values.text("type"),
        **_common_writers(entry, outline),
        "least": values.number("min", "min_length"),
        "most": values.number("max", "max_length"),
        "options_ref": _write_reference,
        "options": _write_options(entry, outline),
        "must_be": tick("must_be"),
        "sens": values.text("sens"),
        "dossier": values.text("dossier"),
        "short": values.text("short"),
        "pattern": values.text("pattern"),
        "prefill": values.text("prefill"),
        "readonly": tick("readonly"),
    }


def _write_need(data: Data, need: Any) -> None:
    data["required"] = need == "required"
    set_or_drop(data, "recommended", True if need == "recommended" else None)


def _write_repeats(data: Data, repeats: Any) -> None:
    if repeats:
        data.setdefault("repeat", {"min": 0, "max": 10})
    else:
        data.pop("repeat", None)
        data.pop("columns", None)


def _write_columns(data: Data, value: Any) -> None:
    """Keys of questions in order; a group that is given once has no table."""
    if not isinstance(value or [], list) or not all(isinstance(key, str) for key in value or ()):
        raise Unusable(_("The columns of its table cannot be read."))
    set_or_drop(data, "columns", value if value and data.get("repeat") is not None else None)


def _write_repeat(name: str) -> Write:
    def write(data: Data, value: Any) -> None:
        if data.get("repeat") is not None:
            set_or_drop(data["repeat"], name, None if value in (None, "") else value)

    return write


def _write_reference(data: Data, value: Any) -> None:
    """A question has answers of its own or those of a list, never both."""
    set_or_drop(data, "options_ref", value or None)
    if value:
        data.pop("options", None)


def _write_options(entry: Entry, outline: Outline) -> Write:
    def write(data: Data, value: Any) -> None:
        given = value if isinstance(value, Mapping) else {}
        if data.get("options_ref"):
            data.pop("options", None)
        else:
            data["options"] = keyed_options(given.get("options") or [])
        marks = {str(key): str(code) for key, code in (given.get("marks") or {}).items() if code}
        _write_mark(data, "exclusion", one_code(marks, outline.form.get("exclusion_rules") or {}))
        _write_mark(data, "flag", one_code(marks, outline.form.get("flags") or {}))

    return write


def _write_mark(data: Data, name: str, mark: tuple[str, list[str]]) -> None:
    code, options = mark
    if not code:
        data.pop(name, None)
        return
    value = options if len(options) > 1 else options[0]
    before = data.get(name)
    if before is None or before.get("code") != code or _listed(before.get("value")) != options:
        data[name] = {"value": value, "code": code}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def keyed_options(options: Sequence[Sequence[str]]) -> dict[str, str]:
    """Options with a key each: a new one gets it from its label, a known one keeps it."""
    keyed: dict[str, str] = {}
    taken = {key for key, _label in options if key}
    for key, label in options:
        words = " ".join(str(label).split())
        if not words:
            continue
        chosen = key or propose_key(words, taken)
        taken.add(chosen)
        keyed[chosen] = words
    return keyed
