"""Consent sheets inside a draft: one a signing person, kept as items of the consent group under the signer's ref.

What the system knows (who, for whom, in which role, which wording) is not asked; expanding the sheets gives the
declarations per person that the form file speaks of (V31-V34).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from forms.answers import visible
from forms.consent import CUSTODY, Sheet, Signer, expand, propose_signers, signer_of
from forms.conversation import propose_read_back
from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.finger_signatures import FingerSignature, finger_signature
from forms.ledger import GATE, Ledger, split_place
from forms.ledger_lines import Stamp
from forms.persons import APPLICANT, full_name
from forms.places import CONSENT_GROUP, Composed, compose
from forms.proposals import fill_in, shown_items
from forms.reading_languages import reading_language_of
from forms.saying import persons_language
from forms.typed import write_date

BY_SYSTEM = frozenset({"ew_person", "ew_rolle", "ew_version"})
"""Questions of a declaration that the system answers."""
SHARED = ("ew_sprache", "ew_erlaeutert", "ew_sprachmittler", "ew_datum", "ew_form")
"""Answers given on the first sheet and proposed on the others."""
OF_THE_CASE = frozenset({"P6", "P7", "P8"})
"""Purposes that speak of the case or of the signer herself: recorded for her and the applicant, not for each child."""
SIGNED, ON_PAPER = "einwilligung", "papier_scan"
"""The type of attachment that a signed sheet is, and the form of such a declaration."""
ADVICE_KEYS = ("cm_name", "cm_organisation", "cm_telefon", "cm_email")
BY_PURPOSE = {"erklaert_leitung": "P4"}
"""Questions that a purpose of the applicant's sheet answers: nobody confirms the same twice."""
MOST_ROUNDS = 4
"""Proposals may follow from proposals; this is more than the shipped ones need."""
READ_OUT = {"vorlesen": "vorgelesen", "deutsch": "gelesen", "erstsprache": "gelesen"}
INTERPRETED = {"professionell", "ehrenamt", "angehoerige"}


def signers(form: FormDefinition, ledger: Ledger, *, today: date) -> tuple[Signer, ...]:
    """Who must sign, as far as the answers tell."""
    return propose_signers(form, compose(form, ledger).answers, today)


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """What the paper says of a signer: her name, whether she signs for herself, and the children she signs for.

    `ref` is the signer's, "" while nobody is known; `language` the one that stands beside German, "" for none.
    """

    ref: str = ""
    language: str = ""
    name: str = ""
    is_for_self: bool = True
    children: tuple[str, ...] = ()
    scans: int = 0
    """Files of the signed paper that are there."""
    finger: FingerSignature | None = None
    """What she drew on the screen beside it."""

    def in_language(self, language: str) -> "PrintedSheet":
        return replace(self, language=language)


def printed_sheets(form: FormDefinition, ledger: Ledger, *, today: date) -> list[PrintedSheet]:
    """One sheet a signer; a blank one while nobody is known."""
    sheets = [
        PrintedSheet(
            ref=signer.ref,
            language=_language_beside(signer.ref, ledger),
            name=signer.name or str(ledger.values.get(f"{CONSENT_GROUP}.{signer.ref}.ew_name") or ""),
            is_for_self=bool(signer.own_role),
            children=tuple(_named_child(ref, ledger) for ref in signer.children),
            scans=len(ledger.values.get(scan_place(form, signer.ref), ())),
            finger=finger_signature(ledger, signer.ref),
        )
        for signer in signers(form, ledger, today=today)
    ]
    return sheets or [PrintedSheet(language=persons_language(ledger))]


def withdrawal_contact(ledger: Ledger) -> str:
    """Who gives advice and can be told that a consent is withdrawn."""
    return ", ".join(filter(None, (str(ledger.values.get(key) or "") for key in ADVICE_KEYS)))


def _language_beside(signer: str, ledger: Ledger) -> str:
    """The language this signer reads, as her sheet says; that of the desk where it says none."""
    spoken = ledger.values.get(f"{CONSENT_GROUP}.{signer}.ew_sprache")
    return reading_language_of(str(spoken)) if spoken else persons_language(ledger)


