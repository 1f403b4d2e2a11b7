"""Values of blocks as plain data, whatever way they came."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue


@dataclass(frozen=True, slots=True)
class Sent:
    """One block as it came back: its kind, its values and its id."""

    kind: str
    value: Mapping[str, Any]
    id: str


def as_sent(stream: Any) -> list[Sent]:
    """The blocks of a stream, or of its raw data."""
    if isinstance(stream, StreamValue):
        return [Sent(child.block_type, as_plain(child.value), child.id or "") for child in stream]
    return [
        one if isinstance(one, Sent) else Sent(one["type"], as_plain(one["value"]), one.get("id") or "")
        for one in stream or ()
    ]


def as_plain(value: Any) -> Any:
    """Structs as mappings, lists as lists; streams inside as `Sent`."""
    if isinstance(value, StreamValue):
        return as_sent(value)
    if isinstance(value, ListValue):
        return [as_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: as_plain(one) for name, one in value.items()}
    if isinstance(value, list):
        is_stream = bool(value) and all(isinstance(one, dict) and {"type", "value"} <= set(one) for one in value)
        return as_sent(value) if is_stream else value
    return value
