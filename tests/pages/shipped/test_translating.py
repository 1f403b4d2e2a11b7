from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation

from documents.jobs import Job, State
from gremium.people.models import User
from pages import tasks
from pages.models import GlossaryTerm, ProcessPage
from pages.shipped import catalogues, translating
from pages.shipped.translating import enter_draft, order_translations, subject_of
from pages.stating import confirm_checked
from pages.translations import State as TranslationState
from pages.translations import state_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def catalogue() -> dict[str, str]:
    return {german: f"FR {german}" for german in catalogues.strings()}


@pytest.fixture
def french() -> Locale:
    return Locale.objects.get(language_code="fr")


@pytest.fixture
def process() -> ProcessPage:
    return ProcessPage.objects.get(locale__language_code="de")


@pytest.fixture(autouse=True)
def home_page(catalogue: dict[str, str], french: Locale) -> None:
    """Without it no other page of a language has a place."""
    enter_draft(Page.objects.get(locale__language_code="de", depth=2).specific, french, catalogue)


def french_page(process: ProcessPage) -> ProcessPage:
    return ProcessPage.objects.get(translation_key=process.translation_key, locale__language_code="fr")


def test_a_draft_is_live_complete_and_says_that_nobody_checked_it(
    process: ProcessPage, catalogue: dict[str, str], french: Locale
) -> None:
    assert enter_draft(process, french, catalogue)

    page = french_page(process)
    assert (page.live, page.slug, page.title) == (True, process.slug, f"FR {process.title}")
    assert [step.value["title"] for step in page.steps] == [f"FR {step.value['title']}" for step in process.steps]
    assert state_of(page).state == TranslationState.DRAFT
    assert page.get_latest_revision_as_object().title == page.title


def test_a_word_of_the_glossary_is_entered_too(catalogue: dict[str, str], french: Locale) -> None:
    german = GlossaryTerm.objects.filter(locale__language_code="de").first()
    assert german is not None

    assert enter_draft(german, french, catalogue)

    term = GlossaryTerm.objects.get(translation_key=german.translation_key, locale=french)
    assert (term.word, term.german_word) == (f"FR {german.word}", german.german_word)


def test_what_was_entered_is_passed_over(process: ProcessPage, catalogue: dict[str, str], french: Locale) -> None:
    enter_draft(process, french, catalogue)

    with CaptureQueriesContext(connection) as queries:
        assert not enter_draft(process, french, catalogue)

    assert not any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)


def test_a_text_with_a_missing_string_is_left_out(
    process: ProcessPage, catalogue: dict[str, str], french: Locale
) -> None:
    del catalogue[process.lead]

    assert not enter_draft(process, french, catalogue)

    assert not Page.objects.filter(translation_key=process.translation_key, locale=french).exists()


def test_a_text_whose_parent_is_not_translated_is_left_out(process: ProcessPage, catalogue: dict[str, str]) -> None:
    turkish = Locale.objects.get(language_code="tr")

    assert not enter_draft(process, turkish, catalogue)


def test_a_new_catalogue_renews_what_nobody_touched(
    process: ProcessPage, catalogue: dict[str, str], french: Locale
) -> None:
    enter_draft(process, french, catalogue)

    assert enter_draft(process, french, catalogue | {process.title: "Mieux"})

    assert french_page(process).title == "Mieux"
    titles = StringTranslation.objects.filter(
        context__object_id=process.translation_key, context__path="title", locale=french
    )
    assert [title.data for title in titles] == ["Mieux"]


def _worded(page: ProcessPage, editor: User) -> None:
    string = StringTranslation.objects.filter(locale=page.locale, context__object_id=page.translation_key).first()
    assert string is not None
    string.tool_name = ""
    string.save()


def _published(page: ProcessPage, editor: User) -> None:
    page.save_revision(user=editor).publish(user=editor)


def _taken_down(page: ProcessPage, editor: User) -> None:
    page.unpublish(user=editor)


def _checked(page: ProcessPage, editor: User) -> None:
    confirm_checked(page, by=editor)


def _deleted(page: ProcessPage, editor: User) -> None:
    page.delete()


@pytest.mark.parametrize("touch", [_worded, _published, _taken_down, _checked, _deleted])
def test_what_an_editor_touched_is_never_renewed(
    touch: Any, process: ProcessPage, catalogue: dict[str, str], french: Locale, editor: User
) -> None:
    enter_draft(process, french, catalogue)
    touch(french_page(process), editor)

    assert not enter_draft(process, french, catalogue | {process.title: "Mieux"})

    assert not Page.objects.filter(title="Mieux").exists()


def test_each_language_with_a_catalogue_is_one_job_until_the_catalogue_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    order_translations()
    order_translations()

    shipped = [code for code, _name in settings.LANGUAGES if translating.translations_file(code).exists()]
    ordered = Job.objects.filter(task="pages.tasks.load_translations")
    assert {job.subject for job in ordered} == {subject_of(code) for code in shipped}
    assert ordered.count() == len(shipped)

    changed = tmp_path / "pages.po"
    changed.write_text('msgid "a"\nmsgstr "b"\n')
    monkeypatch.setattr(translating, "translations_file", lambda code: changed)
    order_translations()
    assert ordered.filter(subject=subject_of("fr")).count() == 2


def test_the_worker_enters_a_language_and_tells_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, catalogue: dict[str, str], process: ProcessPage
) -> None:
    small = {german: text for german, text in catalogue.items() if len(german) < 40}
    monkeypatch.setattr(translating, "read_catalogue", lambda code: small if code == "fr" else {})
    order_translations()
    job = Job.objects.get(subject=subject_of("fr"))

    tasks.load_translations(job.pk)

    job.refresh_from_db()
    assert job.state == State.DONE
    done, total = job.progress["texts"]
    assert done == total == len(list(translating.german_texts()))


def test_a_killed_worker_is_followed_by_one_that_goes_on(
    process: ProcessPage, catalogue: dict[str, str], french: Locale, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_ignored: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(translating, "publish_draft", die)
        with pytest.raises(KeyboardInterrupt):
            enter_draft(process, french, catalogue)
    assert not StringTranslation.objects.filter(locale=french, context__object_id=process.translation_key).exists()

    assert enter_draft(process, french, catalogue)
    assert french_page(process).live
