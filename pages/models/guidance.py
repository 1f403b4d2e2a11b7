"""Pages that explain: the course of action, whom it is for, questions with answers."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from wagtail import blocks
from wagtail.fields import StreamField

from pages.blocks import GeneralQuestionBlock, QuestionBlock, StepBlock
from pages.board_work import Chosen
from pages.models.public import PublicPage


class ProcessPage(PublicPage):
    """A course of action as numbered steps, such as “So läuft es ab”."""

    steps = StreamField([("step", StepBlock())], verbose_name=gettext_lazy("steps"))

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    own_texts: ClassVar[tuple[str, ...]] = ("steps",)
    content_template: ClassVar[str] = "pages/_process.html"
    is_sensitive: ClassVar[bool] = True

    class Meta:
        verbose_name = gettext_lazy("page of steps")
        verbose_name_plural = gettext_lazy("pages of steps")


class EligibilityPage(PublicPage):
    """Whom something is for: two lists of conditions, then free content."""

    possible_if = StreamField(
        [("point", blocks.CharBlock(label=gettext_lazy("Condition"), max_length=240))],
        verbose_name=gettext_lazy("possible if"),
    )
    not_possible_if = StreamField(
        [("point", blocks.CharBlock(label=gettext_lazy("Condition"), max_length=240))],
        verbose_name=gettext_lazy("not possible if"),
    )

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    own_texts: ClassVar[tuple[str, ...]] = ("possible_if", "not_possible_if")
    content_template: ClassVar[str] = "pages/_eligibility.html"
    is_sensitive: ClassVar[bool] = True

    class Meta:
        verbose_name = gettext_lazy("page on whom it is for")
        verbose_name_plural = gettext_lazy("pages on whom it is for")


class FaqPage(PublicPage):
    """Frequent questions. They speak of deportation, courts and deadlines, hence sensitive."""

    questions = StreamField([("question", QuestionBlock())], verbose_name=gettext_lazy("questions"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    own_texts: ClassVar[tuple[str, ...]] = ("questions",)
    content_template: ClassVar[str] = "pages/_questions.html"
    is_sensitive: ClassVar[bool] = True

    class Meta:
        verbose_name = gettext_lazy("page of frequent questions")
        verbose_name_plural = gettext_lazy("pages of frequent questions")


class GeneralQuestionsPage(PublicPage):
    """Professional questions without any person, with the answers the board has released (seed R28, R29)."""

    questions = StreamField([("question", GeneralQuestionBlock())], verbose_name=gettext_lazy("questions"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    own_texts: ClassVar[tuple[str, ...]] = ("questions",)
    content_template: ClassVar[str] = "pages/_questions.html"

    class Meta:
        verbose_name = gettext_lazy("page of general questions")
        verbose_name_plural = gettext_lazy("pages of general questions")

    def content_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"chosen": Chosen.asked(request.GET, get_language() or settings.LANGUAGE_CODE)}
