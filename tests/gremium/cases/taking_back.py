"""Cases of the demo whose consent is taken back, whole or in part."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache

from documents.dossiers import Dossier
from documents.journal import JournalLine
from documents.tasks import compile_dossier
from forms.drafts import Draft
from forms.withdrawals import Declaration, Withdrawal
from forms.withdrawing import withdraw
from gremium.cases.demo.example import DemoCase, demo_cases
from gremium.cases.models import Case
from gremium.people.asking import actor_of
from gremium.people.models import User

START = date(2026, 11, 22)
TODAY = date(2026, 11, 26)
APPLICANT = "antragsteller"


def example(name: str, start: date = START) -> DemoCase:
    return deepcopy(_examples(start)[name])


@cache
def _examples(start: date) -> dict[str, DemoCase]:
    return {case.id: _with_notes(case) for case in demo_cases(start)}


def _with_notes(case: DemoCase) -> DemoCase:
    """With a sentence at each attachment that says what it shows."""
    papers = [one | {"an_inhalt": f"Zeigt: {one['an_typ']}."} for one in case.answers["anlagen_liste"]]
    return replace(case, answers={**case.answers, "anlagen_liste": papers})


BringIn = Callable[..., Case]


def compile_newest(case: Case) -> Dossier:
    dossier = Dossier.objects.of(case.subject)[0]
    assert dossier.job is not None
    compile_dossier(dossier.job.pk)
    dossier.refresh_from_db()
    assert dossier.is_ready
    return dossier


def declare(signer: str = APPLICANT, *purposes: str, language: str = "") -> Declaration:
    return Declaration(signer=signer, purposes=purposes, day=TODAY, language=language)


def take_back(case: Case | Draft, user: User, *what: str) -> Withdrawal:
    return withdraw(case.pk, declare(*(what or (APPLICANT,))), by=actor_of(user), today=TODAY)


def acts(case: Case | Draft) -> list[str]:
    return list(JournalLine.objects.about(case.pk).values_list("act", flat=True))
