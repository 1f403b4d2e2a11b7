"""The pages by which steps are taken: they ask, confirm, refuse in words, and hand out letters."""

from typing import Any

import pytest
from django.test import Client

from documents.journal import JournalLine
from gremium.assessing import own_views
from gremium.cases.assessments import Assessment
from gremium.cases.models import Case, Exclusion, Report, State
from gremium.cases.returning import missing_of
from gremium.letters.models import Letter
from gremium.letters.results import Result
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from tests.gremium.cases.taking_back import BringIn
from tests.gremium.conftest import MakeCase, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def post(client: Client, case: Case, page: str, **sent: object) -> int:
    return client.post(f"/de/geschaeftsstelle/{case.pk}/{page}/", sent).status_code


def test_sending_back_takes_the_list_and_own_lines(bring: BringIn, ulrike: User, sign_in: SignIn) -> None:
    case, client = bring("C3"), sign_in(ulrike)

    assert post(client, case, "zurueckgeben", until="2099-01-01") == 422
    assert post(client, case, "zurueckgeben", listed="paper/attest", until="2020-01-01") == 422
    assert post(client, case, "zurueckgeben", listed="paper/attest", own="Unterschrift\n\n", until="2099-01-01") == 302

    assert state_of(case) == State.RETURNED
    kind, own = missing_of(case)
    assert (kind.startswith("Unterlagen: "), own) == (True, "Unterschrift")


def test_the_secretariat_comes_to_the_report_of_a_step_from_the_case_and_reads_there_what_was_reported(
    bring: BringIn, ulrike: User, sign_in: SignIn
) -> None:
    case, client = bring("C3"), sign_in(ulrike)
    own = f"/de/geschaeftsstelle/{case.pk}/"
    assert f'href="{own}meldung/"' in client.get(own).content.decode()

    assert post(client, case, "meldung", ground="X3", day="2026-01-05") == 302

    settle = client.get(f"{own}meldung/{Report.objects.get().pk}/erledigt/").content.decode()
    assert "Asylantrag" in settle
    assert "5. Januar 2026" in settle


def test_the_case_manager_reads_the_letters_meant_for_her_and_each_reading_is_noted(
    bring: BringIn, marte: User, jonte: User, ulrike: User, sign_in: SignIn
) -> None:
    case, client = bring("C1", State.ASSESSED), sign_in(ulrike)
    assessment = Assessment(case=case)
    assessment.seal(Result.WAY, "Wir sehen einen Weg.")
    assessment.save()
    assert post(client, case, "mitteilen", next_steps="Antrag stellen", language="", for_the_office="on") == 302
    own, foreign = sign_in(marte), sign_in(jonte)

    read = {}
    for letter in Letter.objects.about(case.pk):
        answer = own.post(f"/de/antrag/{case.pk}/brief/{letter.pk}/")
        read[letter.kind] = answer.status_code
        assert foreign.post(f"/de/antrag/{case.pk}/brief/{letter.pk}/").status_code == 404

    assert read == {"receipt": 200, "assessment": 200, "decision_aid": 404}
    assert JournalLine.objects.about(case.pk).filter(act="application.exported").count() == 2


def test_proposing_declining_settling_and_closing_by_their_pages(
    bring: BringIn, marte: User, ulrike: User, deniz: User, sign_in: SignIn
) -> None:
    client = sign_in(ulrike)
    excluded, declined, closed = bring("C3"), bring("C4", State.ADMITTED), bring("C6", State.COMMUNICATED)

    assert post(client, excluded, "ausschluss", ground="X2", reason=" ") == 422
    assert post(client, excluded, "ausschluss", ground="X2", reason="Eilantrag.") == 302
    assert Exclusion.objects.open().get().case_id == excluded.pk
    assert post(client, declined, "nicht-befassung", reason="Der Weg ist offen.", decided_on="2026-11-20") == 422
    sent = {"reason": "Der Weg ist offen.", "decided_on": "2026-11-20", "is_confirmed": "on"}
    assert post(client, declined, "nicht-befassung", **sent) == 302
    assert state_of(declined) == State.NOT_TAKEN_UP
    sign_in(marte).post(f"/de/antrag/{closed.pk}/meldung/", {"ground": "X3"})
    assert post(client, closed, "abschliessen") == 302
    assert state_of(closed) == State.COMMUNICATED
    report = Report.objects.get()
    assert post(client, closed, f"meldung/{report.pk}/erledigt", reason=" ") == 422
    assert post(client, closed, f"meldung/{report.pk}/erledigt", reason="Es ging um die Miete.") == 302
    assert sign_in(deniz).post(f"/de/zweite-person/meldung/{report.pk}/", {"answer_is": "yes"}).status_code == 302
    assert post(client, closed, "abschliessen") == 302
    assert state_of(closed) == State.CLOSED


