"""Links for translators, as editors give them, and the page such a link opens: no account, no cookie, no trace.

The page is exempt from CSRF because it knows nobody: who has the address may write, who has not cannot.
"""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from pages.editing import outside
from pages.editing.permissions import for_editors, person
from pages.editing.texts import target_language, text_of
from pages.editing.views.translate import Work, fields_of, work_of
from pages.models import TranslatorLink
from pages.models.outside import MOST_DAYS, USUAL_DAYS
from pages.texts import german


class DaysForm(forms.Form):
    days = forms.IntegerField(
        label=gettext_lazy("Valid for days"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )


@require_POST
@for_editors
def make_link(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """The address is shown once; what is kept cannot be turned back into it without the secret key."""
    text, target, form = text_of(key), target_language(language), DaysForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A link is valid for at most %(days)s days.") % {"days": MOST_DAYS})
        return redirect("editing:translate", key, language)
    link = outside.make_link(text.key, target.code, days=form.cleaned_data["days"], by=person(request))
    context = {"text": text, "language": target, "link": link, "address": request.build_absolute_uri(address_of(link))}
    return render(request, "pages/editing/link.html", context)


@require_POST
@for_editors
def withdraw_link(request: HttpRequest, number: UUID) -> HttpResponse:
    link = get_object_or_404(TranslatorLink, pk=number)
    outside.withdraw(link)
    messages.success(request, _("The link is withdrawn; it no longer opens anything."))
    return redirect("editing:translate", link.text, link.language)


def address_of(link: TranslatorLink) -> str:
    """The translator's page, under the language that is translated into."""
    with translation.override(link.language):
        return reverse("translator", args=[outside.token_of(link)])


def _unseen(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing of the page is kept or indexed, and its address is given to nobody."""

    def answer(request: HttpRequest, token: str) -> HttpResponse:
        language = translation.get_language() or ""
        with translation.override(german()):  # who translates from German reads German
            response = view(request, token, language)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Content-Language"] = german()
        return response

    return answer


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@_unseen
def translator(request: HttpRequest, token: str, language: str) -> HttpResponse:
    link = outside.link_of(token, language)
    if link is None:
        return render(request, "pages/editing/link_closed.html", status=410)
    work = work_of(link.text, language)
    if request.method != "POST":
        return _show(request, work, link, {"fields": fields_of(work.segments)})
    try:
        outside.count_save(link)
    except outside.TooOften:
        return _show(request, work, link, {"fields": fields_of(work.segments, request.POST), "is_too_often": True}, 429)
    is_all = "hand_in" in request.POST
    wrong = outside.take_in(link, work.segments, request.POST, is_all=is_all)
    again = work_of(link.text, language)
    if wrong:
        fields = fields_of(again.segments, request.POST, wrong)
        return _show(request, again, link, {"fields": fields, "has_problems": True}, status=422)
    if is_all:
        return render(request, "pages/editing/handed_in.html", {"work": again})
    return _show(request, again, link, {"fields": fields_of(again.segments), "is_kept": True})


def _show(
    request: HttpRequest, work: Work, link: TranslatorLink, more: dict[str, object], status: int = 200
) -> HttpResponse:
    return render(request, "pages/editing/translator.html", {"work": work, "link": link, **more}, status=status)
