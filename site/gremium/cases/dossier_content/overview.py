"""D01: the whole case on one page, so that ten minutes are enough to know what it is about."""

from dataclasses import dataclass

from documents.content import Block, Chips, Entries, Entry, Prose, Table, Tone
from forms.definition import QuestionType
from forms.dossier_sections import USUAL
from forms.validation import Findings
from forms.values import parse_date, parse_partial_date
from gremium.cases.dossier_content import ages, wording
from gremium.cases.dossier_content.papers import short_status
from gremium.cases.dossier_content.persons import Person, everyone
from gremium.cases.dossier_content.record import SPECIAL, Cell, Record
from gremium.cases.dossier_content.space import HEADING, LETTERS_A_LINE, LINE, PAGE, height
from gremium.cases.dossier_content.telling import shortened, tell, without

FAMILY, FAMILY_SECTION = "familienmitglieder", "D04"
FEWEST_LINES = 2
SEE_LETTERS = 20  # room for the words that the text goes on elsewhere
LONGEST_REASONS = 700  # letters of the reasons; the whole text stands in D07
SOON = 28  # days; flag H7

ASPECT_SYMBOLS = {
    "familie": "family",
    "kindeswohl": "child",
    "krankheit": "health",
    "pflege": "care",
    "behinderung": "disability",
    "gewalt": "violence",
    "ausbildung": "training",
    "schule": "school",
    "arbeit": "work",
    "sprache": "language",
    "verwurzelung": "roots",
    "engagement": "volunteering",
    "rueckkehr": "return",
}
OTHER_SYMBOL = "dot"

