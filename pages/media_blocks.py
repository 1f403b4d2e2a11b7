"""Slots for a read-out recording and for a film in sign language."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class RecordingBlock(blocks.StructBlock):
    """The page read aloud, in the page's own language; the page itself is the transcript."""

    audio = DocumentChooserBlock(label=_("Audio file"), help_text=_("MP3, M4A or OGG, in the language of this page."))

    class Meta:
        label = _("Recording of this page")
        icon = "volume-up"


class SignVideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    video = DocumentChooserBlock(label=_("Video file"), required=False, help_text=_("MP4 or WebM."))
    address = blocks.RegexBlock(
        regex=r"^/[\w./-]*$",
        label=_("or address on this site"),
        required=False,
        help_text=_("Begins with “/”. Videos of other sites are not shown: they would watch the readers."),
    )
    transcript = blocks.RichTextBlock(label=_("What is said, as text"), features=["bold", "ul", "ol"])

    class Meta:
        label = _("Sign-language video")
        icon = "media"


class MediaBlock(blocks.StreamBlock):
    recording = RecordingBlock()
    sign_video = SignVideoBlock()
