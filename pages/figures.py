"""Yearly figures. A number from 1 to 4 could point to a person, so it is never stored (domain, 9.2: under 5)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

SMALL = 5
UNDER = f"<{SMALL}"


def suppressed(typed: str) -> str:
    """`3` -> `<5`, `unter 5` -> `<5`, `12` -> `12`; ValueError for anything else."""
    word = typed.strip().lower()
    if word in {UNDER, f"unter {SMALL}", f"under {SMALL}"}:
        return UNDER
    if not word.isascii() or not word.isdigit():
        raise ValueError(typed)
    return UNDER if 0 < int(word) < SMALL else str(int(word))


class FigureField(forms.CharField):
    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return suppressed(typed) if typed else ""
        except ValueError as error:
            raise ValidationError(_("Enter a whole number; 1 to 4 is kept as “under 5”.")) from error


class FigureBlock(blocks.FieldBlock):
    """A count whose true value is forgotten where it is small: also a draft stores `<5` alone."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.field = FigureField(required=required, help_text=help_text, max_length=12)
        super().__init__(**kwargs)

    def value_from_form(self, value: Any) -> str:
        return self.get_prep_value(value)

    def get_prep_value(self, value: Any) -> str:
        try:
            return suppressed(str(value or ""))
        except ValueError:
            return str(value or "")

    class Meta:
        icon = "order"


class FiguresRowBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("What was counted"), max_length=120)
    number = FigureBlock(label=_("Number"), help_text=_("1 to 4 is stored and shown as “under 5”."))

    class Meta:
        label = _("Row")


class YearBlock(blocks.StructBlock):
    year = blocks.IntegerBlock(label=_("Year"), min_value=2022, max_value=2100)
    rows = blocks.ListBlock(
        FiguresRowBlock(),
        label=_("Rows"),
        help_text=_("Give no total beside a single small number: readers could work it out."),
    )

    class Meta:
        label = _("Year")
