"""The exchange, half of the board's purpose (seed R5, R28, R29): general questions, events, and the yearly report."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gremium.exchange.who import ASKING, READING, manages
from gremium.people.models import Organisation, Role, User

USUAL_LENGTH = timedelta(hours=2)


class Topic(models.TextChoices):
    """What a question is about, for those who look for an answer."""

    INTEGRATION = "bleiberecht", _("Right to stay after good integration (§§ 25a, 25b)")
    TOLERATION = "duldung", _("Duldung and its reasons")
    WORK = "arbeit", _("Work and training")
    PAPERS = "papiere", _("Identity and papers")
    FAMILY = "familie", _("Family and children")
    HEALTH = "gesundheit", _("Illness and health")
    PROCEDURE = "verfahren", _("Procedure and competence")
    OTHER = "sonstiges", _("Something else")


class Origin(models.TextChoices):
    """Where a question comes from."""

    COUNSELLOR = "counsellor", _("counselling")
    VOLUNTEER = "volunteer", _("volunteer refugee aid")
    MEMBER = "member", _("member of the board")
    CASE = "case", _("drawn from a case, with consent")


class QuestionState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    TAKEN_UP = "taken_up", _("taken up")
    ANSWERED = "answered", _("answered, not yet released")
    RELEASED = "released", _("released")
    DECLINED = "declined", _("not taken up")


class QuestionQuerySet(models.QuerySet["Question"]):
    def released(self) -> Self:
        return self.filter(state=QuestionState.RELEASED).order_by("-released_at")

    def before_the_board(self) -> Self:
        """Taken up, and not yet released: what a meeting has to talk about, the longest waiting first."""
        return self.filter(state__in=(QuestionState.TAKEN_UP, QuestionState.ANSWERED)).order_by("proposed_at", "pk")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The board and the secretariat see all; who asks sees the own ones; everybody here those released."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if manages(user):
            return self.all()
        if user.role in ASKING:
            return self.filter(models.Q(state=QuestionState.RELEASED) | models.Q(asked_by_ref=str(user.ref)))
        return self.filter(state=QuestionState.RELEASED) if user.role in READING else self.none()

    def asked_by(self, user: User) -> Self:
        return self.filter(asked_by_ref=str(user.ref))


class Question(models.Model):
    """A professional question without any person, in German; it and its answer are public once released.

    `case_link` is sealed with the key of the case it was drawn from and names it to nobody: it opens only for the case
    itself, and for no one any more once that key is gone (`case_links`). `version` counts changes of the words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    topic = models.CharField(_("topic"), max_length=16, choices=Topic.choices)
    text = models.TextField(_("question"), max_length=800)
    background = models.TextField(_("background"), max_length=2000, blank=True)
    answer = models.TextField(_("answer"), max_length=6000, blank=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(_("state"), max_length=10, choices=QuestionState.choices, default=QuestionState.PROPOSED)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    asked_by_ref = models.CharField(max_length=40, editable=False)
    case_link = models.BinaryField(default=bytes)
    reason = models.TextField(_("why it is not taken up"), max_length=600, blank=True)
    proposed_at = models.DateTimeField(_("proposed on"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed on"), auto_now=True)
    released_at = models.DateTimeField(_("released on"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("general question")
        verbose_name_plural = _("general questions")
        ordering = ("-proposed_at",)

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("exchange:question", args=[self.pk])

    @property
    def is_from_case(self) -> bool:
        return self.origin == Origin.CASE

    @property
    def is_open(self) -> bool:
        """The board may still write and agree."""
        return self.state in (QuestionState.TAKEN_UP, QuestionState.ANSWERED)


class Approval(models.Model):
    """What one member says to one version of question and answer; a change of the words asks everybody anew."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="approvals", verbose_name=_("question"))
    member = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("member"))
    version = models.PositiveIntegerField()
    abstains = models.BooleanField(_("abstains"), default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "member"], name="one_approval_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.member_id}"


class ExchangeEventQuerySet(models.QuerySet["ExchangeEvent"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The board and the secretariat see all, guests theirs, and everybody here those that are public."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if manages(user):
            return self.all()
        if user.role == Role.EDITOR:
            return self.filter(is_public=True)
        invited = models.Q(pk__in=Guest.objects.filter(user=user).values("event"))
        return self.filter(models.Q(is_public=True) | invited) if user.role in READING else self.none()

    def coming(self, now: datetime) -> Self:
        """Those that are not over, also called-off ones; the next first."""
        return self.filter(starts_at__gte=now - USUAL_LENGTH * 2).order_by("starts_at")

    def past(self, now: datetime) -> Self:
        return self.filter(starts_at__lt=now - USUAL_LENGTH * 2).order_by("-starts_at")

    def public(self) -> Self:
        return self.filter(is_public=True, cancelled_at=None)


class ExchangeEvent(models.Model):
    """One exchange, for one occasion: there is no rhythm and no series (seed R5). Never a meeting about cases."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    online = models.URLField(_("address of the video meeting"), blank=True)
    occasion = models.TextField(_("occasion"), max_length=1500, blank=True)
    is_public = models.BooleanField(_("shown on the public pages"), default=False)
    questions = models.ManyToManyField(Question, related_name="events", blank=True, verbose_name=_("questions"))
    created_by_ref = models.CharField(max_length=40, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    changes = models.PositiveIntegerField(default=0)
    """How often the date or place changed; calendars take the highest (RFC 5545, SEQUENCE)."""
    cancelled_at = models.DateTimeField(_("called off on"), null=True, blank=True)

    objects = ExchangeEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange event")
        verbose_name_plural = _("exchange events")
        ordering = ("starts_at",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exchange:event", args=[self.pk])

    @property
    def end(self) -> datetime:
        return self.ends_at or self.starts_at + USUAL_LENGTH

    @property
    def is_over(self) -> bool:
        return self.end < timezone.now()

    @property
    def takes_replies(self) -> bool:
        return self.cancelled_at is None and not self.is_over


class Guest(models.Model):
    """Somebody who was invited, and what she replied."""

    class Reply(models.TextChoices):
        COMES = "comes", _("comes")
        STAYS_AWAY = "stays_away", _("does not come")

    event = models.ForeignKey(ExchangeEvent, models.CASCADE, related_name="guests", verbose_name=_("event"))
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("account"))
    invited_at = models.DateTimeField(_("invited on"), default=timezone.now)
    reply = models.CharField(_("reply"), max_length=10, choices=Reply.choices, blank=True)
    replied_at = models.DateTimeField(_("replied on"), null=True, blank=True)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "user"], name="one_invitation_a_guest")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.user_id}"


class YearlyReport(models.Model):
    """The numbers of one year as they were released: small ones are hidden before they are stored (domain 9.2)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    figures = models.JSONField(_("figures"), default=list)
    """Groups as `suppressing.Shown.as_data` gives them."""
    remark = models.TextField(_("preliminary remark"), max_length=2000, blank=True)
    letter = models.UUIDField(_("paper for the committee"), editable=False)
    released_at = models.DateTimeField(_("released on"), default=timezone.now)
    released_by_ref = models.CharField(max_length=40, editable=False)
    given_on = models.DateField(_("given to the committee on"), null=True, blank=True)

    class Meta:
        verbose_name = _("yearly report")
        verbose_name_plural = _("yearly reports")
        ordering = ("-year",)

    def __str__(self) -> str:
        return str(self.year)
