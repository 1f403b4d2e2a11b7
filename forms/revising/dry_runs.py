"""Dry runs of a working copy: ordered by an editor, carried out by a worker, and gone with the copy.

A run holds the form as it was when the run was started, and what invented persons have shown of it. No case and no
draft comes into it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import jobs
from documents.actors import Actor
from documents.jobs import Job
from forms.consent_texts import ConsentText
from forms.definition import MalformedForm
from forms.dossier_sections import titles as section_titles
from forms.reading import read_form
from forms.revising.consent_translations import named
from forms.revising.outline import Outline
from forms.revising.rehearsing import Bounds, Rehearsal, Seen, rehearse
from forms.revising.working_copies import WorkingCopy, working_copy
from forms.wordings import CONSENT, consent_wordings, wordings

TASK = "forms.tasks.dry_run"
FORGET_TASK = "forms.tasks.forget_dry_runs"
KEPT = timedelta(days=14)
STEPS = {"persons": 40, "dossiers": 60}
"""Share of the bar in percent."""
LONGEST_TEXT = 120
"""Characters of a text that is named by itself."""
Data = dict[str, Any]


class DryRunQuerySet(models.QuerySet["DryRun"]):
    def outdated(self) -> Self:
        return self.filter(started_at__lt=timezone.now() - KEPT)


class DryRun(models.Model):
    """One run; `report` is empty until it is finished. Deleted with the working copy it belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    copy = models.ForeignKey(WorkingCopy, models.CASCADE, related_name="dry_runs")
    revision = models.PositiveIntegerField(_("revision"))
    content = models.TextField(_("content"))
    consent_text = models.TextField(_("consent text"), blank=True)
    started_by = models.CharField(_("started by"), max_length=120)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)
    report = models.JSONField(default=dict, editable=False)

    objects = DryRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("dry run of a form")
        verbose_name_plural = _("dry runs of forms")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def job_key(self) -> str:
        return f"dry-run/{self.pk}"

    @property
    def job(self) -> Job | None:
        return Job.objects.filter(key=self.job_key).first()

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def is_of_now(self) -> bool:
        """Whether nobody has changed the working copy since."""
        return self.revision == self.copy.revision


