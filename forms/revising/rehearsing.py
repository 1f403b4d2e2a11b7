"""A form tried out before anybody fills it: invented persons go every way, and their dossiers are set and looked at.

How a case becomes a dossier is known to the floor above, which registers it with `register_dossier`.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation

from documents import fonts
from documents.content import Content
from documents.proofs import Proof, prove
from documents.rendering import RenderingFailed
from forms.consent_texts import ConsentText
from forms.definition import FormDefinition, Question, QuestionType
from forms.presentation import display
from forms.reading_languages import GERMAN, reading_languages
from forms.revising.invented import TEXTS, Invented, Paths, Walk
from forms.revising.invented_values import WORDS, Length, Manner
from forms.revising.reaching import unreachable, way_to
from forms.validation import Findings
from forms.values import is_filled
from forms.wordings import consent_wordings, wordings

NOWHERE = "DXX"
"""The section of answers that the form keeps out of the dossier."""
WITH_OPTIONS = (QuestionType.CHOICE, QuestionType.MULTICHOICE)
SHORT_TEXT = 40  # characters
MOST_LOOKED_AT = 2
"""So many persons are asked whether an answer changes their dossier."""
MOST_PICTURES = 30
"""Pages of one dossier that are kept as pictures; those that overflow are kept beyond that."""
TURNS_SHARE = 0.5
"""Of the persons; those after them are led to the options that nobody has chosen so far."""
INVENTING_SHARE, LOOKING_SHARE = 0.35, 0.5
"""Shares of the time after which no further person is invented, and no further answer looked for."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a run ends: persons, dossiers, seconds. Two minutes on two processors hold the usual ones."""

    persons: int = 64
    dossiers: int = 12
    seconds: float = 100.0


Compose = Callable[[FormDefinition, Mapping[str, Any], Findings, date], Content]
"""The content of a dossier from visible answers; files that they name count as there, with one page each."""


@dataclass(frozen=True, slots=True)
class DossierMaker:
    """How a case becomes a dossier, and the codes of its sections that must stay on one page."""

    compose: Compose
    one_page: frozenset[str] = frozenset()


_makers: list[DossierMaker] = []


def register_dossier(maker: DossierMaker) -> None:
    """Say how dossiers are made; the last one said counts."""
    _makers[:] = [maker]


def dossier_maker() -> DossierMaker:
    (maker,) = _makers
    return maker


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A dossier that was set. `tall` are codes of sections that take more than their one page."""

    person: int
    pages: int = 0
    pictures: Mapping[int, bytes] = field(default_factory=dict)
    overflowing: Sequence[int] = ()
    missing: Sequence[str] = ()
    tall: Sequence[str] = ()
    has_failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a run has shown; questions and groups by their paths.

    Where there was no room for some ways (`not_gone`) nothing is said of questions that nobody was asked.

    `stopped` counts the persons whom an error stopped, by its code and path without entries; `choices` are options that
    nobody chose, by question; `glyphs` are characters without a font by the address of the form's text.
    """

    persons: Sequence[Invented]
    seen: Sequence[Seen]
    unreachable: Sequence[str]
    never_asked: Sequence[str]
    always_asked: Sequence[str]
    choices: Mapping[str, Sequence[str]]
    stopped: Mapping[tuple[str, str, str], int]
    glyphs: Mapping[str, Sequence[str]]
    not_told: Sequence[str]
    cut_short: Sequence[str]
    kept_out: Sequence[str]
    not_looked_at: int
    not_gone: int
    left_out: int
    seconds: float


Note = Callable[[str, int, int], None]
"""Is told how far a step is: its name, done, of how many."""


