"""Accounts, the organisations they work for, and the four seats of the board."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A Freier Träger; only recognised ones may submit (seed R15)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=160, unique=True)
    is_recognised = models.BooleanField(_("recognised by the secretariat"), default=False)
    recognised_on = models.DateField(_("recognised on"), null=True, blank=True)
    recognised_by_ref = models.UUIDField(_("recognised by"), null=True, blank=True, editable=False)
    recognition_ended_on = models.DateField(_("recognition ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an account is for. One account has one role: duties that exclude each other never meet in one sign-in."""

    CASE_WORKER = "case_worker", _("case manager or counsellor")
    ORGANISATION_LEAD = "organisation_lead", _("lead of an organisation")
    SECRETARIAT = "secretariat", _("secretariat")
    MEMBER = "member", _("member of the board")
    DEPARTMENT_OFFICE = "department_office", _("department office")
    EDITOR = "editor", _("editor")
    DATA_PROTECTION = "data_protection", _("data protection officer")
    TECHNICIAN = "technician", _("technical administration")
    VOLUNTEER = "volunteer", _("volunteer in refugee aid")


class ProfessionalRole(models.TextChoices):
    """The two professions that may submit (seed R15); values as in the form's question `cm_rolle`."""

    CASE_MANAGEMENT = "kim_case_management", _("case management (KIM)")
    COUNSELLING = "fluechtlingsberatung", _("refugee counselling")


CONFIRMATION_REMINDERS = (30, 7)
"""Days before a confirmation ends on which the organisation's lead is reminded."""


class UserManager(BaseUserManager["User"]):
    def who_fill_for(self, organisation_ref: str) -> models.QuerySet["User"]:
        """Open accounts that write a Kurzantrag for an organisation, by name."""
        filling = self.filter(is_active=True, role=Role.CASE_WORKER, organisation__ref=organisation_ref)
        return filling.order_by("display_name")

    def staff_of(self, organisation: Organisation | None) -> models.QuerySet["User"]:
        """Who works on cases for an organisation, also if blocked, by name."""
        return self.filter(
            role=Role.CASE_WORKER, organisation=organisation, organisation__isnull=False, anonymised_at=None
        ).order_by("display_name")

    def to_be_reminded_of_confirmation(self, today: date) -> list["User"]:
        """Open accounts whose confirmation ends within 30 days, once, and within 7 days, once more."""
        last = today + timedelta(days=max(CONFIRMATION_REMINDERS))
        staff = self.filter(role=Role.CASE_WORKER, is_active=True, organisation__isnull=False)
        ending = staff.filter(confirmed_until__range=(today, last)).select_related("organisation")
        return [user for user in ending if user.is_due_for_reminder(today)]

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, role=Role.TECHNICIAN, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account. `ref` is the opaque reference that drafts and journal lines store."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    display_name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    professional_role = models.CharField(
        _("professional role"), max_length=24, choices=ProfessionalRole.choices, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="users", verbose_name=_("organisation")
    )
    is_full_time = models.BooleanField(_("employed for this work (not as a volunteer)"), default=False)
    confirmed_until = models.DateField(_("professional role confirmed until"), null=True, blank=True)
    confirmation_reminded_on = models.DateField(null=True, blank=True, editable=False)
    enrols_by_link = models.BooleanField(default=False, editable=False)
    """Lost the second factor: a new one is set up only with a link of a mail, the password is not enough."""
    is_active = models.BooleanField(_("active"), default=True)
    blocked_at = models.DateTimeField(_("blocked since"), null=True, blank=True, editable=False)
    anonymised_at = models.DateTimeField(_("anonymised on"), null=True, blank=True, editable=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_staff(self) -> bool:
        return False

    @property
    def mark(self) -> str:
        """By which an open page knows whose it is, and that somebody else has signed in beside it; it tells no more."""
        return salted_hmac("gremium.people.mark", str(self.ref)).hexdigest()[:16]

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def fills_forms(self) -> bool:
        """Only professionals of an organisation write a Kurzantrag (seed R15); whether it may be sent, rules decide."""
        return self.role == Role.CASE_WORKER and self.organisation_id is not None

    def is_due_for_reminder(self, today: date) -> bool:
        """Whether a day has come, 30 or 7 before the end of the confirmation, of which nobody was told yet."""
        told, until = self.confirmation_reminded_on, self.confirmed_until
        if until is None:
            return False
        days = [until - timedelta(days=days) for days in CONFIRMATION_REMINDERS]
        return any(day <= today and (told is None or told < day) for day in days)

    def may_submit_on(self, today: date) -> bool:
        """Employed professionals whom their organisation has confirmed within a year (seed R15; V35 of the form)."""
        is_confirmed = self.confirmed_until is not None and self.confirmed_until >= today
        return self.fills_forms and self.is_full_time and is_confirmed


class CouncilTerm(models.Model):
    """The period the city's council is elected for; seats are given for it (seed R11)."""

    starts = models.DateField(_("first day"), unique=True)
    ends = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("council term")
        verbose_name_plural = _("council terms")
        ordering = ("starts",)
        constraints = (
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="council_term_goes_forward"),
        )

    def __str__(self) -> str:
        return f"{self.starts:%Y}–{self.ends:%Y}"


