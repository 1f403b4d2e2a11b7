"""Every address answers with the same strict headers, and private ones are kept by nobody."""

import pytest
from django.conf import settings
from django.test import Client

from gremium.headers import PERMISSIONS_POLICY
from gremium.people.areas import area_of
from gremium.people.models import User
from tests.gremium.conftest import SignIn
from tests.gremium.routes import all_routes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SAME_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}
KEPT_BY_NOBODY = {"Cache-Control": "no-store, private", "X-Robots-Tag": "noindex"}
POLICY = {
    name: {source if isinstance(source, str) else "nonce" for source in sources}
    for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
}
OF_FILES = ("default-src 'none'", "sandbox")
"""Policies of answers that are a file and never a page."""


def addresses() -> list[str]:
    return sorted({route.address() for route in all_routes()})


def directives(policy: str) -> dict[str, set[str]]:
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {name: {"nonce" if one.startswith("'nonce-") else one for one in sources} for name, *sources in parts}


def is_strict(policy: str, address: str) -> bool:
    """The policy of the settings: nothing more, and of the nonce only what the page asked for.

    Below `/cms/` known inline scripts by their hash, styles with the page's nonce, and our own pages in a frame.
    """
    if policy in OF_FILES:
        return True
    found, wanted = directives(policy), {name: set(sources) for name, sources in POLICY.items()}
    if address.startswith("/cms/"):
        wanted["frame-ancestors"] = {"'self'"}
        wanted["style-src"] |= {"nonce"}
        found["script-src"] = {one for one in found["script-src"] if not one.startswith("'sha256-")}
    return (
        all(
            sources - {"nonce"} == wanted[name] - {"nonce"} and sources <= wanted[name]
            for name, sources in found.items()
        )
        and found.keys() == wanted.keys()
    )


def check(client: Client, address: str) -> None:
    answer = client.get(address)
    headers = dict(answer.headers)
    assert {name: headers.get(name) for name in SAME_EVERYWHERE} == SAME_EVERYWHERE, address
    assert headers.get("X-Frame-Options") == ("SAMEORIGIN" if address.startswith("/cms/") else "DENY"), address
    assert headers.get("Referrer-Policy") in ("same-origin", "no-referrer"), address
    assert is_strict(headers.get("Content-Security-Policy", ""), address), (address, headers)
    if area_of(address) is not None:
        assert {name: headers.get(name) for name in KEPT_BY_NOBODY} == KEPT_BY_NOBODY, address
    assert "Server" not in headers


@pytest.mark.parametrize("name", ["nobody", "marte", "ulrike", "renate", "clara"])
def test_every_address_answers_with_strict_headers(
    name: str, marte: User, ulrike: User, renate: User, clara: User, sign_in: SignIn
) -> None:
    people = {"marte": marte, "ulrike": ulrike, "renate": renate, "clara": clara}
    client = sign_in(people[name]) if name in people else Client()
    client.raise_request_exception = False
    assert len(addresses()) > 250

    for address in addresses():
        if "logout" not in address:
            check(client, address)
