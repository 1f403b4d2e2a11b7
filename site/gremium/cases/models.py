"""A case: what the board may be asked to look at, from the moment a Kurzantrag is submitted."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents import vault
from gremium.people.asking import current_seat
from gremium.people.models import Organisation, Role, User


class State(models.TextChoices):
    """Where a case stands (domain section 3); drafts live among the forms."""

    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned for completion")
    ADMITTED = "admitted", _("admitted")
    EXCLUDED = "excluded", _("excluded")
    NOT_TAKEN_UP = "not_taken_up", _("not taken up")
    SCHEDULED = "scheduled", _("scheduled")
    DELIBERATED = "deliberated", _("deliberated")
    DEFERRED = "deferred", _("deferred")
    ASSESSED = "assessed", _("assessed")
    COMMUNICATED = "communicated", _("assessment communicated")
    CLOSED = "closed", _("closed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXCLUDED_LATER = "excluded_later", _("excluded later")
    ERASED = "erased", _("erased")


RELEASED = frozenset(
    {State.SCHEDULED, State.DELIBERATED, State.DEFERRED, State.ASSESSED, State.COMMUNICATED, State.CLOSED}
)
"""States in which the members may read (domain 2.3)."""
UNREADABLE = frozenset({State.WITHDRAWN, State.ERASED})
"""A withdrawal stops all reading at once (domain T18)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule that spoke: its code and its sentence."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What the formal check found when the application was submitted, and whose application it is."""

    exclusions: tuple[Mark, ...] = ()
    flags: tuple[Mark, ...] = ()
    person: str = ""

    def has_flag(self, *codes: str) -> bool:
        return any(mark.code in codes for mark in self.flags)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Exactly the cases this account may open now (domain matrix); a superuser gains nothing."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        readable = self.exclude(state__in=UNREADABLE)
        if user.role == Role.CASE_WORKER and user.organisation_id is not None:
            return readable.filter(organisation_id=user.organisation_id)
        if user.role == Role.SECRETARIAT:
            return readable
        if current_seat(user) is not None:
            return readable.filter(state__in=RELEASED)
        return self.none()

    def known_to(self, user: User | AnonymousUser) -> Self:
        """Cases of which this account may see at least that they are there: reference, state and receipts.

        Those that nobody reads any more after a withdrawal are among them, for the own organisation and the
        secretariat (domain T18); a member knows nothing of them.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.role == Role.CASE_WORKER and user.organisation_id is not None:
            return self.filter(organisation_id=user.organisation_id)
        return self.all() if user.role == Role.SECRETARIAT else self.none()

    def unreadable(self) -> Self:
        return self.filter(state__in=UNREADABLE)


class Case(models.Model):
    """`subject` is the draft's UUID, the key's subject for everything of the case."""

    subject = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.SUBMITTED)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cases", verbose_name=_("organisation"))
    submitted_by_ref = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    sealed_summary = models.BinaryField()
    admission_proposed_by_ref = models.CharField(max_length=40, blank=True)
    meeting_on = models.DateField(_("meeting on"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ("-submitted_at",)

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.subject])

    @property
    def is_unreadable(self) -> bool:
        """Withdrawn or erased: only the bare row is left to see."""
        return self.state in UNREADABLE

    @property
    def is_released(self) -> bool:
        return self.state in RELEASED

    def seal_summary(self, summary: Summary) -> None:
        self.sealed_summary = vault.seal_json(self.subject, self._summary_purpose, asdict(summary))

    def summary(self) -> Summary:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        raw = vault.unseal_json(self.subject, self._summary_purpose, self.sealed_summary)
        return Summary(
            exclusions=tuple(Mark(**mark) for mark in raw["exclusions"]),
            flags=tuple(Mark(**mark) for mark in raw["flags"]),
            person=raw["person"],
        )

    def nearness(self, today: date) -> tuple[bool, int]:
        """Sorts cases by their meeting: the coming ones first and the next on top, then the past, the last on top."""
        days = (self.meeting_on - today).days if self.meeting_on else -(10**6)
        return days < 0, abs(days)

    @property
    def person(self) -> str:
        """Who the case is about, for lists; a case that cannot be read says so and hides no other."""
        try:
            return self.summary().person
        except vault.UNREADABLE:
            return gettext("cannot be read at present")

    @property
    def _summary_purpose(self) -> str:
        return f"case/{self.subject}/summary"
