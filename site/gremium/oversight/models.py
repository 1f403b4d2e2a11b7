"""What is kept of keeping and erasing: decisions about the archive, runs with their records, and rows of proof."""

from datetime import date
from typing import ClassVar, Self
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gremium.letters.results import Result


class ArchivePolicy(models.TextChoices):
    """Whether records of a class are offered to the city archive before they are erased (domain 9.2)."""

    UNDECIDED = "undecided", _("not decided yet")
    OFFER = "offer", _("offer to the archive first")
    DO_NOT_OFFER = "do_not_offer", _("do not offer")


class ArchiveDecision(models.Model):
    """The secretariat's decision for one record class. `offered_up_to`: what was due until then has been offered."""

    record = models.CharField(_("record class"), max_length=20, primary_key=True)
    policy = models.CharField(_("decision"), max_length=12, choices=ArchivePolicy.choices)
    decided_by_ref = models.CharField(max_length=40)
    decided_at = models.DateTimeField(_("decided on"), default=timezone.now)
    offered_up_to = models.DateField(_("offered up to"), null=True, blank=True)

    class Meta:
        verbose_name = _("archive decision")
        verbose_name_plural = _("archive decisions")

    def __str__(self) -> str:
        return f"{self.record}: {self.policy}"


class RetentionRun(models.Model):
    """One round of erasing: confirmed by somebody, or by itself (`confirmed_by_ref` empty). Holds nobody's data."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    confirmed_by_ref = models.CharField(max_length=40, blank=True)
    counts = models.JSONField(default=dict)  # record class -> how many were erased
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_by_itself(self) -> bool:
        return not self.confirmed_by_ref

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class RetentionItemQuerySet(models.QuerySet["RetentionItem"]):
    def waiting(self) -> Self:
        """What is still to be erased."""
        return self.filter(erased_at=None, left_at=None)


class RetentionItem(models.Model):
    """One record of a confirmed run. Its subject is forgotten with the erasure; the reference's hash stays."""

    run = models.ForeignKey(RetentionRun, models.CASCADE, related_name="items", verbose_name=_("run"))
    record = models.CharField(_("record class"), max_length=20)
    subject = models.UUIDField(null=True, editable=False)
    reference_hash = models.CharField(_("hash of the reference"), max_length=20)
    due_on = models.DateField(_("due on"))
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    left_at = models.DateTimeField(_("left, because it is not due any more"), null=True, blank=True)

    objects = RetentionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a retention run")
        verbose_name_plural = _("records of retention runs")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "subject"], name="one_item_a_subject")
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.reference_hash}"


class KeptResult(models.Model):
    """Of a closed case that is erased: its reference and the result's value alone, 24 months after it was closed."""

    reference = models.CharField(_("reference"), max_length=12, primary_key=True)
    result = models.CharField(_("result"), max_length=20, choices=Result.choices)
    closed_on = models.DateField(_("closed on"))

    class Meta:
        verbose_name = _("kept result")
        verbose_name_plural = _("kept results")

    def __str__(self) -> str:
        return self.reference


class ConsentProofQuerySet(models.QuerySet["ConsentProof"]):
    def proven_long_enough(self, last: date) -> Self:
        return self.filter(erased_on__lte=last)


class ConsentProof(models.Model):
    """That a consent was there: which text, which purposes, which day. No name, and no reference but as a hash."""

    reference_hash = models.CharField(_("hash of the reference"), max_length=20, db_index=True)
    number = models.PositiveSmallIntegerField(_("number of the declaration"))
    consent_version = models.CharField(_("version of the consent text"), max_length=20)
    consent_sha256 = models.CharField(max_length=64)
    purposes = models.JSONField(_("purposes"), default=list)
    signed_on = models.CharField(_("signed on"), max_length=10, blank=True)
    erased_on = models.DateField(_("case erased on"))

    objects = ConsentProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof of a consent")
        verbose_name_plural = _("proofs of consents")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reference_hash", "number"], name="one_proof_a_declaration")
        ]

    def __str__(self) -> str:
        return f"{self.reference_hash} {self.number}"
