import pytest
from django.core.exceptions import ValidationError

from pages.figures import FigureBlock, suppressed
from pages.models import FiguresPage


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0", "0"), ("1", "<5"), ("4", "<5"), ("5", "5"), (" 12 ", "12"), ("unter 5", "<5"), ("<5", "<5"), ("007", "7")],
)
def test_a_number_from_one_to_four_is_kept_as_under_five(typed: str, kept: str) -> None:
    assert suppressed(typed) == kept
    assert FigureBlock().clean(typed) == kept


@pytest.mark.parametrize("typed", ["viele", "-3", "2,5", "²", "unter 10", "3 oder 4"])
def test_what_is_no_whole_number_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        FigureBlock().clean(typed)

    assert "under 5" in str(refusal.value) or "unter 5" in str(refusal.value)


@pytest.mark.django_db
def test_the_true_number_is_not_even_stored_in_a_draft() -> None:
    page = FiguresPage(title="Zahlen")
    page.years = [("year", {"year": 2025, "rows": [{"label": "Anträge", "number": "3"}]})]

    stored = FiguresPage._meta.get_field("years").get_prep_value(page.years)

    assert stored[0]["value"]["rows"][0]["value"] == {"label": "Anträge", "number": "<5"}
