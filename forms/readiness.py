"""Which papers the answers ask for, and how far each is: there, will follow, or not obtainable with a reason.

Nothing of it stops handing in. What the person still has to bring can be printed in both languages.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.ledger import Ledger
from forms.ledger_lines import Former, Stamp
from forms.proposals import EVIDENCE_BY_ASPECT, wanted_evidence
from forms.values import is_filled
from forms.wordings import option_address, question_address

START = "unterlagen"
"""Start of the places at which a draft keeps what was said of a paper; they are no answers and never handed in."""
ASPECTS = "haerte_aspekte"
LONGEST_REASON = 300
"""Characters that a page lets one person type; what two typed at once stays whole."""
BESIDE = " / "
"""Between two reasons that were noted at once."""


class Said(models.TextChoices):
    """What somebody said of a paper that is not there."""

    FOLLOWS = "folgt", _("will follow")
    UNOBTAINABLE = "keine", _("cannot be obtained")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `address` leads to its name in other languages, `aspects` say what it is wanted for."""

    kind: str
    label: str
    address: str
    aspects: tuple[str, ...]
    is_there: bool
    said: str = ""
    reason: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to think of it any more."""
        return self.is_there or (self.said == Said.UNOBTAINABLE and bool(self.reason))

    @property
    def is_to_bring(self) -> bool:
        return not self.is_there and self.said != Said.UNOBTAINABLE

    @property
    def said_place(self) -> str:
        return f"{START}.{self.kind}.stand"

    @property
    def reason_place(self) -> str:
        return f"{START}.{self.kind}.grund"


def papers(form: FormDefinition, ledger: Ledger, *, beside: Collection[str] = ()) -> list[Paper]:
    """The papers that follow from the answers so far, in the order in which the attachments are offered.

    Those of the kinds `beside` come along, though nothing asks for them any more.
    """
    found = _attachments(form)
    if found is None:
        return []
    group, kinds, file = found
    start, there = question_address(kinds, group), _kinds_there(group, kinds, file, ledger)
    wanted = [kind for kind in dict.fromkeys([*wanted_evidence(ledger.values), *beside]) if kind in kinds.options]
    return [
        Paper(
            kind=kind,
            label=kinds.options[kind],
            address=option_address(start, kinds, kind),
            aspects=_aspects(form, ledger, kind),
            is_there=kind in there,
            said=str(ledger.values.get(f"{START}.{kind}.stand", "")),
            reason=str(ledger.values.get(f"{START}.{kind}.grund", "")),
        )
        for kind in wanted
    ]


def note_papers(
    form: FormDefinition, ledger: Ledger, sent: Mapping[str, str], stamp: Stamp, *, base: int
) -> list[Paper]:
    """Write down what a page of version `base` says of the papers that it showed; what it left alone stays as it is.

    Where two people noted different things, the later state counts and both reasons stay: these papers are returned.
    """
    clashes = []
    for paper in papers(form, ledger, beside=_kinds_noted(sent)):
        noted = noted_of(paper, sent)
        touched = {place: text for place, text in noted.items() if text != (ledger.value_at(place, base) or "")}
        if _is_rival(paper.reason_place, touched, ledger, base) and paper.reason:
            touched[paper.reason_place] = _both(paper.reason, noted[paper.reason_place])
        if any(_is_rival(place, noted, ledger, base) for place in touched):
            clashes.append(paper)
        ledger.write(touched, stamp)
    return clashes


def _kinds_noted(sent: Iterable[str]) -> list[str]:
    """Of which kinds of papers a page says something: somebody may have taken away meanwhile what asks for one."""
    return sorted({place.split(".")[1] for place in sent if place.startswith(f"{START}.") and place.count(".") == 2})


def noted_of(paper: Paper, sent: Mapping[str, str]) -> dict[str, str]:
    """By place what a page says of a paper; nothing where it did not show it."""
    if paper.said_place not in sent and paper.reason_place not in sent:
        return {}
    said = sent.get(paper.said_place, "")
    return {
        paper.said_place: said if said in Said.values else "",
        paper.reason_place: sent.get(paper.reason_place, "").strip(),
    }


def _both(saved: str, reason: str) -> str:
    """Both reasons; sent twice, as by two clicks, the second one stands there once."""
    is_there = not reason or reason in saved.split(BESIDE)
    return saved if is_there else f"{saved}{BESIDE}{reason}"


def _is_rival(place: str, noted: Mapping[str, str], ledger: Ledger, base: int) -> bool:
    """Whether somebody else has noted something different there since the page was read."""
    saved = ledger.values.get(place)
    return place in noted and saved != ledger.value_at(place, base) and (saved or "") != noted[place]


def take_out_notes(ledger: Ledger, old: FormDefinition, new: FormDefinition) -> list[Former]:
    """What was said of papers that a newer version of the form does not know, in words; it leaves the ledger."""
    found, there = _attachments(old), _attachments(new)
    before, after = found[1].options if found else {}, there[1].options if there else {}
    gone = []
    for kind, label in before.items():
        places = [f"{START}.{kind}.stand", f"{START}.{kind}.grund"]
        said, reason = (str(ledger.values.get(place, "")) for place in places)
        if kind not in after and (said or reason):
            told = [str(Said(said).label) if said in Said.values else "", reason]
            gone.append(Former(label, ", ".join(part for part in told if part)))
            for place in places:
                ledger.values.pop(place, None)
                ledger.changes.pop(place, None)
    return gone


def _attachments(form: FormDefinition) -> tuple[Group, Question, Question] | None:
    """The group that takes attachments, its question of their kind, and the one for the file."""
    for item in form.items():
        if isinstance(item, Group) and item.repeat is not None:
            files = [question for question in item.questions if question.type is QuestionType.FILE]
            kinds = [question for question in item.questions if question.options_ref == "attachment_types"]
            if files and kinds:
                return item, kinds[0], files[0]
    return None


def _kinds_there(group: Group, kinds: Question, file: Question, ledger: Ledger) -> set[str]:
    starts = [f"{group.key}.{item}" for item in ledger.items.get(group.key, [])]
    return {
        str(ledger.values.get(f"{start}.{kinds.key}"))
        for start in starts
        if is_filled(ledger.values.get(f"{start}.{file.key}"))
    }


def _aspects(form: FormDefinition, ledger: Ledger, kind: str) -> tuple[str, ...]:
    question = next((item for item in form.items() if item.key == ASPECTS and isinstance(item, Question)), None)
    chosen = ledger.values.get(ASPECTS, [])
    return tuple(
        question.options[aspect]
        for aspect, kinds in EVIDENCE_BY_ASPECT.items()
        if question is not None and aspect in chosen and kind in kinds and aspect in question.options
    )
