"""Four seats, one holder each, for a council term: what cannot be is refused by the database itself."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from documents.journal import Act, JournalLine
from gremium.people.asking import actor_of, current_seat
from gremium.people.models import CouncilTerm, Role, Seat, User
from gremium.people.seats import SeatRefused, add_term, assign_seat, board, end_seat
from tests.gremium.conftest import SignIn, give_seat, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)
YEAR = timedelta(days=365)


@pytest.fixture
def milan(db: None) -> User:
    return make_person("milan", Role.MEMBER)


@pytest.fixture
def term(today: date) -> CouncilTerm:
    return CouncilTerm.objects.create(starts=today - YEAR, ends=today + YEAR)


def taken(origin: str, holder: User, begin: date, end: date, ended_on: date | None = None) -> bool:
    """Whether the database refuses such a row."""
    try:
        with transaction.atomic():
            Seat.objects.create(origin=origin, holder=holder, valid_from=begin, valid_until=end, ended_on=ended_on)
    except IntegrityError:
        return True
    return False


def test_there_is_no_fifth_seat(milan: User, today: date) -> None:
    assert taken("welfare_3", milan, today, today + YEAR)


def test_nobody_shares_a_seat_for_a_single_day(renate: User, milan: User, today: date) -> None:
    last = renate.seats.get().valid_until

    assert taken(Seat.Origin.WELFARE_1, milan, last, last + YEAR)
    assert not taken(Seat.Origin.WELFARE_1, milan, last + DAY, last + YEAR)


def test_nobody_holds_two_seats_for_a_single_day(renate: User, today: date) -> None:
    last = renate.seats.get().valid_until

    assert taken(Seat.Origin.VOLUNTEER, renate, last, last + YEAR)
    assert not taken(Seat.Origin.VOLUNTEER, renate, last + DAY, last + YEAR)


def test_a_row_cannot_be_moved_into_a_taken_time_either(renate: User, milan: User, today: date) -> None:
    last = renate.seats.get().valid_until
    later = Seat.objects.create(
        origin=Seat.Origin.WELFARE_1, holder=milan, valid_from=last + DAY, valid_until=last + YEAR
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=later.pk).update(valid_from=last)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=later.pk).update(valid_from=today, origin=Seat.Origin.VOLUNTEER, holder=renate)


def test_a_seat_ends_after_it_begins(milan: User, today: date) -> None:
    assert taken(Seat.Origin.VOLUNTEER, milan, today, today - DAY)


def test_no_model_knows_a_substitute() -> None:
    names = {field.name for model in apps.get_models() for field in model._meta.get_fields()}

    assert not [name for name in names if "deput" in name or "substitut" in name or "stand_in" in name]


def test_a_seat_lasts_until_the_end_of_the_term_and_no_longer(
    milan: User, ulrike: User, term: CouncilTerm, today: date
) -> None:
    seat = assign_seat(Seat.Origin.VOLUNTEER, milan, term=term, today=today, by=actor_of(ulrike))

    assert (seat.valid_from, seat.valid_until) == (today, term.ends)
    assert current_seat(milan) == seat
    assert Seat.objects.current(term.ends).exists()
    assert not Seat.objects.current(term.ends + DAY).exists()


def test_a_seat_of_a_later_term_begins_with_it(milan: User, ulrike: User, today: date) -> None:
    later = CouncilTerm.objects.create(starts=today + YEAR, ends=today + 2 * YEAR)

    assign_seat(Seat.Origin.VOLUNTEER, milan, term=later, today=today, by=actor_of(ulrike))

    assert current_seat(milan) is None
    assert [place.later is not None for place in board(today)] == [False, False, True, False]


def test_whoever_gives_a_seat_up_is_out_with_the_next_request_and_the_seat_is_vacant(
    renate: User, ulrike: User, sign_in: SignIn, today: date
) -> None:
    client = sign_in(renate)
    assert client.get("/de/mitglieder/").status_code == 200

    end_seat(renate.seats.get(), today=today, by=actor_of(ulrike))

    assert client.get("/de/mitglieder/").status_code == 404
    assert board(today)[0].seat is None
    acts = JournalLine.objects.about_account(str(renate.ref)).values_list("act", flat=True)
    assert list(acts)[-2:] == [Act.SEAT_ENDED, Act.SEAT_VACANT]


def test_a_vacant_seat_can_be_given_on_the_same_day(
    renate: User, milan: User, ulrike: User, term: CouncilTerm, today: date
) -> None:
    end_seat(renate.seats.get(), today=today, by=actor_of(ulrike))

    assign_seat(Seat.Origin.WELFARE_1, milan, term=term, today=today, by=actor_of(ulrike))

    assert current_seat(renate) is None
    assert current_seat(milan) is not None


def test_a_taken_seat_a_second_seat_and_a_stranger_are_refused_in_words(
    renate: User, milan: User, marte: User, ulrike: User, term: CouncilTerm, today: date
) -> None:
    for origin, holder in (
        (Seat.Origin.WELFARE_1, milan),
        (Seat.Origin.WELFARE_2, renate),
        (Seat.Origin.WELFARE_2, marte),
    ):
        with pytest.raises(SeatRefused, match=r"\w"):
            assign_seat(origin, holder, term=term, today=today, by=actor_of(ulrike))
    assert Seat.objects.count() == 1


def test_council_terms_never_overlap(term: CouncilTerm, ulrike: User) -> None:
    with pytest.raises(SeatRefused):
        add_term(starts=term.ends, ends=term.ends + YEAR, by=actor_of(ulrike))
    with pytest.raises(SeatRefused):
        add_term(starts=term.ends + 9 * DAY, ends=term.ends + 9 * DAY, by=actor_of(ulrike))

    assert add_term(starts=term.ends + DAY, ends=term.ends + YEAR, by=actor_of(ulrike)).pk


def test_the_secretariat_gives_and_ends_a_seat_on_its_page(
    milan: User, ulrike: User, sign_in: SignIn, term: CouncilTerm, today: date
) -> None:
    client = sign_in(ulrike)
    page = client.get("/de/geschaeftsstelle/personen/sitze/").content.decode()
    assert page.count("badge--attention") == 4

    client.post("/de/geschaeftsstelle/personen/sitze/volunteer/", {"holder": str(milan.ref), "term": term.pk})
    seat = current_seat(milan)
    assert seat is not None
    client.post(f"/de/geschaeftsstelle/personen/sitze/{seat.pk}/ende/")

    assert current_seat(milan) is None


def test_a_refused_seat_is_told_on_the_page(
    renate: User, milan: User, ulrike: User, sign_in: SignIn, term: CouncilTerm
) -> None:
    answer = sign_in(ulrike).post(
        "/de/geschaeftsstelle/personen/sitze/welfare_1/", {"holder": str(milan.ref), "term": term.pk}
    )

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_members_see_when_their_term_ends(renate: User, sign_in: SignIn) -> None:
    shown = sign_in(renate).get("/accounts/2fa/")

    assert shown.context["seat"] == renate.seats.get()


def test_a_blocked_holder_has_no_access_though_the_seat_goes_on(milan: User, today: date) -> None:
    give_seat(milan, Seat.Origin.VOLUNTEER, today)
    milan.is_active = False
    milan.save()

    assert current_seat(milan) is None
