"""A running draft moves to a newer version of its form: shown first, done only when somebody says so.

Answers follow their questions by key, whatever step or group these stand in now. What is no longer asked, or cannot be
the answer any more, is neither lost nor handed in: it stays with the draft as a *former* answer, shown on the review
page until the application is handed in. Submissions are never touched.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import ngettext

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from forms.definition import FormDefinition, Group, Item, Question, QuestionType
from forms.drafts import Draft
from forms.ledger import Former, Ledger
from forms.person_views import show_in_version
from forms.places import CONSENT_GROUP
from forms.presentation import display
from forms.readiness import take_out_notes
from forms.structure import is_fit
from forms.values import is_filled, parse_date
from forms.versions import FormVersion

TEXTS = (QuestionType.TEXT, QuestionType.TEXTAREA)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that stays. `step` is where it stands now if that is another step, `old_label` an earlier wording."""

    label: str
    answer: str
    step: str = ""
    old_label: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is asked anew: new in the form, or one whose answer of before does not fit any more."""

    label: str
    step: str
    is_required: bool


@dataclass(slots=True)
class Changeover:
    """What a move would do. `moved` are answers whose step or group is another one; they are kept as the others are."""

    ledger: Ledger
    reached: int
    kept: list[Kept] = field(default_factory=list)
    moved: list[Kept] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    gone: list[Former] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A question in a form: the step and the group it stands in."""

    question: Question
    step: str
    title: str
    group: Group | None

    @property
    def is_in_items(self) -> bool:
        return self.group is not None and self.group.repeat is not None


def newer_version(draft: Draft) -> FormVersion | None:
    """The current version of the draft's form where the draft has another one."""
    current = FormVersion.objects.current(draft.form_version.key)
    return current if current.pk != draft.form_version_id and not draft.is_submitted else None


def preview(draft: Draft, ledger: Ledger, to: FormVersion) -> Changeover:
    """What would happen to a draft; nothing is changed."""
    old, new = draft.definition, to.definition
    done = Changeover(ledger=Ledger.from_data(ledger.as_data()), reached=_reached(draft, new))
    old_spots, new_spots = _spots(old), _spots(new)
    homes = _homes(old_spots, new_spots)
    for place in [*ledger.values, *(place for place in ledger.rivals if place not in ledger.values)]:
        _move(place, done, old_spots, new_spots, homes)
    notes = take_out_notes(done.ledger, old, new)
    done.gone += notes
    done.ledger.former += notes
    _settle_items(done.ledger, new)
    done.asked += _newly_asked(old_spots, new_spots, homes)
    done.ledger.checked = [step.key for step in new.steps if _was_checked(step.key, ledger, old, new)]
    return done


@transaction.atomic
def accept(draft: Draft, to: FormVersion, *, by: Actor) -> bool:
    """Move a draft; False where it was handed in meanwhile or has the version already."""
    held = Draft.objects.select_for_update(of=("self",)).select_related("form_version").get(pk=draft.pk)
    if held.is_submitted or held.is_withdrawn or held.form_version_id == to.pk:
        return False
    moved = preview(held, held.ledger(), to)
    held.form_version, held.reached = to, moved.reached
    moved.ledger.version += 1
    held.put(moved.ledger)
    held.save()
    show_in_version(held)
    codes = {"from": draft.form_version.version, "to": to.version}
    journal.record(actor=by, act=Act.DRAFT_MIGRATED, subject=held.pk, details=codes)
    return True


def _spots(form: FormDefinition) -> dict[str, _Spot]:
    """Every question by its path: ``key`` or ``group.key``."""
    spots = {}
    for step in form.steps:
        for item in step.items:
            for path, question, group in _questions(item):
                spots[path] = _Spot(question, step.key, step.title, group)
    return spots


def _questions(item: Item) -> Iterator[tuple[str, Question, Group | None]]:
    if isinstance(item, Question):
        yield item.key, item, None
    else:
        yield from ((f"{item.key}.{question.key}", question, item) for question in item.questions)


