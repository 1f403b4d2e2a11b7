"""The joint text: opens to a member who has formed an own view, is written together, and agreed under the quorum."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.assessing.models import PARTS, Agreement, JointDraft, Words
from gremium.assessing.own_views import THINKING
from gremium.assessing.standing import standing_of
from gremium.cases import life
from gremium.cases.assessing import assess_case
from gremium.cases.assessments import Assessment
from gremium.cases.life import NotPossible, WrongState
from gremium.cases.models import Case, State
from gremium.letters.results import Result
from gremium.people.models import User

LONGEST_PART = 6_000
"""Characters of one part of the joint text."""


class StillClosed(NotPossible):
    """The joint text does not open to a member before an own view was formed (seed R16)."""

    def __init__(self) -> None:
        super().__init__(_("The joint text opens to you once you have formed your own view."))


@dataclass(frozen=True, slots=True)
class Written:
    """The text as it stands now; `clashes` are the parts where somebody else's words stood in the way of these."""

    draft: JointDraft
    words: Words
    clashes: Mapping[str, str]


def joint_draft_for(case: Case, member: User) -> JointDraft:
    """The joint text, empty where nobody wrote yet. Raises StillClosed."""
    part = standing_of(case).part_of(member)
    if part is None or not part.takes_part or not part.has_formed:
        raise StillClosed
    draft = JointDraft.objects.filter(case=case).first()
    if draft is None:
        draft = JointDraft(case=case)
        draft.seal(Words())
    return draft


def marks_of(words: Words) -> dict[str, str]:
    """A short mark of each part, by which a page tells later what it had shown."""
    return {name: sha256(text.encode()).hexdigest()[:16] for name, text in asdict(words).items()}


@transaction.atomic
def write_together(
    case: Case, member: User, *, words: Words, seen: Mapping[str, str], by: Actor, has_checked: bool = False
) -> Written:
    """Merge part by part: what this member changed is taken, unless somebody else changed the same part meanwhile.

    `seen` holds the marks of what the page had shown. A part in which both changed stays as it is, and the member's
    words come back in `clashes`; nothing is lost. A change asks everybody to agree anew. `has_checked`: the page had
    asked to look the text over, because something was taken out of the case. Raises NotPossible.
    """
    held = life.hold(case)
    if held.state not in THINKING:
        raise WrongState(held)
    draft = joint_draft_for(held, member)
    before = draft.words()
    now, typed = marks_of(before), marks_of(words)
    changed = [name for name in PARTS if typed[name] not in (seen.get(name), now[name])]
    clashes = {name: getattr(words, name) for name in changed if seen.get(name) != now[name]}
    taken = {name: _fitting(name, getattr(words, name)) for name in changed if name not in clashes}
    after = replace(before, **taken)
    was_checked = draft.to_check and has_checked and not clashes
    if taken or was_checked:
        draft.to_check = draft.to_check and not was_checked
        draft.version += 1
        draft.changed_by_ref = by.ref
        draft.seal(after)
        draft.save()
        Agreement.objects.filter(case=held).delete()
        journal.record(actor=by, act=Act.ASSESSMENT_DRAFTED, subject=held.pk, details={"version": str(draft.version)})
    return Written(draft, after, clashes)


@transaction.atomic
def agree(case: Case, member: User, *, version: int, by: Actor) -> Agreement:
    """Agree to this version of the joint text, after the meeting. Raises NotPossible."""
    held = life.hold(case)
    if held.state != State.DELIBERATED:
        raise NotPossible(_("You agree once the meeting has taken place and the secretariat has noted that."))
    draft = joint_draft_for(held, member)
    if draft.version != version:
        raise NotPossible(_("The text has been changed meanwhile. Please read it again before you agree."))
    if draft.to_check:
        raise NotPossible(_("Something was taken out of this case. Please check the text and keep it anew first."))
    if not draft.words().is_complete:
        raise NotPossible(_("The text needs a result and the reasons before anybody can agree."))
    agreement, is_new = Agreement.objects.update_or_create(case=held, member=member, defaults={"version": version})
    if is_new:
        journal.record(actor=by, act=Act.ASSESSMENT_AGREED, subject=held.pk, details={"version": str(version)})
    return agreement


@transaction.atomic
def disagree(case: Case, member: User, *, by: Actor) -> None:
    """Take the own agreement back, as long as the assessment is not final. Raises NotPossible."""
    held = life.hold(case)
    if held.state != State.DELIBERATED:
        raise WrongState(held)
    if Agreement.objects.filter(case=held, member=member).delete()[0]:
        journal.record(actor=by, act=Act.ASSESSMENT_AGREED, subject=held.pk, details={"step": "undone"})


def agreed_words(case: Case) -> Words | None:
    """What all who take part agreed to, for the secretariat; None as long as they have not."""
    if case.state != State.DELIBERATED or not standing_of(case).is_agreed:
        return None
    return JointDraft.objects.get(case=case).words()


@transaction.atomic
def finalise(case: Case, *, by: Actor) -> Assessment:
    """The secretariat makes the agreed text the assessment (domain T13). Raises NotPossible."""
    held = life.hold(case)
    words = agreed_words(held)
    if words is None:
        raise NotPossible(_("Not all who take part have agreed to the text, or too few take part."))
    assessment = assess_case(held, result=Result(words.result), text=_as_one_text(words), by=by)
    JointDraft.objects.filter(case=held).delete()
    return assessment


def _as_one_text(words: Words) -> str:
    """The German text of the assessment; what stays empty has no heading."""
    parts = [words.reasons]
    if words.next_steps.strip():
        parts.append("Nächste Schritte\n" + words.next_steps.strip())
    if words.other_bodies.strip():
        parts.append("Andere Stellen\n" + words.other_bodies.strip())
    return "\n\n".join(part.strip() for part in parts)


def _fitting(name: str, text: str) -> str:
    if name == "result" and text and text not in Result.values:
        raise NotPossible(_("Please choose one of the results."))
    if len(text) > LONGEST_PART:
        raise NotPossible(_("Please keep each part below %(most)s characters.") % {"most": LONGEST_PART})
    return text.strip()
