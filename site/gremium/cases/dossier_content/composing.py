"""The answers of one case as the content of its dossier, section by section (D00-D13)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from documents.content import Block, Content, Prose, Section
from forms.conversation import Conversation
from forms.definition import FormDefinition
from forms.validation import Findings
from gremium.cases.dossier_content import wording
from gremium.cases.dossier_content.applicant import applicant
from gremium.cases.dossier_content.aspects import aspects, special
from gremium.cases.dossier_content.attachments import attached, dividers, filed, list_of_attachments
from gremium.cases.dossier_content.checks import checks
from gremium.cases.dossier_content.consents import consents
from gremium.cases.dossier_content.cover import cover
from gremium.cases.dossier_content.family import family
from gremium.cases.dossier_content.overview import overview
from gremium.cases.dossier_content.record import SPECIAL, AttachmentFacts, Record
from gremium.cases.dossier_content.stay import stay
from gremium.cases.dossier_content.telling import tell

ALWAYS = tuple(f"D{number:02}" for number in range(1, 14))
COVER = "D00"

_BY_ANSWERS: Mapping[str, Callable[[Record], tuple[Block, ...]]] = {
    "D03": applicant,
    "D04": family,
    "D05": stay,
    "D07": aspects,
    "D11": consents,
    "D12": list_of_attachments,
    "D13": attached,
}
_BY_FINDINGS: Mapping[str, Callable[[Record, Findings], tuple[Block, ...]]] = {
    "D01": overview,
    "D02": checks,
    SPECIAL: special,
}


def compose(
    form: FormDefinition,
    answers: Mapping[str, Any],
    findings: Findings,
    *,
    reference: str,
    version: int,
    day: date,
    uploads: Mapping[str, AttachmentFacts],
    conversation: Conversation | None = None,
) -> Content:
    """What the dossier says. `answers` are the visible ones, `day` is the day it speaks of, `uploads` go by file.

    The form decides: an answer stands in the section its question names, in the form's order; nothing of DXX appears,
    and answers of class S3 appear in D08 alone.
    """
    record = Record(form, answers, day, uploads, conversation or Conversation())
    attachments = dividers(record)
    return Content(
        reference=reference,
        version=str(version),
        title=f"{wording.TITLE} {reference}",
        confidentiality=wording.CONFIDENTIALITY,
        cover=cover(record, attachments=len(attachments)),
        sections=tuple(_section(record, findings, code) for code in _codes(record)),
        attachments=attachments,
        day=day.isoformat(),
        words={"reference": wording.REFERENCE},
        provenance={"form": form.key, "form_version": form.version},
    )


def attachment_files(form: FormDefinition, answers: Mapping[str, Any], *, day: date) -> dict[str, tuple[str, ...]]:
    """The files of each attachment in order, by the key it has in the composed content."""
    return {item.key: item.files for item in filed(Record(form, answers, day, {}))}


def _codes(record: Record) -> list[str]:
    """The thirteen sections of every dossier, and any further one that the form has answers for."""
    used = {cell.section for cell in record.cells}
    return sorted({*ALWAYS, *used} - {COVER})


def _section(record: Record, findings: Findings, code: str) -> Section:
    if code in _BY_FINDINGS:
        blocks = _BY_FINDINGS[code](record, findings)
    elif code in _BY_ANSWERS:
        blocks = _BY_ANSWERS[code](record)
    else:
        blocks = tell(record, record.of_section(code))
    return Section(
        code=code,
        title=record.form.sections.get(code, wording.OTHER),
        blocks=blocks if blocks or code == "D13" else (Prose(text=wording.NOTHING_SAID),),
        own_pages=code == "D01" or (code == SPECIAL and bool(record.of_section(SPECIAL))),
    )
