"""Where the data protection officer confirms that translations of the consent text say the same as the German."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from documents.actors import Actor
from forms.consent_texts import ConsentText
from forms.reading_languages import reading_languages
from forms.revising.consent_translations import MayNotCheck, check_paragraphs, consent_beside, consent_beside_all
from forms.revising.releases import Duty, ReleaseRequest, duty_of
from forms.versions import FORM_KEY
from forms.views import AskedRequest


@require_safe
def overview(request: AskedRequest) -> HttpResponse:
    """The languages, each with how far it is."""
    _require_duty(request.actor)
    columns = consent_beside_all(FORM_KEY, german_text())
    told = [(one, [(state, number) for state, number in one.by_state().items() if number]) for one in columns]
    return render(request, "forms/revising/consent.html", {"languages": told})


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: AskedRequest, reading: str) -> HttpResponse:
    """All paragraphs beside the German; each draft can be confirmed, or all that are ticked."""
    _require_duty(request.actor)
    if reading not in {one.code for one in reading_languages()}:
        raise Http404
    german = german_text()
    if request.method == "POST":
        _check(request, german, reading)
        return redirect("releases:consent_language", reading)
    beside = consent_beside(FORM_KEY, german, reading)
    rows = [(one, one.may_be_checked_by(request.actor)) for one in beside.paragraphs]
    context = {"beside": beside, "rows": rows, "can_check": any(may for _one, may in rows)}
    return render(request, "forms/revising/consent_language.html", context)


def _check(request: AskedRequest, german: str, language: str) -> None:
    ticked = request.POST.getlist("checked")
    seen = {address: request.POST.get(f"seen:{address}", "") for address in ticked}
    try:
        marked = check_paragraphs(FORM_KEY, german, language, seen, by=request.actor)
    except MayNotCheck:
        messages.error(request, _("You cannot check a text that you have written yourself."))
        return
    if len(marked) < len(ticked):
        messages.error(request, _("Some paragraphs have changed meanwhile or are checked already. Please look again."))
    if marked:
        told = ngettext("One paragraph is checked.", "%(number)d paragraphs are checked.", len(marked))
        messages.success(request, told % {"number": len(marked)})
    elif not ticked:
        messages.error(request, _("Please tick the paragraphs that you have compared."))


def german_text() -> str:
    """The text that waits for its release, else the valid one."""
    waiting = ReleaseRequest.objects.filter(form_key=FORM_KEY).waiting().exclude(consent_text="").first()
    return waiting.consent_text if waiting else ConsentText.objects.current(FORM_KEY).text


def _require_duty(actor: Actor) -> None:
    if duty_of(actor) != Duty.PROTECTION:
        raise Http404
