"""Mails with a neutral subject, a plain sentence and a link; nothing of any case, nobody's name."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gremium.people.models import User


def send_neutral_mail(people: Iterable[User], sentence: str, *, address: str, subject: str = "") -> None:
    """Tell each of them alone, in German, with the way to a page of the site. Raises what the mail server answers."""
    send_plain_mail([person.email for person in people], sentence, address=address, subject=subject)


def send_plain_mail(receivers: Iterable[str], sentence: str, *, address: str, subject: str = "") -> None:
    """The same for addresses that have no account yet."""
    for receiver in receivers:
        neutral_mail(receiver, sentence, address=address, subject=subject).send()


def neutral_mail(receiver: str, sentence: str, *, address: str, subject: str = "") -> EmailMessage:
    """The mail alone, not sent yet."""
    with translation.override(settings.LANGUAGE_CODE):
        site_name = settings.WAGTAIL_SITE_NAME
        context = {"sentence": sentence, "address": settings.WAGTAILADMIN_BASE_URL + address, "site_name": site_name}
        body = render_to_string("people/neutral_mail.txt", context)
        return EmailMessage(subject or _("Please look at your work area"), body, to=[receiver])
