"""Invented persons who go through a form step by step as its pages would lead them: nobody's answers.

They are made from the form alone and are the same each time. What a person was meant to answer and the form does not
take is tried otherwise, answer by answer, until the form lets it pass or no try is left.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from forms.answers import visible
from forms.definition import FormDefinition, Group, Question, QuestionType, Severity, Step
from forms.drafts import begun_ledger
from forms.effort import smallest_case
from forms.facts import FileFacts
from forms.fields import has_sensitive
from forms.layout import setting_of, shown_places
from forms.ledger import GATE, Ledger, split_place
from forms.ledger_lines import Stamp
from forms.places import CONSENT_GROUP, Composed
from forms.proposals import next_item, shown_items
from forms.revising.invented_values import PURPOSES, Length, Manner, candidates
from forms.revising.previewing import INVENTED
from forms.revising.rule_places import named_in_rule
from forms.sheets import BY_SYSTEM, compose_all, fill_in_all
from forms.validation import Findings, Problem, check
from forms.values import is_filled

STAMP = Stamp(by="", at="")
MOST_ROUNDS = 5
"""Answers of a step open others; this is deeper than a form of people nests."""
MOST_TRIES = 40
"""How many other answers are tried for one person before she counts as stuck."""
MOST_ITEMS = 12
"""Entries of a repeating group that the person with the longest answers gives at most."""
PAPER = FileFacts(pages=1, size=1000, media_type="application/pdf")
TEXTS = frozenset({QuestionType.TEXT, QuestionType.TEXTAREA})
DROPPED = frozenset({"hidden", "unknown"})
"""Findings that nobody is stopped by: such answers are left out when a case is handed in."""
Paths = Mapping[str, Any]
"""Answers by path, inside a group ``group.key``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A person's visible answers and what the form finds; `stuck` are the errors that no other answer removed.

    `asked` are the paths of the questions and groups that her answers open.
    """

    manner: Manner
    answers: Mapping[str, Any]
    findings: Findings
    asked: frozenset[str]
    stuck: tuple[Problem, ...]

    @property
    def can_hand_in(self) -> bool:
        return not self.stuck


@dataclass
class Walk:
    """One way through the form. `wanted` are answers that are given wherever they are asked."""

    form: FormDefinition
    manner: Manner
    today: date
    consent_version: str
    wanted: Paths = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)

    def go(self) -> Invented:
        """Answer every step from the first to the last."""
        self.ledger = begun_ledger(self.form, INVENTED)
        for step in self.form.steps:
            self._answer(step)
        return self._settle()

    def _answer(self, step: Step) -> None:
        for item in step.items:
            if isinstance(item, Group) and item.repeat is not None and item.key != CONSENT_GROUP:
                self._add_items(item)
        if any(isinstance(item, Group) and has_sensitive(item) for item in step.items):
            self.ledger.write({GATE: True}, STAMP)
        for _round in range(MOST_ROUNDS):
            given = dict(self._new_answers(step))
            if not given:
                break
            self.ledger.write(given, STAMP)
            fill_in_all(self.form, self.ledger, today=self.today)

    def _add_items(self, group: Group) -> None:
        assert group.repeat is not None
        is_wanted = any(path.startswith(f"{group.key}.") for path in self.wanted)
        least = max(group.repeat.minimum, int(is_wanted or group.required))
        wanted = {
            Length.SHORTEST: least,
            Length.USUAL: max(least, min(group.repeat.maximum, 1 + self.manner.turn % 2)),
            Length.LONGEST: min(group.repeat.maximum, max(least, MOST_ITEMS)),
        }[self.manner.length]
        while len(shown := shown_items(group, self.ledger)) < wanted:
            item = next_item(group, self.ledger)
            self.ledger.settle_items(group.key, shown, STAMP)
            self.ledger.add_item(group.key, item, STAMP)

    def _new_answers(self, step: Step) -> Iterator[tuple[str, Any]]:
        setting = setting_of(self.form, self.ledger, today=self.today)
        for place in sorted(shown_places(step, setting)):
            question = self._asked(place)
            if question is None or place in self.ledger.changes:
                continue
            path = path_of(place)
            if path in self.wanted:
                yield place, self.wanted[path]
            elif self._is_open(question, place) and (choices := self._choices(question, place)):
                yield place, choices[0]

    def _is_open(self, question: Question, place: str) -> bool:
        """What stands there stays, but purposes are always ticked; the shortest leave out what may be left out."""
        is_agreeing = question.options_ref == PURPOSES
        is_answered = question.required or self.manner.length is not Length.SHORTEST
        return is_agreeing or (is_answered and place not in self.ledger.values)

    def _choices(self, question: Question, place: str) -> list[Any]:
        """Fitting answers, the preferred first; further entries of a group are answered differently from the first."""
        number = self._number(place)
        manner = replace(self.manner, turn=self.manner.turn + number)
        found = candidates(question, manner, today=self.today)
        usual = self._usual.get(path_of(place))
        if not is_filled(usual) or number:
            return found
        is_usual = self.manner.turn == 0 and question.type not in TEXTS
        return [usual, *found] if is_usual else [*found, usual]

    def _number(self, place: str) -> int:
        """Which entry of its group a place belongs to, from 0."""
        group, *rest = split_place(place)
        items = self.ledger.items.get(group, [])
        return items.index(rest[0]) if len(rest) > 1 and rest[0] in items else 0

    @cached_property
    def _usual(self) -> Paths:
        return dict(_usual_answers())

    def _asked(self, place: str) -> Question | None:
        """The question that a person answers at a place; None for what the system answers."""
        question = self._questions.get(path_of(place))
        if question is None or question.derived or question.readonly or question.key in BY_SYSTEM:
            return None
        return question

    @cached_property
    def _questions(self) -> Mapping[str, Question]:
        return {f"{group.key}.{one.key}" if group else one.key: one for group, one in self.form.questions()}

    # What stops the person.

    def _settle(self) -> Invented:
        """Try other answers where the form finds an error; one that removes an error stays."""
        composed, answers, findings = self._checked()
        tries = 0
        for problem in _errors(findings):
            for place, other in self._remedies(problem, composed):
                if tries == MOST_TRIES or problem not in _errors(findings):
                    break
                tries += 1
                before = self.ledger.values.get(place)
                self.ledger.write({place: other}, STAMP)
                tried = self._checked()
                if len(_errors(tried[2])) < len(_errors(findings)):
                    composed, answers, findings = tried
                else:
                    self.ledger.write({place: before}, STAMP)
        return Invented(
            manner=self.manner,
            answers=answers,
            findings=findings,
            asked=frozenset(self._opened()),
            stuck=_errors(findings),
        )

    def _opened(self) -> Iterator[str]:
        setting = setting_of(self.form, self.ledger, today=self.today)
        yield from (item.key for item in self.form.items() if setting.root.shows(item.key))
        for step in self.form.steps:
            yield from map(path_of, shown_places(step, setting))

    def _remedies(self, problem: Problem, composed: Composed) -> Iterator[tuple[str, Any]]:
        """Other answers at the place of an error, then at what its rule asks for: of the same entry first."""
        here = composed.place_of(problem.path)
        rule = (self.form.raw.get("validation_rules") or {}).get(problem.code) or {}
        named = {one.path for one in named_in_rule(rule)}
        beside = [place for place in self.ledger.values if path_of(place) in named and place != here]
        for place in (here, *sorted(beside, key=lambda one: not one.startswith(f"{here}."))):
            question = self._asked(place)
            if question is not None and path_of(place) not in self.wanted:
                yield from ((place, other) for other in self._others(question, place))

    def _others(self, question: Question, place: str) -> list[Any]:
        here = self.ledger.values.get(place)
        others = [one for one in self._choices(question, place) if one != here]
        usual = self._usual.get(path_of(place))
        first = [usual] if is_filled(usual) and usual != here else []
        return [*first, *([] if question.required else [None]), *others]

    def _checked(self) -> tuple[Composed, Mapping[str, Any], Findings]:
        fill_in_all(self.form, self.ledger, today=self.today)
        composed = compose_all(self.form, self.ledger, today=self.today, consent_version=self.consent_version)
        answers = visible(self.form, composed.answers, self.today).answers
        findings = check(
            self.form,
            answers,
            today=self.today,
            consent_version=self.consent_version,
            files=dict.fromkeys(named_files(self.form, answers), PAPER),
            account=INVENTED,
        )
        return composed, answers, findings


def path_of(place: str) -> str:
    """A place without the id of an item."""
    parts = split_place(place)
    return place if len(parts) < 3 else f"{parts[0]}.{parts[2]}"


def _usual_answers() -> Iterator[tuple[str, Any]]:
    """Of the smallest case that can be handed in, by path; of several items the first."""
    for key, answer in smallest_case()[0].items():
        inside = answer[0] if isinstance(answer, list) and answer and isinstance(answer[0], Mapping) else answer
        if isinstance(inside, Mapping):
            yield from ((f"{key}.{name}", value) for name, value in inside.items())
        else:
            yield key, answer


def _errors(findings: Findings) -> tuple[Problem, ...]:
    return tuple(
        problem for problem in findings.problems if problem.severity is Severity.ERROR and problem.code not in DROPPED
    )


def named_files(form: FormDefinition, answers: Mapping[str, Any]) -> Iterator[str]:
    """Every file that the answers name."""
    for group, question in form.questions():
        if question.type is QuestionType.FILE:
            given = answers.get(group.key) if group else [answers]
            for item in given if isinstance(given, list) else [given or {}]:
                names = item.get(question.key) or []
                yield from names if isinstance(names, list) else [names]
