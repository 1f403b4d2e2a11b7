"""What editors should look at, and the one mail a week that says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.editing.findings import week_of
from pages.editing.matrix import Sign, matrix
from pages.models import Finding, FindingKind, PublicPage, Round
from pages.texts import german

MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing there is to do, in a short sentence, and the path that leads to it."""

    sentence: str
    path: str


def duties(today: date) -> list[Duty]:
    """What is due, in the active language; empty where all is well."""
    return [*_on_translations(), *_on_findings(), *_on_reviews(today)]


def _on_translations() -> Iterator[Duty]:
    """Counts texts, not cells: a text that is outdated in eight languages is one thing to look at."""
    rows = [{cell.sign for cell in row.cells} for row in matrix().rows]
    overview = reverse("editing:matrix")
    if count := sum(1 for signs in rows if signs & {Sign.OUTDATED, Sign.LEGAL}):
        told = ngettext(
            "%(count)s text is outdated in other languages", "%(count)s texts are outdated in other languages", count
        )
        yield Duty(told % {"count": count}, f"{overview}?zustand={Sign.OUTDATED}")
    if count := sum(1 for signs in rows if Sign.WAITING in signs):
        told = ngettext("%(count)s translation was handed in", "%(count)s translations were handed in", count)
        yield Duty(told % {"count": count}, f"{overview}?zustand={Sign.WAITING}")


def _on_findings() -> Iterator[Duty]:
    report = reverse("editing:findings")
    kinds = [FindingKind(kind) for kind in Finding.objects.values_list("kind", flat=True)]
    if count := sum(1 for kind in kinds if not kind.is_phone):
        told = ngettext("%(count)s link leads nowhere", "%(count)s links lead nowhere", count)
        yield Duty(told % {"count": count}, f"{report}#links")
    if count := sum(1 for kind in kinds if kind.is_phone):
        told = ngettext("%(count)s phone number does not fit", "%(count)s phone numbers do not fit", count)
        yield Duty(told % {"count": count}, f"{report}#phones")


def _on_reviews(today: date) -> Iterator[Duty]:
    for page in review_due(today):
        told = _("To be read again: %(title)s") % {"title": page.title}
        yield Duty(told, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def review_due(today: date) -> Sequence[PublicPage]:
    """German pages whose review date has come, the longest due first."""
    pages = Page.objects.live().filter(locale__language_code=german(), depth__gt=1).specific()
    due = [page for page in pages if isinstance(page, PublicPage) and page.review_on and page.review_on <= today]
    return sorted(due, key=lambda page: page.review_on or today)


def send_weekly_mail(today: date) -> bool:
    """Once a week, in German, to every editor; False where it was sent already. Where nothing is due, no mail goes.

    The row is made first and in one transaction with sending: a mail that fails leaves no row and is tried again.
    """
    try:
        with transaction.atomic():
            Round.objects.create(duty=MAIL, week=week_of(today))
            with translation.override(german()):
                _send(duties(today))
    except IntegrityError:
        return False
    return True


def _send(found: Sequence[Duty]) -> None:
    addresses = [user.email for user in _editors() if user.email]
    if not found or not addresses:
        return
    context = {"duties": found, "origin": settings.WAGTAILADMIN_BASE_URL, "site_name": settings.WAGTAIL_SITE_NAME}
    body = render_to_string("pages/editing/weekly_mail.txt", context)
    EmailMessage(
        _("This week on the pages: %(count)s things to do") % {"count": len(found)}, body, bcc=addresses
    ).send()


def _editors() -> Any:
    may_publish = policy_registry.get_by_type(Page).users_with_permission("publish")
    return get_user_model().objects.filter(pk__in=may_publish.values("pk"), is_active=True, is_superuser=False)
