"""Sentences that are safe only with the German beside them."""

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from pages.self_check.words import Words

register = template.Library()


class BesideGerman(template.Node):
    def __init__(self, sentence: template.NodeList) -> None:
        self.sentence = sentence

    def render(self, context: Context) -> SafeString:
        text = self._said(context)
        with override(settings.LANGUAGE_CODE):
            german = self._said(context)
        is_german = text == german  # also where the reader's language has no word for it
        language = settings.LANGUAGE_CODE if is_german else get_language() or settings.LANGUAGE_CODE
        words = Words(text, language, "" if is_german else german)
        return mark_safe(render_to_string("pages/self_check/_words.html", {"words": words}).strip())

    def _said(self, context: Context) -> SafeString:
        return mark_safe(self.sentence.render(context).strip())


@register.tag
def beside_german(parser: Parser, token: Token) -> BesideGerman:
    """`{% beside_german %}{% translate "…" %}{% endbeside_german %}`: in the reader's language and in German."""
    sentence = parser.parse(("endbeside_german",))
    parser.delete_first_token()
    return BesideGerman(sentence)
