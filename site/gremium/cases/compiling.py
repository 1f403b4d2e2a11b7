"""How far a case's dossier is, as its page shows it."""

from dataclasses import dataclass

from django.db import transaction

from documents import jobs
from documents.actors import Actor
from documents.dossiers import Dossier, Progress, rebuild_dossier
from gremium.cases.models import Case


@dataclass(frozen=True, slots=True)
class DossierState:
    """The newest dossier of a case; `dossier` is None where none was ordered."""

    dossier: Dossier | None
    progress: Progress

    @property
    def is_ready(self) -> bool:
        return self.dossier is not None and self.dossier.is_ready

    @property
    def stand_ins(self) -> int:
        """How many attachments are only pages that say that a file could not be read."""
        return self.dossier.stand_ins if self.dossier is not None else 0

    @property
    def has_stopped(self) -> bool:
        """Nothing more happens without a person."""
        return not self.is_ready and self.progress.state == jobs.State.DEAD

    @property
    def is_in_work(self) -> bool:
        return not self.is_ready and not self.has_stopped

    @property
    def is_started(self) -> bool:
        """Before that the numbers of the steps are not known."""
        return self.progress.state != jobs.State.NEW or self.progress.percent > 0

    @property
    def is_waiting_after_failure(self) -> bool:
        return self.progress.state == jobs.State.FAILED


def dossier_state(case: Case) -> DossierState:
    dossier = Dossier.objects.of(case.subject).first()
    if dossier is None:
        return DossierState(None, Progress(jobs.State.DEAD, 0, (), ""))
    return DossierState(dossier, dossier.progress())


def ready_dossier(case: Case) -> Dossier | None:
    """The newest compiled dossier: an older one stays readable while a newer is in work."""
    return Dossier.objects.of(case.subject).ready().first()


@transaction.atomic
def compile_again(case: Case, *, by: Actor) -> None:
    """Give the stopped compilation of the newest dossier fresh attempts; one that lacks files or is kept no longer is
    compiled anew."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    if held.is_closed_to_all:  # withdrawn or restricted a moment ago
        return
    state = dossier_state(case)
    if state.dossier is None or state.dossier.is_revoked:
        return
    if state.dossier.is_dropped or (state.is_ready and state.stand_ins):
        rebuild_dossier(state.dossier, by=by)
    elif state.dossier.job is not None:
        jobs.retry(state.dossier.job)
