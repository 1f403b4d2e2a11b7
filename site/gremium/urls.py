"""Every address of the site (see the contract, section Addresses)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from documents import health
from gremium.people.urls import closed_doors, closed_page_doors

urlpatterns = [
    *closed_doors,
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("accounts/", include("gremium.people.urls")),
    path("cms/", include(wagtailadmin_urls)),
    *i18n_patterns(
        *closed_page_doors,
        path("", include("gremium.cases.urls")),
        path("", include("gremium.meetings.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=True,
    ),
]
