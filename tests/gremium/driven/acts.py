"""What secretariat and members do with a case, each at her own browser, by the words on the pages."""

from collections.abc import Sequence
from datetime import date, timedelta

from celery import current_app
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from documents.jobs import Job
from documents.jobs import State as JobState
from gremium.cases.models import Case
from gremium.letters.results import Result
from gremium.meetings.models import AgendaItem, Meeting
from tests.gremium.driven.people import Person

OFFICE, MEMBERS, MEETINGS = "Geschäftsführung", "Freigegebene Fälle", "Sitzungen"
FILE_PASSWORD = "ein sehr langes Kennwort"


def work_off() -> None:
    """Do what waits for a worker, through the tasks that a worker runs."""
    while waiting := list(Job.objects.claimable(timezone.now()).order_by("pk")):
        for job in waiting:
            current_app.tasks[job.task](job.pk)
    assert set(Job.objects.values_list("state", flat=True)) <= {JobState.DONE}


def admit(case: Case, office: Person) -> None:
    """The formal check, as the desk asks for it; the dossier becomes ready while the page is open."""
    office.go(OFFICE, "desk-submitted")
    office.sees("Prüfen, ob der Antrag vollständig ist")
    office.pick(case.reference, "case-submitted")
    work_off()
    office.sees("Das Dossier ist fertig")
    office.press("Fall zulassen", "case-admitted")


def schedule(
    cases: Sequence[Case], office: Person, *, day: date, kind: str = Meeting.Kind.EVENT_DRIVEN, reason: str = ""
) -> Meeting:
    """One press: agenda, release, invitation and bundle; the bundle becomes ready while the page is open."""
    office.go(OFFICE, "desk-admitted")
    office.follow("Einladung, Tagesordnung und Mappe", "prepare")
    for case in cases:
        office.tick("case", str(case.pk))
    office.fill(day=day.isoformat(), kind=kind, reason=reason, room="Rathaus, Raum 114")
    office.tick("is_confirmed")
    office.press("Einladung, Tagesordnung und Mappe erstellen", "meeting-invited")
    work_off()
    office.sees("Die Mappe ist fertig")
    return Meeting.objects.get(day=day)


def reads(case: Case, member: Person) -> None:
    """On screen, page by page; the desk does not call the dossier new afterwards."""
    member.go(MEMBERS, "desk-released")
    member.sees("Sie haben dieses Dossier noch nicht am Bildschirm gelesen.")
    member.pick(case.reference, "case-released")
    member.follow("Dossier am Bildschirm lesen", "reader")
    member.page.wait_for_selector("[data-reader][data-shown-at]")
    member.look("reader-shown")
    member.open("/de/mitglieder/", "desk-read")
    member.sees("Seitdem ist nichts Neues dazugekommen.")


def thinks_alone(case: Case, member: Person) -> None:
    """A note, keywords, and the word that opens the joint text (seed R16)."""
    member.go(MEMBERS, "desk-released")
    member.pick(case.reference, "case-released")
    member.follow("Gemeinsame Einschätzung", "joint-closed")
    member.sees("sobald Sie sich eine eigene Meinung gebildet haben")
    member.follow("Zu meiner eigenen Meinung", "own-view")
    member.fill(text="Nachfragen: Seit wann lernt sie Deutsch?")
    member.press("Notiz speichern", "own-noted")
    member.fill(keywords="Wir sollten fragen, was fehlt.")
    member.press("Ich habe mir eine eigene Meinung gebildet", "own-formed")


def says_that_she_comes(meeting: Meeting, member: Person) -> None:
    member.go(MEETINGS, "meetings")
    member.follow(day_of(meeting), "meeting-invited")
    member.tick("answer", "comes")
    member.press("Antwort senden", "meeting-answered")


def takes_the_bundle_home(meeting: Meeting, member: Person) -> bool:
    """The own copy, marked with the reader's name and locked with a password."""
    member.go(MEETINGS, "meetings")
    member.follow(day_of(meeting), "meeting")
    member.fill(password1=FILE_PASSWORD, password2=FILE_PASSWORD)
    return member.takes("Meine Kopie herunterladen")


def hold(meeting: Meeting, office: Person, *, shown: Sequence[Case] = ()) -> None:
    """All are there; each case has its turn, `shown` are those of which internal documents lay open (seed R24)."""
    office.go(MEETINGS, "meetings")
    office.follow(day_of(meeting), "meeting-today")
    office.follow("Anwesenheit eintragen", "attendance")
    office.press("Anwesenheit eintragen", "meeting-held")
    for item in AgendaItem.objects.filter(meeting=meeting, dropped_at=None).in_order():
        office.follow(f"Beratung eintragen {item.case.reference}", "turn")
        office.fill(began_at="14:05", ended_at="14:25")
        if item.case in shown:
            office.tick("was_open_to_inspection")
        office.press("Beratung eintragen", "meeting-heard")


def agree(case: Case, members: Sequence[Person], *, result: Result, reasons: str) -> None:
    """One writes, all agree to the same text."""
    for number, member in enumerate(members):
        member.go(MEMBERS, "desk-heard")
        member.pick(case.reference, "case-heard")
        member.follow("Gemeinsame Einschätzung", "joint")
        if number == 0:
            member.fill(result=result, reasons=reasons)
            member.press("Gemeinsamen Text speichern", "joint-kept")
        member.press("Ich stimme diesem Text zu", "joint-agreed")


def finalise(case: Case, office: Person) -> None:
    office.go(OFFICE, "desk-agreed")
    office.pick(case.reference, "case-agreed")
    office.follow("Wie weit die Mitglieder", "standing")
    office.press("Als endgültige Einschätzung festhalten", "case-assessed")


def write_minutes(meeting: Meeting, office: Person, **said: str) -> None:
    """Begin them with what is known, complete each passage, and put them to the members."""
    office.go(MEETINGS, "meetings")
    office.follow(day_of(meeting), "meeting-heard")
    office.press("Protokoll beginnen", "minutes-begun")
    for item in AgendaItem.objects.filter(meeting=meeting, dropped_at=None):
        office.fill(**{f"{item.pk}-{name}": text for name, text in said.items()})
    office.press("Speichern", "minutes-saved")
    office.press("Den Mitgliedern vorlegen", "minutes-put-forward")


def approve_minutes(meeting: Meeting, member: Person) -> None:
    member.go(MEETINGS, "meetings")
    member.follow(day_of(meeting), "meeting-over")
    member.follow("Protokoll lesen", "minutes")
    member.press("Ich stimme diesem Protokoll zu", "minutes-agreed")


def day_of(meeting: Meeting) -> str:
    with override("de"):
        return date_format(meeting.day, "DATE_FORMAT")


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)
