"""The editor of a wording: one stream of blocks, to be written, moved and removed."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.base import BlockField

from gremium.letters.blocks import TEXT_KINDS, Block, BlockKind, Body
from gremium.letters.kinds import Kind

ICONS = {
    BlockKind.HEADING: "title",
    BlockKind.PARAGRAPH: "pilcrow",
    BlockKind.POINTS: "list-ul",
    BlockKind.BOX: "warning",
    BlockKind.FREE: "edit",
    BlockKind.LIST: "list-ol",
    BlockKind.CHOICE: "check",
    BlockKind.GROUP: "table",
}


class NamedText(blocks.TextBlock):
    """Readers of the screen hear what the field is; Wagtail names fields inside a stream by their frame alone."""

    @cached_property
    def field(self) -> forms.Field:
        field: forms.Field = super().field
        field.widget.attrs["aria-label"] = self.label
        return field


class WordingForm(forms.Form):
    """The blocks of one wording; `written` gives them back."""

    def __init__(self, kind: Kind, body: Body, sent: Any = None) -> None:
        block = _stream(kind)
        super().__init__(sent, initial={"blocks": block.to_python([_shown(one) for one in body])})
        block.set_name("blocks")
        self.fields["blocks"] = BlockField(block=block, label=_("Wording"), required=False)

    def written(self) -> Body:
        return tuple(_written(one.block_type, one.value) for one in self.cleaned_data["blocks"])


def _stream(kind: Kind) -> blocks.StreamBlock:
    lines = _("Each line is a sentence or a paragraph of its own.")
    children: list[tuple[str, blocks.Block]] = [
        (BlockKind.HEADING.value, NamedText(label=BlockKind.HEADING.label, rows=1, icon=ICONS[BlockKind.HEADING])),
        *(
            (one.value, NamedText(label=one.label, rows=4, help_text=lines, icon=ICONS[one]))
            for one in (BlockKind.PARAGRAPH, BlockKind.POINTS, BlockKind.BOX)
        ),
    ]
    named: Sequence[tuple[BlockKind, list[tuple[str, str]]]] = (
        (BlockKind.FREE, [(one.key, one.label) for one in kind.placeholders if one.is_free]),
        (BlockKind.LIST, [(one.key, one.label) for one in kind.lists]),
        (BlockKind.CHOICE, [(one.key, one.label) for one in kind.choices]),
        (BlockKind.GROUP, [(one.key, one.label) for one in kind.groups]),
    )
    children += [(one.value, _of_facts(one, choices)) for one, choices in named if choices]
    return blocks.StreamBlock(children, required=False)


def _of_facts(kind: BlockKind, choices: list[tuple[str, str]]) -> blocks.StructBlock:
    fields: list[tuple[str, blocks.Block]] = [("key", blocks.ChoiceBlock(choices=choices, label=_("What stands here")))]
    if kind != BlockKind.CHOICE:
        introduction = blocks.TextBlock(
            required=False,
            rows=2,
            label=_("Sentence before it"),
            help_text=_("Left out where there is nothing to show."),
        )
        fields.append(("said", introduction))
    return blocks.StructBlock(fields, label=kind.label, icon=ICONS[kind])


def _shown(block: Block) -> dict[str, Any]:
    """With an id, by which Wagtail tells the frames of the blocks apart; a wording keeps none."""
    said = "\n".join(block.sentences)
    value: Any = said if block.kind in TEXT_KINDS else {"key": block.key, "said": said}
    return {"type": block.kind, "value": value, "id": str(uuid4())}


def _written(kind: str, value: Any) -> Block:
    said, key = (value, "") if kind in TEXT_KINDS else (value.get("said") or "", value["key"])
    return Block(kind, tuple(" ".join(line.split()) for line in str(said).splitlines() if line.strip()), key)
