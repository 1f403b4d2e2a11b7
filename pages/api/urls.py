"""Addresses below `/api/`. Whatever is missing there is missing in JSON."""

from django.urls import include, path, re_path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from pages.api import description, lists
from pages.api.answering import kept_by_caches, not_found
from pages.api.content import router
from pages.api.form import form
from pages.api.previews import Previews
from pages.api.self_check import self_check

urlpatterns = [
    path("v2/openapi.json", description.openapi, name="api_description"),
    path("v2/languages/", lists.languages),
    path("v2/offices/", lists.offices),
    path("v2/contacts/", lists.contacts),
    path("v2/glossary/", lists.glossary),
    path("v2/self-check/", self_check),
    path("v2/forms/<slug:key>/", form, name="api_form"),
    path("v2/preview/<str:token>/", router.wrap_view(Previews.as_view({"get": "preview_view"})), name="api_preview"),
    path("v2/", include((router.get_urlpatterns(), "api"), namespace=router.url_namespace)),
    re_path("", not_found),
]
decorate_urlpatterns(urlpatterns, kept_by_caches)
