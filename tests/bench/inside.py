"""What the bench does inside a demo installation; prints JSON.

As ``python -m tests.bench.inside draft|crowd|unsigned|submit|bundle|long|editor``. `draft` fills a draft of C1 and
leaves it open; `crowd` does so with 30 family members and 30 attachments, `unsigned` without the consents; `submit`
hands one in with ten attachments of five pages each and waits until its dossier is ready, and once more after one
attachment was replaced; `bundle` joins 20 such dossiers, and does so plainly beside it; `long` releases one whose
dossier has 300 pages, nearly all of them scanned; `editor` gives what a browser sends for each step of the form editor
that nobody has touched.
"""

import functools
import io
import json
import os
import sys
import time
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
django.setup()

import pikepdf  # noqa: E402

from documents import intake, keystore  # noqa: E402
from documents.actors import SYSTEM, Actor  # noqa: E402
from documents.bundles import BundleContent, Part, Point, order_bundle  # noqa: E402
from documents.content import Attachment  # noqa: E402
from documents.dossiers import Dossier, Order, order_dossier, read_dossier  # noqa: E402
from documents.intake import Limits  # noqa: E402
from documents.uploads import accept_upload  # noqa: E402
from forms.controls import PERSON_QUESTIONS  # noqa: E402
from forms.definition import Group, QuestionType, Step  # noqa: E402
from forms.drafts import Draft, open_draft  # noqa: E402
from forms.ledger import Ledger  # noqa: E402
from forms.ledger_lines import Stamp  # noqa: E402
from forms.places import CONSENT_GROUP  # noqa: E402
from forms.revising.working_copies import working_copy  # noqa: E402
from forms.submit import submit_draft  # noqa: E402
from forms.uploading import limits_of  # noqa: E402
from forms.versions import FormVersion  # noqa: E402
from gremium.cases.demo import demo_cases  # noqa: E402
from gremium.cases.demo.bringing_in import bring_in, fill_draft  # noqa: E402
from gremium.cases.demo.example import DemoCase  # noqa: E402
from gremium.cases.models import Case, State  # noqa: E402
from gremium.people.asking import actor_of  # noqa: E402
from gremium.people.models import User  # noqa: E402
from pages.editing.form.step_page import StepEditForm  # noqa: E402
from tests.documents.ordering import pdf  # noqa: E402
from tests.gremium.reading.conftest import scans  # noqa: E402
from tests.pages.editing.form.test_lossless import posted  # noqa: E402

ATTACHMENTS, PAGES = 10, 5
CROWD = 30
"""Family members and attachments of the largest draft that must still be quick."""
CASE_MANAGER = "fallmanagement@demo.example"
PATIENCE = 120.0
BUNDLED = 20
SCANNED = 54
"""Pages of each of five files that make a dossier of some 300 pages."""
SCANS = Limits(accept=("application/pdf",), max_bytes=100_000_000, max_pages=200)


def family() -> DemoCase:
    """C1 with ten attachments."""
    case = next(case for case in demo_cases(date.today()) if case.id == "C1")
    given = case.answers["anlagen_liste"]
    more = [{**given[-1], "an_titel": f"Zeugnis {number}"} for number in range(len(given), ATTACHMENTS)]
    return replace(case, answers={**case.answers, "anlagen_liste": [*given, *more]})


def crowd_case() -> DemoCase:
    """C1 with a family and a list of attachments as long as they may become."""
    case = family()
    members, papers = case.answers["familienmitglieder"], case.answers["anlagen_liste"]
    relatives = [
        {**members[-1], "fm_id": f"FM{number}", "fm_vornamen": f"Kind {number}"}
        for number in range(len(members), CROWD)
    ]
    more = [{**papers[-1], "an_titel": f"Zeugnis {number}"} for number in range(len(papers), CROWD)]
    answers = {"familienmitglieder": [*members, *relatives], "anlagen_liste": [*papers, *more]}
    return replace(case, answers={**case.answers, **answers})


def filled_draft(case: DemoCase, by: Actor) -> Draft:
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=by)
    fill_draft(draft, case, by=by)
    return draft


def attach_long_files(draft: Draft, by: Actor) -> None:
    """Put a file of five pages where the demo has one of a single page."""
    ledger = draft.ledger()
    items = list(ledger.items["anlagen_liste"])
    limits = limits_of(draft.definition.file_rules)
    for number, item in enumerate(items):
        upload = accept_upload(
            subject=draft.pk, name=f"{number}.pdf", data=pdf(PAGES, str(number)), limits=limits, by=by
        )
        ledger.write({f"anlagen_liste.{item}.an_datei": [str(upload.pk)]}, Stamp(by=by.name, at=""))
    draft.put(ledger)
    draft.save()


def submit() -> dict[str, Any]:
    by = actor_of(User.objects.get(email=CASE_MANAGER))
    case = family()
    draft = filled_draft(case, by)
    attach_long_files(draft, by)
    started = time.monotonic()
    submit_draft(draft, by=by, today=case.as_of)
    submitted = time.monotonic()
    dossier = _ready_dossier(draft.pk)
    ready = time.monotonic()
    changed = _replace_last_attachment(dossier)
    return {"submit": submitted - started, "ready": ready - started, "changed": changed, "pages": dossier.pages}


def _replace_last_attachment(dossier: Dossier) -> float:
    """Seconds from the order of the new dossier until it is ready."""
    order = dossier.order()
    key = order.content.attachments[-1].key
    new = accept_upload(subject=dossier.subject, name="neu.pdf", data=pdf(PAGES, "new"), limits=SCANS, by=SYSTEM)
    content, uploads = replace(order.content, version="2"), {**order.uploads, key: (new.pk,)}
    started = time.monotonic()
    order_dossier(subject=dossier.subject, content=content, uploads=uploads, by=SYSTEM)
    assert _ready_dossier(dossier.subject).pages == dossier.pages
    return time.monotonic() - started


