"""The demo and beside it everything else a screen can show: cases in every state, proposals, requests, open drafts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from documents.actors import Actor
from documents.dossiers import COMPILE_TASK
from documents.jobs import Job
from documents.jobs import State as JobState
from documents.receiving import LeftOut
from documents.retention import kept_for
from documents.tasks import compile_dossier
from forms.consent_texts import load_shipped_texts
from forms.drafts import Draft, open_draft
from forms.ledger_lines import Stamp
from forms.revising.releases import ask_for_release
from forms.revising.working_copies import change_form
from forms.signed_sheets import take_late
from forms.submit import submit_draft
from forms.versions import FormVersion, store_shipped_form
from forms.withdrawals import Declaration
from forms.withdrawing import withdraw
from gremium.assessing import joint_drafts, own_views, recusing
from gremium.assessing.models import Words
from gremium.cases.admission import admit_case
from gremium.cases.assessing import assess_case
from gremium.cases.communicating import communicate_case
from gremium.cases.demo import DemoCase, bring_in
from gremium.cases.demo.bringing_in import fill_draft
from gremium.cases.excluding import propose_exclusion
from gremium.cases.models import Case, Restriction, State
from gremium.cases.reporting import propose_settling, report_step
from gremium.cases.restricting import restrict_case
from gremium.cases.returning import return_case
from gremium.cases.supplementing import Paper, add_attachment, correct_answers, report_own_step
from gremium.exchange.events import Audience, change_event
from gremium.exchange.events import Paper as EventPaper
from gremium.exchange.events import Plan as EventPlan
from gremium.exchange.models import ExchangeEvent
from gremium.exchange.reporting import release_report
from gremium.letters.blocks import body_data
from gremium.letters.models import LetterTemplate, TemplateState
from gremium.letters.results import Ground, Result
from gremium.meetings.holding import Presence, hold_meeting, note_turn
from gremium.meetings.inviting import invite_members, seats_of
from gremium.meetings.models import Meeting
from gremium.meetings.planning import Plan, plan_meeting
from gremium.meetings.scheduling import schedule_case
from gremium.meetings.writing import begin_minutes
from gremium.oversight import running
from gremium.people.asking import actor_of
from gremium.people.factor_resets import propose_reset
from gremium.people.invitations import invite, propose_colleague
from gremium.people.models import ProfessionalRole, Role, User, WaitingMail
from gremium.people.outbox import PLAIN
from tests.forms.revising.translating import translate_consent
from tests.gremium.cases.taking_back import example
from tests.gremium.letters.wording import changed

PDF = Path(__file__).parents[1] / "forms/one_page.pdf"
COUNSELLOR = "fallmanagement"
SECRETARIAT, SECOND = "geschaeftsfuehrung", "geschaeftsfuehrung2"
MEMBERS = ("mitglied1", "mitglied2", "mitglied3", "leitung")
EDITOR, LEAD, OFFICE = "redaktion", "traegerleitung", "dezernat"
APPLICANT = "antragsteller"


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.example")


def acting(name: str) -> Actor:
    return actor_of(user(name))


def set_the_stage() -> None:
    """Needs an empty database of a demo; takes some seconds."""
    load_shipped_texts()
    store_shipped_form()
    translate_consent()
    call_command("demo", verbosity=0)
    furnish()


def furnish() -> None:
    """What the demo lacks. Cases have the references KX-2026-0101 and so on."""
    references = (f"KX-2026-{number:04}" for number in range(101, 200))
    _erase_one(references)
    _write_drafts()
    _change_lives(references)
    _think(references)
    _hold_a_meeting(references)
    _invited(timezone.localdate() - timedelta(days=1), references, cases=1)
    _propose_that_it_is_another_matter(references)
    _file_a_sheet_late(references)
    _add_a_paper()
    _turn_to_people()
    _ask_for_releases()
    release_report(timezone.localdate().year - 1, remark="Im Frühjahr kamen viele Anträge.", by=acting(SECOND))
    for job in Job.objects.claimable(timezone.now()).filter(task=COMPILE_TASK).order_by("pk")[:2]:
        compile_dossier(job.pk)
    _stop_some_work()


def _bring(name: str, references: Iterator[str], *, state: str = "") -> Case:
    case = bring_in(replace(_example(name), reference=next(references)), by=acting(COUNSELLOR))
    if state:
        Case.objects.filter(pk=case.pk).update(state=state, submitted_at=timezone.now())
        case.refresh_from_db()
    return case


def _example(name: str) -> DemoCase:
    return example(name, timezone.localdate())


def _erase_one(references: Iterator[str]) -> None:
    """A run that is over, and a case that is due next."""
    for is_over in (True, False):
        case = _bring("C3", references, state=State.CLOSED)
        since = timezone.now() - kept_for("closed")
        Case.objects.filter(pk=case.pk).update(state_since=since)
        if is_over:
            today = timezone.localdate()
            running.start_run(seen=running.mark_of(today), today=today, by=acting(SECRETARIAT))
            running.run_retention(today)


def _write_drafts() -> None:
    """One full, one empty, one that ends soon."""
    by, version = acting(COUNSELLOR), FormVersion.objects.current("kurzantrag")
    full, _empty, old = (open_draft(version, by=by) for _number in range(3))
    fill_draft(full, _example("C1"), by=by)
    Draft.objects.filter(pk=old.pk).update(changed_at=timezone.now() - timedelta(days=85))


def _change_lives(references: Iterator[str]) -> None:
    by, office = acting(COUNSELLOR), acting(SECRETARIAT)
    soon = timezone.localdate() + timedelta(days=10)
    return_case(_bring("C3", references), missing=["Attest mit Diagnose"], until=soon, by=office)
    _complete("C3", references, by=by, office=office, until=soon)
    propose_exclusion(_bring("C4", references), ground=Ground.COURT, reason="Eilantrag vom 1. Dezember.", by=office)
    report_own_step(_bring("C6", references), ground=Ground.COURT, day=timezone.localdate(), by=by)
    restrict_case(_bring("C6", references), ground=Restriction.DISPUTED, by=office)
    _withdraw("C5", references, by=by)
    _withdraw("C3", references, "P2", by=by)
    told = _bring("C4", references, state=State.DELIBERATED)
    assess_case(told, result=Result.WAY, text="Wir sehen einen Weg über die Ausbildung.", by=office)
    communicate_case(told, by=office)
    more = _bring("C4", references, state=State.ADMITTED)
    add_attachment(
        more, name="vertrag.pdf", data=PDF.read_bytes(), paper=Paper(kind="arbeitsvertrag", title="Vertrag"), by=by
    )
    correct_answers(more, values={"ort": "Hagen"}, by=by)


def _withdraw(name: str, references: Iterator[str], *purposes: str, by: Actor) -> None:
    today = timezone.localdate()
    declared = Declaration(signer=APPLICANT, purposes=purposes, day=today, language="")
    withdraw(_bring(name, references).pk, declared, by=by, today=today)


def _complete(name: str, references: Iterator[str], *, by: Actor, office: Actor, until: date) -> None:
    """A case in its second version."""
    case = _bring(name, references)
    _hand_in_again(case, name, by=by, office=office, until=until)


def _hand_in_again(case: Case, name: str, *, by: Actor, office: Actor, until: date) -> None:
    return_case(case, missing=["Telefonnummer"], until=until, by=office)
    draft = Draft.objects.get(pk=case.pk)
    ledger = draft.ledger()
    ledger.write({"telefon": "+49 30 23125 099"}, Stamp(by=by.name, at=timezone.now().isoformat()))
    draft.put(ledger)
    draft.save()
    submit_draft(draft, by=by, today=_example(name).as_of)


def _think(references: Iterator[str]) -> None:
    """One case in its second version that members have thought about, and one that a member stepped back from, on an
    agenda to come."""
    office = acting(SECRETARIAT)
    plan = Plan(
        day=timezone.localdate() + timedelta(days=30), room="Raum 2", kind=Meeting.Kind.EVENT_DRIVEN, reason="Frist"
    )
    meeting = plan_meeting(plan, by=office)
    thought, left = _bring("C6", references), _admitted(references)
    _hand_in_again(thought, "C6", by=acting(COUNSELLOR), office=office, until=plan.day)
    _admit(thought)
    for case in (thought, left):
        schedule_case(case, meeting=meeting, by=office)
    for name in MEMBERS[:3]:
        member = user(name)
        own_views.form_view(thought, member, keywords="Schule, Arbeit", by=actor_of(member))
        own_views.write_note(thought, member, text="Nach dem Vertrag fragen.", page=3, by=actor_of(member))
    first = user(MEMBERS[0])
    words = Words(result=Result.DISCRETION, reasons="Die Familie lebt seit zwölf Jahren hier.", next_steps="Nachweise.")
    seen = joint_drafts.marks_of(Words())
    joint_drafts.write_together(thought, first, words=words, seen=seen, by=actor_of(first))
    recusing.step_back(left, first, by=actor_of(first))


def _admitted(references: Iterator[str]) -> Case:
    case = _bring("C6", references)
    _admit(case)
    return case


def _admit(case: Case) -> None:
    case.refresh_from_db()
    if not admit_case(case, by=acting(SECRETARIAT)):
        admit_case(case, by=acting(SECOND))
    case.refresh_from_db()


def _hold_a_meeting(references: Iterator[str]) -> None:
    """Of today, with minutes that are being written and a bundle; one case of two has been talked about."""
    office = acting(SECRETARIAT)
    meeting = _invited(timezone.localdate(), references, cases=2)
    there = {seat.pk: Presence(is_present=True) for seat in seats_of(meeting)}
    hold_meeting(meeting, began_at=time(14), ended_at=time(16), presences=there, by=office)
    heard = meeting.items.earliest("position")
    note_turn(heard, began_at=time(14), ended_at=time(15), was_open_to_inspection=False, by=office)
    begin_minutes(Meeting.objects.get(pk=meeting.pk), by=office)


def _invited(day: date, references: Iterator[str], *, cases: int) -> Meeting:
    """A meeting of this day that nobody has noted yet, planned and invited to on the day itself."""
    office = acting(SECRETARIAT)
    plan = Plan(day=day, room="Raum 114", kind=Meeting.Kind.EVENT_DRIVEN, reason="Frist in einem Einzelfall")
    meeting = plan_meeting(plan, by=office, today=day)
    for _number in range(cases):
        schedule_case(_admitted(references), meeting=meeting, by=office)
    invite_members(meeting, by=office)
    return meeting


def _propose_that_it_is_another_matter(references: Iterator[str]) -> None:
    report = report_step(
        _bring("C6", references), ground=Ground.ASYLUM, day=timezone.localdate(), by=acting(COUNSELLOR)
    )
    propose_settling(report, reason="Das Verfahren betrifft das Asyl eines Bruders.", by=acting(SECRETARIAT))


def _file_a_sheet_late(references: Iterator[str]) -> None:
    draft = Draft.objects.get(pk=_bring("C1", references).pk)
    photo = SimpleUploadedFile("bogen.pdf", PDF.read_bytes(), "application/pdf")
    taken = take_late(draft, APPLICANT, [photo], LeftOut(), "files", by=acting(COUNSELLOR))
    assert not taken.refusals, taken.refusals


def _add_a_paper() -> None:
    event = ExchangeEvent.objects.earliest("starts_at")
    plan = EventPlan(title=event.title, starts_at=event.starts_at, place=event.place, occasion=event.occasion)
    paper = EventPaper(name="handzettel.pdf", data=PDF.read_bytes())
    change_event(event, plan, Audience(), papers=[paper], by=acting(MEMBERS[0]))


def _turn_to_people() -> None:
    now, lead, office = timezone.now(), user(LEAD), user(SECRETARIAT)
    propose_colleague("kollegin@demo.example", profession=ProfessionalRole.COUNSELLING, by=lead, now=now)
    invite("redaktion3@demo.example", Role.EDITOR, by=office, now=now)
    invite("geschaeftsfuehrung3@demo.example", Role.SECRETARIAT, by=office, now=now)
    propose_reset(user("beratung"), by=office, now=now)


def _ask_for_releases() -> None:
    by = acting(EDITOR)
    copy = change_form("kurzantrag", lambda data: {**data, "form": {**data["form"], "title": "Antrag"}}, by=by)
    ask_for_release(copy, version="1.0.1", note="Der Titel ist kürzer.", by=by)
    LetterTemplate.objects.create(
        kind="receipt",
        number=1,
        body=body_data(changed("receipt", "Ihr", "Euer")),
        state=TemplateState.ASKED,
        edited_by_ref=by.ref,
        edited_by=by.name,
        asked_at=timezone.now(),
    )


def _stop_some_work() -> None:
    """One dossier is given up, one is tried again, one waits for a worker; a mail is given up, one is tried again."""
    now = timezone.now()
    states: tuple[dict[str, object], ...] = (
        {"state": JobState.DEAD, "reason": "content_refused", "attempts": 5},
        {"state": JobState.FAILED, "reason": "storage_away", "attempts": 2, "due_at": now + timedelta(hours=1)},
        {"due_at": now - timedelta(hours=2)},
    )
    waiting = Job.objects.claimable(now).filter(task=COMPILE_TASK).order_by("pk")[: len(states)]
    for job, changes in zip(list(waiting), states, strict=True):
        Job.objects.filter(pk=job.pk).update(**changes)
    for name, given_up_at in ((LEAD, now), (COUNSELLOR, None)):
        WaitingMail.objects.create(user=user(name), kind=PLAIN, tries=9, given_up_at=given_up_at)
