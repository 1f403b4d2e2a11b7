"""The dossier in the form editor: its sections, its tables, and what it would look like."""

import copy
import io
import json
from collections.abc import Mapping
from typing import Any

import pypdf
import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.journal import JournalLine
from forms.consent_texts import load_shipped_texts
from forms.plain_yaml import dump_text, load_text
from forms.reading import read_form, write_form
from forms.revising.working_copies import WorkingCopy, fingerprint, working_copy
from forms.versions import store_shipped_form
from gremium.people.models import Role
from pages.editing.form.part_views import PartForm
from pages.editing.form.parts import PARTS
from pages.editing.form.step_page import StepEditForm
from tests.forms.revising.translating import KEY, translate_consent
from tests.pages.editing.form.test_lossless import SHIPPED, WORDS, posted, saved_step
from tests.pages.editors import new_editor, signed_in

DOSSIER = next(part for part in PARTS if part.slug == "dossier")
few = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
DATABASE = pytest.mark.django_db(databases=["default", "keys"])


def written(form: Mapping[str, Any], **changes: str) -> dict[str, Any]:
    """The sections after they were opened and sent with some fields changed."""
    sent = PartForm(DOSSIER, form, posted(PartForm(DOSSIER, form), **changes))
    assert sent.is_valid(), sent.errors.as_json()
    sections: dict[str, Any] = sent.written()["dossier_sections"]
    return sections


def at(code: str) -> int:
    return list(SHIPPED["dossier_sections"]).index(code)


ENTRIES = WORDS | st.fixed_dictionaries({"title": WORDS}, optional={"own_pages": st.booleans(), "note": WORDS})


@few
@given(st.dictionaries(st.sampled_from([*SHIPPED["dossier_sections"], "D14", "D15"]), ENTRIES, min_size=1))
def test_sections_that_nobody_touched_stay_as_they_are_to_the_letter(sections: dict[str, Any]) -> None:
    assert json.dumps(written({**SHIPPED, "dossier_sections": sections})) == json.dumps(sections)


def test_a_title_and_pages_are_written_as_briefly_as_they_were() -> None:
    sections = written(
        SHIPPED, **{f"items-{at('D03')}-value-title": "Wer fragt", f"items-{at('D05')}-value-own_pages": "on"}
    )

    shipped = SHIPPED["dossier_sections"]
    assert sections == {**shipped, "D03": "Wer fragt", "D05": {"title": shipped["D05"], "own_pages": True}}


def test_what_was_moved_stands_in_its_new_order() -> None:
    swap = {f"items-{at('D04')}-order": str(at("D05")), f"items-{at('D05')}-order": str(at("D04"))}

    codes = list(written(SHIPPED, **swap))

    assert codes.index("D05") == codes.index("D04") - 1


def test_a_new_section_gets_the_next_code_and_a_removed_one_goes() -> None:
    count = len(SHIPPED["dossier_sections"])
    start = f"items-{count}"
    new = {
        "items-count": str(count + 1),
        f"{start}-deleted": "",
        f"{start}-order": str(count),
        f"{start}-type": "entry",
        f"{start}-id": "5d4cbb1e-2b4e-4a6f-9a49-0d6f2b1b2a11",
        f"{start}-value-title": "Wohnen",
        f"{start}-value-code": "",
    }

    sections = written(SHIPPED, **new, **{f"items-{at('D09')}-deleted": "1"})

    assert (sections["D14"], "D09" in sections) == ("Wohnen", False)


def changed_step(step: str, place: str, value: str, *, form: Any = SHIPPED) -> dict[str, Any]:
    """A step saved with one field of a group changed; `place` begins with the group's key."""
    opened = StepEditForm(form, step)
    key, _dot, field = place.partition(".")
    number = next(n for n, child in enumerate(opened.initial["items"]) if child.value["key"] == key)
    sent = StepEditForm(form, step, posted(opened, **{f"items-{number}-value-{field}": value}))
    assert sent.is_valid(), sent.errors.as_json()
    group: dict[str, Any] = next(one for one in sent.written()["fields"] if one["key"] == key)
    return group


STEP = next(step["key"] for step in SHIPPED["steps"] if any(one["key"] == "chronologie" for one in step["fields"]))


def test_columns_are_written_in_their_order_and_taken_away_again() -> None:
    chosen = changed_step(STEP, "chronologie.columns", json.dumps(["ch_status", "ch_von"]))
    assert chosen["columns"] == ["ch_status", "ch_von"]

    form = copy.deepcopy(SHIPPED)
    next(one for step in form["steps"] for one in step["fields"] if one["key"] == "chronologie")["columns"] = ["ch_von"]
    assert "columns" not in changed_step(STEP, "chronologie.columns", "[]", form=form)
    assert saved_step(form, STEP) == next(step for step in form["steps"] if step["key"] == STEP)


def test_a_question_that_goes_is_no_column_any_more() -> None:
    form = copy.deepcopy(SHIPPED)
    group = next(one for step in form["steps"] for one in step["fields"] if one["key"] == "chronologie")
    group["columns"] = ["ch_ort", "ch_von"]

    changed = changed_step(STEP, "chronologie.questions-3-deleted", "1", form=form)

    assert ([one["key"] for one in changed["fields"]][3], changed["columns"]) == ("ch_bemerkung", ["ch_von"])


