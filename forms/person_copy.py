"""A copy of the application and the consent for the person: the questions in her language, the answers as entered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from documents.bilingual import Answer, Paper, Piece, Said, Tick, Title
from forms import messages, paper_words
from forms.answers import visible
from forms.beside import Beside
from forms.choices import second_names
from forms.consent import CUSTODY, SELF, YOUTH, signer_of, signers_of
from forms.consent_paper import marks, site_name, text_pieces, tongue_of
from forms.consent_texts import ConsentText
from forms.controls import PERSON_QUESTIONS
from forms.definition import FormDefinition, Group, Question, QuestionType, Step
from forms.messages import said_in
from forms.paper_words import Pair, both
from forms.persons import persons
from forms.places import CONSENT_GROUP
from forms.presentation import display, display_date, item_title
from forms.rule_consents import SPECIAL, special_types
from forms.sheets import PrintedSheet
from forms.wordings import option_address, question_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What is copied: the answers of a draft as they would be handed in, or of a submission (`handed_in_on`)."""

    form: FormDefinition
    consent: ConsentText
    answers: Mapping[str, Any]
    handed_in_on: date | None = None


def copy_paper(copied: Copied, beside: Beside, *, today: date, with_health: bool) -> Paper:
    """The paper; without health it is made from answers that hold nothing of it, and does not say so."""
    as_of = copied.handed_in_on or today
    answers = copied.answers if with_health else without_special(copied.form, copied.answers, as_of)
    copied = replace(copied, answers=answers)
    return Paper(
        title="Kopie für die Person",
        head=site_name(),
        other=tongue_of(beside.language),
        pieces=tuple(
            _Copier(copied, beside, as_of, frozenset() if with_health else special_purposes(copied.form)).whole()
        ),
        day=today.isoformat(),
        foot="Kopie für die Person",
        marks=marks(copied.form, copied.consent, beside),
    )


def special_purposes(form: FormDefinition) -> frozenset[str]:
    """The purposes of the consent that tell of health by being ticked."""
    rules = (rule for rule in form.rules.values() if rule.kind == "special_consent")
    return frozenset(code for rule in rules for code in rule.parameters["purposes"])


