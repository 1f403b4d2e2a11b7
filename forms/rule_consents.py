"""Rules over declarations of consent: whose are needed, for which purposes, of which text (seed R1, R27)."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from forms.definition import FormDefinition, QuestionType
from forms.facts import Facts
from forms.parameters import Breaks, Kind, choices, texts
from forms.persons import APPLICANT, Person, applicant, persons
from forms.rule_choices import is_one_of
from forms.values import is_filled, parse_date

GROUP = "einwilligungen"
SPECIAL = "S3"


def _holders(facts: Facts, person: Person, role: str, purposes: list[str]) -> set[str]:
    """Names of those who declared this for the person, with all these purposes."""
    return {
        " ".join(str(entry.get("ew_name", "")).split()).casefold()
        for _path, entry in facts.entries(GROUP)
        if entry.get("ew_person") == person.ref
        and entry.get("ew_rolle") == role
        and set(purposes) <= set(entry.get("ew_zwecke", ()))
    }


def adult_consent(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """Every adult the application counts for has declared for herself."""
    if any(_silent_adults(facts, parameters)):
        yield GROUP


def _silent_adults(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Person]:
    for person in persons(facts.answers, facts.today):
        if person.is_adult and not _holders(facts, person, "selbst", parameters["purposes"]):
            yield person


def child_consent(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """For every minor all who have custody have declared (two, if joint), and from 14 on the youth too."""
    if any(_unspoken_minors(facts, parameters)):
        yield GROUP


def _unspoken_minors(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Person]:
    for person in persons(facts.answers, facts.today):
        if person.is_minor and _lacks_consent(facts, person, parameters["purposes"]):
            yield person


def _names(people: Callable[[Facts, Mapping[str, Any]], Iterator[Person]]) -> Breaks:
    return lambda facts, parameters: (person.name for person in people(facts, parameters) if person.name)


def _applicant(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[Person]:
    yield applicant(facts.answers, facts.today)


def _lacks_consent(facts: Facts, person: Person, purposes: list[str]) -> bool:
    holders = _holders(facts, person, "sorge", purposes)
    if not holders or (person.has_joint_custody and len(holders - {""}) < 2):
        return True
    return person.signs_beside and not _holders(facts, person, "jugend", purposes)


def special_consent(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """Where special categories of data are given, the applicant has agreed to that purpose (Art. 9(2)(a) GDPR)."""
    if not holds_special_data(facts, parameters["answers"]):
        return
    for _path, entry in facts.entries(GROUP):
        if entry.get("ew_person") == APPLICANT and set(parameters["purposes"]) <= set(entry.get("ew_zwecke", ())):
            return
    yield GROUP


def holds_special_data(facts: Facts, answers: Mapping[str, list[str]]) -> bool:
    """Whether a question of class S3 is answered, an attachment of class S3 named, or one of these answers given."""
    for name, values in answers.items():
        for _path, answer, _level in facts.find(name):
            if any(is_one_of(one, values) for one in (answer if isinstance(answer, list) else [answer])):
                return True
    return any(is_filled(answer) for answer in _special_answers(facts))


def special_types(form: FormDefinition) -> frozenset[str]:
    """Types of attachments that tell of health or the like."""
    return frozenset(key for key, kind in form.attachment_types.items() if kind.sensitivity == SPECIAL)


def _special_answers(facts: Facts) -> Iterator[Any]:
    special = special_types(facts.form)
    for group, question in facts.form.questions():
        of_attachment = question.type is QuestionType.CHOICE and question.options_ref == "attachment_types"
        if question.sensitivity == SPECIAL or of_attachment:
            for _path, answer, _level in facts.find(f"{group.key}.{question.key}" if group else question.key):
                if question.sensitivity == SPECIAL or answer in special:
                    yield answer


def consent_text(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """No declaration lies in the future, and each is of the text that is valid."""
    for path, entry in facts.entries(GROUP):
        signed = parse_date(entry.get("ew_datum"))
        version = entry.get("ew_version")
        if signed is not None and signed > facts.today:
            yield f"{path}.ew_datum"
        elif facts.consent_version and version and version != facts.consent_version:
            yield f"{path}.ew_version"


KINDS: Mapping[str, Kind] = {
    "adult_consent": Kind(adult_consent, {"purposes": texts}, concerns=_names(_silent_adults)),
    "child_consent": Kind(child_consent, {"purposes": texts}, concerns=_names(_unspoken_minors)),
    "special_consent": Kind(special_consent, {"purposes": texts, "answers": choices}, concerns=_names(_applicant)),
    "consent_text": Kind(consent_text, {}),
}
