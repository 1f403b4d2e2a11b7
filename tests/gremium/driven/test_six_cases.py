"""Each of the six cases comes to the end its story tells, by the people it needs, each at a browser of her own.

Everybody signs in with password and code. How the cases are entered is tested with the form; here they were handed in,
and go on from there. The drill drives all six.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from documents import journal_chain, keystore
from documents.dossiers import Dossier
from documents.journal import Act, JournalLine
from forms.erasing_withdrawn import erase_withdrawn
from forms.reading import shipped_form
from forms.submissions import Submission
from gremium.assessing.models import Note, Share
from gremium.cases.assessments import Assessment
from gremium.cases.models import Case, Exclusion, State
from gremium.cases.moves import Move
from gremium.cases.writing import Kind
from gremium.letters.models import Letter
from gremium.letters.results import Ground, Result
from gremium.meetings.models import AgendaItem, Meeting, MeetingState
from gremium.people.models import User
from tests.forms.driven.driving import Hand, paper
from tests.gremium.driven import acts
from tests.gremium.driven.acts import MEETINGS, MEMBERS, OFFICE, day_of, in_days
from tests.gremium.driven.conftest import AtDesk, HandIn, of_these_days
from tests.gremium.driven.people import Person
from tests.pages.conftest import IS_DRILL

pytestmark = [
    *(pytest.mark.drill, pytest.mark.browser),
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
]
in_the_drill = pytest.mark.skipif(not IS_DRILL, reason="`make drill` brings all six cases to their ends")
APPLICATIONS = "Anträge"
WAY = "Wir sehen einen Weg, wenn die Nachweise vorliegen."


@in_the_drill
def test_a_family_is_told_the_assessment_and_its_case_is_closed(
    hand_in: HandIn, at_desk: AtDesk, marte: User, jonte: User, ulrike: User, four: list[User]
) -> None:
    case = hand_in("C1", marte)
    counsellor, office, members = at_desk(marte), at_desk(ulrike), [at_desk(one) for one in four]
    acts.admit(case, office)
    meeting = acts.schedule([case], office, day=in_days(0), kind=Meeting.Kind.REGULAR)
    acts.reads(case, members[0])
    for member in members:
        acts.thinks_alone(case, member)
        acts.says_that_she_comes(meeting, member)

    acts.hold(meeting, office, shown=[case])
    acts.agree(case, members, result=Result.WAY, reasons=WAY)
    acts.finalise(case, office)
    acts.write_minutes(meeting, office, handed_over="ja")
    for member in members:
        acts.approve_minutes(meeting, member)
    head = members[-1]
    head.go(MEETINGS, "meetings")
    head.follow(day_of(meeting), "meeting-of-head")
    head.fill(day=timezone.localdate().isoformat())
    head.press("Tag eintragen", "office-informed")

    office.go(OFFICE, "desk-assessed")
    office.pick(case.reference, "case-assessed")
    office.follow("Die Einschätzung mitteilen", "communicate")
    office.fill(language="ckb")
    office.tick("for_the_office")
    office.press("Brief schreiben und Fallmanagement benachrichtigen", "case-communicated")
    assert office.takes("Entscheidungshilfe")
    counsellor.go(APPLICATIONS, "desk-communicated")
    counsellor.pick(case.reference, "case-communicated")
    assert counsellor.takes("Einschätzung des Gremiums")
    counsellor.sees_nothing_of("Entscheidungshilfe")
    office.press("Fall abschließen", "case-closed")

    assert moves_of(case) == ["T3", "T6", "T9", "T10", "T13", "T14", "T16"]
    assert (state_of(case), Assessment.objects.get(case=case).result) == (State.CLOSED, Result.WAY)
    assert letters_of(case) == {Kind.RECEIPT, Kind.ASSESSMENT, Kind.DECISION_AID}
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.MINUTES_APPROVED
    assert AgendaItem.objects.get(case=case).office_informed_on == timezone.localdate()
    assert not Note.objects.exists()
    assert not Share.objects.exists()
    assert_closed_to(at_desk(jonte), case)
    assert journal_chain.verify() is None


@in_the_drill
def test_a_minors_case_is_read_by_the_four_members_before_the_meeting(
    hand_in: HandIn, at_desk: AtDesk, marte: User, jonte: User, ulrike: User, four: list[User]
) -> None:
    case = hand_in("C2", marte)
    counsellor, office, members = at_desk(marte), at_desk(ulrike), [at_desk(one) for one in four]
    assert_closed_to(members[0], case)
    acts.admit(case, office)
    members[0].go(MEMBERS, "desk-previewed")
    members[0].pick(case.reference, "case-previewed")
    members[0].sees("Die Frage an das Gremium")
    meeting = acts.schedule([case], office, day=in_days(21), kind=Meeting.Kind.REGULAR)
    for member in members:
        acts.reads(case, member)

    counsellor.go(APPLICATIONS, "desk-scheduled")
    counsellor.pick(case.reference, "case-scheduled")
    counsellor.follow("Anlage hinzufügen", "attach")
    counsellor.fill(kind="schulzeugnis", title="Halbjahreszeugnis")
    counsellor.page.set_input_files("main [name=file]", [paper("zeugnis.pdf", is_photo=False)])
    counsellor.press("Hinzufügen", "case-supplemented")
    acts.work_off()

    members[1].go(MEMBERS, "desk-supplemented")
    members[1].sees("Seit Sie zuletzt gelesen haben")
    members[1].pick(case.reference, "case-supplemented")
    members[1].sees("Nachtrag 1 vom", "Anlage hinzugefügt")
    assert (state_of(case), moves_of(case)) == (State.SCHEDULED, ["T3", "T6", "T9"])
    assert [one.code for one in Case.objects.get(pk=case.pk).summary().flags] == ["H8"]
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.INVITED
    assert [one.is_ready for one in Dossier.objects.of(case.pk)] == [True, True]
    assert JournalLine.objects.about(case.pk).filter(act=Act.DOSSIER_VIEWED).count() >= 4
    assert_closed_to(at_desk(jonte), case)
    assert journal_chain.verify() is None


@in_the_drill
def test_an_illness_is_completed_talked_about_and_put_off(
    hand_in: HandIn, at_desk: AtDesk, marte: User, jonte: User, ulrike: User, four: list[User]
) -> None:
    whole = of_these_days("C3", timezone.localdate()).answers
    short = {"a_krankheit": {**whole["a_krankheit"], "kr_attest": "einfach"}}
    without = [one for one in whole["anlagen_liste"] if one["an_typ"] != "attest"]
    case = hand_in("C3", marte, **short, anlagen_liste=without)
    counsellor, office, member = at_desk(marte), at_desk(ulrike), at_desk(four[0])
    office.go(OFFICE, "desk-submitted")
    office.pick(case.reference, "case-submitted")
    office.follow("Zur Vervollständigung zurückgeben", "return")
    office.fill(own="Ausführliche ärztliche Bescheinigung mit Diagnose und Folgen")
    office.press("Zurückgeben und Brief schreiben", "case-returned")
    assert state_of(case) == State.RETURNED

    counsellor.go(APPLICATIONS, "desk-returned")
    counsellor.follow("Ansehen, was fehlt", "case-returned")
    counsellor.sees("Ausführliche ärztliche Bescheinigung")
    assert counsellor.takes("Es fehlt noch etwas")
    counsellor.follow("Antrag vervollständigen", "wizard")
    complete(counsellor, case, whole)
    assert (state_of(case), Submission.objects.filter(draft_id=case.pk).count()) == (State.SUBMITTED, 2)

    office.go(OFFICE, "desk-resubmitted")
    office.pick(case.reference, "case-resubmitted")
    office.follow("Was anders ist", "differences")
    office.sees("Ärztliche Bescheinigung")
    acts.admit(case, office)
    meeting = acts.schedule([case], office, day=in_days(0), reason="Die Duldung läuft ab")
    acts.reads(case, member)
    acts.hold(meeting, office)
    office.follow("Vertagen", "defer")
    office.fill(reason="Das neue Attest liegt noch nicht vor.", next_on=in_days(60).isoformat())
    office.press("Fall vertagen", "meeting-deferred")

    counsellor.go(APPLICATIONS, "desk-deferred")
    counsellor.pick(case.reference, "case-deferred")
    assert counsellor.takes("Zwischenmitteilung")
    office.go(OFFICE, "desk-deferred")
    office.sees("Wieder auf eine Tagesordnung setzen")
    assert moves_of(case) == ["T3", "T4", "T5", "T6", "T9", "T10", "T11"]
    assert (state_of(case), Case.objects.get(pk=case.pk).due_on) == (State.DEFERRED, in_days(60))
    assert letters_of(case) == {Kind.RECEIPT, Kind.MISSING_ITEMS, Kind.INTERIM}
    assert_closed_to(at_desk(jonte), case)
    assert journal_chain.verify() is None


@in_the_drill
def test_an_apprentices_case_is_assessed_in_an_event_driven_meeting(
    hand_in: HandIn, at_desk: AtDesk, marte: User, jonte: User, ulrike: User, four: list[User]
) -> None:
    case = hand_in("C4", jonte)
    office, members = at_desk(ulrike), [at_desk(one) for one in four]
    office.go(OFFICE, "desk-urgent")
    office.sees("1 Eilig: eine Frist ist nah")
    acts.admit(case, office)
    meeting = acts.schedule([case], office, day=in_days(0), reason="Der Ausbildungsbeginn ist nah")
    for member in members:
        acts.thinks_alone(case, member)

    acts.hold(meeting, office, shown=[case])
    office.pick(case.reference, "case-heard")
    office.follow("Wie weit die Mitglieder", "standing-open")
    office.sees("Der Text öffnet sich für Sie")
    acts.agree(case, members, result=Result.WAY, reasons=WAY)
    acts.finalise(case, office)

    assert moves_of(case) == ["T3", "T6", "T9", "T10", "T13"]
    assert state_of(case) == State.ASSESSED
    agreed = Assessment.objects.get(case=case)
    assert (agreed.result, agreed.text) == (Result.WAY, WAY)
    assert [one.code for one in Case.objects.get(pk=case.pk).summary().flags] == ["H7"]
    assert JournalLine.objects.about(case.pk).filter(act=Act.ASSESSMENT_AGREED).count() == 4
    assert_closed_to(at_desk(marte), case)
    assert journal_chain.verify() is None


@in_the_drill
def test_a_case_is_withdrawn_after_the_bundle_went_out_and_erased(
    hand_in: HandIn, at_desk: AtDesk, marte: User, jonte: User, ulrike: User, four: list[User]
) -> None:
    case, other = hand_in("C5", marte), hand_in("C6", jonte)
    counsellor, office, member, reader = at_desk(marte), at_desk(ulrike), at_desk(four[0]), at_desk(four[1])
    for one in (case, other):
        acts.admit(one, office)
    meeting = acts.schedule([case, other], office, day=in_days(21), kind=Meeting.Kind.REGULAR)
    acts.reads(case, member)
    assert acts.takes_the_bundle_home(meeting, member)
    mail.outbox.clear()

    counsellor.go(APPLICATIONS, "desk-scheduled")
    counsellor.pick(case.reference, "case-scheduled")
    counsellor.follow("Einwilligung widerrufen", "withdraw")
    counsellor.fill(channel="letter")
    counsellor.tick("is_plausible")
    counsellor.press("Folgen anzeigen", "withdraw-confirm")
    counsellor.sees("Niemand liest den Antrag und die Unterlagen mehr")
    assert state_of(case) == State.SCHEDULED
    counsellor.press("Ganze Einwilligung jetzt widerrufen", "withdrawn")

    assert state_of(case) == State.WITHDRAWN
    assert counsellor.takes("Bestätigung für die Person")
    told = {one for message in mail.outbox if "löschen Sie Ihre Kopie" in message.body for one in message.to}
    assert told == {one.email for one in four}
    assert all(one.is_revoked for one in Dossier.objects.of(case.pk))
    for one in (member, reader):
        assert_closed_to(one, case)
        one.go(MEMBERS, "desk-withdrawn")
        one.sees_nothing_of(case.reference)
    acts.work_off()
    reader.go(MEETINGS, "meetings")
    reader.follow(day_of(meeting), "meeting-dropped")
    reader.sees("entfallen")
    reader.follow("Mappe am Bildschirm lesen", "bundle")
    office.go(MEETINGS, "meetings")
    office.follow(day_of(meeting), "meeting-dropped")
    office.sees("entfallen", "Die Mappe ist fertig")
    assert AgendaItem.objects.get(case=case).has_dropped
    assert not AgendaItem.objects.get(case=other).has_dropped

    assert erase_withdrawn(timezone.now() + timedelta(days=15)) == 1
    counsellor.go(APPLICATIONS, "desk-erased")
    counsellor.pick(case.reference, "case-erased")
    counsellor.sees("Alles zu diesem Fall ist gelöscht.")
    assert state_of(case) == State.ERASED
    assert (keystore.has_key(case.pk), Submission.objects.filter(draft_id=case.pk).exists()) == (False, False)
    assert not Dossier.objects.of(case.pk).exists()
    assert_closed_to(at_desk(jonte), case)
    assert journal_chain.verify() is None


@in_the_drill
def test_a_case_is_excluded_after_filing_by_two_people(
    hand_in: HandIn, at_desk: AtDesk, jonte: User, marte: User, ulrike: User, deniz: User, four: list[User]
) -> None:
    case = hand_in("C6", jonte)
    counsellor, office, member = at_desk(jonte), at_desk(ulrike), at_desk(four[0])
    acts.admit(case, office)
    acts.schedule([case], office, day=in_days(21), kind=Meeting.Kind.REGULAR)
    member.go(MEMBERS, "desk-released")
    member.sees(case.reference)

    counsellor.go(APPLICATIONS, "desk-scheduled")
    counsellor.pick(case.reference, "case-scheduled")
    counsellor.follow("Gerichts- oder Asylschritt melden", "report")
    counsellor.tick("ground", Ground.COURT)
    counsellor.fill(day=timezone.localdate().isoformat())
    counsellor.press("Jetzt melden", "case-reported")
    office.go(OFFICE, "desk-reported")
    office.sees("Über den gemeldeten Gerichts- oder Asylschritt entscheiden")
    office.pick(case.reference, "case-reported")
    office.follow("Ausschluss vorschlagen", "exclude")
    office.tick("ground", Ground.COURT)
    office.fill(reason="Eilantrag beim Verwaltungsgericht gegen die Nichtverlängerung.")
    office.press("Ausschluss vorschlagen", "case-proposed")
    assert state_of(case) == State.SCHEDULED
    mail.outbox.clear()

    second = at_desk(deniz)
    second.go("Zweite Person", "second-desk")
    second.follow(case.reference, "second-decide")
    second.sees("Eilantrag beim Verwaltungsgericht")
    second.press("Ausschluss bestätigen", "second-decided")

    assert (state_of(case), moves_of(case)) == (State.EXCLUDED_LATER, ["T3", "T6", "T9", "T17"])
    decided = Exclusion.objects.get(case=case)
    assert (decided.ground, decided.outcome) == (Ground.COURT, Exclusion.Outcome.CONFIRMED)
    assert (decided.proposed_by_ref, decided.decided_by_ref) == (str(ulrike.ref), str(deniz.ref))
    assert letters_of(case) == {Kind.RECEIPT, Kind.EXCLUSION_LATER}
    counsellor.go(APPLICATIONS, "desk-excluded")
    counsellor.pick(case.reference, "case-excluded")
    assert counsellor.takes("Das Gremium darf sich")
    told = {one for message in mail.outbox if "Ein Fall entfällt" in message.body for one in message.to}
    assert told == {one.email for one in four}
    member.go(MEETINGS, "meetings")
    member.follow(re.compile(str(timezone.localdate().year)), "meeting-dropped")
    member.sees("entfallen")
    assert_closed_to(member, case)
    assert_closed_to(at_desk(marte), case)
    assert journal_chain.verify() is None


def complete(counsellor: Person, case: Case, answers: dict[str, object]) -> None:
    """Open the two steps in question from the review page, enter what was missing, and hand in."""
    form, hand = shipped_form(), Hand(counsellor.page)
    for step in form.steps:
        if step.key in ("haerte", "anlagen"):
            counsellor.open(f"/de/antrag/{case.pk}/{step.key}/", f"wizard-{step.key}")
            hand.fill_step(step, answers)
            hand.go_on(step)
    counsellor.open(f"/de/antrag/{case.pk}/{form.steps[-1].key}/", "wizard-review")
    hand.fill_step(form.steps[-1], answers)
    hand.press("submit")
    assert counsellor.page.url.endswith(f"/antrag/{case.pk}/"), hand.told


def state_of(case: Case) -> str:
    return str(Case.objects.get(pk=case.pk).state)


def moves_of(case: Case) -> list[str]:
    return list(Move.objects.filter(case=case).values_list("number", flat=True))


def letters_of(case: Case) -> set[str]:
    return set(Letter.objects.about(case.pk).values_list("kind", flat=True))


def assert_closed_to(person: Person, case: Case) -> None:
    """Every address of the case is as if there were none."""
    paths = [f"/de/{area}/{case.pk}/" for area in ("antrag", "geschaeftsstelle", "mitglieder")]
    paths += [f"/de/mitglieder/{case.pk}/{rest}/" for rest in ("vorab", "eigene-sicht", "einschaetzung")]
    assert [path for path in [*paths, f"/de/mitglieder/lesen/dossier/{case.pk}/"] if not person.is_refused(path)] == []
