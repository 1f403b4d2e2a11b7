"""For each declaration of a submission: whether the signed sheet is there, and taking one that comes late."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from documents.actors import Actor
from documents.receiving import LeftOut
from documents.uploads import NoRoom, Upload, drop_sealed
from forms.consent import Signer
from forms.definition import FileRules, QuestionType
from forms.drafts import Draft
from forms.finger_signatures import FingerSignature
from forms.late_sheets import LateSheet, Whose, add_late_sheet, is_there
from forms.refusals import Refusal
from forms.sheets import ON_PAPER, SIGNED, filed_with, scan_place
from forms.submissions import Submission
from forms.uploading import Taken, refused_as_left_out, require_room_for, take_in
from forms.withdrawing import Held, Standing, records_of, standings

ROOM_FILES, ROOM_MB = 12, 30
"""So much more than the form allows: a sheet shall not be refused because the application was full."""


class NotHandedIn(Exception):
    """Nothing was handed in, or nobody reads it any more; sheets go another way, or none."""


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file of a signed sheet; `added_at` is None for one that was handed in with the application."""

    upload: Upload
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What somebody signed with a finger on the screen: no sheet, and none is there for it."""

    upload: Upload
    signature: FingerSignature


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedSheet:
    """One a signing person. `people` are the names of all for whom she signed, `drawn` lies beside the sheet."""

    signer: Signer
    name: str
    people: tuple[str, ...]
    files: tuple[SheetFile, ...]
    is_on_paper: bool
    drawn: Drawn | None = None

    @property
    def is_missing(self) -> bool:
        return self.is_on_paper and not self.files


def signed_sheets(submission: Submission) -> list[SignedSheet]:
    """Those of the newest submission, in the order of the form; none once it was withdrawn.

    Raises vault.SealBroken, keystore.KeyMissing.
    """
    draft = submission.draft
    if draft.is_withdrawn:
        return []
    held = _held(submission)
    came_later = Exists(LateSheet.objects.filter(upload_id=OuterRef("pk")))
    files = list(Upload.objects.of(draft.pk).annotate(came_later=came_later))
    uploads = {str(upload.pk): upload for upload in files}
    first = _first_files(draft, held)
    late = _late_files(draft, uploads) if any(getattr(upload, "came_later", False) for upload in files) else {}
    drawn = {one.signed.signer: one for one in submission.conversation().signatures}
    found = []
    for standing in standings(held):
        ids = first.get(standing.signer.ref, [])
        with_it = [SheetFile(uploads[one]) for one in ids if one in uploads]
        found.append(
            SignedSheet(
                signer=standing.signer,
                name=standing.name,
                people=standing.people,
                files=(*with_it, *late.get(whose(standing), ())),
                is_on_paper=any(one.get("ew_form") == ON_PAPER for one in records_of(held, standing.signer)),
                drawn=_drawn(drawn.get(standing.signer.ref), uploads),
            )
        )
    return found


def _drawn(signature: FingerSignature | None, uploads: Mapping[str, Upload]) -> Drawn | None:
    upload = uploads.get(signature.upload) if signature else None
    return Drawn(upload, signature) if signature and upload else None


def whose(standing: Standing | SignedSheet) -> Whose:
    return Whose.of(standing.signer, standing.name)


def whose_are_known(submission: Submission) -> list[Whose]:
    """All who sign in a submission."""
    return [whose(standing) for standing in standings(_held(submission))]


def take_late(
    draft: Draft, signer: str, files: Sequence[Any], left_out: LeftOut, field: str, *, version: str = "", by: Actor
) -> Taken:
    """Examine files and keep them as the signed sheet of this signer; what is refused gets a sentence.

    `version` is that of the signed text, by default the one of the submission. Raises NotHandedIn.
    """
    taken, rules = Taken(), with_room(draft.definition.file_rules)
    take_in(signer, files, taken, subject=draft.pk, rules=rules, by=by)
    for name in left_out.getlist(field):
        taken.refuse(signer, refused_as_left_out(name, rules))
    try:
        keep_late(draft, taken, signer, version=version, by=by)
    except NotHandedIn:
        for upload in taken.uploads:
            drop_sealed(upload)
        raise
    return taken


@transaction.atomic
def keep_late(draft: Draft, taken: Taken, signer: str, *, version: str = "", by: Actor) -> None:
    """Give sealed files their rows, under the draft's lock. Raises NotHandedIn, also for somebody who does not sign."""
    locked = Draft.objects.select_for_update(of=("self",)).select_related("form_version").get(pk=draft.pk)
    submission = _newest(locked)
    if submission is None:
        raise NotHandedIn
    known = next((one for one in standings(_held(submission)) if one.signer.ref == signer), None)
    if known is None:
        raise NotHandedIn
    text = version or submission.consent_text.version
    for place, uploads in taken.sealed.items():
        kept = []
        for upload in uploads:
            if not _is_known(locked, upload, whose(known), taken) and _has_room(locked, upload, place, taken):
                add_late_sheet(locked, upload, whose(known), version=text, by=by)
                kept.append(upload)
        taken.sealed[place] = kept


