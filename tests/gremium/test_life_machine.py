"""Random lives of two cases, in random order and by random people.

Whatever happens: a case goes only the ways of the domain's table, nobody sees what they must not, nobody's own view is
shown to another, no joint text opens before it, four seats at most, each state has its documents, the journal holds.
Who may see what is told again in `lives.py`, from the domain's words, and asked of the pages themselves.
"""

import os
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from forms.drafts import Draft
from forms.erasing_withdrawn import erase_withdrawn
from forms.ledger_lines import Stamp
from forms.submit import submit_draft
from forms.versions import store_shipped_form
from forms.withdrawals import Declaration
from forms.withdrawing import withdraw
from gremium.assessing import joint_drafts, own_views, recusing
from gremium.assessing.models import Words
from gremium.cases.admission import admit_case
from gremium.cases.closing import close_case
from gremium.cases.communicating import communicate_case
from gremium.cases.deliberating import defer_case, deliberate_case
from gremium.cases.demo import bring_in
from gremium.cases.excluding import confirm_exclusion, open_exclusion, propose_exclusion, reject_exclusion
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.cases.not_taking_up import decline_case
from gremium.cases.recusals import Recusal
from gremium.cases.reporting import report_step
from gremium.cases.returning import return_case
from gremium.letters.results import Ground, Result
from gremium.meetings.holding import note_not_reached
from gremium.meetings.models import OVER, AgendaItem, Meeting, MeetingState, NotReached
from gremium.meetings.scheduling import schedule_case
from gremium.people.asking import actor_of
from gremium.people.models import Role, Seat, User
from tests.gremium.cases.taking_back import APPLICANT, example
from tests.gremium.conftest import SignIn, give_seat, make_person
from tests.gremium.lives import MEMBERS, NAMES, PLACES, WAYS_BACK, Watched

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WHICH, WHO = st.integers(0, 1), st.sampled_from(MEMBERS)
SELDOM = st.sampled_from([False, False, False, True])


