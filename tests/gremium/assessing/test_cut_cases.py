"""A family member takes her consent back: what members wrote before may tell of her, so it is looked over first."""

from collections.abc import Callable
from typing import Any

import pytest

from forms.drafts import Draft
from forms.withdrawing import held_of, standings
from gremium.assessing.joint_drafts import agree, joint_draft_for, marks_of, write_together
from gremium.assessing.models import Agreement, JointDraft, Note, Share, Words
from gremium.assessing.own_views import form_view, write_note
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.letters.results import Result
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.cases.conftest import bring as bring
from tests.gremium.cases.taking_back import BringIn, take_back
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WORDS = Words(result=Result.values[0], reasons="Die Ehefrau arbeitet seit drei Jahren.")
Cut = Callable[[], None]


@pytest.fixture
def family(bring: BringIn, board: list[User]) -> Case:
    """A case the members have talked about, with a text that two of them agree to, and a note."""
    case = bring("C1", State.DELIBERATED)
    for member in board[:2]:
        form_view(case, member, keywords="Ehefrau", by=actor_of(member))
    write(case, board[0], WORDS)
    write_note(case, board[0], text="Die Ehefrau fragen.", page=None, by=actor_of(board[0]))
    for member in board[:2]:
        agree(case, member, version=JointDraft.objects.get().version, by=actor_of(member))
    return case


@pytest.fixture
def cut(family: Case, marte: User) -> Cut:
    """The other adult of the family takes her consent back."""

    def take() -> None:
        standing = next(one for one in standings(held_of(Draft.objects.get(pk=family.pk))) if not one.ends_everything)
        take_back(family, marte, standing.signer.ref)
        family.refresh_from_db()
        assert family.state == State.DELIBERATED

    return take


def write(case: Case, member: User, words: Words, **options: Any) -> JointDraft:
    seen = marks_of(joint_draft_for(case, member).words())
    return write_together(case, member, words=words, seen=seen, by=actor_of(member), **options).draft


def test_agreements_given_before_count_no_longer_and_none_is_given_before_the_text_was_checked(
    family: Case, board: list[User], cut: Cut
) -> None:
    before = JointDraft.objects.get().version
    cut()

    assert not Agreement.objects.exists()
    for version in (before, JointDraft.objects.get().version):
        with pytest.raises(NotPossible):
            agree(family, board[0], version=version, by=actor_of(board[0]))

    draft = write(family, board[1], WORDS, has_checked=True)
    assert agree(family, board[0], version=draft.version, by=actor_of(board[0])).version == before + 2


def test_who_had_the_text_open_before_has_not_checked_it(family: Case, board: list[User], cut: Cut) -> None:
    cut()

    draft = write(family, board[1], Words(result=WORDS.result, reasons="Neue Gründe."))

    assert draft.to_check


def test_the_page_warns_until_the_text_is_kept_anew(family: Case, board: list[User], cut: Cut, sign_in: SignIn) -> None:
    client, address = sign_in(board[0]), f"/de/mitglieder/{family.pk}/einschaetzung/"
    warning, button = "Bitte prüfen Sie diesen Text", "Ich stimme diesem Text zu"
    client.post(f"{address}zustimmen/", {"undo": "1"})
    assert warning not in client.get(address).content.decode()

    cut()
    page = client.get(address)
    assert (warning in page.content.decode(), button in page.content.decode()) == (True, False)
    sent = {"result": WORDS.result, "reasons": WORDS.reasons, "checked": "1"}
    client.post(address, sent | {f"seen.{field.name}": mark for field, mark, _clash in page.context["fields"]})

    page = client.get(address)
    assert (warning in page.content.decode(), button in page.content.decode()) == (False, True)


def test_the_owner_of_a_note_is_asked_to_check_it(family: Case, board: list[User], cut: Cut, sign_in: SignIn) -> None:
    cut()
    page = sign_in(board[0]).get(f"/de/mitglieder/{family.pk}/eigene-sicht/").content.decode()
    assert "bevor eine Person oder ein Punkt" in page
    assert page.count("bevor eine Person oder ein Punkt") == 2

    note, by = Note.objects.get(), actor_of(board[0])
    write_note(family, board[0], text="Erledigt.", page=None, note=note.pk, by=by)
    form_view(family, board[0], keywords="", by=by)

    assert not Note.objects.get().to_check
    assert not Share.objects.get(member=board[0]).to_check
