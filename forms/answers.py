"""Answers of a form: which of them count, and which are of the kind their question asks for.

Answers are JSON: a mapping by question key; a group is a mapping, a repeating group a list of mappings.
A path names an answer, like ``familienmitglieder[0].fm_status`` or ``a_arbeit.ar_seit``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.conditions import Scope
from forms.definition import FormDefinition, Group, Item, Question, QuestionType
from forms.values import is_filled, matches, parse_date

TYPES_OF_LISTS = (QuestionType.MULTICHOICE, QuestionType.COUNTRY_LIST)


@dataclass(frozen=True, slots=True)
class Visible:
    """Answers whose conditions hold; paths of those answered although theirs do not; paths no question knows."""

    answers: dict[str, Any]
    hidden: tuple[str, ...]
    unknown: tuple[str, ...] = ()


class Level(Mapping[str, Any]):
    """The answers of the form level or of one group; one is only there while its condition holds.

    Conditions are decided when asked for, so they may look forward and at answers that have conditions themselves.
    In a circle of conditions the answer that is being decided counts as given.
    """

    def __init__(self, items: Sequence[Item], given: Mapping[str, Any], today: date, root: "Level | None" = None):
        self.items_by_key = {item.key: item for item in items}
        self.given = given
        self.today = today
        self.root = root
        self.falls_back = False
        self._decided: dict[str, bool] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self.items_by_key:
            if self.falls_back and self.root is not None:
                return self.root[key]
            raise KeyError(key)
        if key not in self.given or not self.shows(key):
            raise KeyError(key)
        item, answer = self.items_by_key[key], self.given[key]
        if isinstance(item, Group) and item.repeat is None and isinstance(answer, Mapping):
            return self.inside(item, answer)
        return answer

    def __iter__(self) -> Iterator[str]:
        return (key for key in self.items_by_key if key in self.given and self.shows(key))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def shows(self, key: str) -> bool:
        """Whether the question or group with this key is asked."""
        condition = self.items_by_key[key].when
        if condition is None:
            return True
        if key not in self._decided:
            self._decided[key] = True
            scope = Scope(self if self.root is None else self.root, self.today, None if self.root is None else self)
            self._decided[key] = condition.holds(scope)
        return self._decided[key]

    def inside(self, group: Group, answers: Mapping[str, Any]) -> "Level":
        """The level of one item of a group. In a group given once a key it does not have means the form level."""
        level = Level(group.questions, answers, self.today, root=self)
        level.falls_back = group.repeat is None
        return level


def form_level(form: FormDefinition, answers: Mapping[str, Any], today: date) -> Level:
    """The answers of the form level, for asking which questions are shown."""
    return Level(tuple(form.items()), answers, today)


def visible(form: FormDefinition, answers: Mapping[str, Any], today: date) -> Visible:
    """Drop what its condition hides and what no question asks for; `today` decides conditions over ages."""
    hidden: list[str] = []
    unknown: list[str] = []
    return Visible(_pruned(form_level(form, answers, today), "", hidden, unknown), tuple(hidden), tuple(unknown))


def _pruned(level: Level, prefix: str, hidden: list[str], unknown: list[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, item in level.items_by_key.items():
        if key not in level.given:
            continue
        if not level.shows(key):
            if is_filled(level.given[key]):
                hidden.append(prefix + key)
        elif isinstance(item, Group):
            kept[key] = _pruned_group(level, item, prefix + key, hidden, unknown)
        else:
            kept[key] = level.given[key]
    unknown.extend(f"{prefix}{key}" for key in level.given if key not in level.items_by_key)
    return kept


def _pruned_group(level: Level, group: Group, path: str, hidden: list[str], unknown: list[str]) -> Any:
    answer = level.given[group.key]
    if group.repeat is None:
        if not isinstance(answer, Mapping):
            return answer
        return _pruned(level.inside(group, answer), f"{path}.", hidden, unknown)
    if not isinstance(answer, list):
        return answer
    return [
        _pruned(level.inside(group, item), f"{path}[{index}].", hidden, unknown) if isinstance(item, Mapping) else item
        for index, item in enumerate(answer)
    ]


def readable(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what rules can read: of the right JSON type, a real day, a known option, a number within its limits.

    A text of the wrong length stays, and so do the known options of a list. An item of a repeating group that is no
    mapping leaves an empty one: positions stay.
    """
    return _readable_level(form.items(), answers)


def _readable_level(items: Iterator[Item] | Sequence[Item], answers: Mapping[str, Any]) -> dict[str, Any]:
    read = {item.key: _readable(item, answers[item.key]) for item in items if item.key in answers}
    return {key: answer for key, answer in read.items() if is_filled(answer)}


def _readable(item: Item, answer: Any) -> Any:
    if isinstance(item, Question):
        return _readable_answer(item, answer)
    if item.repeat is None:
        return _readable_level(item.questions, answer) if isinstance(answer, Mapping) else None
    if not isinstance(answer, list):
        return None
    return [_readable_level(item.questions, entry) if isinstance(entry, Mapping) else {} for entry in answer]


def _readable_answer(question: Question, answer: Any) -> Any:
    if question.type is QuestionType.BOOLEAN:
        return answer if isinstance(answer, bool) else None
    if question.type is QuestionType.INTEGER:
        return answer if isinstance(answer, int) and not isinstance(answer, bool) and question.allows(answer) else None
    if question.type in TYPES_OF_LISTS:
        return [value for value in answer if _is_readable(question, value)] if isinstance(answer, list) else None
    if question.type is QuestionType.FILE:
        names = answer if isinstance(answer, list) else [answer]
        return [name for name in names if isinstance(name, str) and name]
    return answer if _is_readable(question, answer) else None


def _is_readable(question: Question, answer: Any) -> bool:
    """Whether a text can be compared; a partial date may be any text, for a rule to say what is wrong with it."""
    if not isinstance(answer, str):
        return False
    match question.type:
        case QuestionType.CHOICE | QuestionType.MULTICHOICE:
            return answer in question.options
        case QuestionType.DATE:
            return parse_date(answer) is not None
    return matches(question.pattern, answer)
