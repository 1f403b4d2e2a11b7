"""What the overview of a form shows: its steps with their questions, and the parts beside them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forms.revising.obstacles import Obstacle
from forms.revising.outline import Entry, Outline
from forms.revising.telling import told_condition, told_need, told_type


@dataclass(frozen=True, slots=True)
class QuestionRow:
    label: str
    kind: str
    need: str
    condition: str
    is_inside: bool
    key: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with its questions; the last one stays where it is, because there the form is handed in."""

    key: str
    number: int
    title: str
    intro: str
    questions: tuple[QuestionRow, ...]
    can_move_up: bool
    can_move_down: bool
    is_last: bool
    obstacles: int


def step_rows(outline: Outline, found: list[Obstacle]) -> list[StepRow]:
    """All steps in order."""
    keys = list(outline.steps)
    last = len(keys) - 1
    return [
        StepRow(
            key=key,
            number=number + 1,
            title=outline.step_title(key),
            intro=str(outline.steps[key].get("intro", "")),
            questions=tuple(_row(entry, outline) for entry in outline.of_step(key)),
            can_move_up=0 < number < last,
            can_move_down=number < last - 1,
            is_last=number == last,
            obstacles=sum(one.part == key for one in found),
        )
        for number, key in enumerate(keys)
    ]


def _row(entry: Entry, outline: Outline) -> QuestionRow:
    when = entry.data.get("when")
    return QuestionRow(
        label=entry.label,
        kind=told_type(entry.type),
        need=told_need(entry.data),
        condition=told_condition(when, outline, entry) if when else "",
        is_inside=bool(entry.group),
        key=entry.key,
    )


def questions_for_script(outline: Outline) -> list[Mapping[str, object]]:
    """Every question as the condition builder offers it: path, words, step, type and options."""
    return [
        {
            "path": entry.path,
            "label": outline.full_label(entry.path),
            "step": outline.step_title(entry.step),
            "type": entry.type,
            "short": str(entry.data.get("short") or entry.label),
            "options": list(outline.options(entry.path).items()),
        }
        for entry in outline.entries.values()
        if not entry.is_group
    ]


def words_for_script() -> Mapping[str, str]:
    """The texts of `form-editor.js`."""
    return {
        "yes": _("yes"),
        "no": _("no"),
        "always": _("Always asked"),
        "add": _("Add a condition"),
        "addCluster": _("Add a bracket"),
        "all": _("all of these hold"),
        "any": _("at least one of these holds"),
        "allOrAny": _("How the conditions go together"),
        "not": _("does not hold that"),
        "holds": _("it holds that"),
        "question": _("Question"),
        "choose": _("Please choose a question"),
        "is": _("is"),
        "in": _("is one of"),
        "contains": _("has a cross at"),
        "filled": _("is answered"),
        "unfilled": _("is not answered"),
        "under_age": _("is the birth date of somebody younger than"),
        "years": _("years"),
        "comparison": _("Comparison"),
        "answer": _("Answer"),
        "remove": _("Remove"),
        "up": _("Move up"),
        "down": _("Move down"),
        "addOption": _("Add an answer"),
        "mark": _("Mark"),
        "noMark": _("no mark"),
        "sharedList": _("These answers come from a list. Change their words under “Lists of answers”."),
        "addQuestion": _("Add a question"),
        "fact": _("Fact of the account"),
        "addFact": _("Add a fact"),
        "given": _("If the answer is"),
        "anyAnswer": _("any answer fits"),
        "onlyThese": _("only these answers fit"),
        "chooseBoth": _("Please choose both questions first."),
        "chooseFirst": _("Please choose the question first."),
        "chooseGroup": _("Please choose the group first."),
        "addColumn": _("Add a column"),
        "noColumns": _("The dossier chooses the columns itself."),
        "columnsRepeat": _("Only a group that can be given several times has a table."),
        "columnsSave": _("Please save the questions of the group first; then they can be chosen here."),
        "values": _("Answers, separated by commas; an asterisk at the end stands for any ending"),
    }
