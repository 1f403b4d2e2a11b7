"""What a person of a case is told of her or his data (Art. 15 GDPR): one archive, made in memory and never stored."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.bilingual import render_paper
from documents.journal import Act
from documents.uploads import Upload, read_original
from forms.beside import Beside
from forms.late_sheets import LateSheet
from forms.own_data import own_answers
from forms.person_copy import Copied, copy_paper
from forms.persons import APPLICANT, Person, persons
from forms.places import CONSENT_GROUP
from forms.reading_languages import reading_language_of
from forms.saying import PERSONS_LANGUAGE
from forms.submissions import Submission
from forms.translations import words_of
from forms.uploading import named_files
from gremium.cases.life import NotPossible
from gremium.cases.models import Case
from gremium.cases.writing import Kind
from gremium.letters.issuing import letter_pdf
from gremium.letters.kinds import BESIDE, kind_of
from gremium.letters.models import Letter
from gremium.oversight.recipients import recipients
from gremium.oversight.who_saw import Asked, told

Entries = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Request:
    """One person's request about one case; `received_on` is when it reached somebody."""

    case: Case
    submission: Submission
    answers: Mapping[str, Any]
    person: Person
    received_on: date

    @property
    def is_applicant(self) -> bool:
        return self.person.ref == APPLICANT

    def own(self) -> dict[str, Any]:
        return own_answers(self.answers, self.person.ref, timezone.localdate(self.submission.submitted_at))


def people_of(case: Case) -> list[Person]:
    """Whose data can be given out: the applicant's and those of all for whom the application counts too."""
    submission = Submission.objects.newest(case.pk)
    if submission is None:
        return []
    return list(persons(submission.answers(), timezone.localdate(submission.submitted_at)))


@transaction.atomic
def answer_request(case: Case, *, ref: str, received_on: date, by: Actor) -> bytes:
    """The archive for one person, with the journal's lines that it was asked for and given. Raises NotPossible."""
    submission = Submission.objects.newest(case.pk)
    found = next((one for one in people_of(case) if one.ref == ref), None)
    if submission is None or found is None:
        raise NotPossible(_("This person is not part of the application."))
    request = Request(case, submission, submission.answers(), found, received_on)
    details = {"on": received_on.isoformat()}
    journal.record(actor=by, act=Act.DATA_REQUEST_RECEIVED, subject=case.pk, details=details)
    journal.record(actor=by, act=Act.DATA_REQUEST_ANSWERED, subject=case.pk, details=details)
    with translation.override(settings.LANGUAGE_CODE):
        return _packed(_entries(request))


def _packed(entries: Entries) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return packed.getvalue()


def _entries(request: Request) -> Entries:
    own = request.own()
    yield "Kopie.pdf", _copy(request, own)
    yield "Angaben.json", _as_json({"form": request.submission.form_version.version, "answers": _without_sheets(own)})
    yield "Einwilligungen.json", _as_json(_consents(request, own))
    yield "Empfaenger.txt", "\r\n".join(recipients(request.case)).encode()
    yield "Zugriffe.csv", _accesses(request.case)
    yield from _uploads(request, own)
    if request.is_applicant:
        yield from _letters(request.case)


def _copy(request: Request, own: Mapping[str, Any]) -> bytes:
    submission = request.submission
    language = reading_language_of(str(request.answers.get(PERSONS_LANGUAGE) or ""))
    form, consent = submission.definition, submission.consent_text
    beside = Beside(words_of(form, consent, language)) if language else Beside()
    handed_in_on = timezone.localdate(submission.submitted_at)
    copied = Copied(form=form, consent=consent, answers=own, handed_in_on=handed_in_on)
    return render_paper(copy_paper(copied, beside, today=timezone.localdate(), with_health=True))[0]


def _as_json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _without_sheets(own: Mapping[str, Any]) -> dict[str, Any]:
    return {key: answer for key, answer in own.items() if key != CONSENT_GROUP}


def _consents(request: Request, own: Mapping[str, Any]) -> dict[str, object]:
    text = request.submission.consent_text
    labels = {code: purpose.label for code, purpose in request.submission.definition.purposes.items()}
    return {"version": text.version, "purposes": labels, "declarations": list(own.get(CONSENT_GROUP, ()))}


def _accesses(case: Case) -> bytes:
    """When somebody of which role did what with the case; nobody's name."""
    sheet = io.StringIO()
    rows = csv.writer(sheet, delimiter=";")
    rows.writerow([_("When"), _("Role"), _("Act")])
    for one in told(Asked(case.pk).lines().order_by("number"), case.pk):
        rows.writerow([timezone.localtime(one.at).strftime("%d.%m.%Y %H:%M"), one.role, one.what])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def _uploads(request: Request, own: Mapping[str, Any]) -> Entries:
    names = {one for _path, ids in named_files(request.submission.definition, own) for one in ids}
    names |= _added_later(request)
    for number, upload in enumerate(Upload.objects.of(request.case.pk).filter(pk__in=names), start=1):
        yield f"Anlagen/{number:02}{PurePath(upload.display_name).suffix.lower()}", read_original(upload)


def _added_later(request: Request) -> set[str]:
    """Files of Nachträge that are about her, her own signed sheets, and what she signed on the screen."""
    added = (one.facts().get("answer", {}) for one in request.case.supplements.all())
    names = {one for answer in added if answer.get("an_person") == request.person.ref for one in answer["an_datei"]}
    sheets = LateSheet.objects.of(request.submission.draft)
    signed = ((sheet, whose) for sheet, whose in sheets.with_signers() if whose is not None)
    drawn = request.submission.conversation().signatures
    names |= {one.upload for one in drawn if one.signed.signer == request.person.ref}
    return names | {str(sheet.upload_id) for sheet, whose in signed if whose.signer == request.person.ref}


def _letters(case: Case) -> Entries:
    kept = Letter.objects.about(case.pk).kept().filter(kind__in=list(Kind)).order_by("issued_at")
    for letter in kept:
        if kind_of(letter.kind).reader in BESIDE:
            yield f"Schreiben/{letter.title}-{letter.number}.pdf", letter_pdf(letter)
