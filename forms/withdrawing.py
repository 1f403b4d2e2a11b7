"""Withdrawing consent, whole or in part, before and after handing in (Art. 7(3) GDPR, domain T18).

From the moment it is recorded nothing that depended on it is read; what stays of it is erased within 14 days
(`forms.erasing_withdrawn`). No reason is asked, and recording the same once more changes nothing.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents import journal, vault
from documents.actors import Actor
from documents.journal import Act
from documents.revoking import revoke_dossiers
from documents.uploads import Upload, remove_upload
from forms.additions import answers_with_additions
from forms.answers import visible
from forms.consent import Signer, signer_of, signers_of
from forms.consent_texts import ConsentText
from forms.cutting import Cut, cut_answers, cut_ledger, texts_to_check
from forms.definition import FormDefinition
from forms.drafts import Draft
from forms.late_sheets import late_uploads
from forms.ledger_lines import Stamp
from forms.passes import end_passes
from forms.person_views import end_person_view
from forms.persons import APPLICANT, persons
from forms.places import CONSENT_GROUP
from forms.sheets import ADVICE_KEYS, compose_all
from forms.signals import consent_withdrawn
from forms.submissions import Submission, handed_in_files
from forms.uploading import facts_of, used_uploads
from forms.validation import Findings, check
from forms.withdrawals import ERASED_AFTER, Declaration, Details, Scope, Withdrawal

FOR_ALL = "always"
"""What `required` says of a purpose without which the board cannot deal with somebody at all."""


class NotWithdrawable(Exception):
    """There is nothing of this kind that this person could withdraw, or could withdraw any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is known of a Kurzantrag while it may still be read; `submission` is None for an open draft.

    `as_of` is the day on which ages count.
    """

    form: FormDefinition
    answers: Mapping[str, Any]
    consent: ConsentText
    as_of: date
    submission: Submission | None = None

    @property
    def signers(self) -> tuple[Signer, ...]:
        return signers_of(self.answers, self.as_of)

    @property
    def advice(self) -> str:
        return ", ".join(str(self.answers[key]) for key in ADVICE_KEYS if self.answers.get(key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one signing person can withdraw: for whom she signed, and which points that can go alone she agreed to."""

    signer: Signer
    name: str
    people: tuple[str, ...]
    """Names of all for whom it counts, herself first if she signed for herself."""
    separate: tuple[str, ...] = ()
    language: str = ""
    """The one in which she read the consent, as a BCP 47 tag."""

    @property
    def persons(self) -> tuple[str, ...]:
        """Refs of all for whom it counts."""
        own = (self.signer.ref,) if self.signer.own_role else ()
        return (*own, *self.signer.children)

    @property
    def ends_everything(self) -> bool:
        """Without the applicant's consent there is no application."""
        return self.signer.ref == APPLICANT or APPLICANT in self.signer.children


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """What is left after a partial withdrawal, as a submission of its own.

    `answers` hold what was added to the version before too, as far as it stays; the submission itself does not.
    `to_check` are labels of questions whose text may still say what was taken out; where it may name a person,
    `names_nobody` is False. `recalls`: what was given out before holds more than may be read now.
    """

    submission: Submission
    answers: Mapping[str, Any]
    findings: Findings
    to_check: tuple[str, ...]
    names_nobody: bool
    recalls: bool

    @property
    def stands_alone(self) -> bool:
        """Whether it may be read without a person looking over it first."""
        return not self.findings.errors and not self.to_check

    @property
    def makes_a_dossier(self) -> bool:
        """Whether those who work on the case may read it."""
        return not self.findings.errors and self.names_nobody


def held_of(draft: Draft) -> Held:
    """The newest submission, or the answers of a draft as they would be handed in. Raises as `Draft.ledger`.

    What was handed in counts also while it is open again for completion.
    """
    submission = Submission.objects.select_related("form_version", "consent_text").newest_of(draft)
    if submission is not None:
        return Held(
            form=submission.definition,
            answers=submission.answers(),
            consent=submission.consent_text,
            as_of=timezone.localdate(submission.submitted_at),
            submission=submission,
        )
    consent, today = ConsentText.objects.current(draft.definition.key), timezone.localdate()
    composed = compose_all(draft.definition, draft.ledger(), today=today, consent_version=consent.version)
    answers = visible(draft.definition, composed.answers, today).answers
    return Held(form=draft.definition, answers=answers, consent=consent, as_of=today)


def standings(held: Held) -> list[Standing]:
    """One a signing person, in the order of the form."""
    names = {person.ref: person.name for person in persons(held.answers, held.as_of)}
    return [_standing(held, signer, names) for signer in held.signers]