def test_a_short_title_is_written_and_a_long_one_is_not_taken() -> None:
    group = changed_step(STEP, "chronologie.questions-2-value-short", "Papier")
    assert group["fields"][2]["short"] == "Papier"

    opened = StepEditForm(SHIPPED, STEP)
    number = next(n for n, child in enumerate(opened.initial["items"]) if child.value["key"] == "chronologie")
    field = f"items-{number}-value-questions-2-value-short"
    assert not StepEditForm(SHIPPED, STEP, posted(opened, **{field: "x" * 25})).is_valid()


def test_a_form_file_keeps_order_columns_and_short_titles() -> None:
    form = copy.deepcopy(SHIPPED)
    sections = form["dossier_sections"]
    form["dossier_sections"] = {
        **{code: sections[code] for code in ("D00", "D01", "D05")},
        "D14": {"title": "Wohnen", "own_pages": True},
        **{code: title for code, title in sections.items() if code not in ("D00", "D01", "D05")},
    }
    group = next(one for step in form["steps"] for one in step["fields"] if one["key"] == "chronologie")
    group["columns"] = ["ch_status", "ch_von"]

    back = load_text(dump_text(write_form(read_form(form))), "x")

    assert json.dumps(back) == json.dumps(form)


@pytest.fixture
def stored_form() -> None:
    store_shipped_form()
    load_shipped_texts()
    translate_consent()


def sent_part(**changes: str) -> QueryDict:
    data = working_copy(KEY).data
    return posted(PartForm(DOSSIER, data), shown=fingerprint(DOSSIER.content(data)), **changes)


def send(client: Client, address: str, sent: QueryDict) -> Any:
    return client.post(address, sent.urlencode(), content_type="application/x-www-form-urlencoded")


SWAPPED = {f"items-{at('D04')}-order": str(at("D05")), f"items-{at('D05')}-order": str(at("D04"))}


@DATABASE
def test_an_order_alone_is_a_change_that_is_kept_and_told(editing: Client, stored_form: None) -> None:
    answer = send(editing, reverse("editing:form_part", args=["dossier"]), sent_part(**SWAPPED))

    copied = working_copy(KEY)
    codes = list(copied.data["dossier_sections"])
    assert (answer.status_code, copied.is_changed) == (302, True)
    assert codes.index("D05") < codes.index("D04")
    assert "Abschnitt D0" in editing.get(reverse("editing:form_release")).content.decode()


@DATABASE
def test_a_section_that_is_needed_is_asked_back_on_its_page(editing: Client, stored_form: None) -> None:
    page = reverse("editing:form_part", args=["dossier"])

    answer = send(editing, page, sent_part(**{f"items-{at('D11')}-deleted": "1"}))

    assert answer.status_code == 302
    assert "Der Abschnitt D11 darf nicht fehlen" in editing.get(page).content.decode()


def pdf_text(answer: Any) -> str:
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)


@DATABASE
def test_the_preview_shows_what_is_on_the_screen_and_stores_nothing(editing: Client, stored_form: None) -> None:
    before = JournalLine.objects.count()
    sent = sent_part(**{f"items-{at('D03')}-value-title": "Wer hier fragt"}, length="shortest")

    answer = send(editing, reverse("editing:form_dossier_preview"), sent)

    text = pdf_text(answer)
    assert ("Wer hier fragt" in text, "PROBELAUF" in text) == (True, True)
    assert not WorkingCopy.objects.exists()
    assert JournalLine.objects.count() == before


@DATABASE
def test_a_step_shows_its_columns_in_the_preview_before_they_are_saved(editing: Client, stored_form: None) -> None:
    opened = StepEditForm(working_copy(KEY).data, STEP)
    number = next(n for n, child in enumerate(opened.initial["items"]) if child.value["key"] == "chronologie")
    sent = posted(opened, **{f"items-{number}-value-columns": json.dumps(["ch_status"])})

    answer = send(editing, reverse("editing:form_dossier_preview_step", args=[STEP]), sent)

    assert "Chronologie des Aufenthalts 1" in pdf_text(answer)
    assert not WorkingCopy.objects.exists()


@DATABASE
def test_what_cannot_be_shown_is_said(editing: Client, stored_form: None) -> None:
    address = reverse("editing:form_dossier_preview")

    assert send(editing, address, sent_part(**{f"items-{at('D03')}-value-title": ""})).status_code == 422
    nowhere = reverse("editing:form_dossier_preview_step", args=["gibt-es-nicht"])
    assert send(editing, nowhere, sent_part()).status_code == 404
    assert editing.get(address).status_code == 405


@DATABASE
@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.CASE_WORKER, Role.MEMBER, Role.TECHNICIAN])
def test_nobody_but_editors_sees_a_preview(role: Role, stored_form: None) -> None:
    client = signed_in(new_editor("andere@example.org", role))

    assert send(client, reverse("editing:form_dossier_preview"), sent_part()).status_code in (302, 403, 404)
