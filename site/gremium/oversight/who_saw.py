"""Who saw a case, or did something with it: the journal's lines that name it, in words (domain 9.1, Art. 33 GDPR)."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.actors import SYSTEM
from documents.journal import Act, JournalLine, JournalLineQuerySet
from documents.journal_aliases import refs_behind
from gremium.people.models import User

PAGE = 50
"""Lines on one page."""
DOSSIER_READ = (Act.DOSSIER_VIEWED, Act.DOSSIER_DOWNLOADED, Act.BUNDLE_VIEWED, Act.BUNDLE_DOWNLOADED)
"""Acts by which somebody had the dossier before the eyes, alone or within a bundle."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One line in words: who (by account, "" where nobody can tell any more), in which role, what, and when."""

    number: int
    at: datetime
    who: str
    role: str
    what: str
    is_list: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: `dossier_only` and `since` narrow it down, `by` is one account's own acts."""

    subject: UUID
    since: date | None = None
    dossier_only: bool = False
    by: str = ""

    def lines(self) -> JournalLineQuerySet:
        lines = JournalLine.objects.naming(self.subject)
        if self.since is not None:
            lines = lines.filter(at__gte=timezone.make_aware(datetime.combine(self.since, time.min)))
        if self.dossier_only:
            lines = lines.filter(act__in=DOSSIER_READ)
        return lines.by(self.by) if self.by else lines


@dataclass(frozen=True, slots=True)
class Page:
    """The newest first; `older` is the number to go on before, None at the end."""

    seen: Sequence[Seen]
    older: int | None


def page_of(asked: Asked, *, before: int | None = None) -> Page:
    lines = asked.lines()
    if before is not None:
        lines = lines.filter(number__lt=before)
    found = list(lines.order_by("-number")[: PAGE + 1])
    shown = told(found[:PAGE], asked.subject)
    return Page(shown, shown[-1].number if len(found) > PAGE else None)


def told(lines: Iterable[JournalLine], subject: UUID) -> list[Seen]:
    """Lines in words; one query for all who acted."""
    found = list(lines)
    accounts = {str(user.ref): user for user in User.objects.all()}
    behind = refs_behind({line.alias for line in found}, accounts)
    return [_seen(line, subject, behind.get(line.alias, ""), accounts) for line in found]


def _seen(line: JournalLine, subject: UUID, ref: str, accounts: dict[str, User]) -> Seen:
    user = accounts.get(ref)
    who, role = ("", _("cannot be told any more"))
    if line.alias == SYSTEM.ref:
        role = _("the software by itself")
    elif user is not None:
        who, role = user.display_name, str(user.get_role_display())
    return Seen(line.number, line.at, who, role, line.act_text, is_list=line.subject != subject)


def as_csv(asked: Asked) -> str:
    """All lines as a table for a spreadsheet, the newest first."""
    sheet = io.StringIO()
    rows = csv.writer(sheet, delimiter=";")
    rows.writerow([_("When"), _("Who"), _("Role"), _("Act"), _("in a list")])
    for one in told(asked.lines().order_by("-number"), asked.subject):
        at = timezone.localtime(one.at).isoformat(timespec="seconds")
        rows.writerow([at, _plain(one.who), one.role, one.what, _("yes") if one.is_list else ""])
    return "\ufeff" + sheet.getvalue()


def _plain(text: str) -> str:
    """A name that a spreadsheet would take for a formula is marked as text."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
