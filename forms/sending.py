"""Photos sent by a phone that has a pass: straight through the gate into the sealed store, to one place of a draft."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from documents.receiving import LeftOut
from documents.uploads import drop_sealed
from forms.closed_papers import is_closed
from forms.consent import Signer
from forms.consent_texts import ConsentText
from forms.drafts import Draft
from forms.file_places import PLACE, takes_files
from forms.ledger import Ledger
from forms.ledger_lines import Stamp
from forms.passes import MINUTES, SIGNER, Opened, Pass, PassInvalid, Purpose, end_pass, open_pass
from forms.refusals import WAITS_FOR_CONSENT, Refusal
from forms.sheets import filed_sheet, scan_place, signers
from forms.signed_sheets import NotHandedIn, keep_late, with_room
from forms.uploading import Taken, keep, refused_as_left_out, take_in

MOST_FILES = 60
"""Files one pass may bring, refused ones too."""
FIELD = "photos"
VERSION = "version"
"""What a pass for a sheet is told of its aim: the version of the printed text."""


def open_for_photos(draft: Draft, place: str, *, by: Actor) -> Opened:
    """Open a pass that lets one phone send photos to this place."""
    return open_pass(draft, Purpose.PHOTOS, aim={PLACE: place}, by=by)


def open_for_sheet(draft: Draft, signer: str, consent: ConsentText, *, by: Actor, is_printed: bool = True) -> Opened:
    """Open a pass for the photos of one consent sheet, once it is signed: whose it is and which text it has.

    A code that is not printed but shown on a screen can be taken as long as one for photos.
    """
    place = scan_place(draft.definition, signer)
    aim = {PLACE: place, SIGNER: signer, VERSION: consent.version}
    minutes = MINUTES[Purpose.SHEET if is_printed else Purpose.PHOTOS]
    return open_pass(draft, Purpose.SHEET, aim=aim, by=by, minutes=minutes)


def close_for_photos(draft: Draft) -> None:
    """End whatever lets a phone send photos to this draft."""
    for admission in draft.passes.filter(purpose=Purpose.PHOTOS, ended_at=None):
        end_pass(admission)


def receive(admission: Pass, files: list[Any], left_out: LeftOut) -> Taken:
    """Examine and keep what a phone sent. Raises PassInvalid where the draft takes no more or the pass ended meanwhile.

    The person at the desk answers for it: her name stands at the files, and hers is the journal line.
    """
    draft, by, place = admission.draft, admission.opener, admission.aim[PLACE]
    _count(admission, len(files) + len(left_out.getlist(FIELD)))
    taken, rules = Taken(), draft.definition.file_rules
    if draft.is_submitted:
        rules = with_room(rules)
    if is_closed(draft.definition, draft.ledger().values, place):
        for file in files:
            taken.refuse(place, Refusal(file.name or "", WAITS_FOR_CONSENT))
        return taken
    take_in(place, files, taken, subject=draft.pk, rules=rules, by=by)
    for name in left_out.getlist(FIELD):
        taken.refuse(place, refused_as_left_out(name, rules))
    try:
        _keep(admission, taken, place, by)
    except (PassInvalid, NotHandedIn) as error:
        for upload in taken.uploads:
            drop_sealed(upload)
        raise PassInvalid from error
    return taken


def _count(admission: Pass, number: int) -> None:
    Pass.objects.filter(pk=admission.pk).update(uses=F("uses") + number)
    if admission.uses + number > MOST_FILES:
        end_pass(admission)
        raise PassInvalid


@transaction.atomic
def _keep(admission: Pass, taken: Taken, place: str, by: Actor) -> None:
    draft = Draft.objects.select_for_update(of=("self",)).select_related("form_version").get(pk=admission.draft_id)
    if not Pass.objects.valid(timezone.now()).filter(pk=admission.pk).exists():
        raise PassInvalid
    if draft.is_submitted:
        keep_late(draft, taken, admission.aim[SIGNER], version=admission.aim[VERSION], by=by)
        return
    if not takes_files(draft.definition, place):  # the form has changed over since the code was shown
        raise PassInvalid
    ledger = draft.ledger()
    stamp = Stamp(by=by.name, at=timezone.localtime().isoformat(timespec="minutes"))
    keep(ledger, taken, rules=draft.definition.file_rules, by=by, stamp=stamp)
    if admission.purpose == Purpose.SHEET and ledger.values.get(place):
        _file_sheet(draft, ledger, admission.aim, stamp)
    ledger.refusals = {**ledger.refusals, **taken.refusals}
    draft.put(ledger)
    draft.save(update_fields=["sealed_ledger", "version", "changed_at"])
    journal.record(actor=by, act=Act.DRAFT_SAVED, subject=draft.pk)


def _file_sheet(draft: Draft, ledger: Ledger, aim: Mapping[str, Any], stamp: Stamp) -> None:
    """Say of the photos whose signed sheet they are; who signs may have changed since it was printed."""
    known = signers(draft.definition, ledger, today=timezone.localdate())
    signer = next((one for one in known if one.ref == aim[SIGNER]), Signer(ref=aim[SIGNER], name=""))
    ledger.write(filed_sheet(draft.definition, signer, aim[VERSION]), stamp)
