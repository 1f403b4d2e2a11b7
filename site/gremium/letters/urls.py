"""Releasing the wording of letters, below `/<lang>/freigaben/schreiben/`."""

from django.urls import path

from gremium.letters import release_views

app_name = "letters"
urlpatterns = [
    path("", release_views.overview, name="releases"),
    path("<uuid:number>/", release_views.one, name="release"),
    path("<uuid:number>/ansicht/", release_views.paper, name="release_paper"),
]
