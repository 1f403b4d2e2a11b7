"""The self-check over HTTP: every result, every way to get it wrong, and nothing left behind."""

import hashlib
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from forms.plain_yaml import dump_text
from forms.reading import shipped_form, write_form
from forms.versions import import_form
from pages.models import CounsellingOffice, SelfCheckTexts
from pages.stating import confirm_checked
from tests.pages.conftest import LANGUAGES
from tests.pages.self_check.answering import GERMAN_TITLES, POSSIBLE, SHEETS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
CANARY = "kanarienvogel-7341"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def offices() -> None:
    CounsellingOffice.objects.all().delete()
    for name, service, languages, district in (
        ("Rat und Tat", "advises", ["de", "ar"], "Nordstadt"),
        ("Ankerplatz", "submits", ["de", "ar", "tr"], "Nordstadt"),
        ("Brücke", "submits", ["de", "fa"], "Hörde"),
    ):
        CounsellingOffice.objects.create(
            name=name,
            provider="Träger (fiktiv)",
            service=service,
            languages=languages,
            district=district,
            address="Musterweg 1\n44135 Dortmund",
            phone="0231 5550100",
        )


def offices_on(page: str) -> list[str]:
    return re.findall(r'<h2 id="[^"]+" lang="de" dir="ltr">([^<]+)</h2>', page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_stand_in_every_language_under_a_title_that_gives_nothing_away(
    client: Client, language: str
) -> None:
    response = client.get(f"/{language}/pruefen/")

    assert response.status_code == 200
    assert '<title lang="de">Gremium</title>' in response.text
    assert len(re.findall(r'<fieldset class="asked" id="q\d"', response.text)) == 7
    assert f'<form class="page stack reading" method="post" action="/{language}/pruefen/"' in response.text
    assert 'name="csrfmiddlewaretoken"' not in response.text


def test_the_page_promises_in_words_that_nothing_is_stored(client: Client) -> None:
    assert "Wir speichern Ihre Antworten nicht." in client.get("/de/pruefen/").text


@pytest.mark.parametrize("code", SHEETS)
@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.usefixtures("offices")
def test_every_result_is_told_with_advice_and_warns_that_it_is_no_decision(
    client: Client, code: str, language: str
) -> None:
    response = client.post(f"/{language}/pruefen/", SHEETS[code])

    assert response.status_code == 200
    assert GERMAN_TITLES[code] in response.text
    assert "Es stoppt keine Abschiebung und verlängert keine Frist." in response.text
    assert ' lang="de" dir="ltr">Ankerplatz</h2>' in response.text
    assert '<title lang="de">Gremium</title>' in response.text
    assert '<meta name="robots" content="noindex">' in response.text
    assert ("Ziehen Sie keine Klage zurück" in response.text) is (code == "E3")
    assert "104c" not in response.text


def test_the_warning_of_urgency_stands_beside_any_result(client: Client) -> None:
    for sheet in SHEETS.values():
        assert "Es eilt? Rufen Sie heute" not in client.post("/de/pruefen/", sheet).text
        assert "Es eilt? Rufen Sie heute" in client.post("/de/pruefen/", {**sheet, "q7": "ja"}).text


def test_a_draft_translation_shows_the_german_beside_every_question_option_and_result(client: Client) -> None:
    check = shipped_form().self_check
    assert check is not None
    german = dict(check.texts())

    questions = client.get("/ar/pruefen/").text
    result = client.post("/ar/pruefen/", {**SHEETS["E3"], "q7": "ja"}).text

    for place, text in german.items():
        beside = f'<span class="words__german" lang="de" dir="ltr">{text}</span>'
        if place.startswith(("question", "option")):
            assert beside in questions
        elif place in ("title.E3", "text.E3", "banner"):
            assert beside in result
    assert '<span lang="ar" dir="rtl">أي ورقة لديك الآن؟</span>' in questions


def test_a_checked_translation_stands_alone_but_the_card_keeps_the_german(client: Client) -> None:
    confirm_checked(SelfCheckTexts.objects.get(locale__language_code="en"), by=None)

    assert "Welches Papier haben Sie jetzt?" not in client.get("/en/pruefen/").text
    before, card, after = re.split(r'(?s)<section class="show-card"(.*?)</section>', _tell(client, "en"))
    assert "Zuerst das Gericht" not in before + after
    assert "Zuerst das Gericht" in card


def _tell(client: Client, language: str) -> str:
    return client.post(f"/{language}/pruefen/", SHEETS["E3"]).text


def test_without_a_translation_the_german_text_is_marked_and_help_comes_first(client: Client) -> None:
    SelfCheckTexts.objects.filter(locale__language_code="fa").delete()

    page = client.get("/fa/pruefen/").text

    assert '<span lang="de" dir="ltr">Welches Papier haben Sie jetzt?</span>' in page
    assert "این صفحه هنوز به زبان شما ترجمه نشده است." in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'hreflang="fa" href="http' not in client.get("/de/pruefen/").text


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"q5": []}, ["q5-familie"]),
        ({"q1": ""}, ["q1-duldung"]),
        ({"q1": ["duldung", "titel"]}, ["q1-duldung"]),
        ({"q1": CANARY, "q7": "\x00"}, ["q1-duldung", "q7-ja"]),
        ({"q5": ["familie", CANARY]}, ["q5-familie"]),
    ],
)
def test_what_is_missing_or_unknown_is_asked_for_and_what_was_chosen_stays(
    client: Client, change: dict[str, Any], missing: list[str]
) -> None:
    response = client.post("/de/pruefen/", {**POSSIBLE, **change})

    assert response.status_code == 422
    assert re.findall(r'<a href="#(q[^"]+)">', response.text) == missing
    assert 'role="alert" tabindex="-1" autofocus' in response.text
    assert CANARY not in response.text
    kept = re.findall(r'value="(\w+)" checked', response.text)
    assert ("nein" in kept, kept.count("dortmund")) == (True, 1)