@pytest.mark.parametrize("state", [State.ADMITTED, State.SCHEDULED])
def test_a_member_reports_a_step_of_any_case_she_knows(
    bring: BringIn, renate: User, sign_in: SignIn, state: State
) -> None:
    case, client = bring("C4", state), sign_in(renate)

    assert client.post(f"/de/mitglieder/{case.pk}/meldung/", {}).status_code == 422
    assert client.post(f"/de/mitglieder/{case.pk}/meldung/", {"ground": "X2"}, follow=True).status_code == 200

    assert Report.objects.get().reported_by_ref == str(renate.ref)


def test_a_page_that_came_too_late_says_where_the_case_stands(bring: BringIn, ulrike: User, sign_in: SignIn) -> None:
    case, client = bring("C3", State.CLOSED), sign_in(ulrike)

    answer = client.post(
        f"/de/geschaeftsstelle/{case.pk}/zurueckgeben/", {"own": "Attest", "until": "2099-01-01"}, follow=True
    )

    assert "„abgeschlossen“" in answer.content.decode()
    assert state_of(case) == State.CLOSED


@pytest.mark.parametrize(
    ("area", "state", "page", "sent"),
    [
        ("antrag", State.SUBMITTED, "nachtrag/berichtigung/", {"eilig_datum": "gestern"}),
        ("antrag", State.SUBMITTED, "nachtrag/anlage/", {}),
        ("antrag", State.SUBMITTED, "meldung/", {}),
        ("geschaeftsstelle", State.SUBMITTED, "zurueckgeben/", {}),
        ("geschaeftsstelle", State.SUBMITTED, "ausschluss/", {}),
        ("geschaeftsstelle", State.ADMITTED, "nicht-befassung/", {}),
        ("geschaeftsstelle", State.ADMITTED, "termin/", {"meeting": "none"}),
        ("geschaeftsstelle", State.ASSESSED, "mitteilen/", {"language": "xx"}),
        ("mitglieder", State.SCHEDULED, "meldung/", {}),
    ],
)
def test_q59_a_page_that_asks_about_a_case_is_one_line_also_when_it_is_shown_once_more(
    bring: BringIn,
    marte: User,
    ulrike: User,
    renate: User,
    sign_in: SignIn,
    area: str,
    state: str,
    page: str,
    sent: Any,
) -> None:
    case = bring("C3", state)
    client = sign_in({"antrag": marte, "geschaeftsstelle": ulrike, "mitglieder": renate}[area])
    lines = JournalLine.objects.naming(case.pk)

    for answer, status in ((client.get, 200), (client.post, 422)):
        before = lines.count()
        assert answer(f"/de/{area}/{case.pk}/{page}", sent).status_code == status
        assert lines.count() == before + 1


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("dossier/", {"protection": "password"}),
        ("notizen/", {"text": ""}),
        ("eigene-sicht/bilden/", {"keywords": "x" * 5000}),
        ("einschaetzung/", {"result": "nobody knows"}),
    ],
)
def test_q59_what_a_member_sees_of_a_case_after_a_refusal_is_one_line(
    make_case: MakeCase, north: Organisation, renate: User, sign_in: SignIn, page: str, sent: dict[str, str]
) -> None:
    case, client = make_case(north, State.SCHEDULED, dossier="ready"), sign_in(renate)
    own_views.form_view(case, renate, keywords="", by=actor_of(renate))
    before = JournalLine.objects.naming(case.pk).count()

    answer = client.post(f"/de/mitglieder/{case.pk}/{page}", sent)

    assert answer.status_code == 422
    assert case.reference in answer.content.decode()
    assert JournalLine.objects.naming(case.pk).count() == before + 1
