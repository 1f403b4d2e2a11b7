"""Saving a page: merge what it sends, then do what the pressed button says, all in one transaction."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from documents import journal
from documents.journal import Act
from documents.receiving import LeftOut
from documents.uploads import drop_sealed
from forms.closed_papers import is_closed, refused_choice
from forms.controls import html_id
from forms.conversation import withdraw_outdated
from forms.definition import Group, Question, QuestionType, Step
from forms.fields import removed_places, step_places
from forms.file_acts import FILE_ACTS, act_on_files
from forms.layout import setting_of, shown_places
from forms.ledger import Ledger
from forms.ledger_lines import Former, Stamp
from forms.presentation import item_title
from forms.proposals import next_item, shown_items
from forms.refusals import CHANGED_ELSEWHERE, WAITS_FOR_CONSENT, Refusal
from forms.sheets import note_signed_text
from forms.storage import DraftStorage
from forms.submissions import handed_in_files
from forms.uploading import Taken, keep, refused_as_left_out, sweep_unused, take_in, used_uploads

SETTLE = "settle."
"""Start of the names by which a page says which of two rival answers shall stay."""
LISTED = "listed."
"""Start of the names by which it says which rival answers it showed."""
HELD = "held."
"""Start of the names by which it says of which version it still shows a place, where that is an older one."""
PAGE = "page"
"""Name by which a page says that it is the same one that saved before, though the answer to that was lost."""
PAGE_LENGTH = 12
"""Characters of such a name."""
SIGNED_TEXT = "consent_text"
"""Name by which the page of the consents says which version of the text it shows."""
VERSION_LENGTH = 20
FORMER_LABEL, FORMER_ANSWER = "former.label", "former.answer"
"""Names by which it brings back answers that it could only show in words."""
ONWARD = ("next", "onward", "submit")
CHECKED_BY = (*ONWARD, "save", "close")
"""After these the step's errors are shown; not while somebody is in the middle of it."""


@dataclass(frozen=True, slots=True)
class Action:
    """What the pressed button asks for: a verb, and what it is about."""

    verb: str
    argument: str = ""
    detail: str = ""

    @classmethod
    def read(cls, text: str) -> "Action":
        verb, _colon, rest = text.partition(":")
        argument, _colon, detail = rest.partition(":")
        return cls(verb, argument, detail)


MORE_FILES = Action("attach", "more")
"""The script sends files one by one; what it has to tell of the first ones stays until the last."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sent: its fields, its files by place, and the names of files that found no room."""

    fields: QueryDict
    files: MultiValueDict[str, Any]
    left_out: LeftOut

    @property
    def action(self) -> Action:
        return Action.read(self.fields.get("action", "save"))


@dataclass(slots=True)
class Saved:
    """What came of a save. `has_news`: the page now holds questions or proposals that nobody has seen yet.

    `behind` are places where the page does not show what is saved.
    `is_late`: the draft had been handed in, so nothing of the page was saved.
    `is_outdated`: nothing was saved yet, because the draft has moved to another version of the form meanwhile.
    """

    clashes: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)
    refusals: dict[str, list[Refusal]] = field(default_factory=dict)
    has_news: bool = False
    is_late: bool = False
    is_outdated: bool = False
    anchor: str = ""

    @property
    def may_leave(self) -> bool:
        return not (self.clashes or self.refusals or self.has_news or self.is_late)


def save_page(storage: DraftStorage, step: Step, read: Callable[[], Mapping[str, Any]], sent: Sent) -> Saved:
    """Save one page of a draft. Files are examined and sealed before the row is locked, because that may take a while.

    They get rows and places under the lock, so that no other save can take them for files that nobody uses.
    """
    stamp, version = stamp_of(storage), storage.draft.form_version_id
    taken = take_in_files(storage, [step], sent, read() if sent.files else {})
    saved = Saved(refusals=taken.refusals)
    with transaction.atomic():
        storage.lock()
        saved.is_late = storage.draft.is_submitted  # from another tab, a moment ago: the submission is what counts
        saved.is_outdated = storage.draft.form_version_id != version
        if not (saved.is_late or saved.is_outdated):
            _save_locked(storage, step, read, sent, taken, saved, stamp)
    for upload in taken.uploads if saved.is_late or saved.is_outdated else ():
        drop_sealed(upload)
    return saved


def stamp_of(storage: DraftStorage) -> Stamp:
    return Stamp(by=storage.actor.name, at=timezone.localtime().isoformat(timespec="minutes"))


