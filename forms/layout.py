"""How a step is laid out: single questions, groups given once, and groups given as a list of items."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from forms.answers import form_level
from forms.beside import Beside
from forms.closed_papers import holds_papers
from forms.conditions import AnyOf
from forms.consent import Signer
from forms.controls import Prompt, html_id
from forms.conversation import CONFIRMED, HELPER, INTERPRETER, LANGUAGE, is_last, own_questions, step_place
from forms.definition import FormDefinition, Group, Question, Step
from forms.fields import waits_for_consent
from forms.file_places import FilePlace
from forms.finger_signatures import FingerSignature, finger_signature
from forms.ledger import GATE, Ledger
from forms.places import CONSENT_GROUP, Composed, compose
from forms.presentation import item_title
from forms.prompts import (
    Setting,
    as_json,
    gate_condition,
    languages_of,
    make_prompt,
    own_prompt,
    people_of,
)
from forms.proposals import spare_of
from forms.sentences import Sentence
from forms.sheets import SHARED, answered_by_sheet, items_of, scan_place, sheet_questions, signers


@dataclass(frozen=True, slots=True)
class ItemPanel:
    """One item of a repeating group; a consent sheet has its signer."""

    id: str
    number: int
    prompts: tuple[Prompt, ...]
    signer: Signer | None = None
    title: str = ""
    """The item in words, from its answers."""
    signs_for: str = ""
    """Names of those a signer speaks for; empty if only for herself."""
    scans: int = 0
    """Of a consent sheet: files of the signed paper that are there."""
    finger: FingerSignature | None = None
    """Of a consent sheet: what was drawn on the screen beside it."""
    is_spare: bool = False
    """The empty item at the end of a group that always has one: taken out, it would be there again."""

    @property
    def heading(self) -> str:
        """What the entry is called on its page and in the error summary."""
        if self.signer is not None:
            return self.signer.name
        return f"{self.number}. {self.title}" if self.title else _("Entry %(number)s") % {"number": self.number}

    @property
    def main(self) -> tuple[Prompt, ...]:
        """What has to be answered by hand."""
        return tuple(prompt for prompt in self.prompts if not self._is_aside(prompt))

    @property
    def aside(self) -> tuple[Prompt, ...]:
        """What is usually right as proposed, or optional: shown folded."""
        return tuple(prompt for prompt in self.prompts if self._is_aside(prompt))

    @property
    def is_aside_open(self) -> bool:
        return any(prompt.errors or prompt.clashes for prompt in self.aside)

    @property
    def _has_file(self) -> bool:
        return any(prompt.control == "file" for prompt in self.prompts)

    def _is_aside(self, prompt: Prompt) -> bool:
        if self.signer is not None:
            return self.number > 1 and prompt.question.key in SHARED
        return self._has_file and prompt.control != "file" and prompt.question is not self.prompts[0].question


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A group: `prompts` if it is given once, `items` if it repeats. `is_locked` waits for P2."""

    group: Group
    prompts: tuple[Prompt, ...] = ()
    items: tuple[ItemPanel, ...] = ()
    is_shown: bool = True
    when: str = ""
    is_locked: bool = False
    locked_when: str = ""
    papers_when: str = ""
    """Of attachments: when papers of class S3 may be added; `are_papers_closed` tells whether they may not yet."""
    are_papers_closed: bool = False
    can_add: bool = False
    is_consent: bool = False
    errors: tuple[Sentence, ...] = ()
    helper: Prompt | None = None
    """On the consents: who translated the text or helped to understand it, asked where a translation was read."""

    @property
    def id(self) -> str:
        return html_id(self.group.key)


@dataclass(frozen=True, slots=True)
class Gate:
    """The tick before questions and papers of class S3."""

    is_ticked: bool
    is_shown: bool
    when: str
    place: str = GATE
    id: str = html_id(GATE)


