"""The sheet of questions as it is shown and as it comes back. It lives as long as one request."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

from forms.self_check import CheckQuestion, Outcome, SelfCheck
from pages.self_check.words import Wording, Words


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    value: str
    words: Words
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the page, numbered from 1."""

    number: int
    key: str
    words: Words
    is_multiple: bool
    is_at_fault: bool
    options: list[Option]

    @property
    def anchor(self) -> str:
        """Where the link of the error summary leads: a field can be answered at once."""
        return self.options[0].id


@dataclass(frozen=True, slots=True)
class Sheet:
    check: SelfCheck
    wording: Wording
    chosen: Mapping[str, frozenset[str]]
    faults: tuple[str, ...] = ()

    @classmethod
    def blank(cls, check: SelfCheck, wording: Wording) -> Self:
        return cls(check, wording, {})

    @classmethod
    def sent(cls, check: SelfCheck, wording: Wording, data: QueryDict) -> Self:
        """Fields that no question knows are never looked at; options that none knows are faults."""
        chosen = {question.key: frozenset(data.getlist(question.key)) for question in check.questions}
        return cls(check, wording, chosen, tuple(check.faults(chosen)))

    @property
    def outcome(self) -> Outcome:
        return self.check.outcome(self.chosen)

    @property
    def questions(self) -> list[Asked]:
        return [self._asked(number, question) for number, question in enumerate(self.check.questions, start=1)]

    @property
    def questions_at_fault(self) -> list[Asked]:
        return [question for question in self.questions if question.is_at_fault]

    def fields(self) -> Iterator[tuple[str, str]]:
        """The answers as hidden fields of the page that shows the result, so that they need not be kept anywhere."""
        for question in self.check.questions:
            yield from ((question.key, value) for value in question.options if value in self.chosen[question.key])

    def _asked(self, number: int, question: CheckQuestion) -> Asked:
        chosen = self.chosen.get(question.key, frozenset())
        return Asked(
            number=number,
            key=question.key,
            words=self.wording.said(f"question.{question.key}"),
            is_multiple=question.is_multiple,
            is_at_fault=question.key in self.faults,
            options=[
                Option(
                    id=f"{question.key}-{value}",
                    value=value,
                    words=self.wording.said(f"option.{question.key}.{value}"),
                    is_chosen=value in chosen,
                )
                for value in question.options
            ],
        )
