"""Where the secretariat releases the wording of a letter that editors want to use."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.bilingual import render_paper
from forms.revising.releases import Duty, duty_of
from forms.views import AskedRequest
from gremium.letters.composing import compose, examples
from gremium.letters.differences import differences
from gremium.letters.issuing import version_mark, wording
from gremium.letters.models import LetterTemplate, TemplateState
from gremium.letters.translations import untranslated
from gremium.letters.wordings import MayNotRelease, may_be_released_by, send_back
from gremium.letters.wordings import release as release_wording


@require_safe
def overview(request: AskedRequest) -> HttpResponse:
    _for_secretariat(request)
    asked = LetterTemplate.objects.waiting().order_by("asked_at")
    context = {
        "waiting": [(one, may_be_released_by(one, request.actor)) for one in asked],
        "decided": LetterTemplate.objects.exclude(decided_at=None).order_by("-decided_at")[:20],
    }
    return render(request, "letters/releases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: AskedRequest, number: str) -> HttpResponse:
    """What changes, in plain words, and the decision about it."""
    found = _asked_or_decided(request, number)
    if request.method == "POST":
        return _decide(request, found)
    kind = found.letter_kind
    older = LetterTemplate.objects.of_kind(found.kind).filter(state=TemplateState.RELEASED, number__lt=found.number)
    context = {
        "template": found,
        "kind": kind,
        "changes": differences(kind, wording(older.order_by("-number").first(), found.kind), found.blocks),
        "untranslated": untranslated(kind, found.blocks),
        "may_release": may_be_released_by(found, request.actor),
        "waits": found.state == TemplateState.ASKED,
    }
    return render(request, "letters/release.html", context)


@require_safe
def paper(request: AskedRequest, number: str) -> HttpResponse:
    """The letter as it would be printed, on invented data."""
    found = _asked_or_decided(request, number)
    kind = found.letter_kind
    set_paper = compose(
        kind, found.blocks, examples(kind), language="", day=timezone.localdate(), marks=version_mark(found)
    )
    pdf, _missing = render_paper(set_paper)
    headers = {"Content-Disposition": f'inline; filename="{kind.key}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _for_secretariat(request: AskedRequest) -> None:
    if duty_of(request.actor) != Duty.SECRETARIAT:
        raise Http404


def _asked_or_decided(request: AskedRequest, number: str) -> LetterTemplate:
    _for_secretariat(request)
    return get_object_or_404(LetterTemplate.objects.exclude(state=TemplateState.DRAFT), pk=number)


def _decide(request: AskedRequest, found: LetterTemplate) -> HttpResponse:
    remark = request.POST.get("remark", "").strip()
    try:
        if request.POST.get("act") == "return":
            if not remark:
                messages.error(request, _("Please say what should be changed."))
                return redirect("letters:release", found.pk)
            send_back(found, remark=remark, by=request.actor)
            messages.success(request, _("The wording is sent back to the editors."))
        else:
            release_wording(found, by=request.actor)
            messages.success(request, _("The wording is released. From now on letters are printed with it."))
    except MayNotRelease:
        messages.error(request, _("You cannot release this: it is decided already, or you have worked on it yourself."))
    return redirect("letters:releases")
