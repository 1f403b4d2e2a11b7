"""The list of what waits, as the desks show it."""

import re

from django.template.loader import render_to_string

from gremium.people.waiting import Waiting


def shown(number: int) -> str:
    return render_to_string(
        "people/_waiting.html", {"waiting": [Waiting(f"Thing {one}", f"/{one}/") for one in range(number)]}
    )


def test_a_short_list_is_open() -> None:
    assert shown(12).count("<li>") == 12
    assert "<details" not in shown(12)


def test_of_a_long_list_the_rest_opens_on_request_and_nothing_is_left_out() -> None:
    first, rest = shown(160).split("<details>")

    assert (first.count("<li>"), rest.count("<li>")) == (12, 148)
    assert len(set(re.findall(r'href="(/\d+/)"', first + rest))) == 160
