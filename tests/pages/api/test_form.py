import json

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from forms.revising.working_copies import change_form
from forms.versions import FormVersion
from tests.forms.asking import actor

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v2/forms/kurzantrag/"


def test_the_published_form_is_told_as_a_schema_with_a_fingerprint(client: Client, public_pages: None) -> None:
    answer = client.get(ADDRESS)

    schema = json.loads(answer.content)
    Draft202012Validator.check_schema(schema)
    assert answer.headers["Content-Type"] == "application/schema+json"
    assert schema["presentation"]["version"] == FormVersion.objects.current("kurzantrag").version
    assert client.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_working_copy_is_never_told(client: Client, public_pages: None) -> None:
    before = client.get(ADDRESS).content
    change_form("kurzantrag", lambda data: {**data, "form": {**data["form"], "title": "Geheim"}}, by=actor())

    assert client.get(ADDRESS).content == before


def test_the_same_form_speaks_every_language_readers_are_shown(client: Client, public_pages: None) -> None:
    schema = json.loads(client.get(ADDRESS, {"locale": "ar"}).content)

    assert schema["presentation"]["language"] == "ar"
    assert client.get(ADDRESS, {"locale": "xx"}).status_code == 404


@pytest.mark.parametrize("address", ["/api/v2/forms/anderes/", f"{ADDRESS}?version=9.9.9"])
def test_what_is_not_published_is_missing(client: Client, public_pages: None, address: str) -> None:
    assert client.get(address).status_code == 404
