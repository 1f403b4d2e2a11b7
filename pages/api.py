"""The headless content: live public pages, images, documents and the languages, for anyone, read only."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from pages.languages import KNOWN

router = WagtailAPIRouter("api")
router.register_endpoint("pages", PagesAPIViewSet)
router.register_endpoint("images", ImagesAPIViewSet)
router.register_endpoint("documents", DocumentsAPIViewSet)


@require_safe
def languages(request: HttpRequest) -> JsonResponse:
    """The languages of the site in their order: code (BCP 47), own name, direction."""
    items = [
        {"code": code, "own_name": KNOWN[code].own_name, "direction": KNOWN[code].direction}
        for code, _name in settings.LANGUAGES
    ]
    return JsonResponse({"meta": {"total_count": len(items)}, "items": items})


def not_found(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"message": "not found"}, status=404)


urlpatterns = [
    path("v2/languages/", languages, name="languages"),
    path("v2/", include((router.get_urlpatterns(), "api"), namespace=router.url_namespace)),
    re_path("", not_found),
]
