"""A handout can be read back, on its own and beside German, in every script, and is as large as its pages allow."""

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import segno
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.handouts import (
    Aside,
    Box,
    Facts,
    Grid,
    Handout,
    Heading,
    Items,
    Paragraph,
    Piece,
    Row,
    Run,
    Runs,
    Source,
    Tongue,
    render_handout,
)
from tests.documents.checker import barriers, deviations, objections, with_outloud, with_verapdf
from tests.documents.conftest import Hear, ReadText, plain

ReadBoxes = Callable[[bytes], dict[str, float]]

GERMAN = (
    "Nur der deutsche Text gilt: § 60a Abs. 2 Satz 1 (AufenthG), Stand 12.04.2026.",
    "Das Gremium trifft sich bis zu 4-mal im Jahr (in der Regel), Sie nehmen nicht teil; Telefon 0231 50-0.",
    "Was kostet der Antrag? Nichts, Beratung und Antrag sind kostenlos! E-Mail: info@example.org.",
    "Die Duldung (Aussetzung der Abschiebung) allein reicht nicht, sagt die Ausländerbehörde in Dortmund.",
)
SENTENCES = {
    "ar": (
        "النص الألماني وحده هو المُلزم: الفقرة 60a من القانون AufenthG، الجملة 1، بتاريخ 12.04.2026.",
        "تجتمع اللجنة 4 مرات في السنة (عادةً)، ولا تشارك أنت؛ الهاتف: 0231 50-0.",
        "هل يكلّف الطلب شيئًا؟ لا، الاستشارة والطلب مجانيان تمامًا! اكتب إلى info@example.org، من 9 إلى 12.",
        "Duldung (وقف الترحيل مؤقتًا) لا تكفي وحدها، كما تقول Ausländerbehörde في Dortmund.",
    ),
    "fa": (
        "فقط متن آلمانی معتبر است: ماده § 60a قانون AufenthG، جملهٔ 1، به تاریخ 12.04.2026.",
        "هیئت معمولاً تا ۴ بار در سال (مثلاً در 2026) جلسه دارد، و شما شرکت نمی‌کنید؛ تلفن: 0231 50-0.",
        "آیا درخواست هزینه دارد؟ نه، مشاوره و درخواست رایگان است! ایمیل: info@example.org.",
        "می‌خواهم بدانم پرونده‌ام، یعنی Kurzantrag شماره 12/34، چه شد؟",
    ),
    "ckb": (
        "تەنها دەقی ئەڵمانی کاری پێ دەکرێت: § 60a AufenthG، ڕستەی 1، 12.04.2026.",
        "کۆمیتەکە ساڵانە ٤ جار (بەپێی پێویست) کۆدەبێتەوە، تۆ بەشدار نابیت؛ تەلەفۆن: 0231 50-0.",
        "ئایا داواکارییەکە پارەی دەوێت؟ نەخێر، ڕاوێژکاری و داواکاری بێ بەرامبەرن! info@example.org.",
        "تەنها شارەزایان (KIM) لە Dortmund داواکارییەکە، واتە Kurzantrag، دەنێرن.",
    ),
    "ti": (
        "እቲ ጀርመንኛ ጽሑፍ ጥራይ እዩ ዝጸንሕ፦ § 60a AufenthG፣ ዕለት 12.04.2026።",
        "እቲ ጉጅለ ኣብ ዓመት 4 ግዜ (መብዛሕትኡ ግዜ) ይእከብ፣ ንስኹም ኣይትሳተፉን፤ ቁጽሪ ስልኪ 0231 50-0።",
        "እቲ ሕቶ ገንዘብ ይሓትት ድዩ? ኣይፋሉን፣ ምኽሪን ሕቶን ነጻ እዩ! info@example.org።",
        "Duldung (ግዝያዊ ምቁራጽ ምስጓግ) ጥራይ ኣይኣክልን።",
    ),
    "ru": (
        "Действителен только немецкий текст: § 60a Abs. 2 AufenthG, по состоянию на 12.04.2026.",
        "Комиссия собирается до 4 раз в год (обычно), вы не участвуете; тел. 0231 50-0.",
        "Сколько стоит заявление? Нисколько, консультация и заявление бесплатны! info@example.org.",
        "Одной Duldung (приостановки высылки) недостаточно, говорит Ausländerbehörde в Дортмунде.",
    ),
    "kmr": (
        "Tenê metna almanî derbasdar e: § 60a Abs. 2 AufenthG, 12.04.2026.",
        "Komîsyon salê heta 4 caran dicive (bi gelemperî), hûn beşdar nabin; tel. 0231 50-0.",
        "Serlêdan bi pere ye? Na, şêwirdarî û serlêdan bêpere ne! info@example.org.",
        "Duldung (rawestandina dersînorkirinê) bi tenê têrê nake, Ausländerbehörde li Dortmundê dibêje.",
    ),
}
RIGHT_TO_LEFT = ("ar", "fa", "ckb")
OWN_NAMES = {
    "ar": "العربية",
    "fa": "فارسی",
    "ckb": "کوردیی ناوەندی",
    "ti": "ትግርኛ",
    "ru": "Русский",
    "kmr": "Kurmancî",
}
ADDRESS = "https://gremium.example/ar/so-laeuft-es-ab/"


