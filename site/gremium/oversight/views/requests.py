"""Art. 15: who of a case asks, and the archive for this person alone."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from documents import journal
from documents.journal import Act
from gremium.cases.act_forms import day_field
from gremium.cases.life import NotPossible
from gremium.cases.models import Case
from gremium.cases.reading import case_for
from gremium.oversight.data_requests import answer_request, people_of
from gremium.people.asking import SignedInRequest


class RequestForm(forms.Form):
    person = forms.ChoiceField(
        label=gettext_lazy("Who asks?"),
        widget=forms.RadioSelect(),
        error_messages={"required": gettext_lazy("Please choose the person who asks.")},
    )
    received_on = day_field(gettext_lazy("When did the request arrive?"))

    def __init__(self, data: object, *, case: Case) -> None:
        super().__init__(data, initial={"received_on": timezone.localdate()})  # type: ignore[arg-type]
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [(one.ref, one.name or _("person without a name")) for one in people_of(case)]


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """Nothing of the archive is kept here; the journal notes that it was asked for and given."""
    case = case_for(request, subject)
    form = RequestForm(request.POST if request.method == "POST" else None, case=case)
    if form.is_valid():
        data = form.cleaned_data
        try:
            packed = answer_request(case, ref=data["person"], received_on=data["received_on"], by=request.actor)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            headers = {"Content-Disposition": 'attachment; filename="Auskunft.zip"'}
            return HttpResponse(packed, content_type="application/zip", headers=headers)
    journal.record(actor=request.actor, act=Act.CASE_VIEWED, subject=subject, details={"page": "data_request"})
    is_own = request.area is not None and request.area.name == "antrag"
    back = "cases:case" if is_own else "cases:secretariat_case"
    context = {"case": case, "form": form, "back": back}
    return render(request, "oversight/data_request.html", context, status=422 if form.is_bound else 200)
