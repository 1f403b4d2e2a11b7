"""Submissions: what was handed in, sealed and pinned to its form version and its consent text; never changed."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import vault
from forms.consent_texts import ConsentText
from forms.conversation import Conversation
from forms.definition import FormDefinition
from forms.drafts import Draft
from forms.uploading import named_files, used_uploads
from forms.withdrawals import Withdrawal


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def newest_of(self, draft: Draft) -> "Submission | None":
        return self.filter(draft=draft).order_by("-number").first()

    def newest(self, subject: UUID) -> "Submission | None":
        """The version that counts, with all it is pinned to."""
        found = self.filter(draft_id=subject).select_related("form_version", "consent_text", "draft")
        return found.order_by("-number").first()

    def readable(self, subject: UUID) -> Self:
        """The versions that may be read, the newest first: none from before something in it was withdrawn."""
        cut = Withdrawal.objects.filter(subject=subject, left_version__gt=models.OuterRef("number"))
        left = self.filter(~models.Exists(cut), draft_id=subject)
        return left.select_related("form_version").order_by("-number")


class Submission(models.Model):
    """One version of what was handed in for a draft; `number` counts from 1."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="submissions", verbose_name=_("draft"))
    number = models.PositiveSmallIntegerField(_("version"))
    form_version = models.ForeignKey(
        "gremium_forms.FormVersion", models.PROTECT, related_name="submissions", verbose_name=_("form version")
    )
    consent_text = models.ForeignKey(
        ConsentText, models.PROTECT, related_name="submissions", verbose_name=_("consent text")
    )
    consent_sha256 = models.CharField(max_length=64)
    sealed_answers = models.BinaryField()
    sealed_findings = models.BinaryField()
    sealed_conversation = models.BinaryField(default=bytes)
    submitted_by_ref = models.CharField(max_length=40, editable=False)
    organisation_ref = models.CharField(max_length=40, db_index=True, editable=False)
    submitted_at = models.DateTimeField(_("handed in"), default=timezone.now)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_submission_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number}"

    @property
    def subject(self) -> Any:
        """The UUID that key, uploads, journal lines and dossiers know."""
        return self.draft_id

    @property
    def definition(self) -> FormDefinition:
        return self.form_version.definition

    def answers(self) -> dict[str, Any]:
        """The canonical answers. Raises vault.SealBroken, keystore.KeyMissing."""
        return dict(vault.unseal_json(self.subject, self._purpose("answers"), bytes(self.sealed_answers)))

    def findings(self) -> dict[str, list[str]]:
        """Codes of warnings, infos, exclusions and flags at the time of handing in."""
        return dict(vault.unseal_json(self.subject, self._purpose("findings"), bytes(self.sealed_findings)))

    def conversation(self) -> Conversation:
        """How the answers came about; nothing of it for what was handed in before it was kept. Raises as `answers`."""
        if not self.sealed_conversation:
            return Conversation()
        return Conversation.from_data(
            vault.unseal_json(self.subject, self._purpose("conversation"), bytes(self.sealed_conversation))
        )

    def files(self) -> set[str]:
        """Ids of the uploads that answers and conversation name. Raises as `answers`."""
        named = {one for _path, names in named_files(self.definition, self.answers()) for one in names}
        return named | {one.upload for one in self.conversation().signatures}

    def seal_conversation(self, conversation: Conversation) -> None:
        """Seal it into this row; the caller saves it."""
        self.sealed_conversation = vault.seal_json(self.subject, self._purpose("conversation"), conversation.as_data())

    def seal(self, answers: dict[str, Any], findings: dict[str, list[str]]) -> None:
        """Seal both into this row; the caller saves it."""
        self.sealed_answers = vault.seal_json(self.subject, self._purpose("answers"), answers)
        self.sealed_findings = vault.seal_json(self.subject, self._purpose("findings"), findings)

    def _purpose(self, part: str) -> str:
        return f"submission/{self.draft_id}/{self.number}/{part}"


def handed_in_files(subject: UUID) -> set[str]:
    """Ids of the uploads that any version still kept names. Raises as `Submission.answers`."""
    versions = Submission.objects.filter(draft_id=subject).select_related("form_version")
    return {one for version in versions for one in version.files()}


def named_uploads(subject: UUID) -> set[str] | None:
    """Ids of the uploads that an open draft and its earlier versions name; None where there is none to read."""
    draft = Draft.objects.open().select_related("form_version").filter(pk=subject).first()
    try:
        if draft is None:
            return None
        late = {str(pk) for pk in draft.late_sheets.values_list("upload_id", flat=True)}
        return used_uploads(draft.definition, draft.ledger()) | handed_in_files(subject) | late
    except vault.UNREADABLE:
        return None
