"""Exchange events: one page, no rhythm, any member."""

from datetime import date, timedelta
from io import BytesIO

import icalendar
import pikepdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.uploads import Upload, named_somewhere
from gremium.exchange.events import cancel_event
from gremium.exchange.forms import EventForm
from gremium.exchange.models import ExchangeEvent, Guest
from gremium.meetings.models import Meeting
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from pages import board_work
from tests.gremium.conftest import SignIn
from tests.gremium.exchange.conftest import MakeQuestion

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def typed(day: date, **more: object) -> dict[str, object]:
    return {"title": "Ausbildung", "day": day.isoformat(), "starts": "16:00", "place": "Rathaus, Raum 2", **more}


def a_pdf(name: str = "Folien.pdf") -> SimpleUploadedFile:
    made = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(made)
    return SimpleUploadedFile(name, made.getvalue(), content_type="application/pdf")


def set_up(client: Client, day: date, **more: object) -> ExchangeEvent:
    answer = client.post("/de/austausch/termine/neu/", typed(day, **more))
    assert answer.status_code == 302, answer.content.decode()
    return ExchangeEvent.objects.latest("created_at")


@pytest.fixture
def in_a_week(today: date) -> date:
    return today + timedelta(days=7)


def test_r5_any_of_the_four_sets_up_an_event_and_nothing_gives_it_a_rhythm(
    board: list[User], in_a_week: date, sign_in: SignIn
) -> None:
    for member in board:
        set_up(sign_in(member), in_a_week)

    fields = {field.name for field in ExchangeEvent._meta.get_fields()} | EventForm().fields.keys()
    assert ExchangeEvent.objects.count() == 4
    assert not fields & {"rhythm", "recurrence", "repeats", "series", "interval", "rrule"}


def test_an_event_with_papers_and_guests_is_one_form_of_twelve_fields(
    make_question: MakeQuestion,
    renate: User,
    marte: User,
    jonte: User,
    wiebke: User,
    north: Organisation,
    in_a_week: date,
    sign_in: SignIn,
    django_capture_on_commit_callbacks,
) -> None:
    question, client = make_question("released"), sign_in(renate)
    mail.outbox.clear()
    assert len(EventForm().fields) <= 12
    chosen = {"organisations": [north.pk], "with_volunteers": "on", "questions": [question.pk], "papers": [a_pdf()]}

    with django_capture_on_commit_callbacks(execute=True):
        event = set_up(client, in_a_week, **chosen)

    invited = set(Guest.objects.filter(event=event).values_list("user__email", flat=True))
    assert {marte.email, wiebke.email, renate.email} <= invited
    assert jonte.email not in invited
    assert {one.to[0] for one in mail.outbox} == invited - {renate.email}
    assert all("Ausbildung" not in one.body + one.subject for one in mail.outbox)
    name, content, kind = mail.outbox[0].attachments[0]
    entry = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    assert (name, kind, str(entry["location"])) == ("termin.ics", "text/calendar", "Rathaus, Raum 2")
    page = sign_in(marte).get(event.get_absolute_url()).content.decode()
    assert "Folien.pdf" in page
    assert question.text in page


def test_a_guest_replies_and_reads_the_papers_and_others_find_nothing(
    renate: User, marte: User, jonte: User, north: Organisation, in_a_week: date, sign_in: SignIn
) -> None:
    event = set_up(sign_in(renate), in_a_week, organisations=[north.pk], papers=[a_pdf()])
    paper = Upload.objects.of(event.pk).get()
    address = f"/de/austausch/termine/{event.pk}/papiere/{paper.pk}/"
    guest, stranger = sign_in(marte), sign_in(jonte)

    guest.post(f"/de/austausch/termine/{event.pk}/antwort/", {"reply": "comes"})

    assert Guest.objects.get(event=event, user=marte).reply == Guest.Reply.COMES
    assert guest.get(address).content.startswith(b"%PDF")
    assert stranger.get(address).status_code == 404
    assert stranger.get(event.get_absolute_url()).status_code == 404
    assert stranger.post(f"/de/austausch/termine/{event.pk}/antwort/", {"reply": "comes"}).status_code == 404
    assert named_somewhere(event.pk) == {str(paper.pk)}