_TOLD = (
    "cm_name",
    "cm_organisation",
    "cm_rolle",
    "cm_telefon",
    "beratung_datum",
    "sprachmittlung",
    "sprachmittlung_sprache",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fullness:
    """How many persons and how many letters of the longer texts are told; the rest stands in the sections behind."""

    persons: int
    relatives: int
    question: int
    decision: int
    hurry: int
    against: int


FULLNESS = (
    Fullness(persons=16, relatives=6, question=1500, decision=400, hurry=300, against=160),
    Fullness(persons=8, relatives=4, question=900, decision=260, hurry=220, against=110),
    Fullness(persons=6, relatives=3, question=600, decision=150, hurry=120, against=80),
    Fullness(persons=1, relatives=0, question=180, decision=60, hurry=60, against=50),
)
"""From the most to the least; the first that fits the page is taken."""


def overview(record: Record, findings: Findings) -> tuple[Block, ...]:
    """Everything that has to be said, then as much of the reasons as the page still holds, in its place."""
    candidates = (_told(record, findings, fullness) for fullness in FULLNESS)
    for before, after in candidates:
        room = PAGE - height((*before, *after))
        if room >= 0:
            break
    return (*before, *_reasons(record, room=room), *after)


def _told(record: Record, findings: Findings, full: Fullness) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What stands before and after the reasons."""
    before: tuple[Block, ...] = (_who(record, full), _key_facts(record, full), *_aspects(record))
    after: tuple[Block, ...] = (
        *_question(record, full),
        points(record, findings),
        *_submitter(record),
        *tell(record, without(record.of_section("D01"), (*_TOLD, *(cell.key for cell in statements(record))))),
    )
    return before, after


def points(record: Record, findings: Findings) -> Entries:
    """Possible exclusions and flags by their codes, or the sentence that there are none."""
    form = record.form
    exclusions = (
        Entry(
            label=wording.EXCLUSION_POINT.format(code=code),
            value=str(form.exclusions.get(code, {}).get("label", code)),
            tone=Tone.SERIOUS,
        )
        for code in findings.exclusions
    )
    flags = (
        Entry(label=wording.FLAG_POINT.format(code=code), value=form.flags.get(code, code), tone=Tone.ATTENTION)
        for code in findings.flags
    )
    none = Entry(label=wording.CHECK, value=_nothing(record), tone=Tone.GOOD)
    return Entries(entries=(*exclusions, *flags) or (none,), heading=wording.POINTS)


def _nothing(record: Record) -> str:
    codes = sorted(record.form.flags)
    return wording.NO_POINTS.format(first=codes[0], last=codes[-1]) if codes else wording.NO_EXCLUSION


def statements(record: Record) -> tuple[Cell, ...]:
    """What was only confirmed: it belongs to the first section and is told in the second, where it is looked for."""
    confirmed = (cell for cell in record.of_section("D01") if cell.question.type is QuestionType.BOOLEAN)
    return tuple(cell for cell in confirmed if cell.group is None)


def _who(record: Record, full: Fullness) -> Table:
    persons = [person for person in everyone(record) if person.joins]
    shown, more = persons[: full.persons], len(persons[full.persons :])
    rows = [
        (person.name, person.relation, person.age, person.nationality, short_status(person.paper)) for person in shown
    ]
    if more:
        rows.append((wording.MORE_PERSONS.format(count=more, section=family_section(record)), "", "", "", ""))
    return Table(
        heading=wording.WHO,
        columns=(wording.NAME, wording.RELATION, _age_title(record), wording.NATIONALITY, wording.PAPER),
        rows=tuple(rows),
        weights=(5, 4, 3, 4, 6),
    )


def _age_title(record: Record) -> str:
    return wording.AGE_ON.format(day=ages.shown(record.day))


def _key_facts(record: Record, full: Fullness) -> Entries:
    facts = (
        _stated(record, "gv_name", wording.GUARDIAN, full.against),
        _relatives(record, full),
        _in_germany(record),
        _paper(record),
        _decision(record, full),
        _deadline(record, full),
        _stated(record, "entgegen", wording.AGAINST, full.against),
    )
    return Entries(entries=tuple(fact for fact in facts if fact), heading=wording.KEY_FACTS)


def _stated(record: Record, key: str, label: str, longest: int) -> Entry | None:
    told = _excerpt(record, key, longest)
    return Entry(label=label, value=told) if told else None


def _relatives(record: Record, full: Fullness) -> Entry | None:
    others = [person for person in everyone(record) if not person.joins]
    if not others:
        return None
    told = [_in_short(person) for person in others[: full.relatives]]
    if more := len(others[full.relatives :]):
        said = wording.MORE_PERSONS if told else wording.PERSONS
        told.append(said.format(count=more, section=family_section(record)))
    return Entry(label=wording.OTHER_RELATIVES, value=wording.WITHOUT_APPLICATION.format(persons="; ".join(told)))


def family_section(record: Record) -> str:
    """Where all relatives stand: in the family's table, and if a form has none, where their answers are told."""
    if FAMILY_SECTION in (record.form.sections or USUAL):
        return FAMILY_SECTION
    own = (cell.section for cell in record.cells if cell.group and cell.group.key == FAMILY)
    return next((section for section in own if section != SPECIAL), FAMILY_SECTION)


def _in_short(person: Person) -> str:
    return ", ".join(part for part in (person.title, person.age, person.lives) if part)


def _in_germany(record: Record) -> Entry | None:
    arrival = record.open_text("einreise_datum")
    if not arrival:
        return None
    start = parse_partial_date(record.open_answer("einreise_datum"))
    since = ages.since(start, record.day) if start else ""
    told = wording.SINCE_ON.format(arrival=arrival, day=ages.shown(record.day), since=since) if since else arrival
    return Entry(label=wording.IN_GERMANY, value=told)


def _paper(record: Record) -> Entry | None:
    paper = record.open_text("status_aktuell")
    if not paper:
        return None
    until = parse_date(record.open_answer("duldung_bis"))
    if until is None:
        return Entry(label=wording.CURRENT_PAPER, value=paper)
    left = ages.time_left(until, record.day)
    text = wording.VALID_UNTIL.format(paper=paper, day=record.open_text("duldung_bis"), left=left)
    is_soon = (until - record.day).days < SOON
    return Entry(label=wording.CURRENT_PAPER, value=text, tone=Tone.ATTENTION if is_soon else Tone.PLAIN)


def _decision(record: Record, full: Fullness) -> Entry | None:
    decision = _excerpt(record, "entscheidung_abh", full.decision)
    if not decision:
        return None
    day = record.open_text("entscheidung_datum")
    return Entry(label=wording.DECISION_OF.format(day=day) if day else wording.DECISION, value=decision)


def _deadline(record: Record, full: Fullness) -> Entry | None:
    if not record.open_text("eilig"):
        return None
    deadline = parse_date(record.open_answer("eilig_datum"))
    if deadline is None:
        text = _excerpt(record, "eilig_grund", full.hurry) or (
            wording.NO_DEADLINE if record.open_answer("eilig") == "nein" else record.open_text("eilig")
        )
        return Entry(label=wording.DEADLINE, value=text)
    text = wording.DEADLINE_ON.format(
        day=record.open_text("eilig_datum"),
        left=ages.time_left(deadline, record.day),
        reason=_excerpt(record, "eilig_grund", full.hurry),
    )
    is_soon = (deadline - record.day).days < SOON
    return Entry(label=wording.DEADLINE, value=text, tone=Tone.SERIOUS if is_soon else Tone.ATTENTION)


def _excerpt(record: Record, key: str, longest: int) -> str:
    """The answer, or its beginning with the section that has the whole."""
    cell = record.open_cell(key)
    if cell is None:
        return ""
    whole = record.text(cell)
    short = shortened(whole, longest)
    return short if short == whole else f"{short} ({wording.SEE_SECTION.format(section=cell.section)})"


def aspect_chips(record: Record) -> tuple[tuple[str, str], ...]:
    """Symbol and label of each aspect that was ticked, in the form's order."""
    cell = record.open_cell("haerte_aspekte")
    if cell is None or not isinstance(cell.answer, list):
        return ()
    options = cell.question.options
    known = [key for key in options if key in cell.answer]
    unknown = [str(key) for key in cell.answer if not (isinstance(key, str) and key in options)]
    return tuple((ASPECT_SYMBOLS.get(key, OTHER_SYMBOL), options.get(key, key)) for key in (*known, *unknown))


def _aspects(record: Record) -> tuple[Chips, ...]:
    chips = aspect_chips(record)
    return (Chips(chips=chips, heading=wording.ASPECTS),) if chips else ()


def _reasons(record: Record, *, room: float) -> tuple[Prose, ...]:
    """The beginning of the reasons, if `room` (points) is left for a few lines of them."""
    lines = int((room - 1.5 * HEADING) // LINE)
    if lines < FEWEST_LINES:
        return ()
    reasons = _excerpt(record, "begruendung", min(lines * LETTERS_A_LINE - SEE_LETTERS, LONGEST_REASONS))
    return (Prose(text=reasons, heading=wording.REASONS, lang=record.language(reasons)),) if reasons else ()


def _question(record: Record, full: Fullness) -> tuple[Prose, ...]:
    question = _excerpt(record, "frage", full.question)
    if not question:
        return ()
    wanted = record.open_text("anliegen_typ")
    asked = " ".join(question.split())  # one paragraph, set larger as a whole
    text = f"{asked}\n{wording.WANTED.format(wanted=wanted)}" if wanted else asked
    return (Prose(text=text, heading=wording.QUESTION, lang=record.language(asked), is_lead=True),)


def _submitter(record: Record) -> tuple[Entries, ...]:
    who = _listed(record, "cm_name", "cm_rolle", "cm_organisation", "cm_telefon")
    entries = (
        Entry(label=wording.SUBMITTED_BY, value=who),
        Entry(label=wording.COUNSELLING, value=record.open_text("beratung_datum")),
        Entry(label=wording.INTERPRETING, value=_listed(record, "sprachmittlung", "sprachmittlung_sprache")),
    )
    given = tuple(entry for entry in entries if entry.value)
    return (Entries(entries=given, heading=wording.COUNSEL),) if given else ()


def _listed(record: Record, *keys: str) -> str:
    return ", ".join(filter(None, map(record.open_text, keys)))
