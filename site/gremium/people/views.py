"""Where people land after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from forms.background import in_background
from gremium.people import signing_in
from gremium.people.areas import DESKS
from gremium.people.asking import SignedInRequest, current_seat
from gremium.people.models import Role


@require_safe
@login_required
def desk(request: SignedInRequest) -> HttpResponse:
    """Send everyone to the desk of the own role; a role without one is told so kindly."""
    lacks_seat = request.user.role == Role.MEMBER and current_seat(request.user) is None
    name = DESKS.get(request.user.role)
    if name is None or lacks_seat:
        return render(request, "people/desk.html", {"lacks_seat": lacks_seat})
    return redirect(name)


@in_background
@require_safe
@login_required
def time_left(request: SignedInRequest) -> JsonResponse:
    """Seconds until the session is locked and until it ends; asked by the page's script, and no sign of life."""
    return JsonResponse({"left": int(signing_in.seconds_until_locked(request))})


@require_POST
@login_required
def still_here(request: SignedInRequest) -> JsonResponse:
    """Somebody is at the desk, though no page was asked for."""
    return JsonResponse({"left": int(signing_in.seconds_until_locked(request))})


def not_here(request: HttpRequest, *arguments: object, **options: object) -> HttpResponse:
    """A door that a library brings along and that stays closed."""
    raise Http404
