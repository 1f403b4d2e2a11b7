"""A member steps back from a case: by the own act alone, at once, and undone only until the meeting (domain 2.3)."""

from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gremium.people.models import User


class RecusalQuerySet(models.QuerySet["Recusal"]):
    def of(self, user: User | AnonymousUser) -> Self:
        """The account's own, with their cases."""
        return self.filter(member=user).select_related("case") if isinstance(user, User) else self.none()


class Recusal(models.Model):
    """As long as this row is there, the member sees nothing of the case."""

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="recusals", verbose_name=_("case"))
    member = models.ForeignKey(User, models.PROTECT, related_name="recusals", verbose_name=_("member"))
    at = models.DateTimeField(_("since"), default=timezone.now)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "member"], name="one_recusal_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.member_id}"
