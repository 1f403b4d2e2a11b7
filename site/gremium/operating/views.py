"""The desk of the technical administration: how the parts are, and the work that stands still. No word of a case."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from documents import jobs, journal
from documents.jobs import Job
from documents.journal import Act
from gremium.operating import metrics, parts
from gremium.people.asking import SignedInRequest
from gremium.people.models import WaitingMail

MOST_SHOWN = 100
KINDS: dict[str, Promise] = {
    "documents.tasks.compile_dossier": gettext_lazy("A dossier is compiled"),
    "documents.tasks.compile_bundle": gettext_lazy("A bundle of a meeting is compiled"),
}


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """The parts and the jobs by number, kind, state and reason; nothing that leads to a case."""
    standing = Job.objects.standing_still(timezone.now())
    rows = [(job, KINDS.get(job.task, gettext_lazy("Work in the background"))) for job in standing[:MOST_SHOWN]]
    context = {
        "parts": parts.parts(),
        "silent": parts.silent(),
        "halts": parts.halts(),
        "mails": WaitingMail.objects.aggregate(
            tried_again=Count("pk", filter=Q(tries__gt=0, given_up_at=None)), given_up=Count("given_up_at")
        ),
        "rows": rows,
        "total": standing.count(),
    }
    return render(request, "operating/desk.html", context)


@require_POST
def retry(request: SignedInRequest, job_id: int) -> HttpResponse:
    """Give a job fresh attempts, or ring for it once more; one line says who did."""
    job = get_object_or_404(Job.objects.standing_still(timezone.now()), pk=job_id)
    with transaction.atomic():
        if not jobs.retry(job):
            transaction.on_commit(lambda: jobs.ring(job.pk))
        details = {"job": str(job.pk)}
        journal.record(actor=request.actor, act=Act.JOB_RETRIED, subject=job.subject, details=details)
    messages.success(request, _("Job %(number)s is tried again.") % {"number": job.pk})
    return redirect("operating:desk")


@never_cache
@require_safe
def prometheus(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever may ask; for all others there is nothing here."""
    if not metrics.may_ask(request):
        raise Http404
    return HttpResponse(metrics.measured(), content_type=CONTENT_TYPE_PLAIN_0_0_4)
