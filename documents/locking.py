"""Writing a document out: the same bytes each time, or encrypted with AES-256."""

import io
import secrets

import pikepdf
from pikepdf import Array, Pdf, String


def written(target: Pdf, password: str = "", *, is_first_page_first: bool = False) -> bytes:
    """The file's bytes; with a password encrypted (AES-256), and then different each time.

    Printing and copying text, also for screen readers, stay permitted; changing pages does not. Each document has an
    identifier of its own, which other programs keep: the one of what it was made from goes.
    """
    result = io.BytesIO()
    _forget_identifier(target)
    if password:  # qpdf would make it of the second and the title, so that two copies could share it
        target.trailer.ID = Array([String(secrets.token_bytes(16))] * 2)
    target.save(
        result,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        encryption=_encryption(password) if password else None,
        deterministic_id=not password,
        linearize=is_first_page_first,
    )
    return result.getvalue()


def _forget_identifier(target: Pdf) -> None:
    if "/ID" in target.trailer:
        del target.trailer["/ID"]


def _encryption(password: str) -> pikepdf.Encryption:
    return pikepdf.Encryption(
        user=password,
        owner=secrets.token_urlsafe(24),
        R=6,
        allow=pikepdf.Permissions(
            accessibility=True,
            extract=True,
            modify_annotation=False,
            modify_assembly=False,
            modify_form=False,
            modify_other=False,
            print_lowres=True,
            print_highres=True,
        ),
    )
