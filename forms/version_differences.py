"""What a completed application says otherwise than the version before, in plain German by the form's own labels."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.places import CONSENT_GROUP
from forms.presentation import display, item_title
from forms.submissions import Submission

FileNames = Mapping[str, str]
"""Names of uploads by their ids."""


@dataclass(frozen=True, slots=True)
class Told:
    """One answer in words: its step, the entry of a repeating group it belongs to ("" for none), the question."""

    step: str
    entry: str
    label: str
    answer: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One question answered otherwise; `before` or `after` is "" where it was not answered."""

    entry: str
    label: str
    before: str
    after: str

    @property
    def is_new(self) -> bool:
        return not self.before

    @property
    def is_gone(self) -> bool:
        return not self.after


def version_differences(before: Submission, after: Submission, names: FileNames) -> list[tuple[str, list[Difference]]]:
    """By steps, in the order of the later version; empty where nothing differs. Raises as `Submission.answers`."""
    old = _by_place(before.definition, before.answers(), names)
    new = _by_place(after.definition, after.answers(), names)
    steps: dict[str, list[Difference]] = {}
    for place in dict.fromkeys([*new, *old]):
        was, now = old.get(place), new.get(place)
        told = now or was
        assert told is not None
        if was is None or now is None or was.answer != now.answer:
            found = Difference(told.entry, told.label, was.answer if was else "", now.answer if now else "")
            steps.setdefault(told.step, []).append(found)
    return list(steps.items())


def _by_place(form: FormDefinition, answers: Mapping[str, Any], names: FileNames) -> dict[tuple[str, ...], Told]:
    """Each answer by question and entry. Entries are the same where they are called the same."""
    found: dict[tuple[str, ...], Told] = {}
    for step in form.steps:
        for item in step.items:
            for entry, given, questions in _entries(item, answers):
                for question in questions:
                    said = _said(question, given.get(question.key), names)
                    if said and not question.derived:
                        found[item.key, entry, question.key] = Told(step.title, entry, question.label, said)
    return found


def _entries(
    item: Question | Group, answers: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any], tuple[Question, ...]]]:
    given = answers.get(item.key)
    if isinstance(item, Question):
        yield "", answers, (item,)
    elif isinstance(given, Mapping):
        yield item.label, given, tuple(item.questions)
    elif isinstance(given, list):
        yield from _named_entries(item, given)


def _named_entries(
    group: Group, given: list[Mapping[str, Any]]
) -> Iterator[tuple[str, Mapping[str, Any], tuple[Question, ...]]]:
    seen: Counter[str] = Counter()
    for entry in given:
        title = _consent_title(group, entry) if group.key == CONSENT_GROUP else item_title(group, entry)
        seen[title] += 1
        name = title if seen[title] == 1 else f"{title} ({seen[title]})"
        yield name, entry, tuple(group.questions)


def _consent_title(group: Group, record: Mapping[str, Any]) -> str:
    """A declaration is known by who signed it for whom."""
    return " ".join(filter(None, (group.label, record.get("ew_name"), f"({record.get('ew_person')})")))


def _said(question: Question, answer: Any, names: FileNames) -> str:
    if question.type is QuestionType.FILE and isinstance(answer, list):
        return ", ".join(names.get(str(one), "") or _unnamed() for one in answer)
    return display(question, answer)


def _unnamed() -> str:
    return "Datei"
