"""A case is put on an agenda only while everybody agrees to what nobody may be dealt with without."""

import pytest
from django.utils import timezone

from forms.drafts import Draft
from forms.submissions import Submission
from gremium.cases.consents import consents_hold
from gremium.cases.life import NotPossible
from gremium.cases.models import State
from gremium.meetings.models import Meeting
from gremium.meetings.scheduling import schedule_case
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.cases.taking_back import BringIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_consents_of_a_whole_family_hold(bring: BringIn) -> None:
    assert consents_hold(bring("C1"))


def test_a_declaration_without_a_needed_purpose_stops_the_agenda(bring: BringIn, ulrike: User) -> None:
    case = bring("C1", State.ADMITTED)
    submission = Submission.objects.newest(case.pk)
    assert submission is not None
    answers = submission.answers()
    answers["einwilligungen"][0]["ew_zwecke"].remove("P1")
    submission.seal(answers, submission.findings())
    submission.save()

    with pytest.raises(NotPossible):
        schedule_case(case, meeting=Meeting.objects.create(day=timezone.localdate()), by=actor_of(ulrike))

    case.refresh_from_db()
    assert case.state == State.ADMITTED


def test_no_consent_holds_once_it_was_withdrawn(bring: BringIn) -> None:
    case = bring("C1")
    Draft.objects.filter(pk=case.pk).update(withdrawn_at=timezone.now())

    assert not consents_hold(case)
