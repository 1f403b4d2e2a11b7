"""The members' reading room."""

from django.urls import path

from gremium.reading import views

app_name = "reading"
urlpatterns = [
    path("mitglieder/lesen/<slug:kind>/<uuid:key>/", views.reader, name="reader"),
    path("mitglieder/lesen/<slug:kind>/<uuid:key>/seiten/", views.pages, name="pages"),
    path("mitglieder/lesen/<slug:kind>/<uuid:key>/offen/", views.still_open, name="still_open"),
    path("mitglieder/lesen/<slug:kind>/<uuid:key>/notizen/", views.notes, name="notes"),
]
