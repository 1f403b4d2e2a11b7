"""Saving one part of the working copy from a page of the editor, and what the page says of it."""

from collections.abc import Callable
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from documents.actors import Actor
from forms.revising.outline import Raw
from forms.revising.working_copies import ChangedMeanwhile, Data, WaitsForRelease, WorkingCopy, change_part
from forms.versions import FORM_KEY
from pages.editing.form.values import Unusable


class EditingRequest(HttpRequest):
    """A request that knows who is asking."""

    actor: Actor


class Filled(Protocol):
    """A form of blocks; `written` raises values.Unusable."""

    def is_valid(self) -> bool: ...

    def written(self) -> Data: ...


class Show(Protocol):
    """Shows the page with a form as it was sent; `meanwhile` is a copy that somebody else has changed."""

    def __call__(
        self, copy: WorkingCopy, form: Any, *, meanwhile: WorkingCopy | None = None, status: int = 200
    ) -> HttpResponse: ...


def save_part(
    request: EditingRequest,
    copy: WorkingCopy,
    form: Filled,
    *,
    read: Callable[[Data], Any],
    change: Callable[[Data, Data], Raw],
    show: Show,
    done: Callable[[Data], HttpResponse],
) -> HttpResponse:
    """Save what was sent, or show it again with the reason.

    `read` gives the part, `change` puts what was written into the form's data, `done` answers a save.
    """
    if not form.is_valid():
        messages.error(request, _("Nothing is saved yet: please look at the marked fields."))
        return show(copy, form, status=422)
    try:
        written = form.written()
        shown = request.POST.get("shown", "")
        change_part(FORM_KEY, read=read, change=lambda data: change(data, written), shown=shown, by=request.actor)
    except Unusable as error:
        messages.error(request, str(error))
        return show(copy, form, status=422)
    except ChangedMeanwhile as meanwhile:
        return show(meanwhile.copy, form, meanwhile=meanwhile.copy, status=409)
    except WaitsForRelease:
        return waits(request)
    return done(written)


def waits(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("The form is waiting for its release. Withdraw the request to go on working."))
    return redirect("editing:form")