def _standing(held: Held, signer: Signer, names: Mapping[str, str]) -> Standing:
    records = list(records_of(held, signer))
    given = {code for record in records for code in record.get("ew_zwecke", ())}
    own = (signer.ref,) if signer.own_role else ()
    return Standing(
        signer=signer,
        name=signer.name or next((str(record.get("ew_name") or "") for record in records), ""),
        people=tuple(names.get(ref) or ref for ref in (*own, *signer.children)),
        separate=tuple(
            purpose.code
            for purpose in held.form.purposes.values()
            if purpose.required != FOR_ALL and purpose.code in given
        ),
        language=next((str(record.get("ew_sprache") or "") for record in records), ""),
    )


def records_of(held: Held, signer: Signer) -> Iterator[Mapping[str, Any]]:
    """The declarations that this person signed."""
    for record in held.answers.get(CONSENT_GROUP, ()):
        found = signer_of(record, held.signers)
        if found is not None and found.ref == signer.ref:
            yield record


def everybody_agrees(submission: Submission, purpose: str) -> bool:
    """Whether every adult who applies agrees to a purpose today: to be asked before each act that needs it (P3, P5-P8).

    Raises vault.SealBroken, keystore.KeyMissing.
    """
    newest = Submission.objects.newest_of(submission.draft)
    assert newest is not None
    answers = newest.answers()
    adults = [one for one in persons(answers, timezone.localdate(newest.submitted_at)) if not one.is_minor]
    agreed = {one.get("ew_person") for one in answers.get(CONSENT_GROUP, ()) if purpose in one.get("ew_zwecke", ())}
    people = [person.ref for person in adults] or [APPLICANT]
    return not newest.draft.is_withdrawn and all(ref in agreed for ref in people)


