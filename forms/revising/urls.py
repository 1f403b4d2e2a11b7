"""Addresses of releases, below `/<lang>/freigaben/`."""

from django.urls import path

from forms.revising import consent_views, views

app_name = "releases"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:number>/", views.one, name="one"),
    path("einwilligung/", consent_views.overview, name="consent"),
    path("einwilligung/<str:reading>/", consent_views.language, name="consent_language"),
]
