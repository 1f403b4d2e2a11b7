"""What can be read on screen: each kind says who may read it, how it is opened, and what is new in it.

Dossiers are one kind. Another is a class like `ReadableDossier` and one entry in `KINDS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol, Self
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents import bundles, changes, dossiers
from documents.actors import Actor
from documents.bundle_news import changes_in
from documents.bundles import Bundle
from documents.changes import Changes
from documents.dossiers import Dossier
from documents.handing_out import ScreenCopy
from documents.journal import Act
from gremium.cases.models import RELEASED, Case, CaseQuerySet
from gremium.meetings.bundling import first_readable
from gremium.meetings.models import Meeting
from gremium.people.models import Role, User


@dataclass(frozen=True, slots=True)
class CasePages:
    """Where a case stands in a document: its pages from `first` to `last`, counted from 1."""

    subject: UUID
    reference: str
    first: int
    last: int


class Readable(Protocol):
    """One version of a document that this member may read now."""

    kind: ClassVar[str]

    @property
    def key(self) -> UUID:
        """What addresses and `LastRead` name it by, the same for all versions."""

    @property
    def version(self) -> int: ...

    @property
    def pages(self) -> int: ...

    @property
    def title(self) -> str:
        """For headings; no name of a person."""

    @property
    def back(self) -> str:
        """The address one comes from and goes back to."""

    @property
    def cases(self) -> tuple[CasePages, ...]:
        """Which case each page belongs to, for notes beside it."""

    def open(self, *, by: Actor) -> str:
        """Write the one journal line of this opening, committed at once; returns the number of the copy.

        Raises dossiers.NotReady.
        """

    def marked(self, *, name: str, number: str) -> ScreenCopy:
        """The PDF, marked with the reader's name and the opening's number. Raises dossiers.NotReady."""

    def changes_since(self, version: int) -> Changes | None:
        """What differs from an earlier version; None where that one is gone."""


@dataclass(frozen=True, slots=True)
class ReadableDossier:
    """A case's dossier; another version than the newest one only while it has not been taken back."""

    case: Case
    dossier: Dossier

    kind: ClassVar[str] = "dossier"

    @classmethod
    def for_member(cls, member: User, key: UUID, version: int | None = None) -> Self:
        """Raises Http404 for a foreign case, one that is not released, and one without a dossier alike."""
        case = released_to(member).filter(pk=key).first()
        ready = Dossier.objects.of(key).ready()
        dossier = (ready if version is None else ready.filter(number=version)).first() if case else None
        if case is None or dossier is None:
            raise Http404
        return cls(case, dossier)

    @property
    def key(self) -> UUID:
        return self.case.subject

    @property
    def version(self) -> int:
        return self.dossier.number

    @property
    def pages(self) -> int:
        return self.dossier.pages

    @property
    def title(self) -> str:
        return _("Dossier %(reference)s") % {"reference": self.case.reference}

    @property
    def back(self) -> str:
        return reverse("cases:members_case", args=[self.case.pk])

    @property
    def cases(self) -> tuple[CasePages, ...]:
        return (CasePages(self.case.subject, self.case.reference, 1, self.dossier.pages),)

    def open(self, *, by: Actor) -> str:
        return dossiers.hand_out(self.dossier, act=Act.DOSSIER_VIEWED, by=by)

    def marked(self, *, name: str, number: str) -> ScreenCopy:
        return dossiers.copy_for_screen(self.dossier, name=name, number=number)

    def changes_since(self, version: int) -> Changes | None:
        older = Dossier.objects.of(self.key).filter(number=version).first()
        return changes.changes_between(older, self.dossier) if older else None


@dataclass(frozen=True, slots=True)
class ReadableBundle:
    """A meeting's bundle, for members who may read every case in it; an older one goes when a new one is made."""

    meeting: Meeting
    bundle: Bundle

    kind: ClassVar[str] = "bundle"

    @classmethod
    def for_member(cls, member: User, key: UUID, version: int | None = None) -> Self:
        """Raises Http404 for a foreign meeting, one without a bundle, and a case in it that was stepped back from."""
        meeting = Meeting.objects.visible_to(member).filter(subject=key).first()
        ready = Bundle.objects.of(key).ready()
        wanted = ready if version is None else ready.filter(number=version)
        bundle = first_readable(wanted, member) if meeting else None
        if meeting is None or bundle is None:
            raise Http404
        return cls(meeting, bundle)

    @property
    def key(self) -> UUID:
        return self.meeting.subject

    @property
    def version(self) -> int:
        return self.bundle.number

    @property
    def pages(self) -> int:
        return self.bundle.pages

    @property
    def title(self) -> str:
        return _("Bundle of the meeting on %(day)s") % {"day": date_format(self.meeting.day, "DATE_FORMAT")}

    @property
    def back(self) -> str:
        return reverse("meetings:members_meeting", args=[self.meeting.subject])

    @property
    def cases(self) -> tuple[CasePages, ...]:
        """Each dossier reaches to the page before the next; the last one's end is counted from its dossier."""
        parts, firsts = self.bundle.content().parts, self.bundle.first_pages
        lengths = {one.pk: one.pages for one in Dossier.objects.filter(pk__in=[part.dossier for part in parts])}
        return tuple(
            CasePages(part.subject, part.reference, first, first + lengths.get(part.dossier, 1) - 1)
            for part, first in zip(parts, firsts, strict=False)
        )

    def open(self, *, by: Actor) -> str:
        return bundles.open_bundle(self.bundle, by=by)

    def marked(self, *, name: str, number: str) -> ScreenCopy:
        return bundles.bundle_for_screen(self.bundle, name=name, number=number)

    def changes_since(self, version: int) -> Changes | None:
        """The issue that was read is gone, but which dossiers it held is known."""
        older = Bundle.objects.of(self.key).filter(number=version).first()
        return changes_in(older, self.bundle) if older else None


Finder = Callable[[User, UUID, int | None], Readable]
"""Finds a version (None: the newest) for a member, or raises Http404: here access is decided."""

KINDS: Mapping[str, Finder] = {
    ReadableDossier.kind: ReadableDossier.for_member,
    ReadableBundle.kind: ReadableBundle.for_member,
}


def readable_for(member: User, kind: str, key: UUID, version: int | None = None) -> Readable:
    """Raises Http404, the same for what is foreign, not released, taken back and missing."""
    if kind not in KINDS or member.role != Role.MEMBER:
        raise Http404
    return KINDS[kind](member, key, version)


def released_to(member: User) -> CaseQuerySet:
    """Cases whose whole dossier this member may read: more than seeing that a case is there."""
    return Case.objects.visible_to(member).filter(state__in=RELEASED)
