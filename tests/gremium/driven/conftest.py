"""The six cases as they were handed in, and everybody who has to do with them, each at a browser."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from forms.versions import store_shipped_form
from gremium.cases.demo import DemoCase, bring_in, demo_cases
from gremium.cases.models import Case
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.driven.people import Person, at_a_browser
from tests.gremium.meetings.conftest import four as four

AtDesk = Callable[[User], Person]
HandIn = Callable[..., Case]
SHIPPED = date(2026, 11, 22)
"""The day of which the shipped cases are."""
LATEST = timedelta(weeks=6)
"""So long ago a case may have been handed in: its own deadlines lie ahead then."""


@pytest.fixture
def site() -> Iterator[LiveServer]:
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def at_desk(chromium: Browser, site: LiveServer) -> Iterator[AtDesk]:
    """Each signs in once, the first time she is needed; whatever a browser complains of fails the test."""
    people: dict[int, Person] = {}

    def seated(user: User) -> Person:
        if user.pk not in people:
            people[user.pk] = at_a_browser(chromium, user, site.url)
        return people[user.pk]

    yield seated
    for one in people.values():
        one.look("end")
        one.page.context.close()
    assert "\n".join(said for one in people.values() for said in one.complaints) == ""


@pytest.fixture
def hand_in(db: None) -> HandIn:
    """A case handed in as the wizard does it, a few days ago; `changes` are answers other than its own."""
    store_shipped_form()

    def handed_in(case_id: str, by: User, **changes: Any) -> Case:
        example = of_these_days(case_id, timezone.localdate())
        return bring_in(replace(example, answers={**example.answers, **changes}), by=actor_of(by))

    return handed_in


def of_these_days(case_id: str, today: date) -> DemoCase:
    """The case as if it had been handed in this week, or as few weeks earlier as its days fit together."""
    behind = SHIPPED - example(case_id, SHIPPED).as_of
    for weeks in range(LATEST // timedelta(weeks=1)):
        found = example(case_id, today + behind - timedelta(weeks=weeks))
        if today - LATEST < found.as_of <= today:
            return found
    raise AssertionError(f"{case_id} fits into none of these days")


def example(case_id: str, start: date) -> DemoCase:
    return next(one for one in demo_cases(start) if one.id == case_id)