def _named_child(ref: str, ledger: Ledger) -> str:
    start = "" if ref == APPLICANT else f"familienmitglieder.{ref}.fm_"
    held = {key: ledger.values.get(f"{start}{key}") for key in ("vornamen", "familienname", "geburtsdatum")}
    name = full_name(held["vornamen"], held["familienname"])
    return f"{name} (geb. {write_date(str(held['geburtsdatum']))})" if held["geburtsdatum"] else name


def items_of(group: Group, form: FormDefinition, ledger: Ledger, *, today: date) -> list[str]:
    """Ids of the items a page shows for a repeating group: one a signer for the consents."""
    if group.key == CONSENT_GROUP:
        return [signer.ref for signer in signers(form, ledger, today=today)]
    return shown_items(group, ledger)


def sheet_questions(group: Group, *, asks_name: bool) -> tuple[Question, ...]:
    """The questions of a sheet that a person answers."""
    left_out = BY_SYSTEM if asks_name else BY_SYSTEM | {"ew_name"}
    return tuple(question for question in group.questions if question.key not in left_out)


def answered_by_sheet(form: FormDefinition) -> dict[str, str]:
    """The questions that a purpose answers, where the form has consent sheets."""
    keys = {item.key for item in form.items()}
    return {key: code for key, code in BY_PURPOSE.items() if CONSENT_GROUP in keys and key in keys}


def compose_all(form: FormDefinition, ledger: Ledger, *, today: date, consent_version: str) -> Composed:
    """All answers of a draft, the sheets expanded into declarations of the given text version."""
    composed = compose(form, ledger)
    if not any(isinstance(item, Group) and item.key == CONSENT_GROUP for item in form.items()):
        return composed
    known = propose_signers(form, composed.answers, today)
    sheets = [sheet for signer in known if (sheet := sheet_of(signer, form, ledger)).purposes]
    shown = visible(form, composed.answers, today).answers
    records = [_of_child(record) for record in expand(sheets, shown, today, consent_version)]
    if records:
        composed.answers[CONSENT_GROUP] = records
    composed.answers |= {key: True for key, code in answered_by_sheet(form).items() if _is_agreed(records, code)}
    names = {sheet.signer: sheet.name for sheet in sheets}
    signed = [replace(signer, name=signer.name or names[signer.ref]) for signer in known if signer.ref in names]
    found = [signer_of(record, signed) for record in records]
    composed.order[CONSENT_GROUP] = [signer.ref if signer else APPLICANT for signer in found]
    return composed


def _is_agreed(records: list[dict[str, Any]], code: str) -> bool:
    """Whether everybody who declares for the applicant agreed to a purpose."""
    own = [record for record in records if record.get("ew_person") == APPLICANT]
    return bool(own) and all(code in record.get("ew_zwecke", ()) for record in own)


def _of_child(record: dict[str, Any]) -> dict[str, Any]:
    if record.get("ew_rolle") != CUSTODY or record.get("ew_person") == APPLICANT:
        return record
    return record | {"ew_zwecke": [code for code in record.get("ew_zwecke", []) if code not in OF_THE_CASE]}


def fill_in_all(form: FormDefinition, ledger: Ledger, *, today: date) -> set[str]:
    """Make all proposals, those of the sheets included; return the places that changed. A second time changes none."""
    changed: set[str] = set()
    for _round in range(MOST_ROUNDS):
        new = fill_in(form, ledger) | ledger.propose(dict(_sheet_proposals(form, ledger, today)))
        new |= ledger.propose(dict(propose_read_back(ledger)))
        if not new:
            break
        changed |= new
    return changed


def _sheet_proposals(form: FormDefinition, ledger: Ledger, today: date) -> Iterator[tuple[str, Any]]:
    first = ""
    for signer in signers(form, ledger, today=today):
        start = f"{CONSENT_GROUP}.{signer.ref}"
        if not first:
            first = start
            yield from _first_sheet(start, ledger)
        else:
            yield from ((f"{start}.{key}", ledger.values.get(f"{first}.{key}")) for key in SHARED)
        if signer.ref == APPLICANT or APPLICANT in signer.children:
            yield f"{start}.ew_zwecke", ["P2"] if ledger.values.get(GATE) else None


