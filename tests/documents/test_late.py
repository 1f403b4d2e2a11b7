"""Joining holds no file's long data: it is read again, one file at a time, while the document is given out."""

import hashlib
import io
import tracemalloc
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Name, Stream

from documents.assembling import AttachmentFile, assemble, assemble_into, page_counts
from documents.late import LONG, Late
from documents.rendering import render
from tests.documents import hostile
from tests.documents.attachments import files_for
from tests.documents.examples import illness

PICTURE = bytes(range(256)) * (LONG // 256)


@dataclass
class Kept:
    """A stored file that counts how often it is read."""

    pdf: bytes
    read_at: list[int] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()

    def read(self) -> bytes:
        self.read_at.append(len(self.read_at))
        return self.pdf


def with_picture(data: bytes) -> bytes:
    """A sheet with one long stream, which says it is a JPEG."""
    with pikepdf.open(io.BytesIO(hostile.paper())) as source:
        picture = source.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8)
        picture.stream_dict.Filter = Name.DCTDecode
        picture.stream_dict.ColorSpace, picture.stream_dict.BitsPerComponent = Name.DeviceGray, 8
        source.pages[0].obj.Resources["/XObject"] = pikepdf.Dictionary(Im=picture)
        return hostile.saved(source)


def long_data(pdf: bytes, password: str = "") -> list[bytes]:
    with pikepdf.open(io.BytesIO(pdf), password=password) as document:
        found = [one.read_raw_bytes() for one in document.objects if isinstance(one, Stream)]
    return [data for data in found if len(data) >= LONG and data[:4] == PICTURE[:4]]


def test_files_in_a_store_and_in_memory_give_the_same_document() -> None:
    content = illness()
    held = files_for(content) | {"a1": [AttachmentFile(name="a.pdf", pdf=with_picture(PICTURE), pages=1)]}
    stored = {
        key: [AttachmentFile(name=one.name, pdf=Kept(one.read()), pages=one.pages) for one in files]
        for key, files in held.items()
    }
    rendered = render(content, page_counts(content, held))

    made = assemble(rendered, held, content)
    again, pieces = assemble_into(b"".join, rendered, stored, content)

    assert (again.sha256, again.identifier, pieces) == (made.sha256, made.identifier, made.pdf)
    assert made.sha256 == hashlib.sha256(made.pdf).hexdigest()


def test_long_data_stands_in_the_document_as_it_was_also_where_that_is_locked() -> None:
    content = illness()
    files = files_for(content) | {"a1": [AttachmentFile(name="a.pdf", pdf=with_picture(PICTURE), pages=1)]}
    rendered = render(content, page_counts(content, files))

    assert long_data(assemble(rendered, files, content).pdf) == [PICTURE]
    assert long_data(assemble(rendered, files, content, password="geheim").pdf, "geheim") == [PICTURE]


def test_a_file_that_is_left_out_is_short_until_its_data_is_put_in() -> None:
    kept, late = Kept(with_picture(PICTURE)), Late()
    with pikepdf.open(io.BytesIO(kept.pdf)) as source:
        late.leave_out(source, kept.read)
        (token,) = [
            one.read_raw_bytes()
            for one in source.objects
            if isinstance(one, Stream) and one.get("/Subtype") == Name.Image
        ]

    assert len(token) < 100
    assert kept.read_at == []
    assert late.put_in(token) == PICTURE
    assert late.put_in(token) == PICTURE
    assert kept.read_at == [0]
    late.close()


def test_no_file_can_pretend_that_something_was_left_out_of_it() -> None:
    first, second = Late(), Late()
    with pikepdf.open(io.BytesIO(with_picture(PICTURE))) as source:
        first.leave_out(source, lambda: b"")
        tokens = [one.read_raw_bytes() for one in source.objects if isinstance(one, Stream)]

    assert [second.put_in(token) for token in tokens] == tokens


def test_memory_does_not_grow_with_the_pictures_of_the_attachments() -> None:
    content = illness()
    big = Kept(with_picture(PICTURE * 256))
    few = files_for(content) | {"a1": [AttachmentFile(name="a.pdf", pdf=big, pages=1)]}
    many = few | {"a1": few["a1"] * 10}
    renderings = [render(content, page_counts(content, files)) for files in (few, many)]

    tracemalloc.start()
    for rendered, files in zip(renderings, (few, many), strict=True):
        assemble_into(lambda pieces: sum(map(len, pieces)), rendered, files, content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 8 * len(big.pdf)  # ten of them would be more
