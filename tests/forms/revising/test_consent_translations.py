import pytest
from django.conf import settings
from django.utils import translation

from documents.actors import Actor
from documents.journal import Act, JournalLine
from forms.consent_texts import ConsentText
from forms.reading_languages import reading_languages
from forms.revising.consent_translations import (
    MayNotCheck,
    check_paragraphs,
    consent_beside,
    consent_beside_all,
    write_drafts,
)
from forms.revising.releases import Obstructed, ask_for_release
from forms.revising.working_copies import WorkingCopy, change_consent_text, fingerprint, working_copy
from forms.translations import State, Translation, keep_translation, words_of
from forms.versions import FormVersion
from tests.forms.revising.translating import KEY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PURPOSE = "consent.P3"


def german() -> str:
    return ConsentText.objects.current(KEY).text


def with_other_purpose(by: Actor) -> WorkingCopy:
    """A copy whose text of P3 is written anew."""
    text = german().replace("[P3] ", "[P3] Neu: ")
    return change_consent_text(KEY, text, shown=fingerprint(""), by=by)


def told(copy: WorkingCopy) -> list[str]:
    with translation.override("de"):
        return [one.sentence for one in copy.obstacles()]


def test_a_paragraph_without_translation_stops_publishing_and_is_named_with_its_purpose_and_languages(
    clara: Actor,
) -> None:
    copy = with_other_purpose(clara)

    with pytest.raises(Obstructed):
        ask_for_release(copy, version="2.0.0", note="", by=clara)
    (sentence,) = told(copy)
    assert sentence.startswith("Einwilligungstext, Zweck P3 („Neu: ")
    assert "Englisch, Arabisch, Persisch" in sentence
    assert "„Einwilligungstext in anderen Sprachen“" in sentence


def test_a_language_that_lacks_the_whole_text_is_named_once(clara: Actor) -> None:
    Translation.objects.filter(language="ckb").delete()

    (sentence,) = told(working_copy(KEY))

    assert sentence.startswith("Der Einwilligungstext ist nicht übersetzt: Zentralkurdisch")


def test_a_draft_that_nobody_has_checked_is_enough(clara: Actor) -> None:
    copy = with_other_purpose(clara)
    for beside in consent_beside_all(KEY, copy.consent_text):
        write_drafts(KEY, copy.consent_text, beside.language, {PURPOSE: "new"}, by=clara)

    asked = ask_for_release(copy, version="2.0.0", note="", by=clara)

    assert (told(copy), asked.version) == ([], "2.0.0")


def test_what_an_editor_writes_is_a_draft_also_where_a_checked_translation_was(clara: Actor) -> None:
    paragraph = ConsentText.objects.current(KEY).paragraphs()["P3"]
    keep_translation(
        form_key=KEY,
        language="ar",
        address=PURPOSE,
        german=paragraph,
        text="[P3] checked",
        by=clara,
        state=State.RELEASED,
    )

    assert write_drafts(KEY, german(), "ar", {PURPOSE: "checked"}, by=clara) == 0
    assert write_drafts(KEY, german(), "ar", {PURPOSE: "better"}, by=clara) == 1

    row = Translation.objects.get(language="ar", address=PURPOSE)
    assert (row.text, row.state, row.changed_by_ref) == ("[P3] better", State.DRAFT, "ref-clara")


def test_an_older_translation_is_offered_to_be_brought_up_to_date(clara: Actor) -> None:
    copy = with_other_purpose(clara)

    found = {one.address: one for one in consent_beside(KEY, copy.consent_text, "ar").paragraphs}

    assert (found[PURPOSE].state, found[PURPOSE].text) == (State.STALE, "")
    assert found[PURPOSE].former.endswith("(ar)")
    assert not found[PURPOSE].former.startswith("[P3]")


def test_a_translation_of_the_new_text_leaves_that_of_the_valid_one_as_it_is(clara: Actor) -> None:
    copy = with_other_purpose(clara)
    valid, form = ConsentText.objects.current(KEY), FormVersion.objects.current(KEY).definition
    before = words_of(form, valid, "ar").says(PURPOSE)

    write_drafts(KEY, copy.consent_text, "ar", {PURPOSE: "new"}, by=clara)

    assert words_of(form, valid, "ar").says(PURPOSE) == before
    assert words_of(form, ConsentText(text=copy.consent_text, sha256="other"), "ar").says(PURPOSE) == "[P3] new"


def test_an_emptied_text_changes_nothing(clara: Actor) -> None:
    assert write_drafts(KEY, german(), "ar", {PURPOSE: " "}, by=clara) == 0


def test_every_language_that_the_site_offers_is_asked_for() -> None:
    Translation.objects.all().delete()

    assert len(told(working_copy(KEY))) == len(settings.LANGUAGES) - 1 == len(reading_languages())


def seen(language: str = "ar") -> dict[str, str]:
    return {one.address: one.seen for one in consent_beside(KEY, german(), language).paragraphs}


def test_the_data_protection_officer_marks_paragraphs_as_checked(tomas: Actor) -> None:
    marked = check_paragraphs(KEY, german(), "ar", {PURPOSE: seen()[PURPOSE]}, by=tomas)

    one = next(one for one in consent_beside(KEY, german(), "ar").paragraphs if one.address == PURPOSE)
    assert list(marked) == [PURPOSE]
    assert (one.state, one.checked_by) == (State.RELEASED, tomas.name)
    assert JournalLine.objects.latest("number").act == Act.CONSENT_TRANSLATION_CHECKED


def test_nobody_else_marks_a_consent_text(clara: Actor, ulrike: Actor) -> None:
    for other in (clara, ulrike):
        with pytest.raises(MayNotCheck):
            check_paragraphs(KEY, german(), "ar", seen(), by=other)


def test_nobody_marks_what_she_has_written_herself(tomas: Actor) -> None:
    write_drafts(KEY, german(), "ar", {PURPOSE: "anders"}, by=tomas)

    with pytest.raises(MayNotCheck):
        check_paragraphs(KEY, german(), "ar", seen(), by=tomas)


def test_a_paragraph_that_changed_meanwhile_is_not_marked(clara: Actor, tomas: Actor) -> None:
    before = seen()
    write_drafts(KEY, german(), "ar", {PURPOSE: "anders"}, by=clara)

    marked = check_paragraphs(KEY, german(), "ar", before, by=tomas)

    assert PURPOSE not in marked
    assert len(marked) == len(before) - 1
