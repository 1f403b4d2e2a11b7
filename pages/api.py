"""The headless content, for anyone, read only: public pages, images, documents, languages, counselling offices."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import SimpleTemplateResponse
from django.urls import include, path, re_path
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Locale, Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pages.addresses import address_of
from pages.languages import KNOWN
from pages.models import CounsellingOffice
from pages.releases import shown_codes, shown_languages
from pages.translations import alternates_of, state_of

FRESH_FOR = 60  # seconds


class Searched:
    """Refuses a search that the database's search language cannot read, as it does any other wrong parameter."""

    def check_query_parameters(self, queryset: Any) -> None:
        super().check_query_parameters(queryset)  # type: ignore[misc]
        asked = self.request.GET.get("search", "")  # type: ignore[attr-defined]
        if not asked.isprintable() or '"' in asked:
            raise BadRequestError(_("Please search for words without quotation marks and control characters."))

    def find_object(self, queryset: Any, request: HttpRequest) -> Any:
        if not request.GET.get("id", "0").isdecimal():
            raise BadRequestError(_("Please give a number as the id."))
        return super().find_object(queryset, request)  # type: ignore[misc]


class Computed(Field):
    """A field made from the whole page."""

    def __init__(self, tell: Callable[[Page], Any]) -> None:
        self.tell = tell
        super().__init__(source="*", read_only=True)

    def to_representation(self, value: Page) -> Any:
        return self.tell(value)


def _language(page: Page) -> dict[str, str]:
    language = KNOWN[page.locale.language_code]
    return {"code": language.code, "own_name": language.own_name, "direction": language.direction}


def _state(page: Page) -> dict[str, Any]:
    state = state_of(page)
    return {"code": state.state.value, "line": str(state.line)}


def _translations(page: Page) -> list[dict[str, str]]:
    return [{"language": other.code, "address": other.address} for other in alternates_of(page)]


class Pages(Searched, PagesAPIViewSet):
    """Live public pages in the languages shown; one alone also tells its state, translations and German address."""

    computed: ClassVar[list[str]] = ["language", "updated", "state", "translations", "german_address"]
    meta_fields: ClassVar[list[Any]] = [
        *PagesAPIViewSet.meta_fields,
        APIField("language", Computed(_language)),
        APIField("updated", Computed(lambda page: page.last_published_at and page.last_published_at.isoformat())),
        APIField("state", Computed(_state)),
        APIField("translations", Computed(_translations)),
        APIField("german_address", Computed(lambda page: address_of(page.url_path, settings.LANGUAGE_CODE))),
    ]
    detail_only_fields: ClassVar[list[str]] = [*PagesAPIViewSet.detail_only_fields, *computed]

    def get_base_queryset(self) -> Any:
        shown = Locale.objects.filter(language_code__in=shown_codes())
        return super().get_base_queryset().filter(locale_id__in=list(shown.values_list("pk", flat=True)))


class Images(Searched, ImagesAPIViewSet):
    """Images of public pages."""


class Documents(Searched, DocumentsAPIViewSet):
    """Documents to download."""


router = WagtailAPIRouter("api")
router.register_endpoint("pages", Pages)
router.register_endpoint("images", Images)
router.register_endpoint("documents", Documents)


@require_safe
def languages(request: HttpRequest) -> JsonResponse:
    """The languages of the site in their order: code (BCP 47), own name, direction."""
    return _listed(
        {"code": language.code, "own_name": language.own_name, "direction": language.direction}
        for language in shown_languages()
    )


@require_safe
def offices(request: HttpRequest) -> JsonResponse:
    """Counselling offices, those that submit first; `language` (BCP 47) and `district` narrow the list."""
    language, district = request.GET.get("language", ""), request.GET.get("district", "")
    return _listed(
        {
            "id": office.pk,
            **{name: getattr(office, name) for name in ("name", "provider", "service", "languages", "district")},
            **{name: getattr(office, name) for name in ("address", "phone", "email", "website", "access", "note")},
            "hours": office.hours.get_prep_value(),
        }
        for office in CounsellingOffice.objects.shown()
        if (not language or language in office.languages) and (not district or district == office.district)
    )


def _listed(items: Any) -> JsonResponse:
    found = list(items)
    return JsonResponse({"meta": {"total_count": len(found)}, "items": found})


def not_found(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"message": "not found"}, status=404)


def kept_by_caches(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Good answers may be kept for a minute, and cost no bytes where they have not changed."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        if response.status_code != 200 or request.method not in ("GET", "HEAD"):
            return response
        patch_cache_control(response, public=True, max_age=FRESH_FOR)
        etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:20]}"'
        response.headers["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response

    return answer


urlpatterns = [
    path("v2/languages/", languages, name="languages"),
    path("v2/offices/", offices, name="offices"),
    path("v2/", include((router.get_urlpatterns(), "api"), namespace=router.url_namespace)),
    re_path("", not_found),
]
decorate_urlpatterns(urlpatterns, kept_by_caches)
