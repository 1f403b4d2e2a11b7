"""Writing a document out: the same bytes each time, or encrypted with AES-256."""

import io
import secrets

import pikepdf
from pikepdf import Pdf


def written(target: Pdf, password: str = "") -> bytes:
    """The file's bytes; with a password encrypted (AES-256), and then different each time.

    Printing and copying text, also for screen readers, stay permitted; changing pages does not.
    """
    result = io.BytesIO()
    target.save(
        result,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        encryption=_encryption(password) if password else None,
        deterministic_id=not password,
    )
    return result.getvalue()


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
