"""What the description promises holds: for every page, every address and every parameter."""

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from schemathesis import GenerationMode, checks
from wagtail.blocks import FieldBlock
from wagtail.models import Page

from gremium.wsgi import application
from pages.api.description import description
from pages.api.schemas import block_schema, page_kinds
from pages.languages import KNOWN
from tests.gremium.routes import all_routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
IS_DRILL = bool(os.environ.get("GREMIUM_DRILL"))
REQUESTS = 300 if IS_DRILL else 8  # for each address, and as many with wrong values
AS_DESCRIBED = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@cache
def validator(path: str) -> Draft202012Validator:
    """For the good answer of an address."""
    described = description()
    answer = described["paths"][path]["get"]["responses"]["200"]
    if "$ref" in answer:
        answer = described["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    schema = answer["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": described["components"]})


def differences(client: Client, path: str, address: str = "", **query: Any) -> list[str]:
    """What an answer holds otherwise than described; empty where it is told in full."""
    response = client.get(address or path, query)
    assert response.status_code == 200, response.content
    return [
        f"{list(found.absolute_path)}: {found.message[:300]}" for found in validator(path).iter_errors(response.json())
    ]


def test_the_description_is_valid_openapi_and_given_out(client: Client) -> None:
    described = client.get("/api/v2/openapi.json").json()

    validate(described)
    assert described["openapi"].startswith("3.1")
    assert described == description()


def test_every_address_is_described_and_every_described_address_exists() -> None:
    patterns = {route.pattern for route in all_routes() if route.pattern.startswith("api/v2/")}
    plain = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", pattern).replace("^", "") for pattern in patterns}

    assert {address.replace("{pk}", "{id}") for address in plain} == set(description()["paths"])


def test_every_page_in_every_language_is_told_as_described(client: Client) -> None:
    path, pages = "/api/v2/pages/{id}/", Page.objects.live().filter(depth__gt=1)

    found = {page.url_path: differences(client, path, f"/api/v2/pages/{page.pk}/") for page in pages}

    assert len(found) > 20
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("kind", [kind.__name__ for kind in page_kinds()])
def test_every_field_of_every_kind_in_a_list_is_described(client: Client, kind: str) -> None:
    assert differences(client, "/api/v2/pages/", type=f"pages.{kind}", fields="*", limit=200) == []


@pytest.mark.parametrize("language", ["de", "ar", "fa"])
@pytest.mark.parametrize("path", ["/api/v2/pages/", "/api/v2/self-check/", "/api/v2/glossary/"])
def test_what_has_a_language_is_told_as_described_in_each(client: Client, path: str, language: str) -> None:
    assert differences(client, path, locale=language) == []


@pytest.mark.parametrize("name", ["languages", "offices", "contacts", "images", "documents"])
def test_every_list_is_told_as_described(client: Client, name: str) -> None:
    assert differences(client, f"/api/v2/{name}/") == []


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The server's handler would close the connection between requests, and the test's transaction with it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def fuzzed() -> Iterator[tuple[str, GenerationMode]]:
    """Every address with values that its parameters allow, and where it has any with values that they do not."""
    for path, methods in description()["paths"].items():
        yield path, GenerationMode.POSITIVE
        if "parameters" in methods["get"]:
            yield path, GenerationMode.NEGATIVE


@pytest.mark.drill
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize(("path", "mode"), list(fuzzed()))
def test_every_address_answers_as_described_whatever_its_parameters_hold(path: str, mode: GenerationMode) -> None:
    operation = schemathesis.openapi.from_wsgi("/api/v2/openapi.json", application)[path]["GET"]

    @effort(
        max_examples=REQUESTS,
        derandomize=not IS_DRILL,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=AS_DESCRIBED)

    ask()


def test_every_language_a_site_may_show_is_described() -> None:
    assert description()["components"]["schemas"]["LanguageCode"]["enum"] == list(KNOWN)


def test_a_block_of_an_unknown_kind_is_refused_and_not_passed_over() -> None:
    with pytest.raises(TypeError, match="has no description"):
        block_schema(FieldBlock())
