"""When question and answer may go public: all who hold a seat agree or abstain (domain 2.3)."""

from dataclasses import dataclass

from gremium.exchange.models import Approval, Question
from gremium.exchange.who import board_today
from gremium.people.models import User
from gremium.people.quorum import is_quorum


@dataclass(frozen=True, slots=True)
class Voice:
    """One member and what she says to the words as they are now; None while she has said nothing."""

    member: User
    approval: Approval | None

    @property
    def is_for(self) -> bool:
        return self.approval is not None and not self.approval.abstains


def voices(question: Question) -> list[Voice]:
    """Two queries, whatever their number."""
    said = {one.member_id: one for one in question.approvals.filter(version=question.version)}
    return [Voice(member, said.get(member.pk)) for member in board_today()]


def may_be_released(heard: list[Voice]) -> bool:
    """Everybody has spoken, somebody is for it, and enough seats are held. Who abstains counts as being there."""
    everybody_spoke = all(one.approval is not None for one in heard)
    return everybody_spoke and any(one.is_for for one in heard) and is_quorum(len(heard))
