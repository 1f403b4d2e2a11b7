"""A session is told by the browser and the system that its owner knows."""

import pytest

from gremium.people.browsers import browser_of

MOZILLA = "Mozilla/5.0"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (f"{MOZILLA} (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox auf Linux"),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/142.0.0.0", "Edge auf Windows"),
        (f"{MOZILLA} (Linux; Android 10; K) {CHROME} Mobile Safari/537.36", "Chrome auf Android"),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1", "Safari auf iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "nicht genannt"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(told: str, shown: str) -> None:
    assert browser_of(told) == shown
