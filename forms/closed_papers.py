"""Papers that tell of health or the like: until the person has agreed to such data (purpose P2) none is added.

Which types of attachments are meant says the form: those of class S3 (Art. 9 GDPR). What is there already stays.
"""

from collections.abc import Mapping
from typing import Any

from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.ledger import GATE
from forms.refusals import WAITS_FOR_CONSENT, Refusal
from forms.rule_consents import special_types

TYPES = "attachment_types"


def asks_type(question: Question) -> bool:
    """Whether a question asks what kind of paper an attachment is."""
    return question.type is QuestionType.CHOICE and question.options_ref == TYPES


def holds_papers(group: Group, form: FormDefinition) -> bool:
    """Whether papers of such a type can be added to the group."""
    return bool(special_types(form)) and any(asks_type(question) for question in group.questions)


def type_place(form: FormDefinition, place: str) -> str:
    """Where the type of the paper at a place of a repeating group is said; "" for all other places."""
    key, _dot, rest = place.partition(".")
    group = next((item for item in form.items() if item.key == key), None)
    if not isinstance(group, Group) or "." not in rest:
        return ""
    asked = next((question.key for question in group.questions if asks_type(question)), "")
    return f"{key}.{rest.partition('.')[0]}.{asked}" if asked else ""


def is_closed(form: FormDefinition, values: Mapping[str, Any], place: str) -> bool:
    """Whether no file may be added at a place: its paper is of such a type, and nobody has agreed yet."""
    return values.get(GATE) is not True and values.get(type_place(form, place)) in special_types(form)


def closed_choices(form: FormDefinition, values: Mapping[str, Any], posted: Mapping[str, Any]) -> dict[str, str]:
    """Types that a page chooses anew although nobody has agreed, by place; `values` are those stored before."""
    if posted.get(GATE, values.get(GATE)) is True:
        return {}
    special = special_types(form)
    return {
        place: value
        for place, value in posted.items()
        if isinstance(value, str)
        and value in special
        and values.get(place) != value
        and type_place(form, place) == place
    }


def refused_choice(form: FormDefinition, place: str, kind: str) -> tuple[str, Refusal]:
    """What is told of such a choice, and the place of the files beside it, where it is told."""
    key, item, _question = place.split(".")
    group = next(one for one in form.items() if one.key == key)
    assert isinstance(group, Group)
    files = next((one.key for one in group.questions if one.type is QuestionType.FILE), "")
    return f"{key}.{item}.{files}", Refusal(form.attachment_types[kind].label, WAITS_FOR_CONSENT)
