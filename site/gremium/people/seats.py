"""Who holds the four seats: given for a council term, given up, vacant until somebody is named anew (seed R10-R12).

Nobody stands in for anybody: there is no such act.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.people.models import CouncilTerm, Role, Seat, User

NO_SUBJECT = UUID(int=0)
"""Subject of a change that concerns nobody's account."""


class SeatRefused(Exception):
    """Its text says to a person why the seat cannot be given or given up."""


@dataclass(frozen=True, slots=True)
class Place:
    """One of the four seats on a day; `seat` is None where it is vacant, `later` who is named for afterwards."""

    origin: str
    label: str
    seat: Seat | None
    later: Seat | None


def board(today: date) -> list[Place]:
    """The four seats in their order."""
    seats = list(Seat.objects.not_over(today).select_related("holder").order_by("valid_from"))
    return [_place(origin, [seat for seat in seats if seat.origin == origin], today) for origin in Seat.Origin]


def _place(origin: Seat.Origin, seats: list[Seat], today: date) -> Place:
    held = next((seat for seat in seats if seat.valid_from <= today), None)
    later = next((seat for seat in seats if seat.valid_from > today), None)
    return Place(origin, str(origin.label), held, later)


@transaction.atomic
def add_term(*, starts: date, ends: date, by: Actor) -> CouncilTerm:
    """Note a council term. Raises SeatRefused for days that are no term, or that another one covers."""
    if ends <= starts:
        raise SeatRefused(_("The last day must come after the first day."))
    if CouncilTerm.objects.filter(starts__lte=ends, ends__gte=starts).exists():
        raise SeatRefused(_("Another council term covers some of these days. Please check both dates."))
    term = CouncilTerm.objects.create(starts=starts, ends=ends)
    details = {"council_term": f"{starts.isoformat()}/{ends.isoformat()}"}
    journal.record(actor=by, act=Act.SETTINGS_CHANGED, subject=NO_SUBJECT, details=details)
    return term


@transaction.atomic
def assign_seat(origin: str, holder: User, *, term: CouncilTerm, today: date, by: Actor) -> Seat:
    """Give a seat from today, or from the term's first day on, until the term's last day. Raises SeatRefused."""
    held = list(Seat.objects.select_for_update().filter(valid_until__gte=today))  # one assignment at a time
    begins = max(today, term.starts)
    if term.ends < today:
        raise SeatRefused(_("This council term is over. Please choose another one."))
    if holder.role != Role.MEMBER or not holder.is_active:
        raise SeatRefused(_("Only an open account of a member can hold a seat."))
    taken = [seat for seat in held if seat.last_day >= begins and seat.valid_from <= term.ends]
    if any(seat.origin == origin for seat in taken):
        raise SeatRefused(_("This seat is held in that time. It must be given up first."))
    if any(seat.holder_id == holder.pk for seat in taken):
        raise SeatRefused(_("This person holds another seat in that time. Nobody holds two."))
    seat = Seat.objects.create(origin=origin, holder=holder, valid_from=begins, valid_until=term.ends)
    journal.record_account(actor=by, act=Act.SEAT_ASSIGNED, ref=str(holder.ref), details=_codes(seat))
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, today: date, by: Actor) -> None:
    """The holder gives the seat up, or is called off: access ends with the next request, the seat stays vacant.

    Raises SeatRefused where it has ended already.
    """
    seat = Seat.objects.select_for_update().select_related("holder").get(pk=seat.pk)
    if seat.last_day < today:
        raise SeatRefused(_("This seat has ended already."))
    seat.ended_on = max(today, seat.valid_from)
    seat.save(update_fields=["ended_on"])
    for act in (Act.SEAT_ENDED, Act.SEAT_VACANT):
        journal.record_account(actor=by, act=act, ref=str(seat.holder.ref), details=_codes(seat))


def next_start(today: date) -> date:
    """A first day that fits as a proposal for a new council term."""
    last = CouncilTerm.objects.order_by("-ends").first()
    return last.ends + timedelta(days=1) if last else today


def _codes(seat: Seat) -> dict[str, str]:
    return {"seat": seat.origin, "from": seat.valid_from.isoformat(), "until": seat.last_day.isoformat()}
