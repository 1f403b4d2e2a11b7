"""Why a file is not taken, in plain sentences that name a way out; in whatever language is active when they are asked.

Person and case manager read them side by side, so they stand in the catalogues of every language.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, Promise] = {
    "empty": _("The file is empty. Please choose the file again, or scan the document once more."),
    "too_large": _("The file is too large. Please scan the document with a lower resolution or split it."),
    "wrong_type": _("This kind of file cannot be read here. Please send a PDF, or a photo as JPEG, PNG or HEIC."),
    "text_document": _(
        "Files of a word processor cannot be read here. Please open the file, save it as a PDF, and upload that."
    ),
    "macros": _(
        "The file contains macros, which are small programs. Please open it, save it as a PDF, and upload that."
    ),
    "encrypted": _(
        "The file is protected with a password. Please open it, print it as a new PDF without a password, "
        "and upload that."
    ),
    "damaged": _("The file is damaged or incomplete. Please print it as a new PDF, or scan the document once more."),
    "no_pages": _("The file has no pages. Please print the document as a new PDF."),
    "too_many_pages": _("The file has too many pages. Please upload only the pages that matter, or split it."),
    "page_size": _("A page of the file has an impossible size. Please print the document as a new PDF in A4."),
    "too_many_pixels": _("A picture in the file is too large. Please scan or photograph it with a lower resolution."),
    "bomb": _("The file is built in an unusual way and cannot be read safely. Please print it as a new PDF."),
    "elsewhere": _("The file refers to other files that are not here. Please print it as a new PDF."),
    "living_form": _("The file is a form that only one program can show. Please print it as a new PDF."),
    "too_slow": _("The file takes too long to read. Please print it as a new PDF, or scan the document once more."),
    "virus": _(
        "The virus scanner found something harmful in this file, so it was not taken. "
        "Please scan or photograph the paper, and send that."
    ),
    "scanner_away": _("This file cannot be checked for viruses just now. Please try again in a while."),
    "too_many": _("There are already %(most)s files. Please remove one, or join several files into one PDF."),
    "too_large_together": _(
        "All files together may have at most %(most)s MB. Please remove a file or upload a smaller one."
    ),
    "left_out": _(
        "Too much was sent at once, so this file was left out. Please send it again on its own; "
        "a single file may have at most %(most)s MB."
    ),
    "not_stored": _("This file could not be stored just now. Please try again in a while."),
}
CODES = tuple(_SENTENCES)
"""All codes with which a file can be refused."""


def sentence(code: str, facts: Mapping[str, int] | None = None) -> str:
    """The reason in the language that is active now; `facts` are the numbers it names. KeyError for no such code."""
    return str(_SENTENCES[code]) % (facts or {})
