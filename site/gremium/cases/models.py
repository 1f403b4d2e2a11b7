"""A case: what the board may be asked to look at, from the moment a Kurzantrag is submitted."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents import vault
from gremium.cases.assessments import Assessment as Assessment  # a table of this app, as the next three
from gremium.cases.moves import Move as Move
from gremium.cases.recusals import Recusal as Recusal
from gremium.cases.supplements import Supplement as Supplement
from gremium.letters.results import Ground
from gremium.people.asking import current_seat
from gremium.people.models import Organisation, Role, User
from gremium.people.second_person import is_second_person


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


ARISES_LATER = frozenset({Ground.COURT, Ground.ASYLUM})
"""Grounds that may arise after the application was filed (domain T17)."""


RELEASED = frozenset(
    {State.SCHEDULED, State.DELIBERATED, State.DEFERRED, State.ASSESSED, State.COMMUNICATED, State.CLOSED}
)
"""States in which the members may read (domain 2.3)."""
SUPPLEMENTED = frozenset({State.SUBMITTED, State.ADMITTED, State.DEFERRED})
"""States in which a case manager may add to a case; a scheduled one until its meeting (domain 2.3)."""
UNREADABLE = frozenset({State.WITHDRAWN, State.ERASED})
"""A withdrawal stops all reading at once (domain T18)."""


class Restriction(models.TextChoices):
    """Why a case is neither read nor erased (Art. 18(1) GDPR)."""

    DISPUTED = "disputed", _("the person says that something in it is wrong; it is being checked")
    UNLAWFUL = "unlawful", _("it may not be worked on, and the person wants it kept instead of erased")
    CLAIMS = "claims", _("the person needs it for a legal claim of her or his own")
    OBJECTION = "objection", _("the person has objected; it is being weighed")


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
    urgent_on: str = ""
    """ISO day of the deadline the application names; "" where it names none."""

    def has_flag(self, *codes: str) -> bool:
        return any(mark.code in codes for mark in self.flags)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Exactly the cases this account may open now (domain matrix); a superuser gains nothing.

        A member is there for her own term (seed R11): what was closed before it began is not hers to read, as the
        meetings of that time are not.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        readable = self.exclude(state__in=UNREADABLE).filter(restricted_since=None)
        if user.role == Role.CASE_WORKER and user.organisation_id is not None:
            return readable.filter(organisation_id=user.organisation_id)
        if user.role == Role.SECRETARIAT:
            return readable
        seat = current_seat(user)
        if seat is not None:
            of_her_term = readable.exclude(state=State.CLOSED, meeting_on__lt=seat.valid_from)
            return of_her_term.filter(state__in=RELEASED).exclude(recusals__member=user)
        return self.none()

    def previewed_by(self, user: User | AnonymousUser) -> Self:
        """Admitted cases of which a member sees competence and question before they are scheduled (domain 2.3)."""
        if not isinstance(user, User) or current_seat(user) is None:
            return self.none()
        return self.filter(state=State.ADMITTED, restricted_since=None).exclude(recusals__member=user)

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

    def silent_since(self, moment: datetime) -> Self:
        """Passed on before that moment, with nothing open: what closes by itself (domain T16)."""
        passed_on = self.filter(state=State.COMMUNICATED, state_since__lte=moment, restricted_since=None)
        undecided = Exclusion.objects.open().values("case")
        return passed_on.exclude(pk__in=undecided).exclude(pk__in=Report.objects.open().values("case"))

    def nearest_first(self, today: date) -> Self:
        """By their meetings: the coming ones first and the next on top, then the past, the last on top."""
        is_past = models.Case(models.When(meeting_on__gte=today, then=0), default=1)
        coming = models.Case(models.When(meeting_on__gte=today, then="meeting_on"))
        return self.order_by(is_past, coming, models.F("meeting_on").desc(nulls_last=True), "-submitted_at")

    def telling_of_questions(self) -> Self:
        """Each with `proposed_at` and `reported_at`: since when it has an exclusion or a report that nobody decided."""
        proposed = Exclusion.objects.open().filter(case=models.OuterRef("pk")).order_by("proposed_at")
        reported = Report.objects.open().filter(case=models.OuterRef("pk")).order_by("-reported_at")
        return self.annotate(
            proposed_at=models.Subquery(proposed.values("proposed_at")[:1]),
            reported_at=models.Subquery(reported.values("reported_at")[:1]),
        )

    def telling_of_all(self) -> Self:
        """Each with `in_all`, the number of all of them: what a page of a list needs to know beside its own rows."""
        return self.annotate(in_all=models.Window(models.Count("*")))

    def unreadable(self) -> Self:
        return self.filter(state__in=UNREADABLE)

    def restricted(self) -> Self:
        return self.exclude(restricted_since=None)


class Case(models.Model):
    """`subject` is the draft's UUID, the key's subject for everything of the case."""

    proposed_at: datetime | None  # both of `CaseQuerySet.telling_of_questions`
    reported_at: datetime | None
    in_all: int  # of `CaseQuerySet.telling_of_all`

    subject = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.SUBMITTED)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cases", verbose_name=_("organisation"))
    submitted_by_ref = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    sealed_summary = models.BinaryField()
    admission_proposed_by_ref = models.CharField(max_length=40, blank=True)
    state_since = models.DateTimeField(_("in this state since"), default=timezone.now)
    due_on = models.DateField(_("day named with this state"), null=True, blank=True)
    """When completion is wanted of a returned case, or a deferred one is taken up again."""
    meeting_on = models.DateField(_("meeting on"), null=True, blank=True)
    restriction = models.CharField(_("restricted because"), max_length=10, choices=Restriction.choices, blank=True)
    restricted_since = models.DateTimeField(_("restricted since"), null=True, blank=True)
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
    def is_restricted(self) -> bool:
        """Nobody reads or changes it at present; it is kept as it is (Art. 18 GDPR)."""
        return self.restricted_since is not None

    @property
    def is_closed_to_all(self) -> bool:
        """Nobody reads anything of it now: withdrawn, erased or restricted."""
        return self.is_unreadable or self.is_restricted

    @property
    def is_released(self) -> bool:
        return self.state in RELEASED

    def seal_summary(self, summary: Summary) -> None:
        self.sealed_summary = vault.seal_json(self.subject, self._summary_purpose, asdict(summary))

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """As Django's own, which makes all choices anew each time: a tenth of the time of a desk."""
        return str(State(self.state).label)

    def summary(self) -> Summary:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        raw = vault.unseal_json(self.subject, self._summary_purpose, self.sealed_summary)
        return Summary(
            exclusions=tuple(Mark(**mark) for mark in raw["exclusions"]),
            flags=tuple(Mark(**mark) for mark in raw["flags"]),
            person=raw["person"],
            urgent_on=raw.get("urgent_on", ""),
        )

    @property
    def person(self) -> str:
        """Who the case is about, for lists; a case that cannot be read says so and hides no other."""
        try:
            return self.summary().person
        except vault.UNREADABLE:
            return gettext("cannot be read at present")

    @property
    def urgent_on(self) -> date | None:
        """The deadline the application names; None where it names none, or where it cannot be read."""
        try:
            named = self.summary().urgent_on
        except vault.UNREADABLE:
            return None
        return date.fromisoformat(named) if named else None

    @property
    def _summary_purpose(self) -> str:
        return f"case/{self.subject}/summary"


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    def open(self) -> Self:
        return self.filter(outcome="")

    def waiting_for(self, user: User | AnonymousUser) -> Self:
        """Proposals that this account may decide as the second person: never its own (domain 2.3, four eyes)."""
        if not is_second_person(user):
            return self.none()
        readable = self.open().exclude(case__state__in=UNREADABLE).filter(case__restricted_since=None)
        return readable.exclude(proposed_by_ref=str(user.ref)).select_related("case__organisation")


