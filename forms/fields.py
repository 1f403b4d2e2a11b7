"""The Django form of one step, built from the pinned definition: it reads what a page sends and refuses nothing."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from forms.closed_papers import holds_papers
from forms.conversation import own_questions
from forms.definition import FormDefinition, Group, Question, QuestionType, Step
from forms.ledger import GATE, Ledger
from forms.places import CONSENT_GROUP
from forms.sheets import items_of, sheet_questions
from forms.typed import read_typed

GATE_QUESTION = Question(key=GATE, type=QuestionType.BOOLEAN, label="P2")
MOST_REMOVED = 500
"""How many places of items taken out meanwhile one page may still send."""
ASKED = "asked"
"""Name of the hidden inputs that list tick boxes a page showed: an unticked box sends nothing itself."""


class EverythingSent(forms.Widget):
    """Reads all values sent under one name; None if the page did not show the question."""

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[str] | None:
        assert isinstance(data, MultiValueDict)
        if name in data:
            return [str(value) for value in data.getlist(name)]
        return [] if name in data.getlist(ASKED) else None


class AnswerField(forms.Field):
    """One question at one place; `clean` gives the canonical answer, or the typed text where it is none."""

    widget = EverythingSent

    def __init__(self, question: Question, *, today: date) -> None:
        super().__init__(required=False, label=question.label)
        self.question = question
        self.today = today

    def clean(self, value: list[str] | None) -> Any:
        return None if value is None else read_typed(self.question, value, today=self.today)


class StepForm(forms.Form):
    """All answerable places of one step. Errors are not its business: saving with errors is always allowed."""

    def __init__(self, *args: Any, definition: FormDefinition, step: Step, ledger: Ledger, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        shown = dict(step_places(step, definition, ledger, today=today))
        for place, question in {**removed_places(step, shown, self.data), **shown}.items():
            if is_typed(question):
                self.fields[place] = AnswerField(question, today=today)
        if any(isinstance(item, Group) and waits_for_consent(item, definition) for item in step.items):
            self.fields[GATE] = AnswerField(GATE_QUESTION, today=today)
        for place, (question, _say) in own_questions(step, definition).items():
            self.fields[place] = AnswerField(question, today=today)

    def add_prefix(self, field_name: str) -> str:
        return field_name  # a place is unique in its draft, and the draft is named by the address

    def posted(self) -> dict[str, Any]:
        """The answers of the places that the page showed."""
        assert self.is_valid()
        sent = isinstance(self.data, MultiValueDict) and set(self.data) | set(self.data.getlist(ASKED))
        return {place: answer for place, answer in self.cleaned_data.items() if sent and place in sent}


def is_typed(question: Question) -> bool:
    """Whether a page sends this question's answer itself; files and what the account knows come another way."""
    return not (question.readonly or question.derived or question.type is QuestionType.FILE)


def step_places(step: Step, form: FormDefinition, ledger: Ledger, *, today: date) -> Iterator[tuple[str, Question]]:
    """Every place of a step with its question, as a page shows them."""
    for item in step.items:
        if isinstance(item, Question):
            yield item.key, item
        elif item.repeat is None:
            yield from ((f"{item.key}.{question.key}", question) for question in item.questions)
        else:
            asked = sheet_questions(item, asks_name=True) if item.key == CONSENT_GROUP else item.questions
            for one in items_of(item, form, ledger, today=today):
                yield from ((f"{item.key}.{one}.{question.key}", question) for question in asked)


ITEM_ID = r"[Fn][0-9]{1,3}|t-[a-z_]{1,40}|s-[A-Za-z0-9_-]{1,40}"
"""Ids of items: added by hand, asked for as a paper of a kind, or filed as the signed sheet of a signer."""


def removed_places(step: Step, shown: Mapping[str, Question], sent: Collection[str]) -> dict[str, Question]:
    """Places of items that a page still shows though they were taken out since: what is typed there must not vanish."""
    found: dict[str, Question] = {}
    for item in step.items:
        if isinstance(item, Group) and item.repeat is not None and item.key != CONSENT_GROUP:
            pattern = re.compile(re.escape(item.key) + rf"\.({ITEM_ID})\.(\w+)")
            questions = {question.key: question for question in item.questions}
            for name in sorted(set(sent) - set(shown))[:MOST_REMOVED]:
                if (match := pattern.fullmatch(name)) and match[2] in questions:
                    found[name] = questions[match[2]]
    return found


def waits_for_consent(group: Group, form: FormDefinition) -> bool:
    """Whether anything of the group waits for P2: a question of class S3, or a paper of such a type."""
    return has_sensitive(group) or holds_papers(group, form)


def has_sensitive(group: Group) -> bool:
    """Whether any question of the group is of class S3 (Art. 9 GDPR) and so waits for P2."""
    return any(question.sensitivity == "S3" for question in group.questions)
