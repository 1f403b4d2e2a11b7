"""Stored form definitions: what a draft was begun with stays readable, word for word, as long as it is used."""

import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forms.definition import FormDefinition
from forms.plain_yaml import load_text, read_text
from forms.reading import read_form
from forms.reading_rules import SHIPPED

logger = logging.getLogger(__name__)

FORM_KEY = "kurzantrag"
"""The form that case managers fill and whose self-check readers find."""


class FormVersionFixed(Exception):
    """A stored version was to be changed, or deleted while drafts or submissions use it; the message says which."""


class FormVersionTaken(ValueError):
    """Another content is already stored under this key and version; the message says what to do."""


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    def current(self, key: str) -> "FormVersion":
        """The version new drafts begin with: the one stored last. Raises FormVersion.DoesNotExist."""
        return self.filter(key=key).latest("pk")

    def update(self, **values: Any) -> int:
        raise FormVersionFixed(_("A stored form version cannot be changed. Import it under a new version."))

    def delete(self) -> tuple[int, dict[str, int]]:
        with _saying_who_uses_it():
            return super().delete()


class FormVersion(models.Model):
    """One immutable version of a form. `text` is the file as it was imported, `content_hash` that of its data."""

    key = models.CharField(gettext_lazy("form"), max_length=80)
    version = models.CharField(gettext_lazy("version"), max_length=40)
    text = models.TextField(gettext_lazy("form file"))
    content_hash = models.CharField(gettext_lazy("content hash"), max_length=64)  # SHA-256, hexadecimal
    stored_at = models.DateTimeField(gettext_lazy("stored at"), auto_now_add=True)

    objects = FormVersionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("form version")
        verbose_name_plural = gettext_lazy("form versions")
        constraints = (models.UniqueConstraint(fields=("key", "version"), name="form_version_once"),)

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FormVersionFixed(_("A stored form version cannot be changed. Import it under a new version."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with _saying_who_uses_it():
            return super().delete(*args, **kwargs)

    @property
    def definition(self) -> FormDefinition:
        """The parsed form; parsed once in each process."""
        return _parsed(self.content_hash, self.text)


@contextmanager
def _saying_who_uses_it() -> Iterator[None]:
    """Turn the database's protection of used versions into a sentence."""
    try:
        yield
    except models.ProtectedError as error:
        number = len(error.protected_objects)
        raise FormVersionFixed(
            ngettext(
                "This form version cannot be deleted: %(number)d draft or submission uses it.",
                "This form version cannot be deleted: %(number)d drafts or submissions use it.",
                number,
            )
            % {"number": number}
        ) from error


@lru_cache(maxsize=16)
def _parsed(content_hash: str, text: str) -> FormDefinition:
    return read_form(load_text(text, content_hash))


def content_hash(data: object) -> str:
    """SHA-256 of a form file's data, whatever its layout and comments."""
    return hashlib.sha256(json.dumps(_plain(data), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(data: object) -> object:
    if isinstance(data, dict):
        return {str(key): _plain(value) for key, value in data.items()}
    return [_plain(value) for value in data] if isinstance(data, list) else data


@lru_cache(maxsize=2)
def _read(text: str, name: str) -> tuple[FormDefinition, str]:
    data = load_text(text, name)
    return read_form(data), content_hash(data)


@transaction.atomic
def import_form(text: str, *, name: str) -> tuple[FormVersion, bool]:
    """Store the form of a YAML text; the second value is False if the same content was already stored.

    Raises UnreadableFile, MalformedForm, or FormVersionTaken. `name` names the file in their messages.
    """
    form, fingerprint = _read(text, name)
    stored, is_new = FormVersion.objects.get_or_create(
        key=form.key, version=form.version, defaults={"text": text, "content_hash": fingerprint}
    )
    if stored.content_hash != fingerprint:
        raise FormVersionTaken(
            _(
                "%(name)s differs from the stored form %(key)s %(version)s. A stored version never changes: "
                "give the file a new version and import it again."
            )
            % {"name": name, "key": form.key, "version": form.version}
        )
    return stored, is_new


def export_form(key: str, version: str = "") -> str:
    """The file of a stored version as it was imported, of the current one by default; FormVersion.DoesNotExist."""
    stored = FormVersion.objects.get(key=key, version=version) if version else FormVersion.objects.current(key)
    return stored.text


def store_shipped_form(**_signal: object) -> None:
    """Make the shipped form a stored version; listens to the end of a migration.

    Where editors have released a form of their own, that one stays current: it would be undone otherwise.
    """
    newest = FormVersion.objects.filter(key=FORM_KEY).order_by("pk").last()
    if newest is not None and hasattr(newest, "release"):
        logger.info("the form that editors released stays current; what is shipped can be imported by hand")
        return
    try:
        import_form(read_text(SHIPPED), name=SHIPPED.name)
    except FormVersionTaken:
        logger.warning("the shipped form changed without a new version; the stored one stays current")
