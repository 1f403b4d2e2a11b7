"""Changing the wording of a letter: an editor writes and asks, the secretariat releases, never who has written it."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from forms.revising.releases import Duty, duty_of
from gremium.letters.blocks import Body, body_data
from gremium.letters.checking import problems
from gremium.letters.issuing import wording
from gremium.letters.kinds import kind_of
from gremium.letters.models import LetterTemplate, TemplateState


class WaitsForRelease(Exception):
    """The newest version waits: nothing is changed until it is decided or taken back."""


class ChangedMeanwhile(Exception):
    """Somebody else has saved a newer version since this one was shown."""


class Obstructed(Exception):
    """The wording cannot be released as it is; `problems` say why."""

    def __init__(self, found: list[str]) -> None:
        super().__init__()
        self.problems = found


class MayNotRelease(Exception):
    """Not the secretariat, has written of this wording herself, or it is decided already."""


def newest_wording(kind_key: str) -> Body:
    """What an editor goes on from: the newest version, else what is shipped."""
    return wording(LetterTemplate.objects.newest(kind_key), kind_key)


@transaction.atomic
def save_wording(kind_key: str, body: Body, *, shown: int, by: Actor) -> LetterTemplate | None:
    """Keep a changed wording as a new version; None where nothing has changed.

    `shown` is the number of the version that was changed, 0 for what is shipped. Raises kinds.UnknownKind,
    WaitsForRelease, ChangedMeanwhile.
    """
    kind_of(kind_key)
    newest = LetterTemplate.objects.select_for_update().of_kind(kind_key).order_by("-number").first()
    if newest is not None and newest.state == TemplateState.ASKED:
        raise WaitsForRelease
    if shown != (newest.number if newest else 0):
        raise ChangedMeanwhile
    if body == wording(newest, kind_key):
        return None
    try:
        with transaction.atomic():
            return LetterTemplate.objects.create(
                kind=kind_key, number=shown + 1, body=body_data(body), edited_by_ref=by.ref, edited_by=by.name
            )
    except IntegrityError as error:  # two saved at once
        raise ChangedMeanwhile from error


@transaction.atomic
def ask_for_release(template: LetterTemplate, *, by: Actor) -> None:
    """Hand the newest version over; from now on it waits. Raises Obstructed, ChangedMeanwhile."""
    held = LetterTemplate.objects.select_for_update().get(pk=template.pk)
    if held != LetterTemplate.objects.newest(held.kind) or held.state != TemplateState.DRAFT:
        raise ChangedMeanwhile
    found = problems(held.letter_kind, held.blocks)
    if found:
        raise Obstructed(found)
    held.state, held.asked_at = TemplateState.ASKED, timezone.now()
    held.save(update_fields=["state", "asked_at"])
    journal.record(actor=by, act=Act.LETTER_TEMPLATE_ASKED, subject=held.pk)


@transaction.atomic
def take_back(template: LetterTemplate, *, by: Actor) -> None:
    """The editors go on working on it. Nothing happens to one that is decided."""
    held = LetterTemplate.objects.select_for_update().get(pk=template.pk)
    if held.state == TemplateState.ASKED:
        held.state, held.asked_at = TemplateState.DRAFT, None
        held.save(update_fields=["state", "asked_at"])
        journal.record(actor=by, act=Act.LETTER_TEMPLATE_RETURNED, subject=held.pk)


def may_be_released_by(template: LetterTemplate, actor: Actor) -> bool:
    """Whether the actor is of the secretariat and wrote none of the versions since the released one."""
    if template.state != TemplateState.ASKED or duty_of(actor) != Duty.SECRETARIAT:
        return False
    current = LetterTemplate.objects.current(template.kind)
    since = LetterTemplate.objects.of_kind(template.kind).filter(number__gt=current.number if current else 0)
    return not since.filter(edited_by_ref=actor.ref).exists()


@transaction.atomic
def release(template: LetterTemplate, *, by: Actor) -> None:
    """From now on letters of this kind are set with it. Raises MayNotRelease."""
    _decide(template, TemplateState.RELEASED, Act.LETTER_TEMPLATE_RELEASED, by=by)


@transaction.atomic
def send_back(template: LetterTemplate, *, remark: str, by: Actor) -> None:
    """Give it back to the editors with a remark. Raises MayNotRelease."""
    _decide(template, TemplateState.RETURNED, Act.LETTER_TEMPLATE_RETURNED, by=by, remark=remark)


def _decide(template: LetterTemplate, state: TemplateState, act: Act, *, by: Actor, remark: str = "") -> None:
    held = LetterTemplate.objects.select_for_update().get(pk=template.pk)
    if not may_be_released_by(held, by):
        raise MayNotRelease
    held.state, held.decided_at, held.remark = state, timezone.now(), remark
    held.decided_by_ref, held.decided_by = by.ref, by.name
    held.save()
    journal.record(actor=by, act=act, subject=held.pk)
