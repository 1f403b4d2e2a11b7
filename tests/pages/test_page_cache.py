import errno
import gzip
import random
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from pages import page_store
from pages.page_cache import PageCache

pytestmark = pytest.mark.django_db
PAGE = "/de/so-laeuft-es-ab/"


class View:
    """Answers as told, and counts how often it was asked."""

    def __init__(self, make: Callable[[HttpRequest], HttpResponse] | None = None) -> None:
        self.asked = 0
        self.make = make or (lambda request: public(f"answer {self.asked}"))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        return self.make(request)


def public(text: str, **headers: str) -> HttpResponse:
    given = {"Cache-Control": "public, max-age=60", **{name.replace("_", "-"): text for name, text in headers.items()}}
    return HttpResponse(text, headers=given)


def ask(view: View, path: str = PAGE, method: str = "get", **headers: str) -> HttpResponse:
    request = getattr(RequestFactory(), method)(path, headers={n.replace("_", "-"): v for n, v in headers.items()})
    response = PageCache(view)(request)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.usefixtures("public_pages", "page_cache")
@pytest.mark.parametrize(
    ("first", "cookie", "others", "language"),
    [("de", "ru", "de", "de"), ("*, ar;q=0.5", "", "ar", "ar"), ("de", "ar", "", "de")],
)
def test_nobody_decides_in_which_language_others_get_the_list(
    client: Client, first: str, cookie: str, others: str, language: str
) -> None:
    client.cookies["django_language"] = cookie
    client.get("/", headers={"Accept-Language": first})

    assert f'<html lang="{language}"' in Client().get("/", headers={"Accept-Language": others}).text


@pytest.mark.usefixtures("public_pages", "page_cache")
def test_a_language_that_is_not_released_is_spoken_at_no_address(settings: Settings) -> None:
    settings.DEMO = False
    asked = {"Accept-Language": "ar"}

    assert '<html lang="de"' in Client().get("/", headers=asked).text
    assert '<html lang="de"' in Client().get("/", headers={"Accept-Language": "de"}).text
    assert Client().get("/so-laeuft-es-ab/", headers=asked).headers["Location"] == "/de/so-laeuft-es-ab/"


@pytest.mark.usefixtures("public_pages", "page_cache")
def test_no_request_can_put_foreign_addresses_into_what_is_kept(client: Client) -> None:
    client.get(PAGE, SCRIPT_NAME="//evil.example")

    assert "evil.example" not in client.get(PAGE).text


@pytest.mark.usefixtures("public_pages", "page_cache")
def test_a_kept_page_touches_neither_session_nor_account_nor_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fresh = client.get(PAGE)

    with django_assert_num_queries(0):
        kept = client.get(PAGE)

    assert kept.content == fresh.content
    assert kept.headers == fresh.headers
    assert not hasattr(kept.wsgi_request, "session")
    assert hasattr(fresh.wsgi_request, "session")


@pytest.mark.usefixtures("public_pages", "page_cache")
def test_a_kept_page_has_every_header_of_a_fresh_one(client: Client) -> None:
    client.get(PAGE)

    kept = client.get(PAGE)

    assert "script-src 'self'" in kept.headers["Content-Security-Policy"]
    assert kept.headers["X-Frame-Options"] == "DENY"
    assert kept.headers["Content-Language"] == "de"
    assert "Permissions-Policy" in kept.headers
    assert kept.headers["Vary"] == "Accept-Encoding"
    assert not kept.cookies


@pytest.mark.usefixtures("page_cache")
def test_the_name_of_a_kept_page_knows_no_host() -> None:
    view = View()

    first = ask(view, Host="localhost")
    second = ask(view, Host="127.0.0.1")

    assert first.content == second.content
    assert view.asked == 1