def _homes(old: Mapping[str, _Spot], new: Mapping[str, _Spot]) -> dict[str, str]:
    """Where a question of the old form stands in the new one: at the same path, or wherever its key has gone.

    An answer is not carried into or out of a repeating group: nobody knows to which entry it would belong.
    """
    homes = {path: path for path in old if path in new and old[path].is_in_items is new[path].is_in_items}
    taken = set(homes.values())
    for path, spot in old.items():
        if path in homes or spot.is_in_items:
            continue
        found = [
            other
            for other, there in new.items()
            if there.question.key == spot.question.key and other not in taken and not there.is_in_items
        ]
        if len(found) == 1:
            homes[path] = found[0]
            taken.add(found[0])
    return homes


def _move(
    place: str, done: Changeover, old: Mapping[str, _Spot], new: Mapping[str, _Spot], homes: Mapping[str, str]
) -> None:
    path = _path_of(place, old)
    if path is None:
        return
    spot, home = old[path], homes.get(path)
    answer = done.ledger.values.get(place)
    if home is None:
        done.gone += _take_out(place, spot, done.ledger)
        return
    there = new[home]
    target = place if path == home else home
    if answer is None:
        _rename(place, target, done.ledger)
        return
    fitting = fitted(answer, spot.question, there.question)
    if fitting is None:
        done.gone += _take_out(place, spot, done.ledger)
        if there.group is None or there.group.key != CONSENT_GROUP:
            done.asked.append(Asked(there.question.label, there.title, there.question.required))
        return
    done.gone += _options_gone(answer, fitting, spot.question, done.ledger)
    if target != place or fitting != answer:
        _put(place, target, fitting, done.ledger)
    _tell(spot, there, _told(there.question, fitting), done)


def _options_gone(answer: Any, fitting: Any, question: Question, ledger: Ledger) -> list[Former]:
    """Of several options that were chosen those that can be chosen no more, as one former answer."""
    if not (isinstance(answer, list) and isinstance(fitting, list)) or question.type is QuestionType.FILE:
        return []
    left_out = [one for one in answer if one not in fitting]
    former = [Former(question.label, display(question, left_out))] if left_out else []
    ledger.former += former
    return former


def _told(question: Question, answer: Any) -> str:
    if question.type is not QuestionType.FILE:
        return display(question, answer)
    number = len(answer) if isinstance(answer, list) else 1
    return ngettext("%(number)d file", "%(number)d files", number) % {"number": number}


def _tell(spot: _Spot, there: _Spot, answer: str, done: Changeover) -> None:
    groups = [one.group.key if one.group else "" for one in (spot, there)]
    is_moved = spot.step != there.step or groups[0] != groups[1]
    old_label = spot.question.label if spot.question.label != there.question.label else ""
    line = Kept(there.question.label, answer, there.title if is_moved else "", old_label)
    (done.moved if is_moved else done.kept).append(line)


def _path_of(place: str, spots: Mapping[str, _Spot]) -> str | None:
    """``group.item.key`` is the path ``group.key``; places that belong to no question give None."""
    parts = place.split(".")
    path = f"{parts[0]}.{parts[2]}" if len(parts) == 3 else place
    return path if path in spots else None


