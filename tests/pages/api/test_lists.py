import pytest
from django.test import Client

from pages.languages import KNOWN
from pages.models import Contact, GlossaryTerm
from tests.pages.conftest import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


def test_languages_are_told_with_name_and_direction(client: Client) -> None:
    items = client.get("/api/v2/languages/").json()["items"]

    assert [item["code"] for item in items] == LANGUAGES
    assert {"code": "ar", "own_name": KNOWN["ar"].own_name, "direction": "rtl"} in items


def test_counselling_offices_can_be_narrowed(client: Client) -> None:
    offices = client.get("/api/v2/offices/").json()["items"]
    first = offices[0]

    narrowed = client.get("/api/v2/offices/", {"district": first["district"], "language": first["languages"][0]}).json()

    assert first["name"] in [office["name"] for office in narrowed["items"]]
    assert {office["district"] for office in narrowed["items"]} == {first["district"]}
    assert client.get("/api/v2/offices/", {"language": "xx"}).json()["items"] == []


def test_opening_hours_are_told_as_day_from_and_to(client: Client) -> None:
    offices = client.get("/api/v2/offices/").json()["items"]
    hours = [row for office in offices for row in office["hours"]]

    assert hours
    assert all(row["opens"] < row["closes"] for row in hours)


def test_contacts_are_told_by_the_role_that_pages_name(client: Client) -> None:
    items = client.get("/api/v2/contacts/").json()["items"]

    assert {item["role"]: item["name"] for item in items} == dict(Contact.objects.values_list("role", "name"))


def test_the_glossary_has_each_word_once_and_in_the_language_asked_for(client: Client) -> None:
    answer = client.get("/api/v2/glossary/", {"locale": "ar"}).json()

    words = {item["german_word"]: item for item in answer["items"]}
    assert len(answer["items"]) == GlossaryTerm.objects.filter(locale__language_code="de").count()
    assert answer["meta"]["language"]["code"] == "ar"
    assert words["Duldung"]["language"] == {"code": "ar", "own_name": KNOWN["ar"].own_name, "direction": "rtl"}
    assert words["Duldung"]["german_explanation"] != words["Duldung"]["explanation"]
