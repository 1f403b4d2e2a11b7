"""How the members stand to a case, and whether enough take part for a joint assessment (domain 2.3).

Every seat counts whose holder agrees or has stepped back; a vacant seat and an excused member do not.
"""

from dataclasses import dataclass

from gremium.assessing.models import Agreement, JointDraft, Share
from gremium.cases.models import Case
from gremium.cases.recusals import Recusal
from gremium.people.models import Seat, User
from gremium.people.quorum import is_quorum


@dataclass(frozen=True, slots=True)
class Part:
    """How one member stands to a case; never what the member thinks."""

    member: User
    seat: str
    has_formed: bool
    is_recused: bool
    is_excused: bool
    has_agreed: bool

    @property
    def takes_part(self) -> bool:
        return not (self.is_recused or self.is_excused)


@dataclass(frozen=True, slots=True)
class Standing:
    """All who hold a seat today, in the order of the seats."""

    parts: tuple[Part, ...]

    @property
    def taking_part(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.takes_part)

    @property
    def has_quorum(self) -> bool:
        """Enough take part; who stepped back does not count, so as many fewer are needed."""
        counted = [part for part in self.parts if part.takes_part or part.is_recused]
        return bool(self.taking_part) and is_quorum(len(counted))

    @property
    def is_agreed(self) -> bool:
        return self.has_quorum and all(part.has_agreed and part.has_formed for part in self.taking_part)

    def part_of(self, user: User) -> Part | None:
        return next((part for part in self.parts if part.member == user), None)


def standing_of(case: Case) -> Standing:
    """How the members stand to a case now: five queries, whatever their number."""
    seats = Seat.objects.current_today().select_related("holder").order_by("origin")
    shares = {share.member_id: share for share in Share.objects.filter(case=case).defer("sealed_keywords")}
    recused = set(Recusal.objects.filter(case=case).values_list("member_id", flat=True))
    version = JointDraft.objects.filter(case=case).values_list("version", flat=True).first()
    agreed = set(Agreement.objects.filter(case=case, version=version or 0).values_list("member_id", flat=True))
    return Standing(
        tuple(
            _part(seat, shares.get(seat.holder_id), seat.holder_id in recused, seat.holder_id in agreed)
            for seat in seats
            if seat.holder.is_active
        )
    )


def _part(seat: Seat, share: Share | None, is_recused: bool, has_agreed: bool) -> Part:
    return Part(
        member=seat.holder,
        seat=seat.get_origin_display(),
        has_formed=bool(share and share.formed_at),
        is_recused=is_recused,
        is_excused=bool(share and share.excused_at),
        has_agreed=has_agreed,
    )
