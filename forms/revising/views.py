"""Where the secretariat and the data protection officer release a form that editors want to publish."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forms.revising.differences import Difference
from forms.revising.further import further_for
from forms.revising.releases import Duty, MayNotRelease, Overtaken, ReleaseRequest, duty_of, send_back
from forms.revising.releases import release as release_form
from forms.views import AskedRequest


@require_safe
def overview(request: AskedRequest) -> HttpResponse:
    if not duty_of(request.actor):
        raise Http404
    found = ReleaseRequest.objects.visible_to(request.actor).select_related("base")
    context = {
        "waiting": [(one, one.may_be_released_by(request.actor)) for one in found.waiting()],
        "decided": found.exclude(state="waiting")[:20],
        "further": further_for(request.actor),
        "checks_consent": duty_of(request.actor) == Duty.PROTECTION,
    }
    return render(request, "forms/revising/releases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: AskedRequest, number: str) -> HttpResponse:
    """What changes, in plain words, and the decision about it."""
    found = get_object_or_404(ReleaseRequest.objects.visible_to(request.actor).select_related("base"), pk=number)
    if request.method == "POST":
        return _decide(request, found)
    chapters: dict[str, list[Difference]] = {}
    for change in found.differences():
        chapters.setdefault(change.about, []).append(change)
    context = {"release": found, "chapters": chapters, "may_release": found.may_be_released_by(request.actor)}
    return render(request, "forms/revising/release.html", context)


def _decide(request: AskedRequest, found: ReleaseRequest) -> HttpResponse:
    remark = request.POST.get("remark", "").strip()
    try:
        if request.POST.get("act") == "return":
            if not remark:
                messages.error(request, _("Please say what should be changed."))
                return redirect("releases:one", found.pk)
            send_back(found, remark=remark, by=request.actor)
            messages.success(request, _("The form is sent back to the editors."))
        else:
            held = release_form(found, by=request.actor)
            messages.success(request, _published(held))
    except Overtaken:
        told = _("Another version was stored meanwhile. Please send this one back, so that its changes are made anew.")
        messages.error(request, told)
        return redirect("releases:one", found.pk)
    except MayNotRelease:
        messages.error(request, _("You cannot release this: it is decided already, or you have worked on it yourself."))
    return redirect("releases:overview")


def _published(request: ReleaseRequest) -> str:
    if request.published is None:
        return _("Your release is noted. The data protection officer's or the secretariat's is still missing.")
    return _("Version %(version)s is published. New applications begin with it.") % {"version": request.version}
