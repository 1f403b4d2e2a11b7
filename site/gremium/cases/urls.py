"""Desks and case pages: case workers under `antrag/`, the secretariat, the members."""

from django.urls import path

from gremium.cases import views

app_name = "cases"
urlpatterns = [
    path("antrag/", views.own_desk, name="own_desk"),
    path("geschaeftsstelle/", views.secretariat_desk, name="secretariat_desk"),
    path("mitglieder/", views.members_desk, name="members_desk"),
]
