"""Every address of the site (see the contract, section Addresses)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from documents import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("accounts/", include("allauth.urls")),
    path("cms/", include(wagtailadmin_urls)),
    *i18n_patterns(
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]
