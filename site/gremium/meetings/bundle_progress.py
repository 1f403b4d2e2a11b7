"""How far a meeting's bundle is, as its pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents import jobs
from documents.bundles import Bundle
from documents.dossiers import Progress
from gremium.cases.models import RELEASED
from gremium.meetings.bundling import RENEWED, newest_bundle, newest_dossiers
from gremium.meetings.models import AgendaItem, Meeting
from gremium.meetings.papers import items_in_order


@dataclass(frozen=True, slots=True)
class BundleState:
    """The bundle that holds today; `waits_for` are references whose dossiers are not ready."""

    bundle: Bundle | None
    progress: Progress
    waits_for: Sequence[str] = ()
    is_expected: bool = False

    @property
    def is_ready(self) -> bool:
        return self.bundle is not None and self.bundle.is_ready

    @property
    def has_stopped(self) -> bool:
        """Nothing more happens without a person."""
        return self.bundle is not None and not self.is_ready and self.progress.state == jobs.State.DEAD

    @property
    def is_in_work(self) -> bool:
        return bool(self.waits_for) or (self.bundle is not None and not self.is_ready and not self.has_stopped)

    @property
    def is_started(self) -> bool:
        return self.progress.state != jobs.State.NEW or self.progress.percent > 0


def bundle_state(meeting: Meeting, items: Sequence[AgendaItem] | None = None) -> BundleState:
    bundle = newest_bundle(meeting)
    if bundle is not None:
        return BundleState(bundle, bundle.progress(), is_expected=True)
    nothing = Progress(jobs.State.DEAD, 0, (), "")
    if meeting.state not in RENEWED:
        return BundleState(None, nothing)
    shown = items if items is not None else items_in_order(meeting)
    standing = [item for item in shown if not item.has_dropped and item.case.state in RELEASED]
    ready = newest_dossiers(standing)
    waiting = [item.case.reference for item in standing if item.case_id not in ready]
    return BundleState(None, nothing, waits_for=waiting, is_expected=bool(standing))
