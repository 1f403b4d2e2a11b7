"""Stands in for the site above the forms: who asks is said by the test, and there is a desk to come back to."""

from collections.abc import Callable

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import include, path

from documents.actors import Actor
from forms.person_pages import person

NOBODY = Actor(ref="")
ASKING = "asking"
"""Cookie that says who asks, where a header would not go along: with what a page sends while it is left."""


def actor(name: str = "Marte Feldhaus", organisation: str = "north", **facts: str) -> Actor:
    known = {
        "account.display_name": name,
        "account.organisation": "Beispielträger Nord (fiktiv)",
        "account.professional_role": "kim_case_management",
        "account.phone": "+49 30 23125 001",
        "account.email": "m.feldhaus@example.org",
        "account.active": "yes",
        "account.recognised": "yes",
        "forms.fills": "yes",
    }
    return Actor(ref=f"ref-{name}", organisation_ref=organisation, name=name, facts=known | facts)


class AskedAs:
    """Middleware: the actor the test client carries."""

    actors: dict[str, Actor] = {}  # noqa: RUF012 - filled by the tests' browsers

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asking = request.headers.get("X-Asking") or request.COOKIES.get(ASKING, "")
        request.actor = self.actors.get(asking, NOBODY)  # type: ignore[attr-defined]
        return self.get_response(request)


def plain(request: HttpRequest, subject: object = None) -> HttpResponse:
    return HttpResponse("here")


cases = ([path("", plain, name="own_desk"), path("<uuid:subject>/", plain, name="case")], "cases")
handler400 = "gremium.entrance.bad_or_too_large"
urlpatterns = [
    path("mitlesen/<str:token>/", person, name="person_view"),
    path("accounts/", include("gremium.people.urls")),
    *i18n_patterns(
        path("antrag/", include(cases)),
        path("antrag/", include("forms.urls")),
        path("foto/", include("forms.phone_urls")),
        path("", include("pages.urls")),  # the head of every page leads to them
    ),
]
