"""What is new for a member since the last reading, counted in pages."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import vault
from documents.bundle_news import changes_in
from documents.bundles import Bundle
from documents.changes import Change, changes_between
from documents.dossiers import Dossier
from documents.keystore import keys_at_hand
from gremium.cases.hints import Hint
from gremium.cases.models import Case
from gremium.meetings.bundle_hints import BundleNews
from gremium.meetings.models import Meeting
from gremium.people.models import User
from gremium.reading.models import LastRead
from gremium.reading.readables import ReadableBundle, ReadableDossier


def hints_of(user: User, cases: Sequence[Case]) -> dict[UUID, Hint]:
    """For each released case with a dossier: whether this member has read it, and what is new in it since."""
    released = [case.pk for case in cases if case.is_released]
    if not released:
        return {}
    newest = _newest(released)
    read = {row.key: row for row in LastRead.objects.by(user, ReadableDossier.kind).filter(key__in=newest)}
    _count({row.key: row for row in read.values() if row.waits_for(newest[row.key])}, newest)
    return {key: _hint(key, version, read.get(key)) for key, version in newest.items()}


def _newest(subjects: Sequence[UUID]) -> dict[UUID, int]:
    ready = Dossier.objects.ready().filter(subject__in=subjects).order_by("number")
    return dict(ready.values_list("subject", "number"))  # the last of a subject stays


def _count(rows: dict[UUID, LastRead], newest: dict[UUID, int]) -> None:
    """Compare what was read with what is there now, once for each new version."""
    if not rows:
        return
    found = {(one.subject, one.number): one for one in Dossier.objects.ready().filter(subject__in=rows)}
    with keys_at_hand(rows):
        for key, row in rows.items():
            _compare(row, found.get((key, row.version)), found.get((key, newest[key])), newest[key])
    LastRead.objects.bulk_update(rows.values(), ["counted", "new_pages", "changed_pages"])


def _compare(row: LastRead, older: Dossier | None, newer: Dossier | None, number: int) -> None:
    try:
        changes = changes_between(older, newer) if older and newer else None
    except vault.UNREADABLE:
        changes = None
    row.counted = number
    row.new_pages = changes.new_pages if changes else None
    row.changed_pages = changes.changed_pages if changes else None


def _hint(key: UUID, version: int, row: LastRead | None) -> Hint:
    address = reverse("reading:reader", args=[ReadableDossier.kind, key])
    return Hint(
        _sentence(version, row), address, _("Read the dossier on screen"), row is None or row.version != version
    )


def _sentence(version: int, row: LastRead | None) -> str:
    if row is None:
        return _("You have not read this dossier on screen yet.")
    if row.version == version:
        day = date_format(timezone.localtime(row.read_at), "DATE_FORMAT")
        return _("You last read this dossier on %(day)s. Nothing is new since.") % {"day": day}
    return told(row.new_pages, row.changed_pages)


def bundle_news(user: User, meeting: Meeting, bundle: Bundle) -> BundleNews | None:
    """What is new for this member since the issue she last read on screen; None where she read none."""
    row = LastRead.objects.of(user, ReadableBundle.kind, meeting.subject)
    if row is None:
        return None
    if row.version == bundle.number:
        day = date_format(timezone.localtime(row.read_at), "DATE_FORMAT")
        return BundleNews(_("You last read this bundle on %(day)s. Nothing is new since.") % {"day": day})
    try:
        older = Bundle.objects.of(bundle.subject).filter(number=row.version).first()
        changes = changes_in(older, bundle, is_printed=True) if older else None
    except vault.UNREADABLE:
        changes = None
    if changes is None:
        return BundleNews(told(None, None))
    return BundleNews(told(changes.new_pages, changes.changed_pages), [_line(one) for one in changes.parts])


def _line(change: Change) -> str:
    last = change.first_page + change.pages - 1
    facts = {"title": change.title, "first": change.first_page, "last": last}
    if change.pages == 1:
        return _("%(title)s: page %(first)s of the bundle") % facts
    return _("%(title)s: pages %(first)s to %(last)s of the bundle") % facts


def told(new: int | None, changed: int | None) -> str:
    """What is new as one sentence; None where it cannot be counted."""
    if new is None or changed is None:
        return _("It was compiled anew since you last read it. What is different can no longer be told.")
    if not new and not changed:
        return _("It was compiled anew since you last read it. It says the same.")
    if not changed:
        return _("Since you last read: %(new)s.") % {"new": _new(new)}
    if not new:
        return _("Since you last read: %(changed)s.") % {"changed": _changed(changed)}
    return _("Since you last read: %(new)s and %(changed)s.") % {"new": _new(new), "changed": _changed(changed)}


def _new(pages: int) -> str:
    return ngettext("%(pages)s page new", "%(pages)s pages new", pages) % {"pages": pages}


def _changed(pages: int) -> str:
    return ngettext("%(pages)s page changed", "%(pages)s pages changed", pages) % {"pages": pages}
