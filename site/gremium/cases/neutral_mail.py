"""Mails about drafts and cases: a neutral subject, a plain sentence and a link; nothing of any case, nobody's name."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from gremium.people import neutral_mail
from gremium.people.models import User


def send_neutral_mail(people: Iterable[User], sentence: str, *, desk: str = "cases:own_desk") -> None:
    """Tell each of them alone, in German, with the way to their work area. Raises what the mail server answers."""
    with translation.override(settings.LANGUAGE_CODE):
        address = reverse(desk)
    neutral_mail.send_neutral_mail(people, sentence, address=address)