@pytest.mark.usefixtures("public_pages", "page_cache")
def test_a_foreign_host_is_refused_though_the_page_is_kept(client: Client) -> None:
    client.get(PAGE)

    assert client.get(PAGE, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.usefixtures("page_cache")
def test_each_language_and_each_path_is_kept_apart() -> None:
    view = View()

    answers = {ask(view, path).content for path in ("/de/", "/ar/", "/ar/beratung/", "/ar/beratung")}

    assert len(answers) == 4


@pytest.mark.usefixtures("public_pages", "page_cache")
def test_the_list_of_languages_is_kept_for_each_order_of_languages(client: Client) -> None:
    arabic = client.get("/", headers={"Accept-Language": "ar"}).content
    turkish = client.get("/", headers={"Accept-Language": "tr"}).content

    with CaptureQueriesContext(connection) as queries:
        assert client.get("/", headers={"Accept-Language": "ar;q=0.9"}).content == arabic
        assert client.get("/", headers={"Accept-Language": "tr-CY"}).content == turkish
    assert arabic != turkish
    assert len(queries) == 0


@pytest.mark.usefixtures("page_cache")
@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("x"),
        HttpResponse("x", headers={"Cache-Control": "no-store, private"}),
        public("x", Vary="Cookie"),
        public("x", Vary="Accept-Language"),
        HttpResponse("x", status=404, headers={"Cache-Control": "public"}),
        HttpResponse("x", status=301, headers={"Cache-Control": "public", "Location": "/"}),
    ],
    ids=["says nothing", "no-store", "varies by cookie", "varies by language", "missing", "moved"],
)
def test_what_is_not_the_same_for_everyone_is_never_kept(answer: HttpResponse) -> None:
    view = View(lambda request: answer)

    ask(view)
    ask(view)

    assert view.asked == 2


@pytest.mark.usefixtures("page_cache")
def test_an_answer_with_a_cookie_is_never_kept() -> None:
    def make(request: HttpRequest) -> HttpResponse:
        answer = public("x")
        answer.set_cookie("csrftoken", "secret")
        return answer

    view = View(make)

    assert ask(view).cookies
    assert ask(view).cookies
    assert view.asked == 2


@pytest.mark.usefixtures("page_cache")
def test_an_answer_with_a_script_of_its_own_is_never_kept() -> None:
    def make(request: HttpRequest) -> HttpResponse:
        setattr(request, "_csp_nonce", "abc")  # noqa: B010 - as django-csp does when a template asks for it
        return public("<script nonce=abc>")

    view = View(make)

    ask(view)
    ask(view)

    assert view.asked == 2


@pytest.mark.usefixtures("page_cache")
def test_who_is_signed_in_neither_reads_nor_fills_the_cache() -> None:
    view = View()
    signed_in = f"{site_settings.SESSION_COOKIE_NAME}=abc"

    assert ask(view, Cookie=signed_in).content == b"answer 1"
    assert ask(view).content == b"answer 2"
    assert ask(view, Cookie=signed_in).content == b"answer 3"
    assert ask(view).content == b"answer 2"


@pytest.mark.usefixtures("page_cache")
@pytest.mark.parametrize(
    "path", ["/de/antrag/", "/de/geschaeftsstelle/", "/en/mitglieder/", "/cms/", "/accounts/login/"]
)
def test_a_private_address_is_never_kept_whatever_its_view_says(path: str) -> None:
    view = View()

    ask(view, path)
    ask(view, path)

    assert view.asked == 2


@pytest.mark.usefixtures("page_cache")
def test_only_reading_without_a_query_fills_the_cache() -> None:
    view = View()

    ask(view, method="post")
    ask(view, PAGE + "?sprache=ar")
    ask(view, method="head")
    assert view.asked == 3
    assert ask(view).content == b"answer 4"

    assert ask(view, method="post").content == b"answer 5"
    assert ask(view, PAGE + "?sprache=ar").content == b"answer 6"
    assert ask(view, method="head").content == b"answer 4"


@pytest.mark.usefixtures("page_cache")
def test_a_browser_that_holds_the_page_gets_no_second_copy() -> None:
    view = View()
    etag = ask(view).headers["ETag"]

    again = ask(view, If_None_Match=etag)
    other = ask(view, If_None_Match='W/"other"')

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert again.headers["Cache-Control"] == "public, max-age=60"
    assert again.headers["Vary"] == "Accept-Encoding"
    assert (other.status_code, other.content) == (200, b"answer 1")


@pytest.mark.usefixtures("page_cache")
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, br", "gzip"), ("br;q=1, gzip;q=0.5", "gzip"), ("gzip;q=0", None), ("gzip; q=0.0, br", None), ("", None)],
)
def test_a_page_travels_compressed_where_the_browser_takes_it(accepted: str, encoding: str | None) -> None:
    view = View(lambda request: public("lang " * 1000))

    for _time in range(2):
        answer = ask(view, Accept_Encoding=accepted)

        assert answer.headers.get("Content-Encoding") == encoding
        body = gzip.decompress(answer.content) if encoding else answer.content
        assert body == b"lang " * 1000
        assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert view.asked == 1


