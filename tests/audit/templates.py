"""Which addresses are judged: in each language one page for every template that search engines may show."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests

PATIENCE = 60  # seconds


def addresses(origin: str, language: str) -> Iterator[str]:
    """Paths: what the sitemap names and is no page (the self-check), and of each type of page the first."""
    named = _named_by_the_sitemap(origin, language)
    pages = _types_of_pages(origin, language)
    yield from (path for path in named if path not in pages)
    first = {kind: path for path, kind in reversed(pages.items()) if path in named}
    yield from sorted(first.values())


def _named_by_the_sitemap(origin: str, language: str) -> list[str]:
    sitemap = requests.get(f"{origin}/sitemap-{language}.xml", timeout=PATIENCE)
    return [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)", sitemap.text)]


def _types_of_pages(origin: str, language: str) -> dict[str, str]:
    """Path -> type of the page, in the order of the tree, as the headless interface tells."""
    asked = {"locale": language, "limit": "20"}
    found: dict[str, str] = {}
    while True:
        answer = requests.get(
            f"{origin}/api/v2/pages/", params={**asked, "offset": str(len(found))}, timeout=PATIENCE
        ).json()
        found |= {urlsplit(item["meta"]["html_url"]).path: item["meta"]["type"] for item in answer["items"]}
        if not answer["items"] or len(found) >= answer["meta"]["total_count"]:
            return found
