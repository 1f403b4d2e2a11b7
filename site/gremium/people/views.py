"""Where people land after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

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


def not_here(request: HttpRequest, *arguments: object, **options: object) -> HttpResponse:
    """A door that a library brings along and that stays closed."""
    raise Http404
