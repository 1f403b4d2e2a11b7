"""Drawing over a page without reading what it draws itself."""

from collections.abc import Mapping
from copy import copy

from pikepdf import Array, Dictionary, Object, Page, Pdf


def add_drawing(target: Pdf, page: Page, drawing: bytes) -> None:
    """Draw over a page whose own content may leave the graphics state changed."""
    enclose(page, target.make_stream(b"q "), target.make_stream(b" Q " + drawing))


def enclose(page: Page, before: Object, after: Object) -> None:
    """Put content streams around those of a page; several pages may share one."""
    contents = page.obj.get("/Contents", Array())
    own = list(contents) if isinstance(contents, Array) else [contents]
    page.obj.Contents = Array([before, *own, after])


def own_resources(page: Page, additions: Mapping[str, Mapping[str, Object]]) -> None:
    """Give a page resources that no other page shares, and add objects to them by kind and name."""
    resources = copy(page.resources)
    for kind, named in additions.items():
        group = copy(resources[kind]) if kind in resources else Dictionary()
        for name, thing in named.items():
            group[name] = thing
        resources[kind] = group
    page.obj.Resources = resources
