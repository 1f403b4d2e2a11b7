from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from documents.actors import Actor
from documents.journal import Act, JournalLine
from forms.consent_texts import ConsentText
from forms.drafts import open_draft
from forms.plain_yaml import dump_text
from forms.reading import shipped_form
from forms.reading_rules import SHIPPED
from forms.revising.differences import differences
from forms.revising.releases import (
    MayNotRelease,
    Obstructed,
    Overtaken,
    ReleaseRequest,
    State,
    ask_for_release,
    next_consent_version,
    release,
    send_back,
    withdraw,
)
from forms.revising.working_copies import (
    ChangedMeanwhile,
    WaitsForRelease,
    WorkingCopy,
    change_consent_text,
    change_form,
    change_part,
    discard_changes,
    fingerprint,
    working_copy,
)
from forms.versions import FormVersion, import_form, store_shipped_form
from tests.forms.asking import actor
from tests.forms.revising.changing import Data, item, question, remove, step
from tests.forms.revising.translating import translate_consent

KEY = "kurzantrag"
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def with_question(data: Data) -> Data:
    step(data, "anliegen")["fields"].append(question("was_noch", "Was noch?"))
    return data


def with_purpose(data: Data) -> Data:
    data["consent_purposes"]["P6"]["label"] = "Anders gesagt"
    return data


@pytest.fixture
def ask(clara: Actor) -> Callable[..., ReleaseRequest]:
    def asked(change: Callable[[Data], Data] = with_question, version: str = "1.1.0", by: Actor = clara) -> Any:
        return ask_for_release(change_form(KEY, change, by=by), version=version, note="", by=by)

    return asked


def test_a_working_copy_begins_as_the_current_version_and_stores_nothing_by_being_looked_at() -> None:
    copy = working_copy(KEY)

    assert (copy.is_changed, WorkingCopy.objects.count()) == (False, 0)
    assert differences(copy.base_data, copy.data) == []


def test_publishing_makes_a_new_version_with_exactly_what_was_released(
    ask: Callable[..., ReleaseRequest], ulrike: Actor
) -> None:
    asked = ask()

    done = release(asked, by=ulrike)

    current = FormVersion.objects.current(KEY)
    assert (done.state, done.published, current.version) == (State.PUBLISHED, current, "1.1.0")
    assert current.definition.item("was_noch").label == "Was noch?"
    assert not WorkingCopy.objects.exists()
    acts = list(JournalLine.objects.filter(subject=asked.pk).values_list("act", flat=True))
    assert acts == [Act.FORM_RELEASE_ASKED, Act.FORM_RELEASED, Act.FORM_PUBLISHED]


def store_another_version(version: str) -> None:
    data = working_copy(KEY).base.definition.raw
    import_form(dump_text({**data, "form": {**data["form"], "version": version}}), name="another")


def test_changes_begun_before_another_version_was_stored_are_not_asked_for(ask: Callable[..., ReleaseRequest]) -> None:
    change_form(KEY, with_question, by=actor())
    store_another_version("1.0.7")

    with pytest.raises(Obstructed) as stopped:
        ask(with_purpose)

    assert "1.0.7" in stopped.value.obstacles[0].sentence


def test_a_release_does_not_undo_a_version_stored_meanwhile(ask: Callable[..., ReleaseRequest], ulrike: Actor) -> None:
    asked = ask()
    store_another_version("1.0.7")

    with pytest.raises(Overtaken):
        release(asked, by=ulrike)
    assert FormVersion.objects.current(KEY).version == "1.0.7"
    send_back(asked, remark="Bitte neu", by=ulrike)


def test_drafts_that_were_begun_before_keep_their_version(ask: Callable[..., ReleaseRequest], ulrike: Actor) -> None:
    before = open_draft(FormVersion.objects.current(KEY), by=actor())

    release(ask(), by=ulrike)

    before.refresh_from_db()
    assert before.form_version.version != "1.1.0"


def test_nobody_without_the_duty_releases(ask: Callable[..., ReleaseRequest], clara: Actor, tomas: Actor) -> None:
    asked = ask()

    for nobody in (clara, tomas, actor()):
        with pytest.raises(MayNotRelease):
            release(asked, by=nobody)


def test_nobody_releases_what_she_has_edited(ask: Callable[..., ReleaseRequest], ulrike: Actor) -> None:
    change_form(KEY, with_question, by=ulrike)

    with pytest.raises(MayNotRelease):
        release(ask(with_purpose), by=ulrike)


