"""Where an editor supplies a translation of the consent text that stops publishing."""

import pytest
from django.test import Client
from django.urls import reverse

from forms.consent_texts import load_shipped_texts
from forms.revising.consent_translations import consent_beside
from forms.revising.working_copies import change_consent_text, fingerprint, working_copy
from forms.translations import Translation
from forms.versions import store_shipped_form
from gremium.people.models import Role
from tests.forms.asking import actor
from tests.forms.revising.translating import KEY, translate_consent
from tests.pages.editors import new_editor, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def stored_form() -> None:
    store_shipped_form()
    load_shipped_texts()
    translate_consent()


def german() -> str:
    return working_copy(KEY).valid_consent_text


def at(name: str, *args: str) -> str:
    return reverse(f"editing:{name}", args=args)


def test_what_stops_publishing_leads_to_the_page_where_it_is_supplied(editing: Client) -> None:
    change_consent_text(KEY, german().replace("[P3] ", "[P3] Neu: "), shown=fingerprint(""), by=actor())

    page = editing.get(at("form_release")).content.decode()

    assert "Zweck P3 („Neu: " in page
    assert f'href="{at("form_consent_languages")}"' in page
    assert "veraltet" in editing.get(at("form_consent_languages")).content.decode()


def test_the_page_of_a_language_saves_drafts_and_says_so(editing: Client) -> None:
    sent = {"shown": fingerprint(german()), "consent.P3": "أوافق", "consent.P4": ""}

    answer = editing.post(at("form_consent_language", "ar"), sent, follow=True)

    assert "Ein Absatz ist als ungeprüfter Entwurf gespeichert." in answer.content.decode()
    row = Translation.objects.get(language="ar", address="consent.P3")
    assert (row.text, row.state) == ("[P3] أوافق", "draft")
    assert '<textarea id="p' in answer.content.decode()
    assert 'lang="ar" dir="rtl"' in answer.content.decode()


def test_what_was_written_beside_another_german_text_is_shown_and_not_saved(editing: Client) -> None:
    before = consent_beside(KEY, german(), "ar")

    answer = editing.post(at("form_consent_language", "ar"), {"shown": "0" * 64, "consent.P3": "أوافق"})

    assert answer.status_code == 409
    assert "أوافق</textarea>" in answer.content.decode()
    assert consent_beside(KEY, german(), "ar") == before


def test_languages_that_the_site_does_not_offer_have_no_page(editing: Client) -> None:
    assert editing.get(at("form_consent_language", "de")).status_code == 404
    assert editing.get(at("form_consent_language", "xx")).status_code == 404


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CASE_WORKER, Role.TECHNICIAN])
def test_nobody_but_editors_comes_here(role: Role) -> None:
    client = signed_in(new_editor("andere@example.org", role))

    for address in (at("form_consent_languages"), at("form_consent_language", "ar")):
        assert client.get(address).status_code in (302, 403, 404)
        assert client.post(address).status_code in (302, 403, 404, 405)
