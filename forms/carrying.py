"""What a page sent while nobody was signed in: carried on by the browser, checked by the person, only then saved.

Nothing of it is stored meanwhile. One signs in again in another tab and sends it once more from the first; without a
valid token that only fills the step's form again (`shown_again`), and saving it is another press of a button.
"""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from documents.receiving import left_out

View = TypeVar("View", bound=Callable[..., Any])
CARRIES_ON = "carries_on"
AGAIN = "is_shown_again"
NOT_TAKEN = "not_taken"
"""Name under which a page carries on the names of files that have to be chosen again."""
NOT_CARRIED = {"csrfmiddlewaretoken", "action", "live", NOT_TAKEN}
MOST_CHARACTERS = 1024 * 1024
"""Of text that is carried on; more than any step of a form takes."""


def carries_on(view: View) -> View:
    """Mark a view whose form is not lost when it is sent without a valid sign-in or token."""
    setattr(view, CARRIES_ON, True)
    return view


def may_be_carried(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Whether this is such a form, sent by a person; our script keeps what was typed in its own page."""
    is_script = request.headers.get("X-Requested-With") == "script"
    return request.method == "POST" and not is_script and getattr(view, CARRIES_ON, False)


def comes_from_here(request: HttpRequest) -> bool:
    """Whether one of our own pages sent the form: what another site sends is never shown as somebody's own text."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def ask_to_sign_in(request: HttpRequest, sign_in_url: str) -> HttpResponse:
    """A page that holds what was typed until the person has signed in again, or unlocked, in another tab."""
    carried = list(_carried(request))
    is_whole = sum(len(name) + len(value) for name, value in carried) <= MOST_CHARACTERS
    context = {"sign_in_url": sign_in_url, "carried": carried if is_whole else [], "files": names_of_files(request)}
    return render(request, "forms/signed_out.html", context, status=HTTPStatus.FORBIDDEN)


def shown_again(request: HttpRequest) -> HttpRequest:
    """The request, marked so that the wizard fills its page with what was sent and saves nothing."""
    setattr(request, AGAIN, True)
    return request


def is_shown_again(request: HttpRequest) -> bool:
    return getattr(request, AGAIN, False)


def names_of_files(request: HttpRequest) -> list[str]:
    """Files that came along and are not carried on; they have to be chosen again."""
    taken = [file.name for _field, files in request.FILES.lists() for file in files]
    skipped = [name for _field, names in left_out(request).lists() for name in names]
    return list(dict.fromkeys(filter(None, [*request.POST.getlist(NOT_TAKEN), *taken, *skipped])))


def _carried(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in NOT_CARRIED:
            yield from ((name, str(value)) for value in values)
