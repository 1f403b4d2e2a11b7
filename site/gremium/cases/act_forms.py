"""What is asked before a step of a case's life is taken."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.definition import FormDefinition
from gremium.cases.models import ARISES_LATER, Case, Restriction
from gremium.cases.returning import lacks_of
from gremium.letters.results import Ground

COMPLETED_WITHIN = timedelta(days=14)
"""What is proposed as the day by which something missing shall come."""
MOST_LETTERS = 1500


def text_area(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"class": "field__input", "rows": rows}),
        error_messages={"required": _("Please give the reason in a sentence.")},
    )


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date", "class": "field__input field__input--short"}, format="%Y-%m-%d"),
        error_messages={"required": _("Please name a day."), "invalid": _("This is not a day of the calendar.")},
    )


class ReturnForm(forms.Form):
    """What is missing, from the prepared list and in own words."""

    listed = forms.MultipleChoiceField(
        label=_("What is missing?"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    own = text_area(
        _("Further things that are missing"),
        _("One a line. It stands in the letter word by word, so please write no names."),
        required=False,
    )
    until = day_field(_("Until when, please?"), _("A proposal, no deadline with consequences."))
    remark = text_area(_("A word to the counselling centre"), required=False, rows=3)

    def __init__(self, *args: Any, form: FormDefinition | None, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = lacks_of(form) if form is not None else []
        listed = self.fields["listed"]
        assert isinstance(listed, forms.MultipleChoiceField)
        listed.choices = [(lack.code, lack.text) for _title, lacks in self.offered for lack in lacks]
        self.fields["until"].initial = today + COMPLETED_WITHIN
        self.today = today

    def clean_until(self) -> date:
        until = self.cleaned_data["until"]
        assert isinstance(until, date)
        if until < self.today:
            raise forms.ValidationError(_("This day has passed. Please name a day from today on."))
        return until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.missing(data):
            self.add_error("listed", _("Please say what is missing."))
        return data

    def missing(self, data: dict[str, Any] | None = None) -> list[str]:
        """The lines of the letter: what was ticked with the heading it stands under, then the own lines."""
        known, chosen = data if data is not None else self.cleaned_data, []
        for title, lacks in self.offered:
            ticked = [lack.text for lack in lacks if lack.code in known.get("listed", ())]
            chosen += [text if text == title else f"{title}: {text}" for text in ticked]
        return [*chosen, *(line.strip() for line in str(known.get("own", "")).splitlines() if line.strip())]


class ExclusionForm(forms.Form):
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect())
    reason = text_area(_("Reason"), _("In a sentence or two. It stands in the letter; the second person reads it too."))

    def __init__(self, *args: Any, case: Case, is_later: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)
        ground.choices = _grounds(is_later=is_later)


class SettleForm(forms.Form):
    reason = text_area(_("Reason"), _("In a sentence or two. The second person reads it."))


class RemovalReason(models.TextChoices):
    """Why a signed sheet is taken out again; codes, as the journal's line names them."""

    WRONG_PERSON = "wrong_person", _("It belongs to another person")
    WRONG_CASE = "wrong_case", _("It belongs to another case")
    TWICE = "twice", _("It is there twice")
    UNREADABLE = "unreadable", _("Nothing can be read on it")


class RemoveSheetForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=RemovalReason.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": _("Please choose why the sheet is removed.")},
    )


class RejectForm(forms.Form):
    answer = text_area(_("Why should the case go on?"), _("The secretariat reads this."))


class DeclineForm(forms.Form):
    reason = text_area(_("Reason of the members"), _("Short, without names. It stands in the letter."))
    decided_on = day_field(_("Decided on"))
    is_confirmed = forms.BooleanField(
        label=_("The members have decided this after reading competence and question."),
        error_messages={"required": _("Please confirm that the members have decided this.")},
    )

    def clean_decided_on(self) -> date:
        return not_ahead(self.cleaned_data["decided_on"])


class ReportForm(forms.Form):
    """One button, with the day of the step where it is known."""

    ground = forms.ChoiceField(
        label=_("What happened after filing?"),
        widget=forms.RadioSelect(),
        error_messages={"required": _("Please say what happened.")},
    )
    day = day_field(_("On which day?"), _("Leave it empty if you do not know it."), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ground = self.fields["ground"]
        assert isinstance(ground, forms.ChoiceField)
        ground.choices = _grounds(is_later=True)

    def clean_day(self) -> date | None:
        day = self.cleaned_data["day"]
        return not_ahead(day) if day else None


class CommunicateForm(forms.Form):
    next_steps = text_area(
        _("What the members propose as next steps"), _("One a line; may stay empty."), required=False
    )
    language = forms.ChoiceField(
        label=_("Language beside German"), required=False, widget=forms.Select(attrs={"class": "field__input"})
    )
    for_the_office = forms.BooleanField(
        label=_("Also write the copy for the immigration office. All adults agree to it (P5)."), required=False
    )

    def __init__(
        self, *args: Any, languages: Sequence[tuple[str, str]], spoken: str, may_go_to_office: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = [("", _("German alone")), *languages]
        language.initial = spoken
        if not may_go_to_office:
            del self.fields["for_the_office"]

    def steps(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["next_steps"].splitlines() if line.strip()]


def not_ahead(day: Any) -> date:
    assert isinstance(day, date)
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day lies ahead. Please name a day up to today."))
    return day


def _grounds(*, is_later: bool) -> list[tuple[str, Any]]:
    return [(ground.value, ground.label) for ground in Ground if not is_later or ground in ARISES_LATER]


class RestrictionForm(forms.Form):
    """Why a case is neither read nor erased for a time."""

    ground = forms.ChoiceField(
        label=_("Why is the case restricted?"),
        choices=Restriction.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": _("Please choose the reason.")},
    )
