"""What is wrong with answers, what to look at again, and what a person has to decide.

Rules, flags and exclusions see only answers whose condition holds; a hidden answer is named and nothing else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from forms.answers import form_level, readable, visible
from forms.definition import FormDefinition, Mark, Question, Rule, Severity, Step
from forms.facts import Facts, FileFacts
from forms.messages import MESSAGES, REQUIRED_MESSAGES, VALUE_MESSAGES, Say
from forms.rules import broken_at, concerned
from forms.structure import faults

__all__ = ["FileFacts", "Findings", "Problem", "check", "check_step"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `code` is a rule's (V01) or structural: required, recommended, value, hidden, unknown, repeat.

    `path` is the answer it stands at, like ``familienmitglieder[0].fm_status``; "" concerns no single answer.
    The message of a rule is the form's own German text; `concerns` names those it is about where the path does not.
    """

    code: str
    severity: Severity
    path: str
    message: str
    concerns: tuple[str, ...] = ()
    say: Say | None = field(default=None, compare=False, repr=False)
    """Says a structural message in the active language; None for a rule, whose words are the form's."""

    @property
    def told(self) -> str:
        """The message with the names of those it concerns."""
        return self.naming(self.message)

    def naming(self, message: str) -> str:
        """This message, in whatever language, with the names of those it concerns."""
        return f"{message} ({', '.join(self.concerns)})" if self.concerns and message else message

    @property
    def is_structural(self) -> bool:
        return self.code in MESSAGES

    @property
    def printed(self) -> str:
        """The code as lists give it: ``required:anwalt``, ``V17``."""
        return f"{self.code}:{self.path}" if self.is_structural else self.code

    @property
    def key(self) -> str:
        """The question or group of the form level it concerns; "" if none."""
        return re.split(r"[.\[]", self.path, maxsplit=1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that was found; lists of codes are as `gremium validate` prints them, each code once."""

    problems: tuple[Problem, ...]
    exclusions: list[str]
    flags: list[str]

    @property
    def errors(self) -> list[str]:
        return self._codes(Severity.ERROR)

    @property
    def warnings(self) -> list[str]:
        return self._codes(Severity.WARNING)

    @property
    def infos(self) -> list[str]:
        return self._codes(Severity.INFO)

    @property
    def not_blocking(self) -> dict[str, list[str]]:
        """The codes that go with a submission: warnings, infos, exclusions and flags."""
        return {
            "warnings": self.warnings,
            "infos": self.infos,
            "exclusions": self.exclusions,
            "flags": self.flags,
        }

    def _codes(self, severity: Severity) -> list[str]:
        return list(dict.fromkeys(problem.printed for problem in self.problems if problem.severity is severity))


def check(
    form: FormDefinition,
    answers: Mapping[str, Any],
    *,
    today: date,
    consent_version: str,
    files: Mapping[str, FileFacts] | None = None,
    account: Mapping[str, str] | None = None,
) -> Findings:
    """Check all answers as of `today`. `files` are those present, by the names that answers give.

    Rules over the account (V35) count only where `account` is given. An empty `consent_version` is not compared.
    """
    shown = visible(form, answers, today)
    facts = Facts(
        form=form,
        answers=readable(form, shown.answers),
        today=today,
        consent_version=consent_version,
        files=files or {},
        account=account,
    )
    structural = tuple(_structural(form, code, path) for code, path in faults(form_level(form, answers, today)))
    return Findings(
        problems=structural + tuple(_broken_rules(facts)),
        exclusions=sorted(set(_marks(facts, lambda question: question.exclusion))),
        flags=sorted({*_marks(facts, lambda question: question.flag), *_rule_flags(facts)}),
    )


def _structural(form: FormDefinition, code: str, path: str) -> Problem:
    say = partial(_message, form, code, path)
    severity = Severity.WARNING if code == "recommended" else Severity.ERROR
    return Problem(code, severity, path, say(), say=say)


def _message(form: FormDefinition, code: str, path: str) -> str:
    """What to do about a structural finding, as plainly as the question's type allows."""
    *_group, key = re.sub(r"\[\d+\]", "", path).split(".")
    question = next((one for _of, one in form.questions() if one.key == key), None)
    by_type = {"value": VALUE_MESSAGES, "required": REQUIRED_MESSAGES}.get(code, {})
    found = by_type.get(question.type) if question else None
    return (found or MESSAGES[code])()


def check_step(
    form: FormDefinition,
    step: Step,
    answers: Mapping[str, Any],
    *,
    today: date,
    consent_version: str,
    files: Mapping[str, FileFacts] | None = None,
) -> Findings:
    """What concerns the questions of one step; rules may look at all answers given so far."""
    findings = check(form, answers, today=today, consent_version=consent_version, files=files)
    keys = {item.key for item in step.items}
    marks = {
        mark.code for item in step.items if isinstance(item, Question) for mark in (item.exclusion, item.flag) if mark
    }
    marks |= {rule.flag for rule in form.rules.values() if rule.flag and rule.code in _rules_of(step)}
    return replace(
        findings,
        problems=tuple(problem for problem in findings.problems if problem.key in keys),
        exclusions=[code for code in findings.exclusions if code in marks],
        flags=[code for code in findings.flags if code in marks],
    )


def _rules_of(step: Step) -> set[str]:
    return {code for item in step.items for code in item.rules}


def _broken_rules(facts: Facts) -> Iterator[Problem]:
    for rule in facts.form.rules.values():
        paths = list(_broken_at(rule, facts))
        names = tuple(concerned(rule.kind, rule.parameters, facts)) if paths else ()
        for path in paths:
            yield Problem(rule.code, rule.severity, path, rule.message, names)


def _broken_at(rule: Rule, facts: Facts) -> Iterator[str]:
    yield from broken_at(rule.kind, rule.parameters, facts)


def _rule_flags(facts: Facts) -> Iterator[str]:
    for rule in facts.form.rules.values():
        if rule.flag and any(True for _path in _broken_at(rule.flag_unless or rule, facts)):
            yield rule.flag


def _marks(facts: Facts, mark_of: Callable[[Question], Mark | None]) -> Iterator[str]:
    """Codes of the exclusions or flags that single answers raise."""
    for group, question in facts.form.questions():
        mark = mark_of(question)
        if mark is None:
            continue
        for _path, answer, _level in facts.find(f"{group.key}.{question.key}" if group else question.key):
            if any(one in mark.values for one in (answer if isinstance(answer, list) else [answer])):
                yield mark.code
