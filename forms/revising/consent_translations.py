"""The consent text beside German: which paragraphs are translated, what stops publishing, and writing a translation.

The German text is what people agree to; a translation is reading help, so one that nobody has checked yet is enough.
With none at all somebody would sign what she could not read: that stops publishing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.actors import Actor
from forms import languages
from forms.consent_texts import PURPOSE, ConsentText, without_code
from forms.reading_languages import GERMAN, direction_of, reading_languages
from forms.revising.obstacles import Candidate, Obstacle
from forms.translations import State, Translation, keep_translation, paragraph_translations
from forms.wordings import consent_wordings

PART = "translations"
"""The part of the editor where what is missing is supplied."""
LONGEST_NAMED = 60
"""Characters of a paragraph that name it."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the German text and what stands beside it in one language, both without the purpose's code.

    `former` is a translation of what the paragraph said before, to be brought up to date; "" where there is none.
    """

    address: str
    name: str
    german: str
    text: str
    former: str
    state: State

    @property
    def is_missing(self) -> bool:
        return not self.text


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
    rows = list(Translation.objects.into(form_key, language).order_by("changed_at", "pk"))
    former = {row.address: row.text for row in rows}
    found = paragraph_translations(addresses, rows)
    return InLanguage(
        language,
        tuple(
            Paragraph(
                address=address,
                name=named(text),
                german=without_code(text),
                text=without_code(row.text) if row else "",
                former="" if row else without_code(former.get(address, "")),
                state=state,
            )
            for address, text in addresses.items()
            for row, state in (found[address],)
        ),
    )


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
