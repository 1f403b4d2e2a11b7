"""What the members said of a case, sealed with it."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import vault
from gremium.letters.results import Result


class Assessment(models.Model):
    """What the members agreed on: its value and its text, sealed."""

    case = models.OneToOneField(
        "cases.Case", models.CASCADE, primary_key=True, related_name="assessment", verbose_name=_("case")
    )
    sealed = models.BinaryField()
    agreed_at = models.DateTimeField(_("agreed on"), default=timezone.now)

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def __str__(self) -> str:
        return str(self.case_id)

    def seal(self, result: Result, text: str) -> None:
        """Seal both into this row; the caller saves it."""
        self.sealed = vault.seal_json(self.case_id, self._purpose, {"result": result, "text": text})

    @property
    def result(self) -> Result:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return Result(self._opened()["result"])

    @property
    def text(self) -> str:
        return str(self._opened()["text"])

    def _opened(self) -> dict[str, Any]:
        return dict(vault.unseal_json(self.case_id, self._purpose, self.sealed))

    @property
    def _purpose(self) -> str:
        return f"case/{self.case_id}/assessment"
