"""A block a kind of rule, made from the checks of its parameters; a mark may have a second rule of its own."""

from collections.abc import Mapping
from itertools import groupby

from django.utils.translation import gettext as _
from wagtail import blocks

from forms import parameters, rule_entries
from forms.revising.outline import Outline
from pages.editing.form.blocks import select
from pages.editing.form.rules import CHOSEN, NAMES, PARAMETERS, checks_of
from pages.editing.form.widgets import ElementBlock

Fields = list[tuple[str, blocks.Block]]
CHOICES: Mapping[str, str] = {"allowed": "form-pairs", "facts": "form-facts"}
"""Elements for questions with answers, by the parameter's name."""


def rule_blocks(outline: Outline) -> blocks.StreamBlock:
    """All rules of a form; every kind can be added but the one that is told in words alone."""
    fields = RuleFields(outline)
    kinds = [(kind, _block(kind, name(), fields)) for kind, name in NAMES.items()]
    in_words = blocks.StructBlock(
        [*fields.common(), *fields.of_mark()],
        label=_("Rule in words"),
        icon="warning",
        collapsed=True,
        label_format="{code} {message}",
    )
    return blocks.StreamBlock(
        [*kinds, ("in_words", in_words)], required=False, block_counts={"in_words": {"max_num": _in_words(outline)}}
    )


def _in_words(outline: Outline) -> int:
    """Such rules come from files of others; here none are added."""
    return sum("rule" not in rule for rule in (outline.form.get("validation_rules") or {}).values())


def _block(kind: str, name: str, fields: "RuleFields") -> blocks.StructBlock:
    own = [*fields.common(), *fields.of_kind(kind), *fields.of_mark()]
    return blocks.StructBlock(own, label=name, icon="check", collapsed=True, label_format="{code} {message}")


class RuleFields:
    """Fields that rules share; one object a meaning, so that each is described to the page once."""

    def __init__(self, outline: Outline) -> None:
        flags = {code: f"{code} · {label}" for code, label in (outline.form.get("flags") or {}).items()}
        weights = {
            "error": _("stops handing in"),
            "warn": _("warns, stops nothing"),
            "info": _("tells for information"),
        }
        self.code = blocks.CharBlock(
            required=False, max_length=10, label=_("Code"), help_text=_("Given by the system.")
        )
        self.severity = select(_("Weight"), weights, default="warn")
        self.message = blocks.CharBlock(max_length=300, label=_("Message"))
        self.flag = select(_("Sets a mark for the secretariat"), flags, empty=_("no mark"))
        self.question = _question_select(outline, _("Question"))
        self.outline = outline
        self._parameters = {
            (kind, name): self._parameter(kind, name, check)
            for kind in NAMES
            for name, check in checks_of(kind).items()
        }
        self.unless = blocks.StreamBlock(
            [
                (kind, blocks.StructBlock(self.of_kind(kind), label=name(), icon="check"))
                for kind, name in NAMES.items()
            ],
            required=False,
            max_num=1,
            label=_("The mark follows a rule of its own"),
            help_text=_("Without one the mark is set where the rule above is broken. With one only that rule counts."),
        )

    def common(self) -> Fields:
        return [("code", self.code), ("message", self.message), ("severity", self.severity)]

    def of_mark(self) -> Fields:
        return [("flag", self.flag), ("unless", self.unless)]

    def of_kind(self, kind: str) -> Fields:
        return [(name, self._parameters[kind, name]) for name in checks_of(kind)]

    def _parameter(self, kind: str, name: str, check: parameters.Check) -> blocks.Block:
        label = PARAMETERS[name]()
        if (kind, name) in CHOSEN:
            return ElementBlock("form-answer", label=label)
        if check is rule_entries.descriptions:
            return blocks.ListBlock(self._description(), label=label, collapsed=False, default=[])
        if check is parameters.choices:
            of = "group" if name == "where" else ""
            return ElementBlock(CHOICES.get(name, "form-answers"), of=of, label=label)
        if check is parameters.a_condition:
            return ElementBlock("form-condition", label=label)
        if check is parameters.bounds:
            return blocks.ListBlock(self._bound(), label=label, collapsed=False, default=[])
        if check is parameters.fields_of:
            return blocks.ListBlock(_question_select(self.outline, _("Question")), label=label, default=[])
        if check is parameters.texts:
            return self._texts(name, label)
        if check is parameters.a_number:
            return blocks.IntegerBlock(required=False, min_value=0, label=label)
        if check is parameters.truth:
            return blocks.BooleanBlock(required=False, label=label)
        if check is parameters.a_field:
            return _question_select(self.outline, label, groups=name == "group")
        return blocks.CharBlock(required=False, label=label)

    def _texts(self, name: str, label: str) -> blocks.Block:
        if name != "purposes":
            return blocks.TextBlock(required=False, rows=2, label=label, help_text=_("Separated by commas."))
        purposes = self.outline.form.get("consent_purposes") or {}
        choices = [(code, f"{code} · {entry.get('label', '')}") for code, entry in purposes.items()]
        return blocks.MultipleChoiceBlock(choices=choices, required=False, label=label)

    def _description(self) -> blocks.StructBlock:
        where = ElementBlock("form-answers", of="group", label=PARAMETERS["where"]())
        return blocks.StructBlock(
            [("where", where), ("when", ElementBlock("form-condition", label=_("Needed only if")))]
        )

    def _bound(self) -> blocks.StructBlock:
        than = {"today": _("today, plus or minus days"), "field": _("the answer to a question"), "year": _("a year")}
        return blocks.StructBlock(
            [
                ("than", select(_("Limit"), than, default="today")),
                ("number", blocks.IntegerBlock(required=False, label=_("Days (minus: before today), or the year"))),
                ("question", self.question),
            ]
        )


def _question_select(outline: Outline, label: str, *, groups: bool = False) -> blocks.ChoiceBlock:
    """A select of all questions, or of all groups, by step."""
    entries = [entry for entry in outline.entries.values() if entry.is_group is groups]
    choices = [
        (outline.step_title(step), [(entry.path, outline.full_label(entry.path)) for entry in some])
        for step, some in groupby(entries, key=lambda entry: entry.step)
    ]
    return blocks.ChoiceBlock(choices=choices, required=False, label=label)
