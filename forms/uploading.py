"""Files of a draft: sealed at once, attached to a place, replaced and removed without orphans."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from documents.actors import Actor
from documents.intake import Limits, Refused
from documents.uploads import NoRoom, Upload, accept_upload, remove_upload, require_room
from forms.definition import FileRules, FormDefinition, Group, QuestionType
from forms.facts import FileFacts
from forms.ledger import Ledger, Stamp

MEGABYTE = 1024 * 1024


def limits_of(rules: FileRules) -> Limits:
    """The form's limits as the intake wants them (bytes, pages)."""
    return Limits(accept=rules.accept, max_bytes=rules.max_file_mb * MEGABYTE, max_pages=rules.max_pages)


def take_in(
    files: "Iterable[UploadedFile[Any]]", *, subject: UUID, rules: FileRules, by: Actor
) -> tuple[list[Upload], list[str]]:
    """Examine and seal files one by one; return the uploads, and a sentence for each file that was refused."""
    accepted, refusals = [], []
    for file in files:
        name = file.name or ""
        try:
            require_room(
                subject,
                size=file.size or 0,
                most_files=rules.max_files,
                most_bytes=rules.max_total_mb * MEGABYTE,
            )
            accepted.append(accept_upload(subject=subject, name=name, data=file.read(), limits=limits_of(rules), by=by))
        except (Refused, NoRoom) as refused:
            refusals.append(f"„{name}“: {refused.message}")
    return accepted, refusals


def attach(ledger: Ledger, place: str, uploads: Iterable[Upload], stamp: Stamp) -> None:
    """Add uploads to a place, after those that are there already."""
    there = list(ledger.values.get(place, []))
    ledger.write({place: [*there, *(str(upload.pk) for upload in uploads)]}, stamp)


def detach(ledger: Ledger, place: str, upload: str, stamp: Stamp) -> None:
    ledger.write({place: [one for one in ledger.values.get(place, []) if one != upload]}, stamp)


def sweep_unused(subject: UUID, form: FormDefinition, ledger: Ledger, *, by: Actor) -> int:
    """Remove the files that no place names any more; returns how many."""
    used = set(used_uploads(form, ledger))
    unused = [upload for upload in Upload.objects.of(subject) if str(upload.pk) not in used]
    for upload in unused:
        remove_upload(upload, by)
    return len(unused)


def used_uploads(form: FormDefinition, ledger: Ledger) -> Iterator[str]:
    """Ids of all uploads that the draft still names."""
    keys = {question.key for _group, question in form.questions() if question.type is QuestionType.FILE}
    for place, value in ledger.values.items():
        if place.split(".")[-1] in keys and isinstance(value, list):
            yield from value


def named_files(form: FormDefinition, answers: Mapping[str, Any]) -> Iterator[str]:
    """Ids of all uploads that answers name."""
    for item in form.items():
        for level in _levels(item, answers):
            questions = item.questions if isinstance(item, Group) else (item,)
            for question in questions:
                if question.type is QuestionType.FILE and isinstance(level.get(question.key), list):
                    yield from level[question.key]


def facts_of(subject: UUID, answers: Mapping[str, Any]) -> dict[str, FileFacts]:
    """Pages, bytes and type of the draft's files by id; asks the database only if the answers could name any."""
    if not answers.get("anlagen_liste"):
        return {}
    return {
        str(upload.pk): FileFacts(upload.pages, upload.size, upload.media_type) for upload in Upload.objects.of(subject)
    }


def _levels(item: Any, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if not isinstance(item, Group):
        return [answers]
    given = answers.get(item.key)
    return given if isinstance(given, list) else [given] if isinstance(given, Mapping) else []
