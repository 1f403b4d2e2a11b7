"""Help inside the CMS: short pages, one a topic, in German."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe


@dataclass(frozen=True, slots=True)
class Topic:
    slug: str
    title: str | Promise


TOPICS = (
    Topic("schreiben", _("Write a page")),
    Topic("verstaendlich", _("Write so that everybody understands")),
    Topic("uebersetzen", _("Translate and update")),
    Topic("pruefen", _("Check a translation and release a language")),
    Topic("aussen", _("Translators without an account, PO files")),
    Topic("recht", _("Legal pages and changes of the law")),
    Topic("fristen", _("Review dates and the weekly mail")),
    Topic("formular", _("Change the form")),
    Topic("telefon", _("Phone numbers, offices and links")),
)


@require_safe
def topic(request: HttpRequest, slug: str = TOPICS[0].slug) -> HttpResponse:
    found = next((topic for topic in TOPICS if topic.slug == slug), None)
    if found is None:
        raise Http404
    context = {"topics": TOPICS, "topic": found, "template": f"pages/editing/help/{found.slug}.html"}
    return render(request, "pages/editing/help.html", context)
