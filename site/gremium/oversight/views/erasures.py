"""What is kept and erased: the table, the archive's decisions, the dry run and its confirmation, and the records."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents import journal
from documents.journal import Act
from gremium.cases.life import NotPossible
from gremium.letters.issuing import letter_pdf
from gremium.oversight import archiving, running
from gremium.oversight.forms import ArchiveForm
from gremium.oversight.models import ArchiveDecision, ArchivePolicy, RetentionItem, RetentionRun
from gremium.oversight.retention import RecordClass, record_of, table
from gremium.people.asking import SignedInRequest
from gremium.people.models import Role

NEWEST = 20
"""Runs that the pages list."""


@require_safe
def retention(request: SignedInRequest) -> HttpResponse:
    """The table, what is due by class and reference (the dry run), and the runs before; one line names what is due."""
    today = timezone.localdate()
    due = running.to_be_confirmed(today)
    hits = {one.subject: f"due/{record.key}" for record, found in due for one in found}
    if hits:
        journal.record_list(actor=request.actor, hits=hits)
    context = {
        "table": table(),
        "due": due,
        "total": len(hits),
        "seen": running.mark_of(today),
        "policies": ArchivePolicy.choices,
        "is_running": RetentionItem.objects.waiting().exists(),
        "runs": RetentionRun.objects.all()[:NEWEST],
        "may_act": request.user.role == Role.SECRETARIAT,
    }
    return render(request, "oversight/retention.html", context)


@require_safe
def periods(request: SignedInRequest) -> HttpResponse:
    """The table and the runs without references, for the data protection officer."""
    context = {"table": table(), "runs": RetentionRun.objects.all()[:NEWEST], "may_act": False}
    return render(request, "oversight/retention.html", context)


@require_POST
def start(request: SignedInRequest) -> HttpResponse:
    try:
        run = running.start_run(seen=request.POST.get("seen", ""), today=timezone.localdate(), by=request.actor)
        told = _("Confirmed: %(count)s records are erased now. You get a mail when it is done.")
        messages.success(request, told % {"count": run.items.count()})
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("oversight:retention")


@require_POST
def archive(request: SignedInRequest, record: str) -> HttpResponse:
    chosen = _offered_record(record)
    form = ArchiveForm(request.POST)
    if "offered" in request.POST:
        try:
            archiving.mark_offered(chosen, up_to=timezone.localdate(), by=request.actor)
            messages.success(request, _("Noted: the archive has had its choice of what is due up to today."))
        except ArchiveDecision.DoesNotExist:
            messages.error(request, _("These records are not offered to the archive. Please decide on that first."))
    elif form.is_valid():
        archiving.decide(chosen, ArchivePolicy(form.cleaned_data["policy"]), by=request.actor)
        messages.success(request, _("The decision is kept."))
    else:
        messages.error(request, _("Please choose what holds for these records."))
    return redirect("oversight:retention")


@require_safe
def erasure_record(request: SignedInRequest, run: UUID) -> HttpResponse:
    """The record of a run as a PDF; it names nobody."""
    letter = running.erasure_record_of(get_object_or_404(RetentionRun, pk=run))
    if letter is None:
        raise Http404
    journal.record(
        actor=request.actor, act=Act.APPLICATION_EXPORTED, subject=letter.subject, details={"letter": str(letter.pk)}
    )
    answer = HttpResponse(letter_pdf(letter), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="Loeschprotokoll.pdf"'
    return answer


def _offered_record(key: str) -> RecordClass:
    found = record_of(key)
    if found is None or not found.is_offered:
        raise Http404
    return found
