"""The whole form as an empty paper in two languages, for visits: every question that a person answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from documents.bilingual import Blank, Paper, Piece, Said, Tick, Title
from forms import messages, paper_words
from forms.beside import Beside
from forms.conditions import All, Condition, Test
from forms.consent_paper import site_name, tongue_of
from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.fields import has_sensitive
from forms.messages import said_in
from forms.paper_words import Pair, both
from forms.places import CONSENT_GROUP
from forms.reading_languages import GERMAN
from forms.sheets import answered_by_sheet
from forms.wordings import option_address, question_address

LONG_TEXT = 2000
"""Characters from which a text gets half a page."""
LINES = {QuestionType.TEXTAREA: 4}
LINES_OF_LONG_TEXT = 14
ENTRIES = 2
"""How often a repeating group is printed; one that must be given has one more."""


def blank_paper(form: FormDefinition, beside: Beside, *, day: str) -> Paper:
    """The form without answers; the last step, which confirms what was typed, is left out. `day` is ISO."""
    language = beside.language
    title = f"Vordruck {form.version}" + (f" {language}" if language else "")
    return Paper(
        title="Kurzantrag, Vordruck",
        head=site_name(),
        other=tongue_of(language),
        pieces=tuple(_Writer(form, beside).whole()),
        day=day,
        foot=title,
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    form: FormDefinition
    beside: Beside

    def whole(self) -> Iterator[Piece]:
        yield Title(**self._pair(self.form.title, "form.title"), level=1)
        yield Said(**self._say(paper_words.blank_intro), tone="plain")
        if self.beside.language and self.beside.words.is_unchecked:
            yield Said(**self._say(messages.unchecked_words), is_quiet=True)
        has_gate = False
        for number, step in enumerate(self.form.steps[:-1], start=1):
            title = self._pair(step.title, f"step.{step.key}.title")
            yield Title(german=f"{number}. {title['german']}", other=_numbered(number, title["other"]))
            if step.intro:
                yield Said(**self._pair(step.intro, f"step.{step.key}.intro"), is_quiet=True)
            for item in step.items:
                if isinstance(item, Group) and has_sensitive(item) and not has_gate:
                    has_gate = True
                    yield Said(**self._say(messages.gate_title), tone="attention")
                    yield Tick(**self._say(messages.gate))
                yield from self._group(item) if isinstance(item, Group) else self._question(item)

    def _group(self, group: Group) -> Iterator[Piece]:
        yield Title(**self._pair(group.label, f"{group.key}.label"), level=3)
        if group.key == CONSENT_GROUP:
            yield Said(**self._say(paper_words.consent_apart))
            return
        if group.help:
            yield Said(**self._pair(group.help, f"{group.key}.help"), is_quiet=True)
        yield from self._conditions(group.when, None)
        if any(question.type is QuestionType.FILE for question in group.questions):
            yield from self._attachments()
            return
        entries = range(1, ENTRIES + 1 + (group.repeat.minimum > 0)) if group.repeat else [0]
        for number in entries:
            if number:
                yield Said(**self._say(paper_words.entry(number)), bold=(said_in(GERMAN, paper_words.entry(number)),))
            for question in group.questions:
                yield from self._question(question, group)
        if group.repeat:
            yield Said(**self._say(paper_words.more_entries), is_quiet=True)

    def _attachments(self) -> Iterator[Piece]:
        for key, kind in self.form.attachment_types.items():
            yield Tick(**self._pair(kind.label, f"attachment.{key}.label"), is_option=True)

    def _question(self, question: Question, group: Group | None = None) -> Iterator[Piece]:
        if question.derived or question.readonly or question.key in answered_by_sheet(self.form):
            return
        start = question_address(question, group)
        label = self._pair(question.label, f"{start}.label")
        helped = (
            [Said(**self._pair(question.help, f"{start}.help"), is_quiet=True, keeps=True)] if question.help else []
        )
        conditions = list(self._conditions(question.when, group))
        if question.type is QuestionType.BOOLEAN:
            yield from conditions
            yield Tick(**label)
        elif question.options:
            yield Said(**label, bold=(label["german"],), keeps=True)
            yield from (*conditions, *helped)
            if question.type is QuestionType.MULTICHOICE:
                yield Said(**self._say(paper_words.several), is_quiet=True, keeps=True)
            for value in question.options:
                yield Tick(**self._option(question, start, value), is_option=True)
        else:
            if conditions or helped:
                yield Said(**label, bold=(label["german"],), keeps=True)
                yield from (*conditions, *helped)
            yield Blank(**(Pair(german="", other="") if conditions or helped else label), lines=_lines(question))

    def _help(self, question: Question, start: str) -> Said:
        return Said(**self._pair(question.help, f"{start}.help"), is_quiet=True, keeps=True)

    def _conditions(self, condition: Condition | None, group: Group | None) -> Iterator[Said]:
        """When something is asked, as far as it can be said in a sentence; what cannot be is asked of everybody."""
        for test in condition.conditions if isinstance(condition, All) else (condition,):
            if isinstance(test, Test) and (told := self._told(test, group)):
                yield Said(**told, is_quiet=True, keeps=True)

    def _told(self, test: Test, group: Group | None) -> Pair | None:
        found = self._find(test.field, group)
        if found is None or (test.operator == "filled" and not test.operand):
            return None
        start, question = found
        label = self._pair(question.label, f"{start}.label")
        if test.operator == "under_age":
            return self._filled(label, lambda one, _way: paper_words.only_under_age(one, int(test.operand)))
        values = test.operand if isinstance(test.operand, tuple) else (test.operand,)
        pairs = [self._option(question, start, str(value)) for value in values if str(value) in question.options]
        if test.operator == "filled":
            pairs = [self._say(paper_words.answered)]
        if not pairs:
            return None
        german, other = (" / ".join(pair[way] for pair in pairs) for way in ("german", "other"))
        return self._filled(label, lambda one, way: paper_words.only_if(one, german if way == "german" else other))

    def _filled(self, label: Pair, say: Callable[[str, str], messages.Say]) -> Pair:
        other = said_in(self.beside.language, say(label["other"], "other")) if label["other"] else ""
        return Pair(german=said_in(GERMAN, say(label["german"], "german")), other=other)

    def _find(self, field: str, group: Group | None) -> tuple[str, Question] | None:
        key = field.removeprefix("$root.")
        own = group.questions if group is not None and not field.startswith("$root.") else ()
        for question in own:
            if question.key == key:
                return question_address(question, group), question
        for item in self.form.items():
            if isinstance(item, Question) and item.key == key:
                return question_address(item), item
        return None

    def _option(self, question: Question, start: str, value: str) -> Pair:
        return self._pair(question.options[value], option_address(start, question, value))

    def _pair(self, german: str, address: str) -> Pair:
        return Pair(german=german.strip(), other=self.beside.words.says(address))

    def _say(self, say: messages.Say) -> Pair:
        return both(say, self.beside.language)


def _numbered(number: int, title: str) -> str:
    return f"{number}. {title}" if title else ""


def _lines(question: Question) -> int:
    if question.type is QuestionType.TEXTAREA and (question.maximum or 0) >= LONG_TEXT:
        return LINES_OF_LONG_TEXT
    return LINES.get(question.type, 1)
