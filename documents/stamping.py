"""Head and foot for joined pages: one shared form object per orientation, and a small stream with the page number.

Joined pages are never parsed; the stamp is appended to what they draw.
"""

import io
from dataclasses import dataclass, field
from typing import Self

import pikepdf
from pikepdf import Object, Page, Pdf

from documents.content import Content
from documents.overlays import enclose, own_resources
from documents.rendering import compile_template, settle_all
from documents.slots import DRAWING, SLOT, Slots
from documents.text_lines import letters_of, widths_of
from documents.words import words_for

SIZE = 7.6
RIGHT, BASE, LABEL_BASE = 56.69, 18.42, 28.42
"""Points: type size, distance of the page number and the label above it from the right edge, and of the base line of
each from the lower edge."""
GREY = "0.298 0.357 0.404 rg"
_DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The glyph and width (thousandths of the type size) of each character of one embedded font."""

    font: Object
    glyphs: dict[str, tuple[int, float]]

    @classmethod
    def of_page(cls, page: Page) -> Self:
        """The font of a page that can write all digits."""
        fonts = page.resources.Font
        for key in fonts.keys():  # noqa: SIM118
            font = fonts[key]
            letters = {letter: glyph for glyph, letter in letters_of(font).items()}
            if set(_DIGITS) <= letters.keys():
                widths = widths_of(font.DescendantFonts[0])
                return cls(font, {letter: (glyph, widths.get(glyph, 0.0)) for letter, glyph in letters.items()})
        raise ValueError("no font on this page has all digits")

    def line(self, text: str) -> tuple[str, float]:
        """The text as glyph codes in hex and its width in points."""
        found = [self.glyphs[letter] for letter in text]
        return "".join(f"{glyph:04x}" for glyph, _ in found), sum(width for _, width in found) / 1000 * SIZE


@dataclass(frozen=True, slots=True)
class Stamps:
    """What is needed to stamp pages of one document; made once for all of them."""

    portrait: Object
    landscape: Object
    alphabet: Alphabet
    pattern: str
    total: int
    slots: Slots
    openings: dict[bytes, Object] = field(default_factory=dict)

    @classmethod
    def for_document(cls, target: Pdf, content: Content, total: int, slots: Slots) -> Self:
        """Set the stamps for `content` and bring them into `target`; `total` is the number of all pages."""
        words = words_for(content.words)
        data = {
            "lang": content.lang,
            "reference": content.reference,
            "confidentiality": content.confidentiality,
            "shown_version": words["version"].format(version=content.version),
            "signs": words["page"].format(page=_DIGITS, pages=_DIGITS)
            + words["attachment_page"].format(attachment=words["attachment"], page="", pages=""),
        }
        pdf = compile_template("stamp", settle_all(data, None, set()), content.day, is_tagged=False)
        with pikepdf.open(io.BytesIO(pdf)) as source:
            portrait, landscape = (
                target.make_indirect(target.copy_foreign(page.as_form_xobject())) for page in source.pages[:2]
            )
            alphabet = Alphabet.of_page(source.pages[2])
            font = target.make_indirect(target.copy_foreign(alphabet.font))
        return cls(portrait, landscape, Alphabet(font, alphabet.glyphs), words["page"], total, slots)

    def stamp(self, target: Pdf, page: Page, number: int, *, label: str = "", opening: bytes = b"") -> None:
        """Append head, foot, page number and a slot; the page is an A4 sheet with a free head and foot.

        `label` stands above the page number, not in the head: so the line about confidentiality is the same on each
        page of a document. Its letters are those of the words `attachment_page` and `attachment`.

        `opening` begins the marked content that holds what the page draws itself.
        """
        width, height = float(page.mediabox[2]), float(page.mediabox[3])
        form = self.landscape if width > height else self.portrait
        glyphs, length = self.alphabet.line(self.pattern.format(page=number, pages=self.total))
        name, name_length = self.alphabet.line(label)
        drawing = (
            "/Artifact <</Type /Pagination>> BDC q /GrStamp Do "
            f"BT {GREY} /GrNumber {SIZE} Tf 1 0 0 1 {width - RIGHT - length:.2f} {BASE} Tm <{glyphs}> Tj "
            f"1 0 0 1 {width - RIGHT - name_length:.2f} {LABEL_BASE} Tm <{name}> Tj ET Q EMC"
        )
        own_resources(
            page,
            {
                "/XObject": {"/GrStamp": form, SLOT: self.slots.for_page(page)},
                "/Font": {"/GrNumber": self.alphabet.font},
            },
        )
        if opening not in self.openings:
            self.openings[opening] = target.make_stream(b"q " + opening)
        closing = (b" EMC" if opening else b"") + b" Q "
        enclose(page, self.openings[opening], target.make_stream(closing + drawing.encode("ascii") + b" " + DRAWING))
