"""The page on which editors correct a form's texts in a language and mark them as checked."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from forms.consent_texts import load_shipped_texts
from forms.reading import shipped_form
from forms.revising.form_translations import Beside, seen_of, texts_beside
from forms.revising.working_copies import change_form
from forms.translations import State, load_drafts
from forms.versions import store_shipped_form
from forms.wordings import wordings
from gremium.people.models import Role
from tests.forms.asking import actor
from tests.forms.revising.translating import KEY, translate_consent
from tests.pages.editors import new_editor, signed_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NAME = "familienname.label"


@pytest.fixture(autouse=True)
def translated_form() -> None:
    store_shipped_form()
    load_shipped_texts()
    translate_consent()
    german = wordings(shipped_form())
    load_drafts(KEY, "ar", german, {text: f"ar: {text}" for text in german.values()})


def page_of(language: str = "ar", **wish: str) -> str:
    return reverse("editing:form_translation", args=[language], query=wish)


def shown(editing: Client, **wish: str) -> str:
    return editing.get(page_of(**wish)).content.decode()


def at(address: str) -> Beside:
    return next(one for one in texts_beside(shipped_form(), "ar") if one.address == address)


def sent(text: str, address: str = NAME, **more: str) -> dict[str, str]:
    return {f"text:{address}": text, f"seen:{address}": at(address).seen, **more}


def with_other_label(data: dict[str, Any]) -> dict[str, Any]:
    """The form with the last name asked in other words."""
    fields = next(step["fields"] for step in data["steps"] if step["key"] == "person")
    next(one for one in fields if one["key"] == "familienname")["label"] = "Nachname wie im Pass"
    return data


def test_the_overview_counts_every_language_in_few_queries(
    editing: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(45):
        page = editing.get(reverse("editing:form_translations")).content.decode()

    assert f"{len(wordings(shipped_form()))} ungeprüft" in page
    assert "fehlt" in page


def test_a_page_of_texts_costs_as_many_queries_whatever_the_size_of_the_form(
    editing: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        editing.get(page_of())


def test_german_stands_beside_a_field_in_the_direction_of_the_language(editing: Client) -> None:
    page = shown(editing, suche=NAME)

    assert f'name="text:{NAME}" rows="2" lang="ar" dir="rtl"' in page
    assert at(NAME).german in page


def test_texts_are_found_by_words_state_and_part(editing: Client) -> None:
    assert NAME in shown(editing, suche=at(NAME).german.upper())
    assert NAME not in shown(editing, zustand="released")
    assert NAME not in shown(editing, teil="rule")
    assert "rule.V01.message" in shown(editing, teil="rule", zustand="draft")


def test_a_corrected_text_is_saved_and_the_editor_stays_at_her_place(editing: Client) -> None:
    answer = editing.post(page_of(suche=NAME), sent("اسم العائلة"))

    assert answer.headers["Location"] == page_of(suche=NAME)
    assert (at(NAME).text, at(NAME).state) == ("اسم العائلة", State.DRAFT)


def test_a_text_is_marked_as_checked_with_its_tick(editing: Client) -> None:
    editing.post(page_of(), sent(at(NAME).text, **{f"checked:{NAME}": "on"}))

    assert at(NAME).state is State.RELEASED
    assert at(NAME).checked_by in shown(editing, suche=NAME)


def test_what_somebody_else_changed_meanwhile_is_told_and_nothing_is_lost(editing: Client) -> None:
    mine = sent("meins")
    editing.post(page_of(), sent("ihres"))

    answer = editing.post(page_of(), mine)

    assert answer.status_code == 409
    assert "meins</textarea>" in answer.content.decode()
    assert at(NAME).text == "ihres"


def test_a_whole_part_is_marked_once_somebody_has_confirmed_to_have_compared_it(editing: Client) -> None:
    address = reverse("editing:form_translation_check", args=["ar"])
    rules = [one for one in texts_beside(shipped_form(), "ar") if one.chapter == "rule"]
    fields = {"teil": "rule", "seen": seen_of(rules)}

    editing.post(address, fields)
    assert at("rule.V01.message").state is State.DRAFT
    editing.post(address, {**fields, "compared": "on"})

    assert at("rule.V01.message").state is State.RELEASED
    assert at(NAME).state is State.DRAFT


def test_what_is_out_of_date_shows_the_change_of_the_german(editing: Client) -> None:
    change_form(KEY, with_other_label, by=actor())

    page = shown(editing, zustand="stale")

    assert "<ins>" in page
    assert "Nachname wie im Pass" in page
    assert NAME not in shown(editing, zustand="stale", fassung=shipped_form().version)


def test_languages_and_versions_that_are_not_there_have_no_page(editing: Client) -> None:
    assert editing.get(page_of("de")).status_code == 404
    assert editing.get(page_of(fassung="9.9")).status_code == 404


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CASE_WORKER, Role.DATA_PROTECTION])
def test_nobody_but_editors_comes_here(role: Role) -> None:
    client = signed_in(new_editor("andere@example.org", role))

    check = reverse("editing:form_translation_check", args=["ar"])
    for address in (reverse("editing:form_translations"), page_of(), check):
        assert client.get(address).status_code in (302, 403, 404, 405)
        assert client.post(address).status_code in (302, 403, 404, 405)
    assert at(NAME).state is State.DRAFT
