"""Saving a page: merge what it sends, then do what the pressed button says, all in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from documents import journal
from documents.journal import Act
from documents.uploads import Upload
from forms.definition import Group, QuestionType, Step
from forms.fields import StepForm, step_places
from forms.layout import setting_of, shown_places
from forms.ledger import Ledger, Stamp
from forms.prompts import html_id
from forms.proposals import next_item, shown_items
from forms.storage import DraftStorage
from forms.uploading import attach, detach, sweep_unused, take_in

SETTLE = "settle."
"""Start of the names by which a page says which of two rival answers shall stay."""
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


@dataclass(slots=True)
class Saved:
    """What came of a save. `has_news`: the page now holds questions or proposals that nobody has seen yet."""

    clashes: set[str] = field(default_factory=set)
    refusals: dict[str, list[str]] = field(default_factory=dict)
    has_news: bool = False
    anchor: str = ""

    @property
    def may_leave(self) -> bool:
        return not (self.clashes or self.refusals or self.has_news)


def save_page(
    storage: DraftStorage,
    step: Step,
    read_form: Callable[[], StepForm],
    sent: QueryDict,
    files: MultiValueDict[str, Any],
) -> Saved:
    """Save one page of a draft. Files are examined before the row is locked, because that may take a while.

    Whatever fails in between leaves at most sealed files that no place names; the next save sweeps them.
    """
    action = Action.read(sent.get("action", "save"))
    stamp = Stamp(by=storage.actor.name, at=timezone.localtime().isoformat(timespec="minutes"))
    accepted, refusals = _take_in(storage, step, files)
    with transaction.atomic():
        storage.lock()
        saved = Saved(refusals=refusals)
        if storage.draft.is_submitted:  # handed in from another tab a moment ago: the submission is what counts
            return saved
        before, version = _shown(storage, step), storage.ledger.version
        base = sent.get("base", "")
        saved.clashes = storage.save_step(
            read_form(), base=int(base) if base.isdecimal() else storage.ledger.version, stamp=stamp
        )
        _settle(storage.ledger, sent, stamp)
        for place, uploads in accepted.items():
            attach(storage.ledger, place, uploads, stamp)
        saved.anchor = _act(storage.ledger, step, action, stamp)
        storage.ledger.refusals = refusals
        if action.verb in CHECKED_BY:
            storage.ledger.check(step.key)
        proposed = storage.write()
        if action.verb in ONWARD and not sent.get("live"):
            places = dict(step_places(step, storage.draft.definition, storage.ledger, today=timezone.localdate()))
            saved.has_news = bool(_shown(storage, step) - before or proposed & set(places))
        if action.verb != "autosave" and storage.ledger.version != version:
            journal.record(actor=storage.actor, act=Act.DRAFT_SAVED, subject=storage.draft.pk)
        sweep_unused(storage.draft.pk, storage.draft.definition, storage.ledger, by=storage.actor)
    return saved


def _take_in(
    storage: DraftStorage, step: Step, files: MultiValueDict[str, Any]
) -> tuple[dict[str, list[Upload]], dict[str, list[str]]]:
    accepted, refusals = {}, {}
    today, form = timezone.localdate(), storage.draft.definition
    for place, question in step_places(step, form, storage.ledger, today=today):
        if question.type is QuestionType.FILE and place in files:
            uploads, sentences = take_in(
                files.getlist(place), subject=storage.draft.pk, rules=form.file_rules, by=storage.actor
            )
            if uploads:
                accepted[place] = uploads
            if sentences:
                refusals[place] = sentences
    return accepted, refusals


def _shown(storage: DraftStorage, step: Step) -> set[str]:
    return shown_places(step, setting_of(storage.draft.definition, storage.ledger, today=timezone.localdate()))


def _settle(ledger: Ledger, sent: QueryDict, stamp: Stamp) -> None:
    for name in sent:
        if name.startswith(SETTLE):
            choice = str(sent[name])
            ledger.settle(name.removeprefix(SETTLE), choice=int(choice) if choice.isdecimal() else None, stamp=stamp)


def _act(ledger: Ledger, step: Step, action: Action, stamp: Stamp) -> str:
    """Do what the button asks of the ledger; return the id of the element to look at next."""
    if action.verb == "drop":
        detach(ledger, action.argument, action.detail, stamp)
        return f"{html_id(action.argument)}-field"
    groups: Mapping[str, Group] = {
        item.key: item for item in step.items if isinstance(item, Group) and item.repeat is not None
    }
    group = groups.get(action.argument)
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
