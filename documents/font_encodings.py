"""What the codes of a simple font stand for (ISO 32000-1, 9.6.6 and annex D): glyph names become the letters they name.

In a list of texts by code, an empty one shows nothing, and None is a glyph of which nobody knows what it shows.
"""

import codecs
import re
import struct
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from pikepdf import Array, Dictionary, Name, PdfError

from documents.font_programs import letter_named, standard_letters

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
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_PLAIN = {0xA0: " ", 0xAD: "-"}
_ESCAPED = re.compile("#([0-9A-Fa-f]{2})")
_CURRENCY = 0xDB
"""Of Mac Roman; Apple has put € there since (annex D)."""
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
    written = thing.unparse()[1:].decode("latin-1") if isinstance(thing, Name) else ""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), written)


def heard(text: str) -> str:
    """What a reader hears and finds of a letter: several that are drawn as one, blanks and hyphens as any other."""
    return _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text).translate(_PLAIN)


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
        texts = ["" if code < ord(" ") else letter.replace("\ufffd", "•") for code, letter in enumerate(letters)]
        return [*texts[:_CURRENCY], "¤", *texts[_CURRENCY + 1 :]] if codec == "mac-roman" else [*texts]
    return standard() if encoding == Name.StandardEncoding else None


def standard() -> list[str | None]:
    """The texts by code of the encoding of fonts that say nothing else."""
    return [*standard_letters()]


def base_of(encoding: object) -> object:
    """The encoding that another one changes, or itself."""
    return encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding


def differences(
    encoding: object, text_of: Callable[[str], str | None] | None = None
) -> Iterator[tuple[int, str | None]]:
    """The codes that an encoding changes, each with its text; `text_of` tells that of a name, else `glyph_text`."""
    text_of = text_of or glyph_text
    for code, name in names(encoding):
        yield code, text_of(name)


def names(encoding: object) -> Iterator[tuple[int, str]]:
    """The codes that an encoding changes, each with the name of its glyph."""
    changed = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    code = 0
    for entry in changed if isinstance(changed, Array) else ():
        if isinstance(entry, Name):
            if 0 <= code < CODES:
                yield code, name_of(entry)
            code += 1
        elif isinstance(entry, int | Decimal):
            code = int(entry)


def glyph_text(name: str, *, is_dingbat: bool = False) -> str | None:
    """What a glyph of this name shows."""
    return "" if name == ".notdef" else letter_named(name, is_dingbat=is_dingbat) or None
