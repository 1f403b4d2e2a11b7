"""The theme: its style sheet and the pages shown when something is wrong."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

STYLES = (settings.BASE_DIR / "site/gremium/theme/static/theme/gremium.css").read_text(encoding="utf-8")
PHYSICAL = re.compile(r"^\s*(?:margin|padding|border|inset)?-?(?:left|right|top|bottom)(?:-\w+)?\s*:", re.MULTILINE)
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", STYLES))


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(TOKENS[one]), luminance(TOKENS[other])])
    return (light + 0.05) / (dark + 0.05)


def test_the_style_sheet_is_small_and_serves_both_reading_directions() -> None:
    assert len(STYLES.encode()) <= 28 * 1024
    assert PHYSICAL.findall(STYLES) == []
    assert "http" not in STYLES.replace('a[href^="http"]', "")


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "ground"),
        ("text-soft", "ground"),
        ("text-soft", "hued"),
        ("action", "ground"),
        ("action", "hued"),
        ("action", "info-ground"),
        ("action", "attention-ground"),
        ("action-strong", "hued-strong"),
        ("good", "good-ground"),
        ("attention", "attention-ground"),
        ("serious", "serious-ground"),
        ("serious", "ground"),
    ],
)
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("line", ["line-strong", "action", "focus", "good", "serious"])
def test_borders_of_controls_stand_out(line: str) -> None:
    assert contrast(line, "ground") >= 3


def test_a_refused_form_says_what_to_do(db: None) -> None:
    careful = Client(enforce_csrf_checks=True)

    response = careful.post("/accounts/login/", {"login": "a@example.org"})

    assert response.status_code == 403
    assert "<h1>" in response.text
    assert "CSRF" not in response.text


def test_a_failure_is_told_without_database_or_context() -> None:
    html = render_to_string("500.html")

    assert '<html lang="de" dir="ltr">' in html
    assert 'lang="ar" dir="rtl"' in html
