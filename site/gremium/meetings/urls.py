"""Putting cases on a meeting's agenda."""

from django.urls import path

from gremium.meetings import views

app_name = "meetings"
urlpatterns = [
    path("geschaeftsstelle/<uuid:subject>/termin/", views.schedule, name="schedule"),
]
