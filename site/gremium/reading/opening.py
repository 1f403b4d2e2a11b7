"""Opening a document on screen: one journal line, one number, one session; without it no page is given out."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.http import Http404
from django.utils.crypto import salted_hmac

from documents.changes import Changes
from documents.dossiers import NotReady
from gremium.people.asking import SignedInRequest
from gremium.people.models import User
from gremium.reading.models import LastRead
from gremium.reading.readables import Readable, readable_for

SALT = "gremium.reading"
PASS = "X-Gremium-Reader"
"""Header with the pass that the reader's page holds: only a script of this site can send it, no link and no form."""
FETCHED_WITHIN = 300
"""Seconds after opening in which the pages are given out, in the same session alone."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What was opened; `earlier` is the version this member read before it, 0 where there was none.

    `ticket` opens its pages in this session; it is signed and names the document, the version and the number.
    """

    readable: Readable
    ticket: str
    earlier: int

    def changes(self) -> Changes | None:
        """What is new since the earlier version. Raises what `Readable.changes_since` raises."""
        return self.readable.changes_since(self.earlier)


def open_on_screen(request: SignedInRequest, kind: str, key: UUID) -> Opening:
    """Open the newest version; writes its line. Raises Http404."""
    readable = readable_for(request.user, kind, key)
    try:
        number = readable.open(by=request.actor)
    except NotReady as error:  # taken back a moment ago
        raise Http404 from error
    row = _note(request.user, readable)
    ticket = signing.dumps([_session(request), kind, str(key), readable.version, number], salt=SALT)
    return Opening(readable, ticket, row.earlier)


def opened(request: SignedInRequest, kind: str, key: UUID, *, within: int | None = None) -> tuple[Readable, str]:
    """What this session has opened, in that version, and its number, if it may still be read. Raises Http404.

    `within`: not longer ago than these seconds.
    """
    try:
        ticket = signing.loads(request.headers.get(PASS, ""), salt=SALT, max_age=within)
    except signing.BadSignature as error:
        raise Http404 from error
    *place, version, number = ticket
    if place != [_session(request), kind, str(key)]:
        raise Http404
    return readable_for(request.user, kind, key, version), number


def may_still_read(ref: UUID, readable: Readable) -> bool:
    """Asked anew of the database: account, seat, case and document."""
    member = User.objects.filter(ref=ref).first()
    try:
        return member is not None and bool(readable_for(member, readable.kind, readable.key, readable.version))
    except Http404:
        return False


@transaction.atomic
def _note(member: User, readable: Readable) -> LastRead:
    row, _is_new = LastRead.objects.get_or_create(
        member=member, kind=readable.kind, key=readable.key, defaults={"version": readable.version}
    )
    row.note(readable.version)
    return row


def _session(request: SignedInRequest) -> str:
    """Tells sessions apart and says nothing of their keys."""
    return salted_hmac(SALT, request.session.session_key or "").hexdigest()[:32]
