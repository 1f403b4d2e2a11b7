"""Content becomes pages that can be read, by people and by programs."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.content import (
    Block,
    Chips,
    Content,
    Entries,
    Entry,
    Notice,
    Prose,
    Section,
    Span,
    Table,
    TimeBar,
    Tone,
)
from documents.fonts import settle
from documents.rendering import RenderingFailed, compile_settled, draw, render
from documents.words import GERMAN as GERMAN_WORDS
from tests.documents.conftest import ReadText, plain
from tests.documents.examples import LONG_DIVIDERS, illness, with_long_divider
from tests.documents.family import family

GERMAN = "Deutsch ist die Sprache dieser Seite, und es stehen viele Buchstaben darin. " * 8
TEXTS = {
    "German": "Größe, Straße – „Ausländerbehörde“ § 60a Abs. 2 Satz 1 (AufenthG)",
    "Arabic": "فاطمة الزهراء بنت محمد",
    "Persian": "می‌خواهم بدانم پرونده ما چه شد",
    "Dari": "اسم من زلمی است",
    "Sorani": "شیرین کاروانی لە سلێمانی لەدایکبووە",
    "Pashto": "زما نوم ګل مکۍ دی",
    "Urdu": "میرا نام عائشہ ہے",
    "Tigrinya": "ስመይ ሃይለ ይበሃል። ካብ ኤርትራ መጺአ።",
    "Russian": "Елена Иванова, родилась 12.04.1988 г. (Киев)",
    "Ukrainian": "Олена Ївженко живе в Дортмунді з 2016 року",
    "Kurmanji": "Ez ji Şengalê me, navê min Gulîstan e",
    "Turkish": "İğdır doğumluyum, çocuğum öğrenci",
    "Albanian": "Lejla Hodžarić, lindur në Prizren",
    "Vietnamese": "Nguyễn Thị Hồng",
    "name in a German sentence": "Frau شیرین کاروانی (geb. 1988) wohnt in Dortmund.",
    "name and square brackets": "Name: محمد علي [Spitzname „Mo“], 2 Kinder",
    "name first": "محمد علي (Mohammed Ali), geb. 01.01.1990 in حلب/Aleppo",
    "name between numbers": "Aktenzeichen 38/3-2 – ابن 12-34 – Ende",
    "all brackets": "(فاطمة) [علي] {حسن}",
    "five scripts": "ስም: ሃይለ (Haile), Елена, فاطمة und Müller",
    "Persian date": "۱۲/۰۴/۱۳۶۷",
    "markup": '#panic("x") $x^2$ *fett* _kursiv_ `code` @ref <label> \\ // Ende #sys.inputs',
    "very long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    "long address": "https://www.example.org/sehr/langer/pfad/ohne/ende?x=1&y=2",
    "ligatures": "office fluffig Auflage Schifffahrt",
    "no font": "Հայ 😀 საქართველო",
}

LONG = {
    "Arabic": "كانت العائلة تعيش هنا منذ عشر سنوات والأطفال يذهبون إلى المدرسة ",
    "Persian": "می‌خواهم بدانم پرونده ما چه شد ",
    "Arabic between Latin": "Frau فاطمة kam 2016 nach حلب zurück. ",
    "Tigrinya": "ስመይ ሃይለ ይበሃል። ካብ ኤርትራ መጺአ። ",
    "Ukrainian": "Олена Ївженко живе в Дортмунді з 2016 року ",
    "Armenian": "Մենք ապրում ենք այստեղ տասը տարի ",
    "Georgian": "ჩვენ აქ ათი წელია ვცხოვრობთ ",
    "Tamil": "நாங்கள் பத்து ஆண்டுகளாக இங்கு வாழ்கிறோம் ",
    "Bengali": "আমরা দশ বছর ধরে এখানে থাকি ",
    "Chinese": "我们住在这里已经十年了",
    "Chinese with spaces": "我 们 住 在 这 里 ",
    "emoji": "😀",
    "signs": "→ ☐ ",
    "sections of law": "§ 60a Abs. 2 Satz 1, ",
}
LONGEST_ANSWER = 6000
"""Characters, as the form allows."""
BELOW_HEAD_AND_FOOT = ("-x", "0", "-y", "76", "-W", "595", "-H", "700")
"""For pdftotext: what stands between head and foot of each page, in points."""


def repeated(name: str, length: int) -> str:
    return (LONG[name] * length)[:length].strip()


def document(*blocks: Block, **changes: Any) -> Content:
    section = Section(code="D01", title="Abschnitt", blocks=blocks)
    content = Content(
        reference="BF-1",
        version="1",
        title="Dossier BF-1",
        confidentiality="Vertraulich",
        cover=(),
        sections=(section,),
    )
    return replace(content, day="2026-02-20", **changes)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_can_be_read_back_in_order(read_text: Callable[[bytes], str], name: str) -> None:
    value = TEXTS[name]

    rendered = render(
        document(
            Prose(text=GERMAN),
            Entries(entries=(Entry(label="Wert", value=value),)),
            Entries(entries=(Entry(label="Wert", value=value, tone=Tone.SERIOUS),)),
            Table(columns=("Eins", "Zwei"), rows=((value, "nichts"),), weights=(5, 1)),
            Notice(text=value),
            Prose(text=value, heading="Text"),
        ),
        {},
    )

    assert read_text(rendered.pdf).count(plain(settle(value)[0])) == 5


def test_a_character_without_a_font_is_listed_and_marked(read_text: Callable[[bytes], str]) -> None:
    rendered = render(document(Prose(text="Շուշան")), {})

    assert "U+0547" in rendered.missing_glyphs
    assert "⟨U+0547⟩" in read_text(rendered.pdf)


@pytest.mark.parametrize("name", LONG)
def test_the_longest_answer_of_any_script_is_read_back_whole(read_text: ReadText, name: str) -> None:
    value = repeated(name, LONGEST_ANSWER)

    rendered = render(document(Prose(text=value)), {})

    assert plain(settle(value)[0]) in read_text(rendered.pdf, *BELOW_HEAD_AND_FOOT)


@pytest.mark.parametrize("name", ["Arabic between Latin", "Armenian", "emoji"])
def test_a_text_of_20000_characters_can_be_set_and_drawn(name: str) -> None:
    content = document(Prose(text=repeated(name, 20_000)))

    assert render(content, {}).pages == len(draw(content, {}, pixels_per_inch=8))


@pytest.mark.parametrize("name", ["Persian", "Armenian"])
def test_a_long_text_gives_the_same_bytes_twice(name: str) -> None:
    content = document(Prose(text=repeated(name, LONGEST_ANSWER)))

    assert render(content, {}).pdf == render(content, {}).pdf


def test_what_plain_letters_cannot_mend_fails_by_its_name() -> None:
    words = {"not_readable_reason": "Grund", "not_readable_step": "Rat"}
    data = {"heading": "த", "lang": "de", "title": "", "file": "", "reason": "", "advice": "", "words": words}

    with pytest.raises(RenderingFailed, match="could not be displayed"):
        compile_settled("standin", lambda _allowed: (data, set()), "2026-02-20")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=60), min_size=12, max_size=12))
def test_no_text_breaks_the_pages(texts: list[str]) -> None:
    label, value, mark, cell, chip, span, lang, heading, title, notice, prose, symbol = texts
    content = document(
        Entries(entries=(Entry(label=label, value=value, lang=lang),), heading=heading),
        Table(columns=(label, ""), rows=((cell,), (value, cell, prose))),
        Notice(text=notice, mark=mark, tone=Tone.SERIOUS),
        Chips(chips=((symbol, chip),)),
        Prose(text=prose, lang=lang),
        TimeBar(spans=(Span(start="2015", end="", label=span),), alternative=value),
        title=title or "x",
        reference=mark,
        confidentiality=notice,
    )

    assert render(content, {}).pages >= 3


def test_the_document_is_tagged_and_names_its_language_and_title() -> None:
    with pikepdf.open(io.BytesIO(render(family(), {}).pdf)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "de"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo["/Title"]) == "Dossier BF-7K3M-Q2XS"
        assert b"pdfuaid:part" in document.Root.Metadata.read_bytes()


def test_contents_names_the_page_of_each_section_and_attachment(read_text: ReadText) -> None:
    content = illness()
    counts = {attachment.key: 7 for attachment in content.attachments}

    rendered = render(content, counts)

    text = read_text(rendered.pdf, "-layout")
    for section in rendered.sections:
        assert plain(f"{section.code}{section.title}{section.first_page}") in text
    for index, attachment in enumerate(content.attachments):
        page = rendered.dividers[index] + 7 * index
        assert plain(f"Anlage {attachment.number} {attachment.title} 7 Seiten {page}") in text
    assert plain(f"Seite {rendered.dividers[-1] + 28} von {rendered.pages + 35}") in text


@pytest.mark.parametrize("reason", LONG_DIVIDERS)
def test_a_divider_may_take_several_pages_and_none_of_them_is_empty(read_text: ReadText, reason: str) -> None:
    content = with_long_divider(reason)
    counts = {"a1": 5, "a2": 3, "a3": 2}

    rendered = render(content, counts)

    (first, second, third), ends = rendered.dividers, rendered.divider_ends
    assert ends == (second - 1, third - 1, rendered.pages)
    assert (ends[0] > first, ends[1] == second, ends[2] > third) == (True, True, True)
    said = [read_text(rendered.pdf, "-f", str(page), "-l", str(page)) for page in range(1, rendered.pages + 1)]
    for page in range(1, rendered.pages + 1):
        before = 5 * (page > ends[0]) + 3 * (page > ends[1])
        assert plain(f"Seite {page + before} von {rendered.pages + 10}") in said[page - 1]
    for number, start in enumerate(rendered.dividers, 1):
        assert plain(f"Anlage {number} {content.attachments[number - 1].title[:20]}") in said[start - 1]
    assert [said[page - 1].count(plain(GERMAN_WORDS["follows"])) for page in ends] == [1] * 3
    front = read_text(rendered.pdf, "-layout", "-l", str(first - 1))
    for line in (f"5 Seiten {first}", f"3 Seiten {second + 5}", f"2 Seiten {third + 8}"):
        assert plain(line) in front


def test_without_attachments_there_is_no_divider() -> None:
    assert render(replace(family(), attachments=()), {}).divider_ends == ()


def test_a_section_on_its_own_pages_shares_none() -> None:
    sections = {section.code: section for section in render(family(), {}).sections}

    own = sections["D08"]
    others = [section for code, section in sections.items() if code != "D08"]
    assert own.starts_page
    assert all(own.first_page not in range(other.first_page, other.first_page + other.pages) for other in others)


def test_sections_cover_all_pages_between_contents_and_attachments() -> None:
    rendered = render(family(), {})

    covered = {
        page for section in rendered.sections for page in range(section.first_page, section.first_page + section.pages)
    }
    assert covered == set(range(3, rendered.dividers[0]))


def test_a_long_table_runs_over_pages_and_loses_no_row(read_text: Callable[[bytes], str]) -> None:
    rows = tuple((str(number), f"Zeile{number:03}" + "wort" * 30, "") for number in range(120))

    rendered = render(document(Table(columns=("Nr.", "Was", "Leer"), rows=rows)), {})

    text = read_text(rendered.pdf)
    assert rendered.sections[0].pages > 3
    assert all(f"Zeile{number:03}" in text for number in range(120))


def test_empty_sets_say_that_they_are_empty(read_text: Callable[[bytes], str]) -> None:
    content = document(
        Table(columns=("A",), rows=(), empty="Keine Kinder."), Entries(entries=(Entry(label="Leer", value=" "),))
    )

    text = read_text(render(content, {}).pdf)
    assert plain("Keine Kinder.") in text
    assert plain("Keine Angabe.") in text


def test_a_document_without_sections_and_attachments_still_has_a_cover() -> None:
    assert render(replace(document(), sections=()), {}).pages >= 2


def test_the_same_content_gives_the_same_bytes() -> None:
    assert len({render(family(), {"a1": 3}).pdf for _ in range(5)}) == 1
