"""The board does not take up a case it might deal with: nobody has a claim (domain T8, seed R20)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from documents.actors import Actor
from documents.journal import Act
from gremium.cases import life
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.cases.notices import tell_case_manager
from gremium.cases.writing import Kind, write_letter


@transaction.atomic
def decline_case(case: Case, *, reason: str, decided_on: date, by: Actor) -> Case:
    """Record what the members decided after reading competence and question. Raises NotPossible."""
    if not reason.strip():
        raise NotPossible(_("Please give the reason in a sentence."))
    words = {"reason": reason.strip(), "decided_on": decided_on.isoformat()}
    moved = life.move(case, State.NOT_TAKEN_UP, by=by, act=Act.CASE_NOT_TAKEN_UP, words=words)
    write_letter(Kind.NOT_TAKEN_UP, moved, by=by, facts={"reason": words["reason"]})
    tell_case_manager(moved, by=by)
    return moved
