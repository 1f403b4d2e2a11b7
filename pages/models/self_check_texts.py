"""The texts of the self-check, for translators."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import TranslatableField

NAMESPACE = uuid.UUID("5b0f1b8e-6a53-4b0e-9c0a-2f6a4a1d7c11")


class SelfCheckTexts(TranslatableMixin, models.Model):
    """A mirror of the live form version's self-check, see `pages.self_check.mirroring`. Only translations are written.

    The id of a block is made from the place of its text, so that a translation keeps its place from one form version
    to the next.
    """

    texts = StreamField(
        [
            ("question", blocks.CharBlock(label=_("Question"))),
            ("option", blocks.CharBlock(label=_("Answer"))),
            ("title", blocks.CharBlock(label=_("Result"))),
            ("text", blocks.TextBlock(label=_("What it means"))),
            ("banner", blocks.TextBlock(label=_("Warning"))),
        ],
        verbose_name=_("texts"),
    )

    panels: ClassVar[list[Any]] = [FieldPanel("texts", read_only=True)]
    translatable_fields: ClassVar[list[Any]] = [TranslatableField("texts")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("texts of the self-check")
        verbose_name_plural = _("texts of the self-check")

    def __str__(self) -> str:
        return str(_("Texts of the self-check"))

    def by_place(self, places: Iterable[str]) -> dict[str, str]:
        """The texts that are there, by their places."""
        by_id = {block.id: str(block.value) for block in self.texts}
        return {place: by_id[block_id(place)] for place in places if block_id(place) in by_id}


def block_id(place: str) -> str:
    """`q1.duldung` always has the same block."""
    return str(uuid.uuid5(NAMESPACE, place))
