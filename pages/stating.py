"""What a person states about a text: small change, change of law, checked, released. Each adds a line."""

from django.db import models, transaction
from django.utils.translation import gettext as _

from pages.facts import Edition, LanguageRelease, Statement, StatementKind
from pages.texts import german, key_of, language_of


class NothingToState(Exception):
    """The statement would be about a text that is not there; the message says so in a sentence."""


@transaction.atomic
def declare_minor_edit(german_text: models.Model, *, by: models.Model | None) -> Edition:
    """The last published change of a German text does not outdate its translations. Raises NothingToState."""
    editions = Edition.objects.filter(text=key_of(german_text), language=german()).order_by("-pk")[:2]
    is_told = len(editions) == 2 and editions[0].marks_digest == editions[1].marks_digest
    if language_of(german_text) != german() or len(editions) < 2 or is_told:
        raise NothingToState(_("There is no change of the German text that could be called small."))
    last, before = editions
    Statement.objects.create(
        kind=StatementKind.MINOR_EDIT, text=last.text, by_id=_pk(by), german_digest=last.marks_digest
    )
    return Edition.objects.create(
        text=last.text,
        language=last.language,
        marks=last.marks,
        marks_digest=last.marks_digest,
        sources=before.sources,
        sources_digest=before.sources_digest,
    )


def declare_legal_change(german_text: models.Model, *, by: models.Model | None) -> Statement:
    """Mark all translations of a text as outdated by law, at once, even where no word has changed."""
    return Statement.objects.create(kind=StatementKind.LEGAL_CHANGE, text=key_of(german_text), by_id=_pk(by))


@transaction.atomic
def confirm_checked(translation: models.Model, *, by: models.Model | None) -> Statement:
    """A person has compared this live translation with today's German. Raises NothingToState."""
    key, language = key_of(translation), language_of(translation)
    editions = {edition.language: edition for edition in Edition.objects.newest([key], {language, german()})}
    if language == german() or editions.keys() != {language, german()}:
        raise NothingToState(_("There is no published translation of this text that could be checked."))
    return Statement.objects.create(
        kind=StatementKind.CHECKED,
        text=key,
        language=language,
        by_id=_pk(by),
        marks_digest=editions[language].marks_digest,
        german_digest=editions[german()].marks_digest,
    )


def release_language(code: str, *, by: models.Model | None) -> LanguageRelease:
    """From now on the production profile shows this language."""
    return LanguageRelease.objects.create(language=code, by_id=_pk(by))


def withdraw_language(code: str, *, by: models.Model | None) -> LanguageRelease:
    """From now on the production profile no longer shows this language."""
    return LanguageRelease.objects.create(language=code, is_released=False, by_id=_pk(by))


def _pk(person: models.Model | None) -> int | None:
    return None if person is None else person.pk
