"""The sign-in's addresses: allauth's, our desk, and the doors that stay closed.

`closed_doors` must stand before everything that would open them.
"""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from gremium.people import views

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

closed_doors = [
    path("cms/login/", to_sign_in),
    path("cms/password_reset/", to_sign_in),
    re_path(r"^cms/(users|groups)/", views.not_here),
    path("_util/login/", to_sign_in),
    re_path(r"^_util/", views.not_here),
    path("accounts/signup/", views.not_here),
    path("accounts/email/", views.not_here),
    re_path(r"^accounts/confirm-email/", views.not_here),
    path("accounts/password/set/", views.not_here),
]
"""Passwords alone open nothing; accounts are made by the secretariat, never by the page editor's own forms."""

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("", include("allauth.urls")),
]
