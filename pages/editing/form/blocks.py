"""The blocks of a step: one for each kind of question, and groups of them.

Their choices come from the form that is edited (its lists, classes, sections and marks), so they are made for each
request; nothing of them is stored. Fields of one meaning are one object, so that each is described to the page once.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from forms.definition import LONGEST_SHORT
from forms.dossier_sections import titles as section_titles
from forms.effort import ACCOUNT
from forms.revising.outline import Outline, Raw
from pages.editing.form.widgets import ElementBlock

Fields = list[tuple[str, blocks.Block]]
ICONS = {
    "text": "pilcrow",
    "choice": "list-ul",
    "tick": "check",
    "number": "order",
    "date": "date",
    "contact": "mail",
    "country": "globe",
    "language": "comment",
    "file": "upload",
}
TITLE_HELP = gettext_lazy("Keys of questions in curly brackets, such as {ch_von} {ch_status}.")
SHORT_HELP = gettext_lazy("Stands above its column in the dossier where the question is too long for that.")
COLUMNS_HELP = gettext_lazy(
    "Which questions are columns, in this order. What is no column is told below the table. "
    "Without any the dossier chooses itself."
)
KEY_HELP = gettext_lazy("Leave it empty: it is made from the question and stays the same for ever.")


def step_blocks(form: Raw, step: str) -> blocks.StreamBlock:
    """A whole step: questions and groups. A new question begins with what most questions of the step have."""
    shared = Shared(form, usual=_usual(form, step))
    questions = shared.questions()
    group = blocks.StructBlock(
        [
            *shared.common(_("Name of the group")),
            ("repeats", blocks.BooleanBlock(required=False, label=_("Can be given several times"))),
            ("least", _number(_("At least so many"))),
            ("most", _number(_("At most so many"))),
            ("title", blocks.CharBlock(required=False, label=_("Heading of an entry"), help_text=TITLE_HELP)),
            ("questions", blocks.StreamBlock(questions, required=False, label=_("Questions of the group"))),
            (
                "columns",
                ElementBlock("form-columns", of="key", help_text=COLUMNS_HELP, label=_("Table in the dossier")),
            ),
            *shared.rest(),
        ],
        label=_("Group of questions"),
        icon="folder-open-inverse",
        collapsed=True,
        label_format="{label}",
        form_layout=BlockGroup(
            ["label", "help", "need", "when", "repeats", "least", "most", "title", "questions", "columns"],
            settings=["key", "source"],
        ),
    )
    return blocks.StreamBlock([*questions, ("group", group)], required=False, collapsed=True)


def _usual(form: Raw, step: str) -> Mapping[str, str]:
    """The sensitivity and the section that most questions of a step have."""
    questions = [entry.data for entry in Outline(form).of_step(step) if not entry.is_group]
    usual = {}
    for name, otherwise in (("sens", "S2"), ("dossier", "DXX")):
        counted = Counter(str(question.get(name, otherwise)) for question in questions)
        usual[name] = counted.most_common(1)[0][0] if counted else otherwise
    return usual


class Shared:
    """Fields that several kinds of questions have."""

    def __init__(self, form: Raw, *, usual: Mapping[str, str]) -> None:
        self.short = blocks.CharBlock(
            required=False, max_length=LONGEST_SHORT, label=_("Short title for tables"), help_text=SHORT_HELP
        )
        self.sens = select(
            _("Sensitivity"), labels_of(form.get("sensitivity_classes")), prefix=True, default=usual["sens"]
        )
        self.dossier = select(_("Section of the dossier"), section_titles(form), prefix=True, default=usual["dossier"])
        lists = [*(form.get("enums") or {}), "attachment_types", "consent_purposes"]
        self.options_ref = select(_("Answers from a list"), {name: name for name in lists}, empty=_("own answers"))
        self.options = ElementBlock("form-options", label=_("Answers"))
        self.help = blocks.TextBlock(required=False, rows=2, label=_("Help text"))
        self.need = select(
            _("Must it be answered?"),
            {
                "required": _("required"),
                "recommended": _("recommended (warns, stops nothing)"),
                "optional": _("optional"),
            },
            default="optional",
        )
        self.when = ElementBlock("form-condition", label=_("Asked only if"))
        self.key = blocks.CharBlock(required=False, max_length=60, label=_("Key"), help_text=KEY_HELP)
        self.source = blocks.CharBlock(required=False, label=_("Source"))
        self.pattern = blocks.CharBlock(required=False, label=_("Allowed form (regular expression)"))
        self.prefill = select(
            _("Filled in from the account"), {name: _account(name) for name in ACCOUNT}, empty=_("nothing")
        )
        self.readonly = blocks.BooleanBlock(required=False, label=_("Only shown, not to be changed"))

    def common(self, label: str) -> Fields:
        return [
            ("label", blocks.CharBlock(max_length=400, label=label)),
            ("help", self.help),
            ("need", self.need),
            ("when", self.when),
        ]

    def rest(self) -> Fields:
        return [("key", self.key), ("source", self.source)]

    def questions(self) -> Fields:
        """A block a kind of question, in the order in which they are offered."""
        least, most = _number(_("Least")), _number(_("Most"))
        characters = [("least", _number(_("At least characters"))), ("most", _number(_("At most characters")))]
        both: Fields = [("least", least), ("most", most)]
        text = _types(("text", _("short, one line")), ("textarea", _("long, several lines")))
        choice = _types(("choice", _("one answer")), ("multichoice", _("several answers")))
        date = _types(("date", _("exact day")), ("partial_date", _("may be known in part")))
        contact = _types(("phone", _("phone number")), ("email", _("e-mail address")))
        country = _types(("country", _("one country")), ("country_list", _("several countries")))
        kinds: dict[str, tuple[str, Fields]] = {
            "text": (_("Text"), [("type", text), *characters]),
            "choice": (
                _("Choice"),
                [("type", choice), ("options_ref", self.options_ref), ("options", self.options), *both],
            ),
            "tick": (_("Tick"), [("must_be", blocks.BooleanBlock(required=False, label=_("Must be ticked")))]),
            "number": (_("Number"), both),
            "date": (_("Date"), [("type", date)]),
            "contact": (_("Phone or e-mail"), [("type", contact)]),
            "country": (_("Country"), [("type", country), *both]),
            "language": (_("Language"), []),
            "file": (_("File"), []),
        }
        return [(name, self._question(name, label, own)) for name, (label, own) in kinds.items()]

    def _question(self, name: str, label: str, own: Fields) -> blocks.StructBlock:
        fields: Fields = [
            *self.common(_("Question")),
            *own,
            ("sens", self.sens),
            ("dossier", self.dossier),
            ("short", self.short),
            *self.rest(),
            ("pattern", self.pattern),
            ("prefill", self.prefill),
            ("readonly", self.readonly),
        ]
        own_names = [field for field, _block in own]
        layout = BlockGroup(
            ["label", "help", *own_names, "need", "when", "sens", "dossier", "short"],
            settings=["key", "pattern", "prefill", "readonly", "source"],
        )
        return blocks.StructBlock(
            fields, label=label, icon=ICONS[name], collapsed=True, label_format="{label}", form_layout=layout
        )


def _account(name: str) -> str:
    return {
        "account.display_name": _("name"),
        "account.organisation": _("organisation"),
        "account.professional_role": _("profession"),
        "account.phone": _("phone number"),
        "account.email": _("e-mail address"),
    }[name]


def labels_of(entries: Any) -> dict[str, str]:
    found = entries if isinstance(entries, Mapping) else {}
    return {
        str(key): str(entry.get("label", key)) if isinstance(entry, Mapping) else str(entry)
        for key, entry in found.items()
    }


def select(
    label: str, choices: Mapping[str, str], *, prefix: bool = False, empty: str = "", default: str | None = None
) -> blocks.ChoiceBlock:
    """A select; with `empty` nothing may be chosen, under these words. `prefix` shows the key before the label."""
    listed = [(key, f"{key} · {words}" if prefix else words) for key, words in choices.items()]
    if empty:
        listed = [("", empty), *listed]
    meta = {} if default is None else {"default": default}
    return blocks.ChoiceBlock(choices=listed, required=not empty, label=label, **meta)


def _types(*kinds: tuple[str, str]) -> blocks.ChoiceBlock:
    return select(_("Kind of answer"), dict(kinds), default=kinds[0][0])


def _number(label: str) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(required=False, min_value=0, label=label)
