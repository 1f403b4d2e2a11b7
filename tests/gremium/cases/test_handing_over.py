"""A draft changes hands inside its organisation."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from documents.journal import Act, JournalLine
from documents.journal_aliases import refs_behind
from forms.drafts import Draft
from gremium.people.models import User
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def hand_over(client: Client, draft: Draft, to: User) -> int:
    return client.post(f"/de/antrag/{draft.pk}/uebergeben/", {"to": str(to.ref)}).status_code


def test_the_owner_gives_a_draft_to_a_colleague_who_is_told_neutrally(
    draft: Draft, marte: User, colleague: User, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in(marte)

    with django_capture_on_commit_callbacks(execute=True):
        assert hand_over(client, draft, colleague) == 302

    draft.refresh_from_db()
    assert draft.owner_ref == str(colleague.ref)
    (message,) = mail.outbox[-1:]
    assert message.to == ["colleague@example.org"]
    assert str(draft.pk) not in f"{message.subject} {message.body}"
    assert "Colleague" in client.get("/de/antrag/").content.decode()


def test_a_colleague_takes_over_the_draft_of_somebody_who_is_ill(
    draft: Draft, marte: User, colleague: User, sign_in: SignIn
) -> None:
    client = sign_in(colleague)
    mail.outbox.clear()

    assert hand_over(client, draft, colleague) == 302

    draft.refresh_from_db()
    assert draft.owner_ref == str(colleague.ref)
    assert mail.outbox == []
    line = JournalLine.objects.get(subject=draft.pk, act=Act.DRAFT_HANDED_OVER)
    assert line.is_by(str(colleague.ref))
    assert list(refs_behind(line.details.values(), [str(colleague.ref)])) == [line.details["to"]]


@pytest.mark.parametrize("other", ["jonte", "ulrike", "blocked"])
def test_nobody_outside_the_organisation_and_no_closed_account_gets_a_draft(
    draft: Draft, marte: User, colleague: User, jonte: User, ulrike: User, sign_in: SignIn, other: str
) -> None:
    client = sign_in(marte)
    colleague.is_active = False
    colleague.save()

    assert hand_over(client, draft, {"jonte": jonte, "ulrike": ulrike, "blocked": colleague}[other]) == 422

    draft.refresh_from_db()
    assert draft.owner_ref == str(marte.ref)
    assert not JournalLine.objects.filter(act=Act.DRAFT_HANDED_OVER).exists()


def test_looking_at_the_page_hands_nothing_over(draft: Draft, marte: User, colleague: User, sign_in: SignIn) -> None:
    page = sign_in(marte).get(f"/de/antrag/{draft.pk}/uebergeben/")

    assert "Colleague" in page.content.decode()
    draft.refresh_from_db()
    assert draft.owner_ref == str(marte.ref)


def test_who_has_no_colleague_is_told_so(draft: Draft, marte: User, jonte: User, sign_in: SignIn) -> None:
    page = sign_in(marte).get(f"/de/antrag/{draft.pk}/uebergeben/").content.decode()

    assert "Jonte" not in page
    assert "<select" not in page.split("<main", 1)[-1].split("</main", 1)[0]
