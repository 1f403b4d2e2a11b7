"""Files of a draft: sealed at once, attached to a place, replaced and removed without orphans."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from documents.actors import Actor
from documents.intake import Limits, Refused
from documents.uploads import NoRoom, Upload, drop_sealed, keep_upload, remove_upload, require_room, seal_upload
from forms.definition import FileRules, FormDefinition, Group, QuestionType
from forms.facts import FileFacts
from forms.finger_signatures import finger_signatures
from forms.ledger import Ledger
from forms.ledger_lines import Stamp
from forms.refusals import Refusal

log = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024


def limits_of(rules: FileRules) -> Limits:
    """The form's limits as the intake wants them (bytes, pages)."""
    return Limits(accept=rules.accept, max_bytes=rules.max_file_mb * MEGABYTE, max_pages=rules.max_pages)


@dataclass(slots=True)
class Taken:
    """Files that came with a page, by place: those sealed, still without a row, and those refused.

    `known` counts what was sent once more and is there already.
    """

    sealed: dict[str, list[Upload]] = field(default_factory=dict)
    refusals: dict[str, list[Refusal]] = field(default_factory=dict)
    known: int = 0

    @property
    def uploads(self) -> list[Upload]:
        return [upload for uploads in self.sealed.values() for upload in uploads]

    def refuse(self, place: str, refusal: Refusal) -> None:
        self.refusals.setdefault(place, []).append(refusal)


def take_in(
    place: str, files: "Iterable[UploadedFile[Any]]", taken: Taken, *, subject: UUID, rules: FileRules, by: Actor
) -> None:
    """Examine and seal files one by one, before anything is locked; each refused one gets a sentence."""
    for file in files:
        name = file.name or ""
        try:
            require_room_for(subject, file.size or 0, rules, beside=taken.uploads)
            upload = seal_upload(subject=subject, name=name, data=file.read(), limits=limits_of(rules), by=by)
            taken.sealed.setdefault(place, []).append(upload)
        except Refused as refused:
            taken.refuse(place, Refusal(name, refused.code))
        except NoRoom as refused:
            taken.refuse(place, Refusal(name, refused.code, refused.facts))
        except OSError as error:  # no room on the disk, no process for the gate: what was typed is saved all the same
            log.warning("a file could not be stored (%s)", type(error).__name__)
            taken.refuse(place, Refusal(name, "not_stored"))


def refused_as_left_out(name: str, rules: FileRules) -> Refusal:
    """A file that found no room in what one page sent."""
    return Refusal(name, "left_out", {"most": rules.max_file_mb})


def keep(ledger: Ledger, taken: Taken, *, rules: FileRules, by: Actor, stamp: Stamp) -> None:
    """Give sealed files their rows and their places, under the draft's lock: no other save can come in between.

    Another page may have filled the room meanwhile; then the file is refused here.
    """
    for place, uploads in taken.sealed.items():
        kept = []
        for upload in uploads:
            try:
                require_room_for(upload.subject, upload.size, rules)
            except NoRoom as refused:
                taken.refuse(place, Refusal(upload.display_name, refused.code, refused.facts))
                drop_sealed(upload)
            else:
                keep_upload(upload, by=by)
                kept.append(upload)
        attach(ledger, place, kept, stamp)


def require_room_for(subject: UUID, size: int, rules: FileRules, *, beside: Collection[Upload] = ()) -> None:
    """Refuse one more file where the form's limits would be passed. Raises NoRoom."""
    most_bytes = rules.max_total_mb * MEGABYTE
    require_room(subject, size=size, most_files=rules.max_files, most_bytes=most_bytes, beside=beside)


def attach(ledger: Ledger, place: str, uploads: Iterable[Upload], stamp: Stamp) -> None:
    """Add uploads to a place, after those that are there already; what is gone for good is no longer named."""
    named = list(ledger.values.get(place, []))
    known = {str(pk) for pk in Upload.objects.filter(pk__in=named).values_list("pk", flat=True)}
    ledger.write({place: [*(one for one in named if one in known), *(str(upload.pk) for upload in uploads)]}, stamp)


def sweep_unused(subject: UUID, before: Collection[str], after: Collection[str], *, by: Actor) -> None:
    """Remove the files that a draft named before a save and names no more; never any that it has yet to name."""
    gone = set(before) - set(after)
    for upload in Upload.objects.of(subject).filter(pk__in=gone) if gone else ():
        remove_upload(upload, by)


def used_uploads(form: FormDefinition, ledger: Ledger) -> set[str]:
    """Ids of all uploads that a draft names."""
    keys = {question.key for _group, question in form.questions() if question.type is QuestionType.FILE}
    attached = {
        one
        for place, value in ledger.values.items()
        if place.split(".")[-1] in keys and isinstance(value, list)
        for one in value
    }
    return attached | {one.upload for one in finger_signatures(ledger)}


def named_files(form: FormDefinition, answers: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Paths of answers that are files, like ``anlagen_liste[0].an_datei``, with the ids of the uploads they name."""
    for item in form.items():
        for start, level in _levels(item, answers):
            for question in item.questions if isinstance(item, Group) else (item,):
                if question.type is QuestionType.FILE and isinstance(level.get(question.key), list):
                    yield f"{start}{question.key}", level[question.key]


def facts_of(form: FormDefinition, uploads: Iterable[Upload], answers: Mapping[str, Any]) -> dict[str, FileFacts]:
    """Pages, bytes and type of the uploads by id; a query is asked only if the answers name any."""
    if not any(names for _path, names in named_files(form, answers)):
        return {}
    return {str(upload.pk): FileFacts(upload.pages, upload.size, upload.media_type) for upload in uploads}


def _levels(item: Any, answers: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    if not isinstance(item, Group):
        return [("", answers)]
    given = answers.get(item.key)
    if isinstance(given, list):
        return [(f"{item.key}[{number}].", level) for number, level in enumerate(given)]
    return [(f"{item.key}.", given)] if isinstance(given, Mapping) else []
