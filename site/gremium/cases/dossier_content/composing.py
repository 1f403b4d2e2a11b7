"""The answers of one case as the content of its dossier, section by section (D00-D13)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from documents.content import Block, Content, Prose, Section
from forms.conversation import Conversation
from forms.definition import DossierSection, FormDefinition
from forms.dossier_sections import OVERVIEW, SPECIAL, in_order
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
from gremium.cases.dossier_content.record import AttachmentFacts, Record
from gremium.cases.dossier_content.stay import stay
from gremium.cases.dossier_content.telling import tell

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
    OVERVIEW: overview,
    "D02": checks,
    SPECIAL: special,
}


def compose(
    form: FormDefinition,
    answers: Mapping[str, Any],
    findings: Findings,
    *,
    reference: str,
    version: int | str,
    day: date,
    uploads: Mapping[str, AttachmentFacts],
    conversation: Conversation | None = None,
    supplements: Sequence[tuple[str, str]] = (),
) -> Content:
    """What the dossier says. `answers` are the visible ones, `day` is the day it speaks of, `uploads` go by file.

    The form decides: which sections there are, in which order and under which titles; an answer stands in the section
    its question names, in the form's order. Nothing of DXX appears, and answers of class S3 appear in D08 alone.
    """
    record = Record(form, answers, day, uploads, conversation or Conversation(), tuple(supplements))
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
    """The sections of the form in its order, and any further one that the form has answers for."""
    return in_order(record.form.sections, {cell.section for cell in record.cells})


def _section(record: Record, findings: Findings, code: str) -> Section:
    if code in _BY_FINDINGS:
        blocks = _BY_FINDINGS[code](record, findings)
    elif code in _BY_ANSWERS:
        blocks = _BY_ANSWERS[code](record)
    else:
        blocks = tell(record, record.of_section(code))
    section = record.form.sections.get(code, DossierSection(wording.OTHER))
    return Section(
        code=code,
        title=section.title,
        blocks=blocks if blocks or code == "D13" else (Prose(text=wording.NOTHING_SAID),),
        own_pages=_stands_alone(record, code) or (section.own_pages and bool(blocks)),
    )


def _stands_alone(record: Record, code: str) -> bool:
    """The one page at the beginning, and what the law protects in particular: whatever the form says."""
    return code == OVERVIEW or (code == SPECIAL and bool(record.of_section(SPECIAL)))