class SeatQuerySet(models.QuerySet["Seat"]):
    def current(self, today: date) -> Self:
        """Seats that are held today; one given up today is not."""
        going_on = models.Q(ended_on=None) | models.Q(ended_on__gt=today)
        return self.filter(going_on, valid_from__lte=today, valid_until__gte=today)

    def not_over(self, today: date) -> Self:
        """Held today or from a later day on."""
        going_on = models.Q(ended_on=None) | models.Q(ended_on__gt=today)
        return self.filter(going_on, valid_until__gte=today)

    def current_today(self) -> Self:
        return self.current(timezone.localdate())


class Seat(models.Model):
    """Somebody holds one of the four personal seats, for one council term at most; no substitute exists (seed R10-R12).

    The database refuses a fifth seat, two holders of a seat at one time, and one person on two seats (`seat_triggers`).
    """

    class Origin(models.TextChoices):
        WELFARE_1 = "welfare_1", _("welfare organisations, first seat")
        WELFARE_2 = "welfare_2", _("welfare organisations, second seat")
        VOLUNTEER = "volunteer", _("volunteer refugee work")
        AUTHORITY_HEAD = "authority_head", _("head of the immigration office")

    origin = models.CharField(_("seat"), max_length=16, choices=Origin.choices)
    holder = models.ForeignKey(User, models.PROTECT, related_name="seats", verbose_name=_("holder"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    ended_on = models.DateField(_("given up on"), null=True, blank=True)
    """The first day without the seat, where it ended before the term."""

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(origin__in=["welfare_1", "welfare_2", "volunteer", "authority_head"]),
                name="seat_is_one_of_four",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="seat_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return self.get_origin_display()

    @property
    def last_day(self) -> date:
        """The last day with the seat; the day before the first where it never began."""
        return self.ended_on - timedelta(days=1) if self.ended_on else self.valid_until

    @property
    def is_authority_head(self) -> bool:
        return self.origin == self.Origin.AUTHORITY_HEAD


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def proposed(self) -> Self:
        """Leads have asked for these; the secretariat has not sent them yet."""
        return self.filter(token_digest="")

    def usable(self, now: datetime) -> Self:
        return self.exclude(token_digest="").filter(valid_until__gt=now)


class Invitation(models.Model):
    """Somebody may open an account with the link of a mail. Goes as soon as it was used or taken back.

    Of the link only a digest is kept; a row without one is a proposal of an organisation's lead.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    professional_role = models.CharField(
        _("professional role"), max_length=24, choices=ProfessionalRole.choices, blank=True
    )
    is_confirmed = models.BooleanField(_("confirmed by the organisation's lead"), default=False)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("asked for by"))
    asked_at = models.DateTimeField(_("asked for on"), default=timezone.now)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("asked_at",)

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def is_proposal(self) -> bool:
        return not self.token_digest

    @property
    def has_expired(self) -> bool:
        return self.valid_until is not None and self.valid_until <= timezone.now()


class FactorReset(models.Model):
    """Two persons take away the lost second factor of an account. Goes as soon as a new one is set up."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="factor_reset", verbose_name=_("account"))
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed on"), default=timezone.now)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by"))
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("reset of a second factor")
        verbose_name_plural = _("resets of second factors")
        ordering = ("proposed_at",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("proposed_by")), name="factor_reset_takes_two_persons"
            ),
        )

    def __str__(self) -> str:
        return str(self.ref)


class PasswordRequest(models.Model):
    """Somebody asked for a new password; the worker sends the mail and removes the row.

    An address without an account makes a row too, so that the answer takes the same time.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", verbose_name=_("account"))
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("request for a new password")
        verbose_name_plural = _("requests for a new password")

    def __str__(self) -> str:
        return str(self.pk)


class WaitingMailQuerySet(models.QuerySet["WaitingMail"]):
    def due(self, now: datetime) -> Self:
        """What is to be tried now, the oldest first."""
        return self.filter(given_up_at=None, next_try_at__lte=now).order_by("asked_at", "pk")

    def given_up(self) -> Self:
        return self.exclude(given_up_at=None)


class WaitingMail(models.Model):
    """A mail that has to reach an account: codes alone, whose words are made when it is sent (`people.outbox`).

    `say` is the name of a sentence, `about` an id, `desk` the name of the page it leads to. The row goes with the mail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("account"))
    kind = models.CharField(max_length=16)
    say = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=40, blank=True)
    desk = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(_("asked for on"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now, db_index=True)
    given_up_at = models.DateTimeField(_("given up on"), null=True, blank=True)

    objects = WaitingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting mail")
        verbose_name_plural = _("waiting mails")
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return str(self.pk)