def runs(text: str) -> Runs:
    return (Run(text=text),)


def said(text: str) -> Paragraph:
    return Paragraph(runs=runs(text))


def text_of_a_page(texts: tuple[str, ...]) -> list[Piece]:
    """Each kind of piece once, with the sentences of one language."""
    first, second, third, fourth = texts
    return [
        Heading(runs=runs(fourth), level=1),
        Paragraph(runs=runs(second), is_lead=True),
        Heading(runs=runs(third)),
        Paragraph(runs=(Run(text=f"{first} "), Run(text=third, is_bold=True), Run(text=f" {second}"))),
        *(Items(items=((said(text),),)) for text in texts),
        *(
            Items(
                items=((Heading(runs=runs(second), level=3), said(text)),),
                is_numbered=True,
                are_steps=True,
                first=place,
            )
            for place, text in enumerate(texts, 1)
        ),
        Box(tone="attention", pieces=(Heading(runs=runs(third), level=3), said(first))),
        Box(pieces=(said(fourth), said(second))),
    ]


def handout(language: str, *, is_bilingual: bool = False, times: int = 1) -> Handout:
    own = text_of_a_page(SENTENCES[language]) * times
    german = text_of_a_page(GERMAN) * times
    rows = [Row(own=(one,), other=(other,) if is_bilingual else ()) for one, other in zip(own, german, strict=True)]
    if not is_bilingual:
        rows.append(Row(own=(Aside(pieces=(Paragraph(runs=(Run(text=GERMAN[1], lang="de"),)),)),)))
    code = io.BytesIO()
    segno.make(ADDRESS).save(code, kind="svg")
    return Handout(
        title="Information",
        own=Tongue(lang=language, own_name=OWN_NAMES[language], is_rtl=language in RIGHT_TO_LEFT),
        other=Tongue(lang="de", own_name="Deutsch"),
        head=Run(text="Gremium „Bleiberechte fördern“ · Stadt Dortmund"),
        rows=tuple(rows),
        source=Source(address=ADDRESS, code=code.getvalue().decode(), code_in_words="QR"),
        day="2026-04-12",
        is_bilingual=is_bilingual,
    )


def texts_in(piece: Piece) -> Iterator[str]:
    match piece:
        case Heading() | Paragraph():
            yield "".join(run.text for run in piece.runs)
        case Items():
            yield from (text for item in piece.items for inner in item for text in texts_in(inner))
        case Box() | Aside():
            yield from (text for inner in piece.pieces for text in texts_in(inner))
        case Facts() | Grid():
            raise AssertionError("their columns are read one after the other")


def assert_in_order(pieces: Iterable[Piece], text: str) -> None:
    place = 0
    for piece in pieces:
        for wanted in map(plain, texts_in(piece)):
            found = text.find(wanted, place)
            assert found >= 0, f"not in its place: {wanted}"
            place = found + len(wanted)


