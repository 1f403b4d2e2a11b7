"""The embedded broker: message files that only ring. May be wiped, garbled or half written; nothing but a ring is lost.

kombu's filesystem transport stops its worker at an unreadable message, at a missing folder, and keeps its bindings
in files that a wipe takes along. This one skips, makes the folder anew, and routes by the queue's name alone.
"""

import secrets
import time
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

QUEUES = ("interactive", "bulk", "ocr")
NEEDED = {"body", "headers", "properties", "content-type", "content-encoding"}


class Channel(filesystem.Channel):
    """Every queue is the files of one folder that end with its name."""

    supports_fanout = False

    def _lookup(self, exchange: str, routing_key: str, default: str | None = None) -> list[str]:
        return [routing_key or default or QUEUES[0]]

    def _queue_bind(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to remember: the routing key is the queue."""

    def get_table(self, exchange: str) -> list[Any]:
        return [filesystem.exchange_queue_t(queue, "", queue) for queue in QUEUES]

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        if queue not in QUEUES:  # Celery's talk about itself, which nobody would ever take out again
            return
        folder = self._folder()
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}.{queue}"
        part = folder / f"{name}.part"
        part.write_text(dumps(payload))
        part.rename(folder / f"{name}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        for path in sorted(self._folder().glob(f"*.{queue}.msg")):
            payload = _taken(path)
            if payload is not None:
                return payload
        raise Empty

    def _size(self, queue: str) -> int:
        return sum(1 for _path in self._folder().glob(f"*.{queue}.msg"))

    def _purge(self, queue: str) -> int:
        paths = list(self._folder().glob(f"*.{queue}.msg"))
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)

    def _folder(self) -> Path:
        folder = Path(self.data_folder_in)
        folder.mkdir(parents=True, exist_ok=True)
        return folder


class Transport(filesystem.Transport):
    """Named in the settings as the broker's transport while no other broker is configured."""

    Channel = Channel


def _taken(path: Path) -> dict[str, Any] | None:
    """The message in a file that this process alone took; None if another was faster or it is no message."""
    mine = path.with_suffix(f".{secrets.token_hex(4)}.taken")
    try:
        path.rename(mine)
        text = mine.read_bytes()
        mine.unlink()
        payload = loads(text)
    except (OSError, ValueError):
        return None
    if not isinstance(payload, dict) or not payload.keys() >= NEEDED or not _is_addressed(payload["properties"]):
        return None
    return payload


def _is_addressed(properties: Any) -> bool:
    return isinstance(properties, dict) and "delivery_tag" in properties and "delivery_info" in properties
