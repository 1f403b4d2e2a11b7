"""Handing in a draft: check everything, seal what applies, and tell the floor above, all or nothing."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from documents.uploads import Upload, remove_upload
from forms.answers import visible
from forms.beside import beside_of
from forms.checking import find_everywhere, language_read
from forms.clashes import open_clashes
from forms.consent_texts import ConsentText
from forms.conversation import conversation_of
from forms.drafts import Draft
from forms.late_sheets import late_uploads
from forms.ledger import Ledger
from forms.person_views import end_person_view
from forms.places import CONSENT_GROUP
from forms.sheets import scans_by_code
from forms.signals import submission_sealed
from forms.signing_by_finger import standing_signatures
from forms.submissions import Submission, handed_in_files
from forms.translations import Words, words_of
from forms.validation import Findings


class NotReady(Exception):
    """The draft has errors, or questions that two people answered differently; the review page lists them.

    Or its consent was withdrawn.
    """


@transaction.atomic
def submit_draft(draft: Draft, *, by: Actor, today: date) -> Submission:
    """Hand a draft in, once: a second call gives the submission that is there.

    Answers whose condition no longer holds are dropped with a journal line; files that no answer names are removed.
    Raises NotReady, and whatever a receiver of `submission_sealed` raises; then nothing is handed in.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("form_version").get(pk=draft.pk)
    if draft.is_submitted and not draft.is_withdrawn and (existing := Submission.objects.newest_of(draft)) is not None:
        return existing
    if draft.is_withdrawn:
        raise NotReady
    consent = ConsentText.objects.current(draft.definition.key)
    answers, findings = _ready_answers(draft, consent, by=by, today=today)
    submission = _seal(draft, consent, answers, findings, by=by, today=today)
    _remove_unnamed_files(draft, by=by)
    act = Act.APPLICATION_SUBMITTED if submission.number == 1 else Act.APPLICATION_RESUBMITTED
    journal.record(actor=by, act=act, subject=draft.pk, details={"version": str(submission.number)})
    submission_sealed.send(Submission, submission=submission, answers=answers, findings=findings, by=by)
    return submission


def _ready_answers(draft: Draft, consent: ConsentText, *, by: Actor, today: date) -> tuple[dict[str, Any], Findings]:
    ledger = draft.ledger()
    composed, findings = find_everywhere(draft, ledger, today=today, consent=consent, account=by.facts)
    if findings_block(findings) or open_clashes(draft.definition, ledger, today=today, consent=consent):
        raise NotReady
    shown = visible(draft.definition, composed.answers, today)
    dropped = (*shown.hidden, *shown.unknown)
    beside = len(ledger.former) + sum(map(len, ledger.rivals.values()))
    if dropped or beside:
        journal.record(
            actor=by,
            act=Act.APPLICATION_ANSWERS_DROPPED,
            subject=draft.pk,
            details={"number": str(len(dropped) + beside), **_dropped_keys(dropped)},
        )
    return shown.answers, findings


def findings_block(findings: Findings) -> bool:
    """Whether anything stands in the way of handing in; answers that no longer apply do not, they are dropped."""
    return any(not code.startswith(("hidden:", "unknown:")) for code in findings.errors)


def _dropped_keys(paths: tuple[str, ...]) -> Mapping[str, str]:
    """Which questions were dropped, as a journal line takes it: numbered codes, no answers."""
    keys = dict.fromkeys(path.replace("[", "/").replace("]", "") for path in paths)
    return {f"dropped.{number}": key[:120] for number, key in enumerate(keys, start=1)}


def _remove_unnamed_files(draft: Draft, *, by: Actor) -> None:
    """An earlier version stays readable with its papers, and so do sheets that came after it."""
    named = handed_in_files(draft.pk) | late_uploads(draft.pk)
    for upload in Upload.objects.of(draft.pk):
        if str(upload.pk) not in named:
            remove_upload(upload, by)


def _seal(
    draft: Draft, consent: ConsentText, answers: dict[str, Any], findings: Findings, *, by: Actor, today: date
) -> Submission:
    before = Submission.objects.newest_of(draft)
    submission = Submission(
        draft=draft,
        number=before.number + 1 if before else 1,
        form_version=draft.form_version,
        consent_text=consent,
        consent_sha256=consent.sha256,
        submitted_by_ref=by.ref,
        organisation_ref=draft.organisation_ref,
        submitted_at=_moment(today),
    )
    submission.seal(answers, findings.not_blocking)
    ledger = draft.ledger()
    words = _words_read(draft, ledger, answers, consent)
    drawn = standing_signatures(draft.definition, ledger, consent, today=today)
    submission.seal_conversation(conversation_of(draft.definition, ledger, words, signatures=drawn))
    submission.save(force_insert=True)
    end_person_view(draft)
    # The submission holds the answers now; earlier values and proposals are not needed any more.
    draft.put(Ledger(values=scans_by_code(draft.definition, ledger)))
    draft.submitted_at = submission.submitted_at
    draft.save(update_fields=["sealed_ledger", "version", "changed_at", "submitted_at"])
    return submission


def _words_read(draft: Draft, ledger: Ledger, answers: Mapping[str, Any], consent: ConsentText) -> Iterator[Words]:
    """In the language that stands beside German now, and in those in which somebody has read the consent text."""
    yield beside_of(draft.definition, ledger, consent).words
    read = dict.fromkeys(map(language_read, answers.get(CONSENT_GROUP, ())))
    yield from (words_of(draft.definition, consent, language) for language in read if language)


def _moment(today: date) -> datetime:
    """Now, moved to the day that counts; they differ only where a story of the past is told, as in the demo."""
    return timezone.now() + (today - timezone.localdate())
