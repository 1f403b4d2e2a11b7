"""What a page of the wizard says, read off the page itself, and what it shall say for a case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, expect

from forms import countries, languages
from forms.definition import Group, QuestionType, Step
from forms.ledger import GATE
from forms.persons import APPLICANT
from forms.places import CONSENT_GROUP
from forms.sheets import BY_PURPOSE, BY_SYSTEM
from forms.typed_names import code_of
from tests.forms.filling import typed

expect.set_options(timeout=30_000)
Says = str | bool | tuple[str, ...]
Answers = Mapping[str, Any]
READ = """() => [...document.getElementById("step-form").elements]
  .filter((one) => one.name && !["hidden", "submit"].includes(one.type) && one.name !== "desk.language")
  .map((one) => ({
    place: one.name, kind: one.type, value: one.value, id: one.id, isChecked: Boolean(one.checked),
    list: one.getAttribute("list") || "",
    isHidden: Boolean(one.closest("[hidden]")), isFolded: Boolean(one.closest("details:not([open])")),
    files: one.type !== "file" ? []
      : [...one.closest(".field").querySelectorAll(".file__name")].map((it) => it.textContent),
  }))"""
REMOVE = 'button[name="action"][value^="remove:{group}:"]'


@dataclass(slots=True)
class Place:
    """One question on a page, with the elements that answer it."""

    name: str
    elements: list[dict[str, Any]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """``text``, ``name``, ``names``, ``select``, ``radios``, ``ticks``, ``tick`` or ``file``."""
        if self.elements[0]["list"]:
            return "name" if self.elements[0]["id"] == f"f-{self.name.replace('.', '-')}" else "names"
        match self.elements[0]["kind"]:
            case "radio":
                return "radios"
            case "checkbox":
                return "tick" if len(self.elements) == 1 and self.elements[0]["value"] == "1" else "ticks"
            case "select-one":
                return "select"
            case "file":
                return "file"
            case _:
                return "text"

    @property
    def says(self) -> Says:
        if self.kind == "file":
            return tuple(self.elements[0]["files"])
        if self.kind == "tick":
            return bool(self.elements[0]["isChecked"])
        if self.kind in ("radios", "ticks"):
            chosen = [str(one["value"]) for one in self.elements if one["isChecked"]]
            return tuple(sorted(chosen)) if self.kind == "ticks" else "".join(chosen)
        if self.kind in ("name", "names"):
            codes = [code_of(one["value"], is_language=one["list"] == "languages") for one in self.elements]
            return codes[0] if self.kind == "name" else tuple(code for code in codes if code)
        return str(self.elements[0]["value"]).replace("\r\n", "\n")

    def named(self, code: str) -> str:
        """A country or language as somebody types it who reads German."""
        names = languages.names() if self.elements[0]["list"] == "languages" else countries.names()
        return names[code] if code else ""

    @property
    def is_shown(self) -> bool:
        return not self.elements[0]["isHidden"]

    @property
    def is_folded(self) -> bool:
        return bool(self.elements[0]["isFolded"])


def read_page(page: Page) -> dict[str, Place]:
    """All places of a page in its order, the hidden ones too."""
    found: dict[str, Place] = {}
    for element in page.evaluate(READ):
        found.setdefault(element["place"], Place(element["place"])).elements.append(element)
    return found


def items_on(page: Page, group: str) -> list[str]:
    """Ids of a repeating group's entries, in order."""
    buttons = page.locator(REMOVE.format(group=group)).all()
    return [str(button.get_attribute("value")).split(":")[2] for button in buttons]


def is_list(item: Any) -> bool:
    """Whether it is a group whose entries are added and removed by buttons."""
    return isinstance(item, Group) and item.repeat is not None and item.key != CONSENT_GROUP


def has_files(group: Group) -> bool:
    return any(question.type is QuestionType.FILE for question in group.questions)


def fitting(group: Group, given: Sequence[Answers], shown: Sequence[str]) -> list[str]:
    """Which entry takes which answers: a proposed row of the same type first; "" where one has to be added."""
    free, taken = list(shown), []
    for answer in given:
        proposed = [one for one in free if has_files(group) and one == f"t-{answer.get('an_typ')}"]
        blank = [one for one in free if not one.startswith("t-")]
        taken.append((*proposed, *blank, "")[0])
        if taken[-1]:
            free.remove(taken[-1])
    return taken


def wanted(
    step: Step, answers: Answers, items: Mapping[str, Sequence[str]], places: Mapping[str, Place]
) -> dict[str, Says]:
    """What each place of a step shall say; `items` are the entries of each list, as `fitting` gives them."""
    return dict(_wanted(step, answers, items, places))


def _wanted(
    step: Step, answers: Answers, items: Mapping[str, Sequence[str]], places: Mapping[str, Place]
) -> Iterator[tuple[str, Says]]:
    if GATE in places:
        yield GATE, any("P2" in one["ew_zwecke"] for one in answers.get(CONSENT_GROUP, []))
    for item in step.items:
        if not isinstance(item, Group):
            if not item.readonly and item.key not in BY_PURPOSE:
                yield item.key, shall_say(item, answers.get(item.key))
        elif item.key == CONSENT_GROUP:
            for signer in signers_on(places):
                sheet = _asked(item, f"{item.key}.{signer}", declared(answers[item.key], signer))
                yield from ((name, say) for name, say in sheet if name in places)  # a known name is not asked
        elif item.repeat is None:
            yield from _asked(item, item.key, answers.get(item.key, {}))
        else:
            for one, answer in zip(items[item.key], answers.get(item.key, []), strict=True):
                yield from _asked(item, f"{item.key}.{one}", answer) if one else ()


def _asked(group: Group, start: str, answer: Answers) -> Iterator[tuple[str, Says]]:
    left_out = BY_SYSTEM if group.key == CONSENT_GROUP else frozenset[str]()
    for question in group.questions:
        if not question.derived and question.key not in left_out:
            yield f"{start}.{question.key}", shall_say(question, answer.get(question.key))


def shall_say(question: Any, answer: Any) -> Says:
    if question.type is QuestionType.FILE:
        return () if answer is None else (answer,) if isinstance(answer, str) else tuple(answer)
    if question.type in (QuestionType.MULTICHOICE, QuestionType.COUNTRY_LIST):
        chosen = [str(one) for one in answer or ()]
        return tuple(sorted(chosen) if question.type is QuestionType.MULTICHOICE else chosen)
    said = typed(question, answer)
    return said if isinstance(said, str | bool) else tuple(said)


def signers_on(places: Mapping[str, Place]) -> list[str]:
    return [name.split(".")[1] for name in places if name.startswith(CONSENT_GROUP) and name.endswith(".ew_zwecke")]


def declared(records: Sequence[Answers], signer: str) -> Answers:
    """What a sheet says: the signer's own declaration, or the first that she gives for somebody else."""
    own = [one for one in records if one["ew_person"] == signer and one["ew_rolle"] != "sorge"]
    for_others = [one for one in records if one["ew_rolle"] == "sorge"]
    return (own or [one for one in for_others if one["ew_person"] in (APPLICANT, signer)] or for_others)[0]
