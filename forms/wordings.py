"""Every text of a form with its address: where it stands, said so that it stays the same from version to version.

Addresses are ``form.title``, ``step.<step>.title|intro``, ``<question>.label|help|option.<value>``, for a group
``<group>.label|help`` and ``<group>.<question>.…``, ``rule.<code>.message``, ``exclusion.<code>.label|text``,
``purpose.<code>.label``, ``attachment.<key>.label|note`` and ``consent.<code of a purpose, or number>``.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from forms.consent_texts import ConsentText
from forms.definition import FormDefinition, Group, Question, Step

Text = tuple[str, str]
"""An address and the German that stands there."""

RESERVED = frozenset({"form", "step", "rule", "exclusion", "purpose", "attachment", "consent"})
"""First words of addresses; a question or group of that key could not be told from them."""
SHARED_OPTIONS: Mapping[str, str] = {"consent_purposes": "purpose", "attachment_types": "attachment"}
"""Lists of options whose labels have addresses of their own, by what `options_ref` names."""
CONSENT = "consent"


def fingerprint(text: str) -> str:
    """SHA-256 of a text, hexadecimal: tells whether the German is still the one a translation was made from."""
    return sha256(text.encode()).hexdigest()


def wordings(form: FormDefinition) -> dict[str, str]:
    """The German of every address of a form, in the order of the form; empty texts are left out."""
    return {address: text.strip() for address, text in _every(form) if text.strip()}


def chapters(form: FormDefinition) -> dict[str, dict[str, str]]:
    """As `wordings`, by where they stand: ``form``, ``step.<step>`` in order, ``rule``, ``exclusion`` and so on."""
    found: dict[str, dict[str, str]] = {}
    for chapter, texts in _chapters(form):
        found[chapter] = {address: text.strip() for address, text in texts if text.strip()}
    return {chapter: texts for chapter, texts in found.items() if texts}


def consent_wordings(consent: ConsentText) -> dict[str, str]:
    """The German of every paragraph of a consent text."""
    return {f"{CONSENT}.{key}": text for key, text in consent.paragraphs().items()}


def question_address(question: Question, group: Group | None = None) -> str:
    """Start of the addresses of a question's texts."""
    return f"{group.key}.{question.key}" if group else question.key


def option_address(start: str, question: Question, option: str) -> str:
    """The address of an option's label; `start` is the question's."""
    shared = SHARED_OPTIONS.get(question.options_ref)
    return f"{shared}.{option}.label" if shared else f"{start}.option.{option}"


def address_of_place(place: str) -> str:
    """Start of the addresses of the question at a place of a draft: without the id of an item."""
    group, *rest = place.split(".")
    return f"{group}.{rest[-1]}" if rest else group


def _every(form: FormDefinition) -> Iterator[Text]:
    for _chapter, texts in _chapters(form):
        yield from texts


def _chapters(form: FormDefinition) -> Iterator[tuple[str, Iterator[Text]]]:
    yield "form", iter([("form.title", form.title)])
    for step in form.steps:
        yield f"step.{step.key}", _of_step(step)
    yield "rule", ((f"rule.{code}.message", rule.message) for code, rule in form.rules.items())
    yield "exclusion", _of_exclusions(form)
    yield "purpose", ((f"purpose.{code}.label", purpose.label) for code, purpose in form.purposes.items())
    yield "attachment", _of_attachments(form)


def _of_exclusions(form: FormDefinition) -> Iterator[Text]:
    for code, exclusion in form.exclusions.items():
        yield from ((f"exclusion.{code}.{name}", str(exclusion.get(name, ""))) for name in ("label", "text"))


def _of_attachments(form: FormDefinition) -> Iterator[Text]:
    for key, kind in form.attachment_types.items():
        yield f"attachment.{key}.label", kind.label
        yield f"attachment.{key}.note", kind.note


def _of_step(step: Step) -> Iterator[Text]:
    yield f"step.{step.key}.title", step.title
    yield f"step.{step.key}.intro", step.intro
    for item in step.items:
        if isinstance(item, Question):
            yield from _of_question(item, item.key)
            continue
        yield f"{item.key}.label", item.label
        yield f"{item.key}.help", item.help
        for question in item.questions:
            yield from _of_question(question, question_address(question, item))


def _of_question(question: Question, start: str) -> Iterator[Text]:
    yield f"{start}.label", question.label
    yield f"{start}.help", question.help
    if question.options_ref not in SHARED_OPTIONS:
        yield from ((f"{start}.option.{option}", label) for option, label in question.options.items())
