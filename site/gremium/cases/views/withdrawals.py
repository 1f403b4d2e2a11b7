"""Taking consent back: asked, shown what follows, confirmed; and the receipt for the person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents import journal, vault
from documents.bilingual import render_paper
from documents.journal import Act
from forms.paper_views import pdf_answer
from forms.withdrawal_paper import receipt_of
from forms.withdrawal_words import LOCKED, SPECIAL_POINT, WHAT
from forms.withdrawals import Scope, Withdrawal
from forms.withdrawing import NotWithdrawable, withdraw
from gremium.cases.life import NotPossible
from gremium.cases.reading import case_for
from gremium.cases.withdrawal_form import WithdrawalForm
from gremium.cases.withdrawal_places import Place, place_for, said
from gremium.cases.withdrawing import release_rest
from gremium.people.asking import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedInRequest, subject: UUID, *, area: str) -> HttpResponse:
    """Ask what is withdrawn; say what follows; with the confirmation, do it. Doing it once more changes nothing."""
    place, today = place_for(request, subject), timezone.localdate()
    if place.is_over:
        return _page(request, place, area) if request.method != "POST" else redirect(f"cases:{area}withdraw", subject)
    form = WithdrawalForm(
        request.POST if request.method == "POST" else None,
        standings=place.standings,
        form=place.held.form if place.held else None,
        today=today,
    )
    if not form.is_valid() and "confirmed" in request.POST and place.past:
        return _answer_late(request, area, subject)  # pressed twice: it is recorded already
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _page(request, place, area, status=status, form=form, points=_points(form))
    if "confirmed" not in request.POST:
        return _ask_once_more(request, place, area, form)
    try:
        withdraw(subject, form.declaration(), by=request.actor, today=today)
    except NotWithdrawable:
        return _answer_late(request, area, subject)
    messages.success(request, _("It is done. Please print the confirmation and give it to the person."))
    return redirect(f"cases:{area}withdraw", subject)


@require_POST
def release(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """The case manager says that the texts that are left say nothing any more of what was taken back."""
    try:
        release_rest(case_for(request, subject), by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The case is with the secretariat again, which checks it anew."))
    return redirect("cases:case", subject)


@require_POST
def receipt(request: SignedInRequest, subject: UUID, withdrawal: UUID) -> HttpResponse:
    """The confirmation in German and the person's language, made anew each time; the journal's line comes first."""
    place = place_for(request, subject)
    found = get_object_or_404(Withdrawal.objects.of(subject), pk=withdrawal)
    if not found.has_receipt:
        raise Http404
    journal.record(actor=request.actor, act=Act.APPLICATION_EXPORTED, subject=subject, details={"paper": "withdrawal"})
    try:
        pdf, _missing = render_paper(receipt_of(found, reference=place.reference))
    except vault.UNREADABLE as error:
        raise Http404 from error
    return pdf_answer(pdf, "widerruf")


def _answer_late(request: SignedInRequest, area: str, subject: UUID) -> HttpResponse:
    messages.info(request, _("There is nothing of this kind to take back any more. Please look at what is there."))
    return redirect(f"cases:{area}withdraw", subject)


def _ask_once_more(request: SignedInRequest, place: Place, area: str, form: WithdrawalForm) -> HttpResponse:
    declared, standing = form.declaration(), form.chosen()
    follows = place.consequences_of(declared, standing, timezone.localdate())
    scope = Scope.PURPOSES if declared.purposes else Scope.PERSONS
    if scope == Scope.PERSONS and (standing is None or standing.ends_everything):
        scope = Scope.EVERYTHING
    labels = place.held.form.purposes if place.held else {}
    context = {
        "place": place,
        "area": area,
        "standing": standing,
        "what": WHAT[scope](),
        "points": [labels[code].label for code in declared.purposes],
        "locked": said(follows.locked),
        "erased": said(follows.erased),
        "lasting": said(follows.lasting),
        "sent": form.sent(),
        "ends_everything": scope == Scope.EVERYTHING,
        "is_to_be_checked": scope == Scope.PERSONS or SPECIAL_POINT in declared.purposes,
    }
    return render(request, "cases/withdraw_confirm.html", context)


def _points(form: WithdrawalForm) -> list[tuple[str, str, str]]:
    """The points that can be taken back alone: code, label, and what is locked then."""
    choices = form.fields["purposes"].choices  # type: ignore[attr-defined]
    return [(code, label, LOCKED[code]() if code in LOCKED else "") for code, label in choices]


def _page(request: SignedInRequest, place: Place, area: str, *, status: int = 200, **context: object) -> HttpResponse:
    template = "cases/withdrawn.html" if place.is_over else "cases/withdraw.html"
    return render(request, template, {"place": place, "area": area, **context}, status=status)
