"""German inside a page of another language: beside a translation, or left in it."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString
from wagtail.blocks.base import BoundBlock

from pages.german_parts import marked
from pages.originals import Original, german_html

register = template.Library()


@register.simple_tag(takes_context=True)
def german_beside(context: template.Context, block: BoundBlock) -> Original | None:
    """The German block that must be shown with this one; None where there is none."""
    originals = context.get("originals")
    return originals.blocks.get(block.id) if originals else None


@register.simple_tag
def german_words(original: Original) -> SafeString:
    return german_html(original)


class MarkGerman(template.Node):
    def __init__(self, texts: FilterExpression, content: NodeList) -> None:
        self.texts, self.content = texts, content

    def render(self, context: template.Context) -> SafeString:
        return marked(self.content.render(context), self.texts.resolve(context) or ())


@register.tag
def markgerman(parser: Parser, token: Token) -> MarkGerman:
    """`{% markgerman texts %} … {% endmarkgerman %}`: these texts are marked as German."""
    _name, texts = token.split_contents()
    content = parser.parse(("endmarkgerman",))
    parser.delete_first_token()
    return MarkGerman(parser.compile_filter(texts), content)