class Lives(Watched):
    # The ordinary way of a case, so that lives reach their end.

    @initialize(steps=st.lists(st.integers(0, 9), min_size=2, max_size=2))
    def begin_somewhere(self, steps: list[int]) -> None:
        for which, number in enumerate(steps):
            for _step in range(number):
                self.go_on(which)

    @rule(which=WHICH)
    def go_on(self, which: int) -> None:
        """Whatever comes next in a case where nothing unusual happens."""
        known = self.known[which]
        readers = [who for who in MEMBERS if self.may_read(who, known)]
        if known.state == State.SUBMITTED:
            for who in ("ulrike", "deniz"):
                self.admit(which, who)
        elif known.state == State.RETURNED:
            self.complete(which, 10)
        elif known.state in (State.ADMITTED, State.DEFERRED):
            self.schedule(which, 5)
        elif known.state == State.SCHEDULED and known.formed != set(readers):
            for who in readers:
                self.form_view(which, who, True)
        elif known.state == State.SCHEDULED:
            self.hold_meeting(which)
        elif known.state == State.DELIBERATED and not known.joint:
            for who in readers:
                self.write_together(which, who)
        elif known.state == State.DELIBERATED:
            self.all_agree(which)
            self.finalise(which)
        elif known.state == State.ASSESSED:
            self.communicate(which)
        elif known.state == State.COMMUNICATED:
            self.close(which)

    # What the counselling centre and the secretariat do.

    @rule(which=WHICH, who=st.sampled_from(["ulrike", "deniz"]))
    def admit(self, which: int, who: str) -> None:
        self.take(which, lambda case: admit_case(case, by=self.by(who)))

    @rule(which=WHICH, is_sure=SELDOM)
    def send_back(self, which: int, is_sure: bool) -> None:
        if not is_sure:
            return
        self.take(which, lambda case: return_case(case, missing=["Attest"], until=self.today, by=self.by("ulrike")))

    @rule(which=WHICH, number=st.integers(10, 99))
    def complete(self, which: int, number: int) -> None:
        known = self.known[which]
        draft = Draft.objects.get(pk=known.pk) if known.state == State.RETURNED else None
        if draft is None:
            return
        ledger = draft.ledger()
        ledger.write({"telefon": f"+49 30 23125 0{number}"}, Stamp(by="Marte", at="2026-11-26T10:00"))
        draft.put(ledger)
        draft.save()
        self.take(which, lambda _case: submit_draft(draft, by=self.by("marte"), today=example(NAMES[which]).as_of))

    @rule(which=WHICH, who=st.sampled_from(["ulrike", "deniz"]), ground=st.sampled_from(list(Ground)))
    def propose(self, which: int, who: str, ground: Ground) -> None:
        self.take(which, lambda case: propose_exclusion(case, ground=ground, reason="Ein Grund.", by=self.by(who)))

    @rule(which=WHICH, who=st.sampled_from(["ulrike", "deniz", "office"]), confirms=st.booleans())
    def decide(self, which: int, who: str, confirms: bool) -> None:
        proposal = open_exclusion(self.case(which))
        if proposal is None:
            return
        first = proposal.proposed_by_ref == self.by(who).ref
        done = self.take(
            which,
            lambda _case: (
                confirm_exclusion(proposal, by=self.by(who))
                if confirms
                else reject_exclusion(proposal, answer="Andere Sache.", by=self.by(who))
            ),
        )
        assert not (done and first), "nobody decides the own proposal"

    @rule(which=WHICH, is_sure=SELDOM)
    def decline(self, which: int, is_sure: bool) -> None:
        if not is_sure:
            return
        self.take(
            which,
            lambda case: decline_case(case, reason="Ein Weg ist offen.", decided_on=self.today, by=self.by("ulrike")),
        )

    @rule(which=WHICH, days=st.integers(1, 40))
    def schedule(self, which: int, days: int) -> None:
        day = self.today + timedelta(days=days)
        while Meeting.objects.filter(day=day, state__in=OVER).exists():
            day += timedelta(days=1)
        meeting, _is_new = Meeting.objects.get_or_create(
            day=day, defaults={"kind": Meeting.Kind.EVENT_DRIVEN, "reason": "Frist"}
        )
        self.take(which, lambda case: schedule_case(case, meeting=meeting, by=self.by("ulrike")))

    @rule(which=WHICH, because=st.sampled_from(list(NotReached)), is_over=st.booleans())
    def pass_over(self, which: int, because: NotReached, is_over: bool) -> None:
        """The meeting took place and did not come to the case, which waits again where it waited before."""
        known = self.known[which]
        item = AgendaItem.objects.filter(case=known.pk).order_by("pk").last()
        if item is None:
            return
        if is_over:
            Meeting.objects.filter(pk=item.meeting_id).update(state=MeetingState.HELD)
        before, has_dropped = known.state, item.has_dropped
        done = self.take(
            which, lambda _case: note_not_reached(item, because=because, by=self.by("ulrike")), ways=WAYS_BACK
        )
        if done:
            assert (before, known.state) == (State.SCHEDULED, known.came_from)
            assert not has_dropped
        item.refresh_from_db()
        assert (item.not_reached == because) >= done

    @rule(which=WHICH)
    def hold_meeting(self, which: int) -> None:
        self.take(which, lambda case: deliberate_case(case, by=self.by("ulrike")))

    @rule(which=WHICH)
    def put_off(self, which: int) -> None:
        self.take(
            which,
            lambda case: defer_case(
                case, reason="Der Vertrag fehlt.", next_on=self.today + timedelta(days=60), by=self.by("ulrike")
            ),
        )

    @rule(which=WHICH)
    def finalise(self, which: int) -> None:
        known = self.known[which]
        if self.take(which, lambda case: joint_drafts.finalise(case, by=self.by("ulrike"))):
            known.joint = ""  # it is the assessment now, which the members read anyway

    @rule(which=WHICH)
    def communicate(self, which: int) -> None:
        self.take(which, lambda case: communicate_case(case, by=self.by("ulrike")))

    @rule(which=WHICH)
    def close(self, which: int) -> None:
        self.take(which, lambda case: close_case(case, by=self.by("ulrike")))

    @rule(which=WHICH, who=st.sampled_from(["marte", "ulrike"]))
    def report(self, which: int, who: str) -> None:
        self.take(which, lambda case: report_step(case, ground=Ground.COURT, day=self.today, by=self.by(who)))

    @rule(which=WHICH, is_sure=SELDOM)
    def take_back(self, which: int, is_sure: bool) -> None:
        if not is_sure:
            return
        declared = Declaration(signer=APPLICANT, purposes=(), day=self.today, language="")
        self.take(which, lambda case: withdraw(case.pk, declared, by=self.by("marte"), today=self.today))

    @rule(which=WHICH)
    def erase(self, which: int) -> None:
        erase_withdrawn(timezone.now() + timedelta(days=15))
        for known in self.known:
            if known.state == State.WITHDRAWN:
                self.follow(known, State.WITHDRAWN, State(Case.objects.get(pk=known.pk).state))
                assert known.state == State.ERASED

    # What the members do.

    @rule(which=WHICH, who=WHO, keywords=st.booleans())
    def form_view(self, which: int, who: str, keywords: bool) -> None:
        if not self.may_read(who, self.known[which]):
            return
        word = self.a_word() if keywords else ""
        member = self.people[who]
        if self.take(which, lambda case: own_views.form_view(case, member, keywords=word, by=self.by(who))):
            self.known[which].formed.add(who)
            self.secret_of(which, who, word)

    @rule(which=WHICH, who=WHO)
    def write_note(self, which: int, who: str) -> None:
        if not self.may_read(who, self.known[which]):
            return
        word, member = self.a_word(), self.people[who]
        if self.take(which, lambda case: own_views.write_note(case, member, text=word, page=1, by=self.by(who))):
            self.secret_of(which, who, word)

    @rule(which=WHICH, who=WHO)
    def write_together(self, which: int, who: str) -> None:
        known, member = self.known[which], self.people[who]
        if not self.may_read(who, known):
            return
        word = self.a_word()
        seen = joint_drafts.marks_of(self.joint_words(which, who))
        words = Words(result=Result.WAY, reasons=f"Wir sehen einen Weg. {word}")
        done = self.take(
            which,
            lambda case: joint_drafts.write_together(case, member, words=words, seen=seen, by=self.by(who)),
        )
        assert done <= (who in known.formed), "nobody writes before the own view"
        if done:
            known.joint = word

    def joint_words(self, which: int, who: str) -> Words:
        try:
            return joint_drafts.joint_draft_for(self.case(which), self.people[who]).words()
        except NotPossible:
            assert who not in self.known[which].formed
            return Words()

    @rule(which=WHICH)
    def all_agree(self, which: int) -> None:
        """Everybody who may; whoever must not is refused, whatever the others did."""
        for who in MEMBERS:
            self.agree(which, who)

    def agree(self, which: int, who: str) -> None:
        known, member = self.known[which], self.people[who]
        if not self.may_read(who, known):
            return

        def act(case: Case) -> None:
            version = joint_drafts.joint_draft_for(case, member).version
            joint_drafts.agree(case, member, version=version, by=self.by(who))

        done = self.take(which, act)
        assert not done or (who in known.formed and known.joint and known.state == State.DELIBERATED)

    @rule(which=WHICH, who=WHO)
    def step_back(self, which: int, who: str) -> None:
        known, member = self.known[which], self.people[who]
        if not self.may_read(who, known):
            return
        if self.take(which, lambda case: recusing.step_back(case, member, by=self.by(who))):
            known.recused.add(who)
            known.formed.discard(who)

    @rule(which=WHICH, who=WHO)
    def come_back(self, which: int, who: str) -> None:
        known = self.known[which]
        recusal = Recusal.objects.filter(case=known.pk, member=self.people[who]).first()
        if recusal and self.take(which, lambda _case: recusing.come_back(recusal, by=self.by(who))):
            known.recused.discard(who)

    @rule(who=WHO, is_sure=SELDOM)
    def lose_the_seat(self, who: str, is_sure: bool) -> None:
        if not is_sure:
            return
        Seat.objects.filter(holder=self.people[who], ended_on=None).update(ended_on=self.today)
        self.seated.discard(who)

    @rule(origin=st.sampled_from(list(Seat.Origin)), who=st.sampled_from([*MEMBERS, "newcomer"]))
    def seat_somebody(self, origin: Seat.Origin, who: str) -> None:
        """Only a vacant seat takes somebody, and only who holds none."""
        try:
            with transaction.atomic():
                give_seat(self.people[who], origin, self.today)
        except IntegrityError:
            return
        self.seated.add(who)

    # Anybody looks.

    @rule(which=WHICH, who=st.sampled_from(sorted(PLACES)))
    def look(self, which: int, who: str) -> None:
        self.ask(self.known[which], who, is_thorough=True)


