"""The sign-in's addresses: allauth's, our desk, and the doors that stay closed.

The closed doors must stand before everything that would open them.
"""

from django.contrib.auth.decorators import login_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from gremium.people import invited_pages, views

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
    path("accounts/3rdparty/signup/", views.not_here),
    re_path(r"^accounts/social/", views.not_here),
]
"""Passwords alone open nothing; accounts are made by the secretariat, never by the page editor's own forms."""

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("zeit/", views.time_left, name="time_left"),
    path("noch-da/", views.still_here, name="still_here"),
    path("einladung/<str:token>/", invited_pages.open_link, name="invitation"),
    path("einladung/", invited_pages.accept_invitation, name="accept_invitation"),
    path("neuer-faktor/<str:token>/", invited_pages.open_enrolment_link, name="enrolment_link"),
    path("neuer-faktor/", invited_pages.wait_for_link, name="enrolment_by_link"),
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("oidc/<str:provider_id>/login/", views.go_to_provider, name="openid_connect_login"),
    path("2fa/", login_required(views.OwnSignIn.as_view()), name="mfa_index"),
    path("2fa/webauthn/keys/<int:pk>/remove/", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("sessions/", login_required(views.OwnSessions.as_view()), name="usersessions_list"),
    path("sessions/<int:session>/ende/", views.end_session, name="end_session"),
    path("", include("allauth.urls")),
]
