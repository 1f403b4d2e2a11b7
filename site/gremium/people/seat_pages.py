"""The secretariat's pages about the four seats and the council terms."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gremium.people.asking import SignedInRequest
from gremium.people.models import CouncilTerm, Role, Seat, User
from gremium.people.plain_form import PlainForm, day_field
from gremium.people.seats import SeatRefused, add_term, assign_seat, board, end_seat, next_start

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class TermField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: CouncilTerm) -> str:
        return f"{obj.starts:%d.%m.%Y} – {obj.ends:%d.%m.%Y}"


class AssignForm(PlainForm):
    """Who gets the seat, and for which council term."""

    holder = forms.ModelChoiceField(
        label=gettext_lazy("Member"),
        queryset=User.objects.none(),
        to_field_name="ref",
        empty_label=gettext_lazy("Please choose"),
        error_messages={"required": gettext_lazy("Please choose who gets the seat.")},
    )
    term = TermField(
        label=gettext_lazy("Council term"),
        queryset=CouncilTerm.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Please choose a council term.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(role=Role.MEMBER, is_active=True).order_by("display_name")
        terms = CouncilTerm.objects.filter(ends__gte=timezone.localdate())
        for name, found in (("holder", members), ("term", terms)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found


class TermForm(PlainForm):
    starts = day_field(gettext_lazy("First day of the term"))
    ends = day_field(gettext_lazy("Last day of the term"))


@require_safe
def seats(request: SignedInRequest) -> HttpResponse:
    context = {"places": board(timezone.localdate()), "terms": CouncilTerm.objects.all()}
    return render(request, "people/seats.html", context)


@get_or_post
def assign(request: SignedInRequest, origin: str) -> HttpResponse:
    if origin not in Seat.Origin.values:
        raise Http404
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            assign_seat(origin, chosen["holder"], term=chosen["term"], today=timezone.localdate(), by=request.actor)
        except SeatRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The seat is given."))
            return redirect("people:seats")
    context = {"form": form, "label": Seat.Origin(origin).label, "has_terms": form.fields["term"].queryset.exists()}  # type: ignore[attr-defined]
    return render(request, "people/seat_assign.html", context, status=422 if form.errors else 200)


@get_or_post
def end(request: SignedInRequest, seat: int) -> HttpResponse:
    held = get_object_or_404(Seat.objects.not_over(timezone.localdate()).select_related("holder"), pk=seat)
    if request.method == "POST":
        end_seat(held, today=timezone.localdate(), by=request.actor)
        messages.success(request, _("The seat is vacant. The access has ended."))
        return redirect("people:seats")
    return render(request, "people/seat_end.html", {"seat": held})


@get_or_post
def terms(request: SignedInRequest) -> HttpResponse:
    form = TermForm(request.POST or None, initial={"starts": next_start(timezone.localdate())})
    if request.method == "POST" and form.is_valid():
        try:
            add_term(**form.cleaned_data, by=request.actor)
        except SeatRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The council term is noted."))
            return redirect("people:seats")
    context = {"form": form, "terms": CouncilTerm.objects.all()}
    return render(request, "people/terms.html", context, status=422 if form.errors else 200)
