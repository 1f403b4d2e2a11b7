"""The secretariat's formal decision that a case may come before the board (domain T6)."""

from django.db import transaction
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.cases import life
from gremium.cases.excluding import open_exclusion, standing_grounds
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.cases.notices import tell_case_manager

SECOND_PERSON_FLAGS = ("H1", "H2", "H3", "H4")
"""With one of these a second person has to agree (domain T6, four eyes)."""


class NotAdmissible(NotPossible):
    """The case cannot be admitted now; the message says why."""


@transaction.atomic
def admit_case(case: Case, *, by: Actor) -> bool:
    """Admit a submitted case; where a flag asks for a second person, the first call is the proposal.

    True once the case is admitted, False while the second person is missing. Raises NotPossible.
    """
    held = life.hold(case, to=State.ADMITTED)
    _require_admissible(held, by)
    if needs_second_person(held) and not held.admission_proposed_by_ref:
        held.admission_proposed_by_ref = by.ref
        held.save(update_fields=["admission_proposed_by_ref", "changed_at"])
        journal.record(actor=by, act=Act.CASE_ADMITTED, subject=held.subject, details={"step": "proposed"})
        return False
    moved = life.move(held, State.ADMITTED, by=by, act=Act.CASE_ADMITTED)
    tell_case_manager(moved, by=by)
    return True


def needs_second_person(case: Case) -> bool:
    return case.summary().has_flag(*SECOND_PERSON_FLAGS)


def _require_admissible(case: Case, by: Actor) -> None:
    if open_exclusion(case) is not None:
        raise NotAdmissible(_("An exclusion has been proposed. It has to be decided first."))
    if standing_grounds(case):
        raise NotAdmissible(_("A ground for exclusion is named in the application. The case cannot be admitted so."))
    if case.admission_proposed_by_ref == by.ref:
        raise NotAdmissible(_("You have proposed the admission yourself. A second person has to confirm it."))
