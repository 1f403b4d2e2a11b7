"""A form's texts beside German: their states, what an editor corrects, and what counts as checked by whom."""

import copy
from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from documents.actors import Actor
from forms.consent_texts import ConsentText
from forms.definition import FormDefinition
from forms.reading import read_form, shipped_form
from forms.revising.form_translations import (
    Beside,
    Typed,
    keep_texts,
    mark_checked,
    seen_of,
    states_by_language,
    texts_beside,
)
from forms.translations import State, Translation, load_drafts, words_of
from forms.wordings import chapters, wordings
from tests.forms.revising.translating import KEY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NAME = "familienname.label"


@pytest.fixture
def shipped() -> FormDefinition:
    """The shipped form, wholly translated into Arabic by nobody."""
    form = shipped_form()
    german = wordings(form)
    load_drafts(KEY, "ar", german, {text: f"ar: {text}" for text in german.values()})
    return form


def reworded(form: FormDefinition, old: str, new: str) -> FormDefinition:
    """The form with one text written anew."""
    data: Any = copy.deepcopy(dict(form.raw))
    for step in data["steps"]:
        for item in step["fields"]:
            item["label"] = item["label"].replace(old, new)
    return read_form(data)


def at(form: FormDefinition, address: str) -> Beside:
    return next(one for one in texts_beside(form, "ar") if one.address == address)


def typed(form: FormDefinition, text: str = "", address: str = NAME, **more: Any) -> dict[str, Typed]:
    shown = at(form, address)
    return {address: Typed(text or shown.proposal, more.pop("seen", shown.seen), **more)}


def test_every_text_of_the_form_is_listed_in_the_order_of_its_chapters(shipped: FormDefinition) -> None:
    listed = texts_beside(shipped, "ar")

    assert [one.address for one in listed] == list(wordings(shipped))
    assert {one.state for one in listed} == {State.DRAFT}
    assert list(dict.fromkeys(one.chapter for one in listed)) == list(chapters(shipped))


def test_where_a_text_stands_is_told_in_words(shipped: FormDefinition) -> None:
    with translation.override("de"):
        option = next(one for one in texts_beside(shipped, "ar") if one.address == "sprachmittlung.option.ehrenamt")

    assert option.place == "Antwort auf „Sprachmittlung“"


def test_a_corrected_text_is_a_draft_of_the_editor(shipped: FormDefinition, clara: Actor) -> None:
    outcome = keep_texts(shipped, "ar", typed(shipped, "اسم العائلة"), by=clara)

    row = Translation.objects.get(language="ar", address=NAME)
    assert (outcome.drafts, outcome.checked, outcome.is_whole) == (1, 0, True)
    assert (row.text, row.state, row.changed_by_ref) == ("اسم العائلة", "draft", clara.ref)


def test_a_text_that_stays_as_it_is_can_be_marked_as_checked_with_who_and_when(
    shipped: FormDefinition, clara: Actor
) -> None:
    outcome = keep_texts(shipped, "ar", typed(shipped, is_checked=True), by=clara)

    checked = at(shipped, NAME)
    assert (outcome.checked, checked.state, checked.checked_by) == (1, State.RELEASED, clara.name)
    assert checked.checked_at is not None
    current = ConsentText.objects.current(KEY)
    assert words_of(shipped, current, "ar").state_of(NAME) is State.RELEASED


def test_what_is_written_anew_has_to_be_checked_anew(shipped: FormDefinition, clara: Actor) -> None:
    keep_texts(shipped, "ar", typed(shipped, is_checked=True), by=clara)

    keep_texts(shipped, "ar", typed(shipped, "anders"), by=clara)

    again = at(shipped, NAME)
    assert (again.state, again.checked_by, again.checked_at) == (State.DRAFT, "", None)


def test_what_nobody_touched_is_not_written(shipped: FormDefinition, clara: Actor) -> None:
    keep_texts(shipped, "ar", typed(shipped, is_checked=True), by=clara)
    before = Translation.objects.get(language="ar", address=NAME)

    outcome = keep_texts(shipped, "ar", typed(shipped), by=clara)

    assert (outcome.drafts, outcome.checked) == (0, 0)
    assert Translation.objects.get(language="ar", address=NAME).changed_at == before.changed_at


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(
    shipped: FormDefinition, clara: Actor, ulrike: Actor
) -> None:
    mine = typed(shipped, "meins")
    keep_texts(shipped, "ar", typed(shipped, "ihres"), by=ulrike)

    outcome = keep_texts(shipped, "ar", mine, by=clara)

    assert outcome.overtaken == (NAME,)
    assert at(shipped, NAME).text == "ihres"


