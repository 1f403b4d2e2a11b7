"""Addresses of releases, below `/<lang>/freigaben/`."""

from django.urls import path

from forms.revising import views

app_name = "releases"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:number>/", views.one, name="one"),
]
