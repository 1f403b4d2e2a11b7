"""Who does what in the exchange (domain matrix, rows "General question" and "Exchange event")."""

from datetime import date

from django.utils import timezone

from gremium.people.asking import current_seat
from gremium.people.models import Role, Seat, User

ASKING = frozenset({Role.CASE_WORKER, Role.VOLUNTEER})
"""Put questions without having to know any case."""
READING = ASKING | {Role.ORGANISATION_LEAD, Role.EDITOR}
"""Read what is released."""


def is_on_the_board(user: User) -> bool:
    """Holds one of the four seats today."""
    return current_seat(user) is not None


def manages(user: User) -> bool:
    """Sees and arranges everything here: the four members alike, and the secretariat that supports them."""
    return user.role == Role.SECRETARIAT or is_on_the_board(user)


def may_ask(user: User) -> bool:
    return user.role in ASKING or is_on_the_board(user)


def board_today(today: date | None = None) -> list[User]:
    """Who holds a seat today, in the order of the seats; vacant ones and blocked accounts are not among them."""
    seats = Seat.objects.current(today or timezone.localdate()).select_related("holder").order_by("origin")
    return [seat.holder for seat in seats if seat.holder.is_active]
