"""Accounts, the organisations they work for, and the four seats of the board."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A Freier Träger; only recognised ones may submit (seed R15)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=160, unique=True)
    is_recognised = models.BooleanField(_("recognised by the secretariat"), default=False)

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


class ProfessionalRole(models.TextChoices):
    """The two professions that may submit (seed R15); values as in the form's question `cm_rolle`."""

    CASE_MANAGEMENT = "kim_case_management", _("case management (KIM)")
    COUNSELLING = "fluechtlingsberatung", _("refugee counselling")


class UserManager(BaseUserManager["User"]):
    def who_fill_for(self, organisation_ref: str) -> models.QuerySet["User"]:
        """Open accounts that write a Kurzantrag for an organisation, by name."""
        filling = self.filter(is_active=True, role=Role.CASE_WORKER, organisation__ref=organisation_ref)
        return filling.order_by("display_name")

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
    is_active = models.BooleanField(_("active"), default=True)
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

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @property
    def fills_forms(self) -> bool:
        """Only professionals of an organisation write a Kurzantrag (seed R15); whether it may be sent, rules decide."""
        return self.role == Role.CASE_WORKER and self.organisation_id is not None


class SeatQuerySet(models.QuerySet["Seat"]):
    def current(self, today: date) -> Self:
        return self.filter(valid_from__lte=today, valid_until__gte=today)


class Seat(models.Model):
    """One of the four personal seats for one council term; no substitute exists (seed R10-R12)."""

    class Origin(models.TextChoices):
        WELFARE_1 = "welfare_1", _("welfare organisations, first seat")
        WELFARE_2 = "welfare_2", _("welfare organisations, second seat")
        VOLUNTEER = "volunteer", _("volunteer refugee work")
        AUTHORITY_HEAD = "authority_head", _("head of the immigration office")

    origin = models.CharField(_("seat"), max_length=16, choices=Origin.choices)
    holder = models.ForeignKey(User, models.PROTECT, related_name="seats", verbose_name=_("holder"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")

    def __str__(self) -> str:
        return self.get_origin_display()

    @property
    def is_authority_head(self) -> bool:
        return self.origin == self.Origin.AUTHORITY_HEAD
