"""Publishing a form: an editor asks, the secretariat releases, for consent also the data protection officer.

What is released is exactly what was asked for: the request holds the file that becomes the new version. Nobody
releases what she has edited, and nobody releases twice.
"""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from forms.consent_texts import ConsentText, store_text
from forms.plain_yaml import dump_text, load_text
from forms.revising.differences import Difference, differences
from forms.revising.obstacles import Obstacle
from forms.revising.outline import Raw
from forms.revising.working_copies import WaitsForRelease, WorkingCopy
from forms.versions import FormVersion, import_form


class Duty(models.TextChoices):
    """In which role somebody releases."""

    SECRETARIAT = "secretariat", _("secretariat")
    PROTECTION = "protection", _("data protection officer")


class State(models.TextChoices):
    WAITING = "waiting", _("waiting for release")
    PUBLISHED = "published", _("published")
    RETURNED = "returned", _("sent back")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Obstructed(Exception):
    """The form cannot be published as it is; `obstacles` say why."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__()
        self.obstacles = obstacles


class MayNotRelease(Exception):
    """The person has no such duty, has edited the form herself, or the request is decided already."""


class Overtaken(Exception):
    """Another version was stored since the changes were begun: released now, they would undo what it changed."""


def duty_of(actor: Actor) -> str:
    """The duty of releasing an actor has; "" for none."""
    duty = actor.facts.get("forms.releases", "")
    return duty if duty in Duty.values else ""


class ReleaseQuerySet(models.QuerySet["ReleaseRequest"]):
    def visible_to(self, actor: Actor) -> Self:
        """Requests of everybody, for those who release; nobody else reads them here."""
        return self if duty_of(actor) else self.none()

    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)


class ReleaseRequest(models.Model):
    """One wish to publish, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    form_key = models.CharField(_("form"), max_length=80)
    copy = models.ForeignKey(WorkingCopy, models.SET_NULL, null=True, related_name="requests")
    base = models.ForeignKey(FormVersion, models.PROTECT, related_name="+", verbose_name=_("begun from version"))
    version = models.CharField(_("version"), max_length=40)
    text = models.TextField(_("form file"))
    consent_text = models.TextField(_("new consent text"), blank=True)
    note = models.TextField(_("what is to be known about it"), blank=True)
    editor_refs = models.JSONField(default=list, editable=False)
    asked_by_ref = models.CharField(max_length=40, editable=False)
    asked_by = models.CharField(_("asked for by"), max_length=120)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    approvals = models.JSONField(default=dict, editable=False)  # duty -> {"ref", "name", "at"}
    remark = models.TextField(_("why it was sent back"), blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    published = models.OneToOneField(
        FormVersion, models.PROTECT, null=True, related_name="release", verbose_name=_("published as")
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for release")
        verbose_name_plural = _("requests for release")
        ordering = ("-asked_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["form_key"], condition=models.Q(state="waiting"), name="one_waiting_request_a_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.form_key} {self.version}"

    @property
    def data(self) -> Raw:
        return dict(load_text(self.text, str(self)))

    def differences(self) -> list[Difference]:
        """What changes for those who use the form, against the version it was begun from."""
        return differences(self.base.definition.raw, self.data)

    @property
    def touches_consent(self) -> bool:
        return bool(self.consent_text) or any(change.concerns_consent for change in self.differences())

    @property
    def needed(self) -> list[str]:
        """Duties whose release is still missing."""
        wanted = [Duty.SECRETARIAT, *([Duty.PROTECTION] if self.touches_consent else [])]
        return [duty for duty in wanted if duty not in self.approvals]

    def may_be_released_by(self, actor: Actor) -> bool:
        own = {*self.editor_refs, self.asked_by_ref, *(one["ref"] for one in self.approvals.values())}
        return self.state == State.WAITING and duty_of(actor) in self.needed and actor.ref not in own


@transaction.atomic
def ask_for_release(copy: WorkingCopy, *, version: str, note: str, by: Actor) -> ReleaseRequest:
    """Hand the working copy over; from now on it waits. Raises Obstructed, WaitsForRelease."""
    held = WorkingCopy.objects.select_for_update(of=("self",)).select_related("base").get(pk=copy.pk)
    if held.requests.filter(state=State.WAITING).exists():
        raise WaitsForRelease
    found = [*held.obstacles(), *_taken(held.form_key, version)]
    if found:
        raise Obstructed(found)
    data = held.data
    data["form"] = {**data["form"], "version": version}
    request = ReleaseRequest.objects.create(
        form_key=held.form_key,
        copy=held,
        base=held.base,
        version=version,
        text=dump_text(data),
        consent_text=held.consent_text,
        note=note,
        editor_refs=held.editor_refs,
        asked_by_ref=by.ref,
        asked_by=by.name,
    )
    journal.record(actor=by, act=Act.FORM_RELEASE_ASKED, subject=request.pk)
    return request


def _taken(form_key: str, version: str) -> list[Obstacle]:
    if not FormVersion.objects.filter(key=form_key, version=version).exists():
        return []
    return [
        Obstacle(
            "", str(_("There is a version %(version)s already. Please choose another number.")) % {"version": version}
        )
    ]


@transaction.atomic
def release(request: ReleaseRequest, *, by: Actor) -> ReleaseRequest:
    """Release in the actor's duty; with the last release that is needed the version goes live.

    Raises MayNotRelease, Overtaken.
    """
    held = ReleaseRequest.objects.select_for_update(of=("self",)).select_related("base").get(pk=request.pk)
    if not held.may_be_released_by(by):
        raise MayNotRelease
    if FormVersion.objects.current(held.form_key) != held.base:
        raise Overtaken
    held.approvals[duty_of(by)] = {"ref": by.ref, "name": by.name, "at": timezone.now().isoformat(timespec="minutes")}
    journal.record(actor=by, act=Act.FORM_RELEASED, subject=held.pk, details={"duty": duty_of(by)})
    if not held.needed:
        _publish(held, by=by)
    held.save()
    return held


@transaction.atomic
def send_back(request: ReleaseRequest, *, remark: str, by: Actor) -> None:
    """Give it back to the editors with a remark. Raises MayNotRelease."""
    held = ReleaseRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not held.may_be_released_by(by):
        raise MayNotRelease
    _decide(held, State.RETURNED, remark=remark)
    journal.record(actor=by, act=Act.FORM_RETURNED, subject=held.pk)


@transaction.atomic
def withdraw(request: ReleaseRequest, *, by: Actor) -> None:
    """The editors take it back to go on working. Nothing happens to one that is decided."""
    held = ReleaseRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if held.state == State.WAITING:
        _decide(held, State.WITHDRAWN)
        journal.record(actor=by, act=Act.FORM_RETURNED, subject=held.pk)


def _decide(request: ReleaseRequest, state: State, **changes: Any) -> None:
    request.state, request.decided_at = state, timezone.now()
    for name, value in changes.items():
        setattr(request, name, value)
    request.save()


def _publish(request: ReleaseRequest, *, by: Actor) -> None:
    stored, _is_new = import_form(request.text, name=str(request))
    if request.consent_text:
        store_text(request.form_key, next_consent_version(request.form_key, timezone.localdate()), request.consent_text)
    request.state, request.decided_at, request.published = State.PUBLISHED, timezone.now(), stored
    journal.record(actor=by, act=Act.FORM_PUBLISHED, subject=request.pk, details={"version": stored.version})
    request.copy = None
    WorkingCopy.objects.filter(form_key=request.form_key).delete()


def next_consent_version(form_key: str, today: date) -> str:
    """The month, such as ``2026-11``; with a number where this month or a later one has a text already."""
    version = f"{today:%Y-%m}"
    newest = (
        ConsentText.objects.filter(form_key=form_key).order_by("-version").values_list("version", flat=True).first()
    )
    if newest is None or version > newest:
        return version
    month, _dash, number = (newest[:7], "-", newest[8:]) if newest[8:].isdigit() else (newest, "-", "1")
    return f"{month}-{int(number) + 1}"
