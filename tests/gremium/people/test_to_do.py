"""What waits for the secretariat and the data protection officer: proposals and releases, each for whom it concerns."""

from datetime import date

import pytest
from django.utils import timezone

from forms.reading_languages import reading_languages
from forms.revising.releases import ask_for_release
from forms.revising.working_copies import change_form
from forms.translations import State as TranslationState
from forms.translations import Translation
from forms.versions import FORM_KEY, store_shipped_form
from gremium.letters.models import LetterTemplate, TemplateState
from gremium.letters.shipped import shipped_body
from gremium.people.asking import actor_of
from gremium.people.invitations import invite, propose_colleague
from gremium.people.models import Organisation, ProfessionalRole, Role, User
from gremium.people.waiting import Waiting, waiting_for
from tests.forms.revising.translating import translate_consent
from tests.gremium.conftest import SignIn, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_what_has_a_day_comes_first() -> None:
    late, soon = Waiting("b", "/b/", date(2026, 12, 2)), Waiting("a", "/a/", date(2026, 12, 1))
    any_day = Waiting("c", "/c/")

    assert sorted([any_day, late, soon], key=Waiting.when) == [soon, late, any_day]


def test_a_proposed_colleague_waits_for_the_secretariat(north: Organisation, ulrike: User, sign_in: SignIn) -> None:
    lead = make_person("lead", Role.ORGANISATION_LEAD, north)
    assert waiting_for(ulrike) == []

    propose_colleague("neu@example.org", profession=ProfessionalRole.COUNSELLING, by=lead, now=timezone.now())
    invite("zweite@example.org", Role.SECRETARIAT, by=ulrike, now=timezone.now())  # waits for a second person

    [told] = waiting_for(ulrike)
    assert told.address == "/de/geschaeftsstelle/personen/einladungen/"
    assert "Eine vorgeschlagene Person" in sign_in(ulrike).get("/de/geschaeftsstelle/").content.decode()
    assert waiting_for(lead) == []


def test_a_changed_form_and_a_wording_wait_for_those_who_release_them(
    ulrike: User, clara: User, sign_in: SignIn
) -> None:
    store_shipped_form()
    translate_consent()
    by = actor_of(clara)
    copy = change_form("kurzantrag", lambda data: {**data, "form": {**data["form"], "title": "Antrag"}}, by=by)
    asked = ask_for_release(copy, version="1.0.1", note="", by=by)
    body = [block.as_data() for block in shipped_body("receipt")]
    LetterTemplate.objects.create(kind="receipt", number=1, body=body, state=TemplateState.ASKED)
    officer = make_person("protection", Role.DATA_PROTECTION)

    addresses = {one.address for one in waiting_for(ulrike)}

    assert addresses == {f"/de/freigaben/{asked.pk}/", "/de/freigaben/schreiben/"}
    assert str(asked.pk) not in str(waiting_for(officer))
    assert sign_in(officer).get("/de/datenschutz-aufsicht/").status_code == 200


def test_consent_translations_wait_for_the_data_protection_officer_until_they_are_checked(sign_in: SignIn) -> None:
    officer = make_person("protection", Role.DATA_PROTECTION)
    assert waiting_for(officer) == []
    store_shipped_form()
    Translation.objects.all().delete()
    translate_consent()
    languages = [one.code for one in reading_languages()]

    [told] = waiting_for(officer)
    assert (told.address, f"in {len(languages)} Sprachen" in told.text) == ("/de/freigaben/einwilligung/", True)
    assert told.text in sign_in(officer).get("/de/datenschutz-aufsicht/").content.decode()
    for language in languages[1:]:
        Translation.objects.into(FORM_KEY, language).update(state=TranslationState.RELEASED)
    assert "in einer Sprache" in waiting_for(officer)[0].text
    Translation.objects.update(state=TranslationState.RELEASED)
    assert waiting_for(officer) == []


def test_what_an_officer_has_written_herself_waits_for_another_one() -> None:
    officer = make_person("protection", Role.DATA_PROTECTION)
    store_shipped_form()
    Translation.objects.all().delete()
    translate_consent()
    Translation.objects.update(changed_by_ref=str(officer.ref))

    assert waiting_for(officer) == []
