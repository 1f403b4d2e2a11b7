"""The issued papers of a meeting, and reading one; its line in the journal comes first."""

from django.db import transaction

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.letters.issuing import letter_pdf
from gremium.letters.models import Letter
from gremium.meetings.models import Meeting


def agenda_letter(meeting: Meeting) -> Letter | None:
    """The agenda as it was issued last."""
    return Letter.objects.about(meeting.subject).of_kind("agenda").kept().order_by("-number").first()


def read_letter(letter: Letter, meeting: Meeting, *, by: Actor) -> bytes:
    """Raises LetterForgotten, vault.SealBroken, keystore.KeyMissing."""
    with transaction.atomic(durable=True):
        details = {"letter": str(letter.pk)}
        journal.record(actor=by, act=Act.LETTER_VIEWED, subject=meeting.subject, details=details)
    return letter_pdf(letter)
