"""Wordings of letters with their versions, and the letters that were issued."""

from collections.abc import Iterable
from typing import ClassVar, Self
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import keystore, sealed_files
from gremium.letters.blocks import Body, read_body
from gremium.letters.kinds import Kind, kind_of


class TemplateState(models.TextChoices):
    DRAFT = "draft", _("draft")
    ASKED = "asked", _("waiting for release")
    RELEASED = "released", _("released")
    RETURNED = "returned", _("sent back")


class LetterTemplateQuerySet(models.QuerySet["LetterTemplate"]):
    def of_kind(self, key: str) -> Self:
        return self.filter(kind=key)

    def waiting(self) -> Self:
        return self.filter(state=TemplateState.ASKED)

    def current(self, key: str) -> "LetterTemplate | None":
        """The newest released wording of a kind; None while the shipped one holds."""
        return self.of_kind(key).filter(state=TemplateState.RELEASED).order_by("-number").first()

    def newest(self, key: str) -> "LetterTemplate | None":
        return self.of_kind(key).order_by("-number").first()


class LetterTemplate(models.Model):
    """One version of a kind's wording. Nothing of a released version changes; a change is a new version."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(_("kind of letter"), max_length=40)
    number = models.PositiveIntegerField(_("version"))
    body = models.JSONField(_("wording"), default=list)
    state = models.CharField(_("state"), max_length=10, choices=TemplateState.choices, default=TemplateState.DRAFT)
    edited_by_ref = models.CharField(max_length=40, editable=False)
    edited_by = models.CharField(_("written by"), max_length=120)
    edited_at = models.DateTimeField(_("written"), default=timezone.now)
    asked_at = models.DateTimeField(_("asked for"), null=True)
    decided_by_ref = models.CharField(max_length=40, blank=True, editable=False)
    decided_by = models.CharField(_("decided by"), max_length=120, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    remark = models.TextField(_("why it was sent back"), blank=True)

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        ordering = ("kind", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(state="asked"), name="one_waiting_wording_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def blocks(self) -> Body:
        return read_body(self.body)

    @property
    def letter_kind(self) -> Kind:
        return kind_of(self.kind)


class SentenceTranslation(models.Model):
    """A fixed sentence in another language, as an editor wrote or checked it; it stands before the catalogue's."""

    language = models.CharField(_("language"), max_length=12)
    german = models.TextField(_("German"))
    german_sha256 = models.CharField(max_length=64, editable=False)
    other = models.TextField(_("translation"))
    is_checked = models.BooleanField(_("checked by somebody who speaks the language"), default=False)
    written_by_ref = models.CharField(max_length=40, editable=False)
    written_by = models.CharField(_("written by"), max_length=120)
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("translation of a letter's sentence")
        verbose_name_plural = _("translations of letters' sentences")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["language", "german_sha256"], name="one_translation_a_sentence")
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.german[:40]}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def about(self, subject: UUID) -> Self:
        return self.filter(subject=subject)

    def of_kind(self, key: str) -> Self:
        return self.filter(kind=key)

    def kept(self) -> Self:
        """Letters whose paper is still there."""
        return self.exclude(file="")


class Letter(models.Model):
    """A paper that was issued: its bytes stay what they were. `number` counts the subject's letters of this kind."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    subject = models.UUIDField(_("subject"), db_index=True, editable=False)
    kind = models.CharField(_("kind of letter"), max_length=40)
    number = models.PositiveIntegerField(_("number"))
    language = models.CharField(_("language beside German"), max_length=12, blank=True)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by_ref = models.CharField(max_length=40, editable=False)
    template = models.ForeignKey(LetterTemplate, models.PROTECT, null=True, verbose_name=_("wording"))
    file = models.CharField(max_length=sealed_files.NAME_LENGTH, blank=True, editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-issued_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "kind", "number"], name="one_letter_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def title(self) -> str:
        """What the paper is called; it names nobody."""
        return kind_of(self.kind).title

    @property
    def is_kept(self) -> bool:
        return bool(self.file)


def _file_names() -> Iterable[str]:
    return Letter.objects.kept().values_list("file", flat=True)


def _subjects() -> Iterable[UUID]:
    return Letter.objects.kept().values_list("subject", flat=True).distinct()


sealed_files.register_holder(_file_names)
keystore.register_need(_subjects)
