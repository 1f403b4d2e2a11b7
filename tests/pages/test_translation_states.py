"""What happened to a page and its translation, and what is then said about it: the table of states."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from gremium.people.models import User
from pages.models import HomePage, InfoPage
from pages.stating import confirm_checked, declare_legal_change, declare_minor_edit
from pages.translations import State, state_of, states_of
from tests.pages.scene import MACHINE, Scene, german_page

pytestmark = pytest.mark.django_db

NOTHING = ""
UNCHECKED = "This translation has not yet been checked by a person."
PARTS = "Parts of this page are not translated yet and are in German."
LAW = "The law has changed since. This translation may be wrong: ask a counselling centre."
PHONE = "<p>Rufen Sie an: 0231 654321.</p><p>Bis zum 31. Mai 2026.</p>"


def newer(parts: str) -> str:
    return f"The German text is newer, changed: {parts}"


@pytest.fixture
def scene(editor: User, editing: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Scene:
    page = german_page(HomePage.objects.get(locale__language_code="de"), InfoPage)
    made = Scene(page, editor, editing, django_capture_on_commit_callbacks)
    made.publish()
    return made


def submitted_in_the_cms(scene: Scene) -> None:
    with scene.committed(execute=True):
        answer = scene.browser.post(
            reverse("wagtail_localize:submit_page_translation", args=[scene.german.pk]), {"locales": [scene.locale.pk]}
        )
    assert answer.status_code == 302
    assert scene.page.pk


def submitted_by_code(scene: Scene) -> None:
    scene.submit()


def published_without_a_translation(scene: Scene) -> None:
    scene.submit()
    with contextlib.suppress(ValidationError):
        scene.publish_translation()


def published_in_the_cms_without_a_translation(scene: Scene) -> None:
    scene.submit()
    with contextlib.suppress(ValidationError), scene.committed(execute=True):
        scene.browser.post(reverse("wagtailadmin_pages:edit", args=[scene.page.pk]), {"action": "publish"})


def mirrored(scene: Scene) -> None:
    with scene.committed(execute=True):
        scene.german.copy_for_translation(scene.locale, copy_parents=True, alias=True)
    scene.publish(lead="Ein zweiter Satz.")


def mirrored_then_submitted(scene: Scene) -> None:
    mirrored(scene)
    scene.submit()


def copied_and_published_by_code(scene: Scene) -> None:
    copy = scene.german.copy_for_translation(scene.locale, copy_parents=True)
    with contextlib.suppress(ValidationError), scene.committed(execute=True):
        copy.save_revision().publish()
    copy.live = True
    copy.save(clean=False)


def drafted_by_a_machine(scene: Scene) -> None:
    scene.translate(kind=MACHINE)


def translated(scene: Scene) -> None:
    scene.translate()


def checked(scene: Scene) -> None:
    scene.translate()
    confirm_checked(scene.page, by=scene.editor)


def checked_draft_of_a_machine(scene: Scene) -> None:
    scene.translate(kind=MACHINE)
    confirm_checked(scene.page, by=scene.editor)


def half_translated(scene: Scene) -> None:
    scene.translate(only=lambda path: not path.endswith(("question", "answer")))


def half_translated_and_checked(scene: Scene) -> None:
    half_translated(scene)
    confirm_checked(scene.page, by=scene.editor)


def with_the_same_name_in_both(scene: Scene) -> None:
    scene.submit()
    scene.enter()
    StringTranslation.objects.filter(context__path="title", locale=scene.locale).update(data=scene.german.title)
    scene.publish_translation()


def then(first: Callable[[Scene], None], **fields: Any) -> Callable[[Scene], None]:
    return lambda scene: (first(scene), scene.publish(**fields))[1]


def then_changed(block: str, value: Any) -> Callable[[Scene], None]:
    return lambda scene: (checked(scene), scene.change(block, value))[1]


def german_drafted(scene: Scene) -> None:
    checked(scene)
    scene.german.lead = "Nur ein Entwurf."
    scene.german.save_revision()


def german_saved_by_code(scene: Scene) -> None:
    checked(scene)
    page = InfoPage.objects.get(pk=scene.german.pk)
    page.title = "Durch ein Programm"
    page.save()


def german_changed_and_changed_back(scene: Scene) -> None:
    checked(scene)
    scene.publish(lead="Anders.")
    scene.publish(lead="Ein erster Satz.")


def german_published_again_unchanged(scene: Scene) -> None:
    checked(scene)
    scene.publish()


def much_changed(scene: Scene) -> None:
    checked(scene)
    scene.change("notice", {"tone": "serious", "title": "Anders", "text": "<p>Anders.</p>"})
    scene.change("heading", "Anders")
    scene.change("first", {"question": "Wer nun?", "answer": "<p>Alle Menschen.</p>"})
    scene.publish(title="Andere Seite", lead="Anders.")


def small_change(scene: Scene) -> None:
    checked(scene)
    scene.publish(lead="Ein erster  Satz ohne Tippfehler.")
    declare_minor_edit(scene.german, by=scene.editor)


def small_then_real_change(scene: Scene) -> None:
    small_change(scene)
    scene.change("heading", "Anders")


def small_change_after_a_real_one(scene: Scene) -> None:
    checked(scene)
    scene.change("heading", "Anders")
    scene.publish(lead="Ein Satz ohne Tippfehler.")
    declare_minor_edit(scene.german, by=scene.editor)


def law_changed(scene: Scene) -> None:
    checked(scene)
    declare_legal_change(scene.german, by=scene.editor)


def law_changed_then_checked(scene: Scene) -> None:
    law_changed(scene)
    confirm_checked(scene.page, by=scene.editor)


def law_changed_with_the_text_then_translated(scene: Scene) -> None:
    checked(scene)
    scene.publish(lead="Neues Recht.")
    declare_legal_change(scene.german, by=scene.editor)
    scene.enter()
    scene.publish_translation()


def renewed(scene: Scene) -> None:
    checked(scene)
    scene.publish(lead="Anders.")
    scene.enter()
    scene.publish_translation()


def renewed_and_checked(scene: Scene) -> None:
    renewed(scene)
    confirm_checked(scene.page, by=scene.editor)


def renewed_but_not_published(scene: Scene) -> None:
    checked(scene)
    scene.publish(lead="Anders.")
    scene.enter()


def published_again_with_a_gap(scene: Scene) -> None:
    checked(scene)
    scene.publish(lead="Anders.")
    scene.publish_translation()


def same_words_kept_for_a_new_german(scene: Scene) -> None:
    checked(scene)
    scene.publish(lead="Anders.")
    scene.enter()
    StringTranslation.objects.filter(context__path="lead", locale=scene.locale).update(data="EN Ein erster Satz.")
    scene.publish_translation()


def changed_after_the_check(scene: Scene) -> None:
    checked(scene)
    scene.enter(mark="English:")
    scene.publish_translation()


def published_again_after_the_check(scene: Scene) -> None:
    checked(scene)
    scene.publish_translation()


def german_changed_before_the_draft_was_published(scene: Scene) -> None:
    scene.submit()
    scene.enter()
    Translation.objects.get(source=scene.source, target_locale=scene.locale).save_target(publish=False)
    draft = scene.page.get_latest_revision()
    scene.publish(lead="Anders.")
    with scene.committed(execute=True):
        draft.publish()


def taken_down(scene: Scene) -> None:
    checked(scene)
    scene.page.unpublish()


def deleted(scene: Scene) -> None:
    checked(scene)
    scene.page.delete()


def german_taken_down(scene: Scene) -> None:
    checked(scene)
    scene.german.unpublish()


def german_deleted(scene: Scene) -> None:
    checked(scene)
    InfoPage.objects.get(pk=scene.german.pk).delete()


def made_an_alias_again(scene: Scene) -> None:
    checked(scene)
    with scene.committed(execute=True):
        scene.browser.post(reverse("wagtail_localize:convert_to_alias", args=[scene.page.pk]))
    assert scene.page.alias_of_id


def edited_by_hand(scene: Scene) -> None:
    checked(scene)
    Translation.objects.update(enabled=False)
    page = scene.page
    page.lead = "By hand."
    with scene.committed(execute=True):
        page.save_revision().publish()


def edited_by_hand_after_a_change(scene: Scene) -> None:
    checked(scene)
    scene.change("heading", "Anders")
    Translation.objects.update(enabled=False)
    page = scene.page
    page.lead = "By hand."
    with scene.committed(execute=True):
        page.save_revision().publish()


TABLE: list[tuple[Callable[[Scene], object], State, str]] = [
    (lambda scene: None, State.MISSING, NOTHING),
    (submitted_in_the_cms, State.MISSING, NOTHING),
    (submitted_by_code, State.MISSING, NOTHING),
    (published_without_a_translation, State.MISSING, NOTHING),
    (published_in_the_cms_without_a_translation, State.MISSING, NOTHING),
    (mirrored, State.MISSING, NOTHING),
    (mirrored_then_submitted, State.MISSING, NOTHING),
    (copied_and_published_by_code, State.MISSING, NOTHING),
    (drafted_by_a_machine, State.DRAFT, UNCHECKED),
    (translated, State.DRAFT, UNCHECKED),
    (checked, State.CURRENT, NOTHING),
    (checked_draft_of_a_machine, State.CURRENT, NOTHING),
    (half_translated, State.PARTLY, PARTS),
    (half_translated_and_checked, State.PARTLY, PARTS),
    (with_the_same_name_in_both, State.DRAFT, UNCHECKED),
    (then(checked, title="Andere Seite"), State.OUTDATED, newer("title")),
    (then(checked, lead="Anders."), State.OUTDATED, newer("opening sentence")),
    (then(checked, search_description="Neu."), State.OUTDATED, newer("short description")),
    (then(translated, lead="Anders."), State.OUTDATED, newer("opening sentence")),
    (then(half_translated, lead="Anders."), State.OUTDATED, newer("opening sentence")),
    (then_changed("heading", "Anders"), State.OUTDATED, newer("heading")),
    (then_changed("text", PHONE), State.OUTDATED, newer("phone number")),
    (
        then_changed("text", "<p>Rufen Sie an: 0231 123456.</p><p>Bis zum 30. Juni 2027.</p>"),
        State.OUTDATED,
        newer("number or date"),
    ),
    (then_changed("text", "<p>Schreiben Sie.</p>"), State.OUTDATED, newer("text")),
    (
        then_changed("second", {"question": "Wann?", "answer": "<p>Nie.</p>"}),
        State.OUTDATED,
        newer("question 2"),
    ),
    (
        then_changed("notice", {"tone": "serious", "title": "Halt", "text": "<p>Neu.</p>"}),
        State.OUTDATED,
        newer("important note"),
    ),
    (then_changed("second", None), State.OUTDATED, newer("question 2")),
    (much_changed, State.OUTDATED, newer("title, opening sentence, heading, other parts")),
    (german_saved_by_code, State.OUTDATED, newer("title")),
    (german_drafted, State.CURRENT, NOTHING),
    (german_changed_and_changed_back, State.CURRENT, NOTHING),
    (german_published_again_unchanged, State.CURRENT, NOTHING),
    (small_change, State.CURRENT, NOTHING),
    (small_then_real_change, State.OUTDATED, newer("heading")),
    (small_change_after_a_real_one, State.OUTDATED, newer("heading")),
    (law_changed, State.OUTDATED, LAW),
    (law_changed_then_checked, State.CURRENT, NOTHING),
    (law_changed_with_the_text_then_translated, State.OUTDATED, LAW),
    (renewed, State.DRAFT, UNCHECKED),
    (renewed_and_checked, State.CURRENT, NOTHING),
    (renewed_but_not_published, State.OUTDATED, newer("opening sentence")),
    (published_again_with_a_gap, State.PARTLY, PARTS),
    (same_words_kept_for_a_new_german, State.DRAFT, UNCHECKED),
    (changed_after_the_check, State.DRAFT, UNCHECKED),
    (published_again_after_the_check, State.CURRENT, NOTHING),
    (german_changed_before_the_draft_was_published, State.OUTDATED, newer("opening sentence")),
    (taken_down, State.MISSING, NOTHING),
    (deleted, State.MISSING, NOTHING),
    (german_taken_down, State.MISSING, NOTHING),
    (german_deleted, State.MISSING, NOTHING),
    (made_an_alias_again, State.MISSING, NOTHING),
    (edited_by_hand, State.DRAFT, UNCHECKED),
    (edited_by_hand_after_a_change, State.OUTDATED, newer("heading")),
]


@pytest.mark.parametrize(("happened", "state", "line"), TABLE)
def test_the_state_follows_from_what_happened(
    scene: Scene, happened: Callable[[Scene], object], state: State, line: str
) -> None:
    happened(scene)

    computed = states_of([scene.german], [scene.language])[scene.german.translation_key, scene.language]
    with override("en"):
        assert (computed.state, computed.line) == (state, line)
    live = Page.objects.live().filter(translation_key=scene.german.translation_key, locale=scene.locale).first()
    assert (live is None) == (state == State.MISSING)
    if live is not None:
        assert state_of(live.specific) == computed
