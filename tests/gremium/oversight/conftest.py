"""Real cases of the demo whose time is over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from documents.retention import kept_for
from forms.versions import store_shipped_form
from gremium.cases.demo.bringing_in import bring_in
from gremium.cases.models import Case, State
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.cases.taking_back import example

Aged = Callable[..., Case]


@pytest.fixture
def aged(marte: User) -> Aged:
    """A real case that has stood in a state for a period, all but `short` days."""

    def bring(name: str, state: str, period: str, *, short: int = 0) -> Case:
        store_shipped_form()
        case = bring_in(example(name), by=actor_of(marte))
        noon = timezone.localtime().replace(hour=12)  # late in the evening half a year ago is another date in summer
        since = noon - kept_for(period) + timedelta(days=short)
        Case.objects.filter(pk=case.pk).update(state=state, state_since=since)
        case.refresh_from_db()
        return case

    return bring


@pytest.fixture
def closed(aged: Aged) -> Case:
    """Closed for a year: its erasure is due."""
    return aged("C3", State.CLOSED, "closed")