def bundle() -> dict[str, Any]:
    """Seconds from the order of a bundle until it is ready, and of joining the same files as pages alone."""
    by, case = actor_of(User.objects.get(email=CASE_MANAGER)), family()
    draft = filled_draft(case, by)
    attach_long_files(draft, by)
    submit_draft(draft, by=by, today=case.as_of)
    order = _ready_dossier(draft.pk).order()
    intake.examine = functools.cache(intake.examine)  # the attachments are alike; the gate takes longest
    data = pdf(PAGES, "one")
    subjects = [_order_alike(order, f"BF-{number:04}-AAAA", data) for number in range(BUNDLED)]
    dossiers = [_ready_dossier(subject) for subject in subjects]
    content = _bundled(dossiers)
    meeting = uuid4()
    keystore.create_key(meeting)
    started = time.monotonic()
    made = order_bundle(subject=meeting, content=content, by=SYSTEM)
    while not made.is_ready:
        if time.monotonic() - started > PATIENCE:
            raise SystemExit("The bundle did not become ready.")
        time.sleep(0.05)
        made.refresh_from_db()
    ready = time.monotonic() - started
    return {"bundle": ready, "pages": made.pages, "plain": _join_plainly([read_dossier(one) for one in dossiers])}


def _order_alike(order: Order, reference: str, data: bytes) -> UUID:
    """The same dossier of a case of its own."""
    subject = uuid4()
    keystore.create_key(subject)
    uploads = {
        key: [accept_upload(subject=subject, name="a.pdf", data=data, limits=SCANS, by=SYSTEM).pk for _file in files]
        for key, files in order.uploads.items()
    }
    order_dossier(subject=subject, content=replace(order.content, reference=reference), uploads=uploads, by=SYSTEM)
    return subject


def _bundled(dossiers: list[Dossier]) -> BundleContent:
    parts = tuple(
        Part(dossier=one.pk, subject=one.subject, reference=one.order().content.reference) for one in dossiers
    )
    return BundleContent(
        title="Sitzungsmappe",
        name="Sitzungsmappe",
        confidentiality="Vertraulich",
        day=date.today().isoformat(),
        facts=(("Ort", "Raum 114"),),
        agenda=tuple(Point(text=part.reference) for part in parts),
        parts=parts,
    )


def _join_plainly(files: list[bytes]) -> float:
    started = time.monotonic()
    with pikepdf.new() as whole:
        for file in files:
            with pikepdf.open(io.BytesIO(file)) as one:
                whole.pages.extend(one.pages)
        whole.save(io.BytesIO())
    return time.monotonic() - started


def long() -> dict[str, Any]:
    case = bring_in(family(), by=actor_of(User.objects.get(email=CASE_MANAGER)))
    files = [
        accept_upload(subject=case.pk, name=f"{one}.pdf", data=scans(SCANNED), limits=SCANS, by=SYSTEM)
        for one in range(5)
    ]
    whole = _ready_dossier(case.pk).order().content
    papers = [Attachment(key=str(file.pk), number=99 + number, title="Akte") for number, file in enumerate(files)]
    content = replace(whole, version="2", attachments=tuple(papers))
    order_dossier(subject=case.pk, content=content, uploads={str(file.pk): [file.pk] for file in files}, by=SYSTEM)
    Case.objects.filter(pk=case.pk).update(state=State.SCHEDULED, meeting_on=date.today())
    return {"case": str(case.pk), "pages": _ready_dossier(case.pk).pages}


def _ready_dossier(subject: UUID) -> Dossier:
    """The newest one, once the worker has compiled it."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        dossier = Dossier.objects.of(subject).first()
        if dossier is not None and dossier.is_ready:
            return dossier
        time.sleep(0.05)
    raise SystemExit("The dossier did not become ready.")


def draft() -> dict[str, Any]:
    return _left_open(family())


def crowd() -> dict[str, Any]:
    return _left_open(crowd_case())


def unsigned() -> dict[str, Any]:
    case = next(case for case in demo_cases(date.today()) if case.id == "C1")
    return _left_open(replace(case, answers={key: one for key, one in case.answers.items() if key != CONSENT_GROUP}))


def _left_open(case: DemoCase) -> dict[str, Any]:
    made = filled_draft(case, actor_of(User.objects.get(email=CASE_MANAGER)))
    return {"draft": str(made.pk), "steps": {step.key: _text_of(step, made.ledger()) for step in made.definition.steps}}


def _text_of(step: Step, ledger: Ledger) -> str:
    """The place of a text that was typed on this step; "" where there is none."""
    texts = {
        question.key
        for item in step.items
        for question in (item.questions if isinstance(item, Group) else (item,))
        if question.type in (QuestionType.TEXT, QuestionType.TEXTAREA)
        and not question.readonly
        and question.key not in PERSON_QUESTIONS
    }
    own = {item.key for item in step.items}
    typed = (place for place in ledger.values if place.split(".")[0] in own and place.split(".")[-1] in texts)
    return next(typed, "")


def editor() -> dict[str, Any]:
    data = working_copy("kurzantrag").data
    return {step["key"]: dict(posted(StepEditForm(data, step["key"])).lists()) for step in data["steps"]}


if __name__ == "__main__":
    acts = {one.__name__: one for one in (draft, crowd, unsigned, submit, bundle, long, editor)}
    print(json.dumps(acts[sys.argv[1]]()))
