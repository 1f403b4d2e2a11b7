"""Every address of the site (see the contract, section Addresses)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.static import serve as serve_file
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from documents import health
from forms.person_pages import person
from gremium.operating.views import prometheus
from gremium.people.urls import closed_doors, closed_page_doors
from pages.file_serving import serve_document
from pages.views import choose_language

handler400 = "gremium.entrance.bad_or_too_large"

urlpatterns = [
    *closed_doors,
    path("", choose_language, name="languages"),
    path("", include("pages.sitemaps")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", prometheus),
    path("accounts/", include("gremium.people.urls")),
    path("api/", include("pages.api.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<str:name>", serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path("mitlesen/<str:token>/", person, name="person_view"),
    path("media/images/<path:path>", serve_file, {"document_root": settings.DATA / "media/images"}),
    *i18n_patterns(
        *closed_page_doors,
        path("", include("gremium.people.desk_urls")),
        path("", include("gremium.operating.urls")),
        path("", include("gremium.oversight.urls")),
        path("", include("gremium.assessing.urls")),
        path("", include("gremium.cases.urls")),
        path("antrag/", include("forms.urls")),
        path("foto/", include("forms.phone_urls")),
        path("freigaben/schreiben/", include("gremium.letters.urls")),
        path("freigaben/", include("forms.revising.urls")),
        path("", include("gremium.exchange.urls")),
        path("", include("gremium.meetings.urls")),
        path("", include("gremium.reading.urls")),
        path("", include("pages.urls")),
        prefix_default_language=True,
    ),
]
