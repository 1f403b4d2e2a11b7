"""The way from a page in the CMS to its draft in another front end."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.models import Page

from pages.api.previews import preview_token
from pages.editing.permissions import person


@require_safe
def preview(request: HttpRequest, page_id: int) -> HttpResponse:
    """`PREVIEW_ADDRESS` with a token for the newest draft."""
    if not settings.PREVIEW_ADDRESS:
        raise Http404
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    token = preview_token(page, by=person(request))
    return HttpResponseRedirect(settings.PREVIEW_ADDRESS.replace("{token}", token))
