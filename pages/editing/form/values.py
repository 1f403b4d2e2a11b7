"""Between a form file's data and what editors see in fields.

One rule makes the way there and back lossless: what an editor has not touched is not written. `merged` compares what
was sent with what was shown, and changes only what differs; so spellings, unknown entries and their order all stay.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

Data = dict[str, Any]
Write = Callable[[Data, Any], None]


class Unusable(ValueError):
    """What was sent cannot be written; the message says what to do."""


def merged(
    base: Mapping[str, Any], shown: Mapping[str, Any], sent: Mapping[str, Any], writers: Mapping[str, Write]
) -> Data:
    """The base with the fields written that differ from what was shown. Raises what the writers raise."""
    data = copy.deepcopy(dict(base))
    for name, write in writers.items():
        if name in sent and plain(sent[name]) != plain(shown.get(name)):
            write(data, sent[name])
    return data


def plain(value: Any) -> Any:
    """A value as a page sends it back: no blank ends, one kind of line break, nothing instead of empty."""
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.replace("\r\n", "\n").strip().split("\n")) or None
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return None if value is False else value


def text(name: str) -> Write:
    """Writes a text; an empty one takes the entry away."""

    def write(data: Data, value: Any) -> None:
        set_or_drop(data, name, plain(str(value or "")))

    return write


def number(name: str, *others: str) -> Write:
    """Writes a whole number under the name the data uses already, else the first one."""

    def write(data: Data, value: Any) -> None:
        used = next((one for one in (name, *others) if one in data), name)
        set_or_drop(data, used, None if value in (None, "") else int(value))

    return write


def tick(name: str) -> Write:
    def write(data: Data, value: Any) -> None:
        set_or_drop(data, name, True if value else None)

    return write


def set_or_drop(data: Data, name: str, value: Any) -> None:
    if value is None:
        data.pop(name, None)
    else:
        data[name] = value


def one_code(marks: Mapping[str, str], codes: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The single code among marks by option, and the options that carry it. Raises Unusable for several codes."""
    carried = {option: code for option, code in marks.items() if code in codes}
    found = sorted(set(carried.values()))
    if len(found) > 1:
        raise Unusable(
            _("One question can carry only one mark of a kind, not %(codes)s.") % {"codes": ", ".join(found)}
        )
    return (found[0] if found else ""), list(carried)
