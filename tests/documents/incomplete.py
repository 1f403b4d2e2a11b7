"""Files that would be taken while something on their pages is gone, and the note that tells it."""

from collections.abc import Callable

from tests.documents.handwritten import PAGE, WORDS, raw, signed_and_changed, stream, unlisted

STAMP = b"<</Type/Annot/Subtype/Stamp/F 4/Rect[100 100 300 300]/AP<</N %b>>>>"
BOX = b"0 0 200 200 re f"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]"
INCOMPLETE: dict[str, tuple[Callable[[], bytes], str]] = {
    "font out of the table": (lambda: unlisted(raw(), 5), "repaired"),
    "content out of the table": (lambda: unlisted(raw(), 4), "repaired"),
    "text without end": (lambda: raw({4: stream(WORDS[:-8])}), "repaired"),
    "font that is nothing": (lambda: raw({5: b"null"}), "repaired"),
    "form that is nothing": (lambda: raw({4: stream(WORDS + b" /X Do")}), "repaired"),
    "drawing of no kind": (
        lambda: raw(
            {
                3: PAGE.replace(b"<</Font", b"<</XObject<</X 6 0 R>>/Font") % b"",
                4: stream(WORDS + b" /X Do"),
                6: stream(BOX, FORM.replace(b"/Form", b"/Fosm")),
            }
        ),
        "repaired",
    ),
    "branch that is a page": (
        lambda: raw(
            {
                2: b"<</Type/Pages/Count 1/Kids[3 0 R 6 0 R]>>",
                6: b"<</Type/Pages/Parent 2 0 R/Count 1/Kids 7 0 R>>",
                7: PAGE % b"",
            }
        ),
        "repaired",
    ),
    "branch without leaves": (
        lambda: raw({2: b"<</Type/Pages/Count 2/Kids[3 0 R 6 0 R]>>", 6: b"<</Type/Pages/Parent 2 0 R/Kids[]>>"}),
        "repaired",
    ),
    "more pages counted than there are": (lambda: raw({2: b"<</Type/Pages/Count 3/Kids[3 0 R]>>"}), "repaired"),
    "later section cut off": (lambda: signed_and_changed()[:-60], "repaired"),
    "stamp without its drawing": (lambda: raw({6: STAMP % b"99 0 R"}, page=b"/Annots[6 0 R]"), "remark_left"),
    "stamp whose drawing has no box": (
        lambda: raw({6: STAMP % b"7 0 R", 7: stream(BOX, b"/Type/XObject/Subtype/Form")}, page=b"/Annots[6 0 R]"),
        "remark_left",
    ),
    "stamp in no state": (
        lambda: raw({6: STAMP % b"<</On 7 0 R>>", 7: stream(BOX, FORM)}, page=b"/Annots[6 0 R]"),
        "remark_left",
    ),
    "value without a form around it": (
        lambda: raw(
            {6: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(Wert)/DA(/F1 20 Tf)/F 4/Rect[100 100 300 300]>>"},
            page=b"/Annots[6 0 R]",
        ),
        "remark_left",
    ),
}