def _first_sheet(start: str, ledger: Ledger) -> Iterator[tuple[str, Any]]:
    values = ledger.values
    is_translated = values.get("sprachmittlung") in INTERPRETED and values.get("lesen") == "erstsprache"
    yield f"{start}.ew_sprache", values.get("sprache")
    yield f"{start}.ew_erlaeutert", "uebersetzt" if is_translated else READ_OUT.get(str(values.get("lesen")))
    yield f"{start}.ew_datum", values.get("beratung_datum")
    yield f"{start}.ew_form", ON_PAPER


def scan_item(signer: str) -> str:
    """Id of the attachment that holds the signed sheet of this signer."""
    return f"s-{signer}"


def scan_place(form: FormDefinition, signer: str) -> str:
    """Place of the photos of a signed sheet; "" where the form takes no attachments."""
    group = attachments_of(form)
    keys = [question.key for question in group.questions if question.type is QuestionType.FILE] if group else []
    return f"{group.key}.{scan_item(signer)}.{keys[0]}" if group and keys else ""


def scans_by_code(form: FormDefinition, ledger: Ledger) -> dict[str, Any]:
    """By their places the photos of sheets that came by the code on them: whose they are nothing else tells."""
    start, dot, key = scan_place(form, "").rpartition(".")
    ours = (place for place in ledger.values if dot and place.startswith(start) and place.endswith(dot + key))
    return {place: ledger.values[place] for place in ours}


def filed_sheet(form: FormDefinition, signer: Signer, version: str) -> dict[str, Any]:
    """What is known of a signed sheet by itself once its photos are there: what they are, whose, and which text."""
    group = attachments_of(form)
    if group is None:
        return {}
    start = f"{group.key}.{scan_item(signer.ref)}"
    return {
        f"{start}.an_typ": SIGNED,
        f"{start}.an_titel": next(one.options[SIGNED] for one in group.questions if one.key == "an_typ"),
        f"{start}.an_person": filed_with(signer),
        f"{CONSENT_GROUP}.{signer.ref}.ew_version": version,
        f"{CONSENT_GROUP}.{signer.ref}.ew_form": ON_PAPER,
    }


def note_signed_text(form: FormDefinition, ledger: Ledger, version: str, stamp: Stamp, *, since: int) -> None:
    """Of every sheet that was filled in or changed after a version of the ledger: which text its page showed.

    Where a photographed sheet is there, its code has told.
    """
    changed = {
        signer
        for place, lines in ledger.changes.items()
        for group, signer, key in [[*split_place(place), "", ""][:3]]
        if group == CONSENT_GROUP and key not in BY_SYSTEM and lines[-1].version > since
    }
    unknown = [signer for signer in sorted(changed) if not ledger.values.get(scan_place(form, signer))]
    ledger.write({f"{CONSENT_GROUP}.{signer}.ew_version": version for signer in unknown}, stamp)


def filed_with(signer: Signer) -> str:
    """With whom a signed sheet is filed: of somebody outside the application, the first child she signs for."""
    is_inside = signer.own_role or not signer.children or signer.ref == APPLICANT
    return signer.ref if is_inside else signer.children[0]


def attachments_of(form: FormDefinition) -> Group | None:
    """The group of attachments, where signed sheets are among them."""
    for item in form.items():
        if isinstance(item, Group) and any(one.key == "an_typ" and SIGNED in one.options for one in item.questions):
            return item
    return None


def sheet_of(signer: Signer, form: FormDefinition, ledger: Ledger) -> Sheet:
    """What a draft says of the sheet of this signer so far."""
    start = f"{CONSENT_GROUP}.{signer.ref}"

    def held(key: str) -> str:
        return str(ledger.values.get(f"{start}.{key}") or "")

    return Sheet(
        signer=signer.ref,
        name=held("ew_name") or signer.name,
        purposes=tuple(ledger.values.get(f"{start}.ew_zwecke", ())),
        language=held("ew_sprache"),
        explained=held("ew_erlaeutert"),
        interpreter=held("ew_sprachmittler"),
        signed_on=held("ew_datum"),
        form=held("ew_form"),
        withdrawal_explained=ledger.values.get(f"{start}.ew_widerruf_erklaert") is True,
        version=held("ew_version"),
    )
