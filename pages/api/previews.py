"""Drafts for the editors' eyes in another front end: an address that ends after an hour, for one page.

The token names the page and the editor who asked for it, and ends earlier where the editor loses the right to edit.
Nothing is stored: the address always tells the newest draft.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.db.models import Model
from django.http import Http404, HttpRequest
from rest_framework.response import Response
from wagtail.models import Page

from pages.api.content import Pages

SALT = "pages.api.previews"
VALID_FOR = timedelta(hours=1)


def preview_token(page: Page, *, by: Model) -> str:
    return signing.dumps([page.pk, by.pk], salt=SALT)


def previewed_page(token: str) -> Page:
    """The newest draft behind a token; Http404 where it is forged or too old, or its editor may not edit."""
    try:
        page_id, editor_id = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        raise Http404("This preview has ended.") from None
    page = Page.objects.filter(pk=page_id).first()
    editor = get_user_model().objects.filter(pk=editor_id, is_active=True).first()
    if page is None or editor is None or not page.permissions_for_user(editor).can_edit():
        raise Http404("This preview has ended.")
    return page.get_latest_revision_as_object()


class Previews(Pages):
    """One page as it will be; kept by nobody and found by no search engine."""

    def preview_view(self, request: HttpRequest, token: str) -> Response:
        response = self.detail_view(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def get_object(self) -> Any:
        if not hasattr(self, "_cached_object"):
            self._cached_object = previewed_page(self.kwargs["token"])
        return self._cached_object
