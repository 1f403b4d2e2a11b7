"""What a submission says of one of its people, without what it says of the others (Art. 15(1), (4) GDPR).

Keys are those of the shipped form, as in `forms.cutting`.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.cutting import FAMILY, SHORTEST_NAME
from forms.persons import APPLICANT, full_name, persons
from forms.places import CONSENT_GROUP

ENTRIES = {FAMILY: "fm_id", "anlagen_liste": "an_person", CONSENT_GROUP: "ew_person"}
"""Groups whose entries each belong to a person, and the question that says to whom."""
MASK = "[andere Person]"


def own_answers(answers: Mapping[str, Any], ref: str, today: date) -> dict[str, Any]:
    """The answers about one person by her ref: the applicant's are all but the others' entries, a family member's are
    her entries alone. Names of other people of the application are masked wherever a text holds them.

    What a text says of others without a name nobody but a person can tell.
    """
    kept = {key: answer for key, answer in answers.items() if ref == APPLICANT and key not in ENTRIES}
    for group, question in ENTRIES.items():
        entries = answers.get(group)
        own = [one for one in entries if one.get(question) == ref] if isinstance(entries, list) else []
        if own:
            kept[group] = own
    pattern = _names_of_others(answers, ref, today)
    return {key: _masked(answer, pattern) for key, answer in kept.items()} if pattern else kept


def _names_of_others(answers: Mapping[str, Any], ref: str, today: date) -> re.Pattern[str] | None:
    people = {person.ref: person.name for person in persons(answers, today)}
    for member in answers.get(FAMILY, ()):
        people[str(member.get("fm_id"))] = full_name(member.get("fm_vornamen"), member.get("fm_familienname"))
    others = {part for other, name in people.items() if other != ref for part in _parts(name)}
    names = sorted(others - _parts(people.get(ref, "")), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\w{{0,2}}\b", re.IGNORECASE) if names else None


def _parts(name: str) -> set[str]:
    return {part.casefold() for part in name.split() if len(part) >= SHORTEST_NAME}


def _masked(answer: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(answer, str):
        return pattern.sub(MASK, answer)
    if isinstance(answer, list):
        return [_masked(one, pattern) for one in answer]
    if isinstance(answer, Mapping):
        return {key: _masked(one, pattern) for key, one in answer.items()}
    return answer
