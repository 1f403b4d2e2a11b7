"""The conversation at the desk: who helped with the consent text, and whether the answers were read back.

These are no questions of the form, but they live in a draft like answers and are sealed with the submission. Each fact
is confirmed once: the read-back is the answer to `best_richtig`, and purpose P4 is the answer to `erklaert_leitung`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self

from forms import messages
from forms.definition import FormDefinition, Group, Question, QuestionType, Step
from forms.finger_signatures import FingerSignature
from forms.ledger import Ledger
from forms.ledger_lines import Stamp
from forms.messages import Say
from forms.places import CONSENT_GROUP
from forms.translations import State, Words

CONFIRMED = "best_richtig"
"""The question of the form that the read-back of the whole answers."""
HELPER = "consent.helper"
LANGUAGE = "read_back.language"
INTERPRETER = "read_back.interpreter"
OF_STEP = "read_back_of"
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class ReadingHelp:
    """The translation of the consent text that stood beside the binding German: its state and the SHA-256 of what
    was shown."""

    language: str
    state: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What is kept of it with a submission. `read_back_in` is a BCP 47 tag, "" where nothing was read back."""

    reading_helps: tuple[ReadingHelp, ...] = ()
    """In each language in which the consent text was read; that of the desk comes first."""
    helper: str = ""
    read_back_in: str = ""
    interpreter: str = ""
    steps: tuple[str, ...] = field(default=())
    """Titles of the steps that were also read back one by one."""
    signatures: tuple[FingerSignature, ...] = ()
    """Drawn on the screen beside the sheets on paper."""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        given = [data["reading_help"]] if data.get("reading_help") else data.get("reading_helps", [])
        return cls(
            reading_helps=tuple(ReadingHelp(**one) for one in given),
            helper=str(data.get("helper", "")),
            read_back_in=str(data.get("read_back_in", "")),
            interpreter=str(data.get("interpreter", "")),
            steps=tuple(data.get("steps", ())),
            signatures=tuple(map(FingerSignature.from_data, data.get("signatures", ()))),
        )

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    def without(self, signers: Collection[str]) -> Self:
        """The same without what these drew, by their refs."""
        return replace(self, signatures=tuple(one for one in self.signatures if one.signed.signer not in signers))


def conversation_of(
    form: FormDefinition, ledger: Ledger, words: Iterable[Words], *, signatures: Iterable[FingerSignature] = ()
) -> Conversation:
    """What a draft says of it; `words` are those of the languages in which the consent text was read beside German.

    `signatures` are those that still say what the draft says (`forms.signing_by_finger`).
    """
    values, is_confirmed = ledger.values, ledger.values.get(CONFIRMED) is True
    helps = {
        one.language: ReadingHelp(one.language, one.consent_state.value, one.consent_fingerprint)
        for one in words
        if one.consent_state in (State.DRAFT, State.RELEASED)
    }
    return Conversation(
        reading_helps=tuple(helps.values()),
        helper=str(values.get(HELPER, "")) if helps else "",
        read_back_in=str(values.get(LANGUAGE) or "de") if is_confirmed else "",
        interpreter=str(values.get(INTERPRETER, "")) if is_confirmed else "",
        steps=tuple(step.title for step in form.steps if values.get(step_place(step))),
        signatures=tuple(signatures),
    )


def step_place(step: Step) -> str:
    """Place of the tick that one step was read back."""
    return f"{OF_STEP}.{step.key}"


def is_last(step: Step, form: FormDefinition) -> bool:
    return step.key == form.steps[-1].key


def own_questions(step: Step, form: FormDefinition) -> dict[str, tuple[Question, Say]]:
    """What a step asks about the conversation itself: the question by its place, and how its label is said."""
    found = dict(_asked(step, form))
    return {place: (_question(place, kind, say), say) for place, (kind, say) in found.items()}


def _asked(step: Step, form: FormDefinition) -> Iterator[tuple[str, tuple[QuestionType, Say]]]:
    if any(isinstance(item, Group) and item.key == CONSENT_GROUP for item in step.items):
        yield HELPER, (QuestionType.TEXT, messages.helper)
    if is_last(step, form):
        yield LANGUAGE, (QuestionType.LANGUAGE, messages.read_back_language)
        yield INTERPRETER, (QuestionType.TEXT, messages.read_back_interpreter)
    else:
        yield step_place(step), (QuestionType.BOOLEAN, messages.read_back_step)


def _question(place: str, kind: QuestionType, say: Say) -> Question:
    most = LONGEST_NAME if kind is QuestionType.TEXT else None
    return Question(key=place, type=kind, label=say(), maximum=most, sensitivity="S1")


def propose_read_back(ledger: Ledger) -> Iterator[tuple[str, Any]]:
    """The language and the interpreter that the draft already names."""
    values = ledger.values
    yield LANGUAGE, values.get("sprachmittlung_sprache") or values.get("sprache")
    sheets = (value for place, value in values.items() if place.endswith(".ew_sprachmittler"))
    yield INTERPRETER, next(sheets, None)


def withdraw_outdated(form: FormDefinition, ledger: Ledger, stamp: Stamp, *, base: int, met: int) -> None:
    """A read-back counts for the answers that were read: a later change of one of them takes the tick away.

    So does one that its page did not show: the page is of version `base`, its save found version `met`, and what lies
    between the two is the work of somebody else.
    """
    read = {step_place(step): [step] for step in form.steps} | {CONFIRMED: list(form.steps[:-1])}
    gone = [
        place
        for place, steps in read.items()
        if ledger.values.get(place) is True
        and (tick := ledger.last_change(place))
        and any(
            version > tick.version or base < version <= met < tick.version
            for step in steps
            for version in _versions(step, ledger)
        )
    ]
    if gone:
        ledger.write(dict.fromkeys(gone), stamp)


def _versions(step: Step, ledger: Ledger) -> Iterator[int]:
    """When answers of this step changed; a file that comes later is nothing to read aloud."""
    own = {item.key for item in step.items}
    files = {
        question.key
        for item in step.items
        for question in (item.questions if isinstance(item, Group) else (item,))
        if question.type is QuestionType.FILE
    }
    for place, lines in ledger.changes.items():
        if place.split(".")[0] in own and place.split(".")[-1] not in files:
            yield from (line.version for line in lines)
