"""What people type into the exchange: questions, answers, events, the yearly report."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from documents.receiving import left_out
from gremium.exchange.answering import Words
from gremium.exchange.asking import Asked
from gremium.exchange.events import Audience, Paper, Plan
from gremium.exchange.models import ExchangeEvent, Question, Topic
from gremium.exchange.name_check import look_over
from gremium.people.models import Organisation

SHORT = "field__input field__input--short"


class UnnamedForm(forms.Form):
    """Warns of what could tell who is meant; the warning has to be confirmed. `checked` are the fields it reads."""

    checked: tuple[str, ...] = ()
    is_looked_over = forms.BooleanField(
        label=_("I have read the text again. It tells nobody who is meant."),
        required=False,
        widget=forms.HiddenInput,
    )

    @property
    def remarks(self) -> list[str]:
        """What looks like a person; empty before the form was sent."""
        return look_over(*self._texts()) if self.is_bound else []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        remarks = self.remarks
        if remarks:
            self.fields["is_looked_over"].widget = forms.CheckboxInput()
        if remarks and not data.get("is_looked_over"):
            self.add_error("is_looked_over", _("Please read the text again, change it or confirm it."))
        return data

    def _texts(self) -> Iterable[str]:
        return (str(self.cleaned_data.get(name) or "") for name in self.checked)


class QuestionForm(UnnamedForm):
    checked = ("text", "background")
    field_order = ("topic", "text", "background", "is_looked_over")

    topic = forms.ChoiceField(label=_("Topic"), choices=[("", _("Please choose")), *Topic.choices])
    text = forms.CharField(
        label=_("Your question"),
        help_text=_("In German, in one to three sentences. No names, no country of origin, no details of a person."),
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de"}),
    )
    background = forms.CharField(
        label=_("Why you ask (optional)"),
        help_text=_("For the board alone; it is not published."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de"}),
    )

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(data["topic"], data["text"], data["background"])


class WordsForm(UnnamedForm):
    checked = ("text", "answer")
    field_order = ("topic", "text", "answer", "is_looked_over", "version")

    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    text = forms.CharField(
        label=_("Question as it will be published"),
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de"}),
    )
    answer = forms.CharField(
        label=_("Answer"),
        help_text=_("In German. It holds in general and names nobody. A change asks all members anew."),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "lang": "de"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def showing(cls, question: Question) -> "WordsForm":
        shown = {"topic": question.topic, "text": question.text, "answer": question.answer, "version": question.version}
        return cls(initial=shown)

    def typed_over(self, question: Question) -> "WordsForm":
        """What was typed once more, now beside the words as they are; sent again, it replaces them knowingly."""
        typed = {name: self.cleaned_data[name] for name in ("topic", "text", "answer")}
        return WordsForm(initial={**typed, "version": question.version})

    def words(self) -> Words:
        data = self.cleaned_data
        return Words(data["topic"], data["text"], data["answer"])


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Any number of PDFs; none is fine."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", SeveralFiles(attrs={"accept": "application/pdf,.pdf"}))
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list[Paper]:
        files = data if isinstance(data, list) else [data] if data else []
        cleaned: list[Any] = [super(PapersField, self).clean(one, initial) for one in files]
        return [Paper(one.name or "", one.read()) for one in cleaned]


class QuestionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return Truncator(obj.text).chars(120)


class EventForm(forms.Form):
    """One page for everything: what, when, where, papers, who is invited."""

    title = forms.CharField(label=_("Title"), max_length=120, widget=forms.TextInput(attrs={"lang": "de"}))
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date", "class": SHORT}, format="%Y-%m-%d")
    )
    starts = forms.TimeField(
        label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time", "class": SHORT}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Ends (optional)"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": SHORT}, format="%H:%M"),
    )
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    online = forms.URLField(
        label=_("Address of the video meeting"), max_length=200, required=False, assume_scheme="https"
    )
    occasion = forms.CharField(
        label=_("Occasion (optional)"),
        help_text=_("Why just now, and what it is about. In German, without any case."),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "de"}),
    )
    papers = PapersField(
        label=_("Papers (PDF, optional)"),
        help_text=_("Several files at once are fine. Nothing from any case or file of the office."),
        required=False,
    )
    questions = QuestionsField(
        Question.objects.none(),
        label=_("Released questions that are talked about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Who is invited, besides the board"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    with_volunteers = forms.BooleanField(label=_("The registered volunteers"), required=False)
    is_public = forms.BooleanField(label=_("Show title, date, place and occasion on the public pages"), required=False)

    def __init__(self, *args: Any, event: ExchangeEvent | None = None, may_upload: bool = True, **kwargs: Any) -> None:
        organisations = Organisation.objects.filter(is_recognised=True)
        kwargs.setdefault(
            "initial", _shown(event) if event else {"organisations": organisations, "with_volunteers": True}
        )
        super().__init__(*args, **kwargs)
        self.event = event
        if not may_upload:
            del self.fields["papers"]
        self._choose("organisations", organisations)
        self._choose("questions", Question.objects.released())

    def note_left_out(self, request: Any) -> None:
        """Files that found no room in the request."""
        self.full_clean()
        for name in left_out(request).getlist("papers") if "papers" in self.fields else ():
            told = _("%(name)s is too large: all papers together may have 12 MB. Please send it later, on its own.")
            self.add_error("papers", told % {"name": name})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"place", "online"} and not (data.get("place") or data.get("online")):
            self.add_error("place", _("Please name a place or the address of a video meeting."))
        day, starts, ends = data.get("day"), data.get("starts"), data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The end must lie after the beginning."))
        if day and starts and _moment(day, starts) < timezone.now() and not self._is_unmoved(day, starts):
            self.add_error("day", _("This time has passed. Please name one that is still to come."))
        return data

    def plan(self) -> Plan:
        data = self.cleaned_data
        return Plan(
            title=data["title"],
            starts_at=_moment(data["day"], data["starts"]),
            ends_at=_moment(data["day"], data["ends"]) if data["ends"] else None,
            place=data["place"],
            online=data["online"],
            occasion=data["occasion"],
            is_public=data["is_public"],
        )

    def audience(self) -> Audience:
        return Audience(list(self.cleaned_data["organisations"]), self.cleaned_data["with_volunteers"])

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = rows

    def _is_unmoved(self, day: Any, starts: time) -> bool:
        return self.event is not None and _moment(day, starts) == self.event.starts_at


class EventWordsForm(forms.Form):
    """What editors may change of a public event."""

    title = forms.CharField(label=_("Title"), max_length=120, widget=forms.TextInput(attrs={"lang": "de"}))
    occasion = forms.CharField(
        label=_("Occasion (optional)"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "lang": "de"}),
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the question is not taken up"),
        help_text=_("Whoever asked reads this."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "de"}),
    )


class ReportForm(forms.Form):
    remark = forms.CharField(
        label=_("Preliminary remark (optional)"),
        help_text=_("Stands in the paper for the committee, in German. No case, nobody's name."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "de"}),
    )
    is_confirmed = forms.BooleanField(
        label=_("I have read the figures. They go to the committee and become public."),
        error_messages={"required": _("Please confirm the release.")},
    )


class GivenForm(forms.Form):
    on = forms.DateField(
        label=_("Given to the committee on"),
        widget=forms.DateInput(attrs={"type": "date", "class": SHORT}, format="%Y-%m-%d"),
    )


def _moment(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _shown(event: ExchangeEvent) -> dict[str, Any]:
    starts, ends = timezone.localtime(event.starts_at), event.ends_at and timezone.localtime(event.ends_at)
    return {
        "title": event.title,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time() if ends else None,
        "place": event.place,
        "online": event.online,
        "occasion": event.occasion,
        "questions": event.questions.all(),
        "is_public": event.is_public,
    }
