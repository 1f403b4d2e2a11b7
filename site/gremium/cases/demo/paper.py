"""Small PDF pages that stand for the attachments of fictional cases."""

PAGE = (595, 842)  # A4 in points
LEFT, TOP, LINE = 72, 740, 22


def sample_paper(*lines: str) -> bytes:
    """One A4 page with the lines as text; wholly fictional, and says so."""
    text = b"".join(
        b"%d %d Td (%s) Tj\n" % (LEFT if number == 0 else 0, TOP if number == 0 else -LINE, _escaped(line))
        for number, line in enumerate(lines)
    )
    content = b"BT /F1 13 Tf\n" + text + b"ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>" % PAGE,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    return _file(objects)


def _escaped(line: str) -> bytes:
    raw = line.encode("cp1252", "replace")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: tuple[bytes, ...]) -> bytes:
    """Objects, their places, and the trailer, as ISO 32000 wants them."""
    body = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(body)
