"""What floors above tell a member about the bundle: what is new since she last read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from documents.bundles import Bundle
from gremium.meetings.models import Meeting
from gremium.people.models import User


@dataclass(frozen=True, slots=True)
class BundleNews:
    """A sentence, and a line for each stretch of pages that is new or changed."""

    text: str
    lines: Sequence[str] = ()


Giver = Callable[[User, Meeting, Bundle], BundleNews | None]

_givers: list[Giver] = []


def register_bundle_news(giver: Giver) -> None:
    """Called once, when the floor above starts."""
    if giver not in _givers:
        _givers.append(giver)


def bundle_news_for(user: User, meeting: Meeting, bundle: Bundle | None) -> list[BundleNews]:
    """All there is to tell; nothing before the bundle is ready."""
    if bundle is None or not bundle.is_ready:
        return []
    return [news for giver in _givers if (news := giver(user, meeting, bundle)) is not None]
