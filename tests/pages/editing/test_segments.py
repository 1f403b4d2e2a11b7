import pytest

from pages.editing.segments import Segment, SegmentState, count, segments_of, source_of
from pages.models import InfoPage
from tests.pages.editing.conftest import ARABIC, Publish, enter

pytestmark = pytest.mark.django_db


def segments(page: InfoPage, language: str = "ar") -> dict[str, Segment]:
    source = source_of(page.translation_key)
    assert source is not None
    return {segment.german: segment for segment in segments_of(source, language)}


def test_every_piece_of_a_new_page_waits_for_its_translation_in_the_order_of_the_page(page: InfoPage) -> None:
    found = segments(page)

    assert list(found) == [
        "Öffnungszeiten",
        "Wann jemand da ist.",
        "Wir sind am Montag da.",
        "Wann?",
        "Kommen Sie <b>am Montag</b>.",
        "Bringen Sie Ihre Duldung mit.",
    ]
    assert {segment.state for segment in found.values()} == {SegmentState.MISSING}
    assert found["Öffnungszeiten"].label == "Titel"


def test_what_is_entered_counts_as_translated(page: InfoPage) -> None:
    enter(page, {"Wann?": "متى؟"})

    assert segments(page)["Wann?"].translation == "متى؟"
    assert count(segments(page).values()) == {"missing": 5, "changed": 0, "done": 1, "all": 6}


def test_a_changed_sentence_shows_its_old_german_and_its_old_translation(page: InfoPage, publish: Publish) -> None:
    enter(page, ARABIC)

    publish(lead="Wir sind am Dienstag da.")

    changed = segments(page)["Wir sind am Dienstag da."]
    assert changed.state == SegmentState.CHANGED
    assert changed.old_translation_shown == ARABIC["Wir sind am Montag da."]
    assert [(piece.change, piece.text) for piece in changed.difference] == [
        ("same", "Wir sind am "),
        ("removed", "Montag"),
        ("added", "Dienstag"),
        ("same", " da."),
    ]


def test_of_two_sentences_in_one_paragraph_each_meets_its_own_predecessor(page: InfoPage, publish: Publish) -> None:
    enter(page, ARABIC)
    body = [dict(block) for block in page.body.raw_data]
    body[1]["value"] = "<p>Bringen Sie Ihre Duldung und Ihren Pass mit.</p><p>Kommen Sie <b>am Dienstag</b>.</p>"

    publish(body=body)

    found = segments(page)
    assert found["Bringen Sie Ihre Duldung und Ihren Pass mit."].old_translation_shown == "أحضروا معكم (Duldung)."
    assert found["Kommen Sie <b>am Dienstag</b>."].old_translation_shown == "تعالوا <b>يوم الاثنين</b>."


def test_a_sentence_that_has_nothing_to_do_with_the_old_one_misleads_nobody(page: InfoPage, publish: Publish) -> None:
    enter(page, ARABIC)

    publish(lead="Bitte rufen Sie vorher an!")

    assert segments(page)["Bitte rufen Sie vorher an!"].state == SegmentState.MISSING
