"""Which papers the answers ask for, and how far each is: there, will follow, or not obtainable with a reason.

Nothing of it stops handing in. What the person still has to bring can be printed in both languages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.ledger import Ledger, Stamp
from forms.proposals import EVIDENCE_BY_ASPECT, wanted_evidence
from forms.values import is_filled
from forms.wordings import option_address, question_address

START = "unterlagen"
"""Start of the places at which a draft keeps what was said of a paper; they are no answers and never handed in."""
ASPECTS = "haerte_aspekte"
LONGEST_REASON = 300


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


def papers(form: FormDefinition, ledger: Ledger) -> list[Paper]:
    """The papers that follow from the answers so far, in the order in which the attachments are offered."""
    found = _attachments(form)
    if found is None:
        return []
    group, kinds, file = found
    start, there = question_address(kinds, group), _kinds_there(group, kinds, file, ledger)
    wanted = [kind for kind in wanted_evidence(ledger.values) if kind in kinds.options]
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


def note_papers(form: FormDefinition, ledger: Ledger, sent: Mapping[str, str], stamp: Stamp) -> None:
    """Write down what a page says of the papers that it showed."""
    for paper in papers(form, ledger):
        if paper.said_place in sent or paper.reason_place in sent:
            said, reason = sent.get(paper.said_place, ""), sent.get(paper.reason_place, "")
            ledger.write(
                {
                    paper.said_place: said if said in Said.values else "",
                    paper.reason_place: reason.strip()[:LONGEST_REASON],
                },
                stamp,
            )


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
