"""Figures for a monitoring program: about work, for the right machine, of nobody."""

from uuid import uuid4

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django.fixtures import Settings

from documents import binding, jobs, signs_of_life
from documents.jobs import Job, State
from gremium.cases.models import Case
from gremium.people.models import Organisation
from tests.gremium.conftest import MakeCase

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TOKEN = "a-token-for-the-monitoring-program"


def figures(text: str) -> dict[tuple[str, ...], float]:
    """By name and the values of the labels, in the order of the labels' names."""
    return {
        (sample.name, *(value for _label, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_work_is_counted_by_state_and_queue(client: Client) -> None:
    binding.bind()
    for number in range(3):
        jobs.order(key=str(number), task="t", subject=uuid4())
    Job.objects.filter(key="0").update(state=State.DEAD)
    signs_of_life.give("ocr")

    found = figures(client.get("/metrics").content.decode())

    assert found["gremium_jobs", "interactive", "new"] == 2
    assert found["gremium_jobs", "interactive", "dead"] == 1
    assert found["gremium_jobs", "bulk", "running"] == 0
    assert found["gremium_ready", "database"] == 1
    assert found["gremium_disk_free_bytes",] > 0
    assert ("gremium_sign_of_life_age_seconds", "ocr") in found
    assert ("gremium_sign_of_life_age_seconds", "bulk") not in found


def test_the_figures_name_no_case(client: Client, make_case: MakeCase, north: Organisation) -> None:
    case: Case = make_case(north, dossier="ordered")

    text = client.get("/metrics").content.decode()

    for secret in (case.reference, str(case.subject), north.name):
        assert secret not in text


@pytest.mark.parametrize(
    "seen",
    [
        {"REMOTE_ADDR": "10.1.2.3"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
    ids=["another machine", "a proxy", "a newer proxy", "a cache"],
)
def test_without_a_token_only_this_machine_may_ask(client: Client, seen: dict[str, str]) -> None:
    assert client.get("/metrics", **seen).status_code == 404  # type: ignore[arg-type]


def test_behind_a_proxy_that_is_known_a_token_is_needed(client: Client, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize("sent", ["", TOKEN, f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}"])
def test_with_a_token_nobody_may_ask_without_it(client: Client, settings: Settings, sent: str) -> None:
    settings.METRICS_TOKEN = TOKEN

    assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, REMOTE_ADDR="10.1.2.3")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert not answer.cookies
