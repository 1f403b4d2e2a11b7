"""The desk of the technical administration."""

from django.urls import path

from gremium.operating import views

app_name = "operating"
urlpatterns = [
    path("technik/", views.desk, name="desk"),
    path("technik/<int:job_id>/erneut/", views.retry, name="retry"),
]
