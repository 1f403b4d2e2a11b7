"""The consent text beside German: which paragraphs are translated, what stops publishing, and writing a translation.

The German text is what people agree to; a translation is reading help, so one that nobody has checked yet is enough.
With none at all somebody would sign what she could not read: that stops publishing. Whether it says the same as the
German only the data protection officer confirms, as she releases the German; never who wrote it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from forms import languages
from forms.consent_texts import PURPOSE, ConsentText, without_code
from forms.reading_languages import GERMAN, direction_of, reading_languages
from forms.revising.obstacles import Candidate, Obstacle
from forms.revising.releases import Duty, duty_of
from forms.revising.word_diff import Piece, word_diff
from forms.translations import (
    CHECKED_FIELDS,
    State,
    Translation,
    TranslationQuerySet,
    keep_translation,
    now_after_all,
    translations_beside,
)
from forms.wordings import CONSENT, consent_wordings, fingerprint

PART = "translations"
"""The part of the editor where what is missing is supplied."""
LONGEST_NAMED = 60
"""Characters of a paragraph that name it."""


CHECKS = UUID("0c1f8a0e-52a1-4c55-9a2b-9a7f3e6c1d48")
"""Journal lines on a consent text's translations name the text by an id made from its fingerprint."""


class MayNotCheck(Exception):
    """The person has no such duty, or has written one of the translations herself."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the German text and what stands beside it in one language, both without the purpose's code.

    `former` is a translation of what the paragraph said before, `former_german`, to be brought up to date; "" where
    there is none. `written_by` is the reference of who wrote the text, "" for what came with the software.
    """

    address: str
    name: str
    german: str
    text: str
    former: str
    state: State
    former_german: str = ""
    written_by: str = ""
    checked_by: str = ""
    checked_at: datetime | None = None

    @property
    def is_missing(self) -> bool:
        return not self.text

    @property
    def seen(self) -> str:
        """Changes with the German and its translation."""
        return fingerprint(f"{self.german}\n\n{self.text}")

    @property
    def difference(self) -> list[Piece]:
        """What changed in the German since it was translated."""
        return word_diff(self.former_german, self.german) if self.former_german else []

    def may_be_checked_by(self, actor: Actor) -> bool:
        is_draft = self.state is State.DRAFT and bool(self.text)
        return is_draft and duty_of(actor) == Duty.PROTECTION and self.written_by != actor.ref


@dataclass(frozen=True, slots=True)
class InLanguage:
    """The whole consent text in one language; `direction` is ``ltr`` or ``rtl``."""

    language: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def name(self) -> str:
        return language_name(self.language)

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def missing(self) -> int:
        return sum(one.is_missing for one in self.paragraphs)

    def by_state(self) -> Mapping[State, int]:
        """How many paragraphs are in each state, none left out."""
        return {state: sum(one.state is state for one in self.paragraphs) for state in State}


def consent_beside(form_key: str, german: str, language: str) -> InLanguage:
    """What stands beside a German consent text; paragraphs in their order."""
    addresses = consent_wordings(ConsentText(text=german))
    rows = list(_rows(form_key, language))
    newest = {row.address: row for row in rows}
    found = translations_beside(addresses, rows)
    return InLanguage(
        language,
        tuple(_paragraph(address, text, *found[address], newest.get(address)) for address, text in addresses.items()),
    )


def _rows(form_key: str, language: str) -> TranslationQuerySet:
    """Translations of paragraphs alone: a form has ten times as many other texts, which every page would wait for."""
    found = Translation.objects.into(form_key, language).filter(address__startswith=f"{CONSENT}.")
    return found.order_by("changed_at", "pk")


def _paragraph(
    address: str, german: str, row: Translation | None, state: State, newest: Translation | None
) -> Paragraph:
    former = newest if row is None else None
    return Paragraph(
        address=address,
        name=named(german),
        german=without_code(german),
        text=without_code(row.text) if row else "",
        former=without_code(former.text) if former else "",
        state=state,
        former_german=without_code(former.source) if former else "",
        written_by=row.changed_by_ref if row else "",
        checked_by=row.checked_by if row else "",
        checked_at=row.checked_at if row else None,
    )


def languages_to_check(form_key: str, german: str, *, by: Actor) -> int:
    """In how many languages drafts wait that this actor may check; one query, whatever their number."""
    addresses, offered = consent_wordings(ConsentText(text=german)), {one.code for one in reading_languages()}
    by_language: dict[str, list[Translation]] = defaultdict(list)
    drafts = Translation.objects.filter(form_key=form_key, language__in=offered, address__startswith=f"{CONSENT}.")
    for row in drafts.order_by("changed_at", "pk"):
        by_language[row.language].append(row)
    return sum(_waits(addresses, rows, by) for rows in by_language.values())


