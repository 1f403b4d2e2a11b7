"""Every address the site answers, read from the URL resolver itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver
from django.utils import translation

SAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000", "slug": "person", "str": "x", "path": "x"}


@dataclass(frozen=True, slots=True)
class Route:
    """`name` is the full name with its namespaces, or the view's path where it has none."""

    pattern: str
    name: str

    def address(self, **values: str) -> str:
        """An address of this pattern; arguments that are not given get samples."""

        def fill(match: re.Match[str]) -> str:
            kind, _, name = match[1].rpartition(":")
            return values.get(name) or SAMPLES.get(kind or "str", "x")

        plain = re.sub(r"<([^>]+)>", fill, re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", self.pattern))
        return "/" + re.sub(r"\([^)]*\)", "1", plain).replace("^", "").replace("$", "").replace("\\", "")


def all_routes() -> list[Route]:
    """Addresses with a language are given in German."""
    with translation.override("de"):
        return list(_walk(get_resolver(), "", ""))


def _walk(resolver: Any, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(pattern, f"{namespace}{entry.name}" if entry.name else entry.lookup_str)
        else:
            yield from _walk(entry, pattern, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
