"""How often a step asks the database, with thirty family members and thirty attachments."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents import vault
from documents.uploads import Upload
from forms.desk import Desk
from forms.drafts import Draft
from forms.ledger import Ledger
from forms.reading import shipped_form
from gremium.cases.demo import demo_cases
from gremium.cases.demo.bringing_in import fill_draft
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.forms.browser import FormReader
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
STEPS = [step.key for step in shipped_form().steps]
MANY, MOST = 30, 12


@pytest.fixture
def crowd(draft: Draft, marte: User) -> Draft:
    """A draft as large as it may become, with every step saved once and another language beside German."""
    case = next(case for case in demo_cases(timezone.localdate()) if case.id == "C1")
    papers = case.answers["anlagen_liste"][:1]
    fill_draft(draft, replace(case, answers={**case.answers, "anlagen_liste": papers}), by=actor_of(marte))
    ledger = draft.ledger()
    repeat("familienmitglieder", ledger)
    for place in repeat("anlagen_liste", ledger):
        if place.endswith(".an_datei"):
            ledger.values[place] = [copy_of(Upload.objects.get(pk=one)) for one in ledger.values[place]]
    ledger.checked, ledger.desk = list(STEPS), Desk("ar")
    draft.put(ledger)
    draft.reached = len(STEPS)
    draft.save()
    return draft


def repeat(group: str, ledger: Ledger) -> list[str]:
    """Copy the last entry until there are many; the new places."""
    last, new = ledger.items[group][-1], []
    for number in range(len(ledger.items[group]), MANY):
        ledger.items[group].append(f"more{number}")
        for place in list(ledger.places_of(group, last)):
            new.append(place.replace(f"{group}.{last}.", f"{group}.more{number}."))
            ledger.values[new[-1]] = ledger.values[place]
    return new


def copy_of(upload: Upload) -> str:
    name = upload.display_name
    upload.pk, upload._state.adding = uuid4(), True
    upload.sealed_name = vault.seal(upload.subject, f"upload/{upload.pk}/name", name.encode())
    upload.save()
    return str(upload.pk)


@pytest.mark.parametrize("step", STEPS)
def test_reading_and_saving_a_step_ask_the_database_seldom(
    crowd: Draft, marte: User, sign_in: SignIn, step: str
) -> None:
    client, address = sign_in(marte), f"/de/antrag/{crowd.pk}/{step}/"
    page = client.get(address)
    assert page.status_code == 200
    sent = FormReader(page.content.decode()).sent

    asked = {
        "reading": queries(client, address),
        "saving": queries(client, address, {**sent, "action": "save"}),
        "saving while typing": queries(client, address, {**sent, "action": "autosave", "live": "1"}),
    }

    assert {way: found for way, found in asked.items() if len(found) > MOST} == {}
    assert all(asked.values())


def queries(client: Client, address: str, sent: dict[str, object] | None = None) -> list[str]:
    """What is asked of both databases; the beginning and the end of a transaction ask nothing."""
    with CaptureQueriesContext(connections["default"]) as first, CaptureQueriesContext(connections["keys"]) as second:
        answer = client.get(address) if sent is None else client.post(address, sent)
    assert answer.status_code in (200, 302)
    found = [one["sql"] for one in (*first.captured_queries, *second.captured_queries)]
    return [sql for sql in found if not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]
