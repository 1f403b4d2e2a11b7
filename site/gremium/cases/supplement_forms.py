"""What is asked of a case manager who adds something after filing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.definition import FormDefinition
from forms.persons import persons
from gremium.cases.act_forms import day_field, not_ahead
from gremium.cases.supplementing import ADDRESS, CORRECTABLE, Paper

TEXT = forms.TextInput(attrs={"class": "field__input", "autocomplete": "off"})


class AttachmentForm(forms.Form):
    """One file, described by the form's own words."""

    kind = forms.ChoiceField(
        label=_("What kind of paper is it?"),
        widget=forms.Select(attrs={"class": "field__input"}),
        error_messages={"required": _("Please choose the kind of paper.")},
    )
    title = forms.CharField(label=_("Short title"), help_text=_("Without names."), max_length=120, widget=TEXT)
    person = forms.ChoiceField(label=_("Whom does it concern?"), widget=forms.Select(attrs={"class": "field__input"}))
    day = day_field(_("Day of the paper"), required=False)
    says = forms.CharField(
        label=_("What does this paper show, in one sentence?"),
        help_text=_("Optional, without names. Whoever cannot see the picture has this sentence read out."),
        required=False,
        max_length=200,
        widget=TEXT,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF or photo. It is checked and rebuilt as in the application."),
        widget=forms.ClearableFileInput(attrs={"class": "field__input"}),
        error_messages={"required": _("Please choose a file."), "empty": _("This file is empty.")},
    )

    def __init__(self, *args: Any, form: FormDefinition, answers: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        kind, person = self.fields["kind"], self.fields["person"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(person, forms.ChoiceField)
        kind.choices = [("", _("Please choose")), *((key, one.label) for key, one in form.attachment_types.items())]
        person.choices = [(one.ref, one.name) for one in persons(answers, timezone.localdate())]

    def clean_day(self) -> date | None:
        day = self.cleaned_data["day"]
        return not_ahead(day) if day else None

    def paper(self) -> Paper:
        data = self.cleaned_data
        day = data["day"].isoformat() if data["day"] else ""
        title, says = data["title"].strip(), data["says"].strip()
        return Paper(kind=data["kind"], title=title, person=data["person"], day=day, says=says)


class CorrectionForm(forms.Form):
    """Address and deadline as they stand in the application, to be overwritten."""

    strasse = forms.CharField(label=_("Street and number"), required=False, max_length=100, widget=TEXT)
    plz = forms.RegexField(
        r"^[0-9]{5}$",
        label=_("Postcode"),
        required=False,
        widget=forms.TextInput(attrs={"class": "field__input field__input--short", "inputmode": "numeric"}),
        error_messages={"invalid": _("A postcode has five digits.")},
    )
    ort = forms.CharField(label=_("Town"), required=False, max_length=80, widget=TEXT)
    eilig_datum = day_field(_("Deadline: until when?"), required=False)
    eilig_grund = forms.CharField(
        label=_("Deadline: what is it about?"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"class": "field__input", "rows": 3}),
    )

    def __init__(self, *args: Any, answers: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for key in CORRECTABLE:
            self.fields[key].initial = answers.get(key, "")
        self.was_urgent = bool(answers.get("eilig_datum"))

    def clean_eilig_datum(self) -> date | None:
        day = self.cleaned_data["eilig_datum"]
        if day and "eilig_datum" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Please name a day from today on."))
        return day if isinstance(day, date) else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for key in ADDRESS:
            if key in data and not data[key]:
                self.add_error(key, _("An address cannot be emptied, only corrected."))
        if data.get("eilig_datum") and not data.get("eilig_grund") and "eilig_grund" not in self.errors:
            self.add_error("eilig_grund", _("Please say what the deadline is about."))
        return data

    def values(self) -> dict[str, str]:
        """As the application writes them; what was not touched is among them and counts as no correction."""
        told = {key: self.cleaned_data.get(key) for key in CORRECTABLE}
        return {key: one.isoformat() if isinstance(one, date) else str(one) for key, one in told.items() if one}
