"""What the gate noticed about a file that it took, in plain sentences; they warn and never block.

Person and case manager read them side by side, so they stand in the catalogues of every language.
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: dict[str, Promise] = {
    "blurred": _(
        "The photo looks blurred. If not every word can be read, please hold the phone still and take it again."
    ),
    "dark": _("The photo looks dark. If not every word can be read, please take it again near a window or a lamp."),
    "coarse": _("The picture is very small. If not every word can be read, please send the original photo."),
    "repaired": _("The file was damaged and has been mended. Please check whether a page is missing."),
    "flattened": _("Form fields and remarks in the file were drawn onto its pages."),
    "remark_left": _(
        "A remark in the file could not be drawn and is missing. Please print the file with its remarks as a new PDF."
    ),
    "files_left": _("Files inside this file were left out. If they are needed, please attach each of them by itself."),
    "picture_left": _(
        "A picture or drawing in the file could not be taken over. If it is needed, please save the file as a PDF "
        "and send that."
    ),
    "layers": _("Hidden layers of the file were left out."),
    "fonts_lacking": _(
        "Some letters in the file could look different on other devices or be missing, because their font is not in "
        "it. Please print the file as a new PDF and send that."
    ),
    "first_frame": _("Only the first picture of this moving picture was taken."),
}
"""By the gate's notes; what nobody needs to know has none."""


def told(notes: Iterable[str]) -> list[Promise]:
    """The sentences of those notes that people should hear, in the gate's order."""
    return [_SENTENCES[note] for note in notes if note in _SENTENCES]
