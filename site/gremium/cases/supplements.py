"""What was added to a filed application, one row each, sealed with the case."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import vault


class Supplement(models.Model):
    """A Nachtrag to one version of an application: dated, numbered within the case, sealed (domain 2.3)."""

    class Kind(models.TextChoices):
        ATTACHMENT = "attachment", _("attachment added")
        CORRECTION = "correction", _("address or deadline corrected")
        COURT = "court", _("court proceedings reported")
        ASYLUM = "asylum", _("asylum application reported")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="supplements", verbose_name=_("case"))
    number = models.PositiveSmallIntegerField(_("number"))
    version = models.PositiveSmallIntegerField(_("version of the application"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    sealed_facts = models.BinaryField()
    added_by_ref = models.CharField(max_length=40)
    added_at = models.DateTimeField(_("added on"), default=timezone.now)

    class Meta:
        verbose_name = _("Nachtrag")
        verbose_name_plural = _("Nachträge")
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="supplement_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"

    @property
    def upload(self) -> str:
        """Id of the file that was added; "" where none was, or where it cannot be read."""
        try:
            return str(self.facts().get("answer", {}).get("an_datei", [""])[0])
        except vault.UNREADABLE:
            return ""

    def seal_facts(self, facts: Mapping[str, Any]) -> None:
        """Seal them into this row; the caller saves it."""
        self.sealed_facts = vault.seal_json(self.case_id, self._purpose, dict(facts))

    def facts(self) -> dict[str, Any]:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return dict(vault.unseal_json(self.case_id, self._purpose, self.sealed_facts))

    @property
    def _purpose(self) -> str:
        return f"case/{self.case_id}/supplement/{self.pk}"
