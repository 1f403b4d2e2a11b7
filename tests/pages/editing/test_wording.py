import pytest

from pages.editing.wording import kept, problems, shown


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Rat &amp; Tat", "Rat & Tat"),
        ("eine Zeile<br/>zweite Zeile", "eine Zeile\nzweite Zeile"),
        ('Lesen Sie <a id="a1">das Merkblatt</a>.', 'Lesen Sie <a id="a1">das Merkblatt</a>.'),
        ("لا يوقف الطلب أي ترحيل.", "لا يوقف الطلب أي ترحيل."),
        ("1 &lt; 2", "1 &lt; 2"),
    ],
)
def test_a_text_is_shown_as_people_type_it_and_kept_as_it_was(stored: str, typed: str) -> None:
    assert shown(stored) == typed
    assert kept(typed) == stored


def test_a_tag_that_may_not_stand_in_a_text_is_refused() -> None:
    for typed in ("<script>alert(1)</script>", '<b onclick="x">B</b>', "<p>Absatz</p>", '<img src="x">'):
        with pytest.raises(ValueError, match=r"tag|Tag"):
            kept(typed)


@pytest.mark.parametrize(
    ("german", "translated"),
    [
        ("Lesen Sie <b>das</b>.", "Read this."),
        ("Lesen Sie das.", "Read <b>this</b>."),
        ('<a id="a1">Seite</a>', '<a id="a2">page</a>'),
        ("Anruf bei {kontakt}", "Call {contact}"),
        ("Kurz", "long " * 200),
        ("Ein Satz", "A\x00sentence"),
        ("Ein Satz", "A\x1bsentence"),
    ],
)
def test_what_cannot_stand_for_the_german_is_told(german: str, translated: str) -> None:
    assert problems(german, translated)


@pytest.mark.parametrize(
    ("german", "translated"),
    [
        ("Lesen Sie <b>das</b>.", "<b>Read</b> this."),
        ("Erste Zeile<br/>zweite", "One line"),
        ("Anruf bei {kontakt}", "Call {kontakt}"),
    ],
)
def test_the_same_marks_in_another_order_are_right(german: str, translated: str) -> None:
    assert problems(german, translated) == []
