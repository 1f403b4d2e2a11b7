"""Rules of the founding document that belong to no single part of the house (domain 2.1).

The others are proved beside what they rule: every test that is named ``test_rNN_`` proves rule NN.
"""

import ast
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse

from forms.reading import shipped_form
from forms.submissions import Submission
from forms.submit import NotReady, submit_draft
from forms.validation import Findings, check
from forms.versions import FormVersion, store_shipped_form
from gremium.cases import life
from gremium.cases.excluding import confirm_exclusion, propose_exclusion
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.letters.issuing import letter_pdf
from gremium.letters.models import Letter
from gremium.letters.results import Ground
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, Role, Seat, User
from tests.gremium.cases.conftest import bring as bring
from tests.gremium.cases.living import STEPS, exclude
from tests.gremium.cases.said import pages
from tests.gremium.cases.taking_back import BringIn, example
from tests.gremium.conftest import MakeCase, SignIn, give_seat, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
RULES = range(1, 31)


def findings(name: str, **changes: Any) -> Findings:
    case = example(name)
    return check(shipped_form(), {**case.answers, **changes}, today=case.as_of, consent_version="")


def written(letter: Letter) -> str:
    return " ".join(" ".join(pages(letter_pdf(letter))).split())


def test_each_rule_has_a_test_that_is_named_after_it() -> None:
    named: set[int] = set()
    for file in Path(__file__).parents[1].rglob("test_*.py"):
        functions = (one.name for one in ast.walk(ast.parse(file.read_text())) if isinstance(one, ast.FunctionDef))
        named |= {int(found[1]) for name in functions if (found := re.match(r"test_r(\d+)_", name))}

    assert named == set(RULES)


@pytest.mark.parametrize("number", ["T4", "T7", "T8", "T11", "T14", "T17"])
def test_r3_every_paper_to_the_person_says_that_the_office_is_free(
    bring: BringIn, ulrike: User, deniz: User, number: str
) -> None:
    step = next(step for step in STEPS if step.number == number)
    case = bring("C1", step.before)
    if number == "T14":
        Case.objects.filter(pk=case.pk).update(state=State.DELIBERATED, meeting_on=date(2026, 11, 20))
        next(one for one in STEPS if one.number == "T13").take(case, actor_of(ulrike), actor_of(deniz))
    Case.objects.filter(pk=case.pk).update(meeting_on=date(2026, 11, 20))

    step.take(Case.objects.get(pk=case.pk), actor_of(ulrike), actor_of(deniz))

    letter = Letter.objects.about(case.pk).of_kind(step.letter).get()
    assert "Die Ausländerbehörde ist in ihren" in written(letter)


def test_r3_nowhere_is_a_decision_of_the_office_kept() -> None:
    names = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model._meta.app_label in ("cases", "assessing", "meetings", "letters", "exchange", "gremium_forms")
    }

    assert not {name for name in names if "decision" in name.lower() or "office_answer" in name.lower()}


def test_r4_the_department_office_is_home_to_the_board_and_sees_no_case(
    make_case: MakeCase, north: Organisation, sign_in: SignIn
) -> None:
    office = make_person("office", Role.DEPARTMENT_OFFICE)
    cases = [make_case(north, state) for state in (State.SUBMITTED, State.SCHEDULED, State.CLOSED)]
    client = sign_in(office)

    assert not Case.objects.visible_to(office).exists()
    for case in cases:
        for area in ("antrag", "geschaeftsstelle", "mitglieder"):
            assert client.get(f"/de/{area}/{case.pk}/").status_code == 404
    assert cases[0].reference not in client.get("/de/zweite-person/").content.decode()


def test_r6_who_need_not_leave_is_a_flag_for_people_and_no_bar() -> None:
    found = findings("C1", ausreisepflicht="unklar", ausreisepflicht_erklaerung="Der Bescheid ist noch nicht da.")

    assert "H4" in found.flags
    assert not found.exclusions
    assert not [code for code in found.errors if code.startswith(("X", "required", "value"))]


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("X1", {"abh_zustaendig": "andere", "abh_andere_name": "Hamm"}),
        ("X3", {"asyl_laufend": "laufend", "asyl_hinweis": "Folgeantrag vom Mai."}),
    ],
)
def test_r7_a_ground_of_exclusion_is_named_and_a_person_decides(rule: str, changes: dict[str, Any]) -> None:
    found = findings("C1", **changes)

    assert found.exclusions == [rule]
    assert rule not in found.errors