@transaction.atomic
def withdraw(subject: UUID, declared: Declaration, *, by: Actor, today: date) -> Withdrawal:
    """Record a withdrawal and let it take effect at once; the same once more gives the one that is there.

    Points without which nobody may be dealt with at all count as the whole consent of that person. An application
    that cannot be read can only be withdrawn as a whole. Raises NotWithdrawable, and what a receiver of
    `consent_withdrawn` raises; then nothing is withdrawn.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("form_version").filter(pk=subject).first()
    earlier = list(Withdrawal.objects.of(subject))
    for one in earlier:
        if one.ends_everything:
            return one
    try:
        held = held_of(draft) if draft is not None else None
    except vault.UNREADABLE:
        held = None
    if held is None:
        return _withdraw_everything(subject, draft, declared, None, by=by, today=today)
    standing = next((one for one in standings(held) if one.signer.ref == declared.signer), None)
    asked = tuple(code for code in held.form.purposes if code in declared.purposes)
    is_whole = not declared.purposes or any(held.form.purposes[code].required == FOR_ALL for code in asked)
    if standing is None or (not is_whole and not set(asked) & set(standing.separate)):
        return _recorded_before(earlier, declared, is_whole=is_whole)
    assert draft is not None
    if is_whole and standing.ends_everything:
        return _withdraw_everything(subject, draft, declared, held, by=by, today=today)
    cut = Cut(signer=standing.signer, persons=standing.persons)
    if not is_whole:
        cut = Cut(signer=standing.signer, purposes=tuple(code for code in asked if code in standing.separate))
    return _withdraw_part(draft, declared, held, cut, by=by, today=today)


def _recorded_before(earlier: list[Withdrawal], declared: Declaration, *, is_whole: bool) -> Withdrawal:
    """The withdrawal that a repetition means."""
    scope = Scope.PERSONS if is_whole else Scope.PURPOSES
    for one in earlier:
        is_same_person = one.scope == scope and one.has_receipt and one.details().signer == declared.signer
        if is_same_person and (is_whole or set(declared.purposes) & set(one.purposes)):
            return one
    raise NotWithdrawable


def _withdraw_everything(
    subject: UUID, draft: Draft | None, declared: Declaration, held: Held | None, *, by: Actor, today: date
) -> Withdrawal:
    if draft is not None:
        _close(draft)
    was_handed_in = draft is None or draft.submissions.exists()
    withdrawal = _new(subject, Scope.EVERYTHING, (), declared, held, by=by)
    withdrawal.was_handed_in, withdrawal.erase_on = was_handed_in, today + ERASED_AFTER
    withdrawal.save(force_insert=True)
    revoke_dossiers(subject, by=by)
    _record(withdrawal, Act.CONSENT_WITHDRAWN, by)
    consent_withdrawn.send(Withdrawal, withdrawal=withdrawal, rest=None, by=by)
    return withdrawal


def _close(draft: Draft) -> None:
    draft.withdrawn_at = timezone.now()
    draft.save(update_fields=["withdrawn_at"])
    _end_what_is_open(draft)


def _end_what_is_open(draft: Draft) -> None:
    end_person_view(draft)
    end_passes(draft.pk)


def _withdraw_part(draft: Draft, declared: Declaration, held: Held, cut: Cut, *, by: Actor, today: date) -> Withdrawal:
    scope = Scope.PERSONS if cut.persons else Scope.PURPOSES
    rest = None
    if held.submission is None:
        _cut_draft(draft, cut, by=by)
    else:
        if not draft.is_submitted:  # open again for completion: it must not come back from there
            _cut_draft(draft, cut, by=by)
        revoke_dossiers(draft.pk, by=by)
        rest = _rest(held, held.submission, cut)
    withdrawal = _new(draft.pk, scope, cut.purposes, declared, held, by=by, to_check=rest.to_check if rest else ())
    if rest is not None:
        withdrawal.was_handed_in, withdrawal.erase_on = True, today + ERASED_AFTER
        withdrawal.left_version = rest.submission.number
    withdrawal.save(force_insert=True)
    _record(withdrawal, Act.CONSENT_WITHDRAWN_PARTIAL, by)
    consent_withdrawn.send(Withdrawal, withdrawal=withdrawal, rest=rest, by=by)
    return withdrawal


def _cut_draft(draft: Draft, cut: Cut, *, by: Actor) -> None:
    """Take it out of the draft for good; files of what was handed in go later, with their version."""
    ledger, form = draft.ledger(), draft.definition
    cut_ledger(form, ledger, cut, Stamp(by=by.name, at=timezone.localtime().isoformat(timespec="minutes")))
    draft.put(ledger)
    draft.save(update_fields=["sealed_ledger", "version", "changed_at"])
    _end_what_is_open(draft)
    named = used_uploads(form, ledger) | handed_in_files(draft.pk) | late_uploads(draft.pk)
    for upload in Upload.objects.of(draft.pk):
        if str(upload.pk) not in named:
            remove_upload(upload, by)


def _rest(held: Held, before: Submission, cut: Cut) -> Rest:
    """A new version beside the one that nobody reads any more; handed in it was on the day of before."""
    known = answers_with_additions(before)
    handed_in, left = (cut_answers(held.form, one, cut, held.signers, held.as_of) for one in (held.answers, known))
    findings = checked(before, left)
    submission = Submission(
        draft=before.draft,
        number=before.number + 1,
        form_version=before.form_version,
        consent_text=before.consent_text,
        consent_sha256=before.consent_sha256,
        submitted_by_ref=before.submitted_by_ref,
        organisation_ref=before.organisation_ref,
        submitted_at=before.submitted_at,
    )
    submission.seal(handed_in, findings.not_blocking)
    conversation = before.conversation().without(cut.signatures_taken_out)
    submission.seal_conversation(conversation if cut.purposes else replace(conversation, helper=""))
    submission.save(force_insert=True)
    texts = (texts_to_check(held.form, known, one, cut, held.as_of) for one in (handed_in, left))
    to_check = tuple(dict.fromkeys(label for labels in texts for label in labels))
    return Rest(
        submission=submission,
        answers=left,
        findings=findings,
        to_check=to_check,
        names_nobody=not (cut.persons and to_check),
        recalls=bool(cut.persons) or cut.is_special(held.form),
    )


def checked(submission: Submission, answers: Mapping[str, Any]) -> Findings:
    """What the form finds in answers as of the day on which this submission was handed in."""
    return check(
        submission.definition,
        answers,
        today=timezone.localdate(submission.submitted_at),
        consent_version=submission.consent_text.version,
        files=facts_of(submission.definition, Upload.objects.of(submission.subject), answers),
    )


def _new(
    subject: UUID,
    scope: Scope,
    purposes: tuple[str, ...],
    declared: Declaration,
    held: Held | None,
    *,
    by: Actor,
    to_check: tuple[str, ...] = (),
) -> Withdrawal:
    withdrawal = Withdrawal(
        subject=subject,
        scope=scope,
        purposes=list(purposes),
        consent_version=held.consent.version if held else "",
        consent_sha256=held.consent.sha256 if held else "",
        declared_on=declared.day,
        recorded_by_ref=by.ref,
    )
    details = Details(
        signer=declared.signer,
        declared_by=declared.declared_by,
        channel=declared.channel,
        language=declared.language,
        advice=held.advice if held else "",
        to_check=to_check,
    )
    with suppress(*vault.UNREADABLE):  # without a key nothing can be sealed, and there is no receipt
        withdrawal.seal_details(details)
    return withdrawal


def _record(withdrawal: Withdrawal, act: Act, by: Actor) -> None:
    details = {"withdrawal": str(withdrawal.pk), "scope": str(withdrawal.scope)}
    details |= dict.fromkeys(withdrawal.purposes, "withdrawn")
    journal.record(actor=by, act=act, subject=withdrawal.subject, details=details)
    if withdrawal.erase_on is not None:
        on = {"on": withdrawal.erase_on.isoformat()}
        journal.record(actor=by, act=Act.ERASURE_SCHEDULED, subject=withdrawal.subject, details=on)
