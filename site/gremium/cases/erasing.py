"""What an erasure leaves of a case: the bare row, so that agendas and proofs still name it (domain T19)."""

from uuid import UUID

from documents import keystore
from documents.actors import Actor
from gremium.cases import life
from gremium.cases.assessments import Assessment
from gremium.cases.models import Case, Exclusion, Report, State
from gremium.cases.moves import Move
from gremium.cases.supplements import Supplement


def forget_case(subject: UUID, *, by: Actor) -> None:
    """Empty what the case held, in the caller's transaction; the journal's line is written below. Raises WrongState."""
    case = Case.objects.select_for_update().filter(pk=subject).first()
    if case is None or case.state == State.ERASED:
        return
    if keystore.is_destroyed(subject) and not life.may_move(case, State.ERASED):
        case.state = State.WITHDRAWN  # a restored copy shows a state from before: nothing leads on from there
        case.save()
    life.move(
        case,
        State.ERASED,
        by=by,
        act=None,
        of="T19",
        sealed_summary=b"",
        admission_proposed_by_ref="",
        restriction="",
        restricted_since=None,
    )
    Move.objects.filter(case=case).update(sealed_words=b"")
    Exclusion.objects.filter(case=case).update(sealed_reason=b"", sealed_answer=b"")
    for rows in (Supplement, Report, Assessment):
        rows.objects.filter(case=case).delete()
