"""Public pages. Wagtail's own URLs are not included: they would open a sign-in that asks for a password alone."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from pages import views

urlpatterns = [re_path(serve_pattern, views.serve, name="wagtail_serve")]
