"""The page of the dry run: who may see it, and what it says."""

import pytest
from django.test import Client
from django.urls import reverse

from documents.jobs import Job
from forms import tasks
from forms.consent_texts import load_shipped_texts
from forms.revising import dry_runs
from forms.revising.dry_runs import DryRun, start_dry_run
from forms.revising.rehearsing import Bounds
from forms.revising.working_copies import change_form
from forms.versions import store_shipped_form
from gremium.people.models import Role
from tests.forms.asking import actor
from tests.forms.revising.changing import Data, question, step
from tests.forms.revising.translating import KEY, translate_consent
from tests.pages.editors import new_editor, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NEVER = {"all": [{"field": "anwalt", "is": "ja"}, {"field": "anwalt", "is": "nein"}]}


@pytest.fixture(autouse=True)
def stored_form(monkeypatch: pytest.MonkeyPatch) -> None:
    store_shipped_form()
    load_shipped_texts()
    translate_consent()
    monkeypatch.setattr(dry_runs, "Bounds", lambda: Bounds(persons=1, dossiers=1))


def with_unreachable(data: Data) -> Data:
    step(data, "anliegen")["fields"].append(question("nie", "Nie gefragt?", when=NEVER))
    return data


def at(name: str = "form_dry_run", *args: object) -> str:
    return reverse(f"editing:{name}", args=args)


def carried_out() -> DryRun:
    run = start_dry_run(KEY, by=actor())
    tasks.dry_run(Job.objects.get(key=run.job_key).pk)
    return run


def test_an_editor_starts_a_run_and_sees_how_far_it_is(editing: Client) -> None:
    assert at() in editing.get(at("form_release")).content.decode()

    page = editing.post(at(), follow=True).content.decode()

    assert "Der Probelauf ist in Arbeit" in page
    assert Job.objects.get().key == f"dry-run/{DryRun.objects.get().pk}"


def test_the_page_names_what_does_not_fit_and_shows_the_pages(editing: Client) -> None:
    change_form(KEY, with_unreachable, by=actor())
    run = carried_out()

    page = editing.get(at()).content.decode()

    assert "Fragen, die niemand erreichen kann" in page
    assert "Nie gefragt?" in page
    assert f'href="{at("form_step", "anliegen")}"' in page
    picture = editing.get(at("form_dry_run_page", run.pk, 0, 1))
    assert (picture.headers["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert editing.get(at("form_dry_run_page", run.pk, 0, 999)).status_code == 404


def test_a_run_of_an_older_state_says_so(editing: Client) -> None:
    carried_out()
    change_form(KEY, with_unreachable, by=actor())

    assert "wurde seit diesem Lauf geändert" in editing.get(at()).content.decode()


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CASE_WORKER, Role.MEMBER, Role.TECHNICIAN])
def test_nobody_but_editors_sees_or_starts_a_run(role: Role) -> None:
    run = carried_out()
    client = signed_in(new_editor("andere@example.org", role))

    for address in (at(), at("form_dry_run_page", run.pk, 0, 1)):
        assert client.get(address).status_code in (302, 403, 404)
    assert client.post(at()).status_code in (302, 403, 404)
    assert DryRun.objects.get() == run
