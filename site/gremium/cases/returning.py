"""The secretariat sends an application back, because something is missing (domain T4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from documents.actors import Actor
from documents.journal import Act
from forms.definition import FormDefinition
from forms.reopening import reopen_draft
from forms.submissions import Submission
from gremium.cases import life
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, Exclusion, State
from gremium.cases.notices import tell_case_manager
from gremium.cases.supplementing import answers_today
from gremium.cases.writing import Kind, german_day, write_letter


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that may be missing: a code for the list, and what is written of it. German, as the form is."""

    code: str
    text: str


@transaction.atomic
def return_case(case: Case, *, missing: Sequence[str], until: date | None, by: Actor, remark: str = "") -> Case:
    """Send the application back with the list of what is missing; it opens again for the case manager.

    Raises NotPossible.
    """
    lines = [line.strip() for line in missing if line.strip()]
    if not lines:
        raise NotPossible(_("Please say what is missing."))
    if Exclusion.objects.open().filter(case=case).exists():
        raise NotPossible(_("An exclusion has been proposed. It has to be decided first."))
    moved = life.move(
        case,
        State.RETURNED,
        by=by,
        act=Act.APPLICATION_RETURNED,
        of="T4",
        words={"missing": lines, "remark": remark.strip()},
        due_on=until,
        admission_proposed_by_ref="",
    )
    submission = Submission.objects.newest(case.pk)
    if submission is not None:
        reopen_draft(submission, answers_today(case, submission))
    write_letter(Kind.MISSING_ITEMS, moved, by=by, facts=_facts(until, remark), lists={"items": lines})
    tell_case_manager(moved, by=by)
    return moved


def _facts(until: date | None, remark: str) -> dict[str, str]:
    told = {"due_on": german_day(until), "reason": remark.strip()}
    return {key: text for key, text in told.items() if text}


def missing_of(case: Case) -> list[str]:
    """What the last return named. Raises vault.SealBroken, keystore.KeyMissing."""
    returns = [move for move in case.moves.all() if move.number == "T4"]
    return list(returns[-1].words().get("missing", ())) if returns else []


def lacks_of(form: FormDefinition) -> list[tuple[str, list[Lack]]]:
    """What the prepared list offers, by headings: the form's steps with their questions, then the kinds of papers."""
    offered = [(step.title, [Lack(item.key, item.label) for item in step.items]) for step in form.steps]
    kinds = [Lack(f"paper/{key}", kind.label) for key, kind in form.attachment_types.items()]
    return [*offered, (_papers(), kinds)]


def _papers() -> str:
    return _("Papers")
