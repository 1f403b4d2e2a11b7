"""The secretariat's formal decision that a case may come before the board (domain T6)."""

from django.db import transaction
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.cases.models import Case, State

SECOND_PERSON_FLAGS = ("H1", "H2", "H3", "H4")
"""With one of these a second person has to agree (domain 2.3, four eyes)."""


class NotAdmissible(Exception):
    """The case cannot be admitted now; the message says why."""


@transaction.atomic
def admit_case(case: Case, *, by: Actor) -> bool:
    """Admit a submitted case; where a flag asks for a second person, the first call is the proposal.

    True once the case is admitted, False while the second person is missing. Raises NotAdmissible.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    _require_admissible(locked, by)
    if needs_second_person(locked) and not locked.admission_proposed_by_ref:
        locked.admission_proposed_by_ref = by.ref
        locked.save(update_fields=["admission_proposed_by_ref", "changed_at"])
        journal.record(actor=by, act=Act.CASE_ADMITTED, subject=locked.subject, details={"step": "proposed"})
        return False
    locked.state = State.ADMITTED
    locked.save(update_fields=["state", "changed_at"])
    journal.record(actor=by, act=Act.CASE_ADMITTED, subject=locked.subject)
    return True


def needs_second_person(case: Case) -> bool:
    return case.summary().has_flag(*SECOND_PERSON_FLAGS)


def _require_admissible(case: Case, by: Actor) -> None:
    if case.state != State.SUBMITTED:
        raise NotAdmissible(_("This case has already moved on. Please look at its present state."))
    if case.summary().exclusions:
        raise NotAdmissible(_("A ground for exclusion is named in the application. The case cannot be admitted so."))
    if case.admission_proposed_by_ref == by.ref:
        raise NotAdmissible(_("You have proposed the admission yourself. A second person has to confirm it."))
