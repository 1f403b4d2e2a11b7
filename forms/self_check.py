"""The self-check of a form: a few questions, a decision table, a result. Pure; nothing of it is ever stored.

Answers map the key of a question to the chosen options. Source: domain document, section 7.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

Chosen = Mapping[str, Set[str]]
"""The chosen options by the key of the question."""


class Unanswerable(ValueError):
    """Answers that `faults` refuses were to be judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckQuestion:
    """One question: exactly one option is chosen, or with `is_multiple` at least one."""

    key: str
    text: str
    options: Mapping[str, str]
    is_multiple: bool = False

    def accepts(self, chosen: Set[str]) -> bool:
        is_right_number = bool(chosen) if self.is_multiple else len(chosen) == 1
        return is_right_number and chosen <= self.options.keys()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line of the table asks of one question: one of `options` is chosen, or with `only` exactly these."""

    options: frozenset[str]
    only: bool = False

    def holds(self, chosen: Set[str]) -> bool:
        return chosen == self.options if self.only else not self.options.isdisjoint(chosen)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the decision table; one that wants nothing always fits."""

    result: str
    wanted: Mapping[str, Wanted] = field(default_factory=dict)

    def fits(self, answers: Chosen) -> bool:
        return all(wanted.holds(answers[key]) for key, wanted in self.wanted.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Banner:
    """A warning beside any result, raised by one option of one question."""

    question: str
    option: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    result: CheckResult
    is_urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    questions: tuple[CheckQuestion, ...]
    table: tuple[Line, ...]
    results: Mapping[str, CheckResult]
    banner: Banner

    def faults(self, answers: Chosen) -> list[str]:
        """The keys of the questions that are not answered, or not by their own options."""
        return [one.key for one in self.questions if not one.accepts(answers.get(one.key, frozenset()))]

    def outcome(self, answers: Chosen) -> Outcome:
        """What the first fitting line says; the banner does not depend on it. Raises Unanswerable."""
        if faults := self.faults(answers):
            raise Unanswerable(", ".join(faults))
        line = next(line for line in self.table if line.fits(answers))  # the last line always fits
        return Outcome(self.results[line.result], self.banner.option in answers[self.banner.question])

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text a reader meets with its place, whose first word is its kind.

        Places are like ``question.q1``, ``option.q1.duldung``, ``title.E3``, ``text.E3``, ``banner``.
        """
        for question in self.questions:
            yield f"question.{question.key}", question.text
            yield from ((f"option.{question.key}.{option}", label) for option, label in question.options.items())
        for code, result in self.results.items():
            yield f"title.{code}", result.title
            yield f"text.{code}", result.text
        yield "banner", self.banner.text
