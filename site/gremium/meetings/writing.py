"""The secretariat writes the minutes, alone (seed R25); the members comment on them and agree, which fixes them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal, keystore, vault
from documents.actors import Actor
from documents.journal import Act
from gremium.assessing.joint_drafts import agreed_words
from gremium.assessing.own_views import erase_views
from gremium.cases.assessments import Assessment
from gremium.cases.life import NotPossible
from gremium.cases.models import State
from gremium.cases.recusals import Recusal
from gremium.meetings import consents
from gremium.meetings.bundling import keywords_of
from gremium.meetings.mailing import Notice, tell_members
from gremium.meetings.models import AgendaItem, Approval, Comment, Meeting, MeetingState, Minutes, Passage
from gremium.meetings.naming import names_of, tells_who
from gremium.people.asking import actor_of
from gremium.people.models import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """What the minutes say beside the cases; `general_questions` has one question a line."""

    last_minutes: str = ""
    general_questions: str = ""
    exchange: str = ""

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(**_own(cls, data))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the minutes say of one case; times, consents and inspection stand with its agenda item."""

    aspects: str = ""
    result: str = ""
    text: str = ""
    handed_over: str = ""
    tasks: str = ""

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(**_own(cls, data))


HANDED_OVER = "ja"
STILL_THOUGHT_ABOUT = frozenset({State.SCHEDULED, State.DELIBERATED})
"""Cases whose joint text is still being written, or that stand on the agenda of a further meeting by now."""


class Clash(NotPossible):
    """Somebody else has saved meanwhile."""


class NamesSomebody(NotPossible):
    """A text has a name or birth date; `places` are the fields as ``general.exchange`` or ``12.text``."""

    def __init__(self, places: list[str]) -> None:
        super().__init__(
            _("The minutes name nobody. Please replace names and birth dates by the reference in the marked fields.")
        )
        self.places = places


@transaction.atomic
def begin_minutes(meeting: Meeting, *, by: Actor) -> Minutes:
    """Prepare the minutes of a meeting that took place: a passage for each case that was heard. Raises NotPossible."""
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.state != MeetingState.HELD:
        raise NotPossible(_("Minutes are begun once, after the attendance was recorded."))
    keystore.create_key(held.subject)
    minutes = Minutes(meeting=held)
    minutes.seal(asdict(General(last_minutes=_about_the_last(held))))
    minutes.save(force_insert=True)
    for item in heard_items(held):
        _keep_passage(item, _prepared(item))
    held.state = MeetingState.MINUTES_DRAFT
    held.save(update_fields=["state"])
    journal.record(actor=by, act=Act.MINUTES_CREATED, subject=held.subject)
    return minutes


@transaction.atomic
def save_minutes(
    meeting: Meeting, *, revision: int, general: General, passages: Mapping[int, Said], by: Actor
) -> Minutes:
    """Keep what was typed, if nobody has saved since `revision`. Agreements given before count no longer.

    What is there already, word by word, changes nothing, whatever `revision` says.

    Raises Clash, NamesSomebody, NotPossible.
    """
    minutes = hold_open(meeting)
    if _is_there(minutes, general, passages):
        return minutes
    if minutes.revision != revision:
        raise Clash(_("Somebody else has saved these minutes meanwhile. Your text is still here; please compare both."))
    items = {item.pk: item for item in readable_items(minutes.meeting)}
    _require_nameless(items, general, passages)
    _require_consent_to_hand_over(items, passages)
    minutes.seal(asdict(general))
    minutes.revision += 1
    minutes.save()
    for key, said in passages.items():
        if key in items:
            _keep_passage(items[key], said)
    minutes.approvals.all().delete()
    journal.record(
        actor=by, act=Act.MINUTES_CHANGED, subject=minutes.meeting.subject, details={"revision": str(minutes.revision)}
    )
    return minutes


