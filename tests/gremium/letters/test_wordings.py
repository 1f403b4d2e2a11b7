"""Changing a wording: an editor writes and asks, somebody else of the secretariat releases."""

import pytest

from documents.actors import Actor
from documents.journal import Act, JournalLine
from gremium.letters.blocks import Block
from gremium.letters.differences import differences
from gremium.letters.kinds import kind_of
from gremium.letters.models import LetterTemplate, TemplateState
from gremium.letters.shipped import shipped_body
from gremium.letters.wordings import (
    ChangedMeanwhile,
    MayNotRelease,
    Obstructed,
    WaitsForRelease,
    ask_for_release,
    newest_wording,
    release,
    save_wording,
    send_back,
    take_back,
)
from tests.gremium.letters.wording import changed

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

EDITOR = Actor(ref="clara", name="Clara")
SECRETARIAT = Actor(ref="ulrike", name="Ulrike", facts={"forms.releases": "secretariat"})
PROTECTION = Actor(ref="dpo", name="Datenschutz", facts={"forms.releases": "protection"})
NEW = changed("receipt", "Fehlt etwas", "Fehlt noch etwas")


def saved(by: Actor = EDITOR) -> LetterTemplate:
    template = save_wording("receipt", NEW, shown=0, by=by)
    assert template is not None
    return template


def asked(by: Actor = EDITOR) -> LetterTemplate:
    template = saved(by)
    ask_for_release(template, by=by)
    template.refresh_from_db()
    return template


def test_each_save_is_a_new_version_and_none_changes_what_holds() -> None:
    first = saved()
    second = save_wording("receipt", changed("receipt", "Fehlt etwas", "Fehlt was"), shown=1, by=EDITOR)

    assert second is not None
    assert (first.number, second.number) == (1, 2)
    assert newest_wording("receipt") == second.blocks
    assert LetterTemplate.objects.current("receipt") is None


def test_saving_the_same_wording_makes_no_version() -> None:
    assert save_wording("receipt", shipped_body("receipt"), shown=0, by=EDITOR) is None


def test_who_saves_over_a_newer_version_is_told() -> None:
    saved()

    with pytest.raises(ChangedMeanwhile):
        save_wording("receipt", shipped_body("receipt"), shown=0, by=EDITOR)


def test_what_waits_cannot_be_changed_until_it_is_taken_back() -> None:
    template = asked()

    with pytest.raises(WaitsForRelease):
        save_wording("receipt", shipped_body("receipt"), shown=1, by=EDITOR)
    take_back(template, by=EDITOR)

    assert save_wording("receipt", shipped_body("receipt"), shown=1, by=EDITOR) is not None


def test_an_unusable_wording_cannot_be_handed_over() -> None:
    template = save_wording("receipt", changed("receipt", "{advice}", "{beratung}"), shown=0, by=EDITOR)
    assert template is not None

    with pytest.raises(Obstructed) as stopped:
        ask_for_release(template, by=EDITOR)

    assert any("{beratung}" in problem for problem in stopped.value.problems)


def test_the_secretariat_releases_and_the_journal_says_so() -> None:
    template = asked()

    release(template, by=SECRETARIAT)

    assert LetterTemplate.objects.current("receipt") == template
    acts = list(JournalLine.objects.about(template.pk).values_list("act", flat=True))
    assert sorted(acts) == sorted([Act.LETTER_TEMPLATE_ASKED, Act.LETTER_TEMPLATE_RELEASED])


@pytest.mark.parametrize("somebody", [EDITOR, PROTECTION])
def test_nobody_but_the_secretariat_releases(somebody: Actor) -> None:
    with pytest.raises(MayNotRelease):
        release(asked(), by=somebody)


def test_nobody_releases_what_she_has_written_even_in_an_earlier_draft() -> None:
    saved(by=SECRETARIAT)
    later = save_wording("receipt", changed("receipt", "Fehlt etwas", "Fehlt was"), shown=1, by=EDITOR)
    assert later is not None
    ask_for_release(later, by=EDITOR)

    with pytest.raises(MayNotRelease):
        release(later, by=SECRETARIAT)


def test_nothing_is_decided_twice() -> None:
    template = asked()
    release(template, by=SECRETARIAT)

    with pytest.raises(MayNotRelease):
        send_back(template, remark="doch nicht", by=SECRETARIAT)


def test_what_is_sent_back_is_gone_on_from_and_does_not_hold() -> None:
    send_back(asked(), remark="Bitte kürzer.", by=SECRETARIAT)

    assert LetterTemplate.objects.current("receipt") is None
    assert newest_wording("receipt") == NEW
    assert LetterTemplate.objects.get().state == TemplateState.RETURNED


def test_differences_are_told_sentence_by_sentence() -> None:
    old = shipped_body("receipt")
    new = (*NEW[1:], NEW[0], Block("paragraph", ("Ganz neu.",)))

    told = [
        (one.told.split(" (")[0], "".join(piece.text for piece in one.pieces))
        for one in differences(kind_of("receipt"), old, new)
    ]

    assert ("Neu", "Ganz neu.") in told
    assert ("Geändert", "Fehlt noch etwas, fragt sie bei Ihrer Beratung nach.") in told
    assert ("Verschoben", old[0].sentences[0]) in told
    assert not [one for one in told if one[0] == "Entfällt"]
