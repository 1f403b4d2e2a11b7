"""The yearly report: figures of a year, for the committee and for everybody; no case in it."""

from datetime import datetime
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from documents.actors import SYSTEM
from gremium.cases.assessments import Assessment
from gremium.cases.erasing import forget_case
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, Exclusion, State
from gremium.cases.moves import Move
from gremium.exchange.counting import figures_of
from gremium.exchange.models import YearlyReport
from gremium.exchange.reporting import release_report
from gremium.letters.results import Ground, Result
from gremium.people.models import Organisation, User
from pages import board_work
from tests.gremium.conftest import MakeCase, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

YEAR = 2025
WITHIN = datetime(YEAR, 6, 1, 12, tzinfo=timezone.get_default_timezone())


def note(case: Case, number: str, at: datetime = WITHIN) -> None:
    Move.objects.create(case=case, number=number, before="", after=case.state, by_ref="x", at=at)


@pytest.fixture
def busy_year(make_case: MakeCase, north: Organisation) -> list[Case]:
    """Fourteen cases filed; two excluded, six found a way, three not, one still open."""
    cases = [make_case(north, State.CLOSED) for _number in range(14)]
    for case in cases:
        note(case, "T3")
        note(case, "T3", WITHIN.replace(year=YEAR + 1))
    for case, ground in zip(cases[:2], (Ground.COURT, Ground.ASYLUM), strict=True):
        excluded = Exclusion(case=case, ground=ground, proposed_by_ref="x", outcome="confirmed", decided_at=WITHIN)
        excluded.seal_reason("Ein Grund.")
        excluded.save()
    for index, case in enumerate(cases[2:12]):
        note(case, "T10")
        if index < 9:
            assessment = Assessment(case=case)
            assessment.seal(Result.WAY if index < 6 else Result.NO_WAY, "Ein Text.")
            assessment.save()
    return cases


def told(year: int = YEAR) -> dict[str, str]:
    return {label: number for group in figures_of(year) for label, number in group.rows}


def test_the_figures_count_each_case_once_in_its_year(busy_year: list[Case]) -> None:
    assert told()["Eingereichte Anträge"] == "14"
    assert told()["Beraten insgesamt"] == "10"
    assert told()["Ein Weg wird gesehen"] == "6"
    assert told(YEAR - 1)["Eingereichte Anträge"] == "0"


def test_no_number_under_five_is_in_the_figures(busy_year: list[Case]) -> None:
    figures = told()

    assert figures["Zurzeit wird kein Weg gesehen"] == "<5"
    assert figures["Gerichtsverfahren in derselben Sache"] == "<5"
    assert figures["Ausgeschlossen insgesamt"] == "<5"
    assert not set(figures.values()) & {"1", "2", "3", "4"}


def test_an_erased_case_still_counts_and_its_assessment_no_longer(busy_year: list[Case]) -> None:
    for case in busy_year[2:5]:
        forget_case(case.pk, by=SYSTEM)

    figures = told()

    assert (figures["Eingereichte Anträge"], figures["Beraten insgesamt"]) == ("14", "10")
    assert figures["Ein Weg wird gesehen"] != "6"


def test_r2_the_public_learns_the_figures_once_the_secretariat_has_released_them(
    busy_year: list[Case], ulrike: User, sign_in: SignIn, django_capture_on_commit_callbacks
) -> None:
    client = sign_in(ulrike)
    assert "unter 5" in client.get(f"/de/geschaeftsstelle/jahresbericht/{YEAR}/").content.decode()
    assert board_work.released_figures() == []

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/de/geschaeftsstelle/jahresbericht/{YEAR}/", {"is_confirmed": "on", "remark": ""})

    assert answer.status_code == 302
    (figures,) = board_work.released_figures()
    assert figures.year == YEAR
    assert {row.number for group in figures.groups for row in group.rows} >= {"14", "<5"}


def test_r30_the_committee_gets_a_paper_without_any_case(busy_year: list[Case], ulrike: User, sign_in: SignIn) -> None:
    client = sign_in(ulrike)
    client.post(f"/de/geschaeftsstelle/jahresbericht/{YEAR}/", {"is_confirmed": "on", "remark": "Ein ruhiges Jahr."})

    pdf = client.get(f"/de/geschaeftsstelle/jahresbericht/{YEAR}/papier/").content
    client.post(f"/de/geschaeftsstelle/jahresbericht/{YEAR}/weitergegeben/", {"on": "2026-02-03"})

    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) >= 1
    assert all(case.reference.encode() not in pdf for case in busy_year)
    assert YearlyReport.objects.get(year=YEAR).given_on is not None


def test_released_figures_stay_what_they_are(busy_year: list[Case], make_case: MakeCase, north: Organisation) -> None:
    report = release_report(YEAR, remark="", by=SYSTEM)
    before = report.figures
    note(make_case(north), "T3")

    report.refresh_from_db()

    assert report.figures == before
    with pytest.raises(NotPossible):
        release_report(YEAR, remark="", by=SYSTEM)


def test_a_year_that_is_not_over_is_not_released(busy_year: list[Case]) -> None:
    with pytest.raises(NotPossible):
        release_report(timezone.localdate().year, remark="", by=SYSTEM)


def test_only_the_secretariat_has_the_report(renate: User, marte: User, sign_in: SignIn) -> None:
    for user in (renate, marte):
        assert sign_in(user).get("/de/geschaeftsstelle/jahresbericht/").status_code == 404
