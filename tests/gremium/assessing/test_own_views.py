"""Each member thinks alone first; nobody reads what another thinks."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from documents.journal import Act, JournalLine
from gremium.assessing import own_views, recusing
from gremium.assessing.models import Note, Share
from gremium.cases import life
from gremium.cases.life import NotPossible, WrongState
from gremium.cases.models import Case, State
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SECRET = "Ich halte das für eine Härte"


def test_r16_nobody_but_the_member_reads_notes_and_keywords(
    case: Case, board: list[User], ulrike: User, sign_in: SignIn
) -> None:
    renate, *others = sorted(board, key=lambda member: member.display_name != "Renate")
    note = own_views.write_note(case, renate, text=SECRET, page=3, by=actor_of(renate))
    own_views.form_view(case, renate, keywords=SECRET, by=actor_of(renate))

    own = sign_in(renate).get(f"/de/mitglieder/{case.pk}/eigene-sicht/").content.decode()

    assert own.count(SECRET) == 2
    for other in [*others, ulrike]:
        assert not Note.objects.of(other).exists()
        assert not Share.objects.of(other).exists()
        client = sign_in(other)
        area = "geschaeftsstelle" if other == ulrike else "mitglieder"
        for page in ("", "eigene-sicht/", "einschaetzung/"):
            assert SECRET not in client.get(f"/de/{area}/{case.pk}/{page}").content.decode()
        for page in (f"notizen/{note.pk}/", f"notizen/{note.pk}/loeschen/", f"notizen/{note.pk}/schreiben/"):
            for ask in (client.get, client.post):
                assert ask(f"/de/mitglieder/{case.pk}/{page}").status_code in (404, 405)
    assert Note.objects.get().text == SECRET


def test_what_a_member_writes_lies_sealed(case: Case, renate: User) -> None:
    own_views.write_note(case, renate, text=SECRET, page=None, by=actor_of(renate))
    own_views.form_view(case, renate, keywords=SECRET, by=actor_of(renate))

    with connection.cursor() as cursor:
        for table in ("assessing_note", "assessing_share"):
            cursor.execute(f"SELECT * FROM {table}")
            assert SECRET not in str([bytes(x) if isinstance(x, memoryview) else x for x in cursor.fetchone()])


def test_a_note_is_kept_rewritten_and_deleted_with_one_line_each(case: Case, renate: User, sign_in: SignIn) -> None:
    client, address = sign_in(renate), f"/de/mitglieder/{case.pk}/notizen/"

    client.post(address, {"text": "Zuerst", "page": "2"})
    note = Note.objects.get()
    client.post(f"{address}{note.pk}/schreiben/", {"text": "Dann", "page": ""})
    note.refresh_from_db()

    assert (note.text, note.page) == ("Dann", None)
    client.post(f"{address}{note.pk}/loeschen/")
    assert not Note.objects.exists()
    acts = JournalLine.objects.about(case.pk).exclude(act=Act.CASE_VIEWED).values_list("act", flat=True)
    assert list(acts) == [Act.NOTE_CREATED, Act.NOTE_ERASED]


def test_an_empty_note_says_what_to_do(case: Case, renate: User, sign_in: SignIn) -> None:
    answer = sign_in(renate).post(f"/de/mitglieder/{case.pk}/notizen/", {"text": "  ", "page": "7"})

    assert answer.status_code == 422
    assert "Bitte schreiben Sie etwas oder löschen Sie die Notiz." in answer.content.decode()
    assert not Note.objects.exists()


@pytest.mark.parametrize("state", [State.DEFERRED, State.ASSESSED, State.CLOSED])
def test_a_view_is_formed_only_while_the_case_is_before_the_board(case: Case, renate: User, state: State) -> None:
    Case.objects.filter(pk=case.pk).update(state=state)

    with pytest.raises(WrongState):
        own_views.form_view(case, renate, keywords="", by=actor_of(renate))


def test_views_and_notes_go_with_the_minutes(case: Case, renate: User, ulrike: User) -> None:
    own_views.write_note(case, renate, text=SECRET, page=None, by=actor_of(renate))
    own_views.form_view(case, renate, keywords=SECRET, by=actor_of(renate))

    assert own_views.erase_views(case, by=actor_of(ulrike)) == 2
    assert own_views.erase_views(case, by=actor_of(ulrike)) == 0
    assert not Note.objects.exists()
    assert not Share.objects.exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [(State.ADMITTED, State.NOT_TAKEN_UP), (State.SCHEDULED, State.EXCLUDED_LATER), (State.SCHEDULED, State.WITHDRAWN)],
)
def test_where_a_case_ends_nothing_of_any_view_stays(
    case: Case, renate: User, ulrike: User, before: State, after: State
) -> None:
    own_views.write_note(case, renate, text=SECRET, page=None, by=actor_of(renate))
    Case.objects.filter(pk=case.pk).update(state=before)

    life.move(case, after, by=actor_of(ulrike), act=None)

    assert not Note.objects.exists()


def test_after_a_deferral_each_member_thinks_again(case: Case, renate: User, ulrike: User) -> None:
    own_views.form_view(case, renate, keywords="", by=actor_of(renate))
    Case.objects.filter(pk=case.pk).update(state=State.DEFERRED)

    life.move(case, State.SCHEDULED, by=actor_of(ulrike), act=None)

    assert Share.objects.get().formed_at is None


def test_a_note_longer_than_allowed_is_told_and_not_cut(case: Case, renate: User) -> None:
    with pytest.raises(NotPossible, match="4000"):
        own_views.write_note(case, renate, text="x" * 4_001, page=None, by=actor_of(renate))


def test_nobody_rewrites_the_note_of_another(case: Case, board: list[User]) -> None:
    first, second = board[:2]
    note = own_views.write_note(case, first, text=SECRET, page=None, by=actor_of(first))

    with pytest.raises(ObjectDoesNotExist):
        own_views.write_note(case, second, text="anders", page=None, note=note.pk, by=actor_of(second))


def test_who_stepped_back_in_another_window_keeps_nothing(case: Case, renate: User) -> None:
    recusing.step_back(case, renate, by=actor_of(renate))
    by = actor_of(renate)

    for act in (
        lambda: own_views.write_note(case, renate, text=SECRET, page=1, by=by),
        lambda: own_views.keep_keywords(case, renate, keywords=SECRET),
        lambda: own_views.form_view(case, renate, keywords=SECRET, by=by),
    ):
        with pytest.raises(NotPossible):
            act()

    assert not Note.objects.exists()
    assert not Share.objects.exists()


@pytest.mark.parametrize("state", [State.ASSESSED, State.COMMUNICATED, State.CLOSED])
def test_nothing_is_noted_once_the_assessment_is_final(case: Case, renate: User, sign_in: SignIn, state: State) -> None:
    Case.objects.filter(pk=case.pk).update(state=state)
    client = sign_in(renate)

    answer = client.post(f"/de/mitglieder/{case.pk}/notizen/", {"text": SECRET, "page": "1"})

    assert answer.status_code == 422
    assert not Note.objects.exists()
    assert 'name="text"' not in client.get(f"/de/mitglieder/{case.pk}/eigene-sicht/").content.decode()
