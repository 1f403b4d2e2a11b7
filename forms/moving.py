"""Where the answers to one version of a form belong in another: with their questions, by key, as far as they fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import ngettext

from forms.definition import FormDefinition, Group, Item, Question, QuestionType
from forms.ledger_lines import Former
from forms.presentation import display
from forms.structure import is_fit
from forms.values import is_filled, parse_date

TEXTS = (QuestionType.TEXT, QuestionType.TEXTAREA)


@dataclass(frozen=True, slots=True)
class Spot:
    """A question in a form: the step and the group it stands in."""

    question: Question
    step: str
    title: str
    group: Group | None

    @property
    def is_in_items(self) -> bool:
        return self.group is not None and self.group.repeat is not None


class Move:
    """The way from one version of a form to another."""

    def __init__(self, old: FormDefinition, new: FormDefinition) -> None:
        self.old_spots, self.new_spots = _spots(old), _spots(new)
        self.homes = _homes(self.old_spots, self.new_spots)

    def spots_of(self, place: str) -> tuple[Spot | None, Spot | None]:
        """The question of a place in the old form, and the one that takes its answer in the new one."""
        path = _path_of(place)
        home = self.homes.get(path)
        return self.old_spots.get(path), self.new_spots[home] if home else None

    def new_spot(self, place: str) -> Spot | None:
        """The question of a place of now."""
        return self.new_spots.get(_path_of(place))

    def home(self, place: str) -> str:
        """The place of now; "" where there is none. Places that belong to no question stay as they are."""
        path = _path_of(place)
        if path not in self.old_spots:
            return place
        home = self.homes.get(path, "")
        return place if home == path else home

    def carry(self, posted: Mapping[str, Any]) -> tuple[dict[str, Any], list[Former]]:
        """Answers to the old form at the places of the new one; and in words those that have no place there."""
        values: dict[str, Any] = {}
        former: list[Former] = []
        for place, answer in posted.items():
            old, new = self.spots_of(place)
            if old is None:
                values[place] = answer
            elif not is_filled(answer) or answer is False:
                values |= {self.home(place): None} if new else {}
            elif new is None or (fitting := fitted(answer, old.question, new.question)) is None:
                former.append(Former(old.question.label, told(old.question, answer), place))
            else:
                values[self.home(place)] = fitting
                former += [replace(one, source=place) for one in options_gone(answer, fitting, old.question)]
        return values, former


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


def options_gone(answer: Any, fitting: Any, question: Question) -> list[Former]:
    """Of several options that were chosen those that can be chosen no more, as one former answer."""
    if not (isinstance(answer, list) and isinstance(fitting, list)) or question.type is QuestionType.FILE:
        return []
    left_out = [one for one in answer if one not in fitting]
    return [Former(question.label, display(question, left_out))] if left_out else []


def told(question: Question, answer: Any) -> str:
    """An answer in words; of files only how many there are."""
    if question.type is not QuestionType.FILE:
        return display(question, answer)
    number = len(answer) if isinstance(answer, list) else 1
    return ngettext("%(number)d file", "%(number)d files", number) % {"number": number}


def _spots(form: FormDefinition) -> dict[str, Spot]:
    """Every question by its path: ``key`` or ``group.key``."""
    spots = {}
    for step in form.steps:
        for item in step.items:
            for path, question, group in _questions(item):
                spots[path] = Spot(question, step.key, step.title, group)
    return spots


def _questions(item: Item) -> Iterator[tuple[str, Question, Group | None]]:
    if isinstance(item, Question):
        yield item.key, item, None
    else:
        yield from ((f"{item.key}.{question.key}", question, item) for question in item.questions)


def _homes(old: Mapping[str, Spot], new: Mapping[str, Spot]) -> dict[str, str]:
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


def _path_of(place: str) -> str:
    """``group.item.key`` is the path ``group.key``."""
    parts = place.split(".")
    return f"{parts[0]}.{parts[2]}" if len(parts) == 3 else place
