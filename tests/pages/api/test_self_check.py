"""Whoever has nothing but this answer comes to the same results as our own page."""

import itertools
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from pages.self_check.mirroring import live_self_check
from tests.pages.conftest import IS_DRILL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


def told(client: Client, language: str) -> dict[str, Any]:
    found = client.get("/api/v2/self-check/", {"locale": language}).json()
    assert isinstance(found, dict)
    return found


def result_of(definition: dict[str, Any], answers: dict[str, frozenset[str]]) -> str:
    """As the description of the address says."""
    for line in definition["table"]:
        if all(
            answers[wish["question"]] == set(wish["options"])
            if wish["only"]
            else answers[wish["question"]] & set(wish["options"])
            for wish in line["wanted"]
        ):
            return str(line["result"])
    raise AssertionError("no line holds")


def test_the_table_told_gives_the_results_of_the_form(client: Client) -> None:
    definition, check = told(client, "de"), live_self_check()
    assert check is not None
    options = {
        question["key"]: [frozenset({option["value"]}) for option in question["options"]]
        for question in definition["questions"]
    }

    for chosen in itertools.product(*options.values()):
        answers = dict(zip(options, chosen, strict=True))
        assert result_of(definition, answers) == check.outcome(answers).result.code


def test_every_question_has_its_options_and_every_result_its_words(client: Client) -> None:
    definition, check = told(client, "de"), live_self_check()
    assert check is not None

    assert [question["key"] for question in definition["questions"]] == [one.key for one in check.questions]
    assert [result["code"] for result in definition["results"]] == list(check.results)
    assert {line["result"] for line in definition["table"]} <= {result["code"] for result in definition["results"]}
    assert definition["banner"]["option"] == check.banner.option


def test_german_is_the_language_where_none_is_named(client: Client) -> None:
    definition = client.get("/api/v2/self-check/", headers={"Accept-Language": "ar"}).json()

    assert definition["meta"] == {
        "language": {"code": "de", "own_name": "Deutsch", "direction": "ltr"},
        "state": {"code": "current", "line": ""},
    }
    assert definition["questions"][0]["text"]["german"] == ""


def test_an_unchecked_translation_has_the_german_beside_each_text(client: Client) -> None:
    definition = told(client, "ar")

    first = definition["questions"][0]["text"]
    assert definition["meta"]["state"]["code"] == "draft"
    assert definition["meta"]["state"]["line"]
    assert (first["language"], first["direction"]) == ("ar", "rtl")
    assert first["german"] == told(client, "de")["questions"][0]["text"]["text"]


@pytest.mark.skipif(IS_DRILL, reason="the drill has every translation")
def test_what_is_not_translated_is_told_in_german_and_says_so(client: Client) -> None:
    definition = told(client, "fa")

    assert definition["meta"]["state"]["code"] == "missing"
    assert {result["title"]["language"] for result in definition["results"]} == {"de"}


def test_a_language_that_is_not_shown_is_missing(client: Client) -> None:
    assert client.get("/api/v2/self-check/?locale=xx").status_code == 404


def test_no_address_takes_answers(client: Client) -> None:
    assert client.post("/api/v2/self-check/", {"q1": "duldung"}).status_code == 405
    assert get_resolver().resolve("/api/v2/self-check/x/").func.__name__ == "not_found"