@transaction.atomic
def put_forward(meeting: Meeting, *, by: Actor) -> Minutes:
    """Ask the members to read the minutes and to agree. Raises NotPossible."""
    minutes = hold_open(meeting)
    _require_every_turn_told(meeting)
    minutes.put_forward_at = timezone.now()
    minutes.save(update_fields=["put_forward_at", "changed_at"])
    journal.record(actor=by, act=Act.MINUTES_CHANGED, subject=meeting.subject, details={"step": "put_forward"})
    tell_members(meeting, Notice.MINUTES)
    return minutes


@transaction.atomic
def comment_on(meeting: Meeting, seat: Seat, *, item: AgendaItem | None, text: str) -> Comment:
    """A member says something to the draft, for all who may read it. Raises NotPossible, NamesSomebody."""
    minutes = _hold_put_forward(meeting)
    if not text.strip():
        raise NotPossible(_("Please write something."))
    readable = readable_items(minutes.meeting)
    stepped_back = set(Recusal.objects.of(seat.holder).values_list("case_id", flat=True))
    if item is not None and item.pk not in {one.pk for one in readable if one.case_id not in stepped_back}:
        raise NotPossible(_("Nothing of this case can be read any more."))
    if tells_who(text, names_of(one.case for one in readable)):
        raise NamesSomebody(["text"])
    comment = Comment(minutes=minutes, item=item, seat=seat)
    comment.seal(text.strip())
    comment.save(force_insert=True)
    subject = item.case_id if item is not None else minutes.meeting.subject
    details = {"step": "comment"}
    journal.record(actor=actor_of(seat.holder), act=Act.MINUTES_CHANGED, subject=subject, details=details)
    return comment


@transaction.atomic
def approve_minutes(meeting: Meeting, seat: Seat, *, revision: int, by: Actor) -> bool:
    """A member who was there agrees to what she has read; True once all of them do, which fixes the minutes.

    Raises NotPossible.
    """
    minutes = _hold_put_forward(meeting)
    present = present_seats(minutes.meeting)
    if seat.pk not in present:
        raise NotPossible(_("Only members who were there agree to the minutes."))
    if revision != minutes.revision:
        raise NotPossible(_("The minutes were changed since you opened them. Please read them once more."))
    Approval.objects.update_or_create(minutes=minutes, seat=seat, defaults={"revision": minutes.revision})
    agreed = set(minutes.approvals.values_list("seat_id", flat=True))
    is_final = present <= agreed
    details = {} if is_final else {"step": "agreed"}
    journal.record(actor=by, act=Act.MINUTES_APPROVED, subject=minutes.meeting.subject, details=details)
    if is_final:
        _fix(minutes, by)
    return is_final


@transaction.atomic
def approve_in_meeting(meeting: Meeting, *, later: Meeting, by: Actor) -> Minutes:
    """The members have agreed in a later meeting. Raises NotPossible."""
    minutes = _hold_put_forward(meeting)
    if not later.is_over or later.day <= meeting.day:
        raise NotPossible(_("Please choose a later meeting that has taken place."))
    minutes.approved_in = later
    journal.record(
        actor=by, act=Act.MINUTES_APPROVED, subject=meeting.subject, details={"meeting": later.day.isoformat()}
    )
    _fix(minutes, by)
    return minutes


def hold_open(meeting: Meeting) -> Minutes:
    """The minutes as they are now, locked, while they may be changed. Raises NotPossible."""
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("meeting").filter(meeting=meeting).first()
    if minutes is None:
        raise NotPossible(_("There are no minutes of this meeting yet."))
    if minutes.is_approved:
        raise NotPossible(_("These minutes are approved. They are not changed any more."))
    return minutes


def heard_items(meeting: Meeting) -> list[AgendaItem]:
    """The cases that were talked about, in the order of the agenda."""
    return [item for item in meeting.items.in_order().select_related("case", "meeting") if item.was_heard]


def readable_items(meeting: Meeting) -> list[AgendaItem]:
    """Those of them of which anything may still be read."""
    return [item for item in heard_items(meeting) if not item.case.is_closed_to_all]


def present_seats(meeting: Meeting) -> set[int]:
    return set(meeting.attendances.filter(is_present=True).values_list("seat_id", flat=True))


