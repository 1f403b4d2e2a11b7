import pytest
from django.conf import settings
from django.test import Client
from django.test.client import RequestFactory
from django.utils.translation import get_language_from_request, get_language_info

from pages.languages import KNOWN, LAUNCH, PREPARED, in_readers_order

CONTRACT = "de de-simple en ar fa kmr ckb tr fr ru sq sr ps prs ti so uk"


def test_every_language_of_the_contract_is_known() -> None:
    assert list(KNOWN) == [language.code for language in (*LAUNCH, *PREPARED)]
    assert set(KNOWN) == set(CONTRACT.split())


@pytest.mark.parametrize("code", KNOWN)
def test_django_and_the_site_agree_on_direction_and_name(code: str) -> None:
    info = get_language_info(code)

    assert info["bidi"] == KNOWN[code].is_rtl == (code in settings.LANGUAGES_BIDI)
    assert info["code"] == code


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("fa-AF", "prs"),
        ("fa-IR,fa;q=0.9", "fa"),
        ("ku-IQ", "ckb"),
        ("ku-Arab-IQ", "ckb"),
        ("ku-TR", "kmr"),
        ("ku-Latn-TR", "kmr"),
        ("ku", "kmr"),
        ("ckb-IQ", "ckb"),
        ("de-AT,de;q=0.9", "de"),
        ("ps-AF", "ps"),
        ("ti-ER", "ti"),
        ("sr-Latn-RS", "sr"),
        ("zh-Hans-CN,ar;q=0.4", "ar"),
    ],
)
def test_what_browsers_send_finds_the_language(asked: str, first: str) -> None:
    assert in_readers_order(asked, list(KNOWN.values()))[0].code == first


@pytest.mark.parametrize("asked", ["no", "xx", "", "*"])
def test_a_language_the_site_does_not_speak_changes_nothing(asked: str) -> None:
    assert in_readers_order(asked, list(KNOWN.values())) == list(KNOWN.values())


@pytest.mark.parametrize(("asked", "code"), [("ku-IQ", "ckb"), ("ku-TR", "kmr"), ("de-AT", "de"), ("ar-SY", "ar")])
def test_django_itself_understands_the_same(asked: str, code: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": asked})

    assert get_language_from_request(request) == code


@pytest.mark.django_db
@pytest.mark.usefixtures("public_pages")
@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_a_missing_page_speaks_the_language_of_its_address(client: Client, code: str) -> None:
    assert f'<html lang="{code}" dir="{KNOWN[code].direction}">' in client.get(f"/{code}/nix/").text
