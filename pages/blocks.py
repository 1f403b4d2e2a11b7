"""The pieces an editor combines into a page."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page

from pages.addresses import address_of
from pages.contact_roles import ContactRole
from pages.languages import KNOWN

TEXT_FEATURES = ["bold", "link", "ul", "ol", "document-link"]


def site_languages() -> list[tuple[str, str]]:
    return [(language.code, language.own_name) for language in KNOWN.values()]


class ChoosingBlock(blocks.StructBlock):
    """Its pages and files are told headless with title and address; the address is in the language being told."""

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        told: dict[str, Any] = super().get_api_representation(value, context)
        for name, block in self.child_blocks.items():
            if isinstance(block, blocks.PageChooserBlock):
                told[name] = _page_told(value[name])
            elif isinstance(block, DocumentChooserBlock):
                told[name] = _file_told(value[name])
        return told


def _page_told(page: Page | None) -> dict[str, Any] | None:
    if page is None:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    return {"id": page.pk, "title": page.title, "address": address_of(page.url_path, language)}


def _file_told(document: AbstractDocument | None) -> dict[str, Any] | None:
    return document and {"id": document.pk, "title": document.title, "address": document.url}


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"))

    class Meta:
        label = _("Numbered steps")
        template = "pages/blocks/steps.html"


class NoticeBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[
            ("information", _("Information")),
            ("good", _("Good news")),
            ("attention", _("Attention")),
            ("serious", _("Serious")),
        ],
        default="information",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        label = _("Notice")
        template = "pages/blocks/notice.html"


class LinkBlock(ChoosingBlock):
    page = blocks.PageChooserBlock(label=_("Page"))
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=240)

    class Meta:
        label = _("Link")


class LinksBlock(blocks.StructBlock):
    links = blocks.ListBlock(LinkBlock(), label=_("Links"))

    class Meta:
        label = _("Links to other pages")
        template = "pages/blocks/links.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=240)
    answer = blocks.RichTextBlock(label=_("Answer"), features=TEXT_FEATURES)

    class Meta:
        label = _("Question and answer")
        template = "pages/blocks/question.html"


class ContactBlock(blocks.StructBlock):
    """Shows the contact of a role, or says visibly that the city still has to enter it."""

    role = blocks.ChoiceBlock(label=_("Whose contact"), choices=ContactRole.choices)

    class Meta:
        label = _("Contact")
        template = "pages/blocks/contact.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        page = context.get("page")
        contacts = page.contacts if page is not None else {}
        return {**context, "contact": contacts.get(value["role"])}


class SelfCheckBlock(blocks.StructBlock):
    """Leads to the self-check, which is no page."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=240)
    label = blocks.CharBlock(label=_("Words on the button"), max_length=60)

    class Meta:
        label = _("Way to the self-check")
        template = "pages/blocks/self_check.html"


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, template="pages/blocks/heading.html")
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, template="pages/blocks/text.html")
    steps = StepsBlock()
    notice = NoticeBlock()
    links = LinksBlock()
    question = QuestionBlock()
    contact = ContactBlock()
    self_check = SelfCheckBlock()


class PointsBlock(blocks.StreamBlock):
    point = blocks.CharBlock(label=_("Point"), max_length=240)


class GeneralQuestionBlock(QuestionBlock):
    released_on = blocks.DateBlock(label=_("Released by the board on"))

    class Meta:
        label = _("General question with its released answer")


class SentenceBlock(blocks.StructBlock):
    """The German sentence is the same in each language; what it means is translated."""

    german = blocks.RegexBlock(regex=r"^.{1,240}$", label=_("German sentence"))
    meaning = blocks.CharBlock(label=_("What it means"), max_length=240)

    class Meta:
        label = _("Sentence to show or read out")


class SeatBlock(blocks.StructBlock):
    """Names of people and organisations are not translated, hence no text blocks."""

    seat = blocks.CharBlock(label=_("Seat"), max_length=120)
    name = blocks.RegexBlock(regex=r"^.{1,120}$", label=_("Name (empty: vacant)"), required=False)
    organisation = blocks.RegexBlock(regex=r"^.{1,120}$", label=_("Organisation"), required=False)
    since = blocks.DateBlock(label=_("Member since"), required=False)

    class Meta:
        label = _("Seat")


class DownloadBlock(ChoosingBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.CharBlock(label=_("What it is for"), required=False, max_length=240)
    file = DocumentChooserBlock(label=_("File"))
    language = blocks.ChoiceBlock(label=_("Language of the file"), choices=site_languages)
    dated = blocks.DateBlock(label=_("Version of"))

    class Meta:
        label = _("File to download")


class SheetBlock(ChoosingBlock):
    """The sheet that is made of a page, always as the page is now."""

    page = blocks.PageChooserBlock(label=_("Page"))

    class Meta:
        label = _("Sheet of a page (PDF)")
