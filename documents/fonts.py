"""Which characters can be set, from fonts that come as Python packages; nothing is taken from the system.

Amiri sets the Arabic script because its text can be read back from the PDF; the variable Arabic fonts fail at that.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import fontpkg_amiri
import fontpkg_noto_sans
import justmytype_intl_africa
from fontTools.ttLib import TTFont

FOLDERS = (
    Path(fontpkg_noto_sans.ROOT) / "files",
    Path(fontpkg_amiri.ROOT) / "files",
    Path(str(justmytype_intl_africa.__file__)).parent / "fonts/ofl/notosansethiopic",
)
_FAMILIES = (("NotoSans[[]*",), ("Amiri-Regular.ttf", "Amiri-Bold.ttf"), ("NotoSansEthiopic*",))
SIGNS = "⟨⟩→←↑↓↔⇒✓✔✗✘☐☑☒★☆◦▪■□●○▶►≤≥≈≠∞√♥☎✉⚠"
"""Signs people type that only the font inside typst has."""
PACKAGES = ("fontpkg-noto-sans", "fontpkg-amiri", "justmytype-intl-africa")

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_JOINERS = frozenset("\u200c\u200d")  # Persian and Sorani spell with them
_SEEN_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u08e2")  # Arabic signs around numbers
_DROPPED = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]")
_CONTROL = frozenset({"Cc", "Cs", "Cn", "Co"})


def font_versions() -> dict[str, str]:
    """The installed font packages and their versions, for the manifest."""
    return {package: version(package) for package in PACKAGES}


@cache
def coverage() -> tuple[frozenset[int], ...]:
    """The code points of each family, in the order in which they are tried."""
    families = (
        frozenset.intersection(*(_code_points(path) for pattern in patterns for path in folder.glob(pattern)))
        for folder, patterns in zip(FOLDERS, _FAMILIES, strict=True)
    )
    return (*families, frozenset(map(ord, SIGNS)))


def settle(text: str, allowed: frozenset[int] | None = None) -> tuple[str, frozenset[str]]:
    """The text as it can be set, and the codes of its characters that no font has, such as ``U+0540``.

    Such a character becomes ⟨U+0540⟩. Line breaks become ``\\n``; controls that could reorder other text are
    dropped; the rest is NFC. With `allowed`, every character outside it is marked too.
    """
    missing: set[str] = set()
    settled = "".join(_settle_cluster(cluster, allowed, missing) for cluster in _clusters(_normal(text)))
    return settled, frozenset(missing)


def _code_points(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _normal(text: str) -> str:
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    text = _DROPPED.sub("", unicodedata.normalize("NFC", text))
    return "".join(character for character in text if not _is_dropped_format(character))


def _is_dropped_format(character: str) -> bool:
    """Bidi marks, embeddings, overrides and isolates, soft hyphens, tags: everything unseen that is not spelling."""
    return unicodedata.category(character) == "Cf" and character not in _JOINERS and character not in _SEEN_FORMATS


def _clusters(text: str) -> Iterator[str]:
    """A character with the marks and joiners that follow it: they must come from one font."""
    start = 0
    for index, character in enumerate(text):
        follows = unicodedata.category(character).startswith("M") or character in _JOINERS
        if index > start and not follows:
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _settle_cluster(cluster: str, allowed: frozenset[int] | None, missing: set[str]) -> str:
    if cluster == "\n":
        return cluster
    if _is_settable(cluster, allowed):
        return cluster
    if len(cluster) > 1:
        return "".join(_settle_cluster(character, allowed, missing) for character in cluster)
    code = f"U+{ord(cluster):04X}"
    missing.add(code)
    return f"⟨{code}⟩"


def _is_settable(cluster: str, allowed: frozenset[int] | None) -> bool:
    points = [ord(character) for character in cluster if character not in _JOINERS]
    if any(unicodedata.category(chr(point)) in _CONTROL for point in points):
        return False
    if allowed is not None and not allowed.issuperset(points):
        return False
    return any(family.issuperset(points) for family in coverage())