class Exclusion(models.Model):
    """One person proposes to exclude a case, another one confirms or rejects it (domain T7, T17)."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        REJECTED = "rejected", _("rejected")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="exclusions", verbose_name=_("case"))
    ground = models.CharField(_("ground"), max_length=2, choices=Ground.choices)
    is_later = models.BooleanField(_("arose after filing"), default=False)
    sealed_reason = models.BinaryField()
    proposed_by_ref = models.CharField(max_length=40)
    proposed_at = models.DateTimeField(_("proposed on"), default=timezone.now)
    decided_by_ref = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices, blank=True)
    sealed_answer = models.BinaryField(default=bytes)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        ordering = ("proposed_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(outcome=""), name="one_open_exclusion_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground}"

    def seal_reason(self, reason: str) -> None:
        self.sealed_reason = vault.seal(self.case_id, f"case/{self.case_id}/exclusion/{self.pk}", reason.encode())

    def reason(self) -> str:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return vault.unseal(self.case_id, f"case/{self.case_id}/exclusion/{self.pk}", self.sealed_reason).decode()

    def seal_answer(self, answer: str) -> None:
        """What the second person says to a rejection."""
        self.sealed_answer = vault.seal(self.case_id, f"case/{self.case_id}/answer/{self.pk}", answer.encode())

    def answer(self) -> str:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        if not self.sealed_answer:
            return ""
        return vault.unseal(self.case_id, f"case/{self.case_id}/answer/{self.pk}", self.sealed_answer).decode()


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)

    def waiting_for(self, user: User | AnonymousUser) -> Self:
        """Those of which somebody else says that they are another matter, for the second person (as exclusions)."""
        if not is_second_person(user):
            return self.none()
        readable = self.open().exclude(case__state__in=UNREADABLE).filter(case__restricted_since=None)
        return readable.exclude(settling_by_ref__in=("", str(user.ref))).select_related("case__organisation")


class Report(models.Model):
    """Somebody says that a court or asylum procedure began after filing; people decide what follows (domain T17).

    `settling_by_ref` is who of the secretariat finds that it is another matter; a second person settles it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="reports", verbose_name=_("case"))
    ground = models.CharField(_("ground"), max_length=2, choices=Ground.choices)
    day = models.DateField(_("day of the step"), null=True, blank=True)
    reported_by_ref = models.CharField(max_length=40)
    reported_at = models.DateTimeField(_("reported on"), default=timezone.now)
    settling_by_ref = models.CharField(max_length=40, blank=True, default="")
    settling_at = models.DateTimeField(_("proposed on"), null=True, blank=True)
    sealed_reason = models.BinaryField(default=bytes)
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a later step")
        verbose_name_plural = _("reports of later steps")
        ordering = ("reported_at",)

    def __str__(self) -> str:
        return f"{self.case_id} {self.ground}"

    def seal_reason(self, reason: str) -> None:
        """Why it is another matter, sealed into this row; the caller saves it."""
        self.sealed_reason = vault.seal(self.case_id, self._purpose, reason.encode()) if reason else b""

    def reason(self) -> str:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return vault.unseal(self.case_id, self._purpose, self.sealed_reason).decode() if self.sealed_reason else ""

    @property
    def _purpose(self) -> str:
        return f"case/{self.case_id}/report/{self.pk}"
