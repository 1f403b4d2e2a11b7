"""Form definitions as they were published: stored once, never changed; drafts and submissions stay with theirs."""

import logging
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.vault import canonical
from forms.definition import FormDefinition
from forms.reading import read_form, shipped_form, write_form


log = logging.getLogger(__name__)


class VersionTaken(Exception):
    """Another content is stored under this key and version; a change needs a new version."""


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    def current(self, key: str) -> "FormVersion":
        """The version new drafts begin with: the one stored last. Raises DoesNotExist."""
        return self.filter(key=key).latest("stored_at", "pk")


class FormVersion(models.Model):
    """One version of a form, as the data of its file."""

    key = models.CharField(_("form"), max_length=60)
    version = models.CharField(_("version"), max_length=20)
    raw = models.JSONField(_("content"))
    sha256 = models.CharField(_("fingerprint"), max_length=64, editable=False)
    stored_at = models.DateTimeField(_("stored"), default=timezone.now)

    objects = FormVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("form version")
        verbose_name_plural = _("form versions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "version"], name="one_form_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @property
    def definition(self) -> FormDefinition:
        """The definition, read once a process."""
        return _definition(self.pk, self.sha256)


@lru_cache(maxsize=32)
def _definition(pk: int, fingerprint: str) -> FormDefinition:
    return read_form(FormVersion.objects.values_list("raw", flat=True).get(pk=pk, sha256=fingerprint))


def store_form(raw: Mapping[str, Any]) -> FormVersion:
    """Store a form file's data; the same data again gives the row that is there.

    Raises MalformedForm for data that is no form, VersionTaken where the version's content differs.
    """
    form = read_form(raw)
    fingerprint = sha256(canonical(raw)).hexdigest()
    found, _created = FormVersion.objects.get_or_create(
        key=form.key, version=form.version, defaults={"raw": dict(raw), "sha256": fingerprint}
    )
    if found.sha256 != fingerprint:
        raise VersionTaken(str(found))
    return found


def keep_shipped_form() -> None:
    """Store the form that comes with the software; one changed without a new version is left out and reported."""
    try:
        store_form(write_form(shipped_form()))
    except VersionTaken as taken:
        log.warning("the shipped form differs from the stored version %s and was not stored", taken)
