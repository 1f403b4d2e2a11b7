"""Fields that no ready-made widget offers: their values are JSON in a hidden input, drawn by `form-editor.js`."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.blocks import FieldBlock


class ElementWidget(forms.Widget):
    """A custom element around a hidden input; without scripts nothing of a block editor can be seen anyway.

    `of` names the field of the same block that tells the group whose questions are offered.
    """

    def __init__(self, element: str, of: str = "", attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs)
        self.element = element
        self.of = of

    def format_value(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        found = attrs or {}
        markup = '<{0} class="form-element" data-of="{4}"><input type="hidden" name="{1}" id="{2}" value="{3}"></{0}>'
        return format_html(markup, self.element, name, found.get("id", ""), self.format_value(value), self.of)


class JsonField(forms.Field):
    """Data as JSON text."""

    def prepare_value(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value or "null")
        except json.JSONDecodeError as error:
            raise ValidationError(_("This cannot be read.")) from error


class ElementBlock(FieldBlock):
    """A block whose value is plain data, shown by a custom element of `form-editor.js`."""

    def __init__(
        self, element: str, of: str = "", required: bool = False, help_text: Any = None, **kwargs: Any
    ) -> None:
        self.field = JsonField(required=required, help_text=help_text, widget=ElementWidget(element, of))
        super().__init__(**kwargs)

    def get_form_state(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def value_from_form(self, value: Any) -> Any:
        return self.field.to_python(value)

    def value_for_form(self, value: Any) -> Any:
        return json.dumps(value, ensure_ascii=False)

    def clean(self, value: Any) -> Any:
        return value

    class Meta:
        icon = "code"
        default = None
