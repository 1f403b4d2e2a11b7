"""What the codes of a simple font stand for (ISO 32000-1, 9.6.6 and annex D): glyph names become the letters they name.

In a list of texts by code, an empty one shows nothing, and None is a glyph of which nobody knows what it shows.
"""

import codecs
import struct
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from pikepdf import Array, Dictionary, Name, PdfError

from documents.font_programs import letter_named

CODES = 256
SYMBOL = {
    0x20: " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    0xA0: "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    0xF1: "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
}
"""The encoding built into Symbol: what stands from these codes on."""
DINGBATS = {
    0x20: " ✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞",
    0x80: "❨❩❪❫❬❭❮❯❰❱❲❳❴❵",
    0xA1: "❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓➔→↔↕➘➙➚➛➜➝➞➟➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯",
    0xF1: "➱➲➳➴➵➶➷➸➹➺➻➼➽➾",
}
"""The same for ZapfDingbats."""
_CODECS = {Name.WinAnsiEncoding: "cp1252", Name.MacRomanEncoding: "mac-roman"}


ODD = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    OverflowError,
    IndexError,
    AssertionError,
    struct.error,
    PdfError,
)
"""What comes of fonts that are not what they should be."""


def name_of(thing: object) -> str:
    """A name without its slash, in whatever encoding it was written; empty for what is none."""
    return thing.unparse()[1:].decode("latin-1") if isinstance(thing, Name) else ""


def built_in(rows: Mapping[int, str]) -> list[str | None]:
    """The texts by code of `SYMBOL` or `DINGBATS`."""
    texts: list[str | None] = [""] * CODES
    for first, row in rows.items():
        texts[first : first + len(row)] = list(row)
    return texts


def named(encoding: object) -> list[str | None] | None:
    """The texts by code of an encoding that has a name; None for another."""
    codec = _CODECS.get(encoding) if isinstance(encoding, Name) else None
    if codec is not None:
        letters = (codecs.decode(bytes([code]), codec, "replace") for code in range(CODES))
        return ["" if code < ord(" ") else letter.replace("\ufffd", "•") for code, letter in enumerate(letters)]
    return standard() if encoding == Name.StandardEncoding else None


def standard() -> list[str | None]:
    """The texts by code of the encoding of fonts that say nothing else."""
    from fontTools.encodings.StandardEncoding import StandardEncoding

    return [letter_named(glyph) for glyph in StandardEncoding]


def base_of(encoding: object) -> object:
    """The encoding that another one changes, or itself."""
    return encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding


def differences(
    encoding: object, text_of: Callable[[str], str | None] | None = None
) -> Iterator[tuple[int, str | None]]:
    """The codes that an encoding changes, each with its text; `text_of` tells that of a name, else `glyph_text`."""
    text_of = text_of or glyph_text
    changed = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for entry in changed if isinstance(changed, Array) else ():
        if isinstance(entry, Name):
            if 0 <= code < CODES:
                yield code, text_of(name_of(entry))
            code += 1
        elif isinstance(entry, int | Decimal):
            code = int(entry)


def glyph_text(name: str, *, is_dingbat: bool = False) -> str | None:
    """What a glyph of this name shows."""
    return "" if name == ".notdef" else letter_named(name, is_dingbat=is_dingbat) or None
