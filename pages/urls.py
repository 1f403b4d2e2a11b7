"""Public pages. Wagtail's own URLs are not included: they would open a sign-in that asks for a password alone."""

from django.urls import include, path, re_path
from wagtail.urls import serve_pattern

from pages import views
from pages.editing.views import outside
from pages.offline import views as offline
from pages.self_check.views import SelfCheckView

urlpatterns = [
    path("offline/", offline.page, name="offline"),
    path("offline/inhalt.json", offline.content, name="offline_content"),
    path("offline/worker.js", offline.worker, name="offline_worker"),
    path("uebersetzen/<str:token>/", outside.translator, name="translator"),
    path("suche/", views.search, name="search"),
    re_path(r"^((?:[\w-]+/)+)termin\.ics$", views.calendar, name="calendar"),
    path("", include("pages.handouts.urls")),
    path("pruefen/", SelfCheckView.as_view(), name="self_check"),
    re_path(serve_pattern, views.serve, name="wagtail_serve"),
]
