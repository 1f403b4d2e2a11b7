"""The wizard as people use it, without scripts."""

import pytest

from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_new_draft_opens_on_its_first_step(browser: Browser) -> None:
    assert browser.status == 200
    assert browser.step == "beratung"
    assert "Marte Feldhaus" in browser.html
