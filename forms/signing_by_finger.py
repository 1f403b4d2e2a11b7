"""Signing a consent with a finger on the screen of the desk, while the signed sheet on paper follows.

The sheet stays what is wanted: a drawing makes no sheet count as there. It counts while it says what the draft says;
after any change of that it is not handed in, and the person signs anew.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from documents import journal
from documents.actors import Actor
from documents.bilingual import render_paper
from documents.gate import PDF
from documents.intake import Limits
from documents.journal import Act
from documents.uploads import Upload, drop_sealed, keep_upload, seal_upload
from forms.consent import Sheet, Signer
from forms.consent_texts import ConsentText
from forms.definition import FormDefinition
from forms.drafts import Draft
from forms.finger_paper import finger_paper
from forms.finger_signatures import FingerSignature, Signed, finger_signature, finger_signatures, place_of
from forms.ledger import Ledger
from forms.ledger_lines import Stamp
from forms.sheets import PrintedSheet, printed_sheets, sheet_of, signers
from forms.signed_sheets import with_room
from forms.strokes import Strokes, as_svg
from forms.submissions import handed_in_files
from forms.uploading import require_room_for, sweep_unused, used_uploads

NAME = "unterschrift-am-bildschirm.pdf"
"""What the file is called: it names nobody."""
LIMITS = Limits(accept=(PDF,), max_bytes=5_000_000, max_pages=20)
NOT_OF_THE_TEXT = {"signed_on", "form"}
"""What a sheet on paper needs besides; of a drawing both are known."""
OFFICES = "p7_stellen"
"""The question that ends the sentence of purpose P7."""


class NotToSign(Exception):
    """The consent of this person is not filled in yet, or is no longer what she has read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What one person would sign now, and what she has signed (`kept`)."""

    signer: Signer
    sheet: Sheet
    printed: PrintedSheet
    signed: Signed
    is_filled_in: bool
    """Whether her consent says all that a sheet says before it is signed."""
    kept: FingerSignature | None

    @property
    def holds(self) -> bool:
        """Whether what she has signed is still what the draft says."""
        return self.kept is not None and self.kept.signed == self.signed

    @property
    def mark(self) -> str:
        """Names what a page has shown."""
        return sha256(json.dumps(asdict(self.signed), sort_keys=True).encode()).hexdigest()[:32]


def signings(form: FormDefinition, ledger: Ledger, consent: ConsentText, *, today: date) -> Iterator[Signing]:
    """One a signing person, in the order of the form."""
    printed = {sheet.ref: sheet for sheet in printed_sheets(form, ledger, today=today)}
    for signer in signers(form, ledger, today=today):
        sheet = sheet_of(signer, form, ledger)
        yield Signing(
            signer=signer,
            sheet=sheet,
            printed=printed[signer.ref],
            signed=Signed(
                signer=signer.ref,
                name=sheet.name,
                people=((signer.ref,) if signer.own_role else ()) + signer.children,
                purposes=tuple(code for code in form.purposes if code in sheet.purposes),
                version=consent.version,
                sha256=consent.sha256,
                offices=str(ledger.values.get(OFFICES) or "") if "P7" in sheet.purposes else "",
            ),
            is_filled_in=bool(sheet.name) and set(sheet.missing) <= NOT_OF_THE_TEXT,
            kept=finger_signature(ledger, signer.ref),
        )


def standing_signatures(
    form: FormDefinition, ledger: Ledger, consent: ConsentText, *, today: date
) -> list[FingerSignature]:
    """Those of a draft that still say what it says."""
    found = signings(form, ledger, consent, today=today) if any(finger_signatures(ledger)) else ()
    return [one.kept for one in found if one.kept is not None and one.holds]


def standing_signers(form: FormDefinition, ledger: Ledger, consent: ConsentText, *, today: date) -> frozenset[str]:
    """Refs of those who drew them."""
    return frozenset(one.signed.signer for one in standing_signatures(form, ledger, consent, today=today))


def sign_by_finger(draft: Draft, signing: Signing, strokes: Strokes, consent: ConsentText, *, by: Actor) -> None:
    """Make the paper, let it pass the gate as any file, and keep it with this signer; an earlier one goes.

    Raises NotToSign, documents.intake.Refused, documents.uploads.NoRoom.
    """
    if not signing.is_filled_in:
        raise NotToSign
    at = timezone.localtime().isoformat(timespec="minutes")
    upload = _sealed(draft, signing, strokes, consent, at=at, by=by)
    try:
        _keep(draft, _signature(signing, str(upload.pk), at=at, by=by), upload, by=by)
    except NotToSign:
        drop_sealed(upload)
        raise


@transaction.atomic
def remove_finger_signature(draft: Draft, signer: str, *, by: Actor) -> None:
    """Take the drawing of this signer out of an open draft; what was handed in keeps its own."""
    locked = _locked(draft)
    _write(locked, signer, None, by=by)
    journal.record(actor=by, act=Act.DRAFT_SAVED, subject=draft.pk)


def _signature(signing: Signing, upload: str, *, at: str, by: Actor) -> FingerSignature:
    sheet = signing.sheet
    return FingerSignature(
        signed=signing.signed,
        upload=upload,
        at=at,
        explained=sheet.explained,
        explained_by=by.name,
        interpreter=sheet.interpreter if sheet.explained == "uebersetzt" else "",
        language=signing.printed.language,
    )


def _sealed(draft: Draft, signing: Signing, strokes: Strokes, consent: ConsentText, *, at: str, by: Actor) -> Upload:
    form = draft.definition
    paper = finger_paper(
        form,
        consent,
        signing.printed,
        _signature(signing, "", at=at, by=by),
        as_svg(strokes),
        spoken=signing.sheet.language,
    )
    pdf, _missing = render_paper(paper)
    require_room_for(draft.pk, len(pdf), with_room(form.file_rules))
    return seal_upload(subject=draft.pk, name=NAME, data=pdf, limits=LIMITS, by=by)


@transaction.atomic
def _keep(draft: Draft, signature: FingerSignature, upload: Upload, *, by: Actor) -> None:
    locked, signed = _locked(draft), signature.signed
    consent = ConsentText.objects.current(locked.definition.key)
    now = signings(locked.definition, locked.ledger(), consent, today=timezone.localdate())
    if signed not in [one.signed for one in now]:
        raise NotToSign
    keep_upload(upload, by=by)
    _write(locked, signed.signer, signature, by=by)
    details = {"sheet": "finger", "upload": str(upload.pk), "version": signed.version, "sha256": signed.sha256}
    journal.record(actor=by, act=Act.CONSENT_RECORDED, subject=locked.pk, details=details)


def _locked(draft: Draft) -> Draft:
    """Raises NotToSign where nobody works on the draft any more."""
    found = Draft.objects.select_for_update(of=("self",)).open().select_related("form_version").filter(pk=draft.pk)
    locked = found.first()
    if locked is None:
        raise NotToSign
    return locked


def _write(locked: Draft, signer: str, signature: FingerSignature | None, *, by: Actor) -> None:
    ledger, form = locked.ledger(), locked.definition
    before = used_uploads(form, ledger)
    stamp = Stamp(by=by.name, at=timezone.localtime().isoformat(timespec="minutes"))
    ledger.write({place_of(signer): signature.as_data() if signature else None}, stamp)
    locked.put(ledger)
    locked.save(update_fields=["sealed_ledger", "version", "changed_at"])
    sweep_unused(locked.pk, before, used_uploads(form, ledger) | handed_in_files(locked.pk), by=by)
