"""What is asked on the pages about keeping, erasing and answering."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gremium.cases.models import Case
from gremium.oversight.models import ArchivePolicy


class ReferenceForm(forms.Form):
    """Finds a case by its reference, as it stands on letters."""

    reference = forms.CharField(
        label=_("Reference of the case"),
        help_text=_("As it stands on letters, for example BF-7K3M-Q2XS."),
        max_length=20,
        widget=forms.TextInput(attrs={"class": "field__input field__input--short", "autocomplete": "off"}),
        error_messages={"required": _("Please give the reference of a case.")},
    )
    case: Case | None = None

    def clean_reference(self) -> str:
        reference = str(self.cleaned_data["reference"]).strip().upper()
        self.case = Case.objects.filter(reference=reference).first()
        if self.case is None:
            raise forms.ValidationError(_("There is no case with this reference. Please look at it once more."))
        return reference


class AccessFilter(forms.Form):
    """Narrows down who saw a case; both may be left out."""

    since = forms.DateField(
        label=_("Since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "field__input field__input--short"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is not a day of the calendar.")},
    )
    dossier_only = forms.BooleanField(label=_("only who saw or downloaded the dossier"), required=False)


class ArchiveForm(forms.Form):
    policy = forms.ChoiceField(
        choices=ArchivePolicy.choices,
        error_messages={"required": _("Please choose what holds for these records.")},
    )
