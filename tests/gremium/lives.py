"""What must be true in a case's life, told again from the domain's words; `test_life_machine.py` lets cases live."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.core import mail
from django.db import transaction
from django.test import Client
from hypothesis.stateful import RuleBasedStateMachine, invariant

from documents import journal_chain
from forms.withdrawing import NotWithdrawable
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.letters.models import Letter
from gremium.people.asking import actor_of
from gremium.people.models import Seat, User

WAYS = {
    (State.SUBMITTED, State.RETURNED),
    (State.SUBMITTED, State.ADMITTED),
    (State.SUBMITTED, State.EXCLUDED),
    (State.RETURNED, State.SUBMITTED),
    (State.ADMITTED, State.NOT_TAKEN_UP),
    (State.ADMITTED, State.SCHEDULED),
    (State.SCHEDULED, State.DELIBERATED),
    (State.DELIBERATED, State.DEFERRED),
    (State.DELIBERATED, State.ASSESSED),
    (State.DEFERRED, State.SCHEDULED),
    (State.ASSESSED, State.COMMUNICATED),
    (State.COMMUNICATED, State.CLOSED),
    (State.WITHDRAWN, State.ERASED),
}
"""Domain section 3 once more; a withdrawal (T18) and a later exclusion (T17) are told apart below."""
WAYS_BACK = {(State.SCHEDULED, State.ADMITTED), (State.SCHEDULED, State.DEFERRED)}
"""Only where a meeting did not come to a case (T9)."""
BEFORE_THE_END = {
    *(State.SUBMITTED, State.RETURNED, State.ADMITTED, State.SCHEDULED),
    *(State.DELIBERATED, State.DEFERRED, State.ASSESSED, State.COMMUNICATED),
}
READ_BY_MEMBERS = {
    *(State.SCHEDULED, State.DELIBERATED, State.DEFERRED),
    *(State.ASSESSED, State.COMMUNICATED, State.CLOSED),
}
READ_BY_NOBODY = {State.WITHDRAWN, State.ERASED}
PAPERS = {
    State.SUBMITTED: "receipt",
    State.RETURNED: "missing_items",
    State.EXCLUDED: "exclusion",
    State.EXCLUDED_LATER: "exclusion_later",
    State.NOT_TAKEN_UP: "not_taken_up",
    State.DEFERRED: "interim",
    State.COMMUNICATED: "assessment",
}
NAMES = ("C1", "C4")
MEMBERS = ("renate", "henrik", "second", "volunteer")
PLACES = {
    "marte": "antrag",
    "jonte": "antrag",
    "ulrike": "geschaeftsstelle",
    "deniz": "geschaeftsstelle",
    **dict.fromkeys((*MEMBERS, "newcomer"), "mitglieder"),
    "office": "geschaeftsstelle",
    "clara": "antrag",
}


@dataclass
class Known:
    """What is known of a case without asking it."""

    pk: UUID
    state: State = State.SUBMITTED
    came_from: State | None = None
    papers: set[str] = field(default_factory=lambda: {"receipt"})
    recused: set[str] = field(default_factory=set)
    formed: set[str] = field(default_factory=set)
    joint: str = ""


class Watched(RuleBasedStateMachine):
    """Two cases and what is known of them: each act is followed, and the pages are asked who may see what."""

    people: ClassVar[dict[str, User]]
    clients: ClassVar[dict[str, Client]]
    cases: ClassVar[list[UUID]]
    today: ClassVar[date]

    def __init__(self) -> None:
        super().__init__()
        self.starts = {name: transaction.savepoint(using=name) for name in ("default", "keys")}
        self.known = [Known(pk) for pk in self.cases]
        self.seated = set(MEMBERS)
        self.words = 0
        mail.outbox.clear()

    def by(self, name: str) -> Any:
        return actor_of(self.people[name])

    def case(self, which: int) -> Case:
        return Case.objects.get(pk=self.known[which].pk)

    def take(self, which: int, act: Callable[[Case], object], *, ways: Collection[tuple[State, State]] = WAYS) -> bool:
        """Do it; where the act refuses, nothing has changed. True where it was done."""
        known, before = self.known[which], self.known[which].state
        try:
            with transaction.atomic():
                act(self.case(which))
        except (NotPossible, NotWithdrawable):
            assert self.case(which).state == before
            return False
        after = State(self.case(which).state)
        if after != before:
            self.follow(known, before, after, ways)
        return True

    def follow(self, known: Known, before: State, after: State, ways: Collection[tuple[State, State]] = WAYS) -> None:
        if after == State.EXCLUDED_LATER:
            assert before in BEFORE_THE_END
        elif after == State.WITHDRAWN:
            assert before not in READ_BY_NOBODY
        else:
            assert (before, after) in ways
        known.state = after
        if after == State.SCHEDULED:
            known.came_from = before
        if (before, after) == (State.DEFERRED, State.SCHEDULED) or after in (State.EXCLUDED_LATER, State.NOT_TAKEN_UP):
            known.formed = set()
        if after in PAPERS:
            known.papers.add(PAPERS[after])
        if after in READ_BY_NOBODY:
            known.formed, known.joint = set(), ""

    def a_word(self) -> str:
        self.words += 1
        return f"geheim{self.words:04d}wort"

    def secret_of(self, which: int, who: str, word: str) -> None:
        if word:
            self.secrets = {**getattr(self, "secrets", {}), word: who}

    def may_read(self, who: str, known: Known) -> bool:
        return who in self.seated and who not in known.recused and known.state in READ_BY_MEMBERS

    def opens(self, who: str, known: Known) -> bool:
        """Whether the case's page in the person's own area opens."""
        if who in (*MEMBERS, "newcomer"):
            return self.may_read(who, known)
        return who in ("marte", "ulrike", "deniz") and known.state not in READ_BY_NOBODY

    def ask(self, known: Known, who: str, *, is_thorough: bool = False) -> None:
        address = f"/de/{PLACES[who]}/{known.pk}/"
        answer = self.clients[who].get(address)
        is_bare = answer.status_code == 200 and known.state in READ_BY_NOBODY and who in ("marte", "ulrike", "deniz")
        is_draft = answer.status_code == 302 and who == "marte" and known.state == State.RETURNED
        is_preview = answer.status_code == 302 and known.state == State.ADMITTED and who in self.seated
        assert (answer.status_code == 200) is self.opens(who, known) or is_bare or is_draft or is_preview, (
            who,
            known,
            answer.status_code,
        )
        pages = [answer.content.decode()]
        if who in MEMBERS and self.may_read(who, known):
            pages += [
                self.clients[who].get(f"{address}{page}/").content.decode()
                for page in ("eigene-sicht", "einschaetzung")
            ]
            assert not known.joint or (known.joint in pages[-1]) <= (who in known.formed)
        for page in pages:
            for word, owner in getattr(self, "secrets", {}).items():
                assert word not in page or owner == who, (word, owner, who)
        if is_bare:
            assert known.joint == "" or known.joint not in pages[0]

    @invariant()
    def at_most_four_sit_on_the_board(self) -> None:
        seats = list(Seat.objects.current(self.today))
        assert len(seats) <= 4
        assert len({seat.origin for seat in seats}) == len({seat.holder_id for seat in seats}) == len(seats)

    @invariant()
    def each_state_has_its_papers(self) -> None:
        for known in self.known:
            if known.state != State.ERASED:
                issued = set(Letter.objects.about(known.pk).values_list("kind", flat=True))
                assert known.papers <= issued, (known.state, known.papers, issued)

    def teardown(self) -> None:
        for known in self.known:
            for who in PLACES:
                self.ask(known, who)
        assert journal_chain.verify() is None
        for message in mail.outbox:
            assert not any(name in message.subject + message.body for name in ("Yusuf", "geheim"))
        for name, start in self.starts.items():
            transaction.savepoint_rollback(start, using=name)
