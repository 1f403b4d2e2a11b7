"""Drafts: sealed rows that belong to an organisation, each pinned to the form version it was begun with."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import journal, keystore, vault
from documents.actors import Actor
from documents.journal import Act
from documents.journal_aliases import alias_of
from documents.retention import kept_for
from documents.uploads import Upload, remove_upload
from forms.definition import FormDefinition, Question
from forms.ledger import Ledger
from forms.sheets import fill_in_all

KEPT = kept_for("draft")
"""How long a draft is kept after its last change (domain 9.2)."""
REMINDED_BEFORE = (timedelta(days=30), timedelta(days=7))
"""How long before its end somebody is reminded: on the 60th and the 83rd day (domain 9.2)."""
LAST_WARNING = REMINDED_BEFORE[-1]
"""How long a draft is kept at least after its last reminder; without that reminder it is not erased at all."""


class OtherOrganisation(Exception):
    """A draft stays inside its organisation, with somebody who fills forms."""


def may_fill(actor: Actor) -> bool:
    """Whether the actor works on drafts, for an organisation."""
    return actor.facts.get("forms.fills") == "yes" and bool(actor.organisation_ref)


class DraftQuerySet(models.QuerySet["Draft"]):
    def readable_by(self, actor: Actor) -> Self:
        """Drafts of the actor's own organisation, if the actor fills forms; nobody else reads a draft (domain 2.3)."""
        return self.of_organisation(actor).filter(withdrawn_at=None, restricted_at=None)

    def of_organisation(self, actor: Actor) -> Self:
        """As `readable_by`, with those that nobody reads now: withdrawn or restricted ones."""
        if not may_fill(actor):
            return self.none()
        return self.filter(organisation_ref=actor.organisation_ref)

    def open(self) -> Self:
        return self.filter(submitted_at=None, withdrawn_at=None, restricted_at=None)

    def telling_of_versions(self) -> Self:
        """Each with `has_versions`: whether some version was handed in, though it may be open again for completion."""
        versions = Draft.submissions.rel.related_model._default_manager.filter(draft=models.OuterRef("pk"))
        return self.annotate(has_versions=models.Exists(versions))

    def never_handed_in(self) -> Self:
        """Open ones of which no version was handed in; one that was sent back belongs to its case."""
        return self.open().filter(submissions=None)

    def expired(self, now: datetime) -> Self:
        """Open drafts that nobody has changed for too long, though the last reminder went out in time.

        What was handed in once is kept by other rules.
        """
        was_warned = models.Q(
            reminded_at__gte=models.F("changed_at") + (KEPT - LAST_WARNING), reminded_at__lte=now - LAST_WARNING
        )
        return self.open().filter(was_warned, submissions=None, changed_at__lte=now - KEPT)

    def to_be_reminded_of(self, now: datetime) -> Self:
        """Open drafts whose end is near or past, and for which the reminder of this stage was not sent yet."""
        due = models.Q()
        for before in REMINDED_BEFORE:
            age = KEPT - before
            is_unsent = models.Q(reminded_at=None) | models.Q(reminded_at__lt=models.F("changed_at") + age)
            due |= models.Q(changed_at__lte=now - age) & is_unsent
        return self.open().filter(due, submissions=None)


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
    reminded_at = models.DateTimeField(_("last reminder"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("consent withdrawn"), null=True, blank=True, editable=False)
    restricted_at = models.DateTimeField(_("restricted"), null=True, blank=True, editable=False)

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

    @property
    def is_withdrawn(self) -> bool:
        """Nobody reads it any more; it waits for its erasure."""
        return self.withdrawn_at is not None

    @property
    def kept_until(self) -> datetime:
        """When it is erased at the earliest, unless somebody changes it before; a late last reminder puts it off."""
        end, told = self.changed_at + KEPT, self.reminded_at
        if told is None or told < end - LAST_WARNING:
            told = timezone.now()
        return max(end, told + LAST_WARNING)

    def ledger(self) -> Ledger:
        """What was typed so far. Raises vault.SealBroken, keystore.KeyMissing."""
        return Ledger.from_data(vault.unseal_json(self.pk, self._purpose, bytes(self.sealed_ledger)))

    def holds_what(self, earlier: Self) -> bool:
        """Whether nothing was saved and nobody else became the owner since the same row was read before."""
        same = ("form_version_id", "version", "owner_ref")
        is_same = all(getattr(self, name) == getattr(earlier, name) for name in same)
        return is_same and bytes(self.sealed_ledger) == bytes(earlier.sealed_ledger)

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
    fill_in_all(form, ledger, today=timezone.localdate())
    return ledger


def renew_account(form: FormDefinition, ledger: Ledger, facts: Mapping[str, str]) -> set[str]:
    """Take over what the account says now; what a person may change herself is only proposed. Return those places."""
    changed = set()
    for key, question in _simple(form):
        fact = facts.get(question.prefill) if question.prefill else None
        if fact and question.readonly:
            ledger.values[key] = fact
        elif fact:
            changed |= ledger.propose({key: fact})
    return changed


@transaction.atomic
def hand_over(draft: Draft, *, to: Actor, by: Actor) -> None:
    """Let a colleague answer for a draft from now on; the account's facts in it become hers when she opens it.

    Reminders went to somebody else: she gets them anew, and the draft stays until she was warned in time.
    Raises OtherOrganisation.
    """
    locked = Draft.objects.select_for_update(of=("self",)).open().get(pk=draft.pk)
    if not may_fill(to) or to.organisation_ref != locked.organisation_ref:
        raise OtherOrganisation
    if locked.owner_ref != to.ref:
        locked.owner_ref, locked.reminded_at = to.ref, None
        locked.save(update_fields=["owner_ref", "reminded_at"])
    details = {"to": alias_of(to.ref, timezone.now())}
    journal.record(actor=by, act=Act.DRAFT_HANDED_OVER, subject=locked.pk, details=details)


def delete_draft(draft: Draft, *, by: Actor, act: Act = Act.DRAFT_DELETED) -> None:
    """Erase a draft, its files and its key (Art. 17 GDPR); nothing of it can be read again."""
    with transaction.atomic():
        for upload in Upload.objects.of(draft.pk):
            remove_upload(upload, by)
        journal.record(actor=by, act=act, subject=draft.pk)
        subject = draft.pk
        draft.delete()
        transaction.on_commit(lambda: keystore.destroy_key(subject))


def draft_subjects() -> set[UUID]:
    """Subjects whose keys this floor still needs."""
    return set(Draft.objects.values_list("pk", flat=True))


def _simple(form: FormDefinition) -> list[tuple[str, Question]]:
    return [(item.key, item) for item in form.items() if isinstance(item, Question)]
