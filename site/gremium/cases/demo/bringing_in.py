"""Fills a draft with a fictional case, uploads its papers and hands it in, all through the ordinary acts."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from documents.actors import Actor
from documents.uploads import accept_upload
from forms.consent import Signer, propose_signers
from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.drafts import Draft, open_draft
from forms.ledger import GATE, Ledger
from forms.ledger_lines import Stamp
from forms.places import CONSENT_GROUP, decompose
from forms.sheets import SHARED
from forms.submit import submit_draft
from forms.uploading import limits_of
from forms.versions import FormVersion
from gremium.cases import references
from gremium.cases.demo.example import DemoCase
from gremium.cases.demo.paper import sample_paper
from gremium.cases.models import Case

Answers = Mapping[str, Any]


def bring_in(example: DemoCase, *, by: Actor) -> Case:
    """The case of this reference; submitted now, as of its own day, if it is not there yet."""
    known = Case.objects.filter(reference=example.reference).first()
    if known is not None:
        return known
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=by)
    fill_draft(draft, example, by=by)
    with references.giving(example.reference):
        submission = submit_draft(draft, by=by, today=example.as_of)
    return Case.objects.get(pk=submission.subject)


def fill_draft(draft: Draft, example: DemoCase, *, by: Actor) -> None:
    """Write all answers, the consent sheets and the uploaded papers into the draft."""
    form = draft.definition
    places = decompose(form, _own_answers(form, example.answers))
    places |= dict(_sheet_places(form, example))
    places |= {place: _papers(draft, form, names, by=by) for place, names in _file_places(form, places).items()}
    ledger = draft.ledger()
    stamp = Stamp(by=by.name, at=datetime.now(tz=timezone.get_current_timezone()).isoformat())
    _settle_groups(form, ledger, example.answers, places, stamp)
    ledger.write(places, stamp)
    draft.put(ledger)
    draft.reached = len(form.steps)
    draft.save()


def _own_answers(form: FormDefinition, answers: Answers) -> dict[str, Any]:
    """Without what the account says itself and what consent sheets give."""
    from_account = {item.key for item in form.items() if isinstance(item, Question) and item.prefill}
    return {key: value for key, value in answers.items() if key not in from_account | {CONSENT_GROUP}}


def _sheet_places(form: FormDefinition, example: DemoCase) -> Iterator[tuple[str, Any]]:
    records: list[Answers] = list(example.answers.get(CONSENT_GROUP, []))
    for signer in propose_signers(form, example.answers, example.as_of):
        signed = [record for record in records if _is_signed_by(record, signer, records)]
        if not signed:
            continue
        start = f"{CONSENT_GROUP}.{signer.ref}"
        yield f"{start}.ew_zwecke", list(dict.fromkeys(code for record in signed for code in record["ew_zwecke"]))
        yield f"{start}.ew_widerruf_erklaert", True
        yield from ((f"{start}.{key}", signed[0].get(key)) for key in SHARED if signed[0].get(key))
        if signer.asks_name:
            yield f"{start}.ew_name", signed[0]["ew_name"]
    if any("P2" in record["ew_zwecke"] for record in records):
        yield GATE, True


def _is_signed_by(record: Answers, signer: Signer, records: list[Answers]) -> bool:
    if signer.name:
        return bool(record["ew_name"] == signer.name)
    own = {each["ew_name"] for each in records if each["ew_rolle"] != "sorge"}
    return record["ew_rolle"] == "sorge" and record["ew_name"] not in own


def _settle_groups(form: FormDefinition, ledger: Ledger, answers: Answers, places: Answers, stamp: Stamp) -> None:
    """Make the items of the answers the groups' own, so that no empty item is proposed beside them."""
    for item in form.items():
        if isinstance(item, Group) and item.repeat is not None and item.key != CONSENT_GROUP:
            ids = dict.fromkeys(place.split(".")[1] for place in places if place.startswith(f"{item.key}."))
            ledger.settle_items(item.key, list(ids), stamp)


def _file_places(form: FormDefinition, places: Answers) -> dict[str, list[str]]:
    keys = {question.key for _group, question in form.questions() if question.type is QuestionType.FILE}
    named = {place: value for place, value in places.items() if place.rsplit(".", 1)[-1] in keys}
    return {place: [value] if isinstance(value, str) else list(value) for place, value in named.items()}


def _papers(draft: Draft, form: FormDefinition, names: list[str], *, by: Actor) -> list[str]:
    return [str(_paper(draft.pk, form, name, by=by)) for name in names]


def _paper(subject: UUID, form: FormDefinition, name: str, *, by: Actor) -> UUID:
    data = sample_paper("Beispielanlage", name, "", "Frei erfunden. Keine echte Person ist gemeint.")
    upload = accept_upload(subject=subject, name=name, data=data, limits=limits_of(form.file_rules), by=by)
    return upload.pk
