"""The steps of a case's life, one row each; the words of a step are sealed with the case."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import vault


class Move(models.Model):
    """One step of a case's life: the number of its row in the table, and the words that went with it, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="moves", verbose_name=_("case"))
    number = models.CharField(_("number"), max_length=4)
    before = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    by_ref = models.CharField(max_length=40)
    at = models.DateTimeField(_("on"), default=timezone.now)
    sealed_words = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("step of a case")
        verbose_name_plural = _("steps of cases")
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"

    def seal_words(self, words: Mapping[str, Any]) -> None:
        """Seal them into this row; the caller saves it."""
        self.sealed_words = vault.seal_json(self.case_id, self._purpose, dict(words))

    def words(self) -> dict[str, Any]:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return dict(vault.unseal_json(self.case_id, self._purpose, self.sealed_words)) if self.sealed_words else {}

    @property
    def _purpose(self) -> str:
        return f"case/{self.case_id}/move/{self.pk}"
