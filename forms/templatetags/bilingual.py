"""A text of the form in German and, beside it, in the language that the desk has chosen."""

from collections.abc import Callable
from typing import Any

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forms import messages
from forms.beside import Beside
from forms.controls import Option, Prompt
from forms.sentences import Sentence

register = template.Library()


@register.simple_tag(takes_context=True)
def pair(context: Context, german: str, *address: str) -> SafeString:
    """`{% pair step.title "step" step.key "title" %}`: a text of the form by the parts of its address."""
    return _beside(context).pair(german, ".".join(address))


@register.simple_tag(takes_context=True)
def label(context: Context, prompt: Prompt) -> SafeString:
    """The label of a question, with the mark of those that may be left out."""
    if prompt.said is not None:
        return _label(context, prompt)
    return _once(context, ("label", prompt.address), lambda: _label(context, prompt))


def _label(context: Context, prompt: Prompt) -> SafeString:
    beside = _beside(context)
    if prompt.said is not None:
        said, other = prompt.said.text, prompt.said.said(beside.words) if beside.language else ""
        language = get_language() or ""
    else:
        said, other, language = prompt.question.label, beside.words.says(f"{prompt.address}.label"), "de"
    other = "" if other == said else other
    say = messages.recommended if prompt.question.recommended else messages.optional
    if prompt.question.required and not prompt.question.recommended:
        return beside.both(said, other, language)
    mark = format_html('<span class="field__optional" lang="{}">{}</span>', get_language() or "", say())
    return beside.both(
        format_html("{} {}", said, mark), other and format_html("{} {}", other, _mark_of(beside, say)), language
    )


@register.simple_tag(takes_context=True)
def choice(context: Context, prompt: Prompt, option: Option) -> SafeString:
    """The label of an option, with the mark of purposes that the board needs."""
    return _once(context, ("choice", prompt.address, option.value), lambda: _choice(context, prompt, option))


def _choice(context: Context, prompt: Prompt, option: Option) -> SafeString:
    beside = _beside(context)
    other = beside.option_text(prompt.address, prompt.question, option.value)
    if not option.mark:
        return beside.both(option.label, other, "de")
    mark = format_html('<span class="purpose-mark">{}</span>', option.mark)
    return beside.both(format_html("{} {}", option.label, mark), other and format_html("{} {}", other, mark), "de")


@register.simple_tag(takes_context=True)
def told(context: Context, sentence: Sentence) -> SafeString:
    """A sentence of the system or of a rule."""
    return _beside(context).sentence(sentence)


@register.simple_tag(takes_context=True)
def beneath(context: Context, sentence: Sentence) -> SafeString:
    """What a sentence says in the person's language, for a line of its own under the German one."""
    beside = _beside(context)
    other = sentence.said(beside.words) if beside.is_on else ""
    if not other:
        return SafeString("")
    return format_html(
        '<span class="beneath" lang="{}" dir="{}">{}</span>', beside.language, beside.words.direction, other
    )


@register.simple_tag(takes_context=True)
def phrase(context: Context, name: str) -> SafeString:
    """`{% phrase "gate" %}`: one of the system's own sentences, by the name it has in `forms.messages`."""
    say: Callable[[], str] = getattr(messages, name)
    return _beside(context).phrase(say)


@register.simple_tag(takes_context=True)
def paragraph(context: Context, german: SafeString, address: str) -> SafeString:
    """A paragraph of the consent text."""
    return _beside(context).consent(german, address)


@register.simple_tag(takes_context=True)
def options_of(context: Context, options: tuple[tuple[str, str], ...]) -> str:
    """The labels of chosen options in the person's language; "" unless each of them has one."""
    words = _beside(context).words
    others = [words.says(address) for _german, address in options]
    return ", ".join(others) if others and all(others) else ""


@register.simple_tag(takes_context=True)
def both(context: Context, german: Any, other: str) -> SafeString:
    return _beside(context).both(conditional_escape(german), other, "de")


def _once(context: Context, key: tuple[str, ...], make: Callable[[], SafeString]) -> SafeString:
    """The entries of a group repeat the same texts: each is made once a page, in what one rendering keeps."""
    kept: Any = context.render_context.dicts[0].setdefault("once", {})  # type: ignore[arg-type]
    if key not in kept:
        kept[key] = make()
    made: SafeString = kept[key]
    return made


def _beside(context: Context) -> Beside:
    found = context.get("beside")
    return found if isinstance(found, Beside) else Beside()


def _mark_of(beside: Beside, say: messages.Say) -> SafeString:
    words = messages.said_in(beside.language, say) if beside.language else ""
    return format_html('<span class="field__optional">{}</span>', words)