def _waits(addresses: Mapping[str, str], rows: list[Translation], by: Actor) -> bool:
    found = translations_beside(addresses, rows)
    beside = (_paragraph(address, text, *found[address], None) for address, text in addresses.items())
    return any(one.may_be_checked_by(by) for one in beside)


def consent_beside_all(form_key: str, german: str) -> list[InLanguage]:
    """In every language that the site offers to persons."""
    return [consent_beside(form_key, german, language.code) for language in reading_languages()]


@transaction.atomic
def write_drafts(form_key: str, german: str, language: str, written: Mapping[str, str], *, by: Actor) -> int:
    """Keep what an editor wrote, by address, as drafts that nobody has checked yet; tell how many changed.

    What stays as it was keeps its state; a text that was emptied changes nothing.
    """
    addresses = consent_wordings(ConsentText(text=german))
    changed = 0
    for paragraph in consent_beside(form_key, german, language).paragraphs:
        text = " ".join(written.get(paragraph.address, "").split())
        if not text or text == paragraph.text:
            continue
        whole = addresses[paragraph.address]
        keep_translation(
            form_key=form_key,
            language=language,
            address=paragraph.address,
            german=whole,
            text=f"[{match['code']}] {text}" if (match := PURPOSE.fullmatch(whole)) else text,
            by=by,
        )
        changed += 1
    return changed


@transaction.atomic
def check_paragraphs(
    form_key: str, german: str, language: str, seen: Mapping[str, str], *, by: Actor
) -> Collection[str]:
    """Mark drafts as checked by the data protection officer, by address with what was `Paragraph.seen`.

    Gives the addresses that are marked; those that changed meanwhile are left. Raises MayNotCheck.
    """
    rows = _rows(form_key, language).select_for_update()
    by_address = consent_wordings(ConsentText(text=german))
    found = translations_beside(by_address, list(rows))
    beside = consent_beside(form_key, german, language)
    wanted = [one for one in beside.paragraphs if one.seen == seen.get(one.address) and one.state is State.DRAFT]
    if not all(one.may_be_checked_by(by) for one in wanted):
        raise MayNotCheck
    marked = {row.pk: row for one in wanted for row in (found[one.address][0],) if row is not None}
    now = now_after_all(form_key, language)
    for row in marked.values():
        row.check_off(by=by, at=now)
    Translation.objects.bulk_update(marked.values(), CHECKED_FIELDS)
    if marked:
        details = {"language": language, "number": str(len(marked))}
        subject = uuid5(CHECKS, fingerprint(german))
        journal.record(actor=by, act=Act.CONSENT_TRANSLATION_CHECKED, subject=subject, details=details)
    return [one.address for one in wanted]


def missing_translations(candidate: Candidate) -> Iterator[Obstacle]:
    """Check of a form that is to be published: each paragraph that a language lacks, and languages that lack all."""
    german = candidate.consent_text or candidate.valid_consent_text
    if not german:
        return
    lacking: dict[str, list[str]] = {}
    for beside in consent_beside_all(str(candidate.form.get("form", {}).get("id", "")), german):
        if beside.missing == len(beside.paragraphs):
            yield _obstacle(_("The consent text is not translated into %(languages)s."), languages=beside.name)
            continue
        for one in beside.paragraphs:
            if one.is_missing:
                lacking.setdefault(one.name, []).append(beside.name)
    for name, found in lacking.items():
        sentence = _("Consent text, %(paragraph)s: there is no translation into %(languages)s.")
        yield _obstacle(sentence, paragraph=name, languages=", ".join(found))


def _obstacle(sentence: str, **told: str) -> Obstacle:
    way_out = _("You supply it under “Consent text in other languages”; a draft is enough.")
    return Obstacle(PART, f"{sentence % told} {way_out}")


def named(paragraph: str) -> str:
    """``purpose P3 (“My data may …”)``, or how a paragraph begins."""
    words = without_code(paragraph).lstrip("(*) ")
    start = words if len(words) <= LONGEST_NAMED else f"{words[:LONGEST_NAMED].rsplit(' ', 1)[0]} …"
    match = PURPOSE.fullmatch(paragraph)
    if match is None:
        return _("“%(words)s”") % {"words": start}
    return _("purpose %(code)s (“%(words)s”)") % {"code": match["code"], "words": start}


def language_name(code: str) -> str:
    """The language as the reader of the page calls it; a manner of German by its own name."""
    if code.partition("-")[0] == GERMAN:
        return dict(settings.LANGUAGES).get(code, code)
    return languages.name(code, (get_language() or GERMAN).partition("-")[0])
