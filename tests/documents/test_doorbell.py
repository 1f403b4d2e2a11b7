"""The embedded broker rings, and nothing that lies in its folder stops it."""

from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from documents import doorbell


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[doorbell.Channel]:
    with Connection(
        "filesystem://localhost/",
        transport="documents.doorbell:Transport",
        transport_options={"data_folder_in": str(tmp_path / "broker")},
    ) as connection:
        yield connection.channel()


def message(body: str) -> dict[str, Any]:
    properties = {"delivery_tag": body, "delivery_info": {}}
    return {"body": body, "headers": {}, "properties": properties, "content-type": "t", "content-encoding": "e"}


def folder(channel: doorbell.Channel) -> Path:
    return channel._folder()


def test_a_message_is_given_out_once_and_in_turn(channel: doorbell.Channel) -> None:
    for body in ("1", "2"):
        channel._put("interactive", message(body))

    assert [channel._get("interactive")["body"] for _time in range(2)] == ["1", "2"]
    with pytest.raises(Empty):
        channel._get("interactive")
    assert list(folder(channel).iterdir()) == []


def test_queues_are_apart(channel: doorbell.Channel) -> None:
    channel._put("bulk", message("1"))

    with pytest.raises(Empty):
        channel._get("interactive")
    assert channel._size("bulk") == 1


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"body": "x"}', '{"body": 1, "properties": 3}', "\x00"])
def test_a_garbled_message_is_passed_over(channel: doorbell.Channel, text: str) -> None:
    (folder(channel) / f"{0:020d}-bad.interactive.msg").write_text(text)
    channel._put("interactive", message("good"))

    assert channel._get("interactive")["body"] == "good"


def test_a_half_written_message_is_not_seen(channel: doorbell.Channel) -> None:
    (folder(channel) / f"{0:020d}-half.interactive.part").write_text("{")

    with pytest.raises(Empty):
        channel._get("interactive")


def test_a_wiped_folder_is_made_anew(channel: doorbell.Channel) -> None:
    folder(channel).rmdir()

    with pytest.raises(Empty):
        channel._get("interactive")
    channel._put("interactive", message("1"))
    assert channel._get("interactive")["body"] == "1"


def test_purging_empties_one_queue(channel: doorbell.Channel) -> None:
    channel._put("bulk", message("1"))
    channel._put("ocr", message("2"))

    assert channel._purge("bulk") == 1

    assert (channel._size("bulk"), channel._size("ocr")) == (0, 1)


def test_what_no_worker_takes_out_is_not_kept(channel: doorbell.Channel) -> None:
    channel._put("worker.heartbeat", {"body": "x"})

    assert not list(Path(channel.data_folder_in).glob("*"))
