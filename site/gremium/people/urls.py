"""The sign-in's addresses: allauth's, our desk, and the doors that stay closed.

The closed doors must stand before everything that would open them.
"""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from gremium.people import views

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

closed_page_doors = [
    path("_util/login/", to_sign_in),
    re_path(r"^_util/", views.not_here),
]
closed_doors = [
    *closed_page_doors,
    path("cms/login/", to_sign_in),
    re_path(r"^cms/(users|groups|password_reset|failwhale)/", views.not_here),
    path("accounts/signup/", views.not_here),
    path("accounts/email/", views.not_here),
    re_path(r"^accounts/confirm-email/", views.not_here),
    path("accounts/password/set/", views.not_here),
]
"""Passwords alone open nothing; accounts are made by the secretariat, never by the page editor's own forms."""

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("zeit/", views.time_left, name="time_left"),
    path("noch-da/", views.still_here, name="still_here"),
    path("", include("allauth.urls")),
]
