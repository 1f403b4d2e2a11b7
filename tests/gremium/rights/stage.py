"""Brings in what the addresses are about, once in each state that the table of rights names."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pikepdf
from django.utils import timezone

from documents import jobs, keystore, vault
from documents.actors import SYSTEM, Actor
from documents.bundles import open_bundle
from documents.dossiers import hand_out, order_dossier
from documents.jobs import Job
from documents.journal import Act
from documents.retention import kept_for
from documents.tasks import compile_bundle, compile_dossier
from documents.uploads import Upload, accept_upload, seal_upload
from forms.consent_texts import load_shipped_texts
from forms.drafts import Draft, open_draft
from forms.late_sheets import Whose, add_late_sheet
from forms.ledger_lines import Stamp
from forms.revising.releases import ask_for_release
from forms.revising.working_copies import change_form
from forms.sheets import printed_sheets
from forms.submit import submit_draft
from forms.uploading import limits_of
from forms.versions import FormVersion, store_shipped_form
from forms.withdrawals import Declaration, Details, Scope, Withdrawal
from forms.withdrawing import withdraw
from gremium.assessing import own_views, recusing
from gremium.cases.demo import DemoCase, bring_in, demo_cases
from gremium.cases.demo.bringing_in import fill_draft
from gremium.cases.excluding import propose_exclusion
from gremium.cases.models import Case, Restriction, State
from gremium.cases.reporting import propose_settling
from gremium.cases.restricting import restrict_case
from gremium.cases.returning import return_case
from gremium.cases.supplementing import report_own_step
from gremium.exchange.asking import Asked, propose_question
from gremium.exchange.events import PAPER
from gremium.exchange.models import ExchangeEvent, Guest, Origin, Question, QuestionState, Topic
from gremium.exchange.reporting import release_report
from gremium.letters.models import Letter, LetterTemplate, TemplateState
from gremium.letters.results import Ground
from gremium.letters.shipped import shipped_body
from gremium.meetings.bundling import order_bundle_anew
from gremium.meetings.holding import Presence, hold_meeting, note_turn
from gremium.meetings.inviting import invite_members, seats_of
from gremium.meetings.models import Meeting
from gremium.meetings.planning import Plan, cancel_meeting, plan_meeting
from gremium.meetings.scheduling import schedule_case
from gremium.meetings.writing import begin_minutes, put_forward
from gremium.oversight import running
from gremium.oversight.erasing import erase_case
from gremium.people.asking import actor_of
from gremium.people.factor_resets import propose_reset
from gremium.people.invitations import invite, propose_colleague
from gremium.people.models import ProfessionalRole, Role, Seat, WaitingMail
from gremium.people.outbox import PLAIN
from tests.forms.revising.translating import translate_consent
from tests.gremium.conftest import MakeCase, short_content
from tests.gremium.rights.cast import Cast

Values = Mapping[str, str]
"""What stands in an address, by the names of its pattern."""
ON_AN_AGENDA = ("released", "stepped_back", "withdrawn", "erased", "restricted")
PDF = Path(__file__).parents[2] / "forms/one_page.pdf"
APPLICANT = "antragsteller"
NOBODY = uuid4()
MISSING = {
    **dict.fromkeys(("subject", "draft", "ref", "event", "question", "paper", "run", "member", "key"), str(NOBODY)),
    **dict.fromkeys(("letter", "upload", "report", "exclusion", "withdrawal", "note", "number"), str(NOBODY)),
    **{"item": "999999", "seat": "999999", "job_id": "999999", "year": "1990", "kind": "dossier", "version": "1"},
    **{"origin": "x", "language": "xx", "reading": "xx", "record": "unknown", "signer": "", "whose": "x", "step": "x"},
}


class Stage:
    """`values` of an address and a state fill its pattern."""

    def __init__(self, cast: Cast, make_case: MakeCase, today: date) -> None:
        self.cast, self.today = cast, today
        self.places: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._references = (f"KX-2026-{number:04}" for number in range(101, 200))
        load_shipped_texts()
        store_shipped_form()
        self._erase_by_a_run(make_case)
        self._plan_meetings()
        self._live_cases()
        self._exchange()
        self._people()
        self._release()
        self._operate(make_case)

    def values(self, address: str, thing: str, state: str, person: str) -> Values:
        """`self` is the account of whoever asks."""
        if (thing, state) == ("account", "self"):
            user = self.cast.users.get(person)
            return MISSING | ({"ref": str(user.ref)} if user else {})
        return MISSING | self.places[thing, state] | self.places[address, state]

    def by(self, name: str) -> Actor:
        return actor_of(self.cast[name])

    def _plan_meetings(self) -> None:
        plan, by = partial(Plan, room="Raum 2", kind=Meeting.Kind.EVENT_DRIVEN, reason="Frist"), self.by("secretary")
        days = {"held": 0, "planned": 30, "cancelled": 40}
        self.meetings = {
            state: plan_meeting(plan(day=self.today + timedelta(days=later)), by=by, today=self.today)
            for state, later in days.items()
        }
        cancel_meeting(self.meetings["cancelled"], by=by)
        for state, meeting in self.meetings.items():
            self.places["meeting", state] = {"subject": str(meeting.subject)}
            self.places["bundle", state] = {"kind": "bundle", "key": str(meeting.subject)}

    def _live_cases(self) -> None:
        by, office = self.by("owner"), self.by("secretary")
        self._write_draft()
        cases = {state: self._bring() for state in ("submitted", "returned", "admitted", *ON_AN_AGENDA)}
        for state in ON_AN_AGENDA:
            self._schedule(state, cases[state])
        self._hold_meeting()
        Case.objects.filter(pk=cases["admitted"].pk).update(state=State.ADMITTED)
        return_case(cases["returned"], missing=["Telefonnummer"], until=None, by=office)
        for state, case in cases.items():
            case.refresh_from_db()
            self._furnish(state, case)
        recusing.step_back(cases["stepped_back"], self.cast["recused"], by=self.by("recused"))
        for state in ("withdrawn", "erased"):
            declared = Declaration(signer=APPLICANT, day=self.today)
            ended = withdraw(cases[state].pk, declared, by=by, today=self.today)
            self.places["case", state]["withdrawal"] = str(ended.pk)
        erase_case(cases["erased"].pk, by=SYSTEM)
        restrict_case(cases["restricted"], ground=Restriction.DISPUTED, by=office)
        self._bind_the_bundle()

    def _write_draft(self) -> None:
        draft = open_draft(FormVersion.objects.current("kurzantrag"), by=self.by("owner"))
        fill_draft(draft, _example(), by=self.by("owner"))
        self.places["case", "draft"] = {"subject": str(draft.pk), **self._of_draft(draft)}
        self.places["forms:preview", "draft"] = {"upload": _with_preview(Upload.objects.of(draft.pk)[0])}

    def _of_draft(self, draft: Draft) -> dict[str, str]:
        """`signer` is no part of an address: it is sent to one. `whose` names the page of one who signs."""
        sheet = printed_sheets(draft.definition, draft.ledger(), today=self.today)[0]
        return {"draft": str(draft.pk), "step": draft.definition.steps[0].key, "signer": sheet.ref, "whose": APPLICANT}

    def _bring(self) -> Case:
        """A case in its second version."""
        by = self.by("owner")
        case = bring_in(replace(_example(), reference=next(self._references)), by=by)
        return_case(case, missing=["Telefonnummer"], until=None, by=self.by("secretary"))
        draft = Draft.objects.get(pk=case.pk)
        ledger = draft.ledger()
        ledger.write({"telefon": "+49 30 23125 099"}, Stamp(by=by.name, at=timezone.now().isoformat()))
        draft.put(ledger)
        draft.save()
        submit_draft(draft, by=by, today=_example().as_of)
        case.refresh_from_db()
        return case

    def _schedule(self, state: str, case: Case) -> None:
        """A restricted case would close the bundle of its meeting for all, so it comes before the next one."""
        meeting = self.meetings["planned" if state == "restricted" else "held"]
        Case.objects.filter(pk=case.pk).update(state=State.ADMITTED)
        item = schedule_case(Case.objects.get(pk=case.pk), meeting=meeting, by=self.by("secretary"))
        self.places["item", state] = {"subject": str(meeting.subject), "item": str(item.pk)}

    def _hold_meeting(self) -> None:
        """Its minutes were put to the members."""
        meeting, by = self.meetings["held"], self.by("secretary")
        invite_members(meeting, by=by)
        there = {seat.pk: Presence(is_present=True) for seat in seats_of(meeting)}
        hold_meeting(meeting, began_at=time(14), ended_at=time(16), presences=there, by=by)
        for item in meeting.items.left_open():
            note_turn(item, began_at=time(14), ended_at=time(15), was_open_to_inspection=False, by=by)
        begin_minutes(Meeting.objects.get(pk=meeting.pk), by=by)
        put_forward(Meeting.objects.get(pk=meeting.pk), by=by)

    def _furnish(self, state: str, case: Case) -> None:
        """Whatever an address of a case can name beside it."""
        office, draft = self.by("secretary"), Draft.objects.get(pk=case.pk)
        report = report_own_step(case, ground=Ground.COURT, day=self.today, by=self.by("owner"))
        propose_settling(report, reason="Ein anderes Verfahren.", by=office)
        exclusion = propose_exclusion(case, ground=Ground.ASYLUM, reason="Antrag vom 1. Dezember.", by=office)
        rules = limits_of(draft.definition.file_rules)
        sheet = seal_upload(subject=case.pk, name="bogen.pdf", data=PDF.read_bytes(), limits=rules, by=office)
        add_late_sheet(draft, sheet, Whose(APPLICANT), version="1", by=office)
        letter = Letter.objects.about(case.pk)[0]
        first = next(one for one in Upload.objects.of(case.pk) if one.pk != sheet.pk)
        self.places["case", state] |= {
            **dict.fromkeys(("subject", "key"), str(case.pk)),
            **self._of_draft(draft),
            "report": str(report.pk),
            "exclusion": str(exclusion.pk),
            "upload": str(sheet.pk),
            "letter": str(letter.pk),
            "member": str(self.cast["third_member"].ref),
            "withdrawal": str(self._withdraw_a_point(case).pk),
        }
        self.places["forms:preview", state] = {"upload": _with_preview(first)}
        if case.is_released:
            ordered = order_dossier(subject=case.pk, content=short_content(case), uploads={}, by=SYSTEM)
            assert ordered.job is not None
            compile_dossier(ordered.job.pk)
            hand_out(ordered, act=Act.DOSSIER_VIEWED, by=SYSTEM)
            self.places["case", state]["version"] = str(ordered.number)
            member, by = self.cast["member"], self.by("member")
            own_views.form_view(case, member, keywords="Schule", by=by)
            note = own_views.write_note(case, member, text="Nach dem Vertrag fragen.", page=1, by=by)
            self.places["case", state]["note"] = str(note.pk)

    def _withdraw_a_point(self, case: Case) -> Withdrawal:
        """As it is kept after a point was withdrawn on which nothing of the application depended."""
        told = Withdrawal(
            subject=case.pk, scope=Scope.PURPOSES, purposes=["P7"], was_handed_in=True, declared_on=self.today
        )
        told.seal_details(Details(signer=APPLICANT, declared_by="self", channel="letter", language=""))
        told.save(force_insert=True)
        return told

    def _bind_the_bundle(self) -> None:
        bundle = order_bundle_anew(Meeting.objects.get(pk=self.meetings["held"].pk), by=SYSTEM)
        assert bundle is not None
        assert bundle.job is not None
        compile_bundle(bundle.job.pk)
        open_bundle(bundle, by=SYSTEM)
        self.places["bundle", "held"]["version"] = str(bundle.number)

    def _exchange(self) -> None:
        question = propose_question(
            Asked(Topic.WORK, "Zählt ein Praktikum?"), user=self.cast["owner"], by=self.by("owner")
        )
        answered = Question.objects.create(
            topic=Topic.WORK, text="Zählt eine Lehre?", state=QuestionState.RELEASED, origin=Origin.MEMBER
        )
        self.places["question", "asked"] = {"question": str(question.pk)}
        self.places["question", "released"] = {"question": str(answered.pk)}
        for state in ("invited", "public"):
            event = ExchangeEvent.objects.create(
                title="Austausch", starts_at=timezone.now() + timedelta(days=3), is_public=state == "public"
            )
            keystore.create_key(event.pk)
            paper = accept_upload(subject=event.pk, name="Folien.pdf", data=_blank(), limits=PAPER, by=SYSTEM)
            self.places["event", state] = {"event": str(event.pk), "paper": str(paper.pk)}
            if state == "invited":
                for name in ("owner", "volunteer"):
                    Guest.objects.create(event=event, user=self.cast[name])
        year = self.today.year
        release_report(year - 1, remark="", by=SYSTEM)
        self.places["year", "released"], self.places["year", "open"] = {"year": str(year - 1)}, {"year": str(year)}

    def _people(self) -> None:
        cast, now = self.cast, timezone.now()
        self.places["account", "staff"] = {"ref": str(cast["colleague"].ref)}
        self.places["account", "other"] = {"ref": str(cast["stranger"].ref)}
        staff = propose_colleague(
            "kollegin@example.org", profession=ProfessionalRole.COUNSELLING, by=cast["lead"], now=now
        )
        office = invite("dritte@example.org", Role.SECRETARIAT, by=cast["secretary"], now=now)
        self.places["invitation", "of_staff"] = {"ref": str(staff.ref)}
        self.places["invitation", "of_secretariat"] = {"ref": str(office.ref)}
        reset = propose_reset(cast["colleague"], by=cast["secretary"], now=now)
        self._there("people:decide_reset", ref=reset.ref)
        self._there("people:end_recognition", ref=cast.south.ref)
        self._there("people:end_seat", seat=Seat.objects.get(holder=cast["head"]).pk)
        self._there("people:assign_seat", origin=Seat.Origin.WELFARE_1)
        for address in ("people:send_mail_again", "people:told_otherwise"):
            mail = WaitingMail.objects.create(user=cast["colleague"], kind=PLAIN, given_up_at=now)
            self._there(address, ref=mail.pk)

    def _release(self) -> None:
        translate_consent()
        by = self.by("editor")
        copy = change_form("kurzantrag", lambda data: {**data, "form": {**data["form"], "title": "Antrag"}}, by=by)
        asked = ask_for_release(copy, version="1.0.1", note="", by=by)
        self._there("releases:one", number=asked.pk)
        self._there("releases:consent_language", reading="ar")
        self._there("forms:blank", language="de")
        body = [block.as_data() for block in shipped_body("receipt")]
        for number, (state, kept) in enumerate(
            {"waiting": TemplateState.ASKED, "unasked": TemplateState.DRAFT}.items()
        ):
            wording = LetterTemplate.objects.create(kind="receipt", number=number + 1, body=body, state=kept)
            self.places["wording", state] = {"number": str(wording.pk)}

    def _erase_by_a_run(self, make_case: MakeCase) -> None:
        closed = make_case(self.cast.north, State.CLOSED)
        Case.objects.filter(pk=closed.pk).update(state_since=timezone.now() - kept_for("closed"))
        run = running.start_run(seen=running.mark_of(self.today), today=self.today, by=self.by("secretary"))
        running.run_retention(self.today)
        self._there("oversight:secretariat_record", run=run.pk)
        self._there("oversight:protection_record", run=run.pk)
        self._there("oversight:archive", record="closed")

    def _operate(self, make_case: MakeCase) -> None:
        make_case(self.cast.north, dossier="ordered")
        job = Job.objects.order_by("-pk")[0]
        Job.objects.filter(pk=job.pk).update(state=jobs.State.DEAD, reason="unexpected")
        self._there("operating:retry", job_id=job.pk)

    def _there(self, address: str, **values: object) -> None:
        self.places[address, "there"] = {name: str(value) for name, value in values.items()}


@cache
def _example() -> DemoCase:
    return next(one for one in demo_cases(timezone.localdate()) if one.id == "C6")


def _with_preview(upload: Upload) -> str:
    """As if the file were a picture."""
    upload.sealed_preview = vault.seal(upload.subject, f"upload/{upload.pk}/preview", b"JPEG")
    upload.save(update_fields=["sealed_preview"])
    return str(upload.pk)


def _blank() -> bytes:
    with pikepdf.new() as blank:
        blank.add_blank_page()
        blank.save(made := BytesIO())
    return made.getvalue()
