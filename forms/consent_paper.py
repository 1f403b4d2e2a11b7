"""The consent sheet of a signing person as a paper: German, which is signed, beside a reading help in her language."""

import re
from collections.abc import Collection, Iterator

from django.conf import settings

from documents.bilingual import Blank, Code, Paper, Piece, Said, Signature, Signatures, Tick, Title
from documents.handouts import Tongue
from forms import messages, paper_words
from forms.beside import Beside
from forms.consent_texts import PURPOSE, STRESSED, ConsentText, without_code
from forms.definition import FormDefinition
from forms.paper_words import both
from forms.reading_languages import direction_of, reading_languages
from forms.sheets import PrintedSheet
from forms.translations import State, words_of
from forms.wordings import consent_wordings

SHORT = 16
"""Characters of a fingerprint that stand on each page; the whole one stands at the end."""
SIZE = 9.0
"""Points: with it the sheet fits on both sides of one leaf in every language."""
_LINE = re.compile(r"_{4,}")


def consent_paper(
    form: FormDefinition,
    consent: ConsentText,
    sheet: PrintedSheet,
    *,
    advice: str,
    day: str,
    offices: str = "",
    code: Code | None = None,
) -> Paper:
    """The sheet to be signed. `advice` is who can be told of a withdrawal, `offices` what purpose P7 names so far."""
    words = words_of(form, consent, sheet.language) if sheet.language else None
    beside = Beside(words) if words else Beside()
    pieces = [
        *text_pieces(consent, beside, sheet, offices=offices),
        *_to_be_signed(beside.language, sheet.name, advice),
        *((code,) if code else ()),
        Said(german=f"Textfassung {consent.version}, Prüfsumme (SHA-256) {consent.sha256}", is_quiet=True),
    ]
    return Paper(
        title="Einwilligung",
        head=site_name(),
        other=tongue_of(beside.language),
        pieces=tuple(pieces),
        day=day,
        foot="Einwilligung",
        marks=marks(form, consent, beside),
        size=SIZE,
    )


def text_pieces(
    consent: ConsentText,
    beside: Beside,
    sheet: PrintedSheet,
    *,
    agreed: Collection[str] = (),
    left_out: Collection[str] = (),
    offices: str = "",
) -> Iterator[Piece]:
    """The text in the order of the sheet; for whom it holds stands below the title.

    Each purpose has a box, ticked where its code is among `agreed`; those `left_out` are not shown.
    """
    language, is_first = beside.language, True
    for address, german in consent_wordings(consent).items():
        other = without_code(beside.words.says(address)) if beside.reads_consent else ""
        purpose = PURPOSE.fullmatch(german)
        if is_first:
            yield Title(german=german, other=other, level=1)
            yield from _about_the_help(beside)
            yield from _for_whom(sheet, language)
            is_first = False
        elif purpose:
            if purpose["code"] in left_out:
                continue
            yield Tick(
                german=_with_offices(purpose["text"], offices),
                other=_LINE.sub("…", other),
                is_ticked=purpose["code"] in agreed,
            )
        else:
            yield Said(german=german, other=other, bold=tuple(one for one in STRESSED if one in german))


def marks(form: FormDefinition, consent: ConsentText, beside: Beside) -> str:
    """Versions and fingerprints of what a paper says, short."""
    help_mark = ""
    if beside.language and beside.reads_consent:
        help_mark = f" · Lesehilfe {beside.language} {beside.words.consent_fingerprint[:SHORT]}"
    return f"Text {consent.version} · {consent.sha256[:SHORT]}{help_mark} · Formular {form.version}"


def site_name() -> str:
    return f"{settings.WAGTAIL_SITE_NAME} · {settings.SITE_OWNER}"


def tongue_of(language: str) -> Tongue | None:
    """How a paper names and directs the language beside German; None for German alone."""
    own_name = next((one.own_name for one in reading_languages() if one.code == language), "")
    if not own_name:
        return None
    return Tongue(lang=language, own_name=own_name, is_rtl=direction_of(language) == "rtl")


def _about_the_help(beside: Beside) -> Iterator[Piece]:
    if not beside.language:
        return
    if not beside.reads_consent:
        yield Said(**both(paper_words.no_reading_help, beside.language), tone="attention")
        return
    yield Said(**both(paper_words.reading_help, beside.language), tone="plain")
    if beside.words.consent_state is State.DRAFT:
        yield Said(**both(messages.unchecked_help, beside.language), is_quiet=True)


def _for_whom(sheet: PrintedSheet, language: str) -> Iterator[Piece]:
    told = both(paper_words.holds_for, language)
    names = [sheet.name] if sheet.is_for_self and sheet.name else []
    represented = both(paper_words.represented_by, language)
    if not sheet.name:
        yield Blank(**told)
    for number, name in enumerate((*names, *sheet.children)):
        is_child = number >= len(names)
        german = f"{name} ({represented['german']})" if is_child else name
        other = represented["other"] if is_child else ""
        if number == 0 and sheet.name:
            yield Said(german=f"{told['german']} {german}", other=" ".join(filter(None, (told["other"], other))))
        else:
            yield Said(german=german, other=other)


def _to_be_signed(language: str, name: str, advice: str) -> Iterator[Piece]:
    yield Said(**both(paper_words.how_explained, language), bold=(both(paper_words.how_explained, "")["german"],))
    yield from (Tick(**both(say, language), is_option=True) for say in paper_words.EXPLAINED.values())
    yield Blank(**both(paper_words.explained_by, language))
    yield Blank(**both(messages.read_back_interpreter, language))
    where = both(paper_words.withdraw_where, language)
    yield Said(german=f"{where['german']} {advice}".strip(), other=where["other"])
    yield Tick(**both(paper_words.has_copy, language), is_option=True)
    signed = both(paper_words.signature, language)
    yield Signatures(
        lines=(
            Signature(**both(paper_words.place_and_day, language)),
            Signature(german=f"{signed['german']} {name}".strip(), other=signed["other"]),
        )
    )
    yield Signatures(
        lines=(
            Signature(**both(paper_words.signature_of_adviser, language)),
            Signature(**both(paper_words.signature_of_interpreter, language)),
        )
    )


def _with_offices(text: str, offices: str) -> str:
    return _LINE.sub(offices, text) if offices else text
