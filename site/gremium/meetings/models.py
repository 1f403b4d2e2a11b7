"""Meetings of the board, what stands on their agendas, who comes, and the minutes."""

from datetime import date, datetime, time
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from documents import keystore, vault
from gremium.cases.models import Case, State
from gremium.letters.models import Letter
from gremium.people.asking import current_seat
from gremium.people.models import Role, Seat, User
from gremium.people.quorum import is_quorum


class MeetingState(models.TextChoices):
    """Where a meeting stands (domain section 3)."""

    PLANNED = "planned", _("planned")
    INVITED = "invited", _("members invited")
    HELD = "held", _("held")
    MINUTES_DRAFT = "minutes_draft", _("minutes being written")
    MINUTES_APPROVED = "minutes_approved", _("minutes approved")
    ARCHIVED = "archived", _("archived")
    CANCELLED = "cancelled", _("cancelled")


AHEAD = frozenset({MeetingState.PLANNED, MeetingState.INVITED})
"""States in which cases still come on the agenda."""
OVER = frozenset({MeetingState.HELD, MeetingState.MINUTES_DRAFT, MeetingState.MINUTES_APPROVED, MeetingState.ARCHIVED})
"""States in which the meeting has taken place."""


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All meetings for the secretariat; for members those of the time in which they hold their seat (seed R11)."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if user.role == Role.SECRETARIAT:
            return self.all()
        seat = current_seat(user)
        if seat is None:
            return self.none()
        return self.filter(day__gte=seat.valid_from, day__lte=seat.valid_until)

    def standing(self) -> Self:
        return self.exclude(state=MeetingState.CANCELLED)

    def upcoming(self, today: date) -> Self:
        """Those that still take cases, the next one first."""
        return self.filter(day__gte=today, state__in=AHEAD).order_by("day")

    def regular_in(self, year: int) -> Self:
        return self.standing().filter(day__year=year, kind=Meeting.Kind.REGULAR)

    def before(self, meeting: "Meeting") -> Self:
        """Those that took place before this one, the last first."""
        return self.filter(day__lt=meeting.day, state__in=OVER).order_by("-day")