@override_settings(SESSION_IDLE_AGE=86_400, SESSION_ABSOLUTE_AGE=86_400)  # each life takes signs of life back with it
@pytest.mark.parametrize(("examples", "length"), [(100, 30), pytest.param(2_000, 50, marks=pytest.mark.drill)])
def test_whatever_happens_nobody_sees_what_they_must_not(
    marte: User,
    jonte: User,
    ulrike: User,
    deniz: User,
    renate: User,
    henrik: User,
    clara: User,
    today: date,
    sign_in: SignIn,
    examples: int,
    length: int,
) -> None:
    if examples > 100 and not os.environ.get("GREMIUM_DRILL"):
        pytest.skip("the full numbers run in `make drill`")
    others = {name: make_person(name, Role.MEMBER) for name in ("second", "volunteer", "newcomer")}
    give_seat(others["second"], Seat.Origin.WELFARE_2, today)
    give_seat(others["volunteer"], Seat.Origin.VOLUNTEER, today)
    others["office"] = make_person("office", Role.DEPARTMENT_OFFICE)
    cast = {user.display_name.lower(): user for user in (marte, jonte, ulrike, deniz, renate, henrik, clara)}
    Lives.people, Lives.today = cast | others, today
    store_shipped_form()
    Lives.cases = [bring_in(example(name), by=actor_of(marte)).pk for name in NAMES]
    Lives.clients = {name: sign_in(Lives.people[name]) for name in PLACES}

    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=examples,
            derandomize=examples <= 100,
            stateful_step_count=length,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
