"""Nachtrag: what a case manager adds to a filed application, from filing until the meeting and while it is deferred.

Each is a dated, numbered row of its own, sealed with the case; the dossier is compiled anew with it, and only what it
touches is made again (domain 2.3).
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal, vault
from documents.actors import Actor
from documents.journal import Act
from documents.uploads import drop_sealed, keep_upload, require_room, seal_upload
from forms.persons import APPLICANT
from forms.places import CONSENT_GROUP
from forms.submissions import Submission
from forms.uploading import MEGABYTE, limits_of
from forms.validation import Findings
from forms.withdrawing import checked
from gremium.cases import life
from gremium.cases.life import NotPossible
from gremium.cases.models import SUPPLEMENTED, Case, Report, State
from gremium.cases.notices import tell_members, tell_secretariat
from gremium.cases.opening import order_case_dossier, summary_of
from gremium.cases.reporting import report_step
from gremium.cases.supplement_words import line_of
from gremium.cases.supplements import Supplement
from gremium.letters.results import Ground

ATTACHMENTS = "anlagen_liste"
ADDRESS, DEADLINE = ("strasse", "plz", "ort"), ("eilig_datum", "eilig_grund")
CORRECTABLE = (*ADDRESS, *DEADLINE)
"""Questions whose answers may be corrected after filing."""
IS_URGENT = "eilig"
SPECIAL = "S3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is said of an added attachment, by the form's own questions; `day` is an ISO day or ""."""

    kind: str
    title: str
    person: str = APPLICANT
    day: str = ""
    says: str = ""

    def as_answer(self, upload: str) -> dict[str, Any]:
        told = {
            "an_typ": self.kind,
            "an_titel": self.title,
            "an_person": self.person,
            "an_datum": self.day,
            "an_inhalt": self.says,
        }
        return {key: value for key, value in told.items() if value} | {"an_datei": [upload]}


def may_supplement(case: Case) -> bool:
    """From filing until the meeting, and while it is deferred; a returned application is open itself."""
    if case.state == State.SCHEDULED:
        return case.meeting_on is None or timezone.localdate() <= case.meeting_on
    return case.state in SUPPLEMENTED


def add_attachment(case: Case, *, name: str, data: bytes, paper: Paper, by: Actor) -> Supplement:
    """Add one file. It is examined before anything is locked, because that may take a while.

    Raises NotPossible, intake.Refused, uploads.NoRoom.
    """
    submission = _submission(case)
    _require_consent(submission, paper)
    rules = submission.definition.file_rules
    most_bytes = rules.max_total_mb * MEGABYTE
    require_room(case.pk, size=len(data), most_files=rules.max_files, most_bytes=most_bytes)
    upload = seal_upload(subject=case.pk, name=name, data=data, limits=limits_of(rules), by=by)
    try:
        with transaction.atomic():
            held = _hold(case)
            keep_upload(upload, by=by)
            facts = {"answer": paper.as_answer(str(upload.pk))}
            return _add(held, Supplement.Kind.ATTACHMENT, facts, by=by)
    except NotPossible:
        drop_sealed(upload)
        raise


@transaction.atomic
def correct_answers(case: Case, *, values: Mapping[str, str], by: Actor) -> Supplement:
    """Correct address or deadline; what is left as it was is no correction. Raises NotPossible."""
    held = _hold(case)
    submission = _submission(held)
    before = answers_today(held, submission)
    changed = {key: values[key].strip() for key in CORRECTABLE if key in values}
    changed = {key: value for key, value in changed.items() if value and value != before.get(key)}
    if not changed:
        raise NotPossible(_("Nothing is different from what is there already."))
    facts = {"before": {key: before.get(key, "") for key in changed}, "values": changed}
    _require_fitting(submission, before, _corrected(before, changed))
    return _add(held, Supplement.Kind.CORRECTION, facts, by=by)


@transaction.atomic
def report_own_step(case: Case, *, ground: str, day: date | None, by: Actor) -> Report:
    """The case manager's button: the report, and where the case is still ahead a Nachtrag. Raises NotPossible."""
    held = life.hold(case)
    known = held.reports.open().filter(ground=ground).first()
    if known is not None:
        return known
    report = report_step(held, ground=ground, day=day, by=by)
    if may_supplement(held):
        kind = Supplement.Kind.COURT if ground == Ground.COURT else Supplement.Kind.ASYLUM
        _add(held, kind, {"day": day.isoformat() if day else ""}, by=by, is_told=True)
    return report


def answers_today(case: Case, submission: Submission, *, is_marked: bool = False) -> dict[str, Any]:
    """The answers with all that was added to this version; `is_marked` names added papers as such, for the dossier."""
    answers = submission.answers()
    for supplement in case.supplements.filter(version=submission.number):
        answers = _added_to(answers, supplement.facts(), head=_head(supplement) if is_marked else "")
    return answers


def answers_as_known(submission: Submission) -> dict[str, Any]:
    """The same without what cannot be read, so that this holds up no withdrawal."""
    answers = submission.answers()
    for _supplement, facts in _readable(submission.subject, submission.number):
        answers = _added_to(answers, facts)
    return answers


