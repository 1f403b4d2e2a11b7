"""A translator with nothing but a link: what it opens, what it never does, when it ends."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from gremium.people.models import User
from pages.editing import outside
from pages.editing.outside import link_of, make_link, token_of
from pages.editing.segments import Segment, SegmentState, segments_of, source_of
from pages.models import InfoPage, Suggestion, TranslatorLink
from tests.pages.editing.conftest import ARABIC, Publish

pytestmark = pytest.mark.django_db


def segments(page: InfoPage) -> list[Segment]:
    source = source_of(page.translation_key)
    assert source is not None
    return segments_of(source, "ar")


@pytest.fixture
def link(page: InfoPage, editor: User) -> TranslatorLink:
    return make_link(page.translation_key, "ar", days=7, by=editor)


def address(link: TranslatorLink) -> str:
    return f"/{link.language}/uebersetzen/{token_of(link)}/"


def form(page: InfoPage, texts: dict[str, str], **more: str) -> dict[str, str]:
    return {row.field: texts[row.german] for row in segments(page) if row.german in texts} | more


def test_a_link_shows_the_german_beside_a_field_in_the_right_direction(page: InfoPage, link: TranslatorLink) -> None:
    html = Client().get(address(link)).text

    assert '<p lang="de" dir="ltr">Wir sind am Montag da.</p>' in html
    assert html.count(' lang="ar" dir="rtl" spellcheck="true"') == 6


def test_a_link_opens_before_readers_are_shown_the_language(link: TranslatorLink, settings: Settings) -> None:
    settings.DEMO = False

    answer = Client().get(address(link))

    assert answer.status_code == 200
    assert 'lang="ar" dir="rtl"' in answer.text


def test_the_page_sets_no_cookie_is_kept_nowhere_and_tells_its_address_to_nobody(link: TranslatorLink) -> None:
    client = Client(enforce_csrf_checks=True)

    for answer in (client.get(address(link)), client.post(address(link), {"keep": ""})):
        assert answer.status_code == 200
        assert not answer.cookies
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_what_is_saved_is_there_again_and_public_nowhere(page: InfoPage, link: TranslatorLink) -> None:
    client = Client()

    client.post(address(link), form(page, {"Wann?": "متى؟"}, keep=""))

    assert ">متى؟</textarea>" in client.get(address(link)).text
    assert {row.state for row in segments(page)} == {SegmentState.MISSING}
    assert Suggestion.objects.get().data == "متى؟"


def test_handing_in_closes_the_link_and_the_editor_takes_the_text_over(
    editing: Client, page: InfoPage, link: TranslatorLink
) -> None:
    answer = Client().post(address(link), form(page, ARABIC, hand_in=""))
    assert "Eingereicht" in answer.text
    assert Client().get(address(link)).status_code == 410
    assert "eingereicht, zu prüfen" in editing.get("/cms/uebersetzungen/").text

    editing.post(f"/cms/uebersetzungen/{page.translation_key}/ar/", form(page, ARABIC, keep=""))

    assert {row.translation for row in segments(page)} == set(ARABIC.values())
    assert {row.origin for row in segments(page)} == {"über einen Übersetzungslink"}
    assert not Suggestion.objects.exists()


def test_a_mistake_is_told_and_the_rest_is_kept_also_when_handing_in(page: InfoPage, link: TranslatorLink) -> None:
    texts = ARABIC | {"Kommen Sie <b>am Montag</b>.": "تعالوا يوم الاثنين."}

    answer = Client().post(address(link), form(page, texts, hand_in=""))

    assert answer.status_code == 422
    assert "fehlen: &lt;/b&gt; &lt;b&gt;" in answer.text
    assert Suggestion.objects.count() == 5
    assert link_of(token_of(link), "ar") is not None


def test_script_typed_by_a_translator_is_refused_and_shown_as_text(page: InfoPage, link: TranslatorLink) -> None:
    answer = Client().post(address(link), form(page, {"Wann?": "<script>alert(1)</script>"}, keep=""))

    assert answer.status_code == 422
    assert "<script>alert(1)" not in answer.text
    assert not Suggestion.objects.exists()


def test_a_link_that_is_old_withdrawn_forged_or_for_another_language_opens_nothing(
    link: TranslatorLink, page: InfoPage, editor: User
) -> None:
    old = make_link(page.translation_key, "ar", days=7, by=editor)
    TranslatorLink.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    withdrawn = make_link(page.translation_key, "ar", days=7, by=editor)
    outside.withdraw(withdrawn)

    closed = [
        address(old),
        address(withdrawn),
        address(link).replace("/ar/", "/en/"),
        address(link)[:-3] + "xx/",
        f"/ar/uebersetzen/{link.number.hex}/",
        "/ar/uebersetzen/nichts/",
    ]

    assert [Client().get(path).status_code for path in closed] == [410] * len(closed)


def test_an_editor_makes_a_link_for_at_most_thirty_days_sees_it_once_and_withdraws_it(
    editing: Client, page: InfoPage
) -> None:
    base = f"/cms/uebersetzungen/{page.translation_key}/ar/"
    editing.post(f"{base}link/", {"days": "31"})
    assert not TranslatorLink.objects.exists()

    shown = editing.post(f"{base}link/", {"days": "30"}).text
    link = TranslatorLink.objects.get()
    assert f"http://testserver{address(link)}" in shown
    assert token_of(link) not in editing.get(base).text
    assert timedelta(days=29) < link.expires_at - timezone.now() <= timedelta(days=30)

    editing.post(f"/cms/uebersetzungen/link/{link.pk}/zurueckziehen/")
    assert Client().get(address(link)).status_code == 410


def test_more_saving_than_a_person_does_is_stopped_and_loses_no_word(
    page: InfoPage, link: TranslatorLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(outside, "SAVES_AN_HOUR", 2)
    client = Client()

    answers = [client.post(address(link), form(page, {"Wann?": "متى؟"}, keep="")) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "متى؟" in answers[2].text


def test_a_translator_sees_what_changed_while_she_worked(
    page: InfoPage, link: TranslatorLink, publish: Publish
) -> None:
    Client().post(address(link), form(page, ARABIC, keep=""))

    publish(lead="Wir sind am Dienstag da.")

    html = Client().get(address(link)).text
    assert "Wir sind am Dienstag da." in html
    assert ">متى؟</textarea>" in html
