"""Saving a page of the form editor: what is stored, and what the editor reads where it is not."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from forms.consent_texts import load_shipped_texts
from forms.revising.releases import ask_for_release
from forms.revising.working_copies import change_form, fingerprint, working_copy
from forms.versions import store_shipped_form
from pages.editing.form.part_views import PartForm
from pages.editing.form.parts import PARTS
from pages.editing.form.step_page import StepEditForm
from tests.forms.asking import actor
from tests.forms.revising.changing import Data, question, step
from tests.forms.revising.translating import translate_consent
from tests.pages.editing.form.test_lossless import posted

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
KEY = "kurzantrag"
HEAD = next(part for part in PARTS if part.slug == "kopf")


@pytest.fixture(autouse=True)
def stored_form() -> None:
    store_shipped_form()
    load_shipped_texts()
    translate_consent()


def step_as_sent(key: str, **changes: str) -> QueryDict:
    data = working_copy(KEY).data
    shown = fingerprint(next(one for one in data["steps"] if one["key"] == key))
    return posted(StepEditForm(data, key), shown=shown, **changes)


def head_as_sent() -> QueryDict:
    data = working_copy(KEY).data
    return posted(PartForm(HEAD, data), shown=fingerprint(HEAD.content(data)))


def send(editing: Client, name: str, key: str, sent: QueryDict) -> Any:
    address = reverse(f"editing:{name}", args=[key])
    return editing.post(address, sent.urlencode(), content_type="application/x-www-form-urlencoded")


def with_question(data: Data) -> Data:
    step(data, "anliegen")["fields"].append(question("was_noch", "Was noch?"))
    return data


def test_a_saved_step_is_in_the_working_copy(editing: Client) -> None:
    answer = send(editing, "form_step", "anliegen", step_as_sent("anliegen", title="Wünsche"))

    assert answer.status_code == 302
    assert next(one for one in working_copy(KEY).data["steps"] if one["key"] == "anliegen")["title"] == "Wünsche"


def test_a_part_sent_unchanged_changes_nothing(editing: Client) -> None:
    answer = send(editing, "form_part", "kopf", head_as_sent())

    assert (answer.status_code, working_copy(KEY).is_changed) == (302, False)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_and_the_own_text_is_shown(editing: Client) -> None:
    sent = step_as_sent("anliegen", title="Wünsche")
    change_form(KEY, with_question, by=actor())

    answer = send(editing, "form_step", "anliegen", sent)

    assert answer.status_code == 409
    assert "Wünsche" in answer.content.decode()
    fields = next(one for one in working_copy(KEY).data["steps"] if one["key"] == "anliegen")["fields"]
    assert fields[-1]["label"] == "Was noch?"


def test_a_form_without_a_title_is_shown_again(editing: Client) -> None:
    answer = send(editing, "form_step", "anliegen", step_as_sent("anliegen", title=""))

    assert (answer.status_code, working_copy(KEY).is_changed) == (422, False)


def test_nothing_is_saved_while_the_form_waits_for_its_release(editing: Client) -> None:
    asked = ask_for_release(change_form(KEY, with_question, by=actor()), version="1.1.0", note="", by=actor())

    answer = send(editing, "form_step", "anliegen", step_as_sent("anliegen", title="Wünsche"))

    assert answer.url == reverse("editing:form")
    assert working_copy(KEY).data == {**asked.data, "form": working_copy(KEY).data["form"]}
