"""The pages of a document, put in order once: qpdf counts and moves all of them at each single insertion.

What pages inherit is no matter here: pikepdf gives it to each page as it opens a file.
"""

from collections.abc import Sequence

from pikepdf import Array, Page, Pdf


def brought(target: Pdf, sheet: Page) -> Page:
    """A page of another document as one of `target` that stands nowhere yet; see `put_in_order`."""
    return Page(target.copy_foreign(sheet.obj))


def put_in_order(target: Pdf, pages: Sequence[Page]) -> None:
    """Make these, which `target` owns, its pages, each named once. To be done last: `Pdf.pages` is not asked again."""
    tree = target.Root.Pages
    for page in pages:
        page.obj.Parent = tree
    tree.Kids, tree.Count = Array([page.obj for page in pages]), len(pages)
