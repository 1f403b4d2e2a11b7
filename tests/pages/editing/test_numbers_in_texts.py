import pytest

from pages.editing.numbers_in_texts import Number, numbers_in


@pytest.mark.parametrize(
    ("text", "dialled"),
    [
        ("Rufen Sie an: 0231 555-0100.", "+492315550100"),
        ("Tel. +49 231 5550100", "+492315550100"),
        ("(0231) 555 0100", "+492315550100"),
        ("0049 (0)231 5550100", "+492315550100"),
        ('<a href="tel:+492315550100">anrufen</a>', "+492315550100"),
        ("اتصل بالرقم ٠٢٣١ ٥٥٥ ٠١٠٠", "+492315550100"),
        ("+43 1 5850870", "+4315850870"),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str, dialled: str) -> None:
    assert [number.dialled for number in numbers_in(text)] == [dialled]


@pytest.mark.parametrize(
    "text",
    ["am 31.12.2025", "§ 60a Absatz 2", "44135 Dortmund", "Artikel 13", "2026/2027", "von 09:00 bis 17:00", "Raum 012"],
)
def test_other_figures_are_no_phone_numbers(text: str) -> None:
    assert numbers_in(text) == []


def test_a_number_too_long_or_too_short_is_malformed() -> None:
    assert Number("0231 555 0100", "+492315550100").is_well_formed
    assert not Number("0231 5", "+492315").is_well_formed
    assert not Number("0231 5550100 5550100", "+4923155501005550100").is_well_formed
    assert not Number("5550100", "tel:5550100").is_well_formed
