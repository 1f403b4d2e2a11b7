"""What members and the secretariat type about views, notes and the joint text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gremium.assessing.joint_drafts import LONGEST_PART
from gremium.assessing.models import Words
from gremium.assessing.own_views import LONGEST_NOTE
from gremium.letters.results import Result

UNFILLED = {"autocomplete": "off"}


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "field__input", "rows": rows, **UNFILLED})


class NoteForm(forms.Form):
    page = forms.IntegerField(
        label=_("Page of the dossier"),
        help_text=_("Leave it empty for a note about the whole case."),
        min_value=1,
        max_value=5_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "field__input", **UNFILLED}),
    )
    text = forms.CharField(
        label=_("Your note"),
        max_length=LONGEST_NOTE,
        widget=_long(4),
        error_messages={"required": _("Please write something, or delete the note.")},
    )


class ViewForm(forms.Form):
    keywords = forms.CharField(
        label=_("Keywords for yourself"),
        help_text=_("Optional. Nobody else ever reads them. They are deleted once the minutes are approved."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=_long(4),
    )


class WordsForm(forms.Form):
    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("", _("Not chosen yet")), *Result.choices],
        required=False,
        widget=forms.Select(attrs={"class": "field__input", **UNFILLED}),
    )
    reasons = forms.CharField(
        label=_("Reasons, in plain language"),
        help_text=_("The person reads this text. Write it in German, in short sentences and without names."),
        max_length=LONGEST_PART,
        required=False,
        widget=_long(10),
    )
    next_steps = forms.CharField(
        label=_("Next steps that you suggest"), max_length=LONGEST_PART, required=False, widget=_long(5)
    )
    other_bodies = forms.CharField(
        label=_("Other bodies that can help"), max_length=LONGEST_PART, required=False, widget=_long(4)
    )

    def words(self) -> Words:
        return Words(**self.cleaned_data)


class ExcuseForm(forms.Form):
    why = forms.CharField(
        label=_("Why does the member not take part?"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "field__input", **UNFILLED}),
        error_messages={"required": _("Please say why the member does not take part.")},
    )
