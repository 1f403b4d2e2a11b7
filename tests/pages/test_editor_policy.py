import base64
import hashlib

import pytest
from django.test import Client
from wagtail.models import Page

from pages.editor_policy import allowed_hashes

DATE = 'initDateChooser("id_day", {"format": "Y-m-d"});'


def source_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_a_known_widget_call_with_plain_data_is_let_through() -> None:
    assert list(allowed_hashes(f"<p></p><script>\n{DATE}\n</script>")) == [source_of(f"\n{DATE}\n")]


@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        f"{DATE} alert(1)",
        'initDateChooser("id_day", alert(1));',
        'initDateChooser("id_day"); alert("x");',
        'initDateChooser("id", {"a": 1}), fetch("/x");',
        "new PageChooser(location);",
        'new Function("alert(1)")',
        'if (typeof window.chooserUrls === "undefined") { window.chooserUrls = { a: alert(1), } }',
    ],
)
def test_any_other_inline_script_stays_blocked(script: str) -> None:
    assert list(allowed_hashes(f"<script>{script}</script>")) == []


@pytest.mark.django_db
def test_no_answer_allows_unsafe_scripts_or_styles(client: Client, editing: Client) -> None:
    page = Page.objects.get(slug="so-laeuft-es-ab", locale__language_code="de")
    answers = [client.get(path) for path in ("/", "/de/", "/fa/", "/accounts/login/", "/de/nix/", "/api/v2/pages/")]
    editor_answers = [editing.get(path) for path in ("/cms/", f"/cms/pages/{page.pk}/edit/")]

    assert [answer.status_code for answer in editor_answers] == [200, 200]
    answers += editor_answers
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert "style-src 'self'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Permissions-Policy"]
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
def test_only_the_page_editor_may_be_framed_and_only_by_itself(client: Client, editing: Client) -> None:
    public, editor = client.get("/"), editing.get("/cms/")

    assert editor.status_code == 200
    assert "frame-ancestors 'none'" in public.headers["Content-Security-Policy"]
    assert public.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'self'" in editor.headers["Content-Security-Policy"]
    assert editor.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
def test_the_page_editor_phones_nobody(editing: Client) -> None:
    response = editing.get("/cms/")
    html = response.text

    assert response.status_code == 200
    assert "gravatar.com" not in html
    assert "releases.wagtail.org" not in html
