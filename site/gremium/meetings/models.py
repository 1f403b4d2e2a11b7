"""Meetings of the board and what stands on their agendas."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from gremium.cases.models import Case


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def upcoming(self, today: date) -> Self:
        return self.filter(day__gte=today).order_by("day")


class Meeting(models.Model):
    """One private meeting; up to four regular ones a year, further ones need an occasion (seed R21)."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("regular")
        EVENT_DRIVEN = "event_driven", _("event-driven")

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.REGULAR)
    reason = models.CharField(_("occasion"), max_length=200, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{date_format(self.day, 'DATE_FORMAT')} ({self.get_kind_display()})"


class AgendaItem(models.Model):
    """A case on a meeting's agenda; a deferred case comes back on a later one."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name=_("meeting"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="agenda_items", verbose_name=_("case"))
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["meeting", "case"], name="case_once_on_agenda")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.case_id}"