def test_an_empty_or_foreign_body_is_an_unanswered_sheet(client: Client) -> None:
    for body, kind in ((b"", FORM), (b'{"q1": "duldung"}', "application/json"), (b"\xff\xfe=%zz&&&=", FORM)):
        response = client.generic("POST", "/de/pruefen/", body, content_type=kind)

        assert (response.status_code, response.text.count('<a href="#q')) == (422, 7)


def test_answers_can_be_changed_without_beginning_anew(client: Client) -> None:
    response = client.post("/de/pruefen/", {**SHEETS["E7"], "again": "1"})

    assert response.status_code == 200
    assert re.findall(r'id="(q\d-\w+)" [^>]*checked', response.text) == [
        "q1-duldung",
        "q2-dortmund",
        "q3-nein",
        "q4-nein",
        "q5-nein",
        "q6-nein",
        "q7-nein",
    ]


@pytest.mark.usefixtures("offices")
def test_advice_is_narrowed_by_language_and_district_with_submitting_offices_first(client: Client) -> None:
    def advice(**wishes: str) -> list[str]:
        return offices_on(client.post("/ar/pruefen/", {**POSSIBLE, **wishes}).text)

    assert advice() == ["Ankerplatz", "Brücke", "Rat und Tat"]
    assert advice(sprache="ar") == ["Ankerplatz", "Rat und Tat"]
    assert advice(sprache="ar", bezirk="Nordstadt") == ["Ankerplatz", "Rat und Tat"]
    assert advice(sprache="fa", bezirk="Hörde") == ["Brücke"]
    assert advice(sprache="tr", bezirk="Hörde") == ["Ankerplatz"]
    assert advice(sprache="xx", bezirk="\x00") == ["Ankerplatz", "Brücke", "Rat und Tat"]


@pytest.mark.parametrize(("language", "chosen"), [("ar", "ar"), ("de-simple", "de"), ("tr", "tr"), ("ru", None)])
@pytest.mark.usefixtures("offices")
def test_the_language_of_the_page_is_asked_for_first(client: Client, language: str, chosen: str | None) -> None:
    page = client.get(f"/{language}/pruefen/").text

    found = re.search(r'<option value="([\w-]+)" lang="[\w-]+" dir="\w+" selected>', page)
    assert (found and found[1]) == chosen


def test_the_card_says_in_german_and_in_the_language_of_the_reader_what_is_needed(client: Client) -> None:
    page = client.post("/ar/pruefen/", {**SHEETS["E1"], "q7": "ja"}).text

    card = re.findall(r'(?s)<section class="show-card".*?</section>', page)[0]
    for text in (
        "Ich habe die Seiten des Gremiums gelesen und möchte beraten werden.",
        "Ein Antrag kann möglich sein",
        "Es eilt: In den nächsten vier Wochen",
        "mein Papier von der Ausländerbehörde",
        '<span class="words__german" lang="de" dir="ltr">Arabisch</span>',
        '<span lang="ar" dir="rtl">العربية</span>',
        '<span lang="ar" dir="rtl">أحضر معي</span>',
    ):
        assert text in card
    assert "duldung" not in card.lower()


def test_a_german_card_says_everything_once(client: Client) -> None:
    for language in ("de", "de-simple"):
        page = client.post(f"/{language}/pruefen/", SHEETS["E1"]).text

        assert page.count("Ich bringe mit") == 1


def test_the_page_can_be_left_fast_before_anything_else_is_reached(client: Client, settings: Settings) -> None:
    settings.QUICK_EXIT_URL = "https://weather.example/"

    for response in (client.get("/de/pruefen/"), client.post("/de/pruefen/", POSSIBLE)):
        first = re.search(r"<a [^>]*>", response.text)
        assert first
        assert 'href="https://weather.example/" rel="noreferrer nofollow"' in first[0]


def test_answers_in_the_address_are_never_looked_at(client: Client) -> None:
    plain = client.get("/de/pruefen/")
    asked = client.get("/de/pruefen/", {**POSSIBLE, "sprache": "tr"})

    assert asked.text == plain.text


