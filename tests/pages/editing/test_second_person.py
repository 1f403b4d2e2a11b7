"""Legal pages through the real views of the CMS: no way leads past a second person."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from gremium.people.models import User
from pages.models import HomePage, InfoPage, LegalPage
from pages.models.legal import LegalKind
from pages.models.second_person import WORKFLOW, set_up_workflow

pytestmark = pytest.mark.django_db
COMMENTS = {
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
    "comments-MIN_NUM_FORMS": "0",
    "comments-MAX_NUM_FORMS": "",
}


@pytest.fixture
def legal(small_site: HomePage) -> LegalPage:
    """Live, as it was shipped."""
    page = LegalPage(title="Impressum", slug="impressum", legal_kind=LegalKind.IMPRINT, locale=small_site.locale)
    small_site.add_child(instance=page)
    page.save_revision().publish()
    return page


def form(lead: str, title: str = "Impressum", **more: str) -> dict[str, str]:
    fields = {
        "title": title,
        "slug": "impressum",
        "lead": lead,
        "legal_kind": "imprint",
        "body": streamfield([]),
        "media": streamfield([]),
    }
    return {**nested_form_data(fields), **COMMENTS, **more}


def edit(page: LegalPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def live_lead(page: LegalPage) -> str:
    return str(LegalPage.objects.get(pk=page.pk).lead)


def approve(editor: Client, page: LegalPage, lead: str) -> Any:
    more = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return editor.post(edit(page), form(lead, **more), follow=True)


def test_an_editor_cannot_publish_a_legal_page_alone(editing: Client, legal: LegalPage) -> None:
    assert "action-publish" not in editing.get(edit(legal)).text

    editing.post(edit(legal), form("Neu.", **{"action-publish": "true"}))

    assert live_lead(legal) == ""
    assert LegalPage.objects.get(pk=legal.pk).get_latest_revision_as_object().lead == "Neu."


def test_a_second_person_publishes_what_the_first_has_submitted(
    editing: Client, second_editing: Client, legal: LegalPage
) -> None:
    editing.post(edit(legal), form("Neu.", **{"action-submit": "true"}))
    assert live_lead(legal) == ""

    approve(second_editing, legal, "Neu.")

    assert live_lead(legal) == "Neu."


def test_the_author_is_offered_no_approval_and_cannot_force_it(editing: Client, legal: LegalPage) -> None:
    editing.post(edit(legal), form("Neu.", **{"action-submit": "true"}))
    assert 'data-workflow-action-name="approve"' not in editing.get(edit(legal)).text

    approve(editing, legal, "Neu.")

    assert live_lead(legal) == ""


def test_who_changes_the_text_while_approving_must_wait_for_somebody_else(
    editing: Client, second_editing: Client, legal: LegalPage
) -> None:
    editing.post(edit(legal), form("Neu.", **{"action-submit": "true"}))

    answer = approve(second_editing, legal, "Neu, und anders.")

    assert live_lead(legal) == ""
    assert "Sie haben den Text selbst geändert" in answer.text
    approve(editing, legal, "Neu, und anders.")
    assert live_lead(legal) == "Neu, und anders."


def test_a_new_legal_page_begins_as_a_draft_whatever_button_is_pressed(editing: Client, small_site: HomePage) -> None:
    add = reverse("wagtailadmin_pages:add", args=["pages", "legalpage", small_site.pk])

    answer = editing.post(add, form("Neu.", **{"action-publish": "true"}), follow=True)

    page = LegalPage.objects.get()
    assert not page.live
    assert "eine zweite Person muss diese Seite lesen" in answer.text.replace("Eine", "eine")


def test_publishing_many_at_once_leaves_legal_pages_out(editing: Client, legal: LegalPage) -> None:
    draft = LegalPage.objects.get(pk=legal.pk)
    draft.lead = "Neu."
    draft.save_revision()

    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    editing.post(f"{bulk}?id={legal.pk}", {"include_descendants": "on"})

    assert live_lead(legal) == ""


def test_one_person_is_enough_to_take_a_legal_page_offline(editing: Client, legal: LegalPage) -> None:
    editing.post(reverse("wagtailadmin_pages:unpublish", args=[legal.pk]))

    assert not LegalPage.objects.get(pk=legal.pk).live


def test_without_the_workflow_nobody_publishes(editing: Client, legal: LegalPage) -> None:
    Workflow.objects.filter(name=WORKFLOW).update(active=False)

    editing.post(edit(legal), form("Neu.", **{"action-publish": "true"}))

    assert live_lead(legal) == ""


def test_an_editor_cannot_switch_the_workflow_off(editing: Client, editor: User) -> None:
    workflow = Workflow.objects.get(name=WORKFLOW)

    answer = editing.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))

    assert answer.status_code in (302, 403)
    assert Workflow.objects.get(pk=workflow.pk).active
    assert not any(editor.has_perm(f"wagtailcore.{act}_workflow") for act in ("add", "change", "delete"))


def test_other_pages_are_published_directly(editing: Client, page: InfoPage) -> None:
    fields = {
        "title": page.title,
        "slug": page.slug,
        "lead": "Am Dienstag.",
        "body": streamfield([("heading", "Wann?")]),
        "media": streamfield([]),
    }

    editing.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {**nested_form_data(fields), **COMMENTS, "action-publish": "true"},
    )

    assert InfoPage.objects.get(pk=page.pk).lead == "Am Dienstag."


def test_setting_up_twice_changes_nothing(small_site: HomePage) -> None:
    set_up_workflow()

    workflow = Workflow.objects.get(name=WORKFLOW)
    assert workflow.workflow_tasks.count() == 1