@pytest.mark.parametrize("first", ["secretariat", "protection"])
def test_a_change_of_the_consent_needs_both(
    ask: Callable[..., ReleaseRequest], ulrike: Actor, tomas: Actor, first: str
) -> None:
    asked = ask(with_purpose, "2.0.0")
    one, other = (ulrike, tomas) if first == "secretariat" else (tomas, ulrike)

    assert release(asked, by=one).state == State.WAITING
    with pytest.raises(MayNotRelease):
        release(asked, by=one)
    assert release(asked, by=other).state == State.PUBLISHED


def test_a_new_consent_text_is_valid_from_its_release_on(clara: Actor, ulrike: Actor, tomas: Actor) -> None:
    before = ConsentText.objects.current(KEY)
    text = before.text.replace("freiwillig", "ganz freiwillig")
    translate_consent(text)
    copy = change_consent_text(KEY, text, shown=fingerprint(""), by=clara)
    asked = ask_for_release(copy, version="2.0.0", note="", by=clara)

    release(asked, by=ulrike)
    assert ConsentText.objects.current(KEY) == before

    release(asked, by=tomas)
    after = ConsentText.objects.current(KEY)
    assert (after.text, after.version > before.version) == (text, True)


def test_what_stops_publishing_stops_the_request(ask: Callable[..., ReleaseRequest]) -> None:
    def without_question(data: Data) -> Data:
        remove(data, "anwalt")
        return data

    with pytest.raises(Obstructed) as stopped:
        ask(without_question)

    assert {obstacle.part for obstacle in stopped.value.obstacles} == {"beratung"}


def test_a_number_is_given_once(ask: Callable[..., ReleaseRequest]) -> None:
    with pytest.raises(Obstructed):
        ask(version=FormVersion.objects.current(KEY).version)


def test_while_it_waits_nothing_is_changed(ask: Callable[..., ReleaseRequest], clara: Actor) -> None:
    ask()

    with pytest.raises(WaitsForRelease):
        change_form(KEY, with_purpose, by=clara)
    with pytest.raises(WaitsForRelease):
        discard_changes(KEY)


def test_after_it_was_sent_back_or_withdrawn_work_goes_on(
    ask: Callable[..., ReleaseRequest], clara: Actor, ulrike: Actor
) -> None:
    asked = ask()
    send_back(asked, remark="Bitte kürzer.", by=ulrike)
    asked.refresh_from_db()
    assert (asked.state, asked.remark) == (State.RETURNED, "Bitte kürzer.")

    again = ask_for_release(change_form(KEY, with_purpose, by=clara), version="2.0.0", note="", by=clara)
    withdraw(again, by=clara)

    assert change_form(KEY, lambda data: data, by=clara).is_changed


def test_two_editors_of_one_part_never_overwrite_each_other_unseen(clara: Actor, ulrike: Actor) -> None:
    def read(data: Data) -> Any:
        return step(data, "anliegen")

    shown = fingerprint(read(working_copy(KEY).data))
    change_part(KEY, read=read, change=with_question, shown=shown, by=clara)

    with pytest.raises(ChangedMeanwhile) as meanwhile:
        change_part(KEY, read=read, change=with_purpose, shown=shown, by=ulrike)

    assert meanwhile.value.copy.changed_by == clara.name


def test_two_editors_of_different_parts_do_not_stand_in_each_others_way(clara: Actor, ulrike: Actor) -> None:
    shown = fingerprint(working_copy(KEY).data["consent_purposes"])
    change_form(KEY, with_question, by=clara)

    copy = change_part(KEY, read=lambda data: data["consent_purposes"], change=with_purpose, shown=shown, by=ulrike)

    assert item(copy.data, "was_noch")
    assert copy.editor_refs == [clara.ref, ulrike.ref]


@pytest.mark.parametrize(
    ("stored", "today", "version"),
    [
        ("2026-02", date(2026, 11, 3), "2026-11"),
        ("2026-11", date(2026, 11, 3), "2026-11-2"),
        ("2026-11-2", date(2026, 11, 3), "2026-11-3"),
        ("2027-01", date(2026, 11, 3), "2027-01-2"),
    ],
)
def test_a_new_consent_text_always_sorts_behind_the_valid_one(stored: str, today: date, version: str) -> None:
    ConsentText.objects.create(form_key="another", version=stored, language="de", text="x")

    assert next_consent_version("another", today) == version


def test_a_form_that_editors_released_stays_current_when_a_newer_one_is_shipped(
    ask: Callable[..., ReleaseRequest], ulrike: Actor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    release(ask(), by=ulrike)
    newer = tmp_path / "kurzantrag.yaml"
    shipped = SHIPPED.read_text(encoding="utf-8")
    newer.write_text(shipped.replace(shipped_form().version, "1.0.9", 1), encoding="utf-8")
    monkeypatch.setattr("forms.versions.SHIPPED", newer)

    store_shipped_form()

    assert FormVersion.objects.current(KEY).version == "1.1.0"
