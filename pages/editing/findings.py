"""The check of links and phone numbers over the live texts of all languages."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from pages.addresses import split
from pages.editing.numbers_in_texts import Number, dialled, numbers_in
from pages.editing.reaching_out import Answer, reach
from pages.models import Contact, CounsellingOffice, Finding, FindingKind, PublicPage, Round
from pages.texts import german, key_of, language_of

FOREIGN = re.compile(r"""https?://[^\s"'<>\\]+""")
OWN_LINK = re.compile(r'href="(/[^"]*)"')
Problem = tuple[FindingKind, str]
LAST = "checked"
"""The duty under which the moment of the last check is kept, whoever asked for it."""


@dataclass(frozen=True)
class Known:
    """What is there to be linked to, and the numbers of the city and the offices; read once for a whole round."""

    pages: frozenset[int]
    paths: frozenset[str]
    files: frozenset[tuple[str, int]]
    numbers: frozenset[str]

    @classmethod
    def now(cls) -> "Known":
        live = Page.objects.live().values_list("pk", "url_path")
        files = [
            (model._meta.label, pk)
            for model in (get_document_model(), get_image_model())
            for pk in model.objects.values_list("pk", flat=True)
        ]
        phones = [
            *CounsellingOffice.objects.values_list("phone", flat=True),
            *Contact.objects.values_list("phone", flat=True),
        ]
        return cls(
            pages=frozenset(pk for pk, _path in live),
            paths=frozenset(path.split("/", 2)[2] for _pk, path in live if path.count("/") > 2),
            files=frozenset(files),
            numbers=frozenset(dialled(phone) for phone in phones if phone),
        )


def check_all(*, asks_outside: bool | None = None) -> int:
    """Check every live text anew and return how many findings there are. Outside is asked where the settings say so."""
    known, answers = Known.now(), _Answers(settings.CHECK_FOREIGN_LINKS if asks_outside is None else asks_outside)
    pages = list(_live_pages())
    numbers_of_german = {key_of(page): _numbers_of(page) for page in pages if language_of(page) == german()}
    findings = [
        _finding(page, kind, detail)
        for page in pages
        for kind, detail in _problems(page, known, answers, numbers_of_german.get(key_of(page)))
    ]
    with transaction.atomic():
        Finding.objects.all().delete()
        Finding.objects.bulk_create(findings)
        week = week_of(timezone.localdate())
        Round.objects.update_or_create(duty=LAST, week=week, defaults={"at": timezone.now()})
    return len(findings)


def last_checked() -> datetime | None:
    last = Round.objects.filter(duty=LAST).order_by("-at").first()
    return last.at if last else None


def week_of(today: date) -> str:
    """ISO, such as `2026-W05`."""
    year, week, _day = today.isocalendar()
    return f"{year}-W{week:02}"


class _Answers:
    """Each foreign address is asked once in a round."""

    def __init__(self, asks_outside: bool) -> None:
        self.asks_outside = asks_outside
        self.known: dict[str, Answer] = {}

    def __getitem__(self, address: str) -> Answer:
        if not self.asks_outside:
            return Answer.REACHED
        if address not in self.known:
            self.known[address] = reach(address)
        return self.known[address]


def _live_pages() -> Iterator[PublicPage]:
    live = Page.objects.live().filter(depth__gt=1, alias_of=None).select_related("locale").specific()
    return (page for page in live.iterator(chunk_size=200) if isinstance(page, PublicPage))


def _problems(
    page: PublicPage, known: Known, answers: _Answers, german_numbers: list[Number] | None
) -> Iterator[Problem]:
    strings = list(_strings_of(page))
    yield from _missing_targets(page, known)
    yield from _missing_addresses(strings, known)
    yield from _foreign(strings, answers)
    yield from _phones(_numbers_in(strings), known)
    if german_numbers is not None and language_of(page) != german():
        yield from _other_numbers(_numbers_in(strings), german_numbers)


def _missing_targets(page: PublicPage, known: Known) -> Iterator[Problem]:
    """Links chosen in the CMS; Wagtail knows them in every field."""
    for field in page._meta.get_fields():
        if not isinstance(field, StreamField):
            continue
        for model, pk, _model_path, _content_path in field.extract_references(field.value_from_object(page)):
            if issubclass(model, Page):
                if int(pk) not in known.pages:
                    yield FindingKind.MISSING_PAGE, _title_of(int(pk))
            elif (model._meta.label, int(pk)) not in known.files:
                yield FindingKind.MISSING_FILE, str(model._meta.verbose_name)


def _title_of(pk: int) -> str:
    return Page.objects.filter(pk=pk).values_list("title", flat=True).first() or f"#{pk}"


def _missing_addresses(strings: Iterable[str], known: Known) -> Iterator[Problem]:
    """Addresses of this site that somebody typed."""
    for text in strings:
        for address in OWN_LINK.findall(text):
            language, rest = split(address.partition("?")[0].partition("#")[0])
            if language and rest and not _is_there(rest, known):
                yield FindingKind.MISSING_PAGE, address


def _is_there(path: str, known: Known) -> bool:
    return path in known.paths or path.partition("/")[0] in VIEWS


VIEWS = frozenset({"pruefen", "suche", "blatt", "offline"})
"""First parts of public addresses that are no pages."""


def _foreign(strings: Iterable[str], answers: _Answers) -> Iterator[Problem]:
    kinds = {
        Answer.GONE: FindingKind.DEAD_LINK,
        Answer.SILENT: FindingKind.DEAD_LINK,
        Answer.UNSAFE: FindingKind.UNSAFE_LINK,
    }
    addresses = [address.rstrip(".,;:)") for text in strings for address in FOREIGN.findall(text)]
    for address in dict.fromkeys(addresses):
        if kind := kinds.get(answers[address]):
            yield kind, address


def _phones(numbers: Iterable[Number], known: Known) -> Iterator[Problem]:
    for number in numbers:
        if not number.is_well_formed:
            yield FindingKind.MALFORMED_PHONE, number.written
        elif number.dialled not in known.numbers:
            yield FindingKind.UNKNOWN_PHONE, number.written


def _other_numbers(numbers: list[Number], german_numbers: list[Number]) -> Iterator[Problem]:
    here, there = ({number.dialled for number in found} for found in (numbers, german_numbers))
    if here != there:
        yield FindingKind.OTHER_PHONE, ", ".join(sorted(here ^ there))


def _numbers_of(page: PublicPage) -> list[Number]:
    return _numbers_in(list(_strings_of(page)))


def _numbers_in(strings: Iterable[str]) -> list[Number]:
    numbers = {number.dialled: number for text in strings for number in numbers_in(text)}
    return list(numbers.values())


def _strings_of(page: PublicPage) -> Iterator[str]:
    """Everything written on a page, with its markup; not what is chosen from a list."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _strings_in(json.loads(json.dumps(field.value_from_object(page).get_prep_value(), default=str)))
        elif isinstance(field, models.CharField | models.TextField) and field.name in WRITTEN:
            yield str(field.value_from_object(page) or "")


WRITTEN = frozenset({"title", "lead", "search_description", "seo_title", "place"})


def _strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("id", "type"):
                yield from _strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings_in(inner)


def _finding(page: PublicPage, kind: FindingKind, detail: str) -> Finding:
    return Finding(
        text=key_of(page),
        language=language_of(page),
        title=page.title,
        edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        kind=kind,
        detail=detail[:500],
    )
