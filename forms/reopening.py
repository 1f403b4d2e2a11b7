"""An application that was sent back opens again: its draft holds all answers, sheets and files as they were handed in.

The version that was handed in stays beside it untouched; what is handed in next is a further version of the same
Kurzantrag, under the same key.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.consent import Signer, signer_of, signers_of
from forms.conversation import HELPER, INTERPRETER, LANGUAGE, step_place
from forms.definition import FormDefinition, Group
from forms.desk import Desk
from forms.drafts import Draft
from forms.finger_signatures import START as DRAWN
from forms.finger_signatures import place_of
from forms.ledger import GATE, Ledger
from forms.ledger_lines import Stamp
from forms.persons import APPLICANT
from forms.places import CONSENT_GROUP, compose, decompose
from forms.sheets import SHARED, SIGNED, attachments_of, filed_with, scan_item
from forms.submissions import Submission
from forms.values import is_filled

Answers = Mapping[str, Any]


@transaction.atomic
def reopen_draft(submission: Submission, answers: Answers | None = None) -> Draft:
    """Let a submission be worked on again; `answers` where more is known by now than was handed in.

    Raises vault.SealBroken, keystore.KeyMissing.
    """
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=submission.draft_id)
    ledger = ledger_of(submission, answers)
    draft.form_version = submission.form_version
    draft.reached = len(submission.definition.steps)
    ledger.version += draft.version
    draft.put(ledger)
    draft.submitted_at = draft.reminded_at = None
    draft.save()
    return draft


@transaction.atomic
def close_again(subject: UUID) -> None:
    """End the work on an application without handing it in: what was handed in last is what counts."""
    draft = Draft.objects.select_for_update(of=("self",)).open().filter(pk=subject).first()
    newest = Submission.objects.newest(subject)
    if draft is not None and newest is not None:
        draft.put(Ledger(version=draft.version + 1))
        draft.submitted_at = newest.submitted_at
        draft.save()


def is_changed(submission: Submission, answers: Answers | None = None) -> bool:
    """Whether somebody has worked on the reopened draft since."""
    draft = Draft.objects.select_related("form_version").get(pk=submission.draft_id)
    if draft.is_submitted:
        return False
    form, fresh, held = draft.definition, ledger_of(submission, answers), draft.ledger()
    sheets = [
        {place: value for place, value in one.values.items() if place.startswith((f"{CONSENT_GROUP}.", f"{DRAWN}."))}
        for one in (fresh, held)
    ]
    return compose(form, fresh).answers != compose(form, held).answers or sheets[0] != sheets[1]


def ledger_of(submission: Submission, answers: Answers | None = None) -> Ledger:
    """The content of a draft that would give this submission again."""
    form, known = submission.definition, submission.answers() if answers is None else answers
    signers = signers_of(known, timezone.localdate(submission.submitted_at))
    places = decompose(form, {key: value for key, value in known.items() if key != CONSENT_GROUP})
    places = _with_sheets_named(places, form, signers)
    places |= {place: value for place, value in _sheets(known, signers) if is_filled(value)}
    places |= {place: value for place, value in _conversation(submission) if value}
    told = _("version %(number)d") % {"number": submission.number}
    stamp = Stamp(by=told, at=timezone.localtime(submission.submitted_at).isoformat(timespec="minutes"))
    ledger = Ledger(checked=[step.key for step in form.steps])
    for group in form.items():
        if isinstance(group, Group) and group.repeat is not None and group.key != CONSENT_GROUP:
            ids = dict.fromkeys(place.split(".")[1] for place in places if place.startswith(f"{group.key}."))
            ledger.settle_items(group.key, list(ids), stamp)
    ledger.write(places, stamp)
    read = [one.language for one in submission.conversation().reading_helps]
    ledger.desk = Desk(chosen=read[0] if read else "")
    return ledger


def _with_sheets_named(places: dict[str, Any], form: FormDefinition, signers: tuple[Signer, ...]) -> dict[str, Any]:
    """The papers that are signed sheets go by their signers, as they did before (see `sheets.scan_item`)."""
    group = attachments_of(form)
    if group is None:
        return places
    names, free = {}, list(signers)
    for place, kind in places.items():
        if kind == SIGNED and place.startswith(f"{group.key}.") and place.endswith(".an_typ"):
            item = place.split(".")[1]
            concerned = places.get(f"{group.key}.{item}.an_person")
            signer = next((one for one in free if filed_with(one) == concerned), None)
            if signer is not None:
                free.remove(signer)
                names[f"{group.key}.{item}."] = f"{group.key}.{scan_item(signer.ref)}."
    return {_renamed(place, names): value for place, value in places.items()}


def _renamed(place: str, names: Mapping[str, str]) -> str:
    start = next((one for one in names if place.startswith(one)), None)
    return names[start] + place.removeprefix(start) if start is not None else place


def _sheets(answers: Answers, signers: tuple[Signer, ...]) -> Iterator[tuple[str, Any]]:
    """One sheet a signer, from the declarations that follow from it."""
    records = list(answers.get(CONSENT_GROUP, ()))
    for signer in signers:
        own = [record for record in records if (found := signer_of(record, signers)) and found.ref == signer.ref]
        if not own:
            continue
        start = f"{CONSENT_GROUP}.{signer.ref}"
        purposes = list(dict.fromkeys(code for record in own for code in record.get("ew_zwecke", ())))
        yield f"{start}.ew_zwecke", purposes
        for key in (*SHARED, "ew_widerruf_erklaert", "ew_version"):
            yield f"{start}.{key}", own[0].get(key)
        if signer.asks_name or not signer.name:
            yield f"{start}.ew_name", own[0].get("ew_name")
        if "P2" in purposes and (signer.ref == APPLICANT or APPLICANT in signer.children):
            yield GATE, True


def _conversation(submission: Submission) -> Iterator[tuple[str, Any]]:
    kept = submission.conversation()
    yield HELPER, kept.helper
    yield LANGUAGE, kept.read_back_in
    yield INTERPRETER, kept.interpreter
    for step in submission.definition.steps:
        yield step_place(step), step.title in kept.steps
    for one in kept.signatures:
        yield place_of(one.signed.signer), one.as_data()
