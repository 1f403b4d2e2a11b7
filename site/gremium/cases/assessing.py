"""The members' joint assessment becomes final (domain T13); its text and who was there come from the meeting."""

from django.db import transaction
from django.utils.translation import gettext as _

from documents.actors import Actor
from documents.journal import Act
from gremium.cases import life
from gremium.cases.assessments import Assessment
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.letters.results import Result


@transaction.atomic
def assess_case(case: Case, *, result: Result, text: str, by: Actor) -> Assessment:
    """Keep what those present agreed on. Raises NotPossible."""
    if not text.strip():
        raise NotPossible(_("The assessment needs a text."))
    moved = life.move(case, State.ASSESSED, by=by, act=Act.CASE_ASSESSED)
    assessment = Assessment(case=moved)
    assessment.seal(result, text.strip())
    assessment.save(force_insert=True)
    return assessment
