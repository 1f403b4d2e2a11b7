"""Opening hours as rows of day, from, to."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.dates import weekday


def days() -> list[tuple[str, str]]:
    return [(str(number), weekday(number)) for number in range(7)]


class HoursValue(blocks.StructValue):
    @property
    def day_name(self) -> str:
        return weekday(int(self["day"]))


class HoursBlock(blocks.StructBlock):
    day = blocks.ChoiceBlock(label=_("Day"), choices=days)
    opens = blocks.TimeBlock(label=_("From"))
    closes = blocks.TimeBlock(label=_("To"))
    by_appointment = blocks.BooleanBlock(label=_("By appointment"), required=False)

    class Meta:
        label = _("Opening hours")
        value_class = HoursValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["opens"] >= cleaned["closes"]:
            raise blocks.StructBlockValidationError(
                block_errors={"closes": ValidationError(_("The end must lie after the beginning."))}
            )
        return cleaned