def _hold_put_forward(meeting: Meeting) -> Minutes:
    minutes = hold_open(meeting)
    if minutes.put_forward_at is None:
        raise NotPossible(_("The secretariat has not finished these minutes yet."))
    return minutes


def _fix(minutes: Minutes, by: Actor) -> None:
    """For good; what each member thought alone is gone with it (seed R16)."""
    minutes.approved_at = timezone.now()
    minutes.save(update_fields=["approved_at", "approved_in", "changed_at"])
    Meeting.objects.filter(pk=minutes.meeting_id).update(state=MeetingState.MINUTES_APPROVED)
    for item in heard_items(minutes.meeting):
        if item.case.state not in STILL_THOUGHT_ABOUT:
            erase_views(item.case, by=by)


def _require_every_turn_told(meeting: Meeting) -> None:
    """Else a case would stay on the agenda of a meeting that is over, and never come on another one."""
    open_items = meeting.items.left_open().in_order().values_list("case__reference", flat=True)
    if references := ", ".join(open_items):
        told = _(
            "Of %(references)s nobody has said yet what became of it. "
            "On the page of the meeting, please note its turn, or that it was not reached."
        )
        raise NotPossible(told % {"references": references})


def _require_nameless(items: Mapping[int, AgendaItem], general: General, passages: Mapping[int, Said]) -> None:
    names = names_of(item.case for item in items.values())
    texts = {f"general.{name}": text for name, text in asdict(general).items()}
    for key, said in passages.items():
        texts |= {f"{key}.{name}": getattr(said, name) for name in ("aspects", "text", "tasks")}
    places = [place for place, text in texts.items() if tells_who(text, names)]
    if places:
        raise NamesSomebody(places)


def _require_consent_to_hand_over(items: Mapping[int, AgendaItem], passages: Mapping[int, Said]) -> None:
    """Seed R17: an assessment goes to the office only where everybody of the case agrees (P5)."""
    for key, said in passages.items():
        item = items.get(key)
        if item is not None and said.handed_over == HANDED_OVER and not consents.allow_hand_over(item.case):
            told = _("Not everybody of case %(reference)s agrees that the assessment is handed to the office.")
            raise NotPossible(told % {"reference": item.case.reference})


def _is_there(minutes: Minutes, general: General, passages: Mapping[int, Said]) -> bool:
    """Whether exactly this is saved; not where anything of it cannot be read."""
    try:
        if not minutes.revision or General.of_data(minutes.words()) != general:
            return False
        saved = Passage.objects.filter(item__in=passages).select_related("item")
        return {one.item_id: Said.of_data(one.words()) for one in saved} == passages
    except vault.UNREADABLE:
        return False


def _prepared(item: AgendaItem) -> Said:
    """A passage to begin with: the aspects, and the joint text as far as all who take part have agreed to it."""
    aspects = keywords_of(item.case)
    final = Assessment.objects.filter(case=item.case).first()
    if final is not None:
        return Said(aspects=aspects, result=final.result, text=final.text)
    words = agreed_words(item.case)
    return Said(aspects=aspects, result=words.result, text=words.reasons) if words else Said(aspects=aspects)


def _keep_passage(item: AgendaItem, said: Said) -> None:
    passage = Passage(item=item)
    try:
        passage.seal(asdict(said))
    except vault.UNREADABLE as error:
        raise NotPossible(_("The case cannot be read at present.")) from error
    Passage.objects.update_or_create(item=item, defaults={"sealed": passage.sealed})


def _about_the_last(meeting: Meeting) -> str:
    """A first sentence about the minutes before, which the secretariat corrects."""
    last = Meeting.objects.before(meeting).first()
    return f"Das Protokoll der Sitzung vom {last.day:%d.%m.%Y} wird ohne Änderungen genehmigt." if last else ""


def _own(kind: type[Any], data: Mapping[str, Any]) -> dict[str, str]:
    return {field.name: str(data.get(field.name, "")) for field in fields(kind)}
