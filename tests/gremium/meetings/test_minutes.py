"""Minutes: the secretariat writes them, nobody is named, each case's passage is sealed apart."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone, translation

from documents import keystore
from documents.actors import Actor
from documents.journal import Act, JournalLine
from forms import erasing_withdrawn
from forms.withdrawals import Withdrawal
from gremium.cases.life import NotPossible
from gremium.cases.models import State
from gremium.cases.recusals import Recusal
from gremium.meetings.holding import note_not_reached, note_turn
from gremium.meetings.models import AgendaItem, Comment, Meeting, MeetingState, NotReached, Passage
from gremium.meetings.reading_minutes import Standing, open_minutes, print_minutes
from gremium.meetings.writing import (
    Clash,
    General,
    NamesSomebody,
    Said,
    begin_minutes,
    comment_on,
    put_forward,
    save_minutes,
)
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from tests.gremium.cases.said import pages
from tests.gremium.cases.taking_back import take_back
from tests.gremium.conftest import MakeCase, SignIn
from tests.gremium.meetings.conftest import SAID, Committing, the_item, written_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MARKING = "Nicht Bestandteil der Ausländerpersonalakte und nicht Bestandteil verwaltungsgerichtlicher Verfahren"


def test_the_form_is_prepared_from_what_was_recorded(held: Meeting, secretariat: Actor) -> None:
    minutes = begin_minutes(held, by=secretariat)

    read = open_minutes(minutes, by=secretariat)
    assert [one.seat.holder.display_name for one, _reason in read.absent] == ["Renate"]
    assert len(read.present) == 3
    assert [passage.item.pk for passage in read.passages] == [the_item(held).pk]
    assert read.passages[0].said.aspects
    held.refresh_from_db()
    assert held.state == MeetingState.MINUTES_DRAFT
    assert JournalLine.objects.about(held.subject).filter(act=Act.MINUTES_CREATED).count() == 1
    with pytest.raises(NotPossible):
        begin_minutes(held, by=secretariat)


def test_the_last_minutes_are_named_first(held: Meeting, secretariat: Actor) -> None:
    before = Meeting.objects.create(day=held.day - timedelta(days=90), state=MeetingState.MINUTES_APPROVED)

    minutes = begin_minutes(held, by=secretariat)

    assert f"{before.day:%d.%m.%Y}" in minutes.words()["last_minutes"]


def test_nobody_overwrites_what_somebody_else_has_saved(written: Meeting, secretariat: Actor) -> None:
    with pytest.raises(Clash):
        save_minutes(written, revision=0, general=General(exchange="anders"), passages={}, by=secretariat)

    assert written.minutes.words()["exchange"] == "Termin zur Passbeschaffung"


@pytest.mark.parametrize("place", ["text", "aspects", "tasks", "exchange", "general_questions", "last_minutes"])
def test_r26_a_text_that_names_somebody_is_refused_and_nothing_is_saved(
    written: Meeting, secretariat: Actor, place: str
) -> None:
    item = the_item(written)
    name = max(item.case.person.split(), key=len)
    told = {place: f"Familie {name.upper()} kommt wieder."}
    general = General(**told) if place in General.__slots__ else General()
    passages = {item.pk: Said(**told)} if place in Said.__slots__ else {}

    with pytest.raises(NamesSomebody) as refused:
        save_minutes(written, revision=1, general=general, passages=passages, by=secretariat)

    assert refused.value.places == [f"{'general' if place in General.__slots__ else item.pk}.{place}"]
    written.minutes.refresh_from_db()
    assert written.minutes.revision == 1


def test_r17_handing_over_needs_the_consent_for_it(written: Meeting, secretariat: Actor, marte: User) -> None:
    item = the_item(written)
    take_back(item.case, marte, "antragsteller", "P5")

    with pytest.raises(NotPossible):
        save_minutes(written, revision=1, general=General(), passages={item.pk: Said(handed_over="ja")}, by=secretariat)


def test_each_part_is_sealed_with_its_own_key(written: Meeting, secretariat: Actor) -> None:
    keystore.destroy_key(the_item(written).case_id)

    read = open_minutes(written.minutes, by=secretariat)

    assert [(one.standing, one.said.text) for one in read.passages] == [(Standing.UNREADABLE, "")]
    assert read.general.exchange == "Termin zur Passbeschaffung"


def test_after_a_withdrawal_the_passage_says_so_and_after_the_erasure_it_is_gone(
    written: Meeting, secretariat: Actor, marte: User, renate: User, django_capture_on_commit_callbacks: Any
) -> None:
    item = the_item(written)
    comment_on(written, renate.seats.get(), item=item, text="Bitte den Satz kürzen.")

    with django_capture_on_commit_callbacks(execute=True):
        take_back(item.case, marte)
    read = open_minutes(written.minutes, by=secretariat)

    assert [(one.standing, one.said.text, list(one.comments)) for one in read.passages] == [
        (Standing.WITHDRAWN, "", [])
    ]
    assert "zurückgezogen" in written_in(print_minutes(written, by=secretariat))
    Withdrawal.objects.update(erase_on=date.today() - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        erasing_withdrawn.erase_withdrawn(timezone.now())
    assert (Passage.objects.count(), Comment.objects.count()) == (0, 0)
    assert open_minutes(written.minutes, by=secretariat).passages[0].standing == Standing.ERASED


def test_r26_the_print_is_marked_on_each_page_and_names_nobody(written: Meeting, secretariat: Actor) -> None:
    long = Said(
        **{**{name: getattr(SAID, name) for name in Said.__slots__}, "text": "Ein langer Satz zur Lage. " * 500}
    )
    item = the_item(written)
    save_minutes(written, revision=1, general=General(), passages={item.pk: long}, by=secretariat)

    pdf = print_minutes(written, by=secretariat)

    sheets = [" ".join(page.split()) for page in pages(pdf)]
    assert len(sheets) > 1
    assert all(MARKING in sheet for sheet in sheets)
    whole = " ".join(sheets)
    for text in (
        item.case.reference,
        "14:10–14:50 Uhr",
        "Ein Weg wird gesehen",
        "erkrankt",
        "Henrik",
        "Raum 114",
        "Unterschrift der Geschäftsführung",
    ):
        assert text in whole
    assert all(name not in whole for name in item.case.person.split() if len(name) > 2)
    lines = JournalLine.objects.naming(item.case_id).filter(act=Act.MINUTES_PRINTED)
    assert lines.count() == 1


def test_minutes_list_the_cases_that_were_not_reached_on_screen_and_on_paper(
    held: Meeting, unreached: AgendaItem, four: list[User], secretariat: Actor, ulrike: User, sign_in: SignIn
) -> None:
    note_not_reached(unreached, because=NotReached.TIME, by=secretariat)
    begin_minutes(held, by=secretariat)
    put_forward(held, by=secretariat)
    told = f"{unreached.case.reference} (die Zeit hat nicht gereicht)"
    place = f"sitzungen/{held.subject}/protokoll/"

    shown = [
        sign_in(user).get(f"/de/{area}/{place}").content.decode()
        for user, area in ((ulrike, "geschaeftsstelle"), (four[1], "mitglieder"))
    ]

    assert [told in re.sub("<[^>]*>", "", page) for page in shown] == [True, True]
    with translation.override("en"):
        assert f"vorgesehen: {told}" in written_in(print_minutes(held, by=secretariat)).replace("• ", "")
    assert JournalLine.objects.naming(unreached.case_id).filter(act=Act.MINUTES_VIEWED).count() == 2


def test_reading_writes_one_line_that_names_the_case(written: Meeting, renate: User) -> None:
    open_minutes(written.minutes, by=actor_of(renate))

    line = JournalLine.objects.naming(the_item(written).case_id).get(act=Act.MINUTES_VIEWED)
    assert str(written.subject) in line.details


def test_members_see_and_say_nothing_before_the_secretariat_is_done(
    held: Meeting, secretariat: Actor, renate: User
) -> None:
    begin_minutes(held, by=secretariat)

    with pytest.raises(NotPossible):
        comment_on(held, renate.seats.get(), item=None, text="Schon?")


def test_a_comment_names_nobody_either(written: Meeting, renate: User) -> None:
    name = max(the_item(written).case.person.split(), key=len)

    with pytest.raises(NamesSomebody):
        comment_on(written, renate.seats.get(), item=None, text=f"{name} war dabei.")


def test_the_members_are_told_by_a_neutral_mail(held: Meeting, secretariat: Actor, committing: Committing) -> None:
    begin_minutes(held, by=secretariat)
    mail.outbox.clear()

    with committing():
        put_forward(held, by=secretariat)

    assert len(mail.outbox) == 4
    assert all(not message.attachments for message in mail.outbox)
    assert all(the_item(held).case.reference not in message.body + message.subject for message in mail.outbox)


def test_each_correction_of_a_turn_is_one_line(written: Meeting, secretariat: Actor) -> None:
    item = the_item(written)
    before = JournalLine.objects.about(item.case_id).count()

    note_turn(item, began_at=time(15), ended_at=time(15, 5), was_open_to_inspection=False, by=secretariat)

    lines = JournalLine.objects.about(item.case_id).order_by("number")[before:]
    assert [(one.act, one.details) for one in lines] == [
        (Act.MEETING_INSPECTION_NOTED, {"step": "corrected", "shown": "no"})
    ]


def test_consents_stay_as_they_were_in_the_meeting_when_a_turn_is_corrected(
    written: Meeting, marte: User, secretariat: Actor
) -> None:
    item = the_item(written)
    take_back(item.case, marte, "antragsteller", "P3")

    note_turn(item, began_at=time(15), ended_at=time(15, 5), was_open_to_inspection=True, by=secretariat)

    after = the_item(written)
    assert (after.has_valid_consents, after.was_open_to_inspection) == (True, True)


def test_who_stepped_back_says_nothing_to_the_passage_of_that_case(
    written: Meeting, four: list[User], sign_in: SignIn
) -> None:
    wilma, item = four[1], the_item(written)
    Recusal.objects.create(case=item.case, member=wilma)

    sent = {"item": str(item.pk), "text": "Ich sehe das anders."}
    answer = sign_in(wilma).post(f"/de/mitglieder/sitzungen/{written.subject}/protokoll/anmerken/", sent)

    assert answer.status_code == 422
    assert not Comment.objects.exists()


def test_a_comment_is_one_line(written: Meeting, four: list[User]) -> None:
    item = the_item(written)

    comment_on(written, four[1].seats.get(), item=item, text="Bitte genauer.")
    comment_on(written, four[1].seats.get(), item=None, text="Danke.")

    lines = JournalLine.objects.filter(act=Act.MINUTES_CHANGED, details={"step": "comment"}).order_by("number")
    assert [one.subject for one in lines] == [item.case_id, written.subject]
    assert all(one.is_by(str(four[1].ref)) for one in lines)


def test_q59_minutes_that_are_shown_once_more_are_one_line(written: Meeting, ulrike: User, sign_in: SignIn) -> None:
    case, client = the_item(written).case, sign_in(ulrike)
    page = f"/de/geschaeftsstelle/sitzungen/{written.subject}/protokoll/"
    typed = {"revision": "0", "general-exchange": "Neu"}

    for sent, status in (({f"{the_item(written).pk}-result": "nobody knows"}, 422), (typed, 409)):
        before = JournalLine.objects.naming(case.pk).count()
        answer = client.post(page, sent)
        assert answer.status_code == status
        assert JournalLine.objects.naming(case.pk).count() == before + 1


@pytest.mark.parametrize("page", ["", "vertagen/"])
def test_q59_the_page_of_a_turn_is_one_line(written: Meeting, ulrike: User, sign_in: SignIn, page: str) -> None:
    item, client = the_item(written), sign_in(ulrike)
    address = f"/de/geschaeftsstelle/sitzungen/{written.subject}/fall/{item.pk}/{page}"

    for answer, status in ((client.get, 200), (client.post, 422)):
        before = JournalLine.objects.naming(item.case_id).count()
        assert answer(address, {"began_at": "x"}).status_code == status
        assert JournalLine.objects.naming(item.case_id).count() == before + 1


def test_minutes_go_to_the_members_once_it_is_said_of_each_case_what_became_of_it(
    held: Meeting, make_case: MakeCase, north: Organisation, secretariat: Actor
) -> None:
    begin_minutes(held, by=secretariat)
    left = held.items.create(case=make_case(north, State.SCHEDULED), position=2)

    with pytest.raises(NotPossible, match=f"{left.case.reference}.*nicht erreicht"):
        put_forward(held, by=secretariat)
    note_not_reached(left, because=NotReached.TIME, by=secretariat)

    assert put_forward(held, by=secretariat).put_forward_at
