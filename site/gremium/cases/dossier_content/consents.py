"""D11: who agreed to what, for whom and how it was explained; what was not agreed to is as visible."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from documents.content import Block, Entries, Entry, Notice, Table, Tone
from forms import languages
from forms.conversation import Conversation
from forms.definition import Purpose
from forms.finger_signatures import FingerSignature
from forms.presentation import display_date
from gremium.cases.dossier_content import wording
from gremium.cases.dossier_content.persons import Person, applying
from gremium.cases.dossier_content.record import APPLICANT_REFERENCE, SPECIAL, Cell, Record
from gremium.cases.dossier_content.scripts import listed
from gremium.cases.dossier_content.telling import entry, tell, without

GROUP = "einwilligungen"


def consents(record: Record) -> tuple[Block, ...]:
    cells = record.of_section("D11")
    declarations = tuple(cell for cell in cells if cell.group and cell.group.key == GROUP)
    others = tuple(cell for cell in cells if cell not in declarations)
    return (
        *missing(record),
        _purposes(record),
        *_matrix(record, declarations),
        *_explained(record, declarations),
        *_drawn(record.conversation),
        *_conversation(record.conversation),
        *tell(record, others),
    )


def missing(record: Record) -> tuple[Notice, ...]:
    """Persons of the application without any declaration, and required purposes somebody has not agreed to."""
    silent = [person for person in applying(record) if not _declarations_for(record, person)]
    notices = [
        Notice(
            mark=purpose.code,
            tone=Tone.SERIOUS,
            text=wording.REQUIRED_MISSING.format(code=purpose.code, persons=_titles(lacking)),
        )
        for purpose in record.form.purposes.values()
        if (lacking := [person for person in _must_agree(record, purpose) if person not in silent])
    ]
    if silent:
        notices.insert(0, Notice(tone=Tone.SERIOUS, text=wording.NO_DECLARATION.format(persons=_titles(silent))))
    return tuple(notices)


def _must_agree(record: Record, purpose: Purpose) -> list[Person]:
    """Who has to agree to a purpose and has not; for special categories the applying person is enough (V33)."""
    if purpose.required == "always":
        return _lacking(record, purpose.code)
    if purpose.required == "when_s3" and record.of_section(SPECIAL):
        return [person for person in _lacking(record, purpose.code) if person.reference == APPLICANT_REFERENCE]
    return []


def _purposes(record: Record) -> Table:
    """Every purpose in the words that were agreed to, with those for whom it is lacking."""
    return Table(
        heading=wording.PURPOSES,
        columns=(wording.CODE, wording.PURPOSE, wording.GRANTED),
        rows=tuple(
            (purpose.code, purpose.label, _granted(record, purpose.code)) for purpose in record.form.purposes.values()
        ),
        weights=(2, 12, 6),
    )


def _granted(record: Record, code: str) -> str:
    people, lacking = applying(record), _lacking(record, code)
    if not lacking:
        return wording.GRANTED_BY_ALL
    if len(lacking) == len(people):
        return wording.NOT_GRANTED
    return wording.MISSING_FOR.format(persons=_titles(lacking))


def _lacking(record: Record, code: str) -> list[Person]:
    """Persons for whom somebody has to sign and one of the signatures, or all, leave the purpose out."""
    return [
        person
        for person in applying(record)
        if not (given := _declarations_for(record, person)) or not all(code in _agreed(item) for item in given)
    ]


def _declarations_for(record: Record, person: Person) -> list[Mapping[str, Any]]:
    return [item for item in record.items(GROUP) if item.get("ew_person") == person.reference]


def _agreed(declaration: Mapping[str, Any]) -> Sequence[str]:
    agreed = declaration.get("ew_zwecke")
    return agreed if isinstance(agreed, list) else ()


def _matrix(record: Record, cells: Sequence[Cell]) -> tuple[Block, ...]:
    if not cells:
        return ()
    codes = tuple(dict.fromkeys((*record.form.purposes, *_all_agreed(record))))
    rows = tuple(
        (
            record.open_text("ew_person", index),
            record.open_text("ew_name", index),
            *_marks(record, index, codes),
        )
        for index in sorted({cell.index for cell in cells if cell.index is not None})
    )
    key = wording.GIVEN_KEY.format(given=wording.GIVEN, missing=wording.NOT_GIVEN)
    return (
        Table(
            heading=f"{wording.DECLARATIONS} ({key})",
            columns=(wording.FOR_WHOM, wording.BY_WHOM, *codes),
            rows=rows,
            weights=(9, 7, *(2 for _ in codes)),
        ),
    )


def _all_agreed(record: Record) -> Iterator[str]:
    """Every code that was ticked, also one the form no longer knows."""
    for item in record.items(GROUP):
        yield from map(str, _agreed(item))


def _marks(record: Record, index: int, codes: Sequence[str]) -> tuple[str, ...]:
    agreed = record.open_answer("ew_zwecke", index)
    given = list(map(str, agreed)) if isinstance(agreed, list) else []
    return tuple(wording.GIVEN if code in given else wording.NOT_GIVEN for code in codes)


def _explained(record: Record, cells: Sequence[Cell]) -> list[Block]:
    """How the declarations came about: once for all that one person signed in the same way.

    Any question about declarations that an editor adds is told here too.
    """
    sheets: dict[tuple[tuple[str, str], ...], list[Cell]] = {}
    for _, run in groupby(cells, key=lambda cell: cell.index):
        declaration = tuple(run)
        way = _way(declaration)
        name = next((record.text(cell) for cell in declaration if cell.key == "ew_name"), "")
        sheets.setdefault((("", name), *((cell.key, record.text(cell)) for cell in way)), []).extend(declaration)
    return [_sheet(record, way[0][1], declarations) for way, declarations in sheets.items()]


def _drawn(conversation: Conversation) -> list[Block]:
    """Signatures on the screen, told as what they are: never as the one on paper."""
    entries = tuple(Entry(label=one.signed.name, value=_signed_how(one)) for one in conversation.signatures)
    if not entries:
        return []
    return [Entries(heading=wording.SIGNED_ON_SCREEN, entries=entries), Notice(text=wording.BESIDE_PAPER)]


def _signed_how(signature: FingerSignature) -> str:
    told = wording.DRAWN.format(
        day=display_date(signature.day),
        time=f"{signature.drawn_at:%H:%M}",
        codes=", ".join(signature.signed.purposes),
        version=signature.signed.version,
        print=signature.signed.sha256[:16],
        how=wording.DRAWN_HOW.get(signature.explained, ""),
        by=signature.explained_by,
    )
    return told + (wording.DRAWN_INTERPRETED.format(name=signature.interpreter) if signature.interpreter else "")


def _conversation(conversation: Conversation) -> list[Block]:
    """What was read beside the German text, and that the answers were read back."""
    entries = [*_reading_help(conversation), *_read_back(conversation)]
    return [Entries(heading=wording.CONVERSATION, entries=tuple(entries))] if entries else []


def _reading_help(conversation: Conversation) -> Iterator[Entry]:
    for reading_help in conversation.reading_helps:
        state = wording.HELP_STATES[reading_help.state]
        told = wording.READING_HELP_OF.format(
            language=_read_language(reading_help.language), state=state, print=reading_help.sha256[:16]
        )
        yield Entry(label=wording.READING_HELP, value=told)
    if conversation.helper:
        yield Entry(label=wording.HELPED_BY, value=conversation.helper)


def _read_language(code: str) -> str:
    return wording.PLAIN_GERMAN if code == "de-simple" else languages.name(code)


def _read_back(conversation: Conversation) -> Iterator[Entry]:
    if conversation.read_back_in:
        yield Entry(label=wording.READ_BACK, value=languages.name(conversation.read_back_in))
        if conversation.interpreter:
            yield Entry(label=wording.READ_BACK_BY, value=conversation.interpreter)
    if conversation.steps:
        yield Entry(label=wording.READ_BACK_STEPS, value=listed(conversation.steps))


def _way(declaration: Iterable[Cell]) -> tuple[Cell, ...]:
    """What is neither in the table of purposes nor in the heading; ticks that are no list are told as they are."""
    return tuple(
        cell
        for cell in without(declaration, ("ew_person", "ew_rolle", "ew_name"))
        if not (cell.key == "ew_zwecke" and isinstance(cell.answer, list))
    )


def _sheet(record: Record, name: str, cells: Sequence[Cell]) -> Entries:
    by_role: dict[str, list[str]] = {}
    for index in dict.fromkeys(cell.index for cell in cells):
        role = record.open_text("ew_rolle", index)
        by_role.setdefault(role, []).append(record.open_text("ew_person", index))
    persons = (
        Entry(label=wording.DECLARED_AS.format(role=role) if role else wording.FOR_WHOM, value=listed(names))
        for role, names in by_role.items()
    )
    first = cells[0].index
    way = _way(cell for cell in cells if cell.index == first)
    return Entries(
        heading=wording.DECLARATION_OF.format(name=name) if name else wording.DECLARATION,
        entries=(*persons, *(entry(record, cell) for cell in way)),
    )


def _titles(people: Sequence[Person]) -> str:
    return listed([person.title for person in people])
