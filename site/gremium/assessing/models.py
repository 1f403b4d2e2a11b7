"""What each member thinks alone, and what they write together (seed R16).

Own views and notes are read by nobody else, ever; others see at most that a view exists. All goes with the minutes.
"""

from dataclasses import asdict, dataclass, fields
from typing import ClassVar, Self, TypeVar
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import vault
from gremium.cases.models import Case
from gremium.letters.results import Result
from gremium.people.models import User

Row = TypeVar("Row", bound=models.Model)


class OwnQuerySet(models.QuerySet[Row]):
    """Rows of one member about one case."""

    def of(self, user: User | AnonymousUser) -> Self:
        """The account's own, of cases it may read now."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(member=user, case__in=Case.objects.visible_to(user))


class Share(models.Model):
    """A member's part in one case: whether an own view was formed, and whether the secretariat excused the member."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="shares", verbose_name=_("case"))
    member = models.ForeignKey(User, models.PROTECT, related_name="shares", verbose_name=_("member"))
    formed_at = models.DateTimeField(_("own view formed"), null=True, blank=True)
    sealed_keywords = models.BinaryField(default=bytes)
    to_check = models.BooleanField(_("written before something was taken out"), default=False)
    excused_at = models.DateTimeField(_("excused"), null=True, blank=True)
    excused_by_ref = models.CharField(max_length=40, blank=True)
    sealed_excuse = models.BinaryField(default=bytes)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a member")
        verbose_name_plural = _("shares of members")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "member"], name="one_share_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.member_id}"

    def seal_keywords(self, text: str) -> None:
        self.sealed_keywords = vault.seal(self.case_id, self._purpose("keywords"), text.encode()) if text else b""

    def keywords(self) -> str:
        """Only ever for the member. Raises vault.SealBroken, keystore.KeyMissing."""
        return self._unsealed("keywords", self.sealed_keywords)

    def seal_excuse(self, text: str) -> None:
        self.sealed_excuse = vault.seal(self.case_id, self._purpose("excuse"), text.encode())

    def excuse(self) -> str:
        """Why the secretariat excused the member. Raises vault.SealBroken, keystore.KeyMissing."""
        return self._unsealed("excuse", self.sealed_excuse)

    def _unsealed(self, what: str, sealed: bytes | memoryview) -> str:
        return vault.unseal(self.case_id, self._purpose(what), sealed).decode() if sealed else ""

    def _purpose(self, what: str) -> str:
        return f"share/{self.case_id}/{self.member_id}/{what}"


class Note(models.Model):
    """A member's own note about a case, or about one page of its dossier."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notes", verbose_name=_("case"))
    member = models.ForeignKey(User, models.PROTECT, related_name="notes", verbose_name=_("member"))
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    sealed_text = models.BinaryField()
    to_check = models.BooleanField(_("written before something was taken out"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = (models.F("page").asc(nulls_first=True), "changed_at")

    def __str__(self) -> str:
        return str(self.pk)

    def seal(self, text: str) -> None:
        self.sealed_text = vault.seal(self.case_id, f"note/{self.pk}", text.encode())

    @property
    def text(self) -> str:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return vault.unseal(self.case_id, f"note/{self.pk}", self.sealed_text).decode()


@dataclass(frozen=True, slots=True)
class Words:
    """What the members say together; `result` is a `Result` or still empty."""

    result: str = ""
    reasons: str = ""
    next_steps: str = ""
    other_bodies: str = ""

    @property
    def is_complete(self) -> bool:
        return self.result in Result.values and bool(self.reasons.strip())


PARTS = tuple(field.name for field in fields(Words))


class JointDraft(models.Model):
    """The joint text while it is written; `version` counts its changes, and an agreement names the one it is for.

    `to_check`: it may still tell of what was taken out of the case, so nobody agrees before a member has looked at it.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="joint_draft")
    sealed_words = models.BinaryField()
    version = models.PositiveIntegerField(default=0)
    to_check = models.BooleanField(_("written before something was taken out"), default=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by_ref = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("joint draft")
        verbose_name_plural = _("joint drafts")

    def __str__(self) -> str:
        return str(self.case_id)

    def seal(self, words: Words) -> None:
        self.sealed_words = vault.seal_json(self.case_id, f"joint/{self.case_id}", asdict(words))

    def words(self) -> Words:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return Words(**vault.unseal_json(self.case_id, f"joint/{self.case_id}", self.sealed_words))


class Agreement(models.Model):
    """A member agrees to one version of the joint text; the next change asks anew."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="agreements", verbose_name=_("case"))
    member = models.ForeignKey(User, models.PROTECT, related_name="agreements", verbose_name=_("member"))
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "member"], name="one_agreement_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.member_id}"
