import pytest
from django.utils.translation import override
from wagtail.blocks import StructBlockValidationError

from pages.opening_hours import HoursBlock


def test_hours_that_end_before_they_begin_are_refused() -> None:
    block = HoursBlock()

    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(block.to_python({"day": "0", "opens": "14:00", "closes": "09:00", "by_appointment": False}))

    assert "closes" in refusal.value.block_errors


def test_a_row_knows_its_day_by_name() -> None:
    row = HoursBlock().to_python({"day": "3", "opens": "09:00", "closes": "12:00", "by_appointment": True})

    with override("tr"):
        assert row.day_name == "Perşembe"
