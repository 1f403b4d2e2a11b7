"""Asking what was withdrawn, by whom and how; never why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms.definition import FormDefinition
from forms.persons import APPLICANT
from forms.reading_languages import GERMAN, reading_language_of, reading_languages
from forms.withdrawals import Channel, Declaration, DeclaredBy
from forms.withdrawing import Standing

WHOLE, POINTS = "whole", "points"


class WithdrawalForm(forms.Form):
    """`standings` may be empty: then nothing can be read, and only the whole application can be withdrawn."""

    signer = forms.ChoiceField(
        label=_("Who takes the consent back?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose who takes the consent back.")},
    )
    extent = forms.ChoiceField(
        label=_("What is taken back?"),
        choices=[(WHOLE, _("The whole consent")), (POINTS, _("Only single points"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what is taken back.")},
    )
    purposes = forms.MultipleChoiceField(label=_("Which points?"), required=False, widget=forms.CheckboxSelectMultiple)
    declared_by = forms.ChoiceField(
        label=_("Who declared it?"),
        choices=DeclaredBy.choices,
        widget=forms.Select(attrs={"class": "field__input"}),
    )
    channel = forms.ChoiceField(
        label=_("How was it declared?"),
        choices=Channel.choices,
        widget=forms.Select(attrs={"class": "field__input"}),
    )
    day = forms.DateField(
        label=_("On which day was it declared?"),
        widget=forms.DateInput(attrs={"type": "date", "class": "field__input field__input--short"}, format="%Y-%m-%d"),
        error_messages={"required": _("Please name the day.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the confirmation, beside German"),
        required=False,
        widget=forms.Select(attrs={"class": "field__input"}),
    )
    is_plausible = forms.BooleanField(
        label=_("I have no doubt that the declaration comes from this person."),
        error_messages={"required": _("Please make sure who declared it, and confirm that here.")},
    )

    def __init__(self, data: Any, *, standings: Sequence[Standing], form: FormDefinition | None, today: date) -> None:
        self.standings, self.today = list(standings), today
        languages = [("", _("German only")), *((one.code, one.own_name) for one in reading_languages())]
        first = standings[0] if standings else None
        initial = {
            "day": today,
            "extent": WHOLE,
            "signer": first.signer.ref if len(standings) == 1 and first else None if standings else APPLICANT,
            "language": reading_language_of(first.language) if first else "",
        }
        super().__init__(data, initial=initial)
        self._choices("signer", [(one.signer.ref, one.name) for one in standings] or [(APPLICANT, _("The applicant"))])
        self._choices("language", languages)
        given = {code for one in standings for code in one.separate}
        purposes = form.purposes.values() if form else ()
        self._choices("purposes", [(one.code, one.label) for one in purposes if one.code in given])

    def _choices(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    @property
    def has_points(self) -> bool:
        field = self.fields["purposes"]
        assert isinstance(field, forms.ChoiceField)
        return bool(field.choices)

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        assert isinstance(day, date)
        if day > self.today:
            raise forms.ValidationError(_("This day lies in the future. Please check it."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        standing = self.chosen()
        if data.get("extent") != POINTS or standing is None or "purposes" in self.errors:
            return data
        if not data.get("purposes"):
            self.add_error("purposes", _("Please tick at least one point, or choose the whole consent."))
        elif not set(data["purposes"]) <= set(standing.separate):
            self.add_error(
                "purposes", _("This person had not agreed to one of the ticked points. Please tick only the others.")
            )
        return data

    def chosen(self) -> Standing | None:
        ref = self.cleaned_data.get("signer")
        return next((one for one in self.standings if one.signer.ref == ref), None)

    def declaration(self) -> Declaration:
        """What a valid form says; `language` is "" for German alone."""
        data = self.cleaned_data
        return Declaration(
            signer=data["signer"],
            purposes=tuple(data["purposes"]) if data["extent"] == POINTS else (),
            declared_by=data["declared_by"],
            channel=data["channel"],
            day=data["day"],
            language="" if data["language"] == GERMAN else data["language"],
        )

    def sent(self) -> list[tuple[str, str]]:
        """Names and values of a valid form, to be sent once more with the confirmation."""
        data = self.cleaned_data
        single = [(name, str(data[name])) for name in ("signer", "extent", "declared_by", "channel", "language")]
        points = [("purposes", code) for code in data["purposes"]] if data["extent"] == POINTS else []
        return [*single, *points, ("day", data["day"].isoformat()), ("is_plausible", "on")]
