"""The pieces an editor combines into a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["bold", "link", "ul", "ol", "document-link"]


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


class LinkBlock(blocks.StructBlock):
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


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, template="pages/blocks/heading.html")
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES, template="pages/blocks/text.html")
    steps = StepsBlock()
    notice = NoticeBlock()
    links = LinksBlock()
    question = QuestionBlock()
