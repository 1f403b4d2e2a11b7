"""Which pictures inside a text document are taken over, told by content."""

_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"\xd7\xcd\xc6\x9a")
_BITMAP = b"BM"
_METAFILE, _METAFILE_AT = b" EMF", 40


def is_picture(data: bytes) -> bool:
    """JPEG, PNG, GIF, TIFF, BMP or a metafile of Windows."""
    is_bitmap = data.startswith(_BITMAP) and data[6:10] == bytes(4)
    return data.startswith(_BEGINNINGS) or is_bitmap or data[_METAFILE_AT : _METAFILE_AT + 4] == _METAFILE