@pytest.mark.usefixtures("page_cache")
def test_a_file_is_kept_as_it_is() -> None:
    view = View(
        lambda request: HttpResponse(b"%PDF-", headers={"Cache-Control": "public"}, content_type="application/pdf")
    )

    answers = [ask(view, "/de/blatt/", Accept_Encoding="gzip") for _time in range(2)]

    assert view.asked == 1
    assert [answer.content for answer in answers] == [b"%PDF-", b"%PDF-"]
    assert "Content-Encoding" not in answers[1].headers


@pytest.mark.usefixtures("page_cache")
def test_after_a_change_nothing_old_is_served() -> None:
    view = View()
    ask(view)

    page_store.forget_all()

    assert ask(view).content == b"answer 2"


@pytest.mark.usefixtures("page_cache")
def test_a_page_made_while_something_changed_is_not_served_afterwards() -> None:
    def make(request: HttpRequest) -> HttpResponse:
        text = f"old {view.asked}" if view.asked == 1 else "new"
        if view.asked == 1:
            page_store.forget_all()  # another process publishes while this one still renders the old text
        return public(text)

    view = View(make)

    assert ask(view).content == b"old 1"
    assert ask(view).content == b"new"


@pytest.fixture
def broken_store(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Redis that nobody listens behind."""
    monkeypatch.setattr(page_store, "_resting_until", 0.0)
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9/0"}
    settings.CACHES = {**settings.CACHES, "pages": away}
    yield
    page_store._resting_until = 0.0


@pytest.mark.usefixtures("broken_store")
def test_a_store_that_is_away_costs_the_reader_nothing() -> None:
    view = View()

    answers = [ask(view, Accept_Encoding="gzip") for _time in range(3)]

    assert [gzip.decompress(answer.content) for answer in answers] == [b"answer 1", b"answer 2", b"answer 3"]


@pytest.mark.usefixtures("broken_store")
def test_a_store_that_is_away_is_left_alone_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    page_store.generation()
    tried = []
    monkeypatch.setattr(caches["pages"].__class__, "get", lambda *given: tried.append(given))

    page_store.recall("x", "token")

    assert tried == []


def test_a_file_that_cannot_be_read_costs_the_reader_nothing(page_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_store, "REST_SECONDS", 0.0)
    view = View()
    ask(view)
    for file in page_cache.iterdir():
        file.write_bytes(b"garbage")

    assert ask(view).content == b"answer 2"
    assert ask(view).content == b"answer 2"


def test_a_full_disk_costs_the_reader_nothing(page_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(page_store, "REST_SECONDS", 0.0)
    monkeypatch.setattr(tempfile, "mkstemp", full)
    view = View()

    assert [ask(view).content for _time in range(2)] == [b"answer 1", b"answer 2"]


def test_the_cache_stays_within_its_bounds(page_cache: Path, settings: Settings) -> None:
    small = {**settings.CACHES["pages"], "OPTIONS": {"MAX_ENTRIES": 30}}
    settings.CACHES = {**settings.CACHES, "pages": small}
    view = View()

    for number in range(200):
        ask(view, f"/de/{number}/")

    assert len(list(page_cache.iterdir())) <= 31


@pytest.mark.usefixtures("page_cache")
def test_many_readers_and_changes_at_once_never_see_an_older_text_than_before() -> None:
    """The text is a number that only grows; nobody may see less than what was published before she asked."""
    published, done = [0], [0]
    wrong: list[tuple[int, int]] = []

    def publish() -> None:
        for number in range(1, 21):
            published[0] = number
            page_store.forget_all()
            done[0] = number

    view = View(lambda request: public(str(published[0])))

    def read() -> None:
        for _reading in range(60):
            at_least = done[0]
            seen = int(ask(view, random.choice(["/de/", "/ar/"])).content)
            if seen < at_least:
                wrong.append((seen, at_least))

    threads = [threading.Thread(target=act) for act in (publish, read, read, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert done == [20]