def without_special(form: FormDefinition, answers: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The answers without those of class S3, without attachments of that class and without options that tell of them.

    What texts of other questions say of health stays: nobody but a person can tell.
    """
    telling: dict[str, list[str]] = {}
    for rule in form.rules.values():
        if rule.kind == "special_consent":
            telling |= rule.parameters["answers"]
    kept: dict[str, Any] = {}
    for item in form.items():
        answer = answers.get(item.key)
        if isinstance(item, Question):
            answer = _ordinary(item, answer, telling.get(item.key, ()))
        elif isinstance(answer, list):
            entries = [_ordinary_level(item, one, telling) for one in answer if not _is_special_file(form, item, one)]
            answer = [entry for entry in entries if entry]
        elif isinstance(answer, Mapping):
            answer = _ordinary_level(item, answer, telling)
        if answer not in (None, "", [], {}):
            kept[item.key] = answer
    return visible(form, kept, today).answers


def _ordinary_level(group: Group, answers: Mapping[str, Any], telling: Mapping[str, list[str]]) -> dict[str, Any]:
    held = {
        question.key: _ordinary(question, answers.get(question.key), telling.get(f"{group.key}.{question.key}", ()))
        for question in group.questions
    }
    return {key: answer for key, answer in held.items() if answer not in (None, "", [])}


def _ordinary(question: Question, answer: Any, telling: Any) -> Any:
    if question.sensitivity == SPECIAL:
        return None
    if isinstance(answer, list):
        return [one for one in answer if one not in telling]
    return None if answer in telling else answer


def _is_special_file(form: FormDefinition, group: Group, entry: Mapping[str, Any]) -> bool:
    kinds = {str(entry.get(one.key)) for one in group.questions if one.options_ref == "attachment_types"}
    return bool(kinds & special_types(form))


@dataclass(frozen=True, slots=True)
class _Copier:
    copied: Copied
    beside: Beside
    as_of: date
    """The day that ages are counted on."""
    left_out: frozenset[str] = frozenset()
    """Purposes that the consent is shown without."""

    def whole(self) -> Iterator[Piece]:
        form = self.copied.form
        yield Title(**self._pair(form.title, "form.title"), level=1)
        yield Said(**self._say(paper_words.copy_intro))
        yield Said(**self._say(self._state()), bold=(said_in("de", self._state()),))
        yield Said(**self._say(paper_words.keep_safe), tone="attention")
        if self.beside.language and self.beside.words.is_unchecked:
            yield Said(**self._say(messages.unchecked_words), is_quiet=True)
        for number, step in enumerate(form.steps, start=1):
            pieces = list(self._step(step))
            if pieces:
                title = self._pair(step.title, f"step.{step.key}.title")
                other = f"{number}. {title['other']}" if title["other"] else ""
                yield Title(german=f"{number}. {title['german']}", other=other)
                yield from pieces
        yield from self._consents()

    def _state(self) -> messages.Say:
        if self.copied.handed_in_on is None:
            return paper_words.is_draft
        return paper_words.handed_in_on(display_date(self.copied.handed_in_on.isoformat()))

    def _step(self, step: Step) -> Iterator[Piece]:
        for item in step.items:
            answer = self.copied.answers.get(item.key)
            if item.key == CONSENT_GROUP or answer in (None, "", [], {}):
                continue
            if isinstance(item, Question):
                yield self._answer(item, answer)
            elif isinstance(answer, list):
                for number, one in enumerate(answer, start=1):
                    yield Title(german=item_title(item, one, number), level=3)
                    yield from self._level(item, one)
            else:
                yield Title(**self._pair(item.label, f"{item.key}.label"), level=3)
                yield from self._level(item, answer)

    def _level(self, group: Group, answers: Mapping[str, Any]) -> Iterator[Piece]:
        for question in group.questions:
            answer = answers.get(question.key)
            if not question.derived and answer not in (None, "", []):
                yield self._answer(question, answer, group)

    def _answer(self, question: Question, answer: Any, group: Group | None = None) -> Piece:
        start = question_address(question, group)
        label = self._pair(question.label, f"{start}.label")
        if question.type is QuestionType.BOOLEAN:
            return Tick(**label, is_ticked=answer is True, is_option=True)
        if question.type is QuestionType.FILE:
            count = len(answer) if isinstance(answer, list) else 1
            return Answer(**label, value="1 Datei" if count == 1 else f"{count} Dateien")
        if question.key in PERSON_QUESTIONS:
            return Answer(**label, value=self._names().get(str(answer), str(answer)))
        return Answer(**label, value=display(question, answer), value_other=self._in_words(question, answer, start))

    def _in_words(self, question: Question, answer: Any, start: str) -> str:
        """The chosen options, countries or languages in the person's language; "" unless each of them has a name."""
        chosen = [str(one) for one in answer] if isinstance(answer, list) else [str(answer)]
        if question.options:
            words = [self.beside.words.says(option_address(start, question, one)) for one in chosen]
        elif question.type in (QuestionType.COUNTRY, QuestionType.COUNTRY_LIST, QuestionType.LANGUAGE):
            names = second_names(question.type is QuestionType.LANGUAGE, self.beside.language)
            words = [names.get(one, "") for one in chosen]
        else:
            return ""
        return ", ".join(words) if all(words) else ""

    def _consents(self) -> Iterator[Piece]:
        for records in self._by_signer().values():
            first = records[0]
            name, own = (
                str(first.get("ew_name") or ""),
                any(record.get("ew_rolle") in (SELF, YOUTH) for record in records),
            )
            children = tuple(
                self._names().get(str(record.get("ew_person")), "")
                for record in records
                if record.get("ew_rolle") == CUSTODY
            )
            sheet = PrintedSheet(name=name, is_for_self=own, children=children)
            purposes = {code for record in records for code in record.get("ew_zwecke", ())}
            offices = str(self.copied.answers.get("p7_stellen") or "")
            for piece in text_pieces(
                self.copied.consent, self.beside, sheet, agreed=purposes, left_out=self.left_out, offices=offices
            ):
                yield replace(piece, level=2, starts_page=True) if isinstance(piece, Title) else piece
            yield from self._signed(first)

    def _signed(self, record: Mapping[str, Any]) -> Iterator[Piece]:
        explained = paper_words.EXPLAINED.get(str(record.get("ew_erlaeutert")))
        if explained:
            yield Said(**self._say(explained))
        if record.get("ew_sprachmittler"):
            yield Answer(**self._say(messages.read_back_interpreter), value=str(record["ew_sprachmittler"]))
        if record.get("ew_datum"):
            yield Said(**self._say(paper_words.signed_on(display_date(record["ew_datum"]))))

    def _by_signer(self) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
        """The records of each sheet; people of one name have a sheet each."""
        known = signers_of(self.copied.answers, self.as_of)
        sheets: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for record in self.copied.answers.get(CONSENT_GROUP, ()):
            signer = signer_of(record, known)
            sheets.setdefault((signer.ref if signer else "", str(record.get("ew_name") or "")), []).append(record)
        return sheets

    def _names(self) -> dict[str, str]:
        return {person.ref: person.name for person in persons(self.copied.answers, self.as_of)}

    def _pair(self, german: str, address: str) -> Pair:
        return Pair(german=german.strip(), other=self.beside.words.says(address))

    def _say(self, say: messages.Say) -> Pair:
        return both(say, self.beside.language)
