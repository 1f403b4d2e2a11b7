"""The kinds of files a form can take, as people call them and as a browser wants to hear of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from documents.intake import can_read
from forms.definition import FileRules

NAMES: Mapping[str, str] = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/heic": "HEIC",
    "image/heif": "HEIF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.oasis.opendocument.text": "ODT",
}
_MORE_ENDINGS = {"JPEG": (".jpg",)}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken here now: `names` for people, `endings` for the choice of files. The gate looks at the content."""

    names: str
    endings: str


def taken_kinds(rules: FileRules) -> Taken:
    """What a form takes, without the kinds that cannot be read on this machine."""
    names = [NAMES[kind] for kind in rules.accept if kind in NAMES and can_read(kind)]
    endings = [ending for name in names for ending in (*_MORE_ENDINGS.get(name, ()), f".{name.lower()}")]
    told = [name for name in names if name != "HEIF"]  # the same camera's picture under another name
    return Taken(", ".join(told), ",".join(endings))
