"""The page of one step: its blocks made, shown, read and written."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.base import BlockField

from forms.revising.outline import Outline, Raw
from pages.editing.form.blocks import step_blocks
from pages.editing.form.questions import shown_items, written_items
from pages.editing.form.sending import as_sent
from pages.editing.form.values import Data, merged, text


class StepEditForm(forms.Form):
    """Title, introduction and questions of a step; `written` gives the step's data after the edit."""

    title = forms.CharField(label=_("Title of the step"), max_length=200)
    intro = forms.CharField(
        label=_("Introduction"), required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "w-field__autosize"})
    )

    def __init__(self, form: Raw, step: str, sent: QueryDict | None = None) -> None:
        self.outline = Outline(form)
        self.step = step
        data = self.outline.steps[step]
        block = step_blocks(form, step)
        block.set_name("items")
        initial = {
            "title": data.get("title", ""),
            "intro": data.get("intro", ""),
            "items": block.to_python(shown_items(self.outline, step)),
        }
        super().__init__(sent, initial=initial)
        self.fields["items"] = BlockField(block=block, label=_("Questions"), required=False)

    def written(self) -> Data:
        """The step after the edit. Raises values.Unusable."""
        data = self.outline.steps[self.step]
        sent = as_sent(self.cleaned_data["items"])
        changed = merged(data, self.initial, self.cleaned_data, {"title": text("title"), "intro": text("intro")})
        fields = written_items(sent, self.outline, self.step)
        if fields != data.get("fields"):
            changed["fields"] = fields
        return changed
