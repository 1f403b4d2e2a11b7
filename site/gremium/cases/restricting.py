"""Restricting a case: it stays as it is, and nobody reads, changes or erases it (Art. 18 GDPR)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from forms import restricting
from gremium.cases import life
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, Restriction, State
from gremium.cases.notices import tell_case_manager


@transaction.atomic
def restrict_case(case: Case, *, ground: str, by: Actor) -> Case:
    """Nobody reads or erases the case from the next request on; `ground` is a Restriction. Raises NotPossible."""
    held = life.hold(case)
    if held.state == State.ERASED:
        raise NotPossible(_("Nothing of this case is left that could be restricted."))
    if held.is_restricted:
        raise NotPossible(_("This case is restricted already."))
    held.restriction, held.restricted_since = Restriction(ground), timezone.now()
    held.save()
    restricting.restrict(held.pk)
    journal.record(actor=by, act=Act.CASE_RESTRICTED, subject=held.pk, details={"ground": ground})
    tell_case_manager(held, by=by)
    return held


@transaction.atomic
def lift_restriction(case: Case, *, by: Actor) -> Case:
    """The case may be read again, and what is due of it may be erased. Raises NotPossible."""
    held = life.hold(case)
    if not held.is_restricted:
        raise NotPossible(_("This case is not restricted any more."))
    held.restriction, held.restricted_since = "", None
    held.save()
    restricting.lift(held.pk)
    journal.record(actor=by, act=Act.CASE_RESTRICTED, subject=held.pk, details={"ground": "lifted"})
    tell_case_manager(held, by=by)
    return held
