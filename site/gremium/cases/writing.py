"""The letters that go with the steps of a case: what each is told, in German; the letters' own floor sets them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils import timezone

from documents.actors import Actor
from documents.retention import kept_for
from forms.reading_languages import reading_language_of
from forms.saying import PERSONS_LANGUAGE
from forms.sheets import ADVICE_KEYS
from forms.submissions import Submission
from gremium.cases.models import Case
from gremium.letters.issuing import issue_letter
from gremium.letters.models import Letter

KEPT_UNHEARD = kept_for("unheard")
"""How long a case is kept that the board did not deal with (domain 9.2)."""
KEPT_CLOSED = timedelta(days=30) + kept_for("closed")
"""How long after its assessment was passed on: it closes within 30 days and is kept on from there (domain 9.2)."""


class Kind(StrEnum):
    """Keys of the letters about a case."""

    RECEIPT = "receipt"
    MISSING_ITEMS = "missing_items"
    EXCLUSION = "exclusion"
    EXCLUSION_LATER = "exclusion_later"
    NOT_TAKEN_UP = "not_taken_up"
    INTERIM = "interim"
    ASSESSMENT = "assessment"
    DECISION_AID = "decision_aid"


ERASED_AFTER: Mapping[Kind, timedelta] = {
    Kind.EXCLUSION: KEPT_UNHEARD,
    Kind.EXCLUSION_LATER: KEPT_UNHEARD,
    Kind.NOT_TAKEN_UP: KEPT_UNHEARD,
    Kind.ASSESSMENT: KEPT_CLOSED,
}


def write_letter(
    kind: Kind,
    case: Case,
    *,
    by: Actor,
    facts: Mapping[str, str] | None = None,
    lists: Mapping[str, Sequence[str]] | None = None,
    language: str | None = None,
) -> Letter:
    """Write a letter about a case, in the caller's transaction. `language` is the person's own where none is given.

    Raises what `issue_letter` raises.
    """
    answers = _answers(case)
    told = {"reference": case.reference, "advice": advice_of(case, answers), **(facts or {})}
    if kind in ERASED_AFTER:
        told["erased_on"] = german_day(timezone.localdate() + ERASED_AFTER[kind])
    if language is None:
        language = reading_language_of(str(answers.get(PERSONS_LANGUAGE) or ""))
    return issue_letter(kind, subject=case.pk, facts=told, lists=lists or {}, language=language, by=by)


def german_day(day: date | None) -> str:
    """As a German letter writes it; "" for none."""
    return f"{day:%d.%m.%Y}" if day else ""


def advice_of(case: Case, answers: Mapping[str, Any]) -> str:
    """Who gives advice: name, organisation and phone as the application names them."""
    named = [str(answers[key]) for key in ADVICE_KEYS[:3] if answers.get(key)]
    return ", ".join(named) or case.organisation.name


def _answers(case: Case) -> Mapping[str, Any]:
    submission = Submission.objects.newest(case.pk)
    return submission.answers() if submission is not None else {}