def test_r7_another_office_excludes_only_at_the_formal_check(bring: BringIn, ulrike: User) -> None:
    case = bring("C1", State.SCHEDULED)

    with pytest.raises(NotPossible):
        propose_exclusion(case, ground=Ground.OTHER_OFFICE, reason="Umzug", by=actor_of(ulrike))


def test_r9_an_asylum_application_excludes_even_after_filing(bring: BringIn, ulrike: User, deniz: User) -> None:
    case = bring("C1", State.SCHEDULED)
    proposal = propose_exclusion(case, ground=Ground.ASYLUM, reason="Asylantrag vom 3. Dezember.", by=actor_of(ulrike))

    confirm_exclusion(proposal, by=actor_of(deniz))

    case.refresh_from_db()
    assert case.state == State.EXCLUDED_LATER
    assert "Asylantrag" in written(Letter.objects.about(case.pk).of_kind("exclusion_later").get())


def test_r10_there_are_four_seats_and_no_fifth(renate: User, henrik: User, today: date) -> None:
    for name, origin in (("second", Seat.Origin.WELFARE_2), ("volunteer", Seat.Origin.VOLUNTEER)):
        give_seat(make_person(name, Role.MEMBER), origin, today)
    fifth = make_person("fifth", Role.MEMBER)

    for origin in Seat.Origin:
        with pytest.raises(IntegrityError), transaction.atomic():
            give_seat(fifth, origin, today)

    assert len(Seat.Origin) == Seat.objects.current(today).count() == 4


@pytest.mark.parametrize(("key", "empty"), [("begruendung", ""), ("haerte_aspekte", [])])
def test_r13_without_reasons_and_aspects_nothing_is_handed_in(key: str, empty: Any) -> None:
    assert f"required:{key}" in findings("C1", **{key: empty}).errors


def test_r14_everybody_hands_in_one_and_the_same_form_in_a_version_that_stays(bring: BringIn) -> None:
    cases = [bring(name) for name in ("C1", "C2")]

    versions = {Submission.objects.get(draft_id=case.pk).form_version for case in cases}

    assert versions == {FormVersion.objects.current("kurzantrag")}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CASE_WORKER])
def test_r15_only_professionals_of_the_organisations_begin_an_application(
    role: Role, north: Organisation, sign_in: SignIn
) -> None:
    store_shipped_form()
    other = make_person("other", role, north if role == Role.ORGANISATION_LEAD else None)
    worker = make_person("worker", Role.CASE_WORKER, north)
    address = reverse("forms:begin")

    answers = [sign_in(one).post(address).status_code for one in (other, worker)]

    assert answers == [404, 302]


def test_r19_no_case_that_was_talked_about_ends_without_telling_the_person() -> None:
    """From the deliberation on, every ordinary way to the end leads over the communication."""
    ends = {State.CLOSED}
    over_the_letter = {State.COMMUNICATED}
    rows = [row for row in life.TABLE if row.number not in ("T17", "T18", "T19")]
    reached, ahead = {State.DELIBERATED}, [State.DELIBERATED]
    while ahead:
        here = ahead.pop()
        for row in rows:
            if here in row.before and row.after not in reached | over_the_letter:
                reached.add(State(row.after))
                ahead.append(State(row.after))

    assert not reached & ends
    assert any(State.ASSESSED in row.before and row.after == State.COMMUNICATED for row in rows)


def test_r20_the_receipt_says_that_nobody_can_demand_consideration(bring: BringIn) -> None:
    case = bring("C1")

    said = written(Letter.objects.about(case.pk).of_kind("receipt").get())

    assert "Es gibt keinen Anspruch darauf, dass das Gremium sich mit Ihrem Fall befasst." in said
    assert State.NOT_TAKEN_UP in {row.after for row in life.TABLE}


def test_r27_without_the_consent_of_every_adult_nothing_is_handed_in(bring: BringIn, marte: User, ulrike: User) -> None:
    declared = example("C1").answers["einwilligungen"]
    kept = [one for one in declared if one["ew_person"] == "antragsteller"]
    assert len(kept) < len(declared)

    assert "V31" in findings("C1", einwilligungen=kept).errors
    assert not findings("C1").errors


def test_r27_a_draft_without_consent_is_not_taken(draft: Any, marte: User, today: date) -> None:
    with pytest.raises(NotReady):
        submit_draft(draft, by=actor_of(marte), today=today)

    assert not Submission.objects.exists()


def test_r8_a_lawsuit_excludes_after_filing_too(bring: BringIn, ulrike: User, deniz: User) -> None:
    case = bring("C6", State.SCHEDULED)

    exclude(case, actor_of(ulrike), actor_of(deniz))

    case.refresh_from_db()
    assert case.state == State.EXCLUDED_LATER
