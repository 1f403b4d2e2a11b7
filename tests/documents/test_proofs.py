import io

from PIL import Image, ImageDraw

from documents.content import Content, Entries, Entry, Section
from documents.proofs import prove, runs_into_margins


def content(value: str) -> Content:
    entry = Entries(entries=(Entry(label="Name", value=value),))
    return Content(
        reference="PROBE",
        version="1",
        title="Dossier",
        confidentiality="Vertraulich",
        cover=(),
        sections=(Section(code="D01", title="Überblick", blocks=(entry,)),),
        day="2026-02-16",
    )


def page_with_dot(x: float, y: float) -> bytes:
    """A white A4 page with a dot; places as shares of the page."""
    page = Image.new("RGB", (331, 468), "white")
    ImageDraw.Draw(page).ellipse((331 * x - 2, 468 * y - 2, 331 * x + 2, 468 * y + 2), fill="black")
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def test_a_proof_shows_each_page_as_a_small_picture() -> None:
    proof = prove(content("Ada"), {})

    assert len(proof.pictures) == 3  # cover, contents, section
    with Image.open(io.BytesIO(proof.pictures[0])) as picture:
        assert (picture.format, picture.size) == ("PNG", (331, 468))
    assert (proof.overflowing, proof.missing, proof.sections) == ((), (), {"D01": 1})


def test_a_character_that_no_font_has_is_told() -> None:
    assert prove(content("Ada Հ"), {}).missing == ("U+0540",)


def test_what_stands_in_a_margin_is_noticed() -> None:
    assert not runs_into_margins(page_with_dot(0.5, 0.5))
    for x, y in ((0.98, 0.5), (0.02, 0.5), (0.5, 0.01), (0.5, 0.99)):
        assert runs_into_margins(page_with_dot(x, y))


def test_words_without_end_stay_between_the_margins() -> None:
    assert prove(content("Aufenthaltserlaubnisverlängerungsantrag" * 12), {}).overflowing == ()
