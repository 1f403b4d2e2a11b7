"""What a page shows where files belong: those that are there, those that were refused, and a phone that sends more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import segno
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from documents.uploads import Upload
from forms.definition import FormDefinition, QuestionType
from forms.drafts import Draft
from forms.file_cards import FileCard, beside, cards_of
from forms.ledger import Ledger, split_place
from forms.passes import Opened, Pass, Purpose, spelled
from forms.saying import Said, persons_language

PLACE = "place"
"""What a pass for photos is told of its aim."""


def takes_files(form: FormDefinition, place: str) -> bool:
    """Whether a question of the form takes files at this place."""
    path = split_place(place)
    takers = [
        (group or question, question) for group, question in form.questions() if question.type is QuestionType.FILE
    ]
    return any((outer.key, question.key) == (path[0], path[-1]) for outer, question in takers)


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone that sends photos to one place. The code is there only on the page that opened the pass."""

    admission: Pass
    code: str = ""
    address: str = ""
    picture: SafeString | None = None


@dataclass(frozen=True, slots=True)
class FilePlace:
    """`refused` are the sentences about refused files in the person's language, where that is another."""

    cards: tuple[FileCard, ...] = ()
    refused: tuple[Said, ...] = ()
    phone: Phone | None = None


def file_places(
    draft: Draft, ledger: Ledger, uploads: Iterable[Upload], phone: Phone | None = None
) -> Mapping[str, FilePlace]:
    """Every place that has anything to show; one query. `phone` is one whose pass was opened just now."""
    cards, language = cards_of(draft.pk, ledger, uploads), persons_language(ledger)
    phone = phone or _phone_of(draft)
    phones = {phone.admission.aim[PLACE]: phone} if phone else {}
    return {
        place: FilePlace(cards.get(place, ()), beside(ledger.refusals.get(place, ()), language), phones.get(place))
        for place in {*cards, *ledger.refusals, *phones}
    }


def phone_with_code(opened: Opened, ledger: Ledger, site: str) -> Phone:
    """How a pass that was opened just now is shown; `site` is the start of our addresses, as the desk sees them.

    The code stands behind the `#`: browsers keep that part to themselves, so that no log on the way holds it.
    """
    address = site + phone_address(persons_language(ledger))
    drawn = segno.make_qr(f"{address}#{opened.code}", error="m").svg_inline(scale=5, border=3, light="#fff")
    shown_address = address.partition("://")[2]
    return Phone(opened.admission, spelled(opened.code), shown_address, mark_safe(drawn))


def phone_address(language: str) -> str:
    """Path of the page for phones in a language; "" is that of the page that is shown now."""
    if not language:
        return reverse("phone:photos")
    with override(language):
        return reverse("phone:photos")


def _phone_of(draft: Draft) -> Phone | None:
    admission = draft.passes.valid(timezone.now()).filter(purpose=Purpose.PHOTOS).first()
    return Phone(admission) if admission else None
