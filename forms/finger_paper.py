"""What somebody signed with a finger, as a paper: the text, her points, how it was explained, and the drawing."""

from collections.abc import Iterator

from documents.bilingual import Answer, Drawing, Paper, Piece, Said
from forms import languages, messages, paper_words
from forms.beside import Beside
from forms.consent_paper import SIZE, marks, site_name, text_pieces, tongue_of
from forms.consent_texts import ConsentText
from forms.definition import FormDefinition
from forms.finger_signatures import FingerSignature
from forms.paper_words import both
from forms.presentation import display_date
from forms.sheets import PrintedSheet
from forms.translations import words_of

TITLE = "Unterschrift auf dem Bildschirm"
"""Of the paper; it names nobody."""


def finger_paper(
    form: FormDefinition,
    consent: ConsentText,
    sheet: PrintedSheet,
    signature: FingerSignature,
    picture: str,
    *,
    spoken: str = "",
) -> Paper:
    """`picture` is the drawing (SVG), `spoken` the language of the explanation (BCP 47)."""
    beside = Beside(words_of(form, consent, sheet.language)) if sheet.language else Beside()
    signed = signature.signed
    title, *text = text_pieces(consent, beside, sheet, agreed=signed.purposes, offices=signed.offices)
    note = both(paper_words.by_finger, beside.language)
    return Paper(
        title=TITLE,
        head=site_name(),
        other=tongue_of(beside.language),
        pieces=(
            title,
            Said(**note, tone="attention", bold=(note["german"],)),
            *text,
            *_explained(signature, spoken, beside.language),
            *_drawn(signature, picture, beside.language),
            Said(german=f"Gezeichnet um {signature.drawn_at:%H:%M} Uhr", is_quiet=True),
            Said(german=f"Textfassung {consent.version}, Prüfsumme (SHA-256) {consent.sha256}", is_quiet=True),
        ),
        day=signature.day,
        foot=TITLE,
        marks=marks(form, consent, beside),
        size=SIZE,
    )


def _explained(signature: FingerSignature, spoken: str, language: str) -> Iterator[Piece]:
    said = paper_words.EXPLAINED.get(signature.explained)
    if said:
        yield Answer(**both(paper_words.how_explained, language), value=both(said, "")["german"])
    who = ", ".join(filter(None, (signature.explained_by, languages.name(spoken) if spoken else "")))
    yield Answer(**both(paper_words.explained_by, language), value=who)
    if signature.interpreter:
        yield Answer(**both(messages.read_back_interpreter, language), value=signature.interpreter)


def _drawn(signature: FingerSignature, picture: str, language: str) -> Iterator[Piece]:
    told, name = both(paper_words.signature, language), signature.signed.name
    told["german"] = f"{told['german']} {name}"
    yield Drawing(**told, picture=picture, in_words=f"Mit dem Finger gezeichnete Unterschrift von {name}")
    yield Said(**both(paper_words.signed_on(display_date(signature.day)), language))
