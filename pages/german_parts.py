"""Marking what is still German inside a translated page, so that it is read out and looked up as German."""

import html
from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from bs4.formatter import HTMLFormatter
from django.utils.safestring import SafeString, mark_safe


class AsWritten(HTMLFormatter):
    """The order of attributes stays as it was."""

    def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
        return tag.attrs.items()


AS_WRITTEN = AsWritten(void_element_close_prefix="")


def marked(content: str, left_german: Iterable[str]) -> SafeString:
    """The same HTML with `lang="de" dir="ltr"` around each of the given texts; they may hold tags themselves."""
    texts = {piece for text in left_german for piece in _pieces(text)}
    if not texts:
        return mark_safe(content)
    soup = BeautifulSoup(content, "html.parser")
    for node in list(soup.find_all(string=True)):
        if type(node) is NavigableString and _plain(node) in texts and not _is_marked(node):
            node.wrap(soup.new_tag("span", attrs={"lang": "de", "dir": "ltr"}))
    return mark_safe(soup.decode(formatter=AS_WRITTEN))


def _pieces(text: str) -> list[str]:
    return [_plain(string) for string in BeautifulSoup(html.unescape(text), "html.parser").strings if _plain(string)]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is_marked(node: NavigableString) -> bool:
    return any(isinstance(parent, Tag) and parent.get("lang") == "de" for parent in node.parents)
