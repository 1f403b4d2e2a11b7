"""An empty page that stands for an attachment nobody has: in previews on invented persons."""

import io

import pikepdf

A4 = (595, 842)  # points


def blank_sheet() -> bytes:
    """A PDF of one empty A4 page; each time the same bytes."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A4)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