@dataclass(frozen=True, slots=True)
class Told:
    """A question that is answered elsewhere: only told, so that nobody confirms the same twice."""

    told: Question


@dataclass(frozen=True, slots=True)
class ReadBack:
    """Reading the answers back to the person: of one step, or at the end of all of them."""

    read_back: tuple[Prompt, ...]
    is_whole: bool = False


Part = Prompt | Panel | Gate | Told | ReadBack


def setting_of(
    form: FormDefinition,
    ledger: Ledger,
    *,
    today: date,
    errors: Mapping[str, tuple[Sentence, ...]] | None = None,
    hints: Mapping[str, tuple[Sentence, ...]] | None = None,
    files: Mapping[str, FilePlace] | None = None,
    purposes: Mapping[str, str] | None = None,
    composed: Composed | None = None,
    beside: Beside | None = None,
) -> Setting:
    """What the prompts of a page need to know; `errors`, `hints` and `files` by place.

    `purposes` are those of the consent by code, in the order and wording of the sheet that people sign.
    """
    answers = (composed or compose(form, ledger)).answers
    family = next((item for item in form.items() if item.key == "familienmitglieder"), None)
    return Setting(
        form=form,
        ledger=ledger,
        root=form_level(form, answers, today),
        is_gate_open=ledger.values.get(GATE) is True,
        errors=errors or {},
        hints=hints or {},
        people=people_of(ledger, family if isinstance(family, Group) else None),
        files=files or {},
        purposes=purposes or {},
        languages=languages_of(ledger, form),
        today=today,
        beside=beside or Beside(),
    )


def lay_out(step: Step, setting: Setting) -> list[Part]:
    """The parts of a step in order; the tick for P2 stands before the first group of which anything waits for it."""
    parts: list[Part] = []
    has_gate = False
    for item in step.items:
        if isinstance(item, Question):
            parts += _single(item, step, setting)
            continue
        if waits_for_consent(item, setting.form) and not has_gate:
            parts.append(_gate(step, setting))
            has_gate = True
        parts.append(_panel(item, step, setting))
    if setting.beside.language and not is_last(step, setting.form):
        parts.append(ReadBack(_own(step, setting, step_place(step))))
    return parts


def _single(question: Question, step: Step, setting: Setting) -> Iterator[Part]:
    """A question of the form level."""
    if question.key in answered_by_sheet(setting.form):
        yield Told(question)
    elif not question.derived:
        prompt = make_prompt(question, question.key, setting.root, setting)
        is_read_back = question.key == CONFIRMED and is_last(step, setting.form)
        yield ReadBack((*_own(step, setting, LANGUAGE, INTERPRETER), prompt), True) if is_read_back else prompt


def _own(step: Step, setting: Setting, *places: str) -> tuple[Prompt, ...]:
    """Prompts about the conversation itself."""
    known = own_questions(step, setting.form)
    return tuple(own_prompt(known[place][0], place, known[place][1], setting) for place in places)


def prompts_of(parts: Sequence[Part]) -> Iterator[Prompt]:
    """All prompts of a page, shown or not."""
    for part in parts:
        if isinstance(part, Prompt):
            yield part
        elif isinstance(part, ReadBack):
            yield from part.read_back
        elif isinstance(part, Panel):
            yield from part.prompts
            yield from (part.helper,) if part.helper else ()
            for item in part.items:
                yield from item.prompts


def shown_places(step: Step, setting: Setting) -> set[str]:
    """Places whose conditions hold, without building the page."""
    shown: set[str] = set()
    for item in step.items:
        if not setting.root.shows(item.key):
            continue
        if isinstance(item, Question):
            shown.add(item.key)
        else:
            ones = items_of(item, setting.form, setting.ledger, today=setting.today) if item.repeat else [""]
            for one in ones:
                start = f"{item.key}.{one}".rstrip(".")
                shown |= {f"{start}.{key}" for key in _shown_keys(item, start, setting)}
    return shown


