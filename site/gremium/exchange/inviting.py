"""Invitations to an exchange event: a neutral mail with the date for the person's calendar (RFC 5545, RFC 5546)."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from gremium.exchange.models import ExchangeEvent
from gremium.people.models import User, WaitingMail
from gremium.people.outbox import post, register_mail

KIND = "event"
CANCEL, PUBLISH = "CANCEL", "PUBLISH"


def send_invitations(event: ExchangeEvent, people: Sequence[User]) -> None:
    """Tell them of the event, once that is certain, as it is when the mail goes."""
    post(people, kind=KIND, about=event.pk)


def calendar_file(event: ExchangeEvent) -> bytes:
    """Date, place and the way to the papers. The title stands in it only where anybody may read it anyway."""
    with translation.override(settings.LANGUAGE_CODE):
        entry = Event()
        address = _address(event)
        entry.add("uid", f"{event.pk}@{address.split('/')[2]}")
        entry.add("dtstamp", event.created_at)
        entry.add("sequence", event.changes)
        entry.add("dtstart", event.starts_at)
        entry.add("dtend", event.end)
        entry.add("summary", event.title if event.is_public else _("Exchange with the board"))
        entry.add("url", address)
        if where := ", ".join(part for part in (event.place, event.online) if part):
            entry.add("location", where)
        if event.cancelled_at:
            entry.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Gremium//Austausch//DE")
    calendar.add("version", "2.0")
    calendar.add("method", CANCEL if event.cancelled_at else PUBLISH)
    calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _build(mail: WaitingMail) -> EmailMessage | None:
    """None once the event is over, or the account closed."""
    event = ExchangeEvent.objects.filter(pk=mail.about, starts_at__gt=timezone.now()).first()
    if event is None or not mail.user.is_active:
        return None
    subject, body = _words(event)
    message = EmailMessage(subject, body, to=[mail.user.email])
    message.attach("termin.ics", calendar_file(event), "text/calendar")
    return message


def _words(event: ExchangeEvent) -> tuple[str, str]:
    with translation.override(settings.LANGUAGE_CODE):
        context = {"event": event, "address": _address(event), "site_name": settings.WAGTAIL_SITE_NAME}
        return _("Please look at your work area"), render_to_string("exchange/invitation.txt", context)


def _address(event: ExchangeEvent) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('exchange:event', args=[event.pk])}"


register_mail(KIND, _build)
