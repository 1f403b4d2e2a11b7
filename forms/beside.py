"""Both languages of a page as markup: the German, and beside it what the person concerned reads."""

from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forms.choices import in_both
from forms.consent_texts import ConsentText, purpose_wording, without_code
from forms.definition import FormDefinition, Question
from forms.desk import Shows
from forms.ledger import Ledger
from forms.messages import Say
from forms.reading_languages import GERMAN
from forms.saying import persons_language
from forms.sentences import Sentence, of_system
from forms.translations import State, Words, words_of
from forms.wordings import option_address

ALONE = Words(GERMAN)
"""No language beside German."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the German of a page."""

    words: Words = field(default_factory=lambda: ALONE)
    shows: Shows = Shows.BOTH

    @property
    def is_on(self) -> bool:
        """Whether there is another language and it is shown."""
        return bool(self.words.language != GERMAN and self.shows is not Shows.GERMAN)

    @property
    def language(self) -> str:
        """Code of the language beside German; "" where there is none."""
        return "" if self.words.language == GERMAN else self.words.language

    def pair(self, german: str, address: str) -> SafeString:
        """A text of the form in both languages."""
        return self.both(german, self.words.says(address), GERMAN)

    def option_text(self, start: str, question: Question, option: str) -> str:
        """An option's label in the person's language; a purpose of the consent in the words of the sheet."""
        if question.options_ref == "consent_purposes" and self.reads_consent:
            return purpose_wording(self.words.says(f"consent.{option}"))
        return self.words.says(option_address(start, question, option))

    def sentence(self, sentence: Sentence) -> SafeString:
        """A sentence of the system or of a rule; the first language is the one of the interface."""
        other = sentence.said(self.words) if self.language else ""
        return self.both(sentence.text, other, sentence.language or get_language() or GERMAN)

    def phrase(self, say: Say) -> SafeString:
        return self.sentence(of_system(say))

    def consent(self, german: str, address: str) -> SafeString:
        """A paragraph of the consent text; its translation only while the whole of it may be read."""
        return self.both(german, without_code(self.words.says(address)) if self.reads_consent else "", GERMAN)

    @property
    def reads_consent(self) -> bool:
        return self.words.consent_state in (State.DRAFT, State.RELEASED)

    def in_one_line(self, german: str, other: str) -> str:
        """For the options of a select, which hold plain text only."""
        if not self.is_on or not other:
            return german
        return other if self.shows is Shows.PERSON else in_both(german, other)

    def both(self, text: str, other: str, language: str) -> SafeString:
        """A text and what stands beside it, both as markup or plain; without the other language the text alone."""
        if not self.is_on or not other or other == text:
            return format_html("{}", text) if not self.is_on else _marked(text, language)
        said = format_html(
            '<span class="pair__other" lang="{}" dir="{}">{}</span>', self.words.language, self.words.direction, other
        )
        if self.shows is Shows.PERSON:
            return said
        return format_html('<span class="pair">{}{}</span>', _marked(text, language), said)


def _marked(text: str, language: str) -> SafeString:
    return format_html('<span lang="{}" dir="ltr">{}</span>', language, text)


def beside_of(form: FormDefinition, ledger: Ledger, consent: ConsentText) -> Beside:
    """What a draft's desk has chosen; one query where there is another language."""
    language = persons_language(ledger)
    words = words_of(form, consent, language) if language else ALONE
    return Beside(words, ledger.desk.shows)