@dataclass
class _Run:
    form: FormDefinition
    consent: ConsentText
    today: date
    bounds: Bounds
    note: Note
    began: float = field(default_factory=time.monotonic)
    persons: list[Invented] = field(default_factory=list)
    not_gone: int = 0
    """Ways to questions that there was no room or time for."""
    maker: DossierMaker = field(init=False)

    def __post_init__(self) -> None:
        self.maker = dossier_maker()

    def is_over(self, share: float = 1.0) -> bool:
        return time.monotonic() - self.began > self.bounds.seconds * share

    # Persons.

    def invent(self, lost: frozenset[str]) -> None:
        """First the extremes, then ways to what nobody was asked, then the languages, then other choices."""
        for length in (Length.SHORTEST, Length.LONGEST):
            self._walk(Manner(GERMAN, length))
        for path in self._conditional():
            if path not in lost and not any(path in one.asked for one in self.persons):
                is_gone = self._walk(self._next_manner(), way_to(self.form, path))
                self.not_gone += not is_gone
        self._walk(Manner("ar", Length.LONGEST, turn=1))
        for turn, language in enumerate(_languages()):
            self._walk(Manner(language, turn=turn))
        while len(self.persons) < self.bounds.persons * TURNS_SHARE and self._has_room() and self.unchosen():
            self._walk(self._next_manner())
        for path, options in self.unchosen().items():
            for option in options:
                if option in self.unchosen().get(path, ()):
                    self._walk(self._next_manner(), self._wanted(path, option))

    def _next_manner(self) -> Manner:
        known, number = _languages(), len(self.persons)
        return Manner(known[number % len(known)], turn=number)

    def _wanted(self, path: str, option: str) -> Paths:
        """Answers that lead to a question, and an option of it."""
        question = dict(self.questions())[path]
        value = option if question.type is QuestionType.CHOICE else [option]
        return {**(way_to(self.form, path) or {}), path: value}

    def _has_room(self) -> bool:
        return len(self.persons) < self.bounds.persons and not self.is_over(INVENTING_SHARE)

    def _walk(self, manner: Manner, wanted: Paths | None = None) -> bool:
        """Let one more person fill the form; False where there is no room or time for her."""
        if not self._has_room():
            return False
        walk = Walk(self.form, manner, self.today, self.consent.version, wanted or {})
        self.persons.append(walk.go())
        self.note("persons", len(self.persons), self.bounds.persons)
        return True

    def _conditional(self) -> Iterator[str]:
        """Paths of questions and groups that are not always asked; inside a group those of the group too."""
        yield from (item.key for item in self.form.items() if item.when is not None)
        for path, question in self.questions():
            if question.when is not None and "." in path:
                yield path

    def questions(self) -> Iterator[tuple[str, Question]]:
        for group, question in self.form.questions():
            yield f"{group.key}.{question.key}" if group else question.key, question

    def unchosen(self) -> dict[str, list[str]]:
        """Options that nobody chose, by the question's path."""
        found = {}
        for path, question in self.questions():
            if question.type not in WITH_OPTIONS or question.derived or question.readonly:
                continue
            chosen = {one for person in self.persons for answer in given(person.answers, path) for one in _each(answer)}
            if left := [option for option in question.options if option not in chosen]:
                found[path] = left
        return found

    # Dossiers.

    def content(self, person: Invented, without: str = "") -> Content:
        """What a person's dossier says, also without one answer."""
        answers = leave_out(person.answers, without) if without else person.answers
        return self.maker.compose(self.form, answers, person.findings, self.today)

    def look_for_answers(self) -> tuple[list[str], list[str], int]:
        """Questions whose answers change no dossier, those whose long answers are cut short, and how many of the
        questions there was no time for."""
        whole = {number: _said(self.content(person)) for number, person in enumerate(self.persons[:2])}
        plain = sorted(self.persons, key=lambda person: person.manner.length is Length.LONGEST)
        data: dict[int, Any] = {}
        not_told, cut_short, not_looked_at = [], [], 0
        for path, question in self.questions():
            if question.section == NOWHERE:
                continue
            if self.is_over(LOOKING_SHARE):
                not_looked_at += 1
                continue
            answered = [person for person in plain if any(map(is_filled, given(person.answers, path)))]
            if answered and not any(self._is_told(path, one, data) for one in answered[:MOST_LOOKED_AT]):
                not_told.append(path)
            elif question.type in TEXTS and self._is_cut(path, question, whole):
                cut_short.append(path)
        return not_told, cut_short, not_looked_at

    def _is_told(self, path: str, person: Invented, data: dict[int, Any]) -> bool:
        before = data.setdefault(id(person), self.content(person).as_data())
        return bool(self.content(person, without=path).as_data() != before)

    def _is_cut(self, path: str, question: Question, whole: Mapping[int, str]) -> bool:
        """Whether a dossier tells less than a long answer says; short ones may be told otherwise, as persons are."""
        told = ((_plain(display(question, one)), number) for number in whole for one in self._given(number, path))
        return any(len(text) > SHORT_TEXT and text not in whole[number] for text, number in told)

    def _given(self, number: int, path: str) -> list[Any]:
        return given(self.persons[number].answers, path)

    def set_dossiers(self) -> Iterator[Seen]:
        """The dossiers of a sample of the persons, until the time is over."""
        chosen = list(self._sample())
        for done, number in enumerate(chosen):
            if done and self.is_over():
                return
            yield self._set(number)
            self.note("dossiers", done + 1, len(chosen))

    def _sample(self) -> Iterable[int]:
        """The extremes first, then one of each language, then others: those who can hand in before those who cannot."""
        numbers = range(len(self.persons))
        languages: set[str] = set()
        ranked = []
        for number in numbers:
            manner = self.persons[number].manner
            is_first = manner.language not in languages
            languages.add(manner.language)
            is_extreme = manner.length is not Length.USUAL
            ranked.append((not is_extreme, not is_first, not self.persons[number].can_hand_in, number))
        return [number for *_rank, number in sorted(ranked)][: self.bounds.dossiers]

    def _set(self, number: int) -> Seen:
        content = self.content(self.persons[number])
        try:
            proof = prove(content, {attachment.key: 1 for attachment in content.attachments})
        except RenderingFailed:
            return Seen(person=number, has_failed=True)
        tall = [code for code in sorted(self.maker.one_page) if proof.sections.get(code, 1) > 1]
        return Seen(
            person=number,
            pages=len(proof.pictures),
            pictures=_kept(proof),
            overflowing=proof.overflowing,
            missing=proof.missing,
            tall=tall,
        )