def _save_locked(
    storage: DraftStorage,
    step: Step,
    read: Callable[[], Mapping[str, Any]],
    sent: Sent,
    taken: Taken,
    saved: Saved,
    stamp: Stamp,
) -> None:
    action, fields, form, ledger = sent.action, sent.fields, storage.draft.definition, storage.ledger
    leads_on = action.verb in ONWARD and not fields.get("live")
    before = _shown(storage, step) if leads_on else set()
    version, used = ledger.version, used_uploads(form, ledger)
    base, held = shown_versions(fields, version)
    listed = {name.removeprefix(LISTED): fields.getlist(name) for name in fields if name.startswith(LISTED)}
    reopened = _settle(ledger, fields, listed, base, held, stamp)  # first: what is typed beside may clash again
    posted = read()
    seen = min([base, *held.values()])
    own = replace(stamp, page=page_mark(fields))
    saved.clashes = storage.save_answers(posted, base=base, held=held, stamp=own) | reopened
    if signed := fields.get(SIGNED_TEXT, "")[:VERSION_LENGTH]:
        note_signed_text(form, ledger, signed, stamp, since=version)
    ledger.keep_former(former_of(fields))
    refuse_closed(storage, taken)
    if action.verb == "desk":
        ledger.desk = ledger.desk.choose(fields.get("desk.language", ""), action.argument)
    keep(ledger, taken, rules=form.file_rules, by=storage.actor, stamp=stamp)
    if told := _must_stay(storage, step, action, base=seen, met=version, listed=listed):
        taken.refuse(*told)
        saved.anchor = html_id(action.argument)
    else:
        saved.anchor = _act(storage, step, action, stamp)
    if action.verb != "autosave":
        _renew_refusals(ledger, step, taken, is_one_of_many=action == MORE_FILES)
    if action.verb in CHECKED_BY:
        ledger.check(step.key)
    withdraw_outdated(form, ledger, stamp, base=seen, met=version)
    proposed = storage.write()
    saved.behind = ledger.behind(posted)
    if leads_on:
        places = dict(step_places(step, form, ledger, today=timezone.localdate()))
        saved.has_news = bool(_shown(storage, step) - before or proposed & set(places))
    if action.verb != "autosave" and ledger.version != version:
        journal.record(actor=storage.actor, act=Act.DRAFT_SAVED, subject=storage.draft.pk)
    sweep_unused(
        storage.draft.pk, used, used_uploads(form, ledger) | handed_in_files(storage.draft.pk), by=storage.actor
    )


def former_of(sent: QueryDict) -> list[Former]:
    """Answers without a place that a page showed again and brings back, in words (`DraftWizard._show_again`)."""
    pairs = zip(sent.getlist(FORMER_LABEL), sent.getlist(FORMER_ANSWER), strict=False)
    return [Former(label, answer.replace("\r\n", "\n")) for label, answer in pairs if label and answer]


def _renew_refusals(ledger: Ledger, step: Step, taken: Taken, *, is_one_of_many: bool) -> None:
    """What the page has to tell from now on: refusals of this save, of other steps, and of files sent just before."""
    own = {item.key for item in step.items}
    if not is_one_of_many:
        ledger.refusals = {place: told for place, told in ledger.refusals.items() if place.split(".")[0] not in own}
    for place, refused in taken.refusals.items():
        ledger.refusals[place] = [*ledger.refusals.get(place, []), *refused]


def refuse_closed(storage: DraftStorage, taken: Taken) -> None:
    """Say of types of papers that were left out (`DraftStorage.save_answers`) what they wait for."""
    for place, kind in storage.closed_choices.items():
        taken.refuse(*refused_choice(storage.draft.definition, place, kind))


def take_in_files(storage: DraftStorage, steps: Sequence[Step], sent: Sent, posted: Mapping[str, Any]) -> Taken:
    """Seal what a page sent to the places of these steps; `posted` are the answers that came along."""
    taken, form = Taken(), storage.draft.definition
    rules, values = form.file_rules, {**storage.ledger.values, **posted}
    named = {*sent.files, *sent.left_out}
    places = {place: question for step in steps for place, question in _sent_places(storage, step, named).items()}
    for place, question in places.items():
        if question.type is QuestionType.FILE and is_closed(form, values, place):
            for file in sent.files.getlist(place):
                taken.refuse(place, Refusal(file.name or "", WAITS_FOR_CONSENT))
        elif question.type is QuestionType.FILE:
            take_in(place, sent.files.getlist(place), taken, subject=storage.draft.pk, rules=rules, by=storage.actor)
            for name in sent.left_out.getlist(place):
                taken.refuse(place, refused_as_left_out(name, rules))
    return taken