class Meeting(models.Model):
    """One private meeting; up to four regular ones a year, further ones need an occasion (seed R21).

    `subject` is the key's subject for all that concerns the meeting as a whole; what concerns a case is sealed with
    that case's key. `sequence` counts what was sent to calendars.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", _("regular")
        EVENT_DRIVEN = "event_driven", _("event-driven")

    subject = models.UUIDField(default=uuid4, unique=True, editable=False)
    day = models.DateField(_("day"))
    begins = models.TimeField(_("begins at"), default=time(14))
    ends = models.TimeField(_("ends at"), default=time(17))
    room = models.CharField(_("room"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.REGULAR)
    reason = models.CharField(_("occasion"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=MeetingState.choices, default=MeetingState.PLANNED)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    invited_at = models.DateTimeField(_("invited on"), null=True, blank=True, editable=False)
    began_at = models.TimeField(_("began at"), null=True, blank=True)
    ended_at = models.TimeField(_("ended at"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-day",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["day"], condition=~models.Q(state="cancelled"), name="one_standing_meeting_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{date_format(self.day, 'DATE_FORMAT')} ({self.get_kind_display()})"

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.subject])

    @property
    def is_frozen(self) -> bool:
        """The invitation went out: what comes now is an addition."""
        return self.state != MeetingState.PLANNED

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def is_cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED

    @property
    def is_quorate(self) -> bool:
        """Whether as many were there as a joint assessment needs; who stepped back, `assessing` knows."""
        return is_quorum(self.attendances.filter(is_present=True).count())

    @property
    def is_event_driven(self) -> bool:
        return self.kind == self.Kind.EVENT_DRIVEN

    @property
    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, self.begins))

    @property
    def stops_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, self.ends))


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def standing(self) -> Self:
        """What has not dropped off."""
        return self.filter(dropped_at=None)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def passed_over(self) -> Self:
        """What the meeting did not come to."""
        return self.exclude(not_reached="")

    def left_open(self) -> Self:
        """Of meetings that took place, the cases of which nobody has said yet what became of them."""
        waiting = self.standing().filter(meeting__state__in=OVER, began_at=None)
        return waiting.filter(case__state=State.SCHEDULED, case__restricted_since=None)


class NotReached(models.TextChoices):
    """Why a meeting did not come to a case; a closed list, so that nothing of the case is told."""

    TIME = "time", _("the time was not enough")
    MEMBERS = "members", _("too few members were there")
    PAPERS = "papers", _("papers were missing")
    OTHER = "other", _("for another reason")


class AgendaItem(models.Model):
    """A case on a meeting's agenda; a deferred case comes back on a later one.

    `came_from` is the state it goes back to when the meeting is cancelled or does not come to it; then `not_reached`
    says why. An item that drops off keeps its place and shows so. What is noted of the case's turn are times and ticks,
    never a word about its content.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name=_("meeting"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="agenda_items", verbose_name=_("case"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    came_from = models.CharField(max_length=16, default="admitted", editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    is_addition = models.BooleanField(_("added after the invitation"), default=False)
    dropped_at = models.DateTimeField(_("dropped on"), null=True, blank=True)
    not_reached = models.CharField(_("not reached because"), max_length=8, choices=NotReached.choices, blank=True)
    began_at = models.TimeField(_("began at"), null=True, blank=True)
    ended_at = models.TimeField(_("ended at"), null=True, blank=True)
    has_valid_consents = models.BooleanField(_("consents valid"), null=True)
    was_open_to_inspection = models.BooleanField(_("internal documents were shown for inspection"), null=True)
    office_informed_on = models.DateField(_("immigration office informed on"), null=True, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("position", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["meeting", "case"], condition=models.Q(dropped_at=None), name="case_once_on_agenda"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.case_id}"

    @property
    def has_dropped(self) -> bool:
        return self.dropped_at is not None

    @property
    def was_heard(self) -> bool:
        """The members have talked about the case in this meeting."""
        return self.began_at is not None


class Attendance(models.Model):
    """One seat at one meeting: what its holder answered, and whether she came. There are no substitutes (seed R12)."""

    class Answer(models.TextChoices):
        COMES = "comes", _("comes")
        CANNOT = "cannot", _("cannot come")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting"))
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances", verbose_name=_("seat"))
    answer = models.CharField(_("answer"), max_length=6, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    is_present = models.BooleanField(_("present"), null=True)
    is_excused = models.BooleanField(_("excused"), default=False)
    sealed_reason = models.BinaryField(default=bytes, blank=True)
    invitation = models.ForeignKey(
        Letter, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("invitation")
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="seat_once_at_meeting")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.seat_id}"

    def seal_reason(self, reason: str) -> None:
        """Why somebody was absent, sealed with the meeting's key; the caller saves the row."""
        self.sealed_reason = vault.seal(self.meeting.subject, self._purpose, reason.encode()) if reason else b""

    def reason(self) -> str:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        if not self.sealed_reason:
            return ""
        return vault.unseal(self.meeting.subject, self._purpose, self.sealed_reason).decode()

    @property
    def _purpose(self) -> str:
        return f"meeting/{self.meeting.subject}/absence/{self.seat_id}"


class Minutes(models.Model):
    """The minutes of one meeting: its general part, sealed with the meeting's key (seed R25, R26).

    `revision` counts the saves, so that nobody overwrites what somebody else has written meanwhile. `approved_at`
    fixes them for good.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, primary_key=True, related_name="minutes")
    sealed = models.BinaryField(default=bytes, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("begun on"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed on"), auto_now=True)
    put_forward_at = models.DateTimeField(_("put to the members on"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved on"), null=True, blank=True)
    approved_in = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved in the meeting")
    )

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")

    def __str__(self) -> str:
        return str(self.meeting_id)

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    def seal(self, words: dict[str, Any]) -> None:
        """Seal the general part into this row; the caller saves it."""
        self.sealed = vault.seal_json(self.meeting.subject, self._purpose, words)

    def words(self) -> dict[str, Any]:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return dict(vault.unseal_json(self.meeting.subject, self._purpose, self.sealed)) if self.sealed else {}

    @property
    def _purpose(self) -> str:
        return f"meeting/{self.meeting.subject}/minutes"


class Passage(models.Model):
    """What the minutes say of one case, sealed with that case's key: when the key goes, it goes (domain 2.3)."""

    item = models.OneToOneField(AgendaItem, models.CASCADE, primary_key=True, related_name="passage")
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("passage of minutes")
        verbose_name_plural = _("passages of minutes")

    def __str__(self) -> str:
        return str(self.item_id)

    def seal(self, words: dict[str, Any]) -> None:
        """Seal into this row; the caller saves it."""
        self.sealed = vault.seal_json(self.item.case_id, self._purpose, words)

    def words(self) -> dict[str, Any]:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return dict(vault.unseal_json(self.item.case_id, self._purpose, self.sealed))

    @property
    def _purpose(self) -> str:
        return f"case/{self.item.case_id}/minutes/{self.item_id}"


class Comment(models.Model):
    """What a member says to the draft of the minutes; about a case it is sealed with that case's key."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="comments")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, blank=True, related_name="comments")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="comments")
    at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return str(self.pk)

    def seal(self, text: str) -> None:
        """Seal into this row; the caller saves it."""
        self.sealed = vault.seal(self._subject, self._purpose, text.encode())

    def text(self) -> str:
        """Raises vault.SealBroken, keystore.KeyMissing."""
        return vault.unseal(self._subject, self._purpose, self.sealed).decode()

    @property
    def _subject(self) -> Any:
        return self.item.case_id if self.item is not None else self.minutes.meeting.subject

    @property
    def _purpose(self) -> str:
        return f"minutes/{self.minutes_id}/comment/{self.item_id or 'all'}/{self.seat_id}"


class Approval(models.Model):
    """A member who was there agrees to the minutes; the last one's agreement fixes them."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="approvals")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="approvals")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["minutes", "seat"], name="seat_approves_once")
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}/{self.seat_id}"


def _subjects() -> Any:
    return Meeting.objects.values_list("subject", flat=True)


keystore.register_need(_subjects)
