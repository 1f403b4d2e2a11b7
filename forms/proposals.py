"""What the system fills in so that nobody types it twice: values that follow from other answers.

A proposal is shown like an answer and can be changed; a cleared one is not made again. It never touches a question
that decides about exclusion, hardship or consent to a purpose. Keys are those of the shipped form; a form without
them simply gets no such proposal.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.definition import FormDefinition, Group, QuestionType
from forms.ledger import Ledger
from forms.persons import APPLICANT
from forms.places import is_blank
from forms.values import day_after, day_before, parse_partial_date

Places = dict[str, Any]
START_ITEMS: Mapping[str, int] = {"chronologie": 2, "verfahren_liste": 1}
"""Repeating groups that open with empty items, ready to be filled; others open with the fewest they may have."""
SPARE_ITEM = {"anlagen_liste"}
"""Groups that always end in one empty item."""
EVIDENCE_BY_ASPECT: Mapping[str, tuple[str, ...]] = {
    "krankheit": ("attest",),
    "pflege": ("behinderung_pflege",),
    "behinderung": ("behinderung_pflege",),
    "ausbildung": ("ausbildungsvertrag",),
    "schule": ("schulzeugnis",),
    "arbeit": ("arbeitsvertrag", "lohnabrechnung"),
    "engagement": ("engagement",),
}
FORMER_PROCEDURE: Mapping[str, str] = {
    "abgelehnt": "negativ",
    "unzulaessig": "negativ",
    "zurueckgenommen": "erledigt",
    "widerrufen": "positiv",
}
IDENTITY_UNCLEAR: Mapping[str, list[str]] = {
    "duldung_grund": ["identitaet"],
    "nebenbestimmungen": ["wohnsitz", "arbeit_verbot"],
}
"""What a Duldung for unclear identity means by law: its ground, no work, a place to live (§ 60b(1), (5) AufenthG)."""


def fill_in(form: FormDefinition, ledger: Ledger) -> set[str]:
    """Make the proposals that follow from the ledger; return the places that changed, until none follows any more."""
    _withdraw_evidence(form, ledger)
    return ledger.propose(dict(_proposals(form, ledger)))


def shown_items(group: Group, ledger: Ledger) -> list[str]:
    """Ids of the items a page shows: those that are there, then empty ones ready to be filled."""
    assert group.repeat is not None
    there = list(ledger.items.get(group.key, []))
    start = 0 if group.key in ledger.changes else START_ITEMS.get(group.key, 0)
    wanted = max(start, group.repeat.minimum)
    free = (item for item in _fresh_ids(group, ledger) if item not in there)
    while len(there) < min(wanted, group.repeat.maximum):
        there.append(next(free))
    if group.key in SPARE_ITEM and len(there) < group.repeat.maximum:
        there.append(next(free))
    return there


def spare_of(group: Group, ledger: Ledger) -> str:
    """The id of the empty item at the end of a group that always has one; "" where there is none."""
    shown = shown_items(group, ledger)
    is_spare = group.key in SPARE_ITEM and bool(shown) and shown[-1] not in ledger.items.get(group.key, [])
    return shown[-1] if is_spare else ""


def next_item(group: Group, ledger: Ledger) -> str:
    """The id of the next item of a group; ids of removed items are not used again."""
    shown = shown_items(group, ledger)
    return next(item for item in _fresh_ids(group, ledger) if item not in shown)


def _fresh_ids(group: Group, ledger: Ledger) -> Iterator[str]:
    letter = "F" if any(question.derived for question in group.questions) else "n"
    used = {place.split(".")[1] for place in ledger.changes if place.startswith(f"{group.key}.")}
    used -= set(ledger.items.get(group.key, []))
    number = 0
    while True:
        number += 1
        if f"{letter}{number}" not in used:
            yield f"{letter}{number}"


def _proposals(form: FormDefinition, ledger: Ledger) -> Iterator[tuple[str, Any]]:
    values = ledger.values
    if values.get("geburtsland"):
        yield "staatsangehoerigkeit", [values["geburtsland"]]
    if values.get("sprachmittlung_sprache"):
        yield "sprache", values["sprachmittlung_sprache"]
    for place, options in IDENTITY_UNCLEAR.items():
        yield place, options if values.get("status_aktuell") == "duldung_60b" else None
    groups = {item.key: item for item in form.items() if isinstance(item, Group) and item.repeat}
    for key, propose in (
        ("familienmitglieder", _family),
        ("chronologie", _chronology),
        ("verfahren_liste", _procedures),
        ("anlagen_liste", _attachments),
    ):
        if key in groups:
            yield from propose(groups[key], ledger)


def _family(group: Group, ledger: Ledger) -> Iterator[tuple[str, Any]]:
    for item in ledger.items.get(group.key, []):
        start = f"{group.key}.{item}"
        if ledger.values.get(f"{start}.fm_mitantrag") == "ja":
            yield f"{start}.fm_familienname", ledger.values.get("familienname")
            yield f"{start}.fm_staatsangehoerigkeit", ledger.values.get("staatsangehoerigkeit")


def _chronology(group: Group, ledger: Ledger) -> Iterator[tuple[str, Any]]:
    """From the first entry to today: before the Duldung, then the Duldung; a new entry begins where the last ended."""
    values, items = ledger.values, _chronology_items(group, ledger)
    begins = values.get("einreise_datum")
    if not begins or not values.get("status_aktuell"):
        return
    tolerated = values.get("duldung_seit")
    for number, item in enumerate(items):
        start = f"{group.key}.{item}"
        is_last = number == len(items) - 1
        yield f"{start}.ch_von", begins
        if number == 0 and len(items) == 2:
            yield f"{start}.ch_bis", _month_before(tolerated)
        if not is_last:
            yield f"{start}.ch_status", None
        elif not values.get(f"{start}.ch_bis"):
            yield f"{start}.ch_status", values.get("status_aktuell")
        yield f"{start}.ch_ort", values.get("ort")
        begins = _following(values.get(f"{start}.ch_bis") or (_month_before(tolerated) if len(items) == 2 else None))


def _chronology_items(group: Group, ledger: Ledger) -> Sequence[str]:
    values = ledger.values
    shown = shown_items(group, ledger)
    own = [item for item in shown if not _is_untouched(group.key, item, ledger)]
    begins, tolerated = str(values.get("einreise_datum", "")), str(values.get("duldung_seit", ""))
    if len(shown) > 2 or len(own) == len(shown):
        return shown
    return shown if tolerated and tolerated[:7] > begins[:7] else shown[: max(1, len(own))]


def _procedures(group: Group, ledger: Ledger) -> Iterator[tuple[str, Any]]:
    outcome = FORMER_PROCEDURE.get(str(ledger.values.get("asyl_frueher")))
    shown = shown_items(group, ledger)
    if shown:
        yield f"{group.key}.{shown[0]}.vf_art", "asyl_erst" if outcome else None
        yield f"{group.key}.{shown[0]}.vf_stand", outcome
        yield f"{group.key}.{shown[0]}.vf_ende", _end_of_asylum(ledger) if outcome else None


def _end_of_asylum(ledger: Ledger) -> str | None:
    """The end of the last Aufenthaltsgestattung: it ends with the asylum procedure (§ 67(1) AsylG)."""
    starts = [f"chronologie.{item}" for item in ledger.items.get("chronologie", [])]
    ends = [
        ledger.values.get(f"{start}.ch_bis")
        for start in starts
        if ledger.values.get(f"{start}.ch_status") == "gestattung"
    ]
    return max((str(end) for end in ends if parse_partial_date(end)), default=None)


def _attachments(group: Group, ledger: Ledger) -> Iterator[tuple[str, Any]]:
    types = next(question.options for question in group.questions if question.key == "an_typ")
    for kind in wanted_evidence(ledger.values):
        if kind in types and _is_open(group, kind, ledger):
            yield f"{group.key}.t-{kind}.an_typ", kind
    for item in ledger.items.get(group.key, []):
        if item.startswith("t-") and item[2:] in types:  # in use, though it may no longer follow from the answers
            yield f"{group.key}.{item}.an_typ", item[2:]
        chosen = str(ledger.values.get(f"{group.key}.{item}.an_typ"))
        if chosen in types:
            yield f"{group.key}.{item}.an_titel", types[chosen].split(" (")[0]
            yield f"{group.key}.{item}.an_person", APPLICANT


def wanted_evidence(values: Mapping[str, Any]) -> list[str]:
    """Types of attachments that follow from the answers (V20, V29, required and recommended types of the form)."""
    wanted = ["einwilligung", "duldung_kopie"]
    if values.get("entscheidung_datum"):
        wanted.append("bescheid_abh")
    if str(values.get("gesetzliche_vertretung.gv_art", "")).startswith("vormund"):
        wanted.append("vormundschaft")
    for aspect, kinds in EVIDENCE_BY_ASPECT.items():
        if aspect in values.get("haerte_aspekte", []):
            wanted += kinds
    if values.get("a_sprache.sp_nachweis") == "ja":
        wanted.append("sprachnachweis")
    return list(dict.fromkeys(wanted))


def _is_open(group: Group, kind: str, ledger: Ledger) -> bool:
    """Whether a row for this type should still be offered: none is there yet and nobody took it out."""
    item = f"t-{kind}"
    rows = [other for other in ledger.items.get(group.key, []) if other != item]
    is_there = any(ledger.values.get(f"{group.key}.{other}.an_typ") == kind for other in rows)
    return not is_there and f"{group.key}.{item}.an_typ" not in ledger.changes


def _withdraw_evidence(form: FormDefinition, ledger: Ledger) -> None:
    """Take back proposed rows that no longer follow from the answers and that nobody has used."""
    for group in form.items():
        if not isinstance(group, Group) or not any(question.type is QuestionType.FILE for question in group.questions):
            continue
        wanted = {f"t-{kind}" for kind in wanted_evidence(ledger.values) if _is_open(group, kind, ledger)}
        for item in list(ledger.items.get(group.key, [])):
            if item.startswith("t-") and item not in wanted and is_blank(group, item, ledger):
                ledger.forget_item(group.key, item)


def _is_untouched(group: str, item: str, ledger: Ledger) -> bool:
    return all(place in ledger.proposed for place in ledger.places_of(group, item))


def _month_before(day: str | None) -> str | None:
    """The month before a (partial) date, as a partial date; None if no month is known."""
    since = parse_partial_date(day)
    if since is None or since.month is None:
        return None
    return f"{day_before(since.earliest.replace(day=1)).isoformat()[:7]}"


def _following(day: str | None) -> str | None:
    """The month after a month, the day after a day; None for a year alone or text that is no date."""
    until = parse_partial_date(day)
    if until is None or until.month is None:
        return None
    following = day_after(until.latest).isoformat()
    return following[:7] if until.day is None else following
