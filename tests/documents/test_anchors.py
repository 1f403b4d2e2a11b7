"""Heads kept outside the database show what was cut off."""

import stat
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from documents import anchors, journal
from documents.actors import Actor
from documents.journal import Act
from documents.journal_chain import Fault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def write_lines(actor: Actor, number: int) -> None:
    for _number in range(number):
        journal.record(actor=actor, act=Act.CASE_VIEWED, subject=uuid4())


def test_a_journal_that_grew_since_the_last_head_holds(worker: Actor) -> None:
    assert anchors.verify() is None
    write_lines(worker, 3)
    assert anchors.anchor_if_due()
    write_lines(worker, 2)

    assert anchors.verify() is None


def test_a_tail_cut_after_the_last_head_is_named(worker: Actor) -> None:
    write_lines(worker, 4)
    anchors.anchor_if_due()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM documents_journalline WHERE number > 2")

    assert anchors.verify() == Fault(3, "cut")


def test_heads_are_written_once_an_hour_for_the_owner_alone(data: Path) -> None:
    assert [anchors.anchor_if_due() for _time in range(3)] == [True, False, False]

    assert stat.S_IMODE(anchors.anchors_file().stat().st_mode) == 0o600
