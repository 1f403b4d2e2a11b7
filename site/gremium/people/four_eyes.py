"""What waits for a second person among accounts: lost factors, and some invitations.

The desk of the cases shows it with what waits there: one list for everything.
"""

from dataclasses import dataclass
from datetime import datetime

from gremium.people.factor_resets import may_confirm
from gremium.people.invitations import BY_TWO, needs_another_person
from gremium.people.models import FactorReset, Invitation, User
from gremium.people.second_person import is_second_person


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One act that somebody has proposed and another person decides. `template` shows the row `one`.

    `may_decide` is False for who proposed it, or whom it is about.
    """

    since: datetime
    template: str
    one: object
    may_decide: bool = True


def proposals_among_people(user: User) -> list[Proposal]:
    """Two queries, whatever their number."""
    if not is_second_person(user):
        return []
    resets = FactorReset.objects.filter(confirmed_by=None).select_related("user", "proposed_by")
    proposals = Invitation.objects.proposed().filter(role__in=BY_TWO).select_related("asked_by")
    return [
        *(
            Proposal(
                since=reset.proposed_at,
                template="people/_waiting_reset.html",
                one=reset,
                may_decide=may_confirm(reset, user),
            )
            for reset in resets
        ),
        *(
            Proposal(
                since=invitation.asked_at,
                template="people/_waiting_invitation.html",
                one=invitation,
                may_decide=not needs_another_person(invitation, user),
            )
            for invitation in proposals
        ),
    ]
