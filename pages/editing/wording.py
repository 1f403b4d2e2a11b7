"""A translated piece as people type it and as it is kept; what must stay the same as in the German.

It is kept as HTML with bare inline tags (`<b>`, `<a id="a1">`); people see those tags, line breaks as line breaks and
an ampersand as itself.
"""

import re
from collections import Counter

from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue

TAG = re.compile(r"<[^<>]*>")
LINE_BREAK = re.compile(r"<br\s*/?>")
PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)[sd]|%[sd]")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters: no database of ours keeps the first of them, and no page may contain the others."""
LONGER = 4
ROOM = 400
"""A translation may be four times as long as the German and 400 characters more; what is longer is a mistake."""


def shown(kept: str) -> str:
    """`A &amp; B<br/>C` -> `A & B` and `C` on the next line."""
    return LINE_BREAK.sub("\n", kept).replace("&amp;", "&")


def kept(typed: str) -> str:
    """The other way round. Raises ValueError for tags that may not stand in a text."""
    text = "\n".join(line.strip() for line in typed.strip().splitlines())
    return str(StringValue.from_translated_html(text.replace("\n", "<br/>")).data)


def problems(german: str, translated: str) -> list[str]:
    """Why a kept translation cannot stand for a kept German piece, in sentences."""
    found = []
    if missing := _tags(german) - _tags(translated):
        found.append(_("These marks of the German text are missing: %(marks)s") % {"marks": _listed(missing)})
    if strange := _tags(translated) - _tags(german):
        found.append(_("These marks are not in the German text: %(marks)s") % {"marks": _listed(strange)})
    if Counter(PLACEHOLDER.findall(german)) != Counter(PLACEHOLDER.findall(translated)):
        found.append(_("The placeholders in curly brackets must be the same as in the German text."))
    if UNWRITABLE.search(translated):
        found.append(_("This contains characters that no page can show. Type the text anew."))
    if len(translated) > LONGER * len(german) + ROOM:
        found.append(_("This is much longer than the German text."))
    return found


def _tags(text: str) -> Counter[str]:
    """Line breaks may fall differently in another language."""
    return Counter(tag for tag in TAG.findall(text) if not LINE_BREAK.fullmatch(tag))


def _listed(tags: Counter[str]) -> str:
    return " ".join(sorted(tags.elements()))
