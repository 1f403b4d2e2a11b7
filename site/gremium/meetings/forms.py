"""Choosing or creating the meeting a case is released for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gremium.meetings.models import Meeting

REGULAR_MEETINGS_A_YEAR = 4
"""Seed R21: up to four a year; further ones are event-driven."""


class ScheduleForm(forms.Form):
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=_("Meeting"),
        required=False,
        empty_label=_("A new meeting"),
        widget=forms.Select(attrs={"class": "field__input"}),
    )
    day = forms.DateField(
        label=_("Day of the new meeting"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "field__input field__input--short"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(
        label=_("Kind of the new meeting"),
        choices=Meeting.Kind.choices,
        required=False,
        widget=forms.Select(attrs={"class": "field__input"}),
    )
    reason = forms.CharField(
        label=_("Occasion"),
        help_text=_("Only for an event-driven meeting, without names."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "field__input"}),
    )
    is_confirmed = forms.BooleanField(
        label=_("I have checked the case. The four members may read the dossier from now on."),
        error_messages={"required": _("Please confirm the release.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        meetings = self.fields["meeting"]
        assert isinstance(meetings, forms.ModelChoiceField)
        meetings.queryset = Meeting.objects.upcoming(today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("meeting") and not self.errors.keys() & {"meeting", "day"}:
            self._check_new_meeting(data)
        return data

    def _check_new_meeting(self, data: dict[str, Any]) -> None:
        day = data.get("day")
        if day is None:
            self.add_error("day", _("Please choose a meeting, or name the day of a new one."))
        elif day < self.today:
            self.add_error("day", _("This day has passed. Please name a day from today on."))
        elif Meeting.objects.filter(day=day).exists():
            self.add_error("day", _("There is a meeting on this day already. Please choose it above."))
        elif data.get("kind") == Meeting.Kind.EVENT_DRIVEN and not data.get("reason"):
            self.add_error("reason", _("Please name the occasion of the event-driven meeting."))
        elif data.get("kind") == Meeting.Kind.REGULAR and self._year_is_full(day):
            self.add_error("kind", _("This year has four regular meetings already. Please choose “event-driven”."))

    def _year_is_full(self, day: date) -> bool:
        regular = Meeting.objects.filter(day__year=day.year, kind=Meeting.Kind.REGULAR)
        return regular.count() >= REGULAR_MEETINGS_A_YEAR

    def chosen_meeting(self) -> Meeting:
        """The chosen meeting, or the new one, saved by the caller's transaction."""
        data = self.cleaned_data
        if data["meeting"]:
            assert isinstance(data["meeting"], Meeting)
            return data["meeting"]
        return Meeting.objects.create(day=data["day"], kind=data["kind"] or Meeting.Kind.REGULAR, reason=data["reason"])
