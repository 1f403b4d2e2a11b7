import pytest
from django.test import Client

from pages.contact_roles import ContactRole
from pages.models import Contact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


def test_a_page_shows_whoever_has_the_role(client: Client) -> None:
    html = client.get("/de/datenschutz/?x").text

    for role in (ContactRole.RESPONSIBLE, ContactRole.DATA_PROTECTION, ContactRole.SUPERVISORY):
        assert f"<strong>{Contact.objects.get(role=role).name}</strong>" in html


def test_a_missing_contact_is_plain_to_see(client: Client) -> None:
    Contact.objects.filter(role=ContactRole.DATA_PROTECTION).delete()

    assert "Diese Angabe trägt die Stadt noch ein." in client.get("/de/datenschutz/?y").text


def test_the_authorities_of_the_state_are_known_from_the_start() -> None:
    assert set(Contact.objects.filter(is_invented=False).values_list("role", flat=True)) == {
        ContactRole.SUPERVISORY,
        ContactRole.OMBUDS,
    }
