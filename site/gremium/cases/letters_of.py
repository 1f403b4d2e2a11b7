"""Which letters of a case an account may read: the secretariat all, the own organisation those meant for it."""

from gremium.cases.models import Case
from gremium.cases.writing import Kind
from gremium.letters.models import Letter, LetterQuerySet
from gremium.people.models import Role, User

NOT_FOR_THE_COUNSELLING = (Kind.DECISION_AID,)


def letters_for(user: User, case: Case) -> LetterQuerySet:
    """The newest first; members read none here, what they need comes with the meeting."""
    kept = Letter.objects.about(case.pk).kept().filter(kind__in=list(Kind)).order_by("-issued_at")
    if user.role == Role.SECRETARIAT:
        return kept
    if user.role == Role.CASE_WORKER:
        return kept.exclude(kind__in=NOT_FOR_THE_COUNSELLING)
    return kept.none()