def fitted(answer: Any, old: Question, new: Question) -> Any:
    """The answer as the new question takes it; None where it cannot. What did not fit before need not fit now.

    Text that is no answer yet is kept as typed, as everywhere in a draft.
    """
    if old.type is new.type and (old.options == new.options or is_fit(new, answer)):
        return answer
    match old.type, new.type:
        case QuestionType.CHOICE, QuestionType.CHOICE:
            return None
        case QuestionType.MULTICHOICE, QuestionType.MULTICHOICE:
            return [one for one in answer if one in new.options] or None
        case QuestionType.CHOICE, QuestionType.MULTICHOICE:
            return [answer] if answer in new.options else None
        case QuestionType.MULTICHOICE, QuestionType.CHOICE:
            return answer[0] if len(answer) == 1 and answer[0] in new.options else None
        case QuestionType.COUNTRY, QuestionType.COUNTRY_LIST:
            return [answer]
        case QuestionType.COUNTRY_LIST, QuestionType.COUNTRY:
            return answer[0] if len(answer) == 1 else None
        case QuestionType.PARTIAL_DATE, QuestionType.DATE:
            return answer if parse_date(answer) else None
        case _, (QuestionType.TEXT | QuestionType.TEXTAREA):
            return _as_text(answer, old)
        case ((QuestionType.TEXT | QuestionType.TEXTAREA), QuestionType.INTEGER):
            return int(answer) if str(answer).strip().isdecimal() and is_fit(new, int(answer)) else None
        case ((QuestionType.TEXT | QuestionType.TEXTAREA), QuestionType.CHOICE):
            return next((key for key, label in new.options.items() if answer.strip() in (key, label)), None)
    return answer if old.type is new.type or is_fit(new, answer) else None


def _as_text(answer: Any, old: Question) -> str | None:
    if old.type in TEXTS and isinstance(answer, str):
        return answer
    return display(old, answer) if old.type is not QuestionType.FILE else None


def _take_out(place: str, spot: _Spot, ledger: Ledger) -> list[Former]:
    """The answer and its rivals, in words."""
    answers = [ledger.values.pop(place, None), *(rival.value for rival in ledger.rivals.get(place, ()))]
    former = [Former(spot.question.label, _told(spot.question, one)) for one in answers if is_filled(one)]
    _forget(place, ledger)
    ledger.former += former
    return former


def _put(place: str, target: str, answer: Any, ledger: Ledger) -> None:
    del ledger.values[place]
    _rename(place, target, ledger)
    if is_filled(answer):
        ledger.values[target] = answer


def _rename(place: str, target: str, ledger: Ledger) -> None:
    """Let everything that is remembered of a place stand at another one."""
    if target == place:
        return
    for kept in (ledger.changes, ledger.rivals, ledger.settled, ledger.past_proposals, ledger.begun):
        if place in kept:
            kept[target] = kept.pop(place)  # type: ignore[assignment]
    if place in ledger.proposed:
        ledger.proposed.remove(place)
        ledger.proposed.add(target)


def _forget(place: str, ledger: Ledger) -> None:
    ledger.changes.pop(place, None)
    ledger.rivals.pop(place, None)
    ledger.settled.pop(place, None)
    ledger.refusals.pop(place, None)
    ledger.past_proposals.pop(place, None)
    ledger.proposed.discard(place)


def _settle_items(ledger: Ledger, form: FormDefinition) -> None:
    """Entries of groups that are gone, or given only once now, are no entries any more."""
    repeating = {item.key for item in form.items() if isinstance(item, Group) and item.repeat is not None}
    ledger.items = {group: items for group, items in ledger.items.items() if group in repeating}


def _newly_asked(old: Mapping[str, _Spot], new: Mapping[str, _Spot], homes: Mapping[str, str]) -> Iterator[Asked]:
    known = set(homes.values())
    for path, spot in new.items():
        if path not in known and not spot.question.readonly and not spot.question.derived:
            yield Asked(spot.question.label, spot.title, spot.question.required)


def _reached(draft: Draft, new: FormDefinition) -> int:
    """How many steps can be opened: up to the last one that holds anything of a step reached before."""
    keys = {item.key for step in draft.definition.steps[: draft.reached] for item in step.items}
    found = [number for number, step in enumerate(new.steps, start=1) if keys & {item.key for item in step.items}]
    return max(found, default=1)


def _was_checked(step: str, ledger: Ledger, old: FormDefinition, new: FormDefinition) -> bool:
    """Whether all that is known of a step comes from steps whose errors are shown already."""
    homes = {item.key: one.key for one in old.steps for item in one.items}
    came_from = {homes[item.key] for item in new.step(step).items if item.key in homes}
    return bool(came_from) and came_from <= set(ledger.checked)
