"""A running draft moves to a newer version of its form: shown first, done only when somebody says so.

Answers follow their questions by key, whatever step or group these stand in now. What is no longer asked, or cannot be
the answer any more, is neither lost nor handed in: it stays with the draft as a *former* answer, shown on the review
page until the application is handed in. Submissions are never touched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from forms.definition import FormDefinition, Group
from forms.drafts import Draft
from forms.ledger import Ledger
from forms.ledger_lines import Former
from forms.moving import Move, Spot, fitted, options_gone, told
from forms.person_views import show_in_version
from forms.places import CONSENT_GROUP
from forms.readiness import take_out_notes
from forms.values import is_filled
from forms.versions import FormVersion


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


def newer_version(draft: Draft) -> FormVersion | None:
    """The current version of the draft's form where the draft has another one."""
    current = FormVersion.objects.current(draft.form_version.key)
    return current if current.pk != draft.form_version_id and not draft.is_submitted else None


def preview(draft: Draft, ledger: Ledger, to: FormVersion) -> Changeover:
    """What would happen to a draft; nothing is changed."""
    old, new = draft.definition, to.definition
    done = Changeover(ledger=Ledger.from_data(ledger.as_data()), reached=_reached(draft, new))
    move = Move(old, new)
    for place in [*ledger.values, *(place for place in ledger.rivals if place not in ledger.values)]:
        _move(place, done, move)
    notes = take_out_notes(done.ledger, old, new)
    done.gone += notes
    done.ledger.former += notes
    _settle_items(done.ledger, new)
    done.asked += _newly_asked(move)
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


def _move(place: str, done: Changeover, move: Move) -> None:
    spot, there = move.spots_of(place)
    if spot is None:
        return
    answer, target = done.ledger.values.get(place), move.home(place)
    if there is None:
        done.gone += _take_out(place, spot, done.ledger)
        return
    if answer is None:
        done.gone += _fit_rivals(place, spot, there, None, done.ledger)
        _rename(place, target, done.ledger)
        return
    fitting = fitted(answer, spot.question, there.question)
    if fitting is None:
        done.gone += _take_out(place, spot, done.ledger)
        if there.group is None or there.group.key != CONSENT_GROUP:
            done.asked.append(Asked(there.question.label, there.title, there.question.required))
        return
    done.gone += _fit_rivals(place, spot, there, fitting, done.ledger)
    left_out = options_gone(answer, fitting, spot.question)
    done.gone += left_out
    done.ledger.former += left_out
    if target != place or fitting != answer:
        _put(place, target, fitting, done.ledger)
    _tell(spot, there, told(there.question, fitting), done)


def _tell(spot: Spot, there: Spot, answer: str, done: Changeover) -> None:
    groups = [one.group.key if one.group else "" for one in (spot, there)]
    is_moved = spot.step != there.step or groups[0] != groups[1]
    old_label = spot.question.label if spot.question.label != there.question.label else ""
    line = Kept(there.question.label, answer, there.title if is_moved else "", old_label)
    (done.moved if is_moved else done.kept).append(line)


def _take_out(place: str, spot: Spot, ledger: Ledger) -> list[Former]:
    """The answer and its rivals, in words."""
    answers = [ledger.values.pop(place, None), *(rival.value for rival in ledger.rivals.get(place, ()))]
    former = [Former(spot.question.label, told(spot.question, one)) for one in answers if is_filled(one)]
    _forget(place, ledger)
    ledger.former += former
    return former


def _fit_rivals(place: str, spot: Spot, there: Spot, answer: Any, ledger: Ledger) -> list[Former]:
    """Let the rivals of an answer be such as the question of now takes; those that cannot be are told in words."""
    former, kept = [], []
    for rival in ledger.rivals.pop(place, ()):
        fitting = fitted(rival.value, spot.question, there.question) if is_filled(rival.value) else rival.value
        if fitting is None and is_filled(rival.value):
            former.append(Former(spot.question.label, told(spot.question, rival.value)))
        elif fitting != answer:
            kept.append(replace(rival, value=fitting))
            former += options_gone(rival.value, fitting, spot.question)
    if kept:
        ledger.rivals[place] = kept
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


def _newly_asked(move: Move) -> Iterator[Asked]:
    known = set(move.homes.values())
    for path, spot in move.new_spots.items():
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
