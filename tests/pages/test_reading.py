"""The crawler's own senses: each must be able to find what it looks for."""

import pytest

from tests.pages.reading import Page, Text, foreign_words, read, unknown_languages

PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><title>عنوان</title>
<meta name="description" content="وصف"><link rel="canonical" href="https://x.example/ar/">
<link rel="alternate" hreflang="de" href="https://x.example/de/"><link rel="stylesheet" href="/static/a.css">
</head><body><h1 id="top">نص <span lang="de">Duldung</span> نص</h1><img src="/b.png" alt="صورة"><br>
<a href="/ar/x/#top">رابط</a><form action="/ar/suche/"></form></body></html>"""


def foreign(page: Page, *german: str) -> list[str]:
    return [word for text in page.texts for word in foreign_words(text, german)]


def test_a_clean_page_has_nothing_foreign() -> None:
    page = read(PAGE)

    assert foreign(page) == []
    assert (page.language, page.direction, page.title, page.description) == ("ar", "rtl", "عنوان", "وصف")
    assert page.alternates == {"de": "https://x.example/de/"}
    assert page.canonical == "https://x.example/ar/"
    assert page.links == ["/ar/x/#top", "/ar/suche/"]
    assert page.loaded == ["/static/a.css", "/b.png"]
    assert page.anchors == {"top"}
    assert (page.inline, page.is_noindex, unknown_languages(page)) == ([], False, set())


@pytest.mark.parametrize(
    ("language", "words", "found"),
    [
        ("ar", "نص Duldung نص", ["Duldung"]),
        ("ar", "نص кириллица", ["кириллица"]),
        ("ru", "Текст Ausländerbehörde", ["Ausländerbehörde"]),
        ("ti", "ጽሑፍ text", ["text"]),
        ("tr", "Metin نص", ["نص"]),
        ("tr", "Bu sayfa wird nicht çevrildi", ["nicht", "wird"]),
        ("en", "Help für you", ["für"]),
        ("fr", "Vous avez une Duldung", ["Duldung"]),
    ],
)
def test_a_word_of_another_language_is_found(language: str, words: str, found: list[str]) -> None:
    assert list(foreign_words(Text(language, words), ["Duldung"])) == found


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Sie haben eine Duldung und müssen ausreisen"),
        ("de-simple", "Wir sind für Sie da"),
        ("ar", "ملف PDF، المادة 60a، 25 KB، info@stelle.example، www.beispiel.example/weg"),
        ("fa", "۱۲۳ – ۴۵"),
        ("en", "A short text with a naïve façade"),
        ("kmr", "Hûn dikarin wan bê înternet bixwînin"),
    ],
)
def test_a_word_of_the_language_or_of_all_languages_is_not(language: str, words: str) -> None:
    assert list(foreign_words(Text(language, words), ["Ausländerbehörde"])) == []


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        (PAGE.replace('<span lang="de">Duldung</span>', "Duldung"), ["Duldung"]),
        (PAGE.replace("وصف", "Beschreibung"), ["Beschreibung"]),
        (PAGE.replace("صورة", "Bild"), ["Bild"]),
        (PAGE.replace("</h1>", '</h1><p aria-label="Suche hier">نص</p>'), ["Suche", "hier"]),
        (PAGE.replace("<br>", "<br>Text"), ["Text"]),
        (PAGE.replace("</h1>", '</h1><p lang="de">Wort<br>نص</p>'), ["نص"]),
    ],
)
def test_foreign_text_is_found_wherever_it_is_seen_or_heard(broken: str, found: list[str]) -> None:
    assert foreign(read(broken)) == found


def test_a_text_that_cannot_mark_a_word_may_name_german_words_beside_its_own() -> None:
    beside = PAGE.replace("وصف", "وصف (Ausländerbehörde)").replace("صورة", "صورة Duldung")

    assert foreign(read(beside), "Duldung") == []


def test_a_missing_or_unknown_language_is_found() -> None:
    assert unknown_languages(read(PAGE.replace(' lang="ar"', ""))) == {""}
    assert unknown_languages(read(PAGE.replace('lang="de"', 'lang="xx"'))) == {"xx"}


def test_what_is_written_into_the_page_or_loaded_is_found() -> None:
    page = read(
        '<p style="color:red" onclick="x()">a</p><script>x()</script><style>p{}</style>'
        '<script src="https://cdn.example/x.js"></script><iframe src="/y"></iframe><link rel="preload" href="/z">'
    )

    assert page.inline == ["<p style>", "<p onclick>", "<script>", "<style>"]
    assert page.loaded == ["https://cdn.example/x.js", "/y", "/z"]


def test_a_page_kept_from_search_engines_is_known() -> None:
    assert read('<meta name="robots" content="noindex, nofollow">').is_noindex
