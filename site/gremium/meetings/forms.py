"""What the secretariat and the members type about a meeting."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gremium.letters.results import RESULTS
from gremium.meetings.holding import Presence
from gremium.meetings.models import AgendaItem, Attendance, Meeting, NotReached
from gremium.meetings.planning import Plan
from gremium.meetings.writing import HANDED_OVER, General, Said
from gremium.people.models import Seat

YES, NO = HANDED_OVER, "nein"


class DayInput(forms.DateInput):
    def __init__(self) -> None:
        super().__init__(attrs={"type": "date", "class": "field__input field__input--short"}, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    def __init__(self) -> None:
        super().__init__(attrs={"type": "time", "class": "field__input field__input--short"}, format="%H:%M")


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "field__input"})


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "field__input", "rows": rows, "lang": "de"})


class PlanForm(forms.Form):
    """When and where; whether it may be so, the act decides."""

    day = forms.DateField(label=_("Day"), widget=DayInput())
    begins = forms.TimeField(label=_("From"), widget=ClockInput())
    ends = forms.TimeField(label=_("Until"), widget=ClockInput())
    room = forms.CharField(
        label=_("Room"),
        help_text=_("House and room. Needed for the invitation."),
        max_length=200,
        required=False,
        widget=_line(),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Meeting.Kind.choices, widget=forms.Select(attrs={"class": "field__input"})
    )
    reason = forms.CharField(
        label=_("Occasion"),
        help_text=_("Only for an event-driven meeting, without names."),
        max_length=200,
        required=False,
        widget=_line(),
    )

    def plan(self) -> Plan:
        return Plan(**self.cleaned_data)


def plan_initial(meeting: Meeting) -> dict[str, Any]:
    """What the form shows of a meeting that is there."""
    return {name: getattr(meeting, name) for name in PlanForm.base_fields}


class ChosenMeetingForm(forms.Form):
    """An existing meeting, or the plan of a new one beside it."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=_("Meeting"),
        required=False,
        empty_label=_("A new meeting"),
        widget=forms.Select(attrs={"class": "field__input"}),
    )
    day = forms.DateField(label=_("Day of the new meeting"), required=False, widget=DayInput())
    begins = forms.TimeField(label=_("From"), required=False, initial="14:00", widget=ClockInput())
    ends = forms.TimeField(label=_("Until"), required=False, initial="17:00", widget=ClockInput())
    room = forms.CharField(label=_("Room"), max_length=200, required=False, widget=_line())
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
        widget=_line(),
    )
    is_confirmed = forms.BooleanField(
        label=_("I have checked the case. The four members may read the dossier from now on."),
        error_messages={"required": _("Please confirm the release.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = self.fields["meeting"]
        assert isinstance(meetings, forms.ModelChoiceField)
        meetings.queryset = Meeting.objects.upcoming(today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("meeting") and not data.get("day") and not self.errors.keys() & {"meeting", "day"}:
            self.add_error("day", _("Please choose a meeting, or name the day of a new one."))
        return data

    def chosen(self) -> Meeting | None:
        """The existing one; None for a new one."""
        chosen = self.cleaned_data["meeting"]
        assert chosen is None or isinstance(chosen, Meeting)
        return chosen

    def plan(self) -> Plan:
        """Of the new meeting; times that are not named are the usual ones."""
        named = {name: self.cleaned_data[name] for name in ("begins", "ends", "room", "kind", "reason")}
        return Plan(day=self.cleaned_data["day"], **{name: value for name, value in named.items() if value})


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        choices=Attendance.Answer.choices, error_messages={"required": _("Please choose one of the two.")}
    )


class HoldForm(forms.Form):
    """Start, end, and for each seat whether its holder was there."""

    began_at = forms.TimeField(label=_("Began at"), widget=ClockInput())
    ended_at = forms.TimeField(label=_("Ended at"), widget=ClockInput())

    PRESENT, EXCUSED, ABSENT = "present", "excused", "absent"
    STATES = ((PRESENT, _("present")), (EXCUSED, _("absent, excused")), (ABSENT, _("absent, not excused")))

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(seats)
        for seat in self.seats:
            self.fields[f"seat_{seat.pk}"] = forms.ChoiceField(
                label=f"{seat.holder.display_name} ({seat})",
                choices=self.STATES,
                widget=forms.Select(attrs={"class": "field__input"}),
            )
            self.fields[f"reason_{seat.pk}"] = forms.CharField(
                label=format_lazy(_("Reason, if {name} is absent"), name=seat.holder.display_name),
                required=False,
                max_length=200,
                widget=_line(),
            )

    def presences(self) -> dict[int, Presence]:
        return {
            seat.pk: Presence(
                is_present=self.cleaned_data[f"seat_{seat.pk}"] == self.PRESENT,
                is_excused=self.cleaned_data[f"seat_{seat.pk}"] == self.EXCUSED,
                reason=self.cleaned_data[f"reason_{seat.pk}"],
            )
            for seat in self.seats
        }


class TurnForm(forms.Form):
    """One case's turn; of the internal documents a tick and nothing else (seed R24)."""

    began_at = forms.TimeField(label=_("From"), widget=ClockInput())
    ended_at = forms.TimeField(label=_("Until"), widget=ClockInput())
    was_open_to_inspection = forms.BooleanField(
        label=_("Internal documents of the immigration office were shown for inspection"), required=False
    )


class DeferForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the case is put off"),
        help_text=_("One or two sentences for the counselling centre, without names."),
        max_length=1000,
        widget=_text(),
    )
    next_on = forms.DateField(label=_("Next date"), widget=DayInput())


class NotReachedForm(forms.Form):
    because = forms.TypedChoiceField(
        label=_("Why the meeting did not come to the case"),
        choices=NotReached.choices,
        coerce=NotReached,
        widget=forms.Select(attrs={"class": "field__input"}),
    )


class InformedForm(forms.Form):
    day = forms.DateField(label=_("Immigration office informed on"), widget=DayInput())


class GeneralForm(forms.Form):
    last_minutes = forms.CharField(label=_("Minutes of the last meeting"), required=False, widget=_text(2))
    general_questions = forms.CharField(
        label=_("General questions"),
        help_text=_("One question a line, without anything that tells of a person."),
        required=False,
        widget=_text(4),
    )
    exchange = forms.CharField(label=_("Proposals for the exchange"), required=False, widget=_text(3))

    def general(self) -> General:
        return General(**self.cleaned_data)


class PassageForm(forms.Form):
    """What the minutes say of one case."""

    aspects = forms.CharField(label=_("Aspects that were discussed"), required=False, widget=_text(2))
    result = forms.ChoiceField(
        label=_("Result"), required=False, widget=forms.Select(attrs={"class": "field__input", "lang": "de"})
    )
    text = forms.CharField(label=_("Wording of the assessment"), required=False, widget=_text(5))
    handed_over = forms.ChoiceField(
        label=_("Handed over to the immigration office"),
        choices=(("", _("not decided yet")), (YES, _("yes")), (NO, _("no"))),
        required=False,
        widget=forms.Select(attrs={"class": "field__input"}),
    )
    tasks = forms.CharField(label=_("Open tasks"), required=False, widget=_text(2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        result = self.fields["result"]
        assert isinstance(result, forms.ChoiceField)
        result.choices = [("", _("none yet")), *((option.value, option.label) for option in RESULTS.options)]

    def said(self) -> Said:
        return Said(**self.cleaned_data)


class CommentForm(forms.Form):
    """`item` is the agenda item's id; empty for the minutes as a whole."""

    item = forms.ModelChoiceField(AgendaItem.objects.none(), required=False, widget=forms.HiddenInput())
    text = forms.CharField(
        label=_("Your comment"),
        max_length=2000,
        widget=_text(3),
        error_messages={"required": _("Please write something.")},
    )

    def __init__(self, *args: Any, items: Iterable[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = AgendaItem.objects.filter(pk__in=[item.pk for item in items])