def test_an_untouched_field_of_an_old_page_takes_nothing_back(
    shipped: FormDefinition, clara: Actor, ulrike: Actor
) -> None:
    old = typed(shipped)
    keep_texts(shipped, "ar", typed(shipped, "ihres"), by=ulrike)

    assert keep_texts(shipped, "ar", old, by=clara).is_whole
    assert at(shipped, NAME).text == "ihres"


def test_a_missing_text_cannot_be_checked(shipped: FormDefinition, clara: Actor) -> None:
    Translation.objects.filter(language="ar", source=at(shipped, NAME).german).delete()

    assert keep_texts(shipped, "ar", typed(shipped, is_checked=True), by=clara).empty == (NAME,)


def test_a_stale_text_shows_what_changed_in_the_german_and_may_still_fit(shipped: FormDefinition, clara: Actor) -> None:
    newer = reworded(shipped, at(shipped, NAME).german, "Nachname laut Pass")
    stale = at(newer, NAME)
    assert (stale.state, stale.text, stale.proposal) == (State.STALE, "", at(shipped, NAME).text)
    assert [piece.text for piece in stale.difference if piece.change == "added"] != []

    keep_texts(newer, "ar", typed(newer, is_checked=True), by=clara)

    assert at(newer, NAME).state is State.RELEASED
    assert at(shipped, NAME).state is State.DRAFT


def test_all_drafts_of_a_language_are_marked_at_once_in_few_queries(
    shipped: FormDefinition, clara: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    listed = texts_beside(shipped, "ar")
    with django_assert_max_num_queries(30):  # one update takes a hundred rows
        number = mark_checked(shipped, "ar", [one.address for one in listed], seen=seen_of(listed), by=clara)

    assert number == len(listed) > 500
    assert {one.state for one in texts_beside(shipped, "ar")} == {State.RELEASED}


def test_only_the_wanted_texts_are_marked(shipped: FormDefinition, clara: Actor) -> None:
    wanted = [one for one in texts_beside(shipped, "ar") if one.chapter == "rule"]

    mark_checked(shipped, "ar", [one.address for one in wanted], seen=seen_of(wanted), by=clara)

    released = [one.chapter for one in texts_beside(shipped, "ar") if one.state is State.RELEASED]
    assert set(released) == {"rule"}


def test_nothing_is_marked_that_changed_unseen(shipped: FormDefinition, clara: Actor, ulrike: Actor) -> None:
    listed = texts_beside(shipped, "ar")
    keep_texts(shipped, "ar", typed(shipped, "ihres"), by=ulrike)

    assert mark_checked(shipped, "ar", [one.address for one in listed], seen=seen_of(listed), by=clara) is None
    assert {one.state for one in texts_beside(shipped, "ar")} == {State.DRAFT}


def test_a_text_translated_at_another_place_gets_a_row_of_its_own(shipped: FormDefinition, clara: Actor) -> None:
    by_german: dict[str, list[str]] = {}
    for address, text in wordings(shipped).items():
        by_german.setdefault(text, []).append(address)
    address = next(addresses for addresses in by_german.values() if len(addresses) > 1)[0]
    Translation.objects.filter(language="ar", address=address).delete()
    one = at(shipped, address)
    assert one.state is State.DRAFT

    mark_checked(shipped, "ar", [address], seen=seen_of([one]), by=clara)

    assert at(shipped, address).checked_by == clara.name


def test_all_languages_are_counted_in_one_query(
    shipped: FormDefinition, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = states_by_language(shipped)

    arabic, turkish = found["ar"], found["tr"]
    assert sum(sum(states.values()) for states in arabic.values()) == len(wordings(shipped))
    assert {state for states in arabic.values() for state in states} == {State.DRAFT}
    assert {state for states in turkish.values() for state in states} == {State.MISSING}


def test_shipped_translations_leave_checked_texts_alone(shipped: FormDefinition, clara: Actor) -> None:
    keep_texts(shipped, "ar", typed(shipped, is_checked=True), by=clara)
    kept = at(shipped, NAME).text

    load_drafts(KEY, "ar", wordings(shipped), {text: f"neu: {text}" for text in wordings(shipped).values()})

    assert (at(shipped, NAME).text, at(shipped, NAME).state) == (kept, State.RELEASED)
