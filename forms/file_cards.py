"""How the files of a place are shown: in order, with a small picture, and with what was noticed about each."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from documents.uploads import Upload
from forms.ledger import Ledger
from forms.refusals import Refusal
from forms.saying import Said, persons_language, say


@dataclass(frozen=True, slots=True)
class FileCard:
    """One file of a place. `remarks` are sentences, each in one or two languages; `preview` is an address or ""."""

    upload: Upload
    number: int
    of: int
    remarks: tuple[tuple[Said, ...], ...]
    preview: str

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.of


def cards_of(subject: UUID, ledger: Ledger, uploads: Iterable[Upload]) -> dict[str, tuple[FileCard, ...]]:
    """The cards of every place that holds files."""
    known = {str(upload.pk): upload for upload in uploads}
    places = {place: _held(value, known) for place, value in ledger.values.items()}
    prints = Counter(upload.fingerprint for held in places.values() for upload in held)
    language = persons_language(ledger)
    return {
        place: tuple(
            FileCard(upload, number, len(held), tuple(_remarks(upload, prints, language)), _preview(subject, upload))
            for number, upload in enumerate(held, start=1)
        )
        for place, held in places.items()
        if held
    }


def beside(refusals: Sequence[Refusal], language: str) -> tuple[Said, ...]:
    """The sentences about refused files in another language than the page's; none for ""."""
    return tuple(said for one in refusals for said in say(one.__str__, "", language)[1:])


def _held(value: Any, known: Mapping[str, Upload]) -> list[Upload]:
    return [known[one] for one in value if one in known] if isinstance(value, list) else []


def _remarks(upload: Upload, prints: Counter[str], language: str) -> Iterator[tuple[Said, ...]]:
    tellers: list[Callable[[], str]] = [sentence.__str__ for sentence in upload.remarks]
    if prints[upload.fingerprint] > 1:
        tellers.append(lambda: _("The same file is here twice. If that was not meant, please remove one."))
    yield from (say(tell, "", language) for tell in tellers)


def _preview(subject: UUID, upload: Upload) -> str:
    return reverse("forms:preview", args=[subject, upload.pk]) if upload.has_preview else ""
