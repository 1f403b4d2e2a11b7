"""Only employed staff, confirmed by their organisation within a year, of a recognised organisation, submits."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from documents.journal import Act, JournalLine
from gremium.people.asking import actor_of
from gremium.people.confirming import GOOD_FOR, confirm_role, send_reminders
from gremium.people.models import Organisation, ProfessionalRole, Role, User
from gremium.people.organisations import OrganisationRefused, end_recognition, recognise
from tests.gremium.conftest import SignIn, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)


@pytest.fixture
def lead(north: Organisation) -> User:
    return make_person("lead", Role.ORGANISATION_LEAD, north)


def may_submit(user: User) -> bool:
    """As rule V35 of the form asks."""
    facts = actor_of(User.objects.get(pk=user.pk)).facts
    return all(facts.get(f"account.{name}") for name in ("active", "recognised", "professional_role"))


def may_write(user: User) -> bool:
    return actor_of(User.objects.get(pk=user.pk)).facts.get("forms.fills") == "yes"


def test_without_a_confirmation_nobody_submits_but_reading_and_writing_goes_on(
    marte: User, sign_in: SignIn, today: date
) -> None:
    assert may_submit(marte)

    User.objects.filter(pk=marte.pk).update(confirmed_until=today - DAY)

    assert not may_submit(marte)
    assert may_write(marte)
    assert sign_in(marte).get("/de/antrag/").status_code == 200


def test_volunteers_never_submit_even_with_a_profession(north: Organisation, today: date) -> None:
    helper = make_person("helper", Role.VOLUNTEER, north)
    User.objects.filter(pk=helper.pk).update(
        professional_role=ProfessionalRole.COUNSELLING, is_full_time=True, confirmed_until=today + GOOD_FOR
    )

    assert not may_write(helper)


def test_whoever_is_not_employed_does_not_submit(marte: User) -> None:
    User.objects.filter(pk=marte.pk).update(is_full_time=False)

    assert not may_submit(marte)


def test_a_confirmation_holds_for_a_year_and_is_noted(marte: User, lead: User, today: date) -> None:
    User.objects.filter(pk=marte.pk).update(confirmed_until=None, is_full_time=False, professional_role="")

    confirm_role(marte, professional_role=ProfessionalRole.COUNSELLING, today=today, by=lead)

    assert may_submit(marte)
    assert marte.may_submit_on(today + GOOD_FOR)
    assert not marte.may_submit_on(today + GOOD_FOR + DAY)
    [line] = JournalLine.objects.about_account(str(marte.ref)).filter(act=Act.ACCOUNT_ROLE_CONFIRMED)
    assert line.is_by(str(lead.ref))


def test_the_lead_confirms_and_blocks_the_own_staff_alone(
    marte: User, jonte: User, lead: User, sign_in: SignIn, today: date
) -> None:
    User.objects.update(confirmed_until=today - DAY)
    client = sign_in(lead)
    sent = {"professional_role": ProfessionalRole.CASE_MANAGEMENT, "is_full_time": "on"}

    assert client.post(f"/de/traeger/{marte.ref}/bestaetigen/", sent).status_code == 302
    assert client.post(f"/de/traeger/{jonte.ref}/bestaetigen/", sent).status_code == 404
    assert client.post(f"/de/traeger/{jonte.ref}/sperren/").status_code == 404
    assert (may_submit(marte), may_submit(jonte)) == (True, False)
    assert "Jonte" not in client.get("/de/traeger/").content.decode()


def test_without_the_tick_of_employment_nothing_is_confirmed(marte: User, lead: User, sign_in: SignIn) -> None:
    answer = sign_in(lead).post(
        f"/de/traeger/{marte.ref}/bestaetigen/", {"professional_role": ProfessionalRole.CASE_MANAGEMENT}
    )

    assert answer.status_code == 422
    assert not JournalLine.objects.about_account(str(marte.ref)).filter(act=Act.ACCOUNT_ROLE_CONFIRMED).exists()


def test_the_lead_blocks_a_colleague_at_once(marte: User, lead: User, sign_in: SignIn) -> None:
    colleague = sign_in(marte)

    sign_in(lead).post(f"/de/traeger/{marte.ref}/sperren/")

    assert colleague.get("/de/antrag/").headers["Location"].startswith("/accounts/login/")


def test_the_lead_is_reminded_30_and_7_days_before_and_never_twice(marte: User, lead: User, today: date) -> None:
    end = today + timedelta(days=100)
    User.objects.filter(pk=marte.pk).update(confirmed_until=end)

    told_on = [left for left in range(60, -5, -1) for _again in range(2) if send_reminders(end - left * DAY)]

    assert told_on == [30, 7]
    assert [message.to for message in mail.outbox] == [[lead.email]] * 2


def test_a_reminder_names_nobody(marte: User, lead: User, today: date) -> None:
    User.objects.filter(pk=marte.pk).update(confirmed_until=today)
    send_reminders(today)

    said = mail.outbox[0].subject + mail.outbox[0].body
    assert not any(word in said for word in ("Marte", "marte", "Träger Nord"))
    assert "/de/traeger/" in said


def test_a_mail_that_fails_is_sent_in_the_next_round(
    marte: User, lead: User, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=marte.pk).update(confirmed_until=today)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", lambda *_messages: (_ for _ in ()).throw(OSError))
        assert send_reminders(today) == 0

    assert send_reminders(today) == 1


def test_staff_of_an_organisation_off_the_list_reads_and_does_not_submit(
    marte: User, ulrike: User, north: Organisation, sign_in: SignIn, today: date
) -> None:
    end_recognition(north, today=today, by=ulrike)

    assert not may_submit(marte)
    assert sign_in(marte).get("/de/antrag/").status_code == 200
    north.refresh_from_db()
    assert north.recognition_ended_on == today


def test_an_organisation_is_recognised_by_somebody_on_a_day_and_once(ulrike: User, today: date) -> None:
    added = recognise("  Träger Ost ", today=today, by=ulrike)

    assert (added.name, added.recognised_on, added.recognised_by_ref) == ("Träger Ost", today, ulrike.ref)
    with pytest.raises(OrganisationRefused):
        recognise("träger ost", today=today, by=ulrike)


def test_an_organisation_comes_back_to_the_list(ulrike: User, north: Organisation, sign_in: SignIn) -> None:
    client = sign_in(ulrike)
    client.post(f"/de/geschaeftsstelle/personen/traeger/{north.ref}/ende/")

    client.post("/de/geschaeftsstelle/personen/traeger/", {"name": north.name})

    north.refresh_from_db()
    assert (north.is_recognised, north.recognition_ended_on) == (True, None)
    acts = JournalLine.objects.about(north.ref).values_list("act", flat=True)
    assert list(acts) == [Act.ORGANISATION_ENDED, Act.ORGANISATION_RECOGNISED]