def is_file_place(storage: DraftStorage, step: Step, place: str) -> bool:
    """Whether the step takes files at this place."""
    question = _sent_places(storage, step, {place}).get(place)
    return question is not None and question.type is QuestionType.FILE


def _sent_places(storage: DraftStorage, step: Step, sent: Collection[str]) -> dict[str, Question]:
    """The places among those sent that the step has, or had before somebody took an item out."""
    shown = dict(step_places(step, storage.draft.definition, storage.ledger, today=timezone.localdate()))
    known = {**removed_places(step, shown, sent), **shown}
    return {place: question for place, question in known.items() if place in sent}


def _shown(storage: DraftStorage, step: Step) -> set[str]:
    return shown_places(step, setting_of(storage.draft.definition, storage.ledger, today=timezone.localdate()))


def _settle(
    ledger: Ledger,
    sent: QueryDict,
    listed: Mapping[str, Collection[str]],
    base: int,
    held: Mapping[str, int],
    stamp: Stamp,
) -> set[str]:
    """Do what the page chose between rival answers; return the places where somebody else chose otherwise meanwhile."""
    chosen = {name.removeprefix(SETTLE): str(sent[name]) for name in sent if name.startswith(SETTLE)}
    return {
        place
        for place, choice in chosen.items()
        if ledger.settle(
            place, choice=choice, listed=listed.get(place, ()), base=min(base, held.get(place, base)), stamp=stamp
        )
    }


def shown_versions(sent: QueryDict, version: int) -> tuple[int, dict[str, int]]:
    """Of which version of the draft a page is, `version` where it does not say; and the places it shows as older."""
    base = read_number(sent.get("base", ""))
    numbers = {name.removeprefix(HELD): read_number(str(sent[name])) for name in sent if name.startswith(HELD)}
    held = {place: number for place, number in numbers.items() if number is not None}
    return version if base is None else base, held


def page_mark(sent: QueryDict) -> str:
    return sent.get(PAGE, "")[:PAGE_LENGTH]


def _must_stay(
    storage: DraftStorage, step: Step, action: Action, *, base: int, met: int, listed: Mapping[str, Collection[str]]
) -> tuple[str, Refusal] | None:
    """Why an entry is not taken out, and where that is told: it holds what its page did not show yet."""
    group = _repeating(step).get(action.argument)
    if action.verb != "remove" or group is None:
        return None
    ledger, shown = storage.ledger, shown_items(group, storage.ledger)
    if action.detail not in shown or not ledger.holds_unseen(
        group.key, action.detail, base=base, met=met, listed=listed
    ):
        return None
    answers = {one.key: ledger.values.get(f"{group.key}.{action.detail}.{one.key}") for one in group.questions}
    title = item_title(group, answers, shown.index(action.detail) + 1)
    return group.key, Refusal(title, CHANGED_ELSEWHERE)


def _repeating(step: Step) -> Mapping[str, Group]:
    return {item.key: item for item in step.items if isinstance(item, Group) and item.repeat is not None}


def read_number(text: str) -> int | None:
    """A number as a page sends it; None for anything else, and for one too long to be meant."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _act(storage: DraftStorage, step: Step, action: Action, stamp: Stamp) -> str:
    """Do what the button asks of the ledger; return the id of the element to look at next."""
    ledger = storage.ledger
    if action.verb in FILE_ACTS and is_file_place(storage, step, action.argument):
        place, detail = action.argument, action.detail
        act_on_files(action.verb, ledger, storage.draft.pk, place=place, detail=detail, stamp=stamp)
        return f"{html_id(place)}-{'field' if action.verb in ('drop', 'order') else detail}"
    group = _repeating(step).get(action.argument)
    if group is None or group.repeat is None:
        return ""
    shown = shown_items(group, ledger)
    if action.verb == "add" and len(shown) < group.repeat.maximum:
        item = next_item(group, ledger)
        ledger.settle_items(group.key, shown, stamp)
        ledger.add_item(group.key, item, stamp)
        return f"{html_id(group.key)}-{item}"
    if action.verb == "remove" and action.detail in shown:
        ledger.settle_items(group.key, shown, stamp)
        ledger.remove_item(group.key, action.detail, stamp)
    return html_id(group.key)