def carry_over(case: Case, answers: Mapping[str, Any], *, before: int) -> None:
    """Let what was added to version `before` go on with the case's present one, in the caller's transaction.

    `answers` are what is left after a withdrawal: a paper that is not among them stays behind, as does what cannot be
    read; both go with the version before.
    """
    left = {name for paper in answers.get(ATTACHMENTS, ()) for name in paper.get("an_datei", ())}
    for supplement, facts in _readable(case.pk, before):
        if "answer" not in facts or left.issuperset(facts["answer"].get("an_datei", ())):
            supplement.version = case.version
            supplement.save(update_fields=["version"])


def forget_supplements(subject: UUID, *, before: int) -> None:
    """Delete what was added to versions before this one; their files go with what no version names."""
    Supplement.objects.filter(case=subject, version__lt=before).delete()


def lines_of(case: Case) -> list[tuple[str, str]]:
    """Head and words of each Nachtrag of the present version, in German as the dossier is."""
    rows = case.supplements.filter(version=case.version)
    return [(_head(row), line_of(row.kind, row.facts())) for row in rows]


def supplement_uploads(subject: UUID) -> set[str] | None:
    """Ids of the files that were added to the present version; None where there are none."""
    rows = Supplement.objects.filter(case=subject, kind=Supplement.Kind.ATTACHMENT, version__gte=F("case__version"))
    return {row.upload for row in rows} or None


def _readable(subject: UUID, version: int) -> Iterator[tuple[Supplement, dict[str, Any]]]:
    for supplement in Supplement.objects.filter(case=subject, version=version):
        with suppress(vault.SealBroken):
            yield supplement, supplement.facts()


def _added_to(answers: Mapping[str, Any], facts: Mapping[str, Any], *, head: str = "") -> dict[str, Any]:
    """`head` stands before the title of an added paper."""
    answers = _corrected(answers, facts.get("values", {}))
    if "answer" in facts:
        paper = dict(facts["answer"])
        if head:
            paper["an_titel"] = f"{head}: {paper['an_titel']}"
        answers[ATTACHMENTS] = [*answers.get(ATTACHMENTS, ()), paper]
    return answers


def _head(supplement: Supplement) -> str:
    return f"Nachtrag {supplement.number} vom {timezone.localdate(supplement.added_at):%d.%m.%Y}"


def _hold(case: Case) -> Case:
    held = life.hold(case)
    if not may_supplement(held):
        raise NotPossible(_("Nothing can be added to this case any more. Please speak to the secretariat."))
    return held


def _submission(case: Case) -> Submission:
    found = Submission.objects.newest(case.pk)
    if found is None:
        raise NotPossible(_("Nothing can be added to this case any more. Please speak to the secretariat."))
    return found


def _require_consent(submission: Submission, paper: Paper) -> None:
    """Papers on health and the like need the consent of whom they concern (P2, Art. 9 GDPR)."""
    kind = submission.definition.attachment_types.get(paper.kind)
    if kind is None or kind.sensitivity != SPECIAL:
        return
    records = submission.answers().get(CONSENT_GROUP, ())
    if not any(one.get("ew_person") == paper.person and "P2" in one.get("ew_zwecke", ()) for one in records):
        raise NotPossible(_("Papers of this kind need the consent P2. Without it they may not be handed in."))


def _require_fitting(submission: Submission, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    known = {(one.code, one.path) for one in checked(submission, before).problems}
    for problem in checked(submission, after).problems:
        if (problem.code, problem.path) not in known and str(problem.severity) == "error":
            raise NotPossible(problem.message)


def _corrected(answers: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    urgent = {IS_URGENT: "ja"} if set(values) & set(DEADLINE) else {}
    return {**answers, **urgent, **values}


def _add(
    case: Case, kind: Supplement.Kind, facts: Mapping[str, Any], *, by: Actor, is_told: bool = False
) -> Supplement:
    """The row, the dossier with it, and who has to know; `is_told` where the secretariat has been told already."""
    last = case.supplements.aggregate(last=Max("number"))["last"] or 0
    supplement = Supplement(case=case, number=last + 1, version=case.version, kind=kind, added_by_ref=by.ref)
    supplement.seal_facts(facts)
    supplement.save(force_insert=True)
    details = {"number": str(supplement.number), "kind": str(kind)}
    journal.record(actor=by, act=Act.APPLICATION_SUPPLEMENTED, subject=case.pk, details=details)
    _rebuild(case, by=by)
    if not is_told:
        tell_secretariat(case, by=by)
    if case.is_released:
        tell_members(case, by=by)
    return supplement


def order_dossier_today(case: Case, submission: Submission, findings: Findings, *, by: Actor) -> None:
    """Order the dossier of this version with all that was added to it, in the caller's transaction."""
    shown = answers_today(case, submission, is_marked=True)
    order_case_dossier(case, submission, shown, findings, by=by, supplements=lines_of(case))


def _rebuild(case: Case, *, by: Actor) -> None:
    submission = Submission.objects.newest(case.pk)
    if submission is None:
        return
    answers = answers_today(case, submission)
    findings = checked(submission, answers)
    case.seal_summary(summary_of(submission.definition, answers, findings))
    case.save(update_fields=["sealed_summary", "changed_at"])
    order_dossier_today(case, submission, findings, by=by)
