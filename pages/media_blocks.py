"""Slots for a read-out recording and for a film in sign language."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from tinytag import TinyTag, TinyTagException
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import AbstractDocument

from pages.blocks import ChoosingBlock
from pages.file_kinds import AUDIO, CAPTIONS, VIDEO, extension_of


class MediaStructBlock(ChoosingBlock):
    """Its files must be of the kinds named in `kinds`; the file in `main` is told with kind, size and length."""

    kinds: ClassVar[dict[str, tuple[str, ...]]] = {}
    main: ClassVar[str] = ""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        wrong = {
            name: ValidationError(gettext("Choose a file of the kind %(kinds)s.") % {"kinds": " / ".join(kinds)})
            for name, kinds in self.kinds.items()
            if cleaned.get(name) and extension_of(cleaned[name].filename) not in kinds
        }
        if wrong:
            raise StructBlockValidationError(block_errors=wrong)
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        document = value.get(self.main)
        return {**context, "details": details_of(document) if document else []}


class RecordingBlock(MediaStructBlock):
    """The page read aloud, in the page's own language; the page itself is the transcript."""

    audio = DocumentChooserBlock(label=_("Audio file"), help_text=_("MP3, M4A or OGG, in the language of this page."))

    kinds: ClassVar[dict[str, tuple[str, ...]]] = {"audio": AUDIO}
    main: ClassVar[str] = "audio"

    class Meta:
        label = _("Recording of this page")
        icon = "volume-up"
        template = "pages/blocks/recording.html"


class SignVideoBlock(MediaStructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    video = DocumentChooserBlock(
        label=_("Video file"),
        required=False,
        help_text=_("MP4 or WebM, at least 320 × 240 points and 25 pictures a second (BITV 2.0, annex 2)."),
    )
    captions = DocumentChooserBlock(label=_("Captions"), required=False, help_text=_("WebVTT, in German."))
    address = blocks.RegexBlock(
        regex=r"^/[\w./-]*$",
        label=_("or address on this site"),
        required=False,
        help_text=_("Begins with “/”. Videos of other sites are not shown: they would watch the readers."),
    )
    transcript = blocks.RichTextBlock(label=_("What is said, as text"), features=["bold", "ul", "ol"])

    kinds: ClassVar[dict[str, tuple[str, ...]]] = {"video": VIDEO, "captions": CAPTIONS}
    main: ClassVar[str] = "video"

    class Meta:
        label = _("Sign-language video")
        icon = "media"
        template = "pages/blocks/sign_video.html"


class MediaBlock(blocks.StreamBlock):
    recording = RecordingBlock()
    sign_video = SignVideoBlock()


def details_of(document: AbstractDocument) -> list[str]:
    """Kind, size, length where it is known: what a reader wants to know before she loads it."""
    told = (document.file_extension.upper(), filesizeformat(document.get_file_size()), length_of(document))
    return list(filter(None, told))


def length_of(document: AbstractDocument) -> str:
    """Minutes and seconds; empty where the file does not tell."""
    try:
        with document.file.open("rb") as file:
            seconds = TinyTag.get(filename=document.filename, file_obj=file, tags=False).duration
    except (TinyTagException, OSError):
        return ""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}" if seconds else ""
