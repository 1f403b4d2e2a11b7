"""The receipt of a withdrawal for the person, in German and her language, without anything of the case."""

import re
from collections.abc import Iterator, Sequence

from django.utils import timezone

from documents.bilingual import Answer, Paper, Piece, Said, Title
from forms import messages
from forms import withdrawal_words as words
from forms.beside import Beside
from forms.consent_paper import site_name, tongue_of
from forms.consent_texts import ConsentText, purpose_wording
from forms.messages import Say
from forms.paper_words import both
from forms.presentation import display_date
from forms.translations import words_of
from forms.versions import FORM_KEY, FormVersion
from forms.withdrawals import Details, Withdrawal

_LINE = re.compile(r":?\s*_{4,}")
"""Where somebody wrote on the consent sheet."""


def receipt_of(withdrawal: Withdrawal, *, reference: str) -> Paper:
    """The receipt as it stands today. Raises vault.SealBroken, keystore.KeyMissing."""
    details = withdrawal.details()
    texts = ConsentText.objects.filter(form_key=FORM_KEY, sha256=withdrawal.consent_sha256)
    consent = texts.first() or ConsentText.objects.current(FORM_KEY)
    form = FormVersion.objects.current(FORM_KEY).definition
    beside = Beside(words_of(form, consent, details.language)) if details.language else Beside()
    return withdrawal_paper(withdrawal, details, consent, beside, reference=reference)


def withdrawal_paper(
    withdrawal: Withdrawal, details: Details, consent: ConsentText, beside: Beside, *, reference: str
) -> Paper:
    """The receipt; `reference` is what those who work on the case call it, `consent` the text that was agreed to."""
    language = beside.language
    return Paper(
        title="Widerrufsbestätigung",
        head=site_name(),
        other=tongue_of(language),
        pieces=tuple(_pieces(withdrawal, details, consent, beside, reference)),
        day=timezone.localdate(withdrawal.recorded_at).isoformat(),
        foot="Widerrufsbestätigung",
        marks=f"{reference} · Text {consent.version}",
    )


def _pieces(
    withdrawal: Withdrawal, details: Details, consent: ConsentText, beside: Beside, reference: str
) -> Iterator[Piece]:
    language = beside.language
    yield Title(**both(words.title, language), level=1)
    if language:
        yield Said(**both(messages.unchecked_words, language), is_quiet=True)
    yield Answer(**both(words.reference_label, language), value=reference)
    yield Answer(
        **both(words.recorded_label, language),
        value=display_date(timezone.localdate(withdrawal.recorded_at).isoformat()),
    )
    yield Said(**both(words.declared_on(display_date(withdrawal.declared_on.isoformat())), language))
    yield Said(**both(words.WHAT[withdrawal.scope], language), bold=(both(words.WHAT[withdrawal.scope], "")["german"],))
    yield from _points(withdrawal, consent, beside)
    yield Said(**both(words.no_reason, language))
    follows = words.consequences(
        withdrawal.scope,
        tuple(withdrawal.purposes),
        was_handed_in=withdrawal.was_handed_in,
        erase_on=withdrawal.erase_on,
    )
    yield from _chapter(words.locked_heading, follows.locked, language)
    yield from _chapter(words.erased_heading, follows.erased, language)
    yield from _chapter(words.lasting_heading, follows.lasting, language)
    yield Title(**both(words.contact_heading, language))
    if details.advice:
        yield Said(german=details.advice)
    yield Said(**both(words.secretariat_too, language))
    yield Said(**both(words.keep_paper, language), is_quiet=True)


def _chapter(heading: Say, sentences: Sequence[Say], language: str) -> Iterator[Piece]:
    yield Title(**both(heading, language))
    yield from (Said(**both(sentence, language)) for sentence in sentences)


def _points(withdrawal: Withdrawal, consent: ConsentText, beside: Beside) -> Iterator[Piece]:
    """The points as they were agreed to; the translation where it may be read as a help."""
    wording = consent.purposes()
    for code in withdrawal.purposes:
        other = purpose_wording(beside.words.says(f"consent.{code}")) if beside.reads_consent else ""
        german = _LINE.sub("", wording.get(code, code))
        yield Said(german=f"– {german}", other=f"– {_LINE.sub('', other)}" if other else "")
