"""What a page shows for each question: control, value, choices, errors, hints, and when it is shown."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from forms import closed_papers, languages
from forms.answers import Level
from forms.beside import Beside
from forms.choices import Choice, choices_of, options_markup, shown_name, with_chosen
from forms.conditions import AnyOf, Condition, Not, Test
from forms.controls import PERSON_QUESTIONS, Clash, Option, Prompt, Warned, html_id
from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.file_places import FilePlace
from forms.ledger import GATE, Ledger
from forms.messages import Say, possible_exclusion, said_in
from forms.persons import APPLICANT, full_name
from forms.rule_consents import special_types
from forms.sentences import Sentence, of_system
from forms.translations import Words
from forms.typed import write_typed
from forms.wordings import address_of_place

MOST_RADIOS = 7
"""A required choice with more options becomes a select."""
MOST_RADIOS_IN_ITEM = 3
"""The same inside an item of a repeating group, where pages would grow too long."""
TYPED = {
    QuestionType.TEXT: {},
    QuestionType.EMAIL: {"type": "email", "inputmode": "email"},
    QuestionType.PHONE: {"type": "tel", "inputmode": "tel"},
    QuestionType.INTEGER: {"inputmode": "numeric"},
    QuestionType.DATE: {"inputmode": "text"},
    QuestionType.PARTIAL_DATE: {"inputmode": "text"},
}
PURPOSE_MARKS = {"always": "*", "when_s3": "(*)"}


@dataclass(frozen=True, slots=True)
class Repeated:
    """What is the same in every entry of a group: made once a page, by the address of the question."""

    options: dict[str, SafeString] = field(default_factory=dict)
    conditions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """What all prompts of one page share."""

    form: FormDefinition
    ledger: Ledger
    root: Level
    is_gate_open: bool
    errors: Mapping[str, tuple[Sentence, ...]]
    hints: Mapping[str, tuple[Sentence, ...]]
    people: Sequence[Choice]
    files: Mapping[str, FilePlace]
    purposes: Mapping[str, str]
    languages: Sequence[Choice]
    today: date
    beside: Beside
    repeated: Repeated = field(default_factory=Repeated)

    @property
    def second(self) -> str:
        """The language whose names stand beside the German ones; "" for none."""
        return self.beside.language if self.beside.is_on else ""


def make_prompt(question: Question, place: str, level: Level, setting: Setting) -> Prompt:
    """The prompt of one question; `level` is the form level or that of the item it stands in."""
    value = setting.ledger.values.get(place)
    control = _control(question, is_in_item=place.count(".") == 2)
    files = setting.files.get(place, FilePlace()) if control == "file" else None
    is_closed = question.sensitivity == "S3" and not setting.is_gate_open
    if files is not None and not files.cards and not files.refused:
        is_closed = is_closed or closed_papers.is_closed(setting.form, setting.ledger.values, place)
    return Prompt(
        place=place,
        question=question,
        control=control,
        text=_text(question, value, control, setting),
        texts=_texts(question, value, setting) if control == "names" else (),
        options=_options(question, place, value, setting) if control in ("radios", "ticks") else (),
        markup=_markup(question, place, value, setting) if control == "select" else "",
        attributes=_attributes(question),
        is_shown=level.shows(question.key) and not is_closed,
        when=_when(question, place, setting) if files is None else _when_file(question, place, files, setting),
        is_proposed=place in setting.ledger.proposed,
        errors=setting.errors.get(place, ()),
        warned=(*_exclusion(question, place, value, setting), *_hints(setting.hints.get(place, ()))),
        clashes=_clashes(question, place, setting.ledger),
        files=files,
    )


def own_prompt(question: Question, place: str, say: Say, setting: Setting) -> Prompt:
    """The prompt of a question about the conversation, which no form asks."""
    level = Level((question,), {}, setting.today)
    return replace(make_prompt(question, place, level, setting), said=of_system(say))


def as_json(conditions: Sequence[Condition]) -> str:
    """Conditions as the script reads them; empty if there are none."""
    if not conditions:
        return ""
    data = [condition.as_data() for condition in conditions]
    return json.dumps(data[0] if len(data) == 1 else {"all": data}, ensure_ascii=False, default=str)


def gate_condition() -> Condition:
    return Test(f"$root.{GATE}", "filled", True)


def _conditions(question: Question) -> list[Condition]:
    conditions = [question.when] if question.when else []
    return [*conditions, gate_condition()] if question.sensitivity == "S3" else conditions


def _when(question: Question, place: str, setting: Setting) -> str:
    known, address = setting.repeated.conditions, address_of_place(place)
    if address not in known:
        known[address] = as_json(_conditions(question))
    return known[address]


def _when_file(question: Question, place: str, files: FilePlace, setting: Setting) -> str:
    return as_json([*_conditions(question), *_paper_condition(place, files, setting)])


def _paper_condition(place: str, files: FilePlace, setting: Setting) -> list[Condition]:
    """A file of class S3 waits for P2; what is there already is shown, and what was refused is told."""
    asked = closed_papers.type_place(setting.form, place)
    if not asked or files.cards or files.refused:
        return []
    special = sorted(special_types(setting.form))
    other = Not(Test(asked.rpartition(".")[2], "in", special))
    return [AnyOf((gate_condition(), other))] if special else []


def _control(question: Question, *, is_in_item: bool) -> str:
    most = MOST_RADIOS_IN_ITEM if is_in_item else MOST_RADIOS
    match question.type:
        case _ if question.readonly:
            return "fixed"
        case _ if question.key in PERSON_QUESTIONS:
            return "select"
        case QuestionType.CHOICE:
            return "radios" if question.required and len(question.options) <= most else "select"
        case QuestionType.MULTICHOICE:
            return "ticks"
        case QuestionType.BOOLEAN:
            return "tick"
        case QuestionType.COUNTRY | QuestionType.LANGUAGE:
            return "name"
        case QuestionType.COUNTRY_LIST:
            return "names"
        case QuestionType.FILE:
            return "file"
        case QuestionType.TEXTAREA:
            return "textarea"
        case _:
            return "text"


def _text(question: Question, value: Any, control: str, setting: Setting) -> str:
    if control == "fixed":
        return dict(choices_of(question)).get(str(value), str(value or ""))
    if control == "name":
        return shown_name(question, str(value or ""), second=setting.second)
    if control == "tick":
        return "1" if value is True else ""
    return "" if isinstance(value, list) else write_typed(question, value)


def _options(question: Question, place: str, value: Any, setting: Setting) -> tuple[Option, ...]:
    chosen = value if isinstance(value, list) else [value]
    is_consent = question.options_ref == "consent_purposes"
    purposes = setting.form.purposes if is_consent else {}
    labels = _as_on_the_sheet(question.options, setting.purposes) if is_consent else question.options
    return tuple(
        Option(
            option,
            label,
            option in chosen,
            f"{html_id(place)}-{option}",
            PURPOSE_MARKS.get(purposes[option].required, "") if option in purposes else "",
        )
        for option, label in labels.items()
    )


def _as_on_the_sheet(options: Mapping[str, str], purposes: Mapping[str, str]) -> Mapping[str, str]:
    """The purposes in the order and wording of the signed sheet: ticks are carried over line by line."""
    printed = {code: wording.rstrip(" _:") for code, wording in purposes.items() if code in options}
    return {**printed, **{code: label for code, label in options.items() if code not in printed}}


def _texts(question: Question, value: Any, setting: Setting) -> tuple[str, ...]:
    """As many inputs as a list of countries needs: one more than answered, at least two."""
    chosen = [shown_name(question, str(one), second=setting.second) for one in value] if isinstance(value, list) else []
    return (*chosen, *[""] * max(1, 2 - len(chosen)))


def _markup(question: Question, place: str, value: Any, setting: Setting) -> SafeString:
    known, address = setting.repeated.options, address_of_place(place)
    if address not in known:
        choices = setting.people if question.key in PERSON_QUESTIONS else _known(question, place, setting)
        markup = options_markup(choices)
        known[address] = _with_closed(markup, setting) if closed_papers.asks_type(question) else markup
    return with_chosen(known[address], str(value)) if value else known[address]


def _with_closed(markup: SafeString, setting: Setting) -> SafeString:
    """Types of papers of class S3 are there to be chosen only with P2; one that is chosen already stays."""
    when, hidden = as_json([gate_condition()]), SafeString("" if setting.is_gate_open else " hidden")
    for kind in special_types(setting.form):
        plain = format_html('<option value="{}">', kind)
        marked = format_html('<option value="{}" data-when="{}"{}>', kind, when, hidden)
        markup = mark_safe(markup.replace(plain, marked, 1))
    return markup


def _known(question: Question, place: str, setting: Setting) -> Sequence[Choice]:
    """The options, in both languages where there are two."""
    if not setting.beside.is_on:
        return choices_of(question)
    beside, start = setting.beside, address_of_place(place)
    return [
        (option, beside.in_one_line(label, beside.option_text(start, question, option)))
        for option, label in question.options.items()
    ]


def _attributes(question: Question) -> SafeString:
    return _attributes_of(question.type, question.pattern.startswith("^[0-9]"))


@cache
def _attributes_of(kind: QuestionType, is_numeric: bool) -> SafeString:
    numeric = {"inputmode": "numeric"} if is_numeric else {}
    return flatatt({**TYPED.get(kind, {}), **numeric})


def _exclusion(question: Question, place: str, value: Any, setting: Setting) -> tuple[Warned, ...]:
    """The early warning of an exclusion (X1-X3), hidden until the answer raises it.

    The form's own text speaks to the person concerned (self-check); here somebody else reads it, so its label is told.
    """
    mark = question.exclusion
    if mark is None:
        return ()
    address, german = f"exclusion.{mark.code}.label", str(setting.form.exclusions[mark.code]["label"])
    text = Sentence(possible_exclusion(german), say=lambda words: _excluded(words, words.says(address)))
    condition = Test(f"$root.{place}", "in", tuple(mark.values))
    return (Warned(text, "attention", value in mark.values, as_json([condition])),)


def _excluded(words: Words, ground: str) -> str:
    return said_in(words.language, partial(possible_exclusion, ground)) if ground else ""


def _hints(texts: Sequence[Sentence]) -> tuple[Warned, ...]:
    return tuple(Warned(text, "attention") for text in texts)


def _clashes(question: Question, place: str, ledger: Ledger) -> tuple[Clash, ...]:
    return tuple(
        Clash(rival.mark, shown_value(question, rival.value), rival.by, _moment(rival.at))
        for rival in ledger.rivals.get(place, [])
    )


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at):%d.%m.%Y, %H:%M}"


def shown_value(question: Question, value: Any) -> str:
    """A value in words, for choosing between two."""
    labels = dict(choices_of(question))
    if isinstance(value, list):
        return ", ".join(labels.get(str(one), str(one)) for one in value) or _("(empty)")
    if value is True:
        return _("ticked")
    text = write_typed(question, value)
    return labels.get(text, text) or _("(empty)")


def people_of(ledger: Ledger, group: Group | None) -> list[Choice]:
    """The applicant and the family members by name, for questions that ask whom something concerns."""
    people = [(APPLICANT, f"Antragstellende Person ({_name(ledger, '') or 'ohne Namen'})")]
    if group is None:
        return people
    relations = next((q.options for q in group.questions if q.key == "fm_beziehung"), {})
    for item in ledger.items.get(group.key, []):
        start = f"{group.key}.{item}.fm_"
        relation = relations.get(str(ledger.values.get(f"{start}beziehung", "")), "")
        name = _name(ledger, start)
        people.append((item, " – ".join(part for part in (name, relation) if part) or item))
    return people


def languages_of(ledger: Ledger, form: FormDefinition) -> list[Choice]:
    """Languages that this draft speaks of already, by name."""
    keys = {question.key for _group, question in form.questions() if question.type is QuestionType.LANGUAGE}
    tags = {str(value) for place, value in ledger.values.items() if place.split(".")[-1] in keys}
    return sorted(((tag, languages.name(tag)) for tag in tags), key=lambda choice: choice[1])


def _name(ledger: Ledger, start: str) -> str:
    return full_name(ledger.values.get(f"{start}vornamen"), ledger.values.get(f"{start}familienname"))
