"""Minutes name nobody: each text is held against the names and birth dates of the cases (domain 6, seed R26)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.utils import timezone

from documents import vault
from forms.definition import FormDefinition
from forms.facts import Facts
from forms.rule_texts import no_names
from forms.submissions import Submission
from gremium.cases.models import Case

RULE = "no_names"
"""The kind of the form's rule for texts that leave the case; its parameters say what names are and what is none."""


@dataclass(frozen=True, slots=True)
class Names:
    """What must not be said about one case."""

    form: FormDefinition
    answers: Mapping[str, Any]
    parameters: Mapping[str, Any]

    @classmethod
    def of(cls, case: Case) -> Self | None:
        """None where the case holds nothing readable any more: then there is nothing to give away."""
        submission = Submission.objects.newest(case.pk)
        if submission is None or case.is_unreadable:
            return None
        try:
            answers = submission.answers()
        except vault.UNREADABLE:
            return None
        form = submission.definition
        rule = next(rule for rule in form.rules.values() if rule.kind == RULE)
        return cls(form, answers, rule.parameters)

    def are_in(self, text: str) -> bool:
        answers = {**self.answers, self.parameters["field"]: text}
        facts = Facts(form=self.form, answers=answers, today=timezone.localdate())
        return any(True for _path in no_names(facts, self.parameters))


def names_of(cases: Iterable[Case]) -> list[Names]:
    return [names for case in cases if (names := Names.of(case)) is not None]


def tells_who(text: str, names: Iterable[Names]) -> bool:
    """Whether a text has a name or birth date of any of these cases."""
    return bool(text.strip()) and any(one.are_in(text) for one in names)
