"""The headless content: live public pages, images, documents and the languages, for anyone, read only."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import include, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Locale

from pages.releases import shown_codes, shown_languages


class Searched:
    """Refuses a search that the database's search language cannot read, as it does any other wrong parameter."""

    def check_query_parameters(self, queryset: Any) -> None:
        super().check_query_parameters(queryset)  # type: ignore[misc]
        asked = self.request.GET.get("search", "")  # type: ignore[attr-defined]
        if not asked.isprintable() or '"' in asked:
            raise BadRequestError(_("Please search for words without quotation marks and control characters."))


class Pages(Searched, PagesAPIViewSet):
    """Live public pages, in the languages that readers are shown."""

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
    items = [
        {"code": language.code, "own_name": language.own_name, "direction": language.direction}
        for language in shown_languages()
    ]
    return JsonResponse({"meta": {"total_count": len(items)}, "items": items})


def not_found(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"message": "not found"}, status=404)


urlpatterns = [
    path("v2/languages/", languages, name="languages"),
    path("v2/", include((router.get_urlpatterns(), "api"), namespace=router.url_namespace)),
    re_path("", not_found),
]
