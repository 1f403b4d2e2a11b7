"""Who may work on texts inside the CMS: editors; the technical administration enters it too, but not these pages."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import permission_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])
TRANSLATE = "wagtail_localize.change_translation"


def for_editors(view: View) -> View:
    """Everybody else is sent back to the start page with a sentence; Wagtail makes that of the refusal."""
    return permission_required(TRANSLATE, raise_exception=True)(view)


def is_editor(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(TRANSLATE))


def person(request: HttpRequest) -> Model:
    """The account behind a request that has come through the sign-in."""
    assert isinstance(request.user, Model)
    return request.user