def _shown_keys(group: Group, start: str, setting: Setting) -> Iterator[str]:
    level = setting.root.inside(group, _given(group, start, setting.ledger))
    for question in group.questions:
        if level.shows(question.key) and (question.sensitivity != "S3" or setting.is_gate_open):
            yield question.key


def _given(group: Group, start: str, ledger: Ledger) -> dict[str, Any]:
    places = ((question.key, f"{start}.{question.key}") for question in group.questions)
    return {key: ledger.values[place] for key, place in places if place in ledger.values}


def _gate(step: Step, setting: Setting) -> Gate:
    groups = [item for item in step.items if isinstance(item, Group) and waits_for_consent(item, setting.form)]
    conditions = tuple(group.when for group in groups if group.when is not None)
    when = as_json([AnyOf(conditions)]) if len(conditions) == len(groups) else ""
    return Gate(setting.is_gate_open, any(setting.root.shows(group.key) for group in groups), when)


def _panel(group: Group, step: Step, setting: Setting) -> Panel:
    is_repeating = group.repeat is not None
    is_sensitive = all(question.sensitivity == "S3" for question in group.questions)
    is_consent = group.key == CONSENT_GROUP
    items = () if not is_repeating else _sheets(group, setting) if is_consent else _items(group, setting)
    return Panel(
        group=group,
        prompts=() if is_repeating else _prompts(group, group.key, setting),
        items=items,
        is_shown=setting.root.shows(group.key),
        when=as_json([group.when] if group.when else []),
        is_locked=is_sensitive and not setting.is_gate_open,
        locked_when=as_json([gate_condition()]) if is_sensitive else "",
        papers_when=as_json([gate_condition()]) if holds_papers(group, setting.form) else "",
        are_papers_closed=not setting.is_gate_open,
        can_add=group.repeat is not None and not is_consent and len(items) < group.repeat.maximum,
        is_consent=is_consent,
        errors=setting.errors.get(group.key, ()),
        helper=_own(step, setting, HELPER)[0] if is_consent and setting.beside.reads_consent else None,
    )


def _items(group: Group, setting: Setting) -> tuple[ItemPanel, ...]:
    shown = items_of(group, setting.form, setting.ledger, today=setting.today)
    spare = spare_of(group, setting.ledger)
    return tuple(
        ItemPanel(
            item,
            number,
            _prompts(group, f"{group.key}.{item}", setting),
            title=_title(group, item, setting),
            is_spare=item == spare,
        )
        for number, item in enumerate(shown, start=1)
    )


def _title(group: Group, item: str, setting: Setting) -> str:
    answers = _given(group, f"{group.key}.{item}", setting.ledger)
    return item_title(group, answers) if answers else ""


def _sheets(group: Group, setting: Setting) -> tuple[ItemPanel, ...]:
    names = dict(setting.people)
    panels = []
    for number, signer in enumerate(signers(setting.form, setting.ledger, today=setting.today), start=1):
        asked = replace(group, questions=sheet_questions(group, asks_name=signer.asks_name))
        prompts = _prompts(asked, f"{group.key}.{signer.ref}", setting)
        others = [names.get(child, child) for child in signer.children]
        own = [names.get(signer.ref, signer.name)] if signer.own_role else []
        together = ", ".join([*own, *others]) if others else ""
        scans = len(setting.ledger.values.get(scan_place(setting.form, signer.ref), ()))
        finger = finger_signature(setting.ledger, signer.ref)
        panels.append(ItemPanel(signer.ref, number, prompts, signer, signs_for=together, scans=scans, finger=finger))
    return tuple(panels)


def _prompts(group: Group, start: str, setting: Setting) -> tuple[Prompt, ...]:
    level = setting.root.inside(group, _given(group, start, setting.ledger))
    return tuple(
        make_prompt(question, f"{start}.{question.key}", level, setting)
        for question in group.questions
        if not question.derived
    )
