"""Forms of the pages about people: every field looks like those of the other work areas."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

CLASSLESS = (forms.CheckboxInput, forms.RadioSelect, forms.HiddenInput)


class PlainForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, CLASSLESS):
                field.widget.attrs.setdefault("class", "field__input")


def day_field(label: Any, **options: Any) -> forms.DateField:
    look = {"type": "date", "class": "field__input field__input--short"}
    wrong = {"invalid": _("Please enter a day."), "required": _("Please enter a day.")}
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs=look, format="%Y-%m-%d"), error_messages=wrong, **options
    )