def rehearse(form: FormDefinition, consent: ConsentText, *, today: date, bounds: Bounds, note: Note) -> Rehearsal:
    """Try a form out; the run ends with its bounds and says what it left out."""
    with translation.override(GERMAN):
        run = _Run(form, consent, today, bounds, note)
        lost = unreachable(form)
        run.invent(lost)
        not_told, cut_short, not_looked_at = run.look_for_answers()
        seen = list(run.set_dossiers())
    conditional = list(run._conditional())
    asked = Counter(path for one in run.persons for path in one.asked)
    paths = [*(item.key for item in form.items()), *(path for path, _question in run.questions() if "." in path)]
    return Rehearsal(
        persons=run.persons,
        seen=seen,
        unreachable=[path for path in paths if path in lost],
        never_asked=[] if run.not_gone else [path for path in paths if path not in asked and path not in lost],
        always_asked=[path for path in conditional if 0 < asked[path] == len(run.persons)],
        choices=run.unchosen(),
        stopped=Counter(reason for person in run.persons for reason in _reasons(person)),
        glyphs=missing_glyphs(form, consent),
        not_told=not_told,
        cut_short=cut_short,
        kept_out=[path for path, question in run.questions() if question.section == NOWHERE],
        not_looked_at=not_looked_at,
        not_gone=run.not_gone,
        left_out=len(run.persons) - len(seen),
        seconds=time.monotonic() - run.began,
    )


def missing_glyphs(form: FormDefinition, consent: ConsentText) -> dict[str, list[str]]:
    """Characters of the form's own texts that no font has, by the text's address."""
    texts = wordings(form) | consent_wordings(consent)
    found = {address: sorted(fonts.settle(text)[1]) for address, text in texts.items()}
    return {address: codes for address, codes in found.items() if codes}


def given(answers: Mapping[str, Any], path: str) -> list[Any]:
    """The answers at a path: one, or one of each entry of its group."""
    group, _dot, key = path.rpartition(".")
    inside = answers.get(group) if group else answers
    items = inside if isinstance(inside, list) else [inside]
    return [item[key] for item in items if isinstance(item, Mapping) and key in item]


def leave_out(answers: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The answers without those at a path."""
    group, _dot, key = path.rpartition(".")
    if not group:
        return {name: answer for name, answer in answers.items() if name != key}
    inside = answers.get(group)
    if isinstance(inside, list):
        return {**answers, group: [leave_out(item, key) if isinstance(item, Mapping) else item for item in inside]}
    return {**answers, group: leave_out(inside, key)} if isinstance(inside, Mapping) else dict(answers)


def _languages() -> list[str]:
    """Those of the site first, then those that only people speak: other scripts, other long words."""
    return list(dict.fromkeys([GERMAN, *(one.code for one in reading_languages() if one.code in WORDS), *WORDS]))


def _reasons(person: Invented) -> set[tuple[str, str, str]]:
    return {(one.code, one.key, one.message) for one in person.stuck}


def _each(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]


def _kept(proof: Proof) -> dict[int, bytes]:
    """Pictures by the page's number."""
    return {
        number: picture
        for number, picture in enumerate(proof.pictures, start=1)
        if number <= MOST_PICTURES or number in proof.overflowing
    }


def _said(content: Content) -> str:
    """Everything a dossier says, as one run of words."""
    return _plain("\n".join(_strings(content.as_data())))


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _strings(value)


def _plain(text: str) -> str:
    return " ".join(text.split())
