"""Mails about drafts and cases: a neutral subject, a plain sentence and a link; nothing of any case, nobody's name."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gremium.people.models import User


def send_neutral_mail(people: Iterable[User], sentence: str, *, desk: str = "cases:own_desk") -> None:
    """Tell each of them alone, in German, with the way to their work area. Raises what the mail server answers."""
    with translation.override(settings.LANGUAGE_CODE):
        address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse(desk)}"
        context = {"sentence": sentence, "address": address, "site_name": settings.WAGTAIL_SITE_NAME}
        body = render_to_string("cases/neutral_mail.txt", context)
        subject = _("Please look at your work area")
    for person in people:
        EmailMessage(subject, body, to=[person.email]).send()
