"""Drafts: sealed rows that belong to an organisation, each pinned to the form version it was begun with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import journal, keystore, vault
from documents.actors import Actor
from documents.journal import Act
from documents.uploads import Upload, remove_upload
from forms.definition import FormDefinition, Question
from forms.ledger import Ledger
from forms.proposals import fill_in
from forms.uploading import used_uploads


def may_fill(actor: Actor) -> bool:
    """Whether the actor works on drafts, for an organisation."""
    return actor.facts.get("forms.fills") == "yes" and bool(actor.organisation_ref)


class DraftQuerySet(models.QuerySet["Draft"]):
    def readable_by(self, actor: Actor) -> Self:
        """Drafts of the actor's own organisation, if the actor fills forms; nobody else reads a draft (domain 2.3)."""
        if not may_fill(actor):
            return self.none()
        return self.filter(organisation_ref=actor.organisation_ref)

    def open(self) -> Self:
        return self.filter(submitted_at=None)

    def unchanged_since(self, moment: datetime) -> Self:
        """Open drafts that nobody has saved since; they expire (domain 9.2)."""
        return self.open().filter(changed_at__lt=moment)


class Draft(models.Model):
    """A Kurzantrag being filled in. Its id is the subject of everything sealed or journalled about it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    form_version = models.ForeignKey(
        "gremium_forms.FormVersion", models.PROTECT, related_name="drafts", verbose_name=_("form version")
    )
    owner_ref = models.CharField(max_length=40, editable=False)
    organisation_ref = models.CharField(max_length=40, db_index=True, editable=False)
    sealed_ledger = models.BinaryField()
    version = models.PositiveIntegerField(_("version"), default=0)
    reached = models.PositiveSmallIntegerField(_("steps reached"), default=1)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, db_index=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation_ref", "-changed_at"], name="draft_of_organisation")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def definition(self) -> FormDefinition:
        return self.form_version.definition

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    def ledger(self) -> Ledger:
        """What was typed so far. Raises vault.SealBroken, keystore.KeyMissing."""
        return Ledger.from_data(vault.unseal_json(self.pk, self._purpose, bytes(self.sealed_ledger)))

    def put(self, ledger: Ledger) -> None:
        """Seal a ledger into this row; the caller saves it."""
        self.sealed_ledger = vault.seal_json(self.pk, self._purpose, ledger.as_data())
        self.version = ledger.version
        self.changed_at = timezone.now()

    def reached_steps(self) -> list[str]:
        return [step.key for step in self.definition.steps[: self.reached]]

    def reach(self, step: str) -> None:
        """Open a step: it and all before it can be gone to from now on."""
        keys = [each.key for each in self.definition.steps]
        self.reached = max(self.reached, keys.index(step) + 1)

    @property
    def _purpose(self) -> str:
        return f"draft/{self.pk}/answers"


def open_draft(form_version: Any, *, by: Actor) -> Draft:
    """Begin a draft for the actor's organisation, with what the account knows already filled in."""
    subject = uuid4()
    keystore.create_key(subject)
    with transaction.atomic():
        draft = Draft(pk=subject, form_version=form_version, owner_ref=by.ref, organisation_ref=by.organisation_ref)
        draft.put(begun_ledger(draft.definition, by.facts))
        draft.save(force_insert=True)
        journal.record(actor=by, act=Act.DRAFT_CREATED, subject=subject)
    return draft


def begun_ledger(form: FormDefinition, facts: Mapping[str, str]) -> Ledger:
    """The content of a new draft: defaults of the form, and the account's facts."""
    ledger = Ledger()
    ledger.propose({key: question.default for key, question in _simple(form) if question.default is not None})
    renew_account(form, ledger, facts)
    fill_in(form, ledger)
    return ledger


def renew_account(form: FormDefinition, ledger: Ledger, facts: Mapping[str, str]) -> None:
    """Take over what the account says now; what a person may change herself is only proposed."""
    for key, question in _simple(form):
        fact = facts.get(question.prefill) if question.prefill else None
        if fact and question.readonly:
            ledger.values[key] = fact
        elif fact:
            ledger.propose({key: fact})


def delete_draft(draft: Draft, *, by: Actor) -> None:
    """Erase a draft, its files and its key (Art. 17 GDPR); nothing of it can be read again."""
    with transaction.atomic():
        for upload in Upload.objects.of(draft.pk):
            remove_upload(upload, by)
        journal.record(actor=by, act=Act.DRAFT_DELETED, subject=draft.pk)
        subject = draft.pk
        draft.delete()
        transaction.on_commit(lambda: keystore.destroy_key(subject))


def draft_subjects() -> set[UUID]:
    """Subjects whose keys this floor still needs."""
    return set(Draft.objects.values_list("pk", flat=True))


def named_uploads(subject: UUID) -> set[str] | None:
    """Ids of the uploads that an open draft names; None where there is none, or where it cannot be read."""
    draft = Draft.objects.open().select_related("form_version").filter(pk=subject).first()
    try:
        return None if draft is None else used_uploads(draft.definition, draft.ledger())
    except (vault.SealBroken, keystore.KeyMissing, keystore.KeyUnreadable):
        return None


def _simple(form: FormDefinition) -> list[tuple[str, Question]]:
    return [(item.key, item) for item in form.items() if isinstance(item, Question)]
