"""How dates, numbers and phone numbers are written for readers."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from pages import dates
from pages.figures import SMALL, UNDER
from pages.phones import tel_uri

register = template.Library()


@register.filter
def long_date(day: date | None) -> str:
    return dates.long_date(day) if day else ""


@register.filter
def weekday_and_date(moment: datetime) -> str:
    return dates.weekday_and_date(localtime(moment))


@register.filter
def clock(moment: datetime) -> str:
    return localtime(moment).strftime("%H:%M")


@register.filter
def tel(phone: str) -> str:
    return tel_uri(phone)


@register.filter
def breakable(email: str) -> SafeString:
    """A long mail address may go on in a new line behind its sign, and nowhere else."""
    name, at, domain = email.partition("@")
    return format_html("{}{}<wbr>{}", name, at, domain)


@register.filter
def figure(number: str) -> str:
    """A stored figure as readers see it."""
    return _("under %(number)s") % {"number": SMALL} if number == UNDER else number


@register.filter
def german_figure(number: str) -> str:
    """The same inside a German text, whatever the reader's language is."""
    return f"unter {SMALL}" if number == UNDER else number
