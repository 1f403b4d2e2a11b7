"""Issuing a letter: set at once with the wording that holds, sealed with the subject's key, and never changed again."""

import logging
from collections.abc import Mapping, Sequence
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from documents import journal, keystore, sealed_files
from documents.actors import Actor
from documents.bilingual import render_paper
from documents.journal import Act
from forms.reading_languages import reading_language_of
from forms.submissions import Submission
from forms.withdrawing import everybody_agrees
from gremium.letters.blocks import Body
from gremium.letters.checking import stops_printing
from gremium.letters.composing import Facts, Group, compose
from gremium.letters.kinds import Kind, kind_of
from gremium.letters.models import Letter, LetterTemplate
from gremium.letters.shipped import shipped_body

logger = logging.getLogger(__name__)


class NotAgreed(Exception):
    """The paper needs a purpose of the consent that some adult of the case has not agreed to, or has taken back."""


class LetterForgotten(Exception):
    """The letter was erased with its subject; only that there was one is still known."""


@transaction.atomic
def issue_letter(
    kind_key: str,
    *,
    subject: UUID,
    facts: Mapping[str, str],
    lists: Mapping[str, Sequence[str]] | None = None,
    groups: Mapping[str, Sequence[Group]] | None = None,
    language: str = "",
    by: Actor,
) -> Letter:
    """Set, seal and store a letter inside the caller's transaction. `facts` are German plain text, see `papers`.

    `language` is the person's (BCP 47); fixed sentences appear in it, or in one she reads as well, beside the German
    where the kind is meant for her. A subject without a key, such as a meeting, gets one. Raises kinds.UnknownKind,
    composing.FactMissing, NotAgreed, keystore.KeyMissing (the subject was erased), rendering.RenderingFailed.
    """
    kind = kind_of(kind_key)
    beside = reading_language_of(language) if kind.is_beside and language else ""
    _check_agreed(kind, subject)
    template = usable_template(kind)
    told = Facts(single=facts, lists=lists or {}, groups=groups or {})
    today = timezone.localdate()
    pdf, _missing = render_paper(
        compose(kind, wording(template, kind_key), told, language=beside, day=today, marks=version_mark(template))
    )
    keystore.create_key(subject)
    number = Letter.objects.about(subject).of_kind(kind_key).count() + 1
    pk = uuid4()
    letter = Letter.objects.create(
        pk=pk,
        subject=subject,
        kind=kind_key,
        number=number,
        language=beside,
        issued_by_ref=by.ref,
        template=template,
        file=sealed_files.write(subject, _purpose(pk), pdf),
        sha256=sha256(pdf).hexdigest(),
    )
    journal.record(
        actor=by, act=Act.LETTER_ISSUED, subject=subject, details={"kind": kind_key, "letter": str(letter.pk)}
    )
    return letter


def letter_pdf(letter: Letter) -> bytes:
    """The paper as it was issued. Whoever shows it writes the journal's line.

    Raises LetterForgotten, NotAgreed, vault.SealBroken, keystore.KeyMissing, keystore.KeyUnreadable.
    """
    if not letter.is_kept:
        raise LetterForgotten(letter.pk)
    _check_agreed(kind_of(letter.kind), letter.subject)
    return sealed_files.read(letter.subject, _purpose(letter.pk), letter.file)


def usable_template(kind: Kind) -> LetterTemplate | None:
    """The released wording; None, for what is shipped, where there is none or the kind has changed beneath it."""
    template = LetterTemplate.objects.current(kind.key)
    if template is None or not stops_printing(kind, template.blocks):
        return template
    logger.error("The released wording %s cannot be printed; the shipped one is used.", template)
    return None


def _check_agreed(kind: Kind, subject: UUID) -> None:
    """A decision aid is made and given out only while P5 holds for all adults (seed R17)."""
    if not kind.purpose:
        return
    submission = Submission.objects.filter(draft=subject).order_by("-number").first()
    if submission is None or not everybody_agrees(submission, kind.purpose):
        raise NotAgreed(kind.purpose)


def wording(template: LetterTemplate | None, kind_key: str) -> Body:
    """The blocks of a version; those that are shipped where there is none."""
    return template.blocks if template else shipped_body(kind_key)


def version_mark(template: LetterTemplate | None) -> str:
    return f"Textfassung {template.number if template else 0}"


def _purpose(pk: UUID) -> str:
    return f"letter/{pk}"
