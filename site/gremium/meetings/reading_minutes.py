"""Minutes as they are read and printed: what was withdrawn says so, what was erased is gone (domain 2.3)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from documents import journal, vault
from documents.actors import Actor
from documents.bilingual import Signature, Signatures, render_paper
from documents.journal import Act
from gremium.cases.models import State
from gremium.letters.composing import Facts, compose
from gremium.letters.issuing import version_mark, wording
from gremium.letters.kinds import kind_of
from gremium.letters.models import LetterTemplate
from gremium.letters.results import RESULTS
from gremium.meetings.models import AgendaItem, Attendance, Comment, Meeting, Minutes
from gremium.meetings.papers import clock, long_day
from gremium.meetings.writing import General, Said, heard_items

WITHDRAWN, ERASED, UNREADABLE = "zurückgezogen", "gelöscht", "zurzeit nicht lesbar"
YES_NO = {True: "ja", False: "nein", None: ""}


SIGNATURES = Signatures(lines=(Signature(german="Ort, Datum"), Signature(german="Unterschrift der Geschäftsführung")))


class Standing(StrEnum):
    """What may be read of a passage."""

    READABLE = "readable"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    RESTRICTED = "restricted"
    STEPPED_BACK = "stepped_back"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ReadPassage:
    item: AgendaItem
    standing: Standing
    said: Said
    comments: Sequence[tuple[Comment, str]] = ()

    @property
    def is_readable(self) -> bool:
        return self.standing is Standing.READABLE

    @property
    def result_text(self) -> str:
        option = RESULTS.option(self.said.result)
        return option.label if option else ""


@dataclass(frozen=True, slots=True)
class ReadMinutes:
    minutes: Minutes
    general: General
    present: Sequence[Attendance]
    absent: Sequence[tuple[Attendance, str]]
    passages: Sequence[ReadPassage]
    not_reached: Sequence[AgendaItem] = ()
    comments: Sequence[tuple[Comment, str]] = ()

    @property
    def questions(self) -> list[str]:
        return [line.strip() for line in self.general.general_questions.splitlines() if line.strip()]


@transaction.atomic
def open_minutes(
    minutes: Minutes, *, by: Actor, act: Act = Act.MINUTES_VIEWED, without: Collection[UUID] = ()
) -> ReadMinutes:
    """All that may be read today, after one line in the journal that names the meeting and each case that can be read.

    `without` are cases the reader stepped back from. Raises vault.SealBroken, keystore.KeyMissing for the general part.
    """
    read = read_minutes(minutes, without)
    note_minutes(read, by=by, act=act)
    return read


def note_minutes(read: ReadMinutes, *, by: Actor, act: Act = Act.MINUTES_VIEWED) -> None:
    """The line of `open_minutes`, for what was read already."""
    shown = [passage.item.case_id for passage in read.passages if passage.is_readable]
    shown += [item.case_id for item in read.not_reached if not item.case.is_closed_to_all]
    journal.record_list(actor=by, act=act, hits=dict.fromkeys([read.minutes.meeting.subject, *shown], "minutes"))


def read_minutes(minutes: Minutes, without: Collection[UUID] = ()) -> ReadMinutes:
    """The same without a line, for whoever writes one."""
    meeting = minutes.meeting
    attendances = list(meeting.attendances.select_related("seat__holder"))
    for attendance in attendances:
        attendance.meeting = meeting
    comments = _comments(minutes, without)
    return ReadMinutes(
        minutes=minutes,
        general=General.of_data(minutes.words()),
        present=[one for one in attendances if one.is_present],
        absent=[(one, one.reason()) for one in attendances if one.is_present is False],
        passages=[_passage(item, comments, without) for item in heard_items(meeting)],
        not_reached=_not_reached(minutes),
        comments=comments.get(None, ()),
    )


def print_minutes(meeting: Meeting, *, by: Actor) -> bytes:
    """The paper for signature; made anew each time and kept nowhere, its line comes first (seed R26).

    Raises rendering.RenderingFailed and as `open_minutes`.
    """
    with transaction.atomic(durable=True):
        read = open_minutes(meeting.minutes, by=by, act=Act.MINUTES_PRINTED)
    template, kind = LetterTemplate.objects.current("minutes"), kind_of("minutes")
    with translation.override(settings.LANGUAGE_CODE):
        facts = _facts(read)
    paper = compose(
        kind,
        wording(template, kind.key),
        facts,
        language="",
        day=timezone.localdate(),
        marks=version_mark(template),
    )
    pdf, _missing = render_paper(replace(paper, pieces=(*paper.pieces, SIGNATURES)))
    return pdf


def _not_reached(minutes: Minutes) -> Sequence[AgendaItem]:
    """Approved minutes say of it what was known then."""
    items = minutes.meeting.items.passed_over().in_order().select_related("case")
    return [item for item in items if not minutes.approved_at or _is_before(item, minutes.approved_at)]


def _is_before(item: AgendaItem, moment: datetime) -> bool:
    return item.dropped_at is not None and item.dropped_at <= moment


def _passage(
    item: AgendaItem, comments: Mapping[int | None, Sequence[tuple[Comment, str]]], without: Collection[UUID]
) -> ReadPassage:
    if item.case.state == State.ERASED:
        return ReadPassage(item, Standing.ERASED, Said())
    if item.case.is_unreadable:
        return ReadPassage(item, Standing.WITHDRAWN, Said())
    if item.case.is_restricted:
        return ReadPassage(item, Standing.RESTRICTED, Said())
    if item.case_id in without:
        return ReadPassage(item, Standing.STEPPED_BACK, Said())
    try:
        said = Said.of_data(item.passage.words()) if hasattr(item, "passage") else Said()
    except vault.UNREADABLE:
        return ReadPassage(item, Standing.UNREADABLE, Said())
    return ReadPassage(item, Standing.READABLE, said, comments.get(item.pk, ()))


def _comments(minutes: Minutes, without: Collection[UUID]) -> dict[int | None, list[tuple[Comment, str]]]:
    """By agenda item; those of cases that nobody reads any more, or that the reader stepped back from, are left out."""
    found: dict[int | None, list[tuple[Comment, str]]] = {}
    for comment in minutes.comments.select_related("seat__holder", "item__case", "minutes__meeting"):
        if comment.item is not None and (comment.item.case.is_closed_to_all or comment.item.case_id in without):
            continue
        try:
            found.setdefault(comment.item_id, []).append((comment, comment.text()))
        except vault.UNREADABLE:
            continue
    return found


def _facts(read: ReadMinutes) -> Facts:
    meeting = read.minutes.meeting
    single = {
        "meeting_on": long_day(meeting),
        "begins": clock(meeting.began_at),
        "ends": clock(meeting.ended_at),
        "place": meeting.room,
        "last_minutes": read.general.last_minutes,
        "exchange": read.general.exchange,
    }
    lists = {
        "present": [_named(one) for one in read.present],
        "absent": [_absent(one, reason) for one, reason in read.absent],
        "general_questions": read.questions,
        "not_reached": [f"{item.case.reference} ({item.get_not_reached_display()})" for item in read.not_reached],
    }
    cases = [_case_facts(passage) for passage in read.passages]
    return Facts(
        single={key: value for key, value in single.items() if value},
        lists={key: lines for key, lines in lists.items() if lines},
        groups={"cases": cases},
    )


def _case_facts(passage: ReadPassage) -> dict[str, str]:
    item, said = passage.item, passage.said
    if not passage.is_readable:
        told = {Standing.WITHDRAWN: WITHDRAWN, Standing.ERASED: ERASED}.get(passage.standing, UNREADABLE)
        return {"reference": item.case.reference, "result": told}
    return {
        "reference": item.case.reference,
        "times": f"{item.began_at:%H:%M}–{item.ended_at:%H:%M} Uhr" if item.began_at and item.ended_at else "",
        "consents": YES_NO[item.has_valid_consents],
        "inspection": YES_NO[item.was_open_to_inspection],
        "aspects": said.aspects,
        "result": passage.result_text,
        "text": said.text,
        "handed_over": said.handed_over,
        "tasks": said.tasks,
    }


def _named(attendance: Attendance) -> str:
    return attendance.seat.holder.display_name


def _absent(attendance: Attendance, reason: str) -> str:
    told = ", ".join(filter(None, ("entschuldigt" if attendance.is_excused else "", reason)))
    return f"{_named(attendance)} ({told})" if told else _named(attendance)
