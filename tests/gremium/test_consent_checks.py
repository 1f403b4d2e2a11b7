"""Where the data protection officer confirms translations of the consent text."""

import pytest
from django.test import Client
from django.urls import reverse

from forms.consent_texts import ConsentText, load_shipped_texts
from forms.revising.consent_translations import Paragraph, consent_beside
from forms.translations import State
from gremium.people.models import Role
from tests.forms.revising.translating import KEY, translate_consent
from tests.gremium.conftest import SignIn, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def protection(sign_in: SignIn) -> Client:
    load_shipped_texts()
    translate_consent()
    return sign_in(make_person("protection", Role.DATA_PROTECTION))


def page() -> str:
    return reverse("releases:consent_language", args=["ar"])


def paragraph(address: str = "consent.P3") -> Paragraph:
    german = ConsentText.objects.current(KEY).text
    return next(one for one in consent_beside(KEY, german, "ar").paragraphs if one.address == address)


def test_the_way_leads_from_the_releases_to_a_language(protection: Client) -> None:
    assert reverse("releases:consent") in protection.get(reverse("releases:overview")).content.decode()
    assert page() in protection.get(reverse("releases:consent")).content.decode()


def test_ticked_paragraphs_are_checked_with_who_and_when(protection: Client) -> None:
    one = paragraph()

    protection.post(page(), {"checked": [one.address], f"seen:{one.address}": one.seen})

    assert paragraph().state is State.RELEASED
    assert paragraph().checked_by in protection.get(page()).content.decode()
    assert paragraph("consent.P4").state is State.DRAFT


def test_what_changed_meanwhile_is_told(protection: Client) -> None:
    answer = protection.post(page(), {"checked": ["consent.P3"], "seen:consent.P3": "0" * 64}, follow=True)

    assert paragraph().state is State.DRAFT
    assert "haben sich inzwischen geändert" in answer.content.decode()


def test_german_and_unknown_languages_have_no_page(protection: Client) -> None:
    assert protection.get(reverse("releases:consent_language", args=["de"])).status_code == 404