def _is_known(draft: Draft, upload: Upload, signer: Whose, taken: Taken) -> bool:
    """The same file once more changes nothing."""
    if not is_there(draft, upload, signer):
        return False
    taken.known += 1
    drop_sealed(upload)
    return True


def _has_room(draft: Draft, upload: Upload, place: str, taken: Taken) -> bool:
    """Another page may have filled the room meanwhile; then the file is refused here."""
    try:
        require_room_for(upload.subject, upload.size, with_room(draft.definition.file_rules))
    except NoRoom as refused:
        taken.refuse(place, Refusal(upload.display_name, refused.code, refused.facts))
        drop_sealed(upload)
        return False
    return True


def with_room(rules: FileRules) -> FileRules:
    """The form's limits of files, with some room for sheets that come late."""
    return replace(rules, max_files=rules.max_files + ROOM_FILES, max_total_mb=rules.max_total_mb + ROOM_MB)


def _newest(draft: Draft) -> Submission | None:
    if draft.is_withdrawn or not draft.is_submitted:
        return None
    return Submission.objects.select_related("form_version", "consent_text").newest_of(draft)


def _held(submission: Submission) -> Held:
    return Held(
        form=submission.definition,
        answers=submission.answers(),
        consent=submission.consent_text,
        as_of=timezone.localdate(submission.submitted_at),
        submission=submission,
    )


def _first_files(draft: Draft, held: Held) -> dict[str, list[str]]:
    """The files of each signer's sheet among the attachments, by her ref.

    What came by the code on her sheet is hers. Of the others it is only known with whom they were filed: each goes to
    the first who has none yet.
    """
    values, signers = draft.ledger().values, held.signers
    by_code = {signer.ref: set(values.get(scan_place(held.form, signer.ref), ())) for signer in signers}
    first: dict[str, list[str]] = {}
    rest = []
    for person, names in _filed(held):
        ref = next((ref for ref, sent in by_code.items() if sent & set(names)), "")
        if ref:
            first[ref] = names
        else:
            rest.append((person, names))
    for person, names in rest:
        ref = next((one.ref for one in signers if filed_with(one) == person and one.ref not in first), "")
        first.setdefault(ref, []).extend(names)
    return first


def _filed(held: Held) -> Iterator[tuple[str, list[str]]]:
    """With whom each sheet among the attachments is filed, and its files."""
    for group, question in held.form.questions():
        if group is None or question.type is not QuestionType.FILE:
            continue
        for entry in held.answers.get(group.key, ()):
            if isinstance(entry, Mapping) and entry.get("an_typ") == SIGNED:
                names = entry.get(question.key)
                yield str(entry.get("an_person") or ""), list(names) if isinstance(names, list) else []


def _late_files(draft: Draft, uploads: Mapping[str, Upload]) -> dict[Whose, list[SheetFile]]:
    late: dict[Whose, list[SheetFile]] = {}
    for sheet, signer in LateSheet.objects.of(draft).with_signers():
        upload = uploads.get(str(sheet.upload_id))
        if upload is not None and signer is not None:
            late.setdefault(signer, []).append(SheetFile(upload, sheet.added_at))
    return late