class DryRunPage(models.Model):
    """A picture (PNG) of one page of an invented person's dossier."""

    run = models.ForeignKey(DryRun, models.CASCADE, related_name="pages")
    person = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    picture = models.BinaryField()

    class Meta:
        verbose_name = _("page of a dry run")
        verbose_name_plural = _("pages of dry runs")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "person", "number"], name="dry_run_page_once")
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.person}/{self.number}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `reason` says in a sentence why it has stopped."""

    percent: int
    has_stopped: bool
    reason: str


def progress_of(run: DryRun) -> Progress:
    job = run.job
    if run.is_finished or job is None:
        return Progress(100 if run.is_finished else 0, not run.is_finished, "")
    reached = {step: job.progress.get(step, [0, 1]) for step in STEPS}
    percent = sum(share * reached[step][0] / max(reached[step][1], 1) for step, share in STEPS.items())
    return Progress(int(percent), job.state == jobs.State.DEAD, job.reason_text)


def newest_run(copy: WorkingCopy) -> DryRun | None:
    return DryRun.objects.filter(copy=copy).order_by("-started_at").first() if copy.pk else None


@transaction.atomic
def start_dry_run(form_key: str, *, by: Actor) -> DryRun:
    """Order a run of the working copy as it is now; earlier ones go. One that is in work is given back instead."""
    copy = working_copy(form_key)
    if copy.pk is None:
        copy.save()
    held = WorkingCopy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
    earlier = newest_run(held)
    if earlier is not None and not earlier.is_finished and not progress_of(earlier).has_stopped:
        return earlier
    DryRun.objects.filter(copy=held).delete()
    run = DryRun.objects.create(
        copy=held,
        revision=held.revision,
        content=held.content,
        consent_text=held.consent_text or held.valid_consent_text,
        started_by=by.name,
    )
    jobs.order(key=run.job_key, task=TASK, subject=run.pk, queue=jobs.Queue.BULK)
    return run


def carry_out(job: Job, bounds: Bounds | None = None) -> None:
    """Try the form out and keep what was seen, completing the job in the same transaction. May run again.

    Nothing happens to a run that was thrown away meanwhile. Raises LeaseLost.
    """
    run = DryRun.objects.filter(pk=job.subject, finished_at=None).first()
    if run is None:
        return
    consent = ConsentText(form_key=run.copy.form_key, version="Probelauf", language="de", text=run.consent_text)
    try:
        form = read_form(json.loads(run.content))
    except MalformedForm as error:
        _keep(job, run, {"problem": str(error)}, ())
        return
    shown = rehearse(form, consent, today=timezone.localdate(), bounds=bounds or Bounds(), note=job.advance)
    _keep(job, run, report_of(shown, Outline(form.raw), wordings(form) | consent_wordings(consent)), shown.seen)


@transaction.atomic
def _keep(job: Job, run: DryRun, report: Data, seen: Iterable[Seen]) -> None:
    job.complete()
    if not DryRun.objects.filter(pk=run.pk).update(report=report, finished_at=timezone.now()):
        return
    DryRunPage.objects.bulk_create(
        DryRunPage(run=run, person=one.person, number=number, picture=picture)
        for one in seen
        for number, picture in one.pictures.items()
    )


def report_of(shown: Rehearsal, outline: Outline, texts: Mapping[str, str]) -> Data:
    """A rehearsal as plain data, questions by their words; `texts` are those of the form by address."""

    def places(paths: Iterable[str]) -> list[Data]:
        return [_place(path, outline) for path in paths]

    return {
        "persons": len(shown.persons),
        "able": sum(one.can_hand_in for one in shown.persons),
        "dossiers": len(shown.seen),
        "left_out": shown.left_out,
        "not_looked_at": shown.not_looked_at,
        "not_gone": shown.not_gone,
        "seconds": round(shown.seconds),
        "unreachable": places(shown.unreachable),
        "never_asked": places(shown.never_asked),
        "always_asked": places(shown.always_asked),
        "not_told": places(shown.not_told),
        "cut_short": places(shown.cut_short),
        "kept_out": places(shown.kept_out),
        "choices": [
            _place(path, outline) | {"options": [outline.options(path).get(one, one) for one in options]}
            for path, options in shown.choices.items()
        ],
        "stopped": [
            _place(key, outline) | {"code": code, "message": message, "count": count}
            for (code, key, message), count in shown.stopped.items()
        ],
        "glyphs": [
            {"text": _text(address, texts[address]), "characters": [_character(code) for code in codes]}
            for address, codes in shown.glyphs.items()
        ],
        "seen": [_seen(one, shown, outline) for one in shown.seen],
    }


def _place(path: str, outline: Outline) -> Data:
    step = outline[path].step if path in outline else ""
    return {"label": outline.full_label(path), "step": outline.step_title(step), "step_key": step}


def _seen(one: Seen, shown: Rehearsal, outline: Outline) -> Data:
    person = shown.persons[one.person]
    sections = section_titles(outline.form)
    return {
        "person": one.person,
        "language": person.manner.language,
        "length": str(person.manner.length),
        "can_hand_in": person.can_hand_in,
        "pages": one.pages,
        "kept": sorted(one.pictures),
        "overflowing": list(one.overflowing),
        "missing": [_character(code) for code in one.missing],
        "tall": [f"{code} {sections.get(code, '')}".strip() for code in one.tall],
        "has_failed": one.has_failed,
    }


def _text(address: str, text: str) -> str:
    if address.startswith(f"{CONSENT}."):
        return named(text)
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]} …"


def _character(code: str) -> str:
    """``Ա (U+0531)``"""
    return f"{chr(int(code.removeprefix('U+'), 16))} ({code})"


def forget_if_due(**_signal: object) -> None:
    """Ring for a worker where runs have become too old."""
    if DryRun.objects.outdated().exists():
        jobs.call_worker(FORGET_TASK, queue=jobs.Queue.BULK)


def forget_outdated() -> None:
    DryRun.objects.outdated().delete()