@pytest.fixture
def read_boxes(tmp_path: Path) -> ReadBoxes:
    """Where each word begins, in points from the left; the last place of a word that stands more than once."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")

    def read(pdf: bytes) -> dict[str, float]:
        path = tmp_path / "boxes.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True)
        return {
            plain(word): float(x)
            for x, word in re.findall(r'<word xMin="([\d.]+)"[^>]*>([^<]*)</word>', done.stdout.decode())
        }

    return read


@pytest.mark.parametrize("is_bilingual", [False, True], ids=["alone", "beside German"])
@pytest.mark.parametrize("language", SENTENCES)
def test_every_paragraph_can_be_read_back_whole_and_in_its_place(
    read_text: ReadText, language: str, is_bilingual: bool
) -> None:
    """In the order of the file; where columns stand side by side, readers that go by place may take them in turns."""
    made = handout(language, is_bilingual=is_bilingual)

    pdf = render_handout(made)

    shown, told = read_text(pdf), read_text(pdf, "-raw")
    for pieces in (
        [piece for row in made.rows for piece in row.own],
        [piece for row in made.rows for piece in row.other],
    ):
        assert all(plain(text) in shown for piece in pieces for text in texts_in(piece))
        assert_in_order(pieces, told)


@pytest.mark.parametrize("language", SENTENCES)
def test_no_letter_is_without_a_font(read_text: ReadText, language: str) -> None:
    assert "U+" not in read_text(render_handout(handout(language, is_bilingual=True)))


def test_the_german_column_stands_left_of_an_arabic_one_and_right_of_any_other(read_boxes: ReadBoxes) -> None:
    arabic, tigrinya = (read_boxes(render_handout(handout(code, is_bilingual=True))) for code in ("ar", "ti"))

    middle = 595 / 2
    assert arabic["Das"] < middle < tigrinya["Das"]


def test_numbers_and_german_words_keep_their_order_in_a_line_from_right_to_left(read_boxes: ReadBoxes) -> None:
    label, address, hours = (
        Run(text="العنوان: "),
        Run(text="44137 Hörde", lang="de"),
        Run(text="10:00 – 13:00", is_ltr=True),
    )
    made = replace(
        handout("ar"), rows=(Row(own=tuple(Paragraph(runs=(label, one, label)) for one in (address, hours))),)
    )

    places = read_boxes(as_drawn(render_handout(made)))

    assert places["44137"] < places["Hörde"]
    assert places["10:00"] < places["13:00"]


def test_a_short_text_is_set_large_and_a_long_one_runs_on_in_a_size_that_can_be_read() -> None:
    short, long = handout("kmr"), handout("kmr", times=12)

    assert largest_size(short) >= 10.5
    assert page_count(long) > 2
    assert smallest_size(long) >= 7.5  # the foot; the text itself has 9.5


@pytest.mark.parametrize("times", [1, 6])
def test_the_day_is_heard_once_and_stands_on_each_page_of_many(read_text: ReadText, hear: Hear, times: int) -> None:
    made = replace(handout("kmr", times=times), foot=runs("Stand: 12. April"))

    pdf = render_handout(made)

    pages = page_count(made)
    assert hear(pdf).count("Stand: 12. April") == 1
    assert (pages > 1) == (times > 1)
    assert read_text(pdf).count("Stand:12.April") == (1 + pages if pages > 1 else 1)


@pytest.mark.parametrize("heads", [0, 1])
def test_only_what_has_heads_is_read_as_a_table(hear: Hear, read_text: ReadText, heads: int) -> None:
    hours = (("Montag", "10:00-13:00"), ("Dienstag", "14:00-17:00"))
    made = replace(
        handout("kmr"), rows=(Row(own=(Grid(rows=tuple(tuple(map(runs, one)) for one in hours), heads=heads),)),)
    )

    pdf = render_handout(made)

    assert ("Table" in hear(pdf)) == (heads > 0)
    assert read_text(pdf).count("Montag10:00-13:00Dienstag14:00-17:00") == 1
    assert barriers(pdf) == []


def test_a_link_without_words_says_where_it_leads(hear: Hear) -> None:
    made = replace(handout("kmr"), rows=(Row(own=(Paragraph(runs=(Run(text=" ", address=ADDRESS),)),)),))

    assert hear(render_handout(made)).count(ADDRESS) == 2


def test_a_handout_is_tagged_and_its_metadata_name_its_language_and_a_neutral_title() -> None:
    with pikepdf.open(io.BytesIO(render_handout(handout("ar", is_bilingual=True)))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "ar"
        assert str(document.docinfo["/Title"]) == "Information"
        assert b"pdfuaid:part" in document.Root.Metadata.read_bytes()


@pytest.mark.parametrize("language", ["ar", "ti"])
def test_nothing_is_wrong_with_the_file(check_pdf: Callable[[bytes, str], None], language: str) -> None:
    pdf = render_handout(handout(language, is_bilingual=True))

    check_pdf(pdf, "")
    assert barriers(pdf) == []


@with_verapdf
@pytest.mark.parametrize("standard", ["ua1", "2a"])
def test_a_handout_keeps_all_rules_of_the_standards_it_names(standard: str) -> None:
    made = {code: render_handout(handout(code, is_bilingual=True)) for code in SENTENCES}

    assert deviations(made, standard) == ""


@with_outloud
def test_a_handout_is_read_aloud_rightly() -> None:
    assert objections({code: render_handout(handout(code, is_bilingual=True)) for code in SENTENCES}) == []


def test_the_same_handout_gives_the_same_bytes_and_fingerprint_and_another_gives_others() -> None:
    one, same, other = handout("fa"), handout("fa"), handout("fa", is_bilingual=True)

    assert render_handout(one) == render_handout(same) != render_handout(other)
    assert one.fingerprint == same.fingerprint != other.fingerprint


def test_markup_in_a_text_is_printed_as_it_stands(read_text: ReadText) -> None:
    text = '#panic("x") $x^2$ *fett* `code` @ref <label> #sys.inputs'
    made = replace(handout("ru"), rows=(Row(own=(Heading(runs=runs(text), level=1), said(text))),))

    assert read_text(render_handout(made)).count(plain(text)) == 2


def test_a_link_may_end_inside_a_word_that_is_hyphenated(read_text: ReadText) -> None:
    run_together = Run(text="Aufenthaltserlaubnis", address=ADDRESS), Run(text="Bleiberechtsregelung")
    lines = [(Run(text="so " * words), *run_together) for words in range(12)]
    rows = [Row(own=(said("نص"),), other=(Paragraph(runs=line),)) for line in lines]

    made = replace(handout("ar", is_bilingual=True), rows=tuple(rows))

    assert read_text(render_handout(made)).replace("-", "").count("AufenthaltserlaubnisBleiberechtsregelung") == 12


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=60), min_size=6, max_size=6), st.booleans())
def test_no_text_breaks_the_pages(texts: list[str], is_rtl: bool) -> None:
    title, label, value, cell, word, foreign = texts
    rows = (
        Row(own=(Heading(runs=runs(title), level=1),), other=(said(label),)),
        Row(own=(Facts(facts=((runs(label), (said(value),)),)), Grid(rows=((runs(cell),), ()), heads=1))),
        Row(own=(Paragraph(runs=(Run(text=word), Run(text=foreign, lang="de", address="tel:0231"))),)),
        Row(own=(), other=(said(word),)),
    )
    made = replace(handout("ar"), rows=rows, own=Tongue(lang="ar", own_name="العربية", is_rtl=is_rtl))

    assert page_count(made) >= 1


def as_drawn(pdf: bytes) -> bytes:
    """Without the words told beside the glyphs, so that a reader sees where each is drawn."""
    plain_mark = pikepdf.ContentStreamInstruction([pikepdf.Name.Span], pikepdf.Operator("BMC"))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            parts = pikepdf.parse_content_stream(page)
            told = [plain_mark if str(part.operator) == "BDC" else part for part in parts]
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(told))
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def page_count(made: Handout) -> int:
    with pikepdf.open(io.BytesIO(render_handout(made))) as document:
        return len(document.pages)


def sizes(made: Handout) -> list[float]:
    """Each type size that the pages ask for."""
    with pikepdf.open(io.BytesIO(render_handout(made))) as document:
        parts = [part for page in document.pages for part in pikepdf.parse_content_stream(page)]
    return [float(part.operands[1]) for part in parts if str(part.operator) == "Tf"]


def largest_size(made: Handout) -> float:
    return max(sizes(made))


def smallest_size(made: Handout) -> float:
    return min(sizes(made))


@pytest.mark.parametrize("text", ["منذ عشر سنوات ", "Հայաստան ", "→ ☐ "])
def test_a_very_long_paragraph_is_set_whole(read_text: ReadText, text: str) -> None:
    long = said((text * 6000)[:6000].strip())
    made = replace(handout("ru"), rows=(Row(own=(long, said("Конец"))),))

    assert "Конец" in read_text(render_handout(made))