@pytest.mark.parametrize("method", ["get", "head", "post", "options", "put", "delete", "patch"])
def test_no_answer_of_the_server_may_be_kept_by_anyone(client: Client, method: str) -> None:
    response = getattr(client, method)("/ar/pruefen/")

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response.headers
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_other_methods_than_reading_and_sending_are_refused(client: Client) -> None:
    assert client.put("/de/pruefen/").status_code == 405
    options = client.options("/de/pruefen/")
    assert (options.status_code, options.headers["Allow"]) == (200, "GET, POST, HEAD, OPTIONS")
    head = client.head("/de/pruefen/")
    assert (head.status_code, head.content) == (200, b"")


def test_a_sheet_comes_from_anywhere_because_it_changes_nothing() -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/de/pruefen/", SHEETS["E2"], headers={"Origin": "null"})

    assert response.status_code == 200


def test_a_body_larger_than_any_sheet_is_turned_away(client: Client) -> None:
    fitting = client.post("/ar/pruefen/", {**POSSIBLE, "more": "x" * 10_000})
    large = client.post("/ar/pruefen/", {**POSSIBLE, "more": "x" * 20_000})

    assert (fitting.status_code, large.status_code) == (200, 413)


def test_a_form_without_a_self_check_leaves_advice(client: Client, offices: None) -> None:
    data = write_form(shipped_form())
    del data["self_check"]
    data["form"]["version"] = "9.0.0"
    import_form(dump_text(data), name="test")

    for response in (client.get("/tr/pruefen/"), client.post("/tr/pruefen/", POSSIBLE)):
        assert response.status_code == 200
        assert offices_on(response.text) == ["Ankerplatz"]


def test_the_questions_are_those_of_the_live_version_and_a_changed_one_loses_its_old_translation(
    client: Client,
) -> None:
    data = write_form(shipped_form())
    data["form"]["version"] = "9.1.0"
    data["self_check"]["questions"][0]["text"] = "Welchen Ausweis haben Sie heute?"
    import_form(dump_text(data), name="test")

    page = client.get("/ar/pruefen/").text

    assert '<span lang="de" dir="ltr">Welchen Ausweis haben Sie heute?</span>' in page
    assert "أي ورقة لديك الآن؟" not in page
    assert "هل لديك حاليًا إجراءات لجوء" in page


@pytest.fixture
def log_lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        loud = [logging.getLogger(name) for name in ("django", "django.request", "django.security")]
        levels = [logger.level for logger in loud]
        for logger in loud:
            logger.setLevel(logging.DEBUG)
            logger.addHandler(caplog.handler)
        yield caplog
        for logger, level in zip(loud, levels, strict=True):
            logger.setLevel(level)
            logger.removeHandler(caplog.handler)


def all_rows() -> dict[str, str]:
    """A fingerprint of every row of every table."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = hashlib.sha256(repr(sorted(map(repr, cursor.fetchall()))).encode()).hexdigest()
    return found


def test_nothing_is_left_of_a_run(client: Client, log_lines: pytest.LogCaptureFixture, offices: None) -> None:
    before = all_rows()

    for language in LANGUAGES:
        for sheet in SHEETS.values():
            client.get(f"/{language}/pruefen/")
            client.post(f"/{language}/pruefen/", {**sheet, "q5": [CANARY], "sprache": CANARY, CANARY: CANARY})
            client.post(f"/{language}/pruefen/", sheet, headers={"Referer": f"http://testserver/{language}/"})

    assert all_rows() == before
    assert "django_session" in before
    assert not client.cookies
    kept = log_lines.text.lower()
    assert not [word for word in (CANARY, "duldung", "dortmund", "familie", "q1", "q5") if word in kept]
    touched = [path for path in settings.DATA.rglob("*") if path.is_file() and "sqlite" not in path.name]
    assert not [path for path in touched if CANARY.encode() in path.read_bytes()]


def test_a_signed_in_person_leaves_no_trace_either(editing: Client) -> None:
    before = all_rows()

    response = editing.post("/de/pruefen/", POSSIBLE)

    assert response.status_code == 200
    assert not response.cookies
    assert all_rows() == before


@pytest.mark.usefixtures("offices")
def test_a_page_of_the_self_check_costs_few_queries(client: Client) -> None:
    client.get("/ar/pruefen/")

    for send in (lambda: client.get("/ar/pruefen/"), lambda: client.post("/ar/pruefen/", SHEETS["E3"])):
        with CaptureQueriesContext(connection) as queries:
            send()
        assert len(queries) <= 8


def test_every_language_has_its_entry_second_in_the_menu(client: Client) -> None:
    for language in LANGUAGES:
        menu = re.findall(r'(?s)<ul class="nav">(.*?)</ul>', client.get(f"/{language}/").text)[0]
        addresses = re.findall(r'href="([^"]+)"', menu)

        assert addresses[1] == f"/{language}/pruefen/"
        assert re.search(rf'href="/{language}/pruefen/">[^<]+</a>', menu)


def test_no_table_of_the_site_is_made_for_answers() -> None:
    fields = {field.name for model in apps.get_app_config("pages").get_models() for field in model._meta.get_fields()}

    assert not fields & {"answers", "chosen", "outcome"}