def test_a_paper_that_cannot_be_read_is_named_and_nothing_is_set_up(
    renate: User, in_a_week: date, sign_in: SignIn
) -> None:
    broken = SimpleUploadedFile("Kaputt.pdf", b"%PDF-1.7 nothing", content_type="application/pdf")

    answer = sign_in(renate).post("/de/austausch/termine/neu/", typed(in_a_week, papers=[broken]))

    assert answer.status_code == 422
    assert "Kaputt.pdf" in answer.content.decode()
    assert "Rathaus, Raum 2" in answer.content.decode()
    assert not ExchangeEvent.objects.exists()


def test_a_new_place_is_told_to_all_who_were_invited_and_calling_off_too(
    renate: User, marte: User, north: Organisation, in_a_week: date, sign_in: SignIn, django_capture_on_commit_callbacks
) -> None:
    client = sign_in(renate)
    event = set_up(client, in_a_week, organisations=[north.pk])
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/de/austausch/termine/{event.pk}/aendern/", typed(in_a_week, place="Bürgerhaus"))
    moved = icalendar.Calendar.from_ical(mail.outbox[0].attachments[0][1])
    with django_capture_on_commit_callbacks(execute=True):
        cancel_event(event, by=actor_of(renate))
    called_off = icalendar.Calendar.from_ical(mail.outbox[-1].attachments[0][1])

    assert (str(moved["method"]), moved.walk("VEVENT")[0]["sequence"]) == ("PUBLISH", 1)
    assert (str(called_off["method"]), called_off.walk("VEVENT")[0]["sequence"]) == ("CANCEL", 2)
    assert marte.email in {one.to[0] for one in mail.outbox}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"place": ""}, "Nennen Sie einen Ort"),
        ({"ends": "15:00"}, "nach dem Beginn"),
        ({"day": "2020-01-01"}, "schon vorbei"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    renate: User, in_a_week: date, sign_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    answer = sign_in(renate).post("/de/austausch/termine/neu/", {**typed(in_a_week), **wrong})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_r23_only_events_marked_as_public_are_public_and_meetings_never(
    renate: User, in_a_week: date, sign_in: SignIn, django_capture_on_commit_callbacks
) -> None:
    client = sign_in(renate)
    Meeting.objects.create(day=in_a_week, reason="Geheime Sitzung")
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client, in_a_week, title="Nur für Eingeladene")
        public = set_up(client, in_a_week, title="Für alle", is_public="on")

    assert [one.title for one in board_work.public_exchanges()] == ["Für alle"]
    with django_capture_on_commit_callbacks(execute=True):
        cancel_event(public, by=actor_of(renate))
    assert board_work.public_exchanges() == []


def test_editors_change_the_words_of_public_events_alone(
    renate: User, clara: User, in_a_week: date, sign_in: SignIn
) -> None:
    client = sign_in(renate)
    hidden, public = set_up(client, in_a_week), set_up(client, in_a_week, is_public="on")
    editor = sign_in(clara)
    words = {"title": "Neuer Titel", "occasion": "Klarer gesagt.", "place": "Anderswo"}

    editor.post(f"/de/austausch/termine/{public.pk}/aendern/", words)

    public.refresh_from_db()
    assert (public.title, public.place) == ("Neuer Titel", "Rathaus, Raum 2")
    assert editor.get(f"/de/austausch/termine/{hidden.pk}/aendern/").status_code == 404
    assert editor.post(f"/de/austausch/termine/{public.pk}/absagen/").status_code == 404


def test_counsellors_and_volunteers_set_up_nothing(marte: User, wiebke: User, sign_in: SignIn) -> None:
    for user in (marte, wiebke):
        assert sign_in(user).get("/de/austausch/termine/neu/").status_code == 404


def test_the_desk_takes_the_same_number_of_queries_however_much_there_is(
    make_question: MakeQuestion, renate: User, in_a_week: date, sign_in: SignIn
) -> None:
    client = sign_in(renate)
    counts = []
    for _round in range(2):
        make_question()
        make_question("released")
        set_up(client, in_a_week)
        client.get("/de/austausch/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/de/austausch/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_r24_the_head_of_the_office_sets_up_an_event_but_brings_in_no_file(
    board: list[User], henrik: User, in_a_week: date, sign_in: SignIn
) -> None:
    client = sign_in(henrik)

    assert 'type="file"' not in client.get("/de/austausch/termine/neu/").content.decode()
    event = set_up(client, in_a_week, papers=[a_pdf()])

    assert not Upload.objects.of(event.pk).exists()
    assert not named_somewhere(event.pk)
