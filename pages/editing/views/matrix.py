"""The overview of all translations, and letting readers see a language."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pages.editing.matrix import Sign, Wish, matrix, released_languages
from pages.editing.permissions import for_editors, person
from pages.editing.texts import target_language, target_languages
from pages.stating import release_language, withdraw_language

ROWS = 60


@require_safe
@for_editors
def overview(request: HttpRequest) -> HttpResponse:
    wish = Wish(*(request.GET.get(name, "") for name in ("zustand", "sprache", "art", "suche")))
    found = matrix(wish)
    page = Paginator(found.rows, ROWS).get_page(request.GET.get("seite"))
    query = request.GET.copy()
    query.pop("seite", None)
    context = {
        "matrix": found,
        "rows": page,
        "wish": wish,
        "signs": list(Sign),
        "languages": target_languages(),
        "released": released_languages(),
        "query": query.urlencode(),
    }
    return render(request, "pages/editing/matrix.html", context)


@require_POST
@for_editors
def release(request: HttpRequest, language: str) -> HttpResponse:
    """Show a language to the readers of the production site, or no longer."""
    target = target_language(language)
    if request.POST.get("act") == "withdraw":
        withdraw_language(target.code, by=person(request))
        messages.success(request, _("Readers no longer see %(language)s.") % {"language": target.own_name})
    else:
        release_language(target.code, by=person(request))
        messages.success(request, _("Readers now see %(language)s.") % {"language": target.own_name})
    return redirect("editing:matrix")
