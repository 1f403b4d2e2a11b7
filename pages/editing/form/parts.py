"""What belongs to the whole form, a page each: rules, purposes, attachments, lists, marks, files, dossier,
self-check."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from forms import media_types
from forms.reading import DEFAULT_PAGES, PAGES
from forms.revising.keys import next_code, propose_key
from forms.revising.outline import Outline
from pages.editing.form import values
from pages.editing.form.blocks import labels_of, select
from pages.editing.form.dossier_part import section_blocks, shown_sections, written_sections
from pages.editing.form.questions import block_id, keyed_options
from pages.editing.form.rule_blocks import rule_blocks
from pages.editing.form.rules import shown_rules, with_rules, written_rules
from pages.editing.form.self_check import self_check_blocks, shown_self_check, written_self_check
from pages.editing.form.sending import Sent, as_sent
from pages.editing.form.values import Data, Unusable, Write, merged, set_or_drop, text, tick
from pages.editing.form.widgets import ElementBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One page. `names` are the entries of the form file it may change, which its fingerprint covers; `part` is what
    obstacles call it."""

    slug: str
    title: str | Promise
    part: str
    names: tuple[str, ...]
    blocks: Callable[[Outline], blocks.Block]
    shown: Callable[[Outline], Any]
    written: Callable[[Any, Outline], Data]

    def content(self, form: Data) -> dict[str, Any]:
        return {name: form.get(name) for name in self.names}


# A mapping from keys to entries, as a stream of blocks of one kind.


@dataclass(frozen=True, slots=True)
class Listed:
    """How the entries of one mapping are shown and written; `entry` may be a mapping or a text."""

    name: str
    show: Callable[[str, Any], dict[str, Any]]
    writers: Mapping[str, Write]
    new_key: Callable[[Mapping[str, Any], set[str]], str]
    begun: Callable[[], Any] = dict

    def shown(self, form: Mapping[str, Any]) -> list[dict[str, Any]]:
        entries = form.get(self.name) or {}
        return [
            {"type": "entry", "value": self.show(key, entry), "id": block_id(f"{self.name} {key}")}
            for key, entry in entries.items()
        ]

    def written(self, sent: Sequence[Sent], form: Mapping[str, Any]) -> dict[str, Any]:
        before = form.get(self.name) or {}
        known = {block_id(f"{self.name} {key}"): key for key in before}
        entries: dict[str, Any] = {}
        for one in sent:
            key = known.get(one.id) or self.new_key(one.value, {*before, *entries})
            base = before.get(key, self.begun())
            entries[key] = self._entry(key, base, one)
        return entries

    def _entry(self, key: str, base: Any, one: Sent) -> Any:
        if isinstance(base, str):
            return merged({"label": base}, self.show(key, base), one.value, self.writers).get("label", "")
        return merged(base, self.show(key, base), one.value, self.writers)


PURPOSES = Listed(
    "consent_purposes",
    lambda key, entry: {
        "code": key,
        "label": entry.get("label", ""),
        "required": {True: "always", False: "never"}.get(entry.get("required", False), "when_s3"),
    },
    {"required": lambda data, value: _write_required(data, value), "label": text("label")},
    lambda value, taken: next_code("P", taken),
    lambda: {"required": False, "label": ""},
)
ATTACHMENTS = Listed(
    "attachment_types",
    lambda key, entry: {
        "label": entry.get("label", ""),
        "sens": entry.get("sens", "S2"),
        "recommended": bool(entry.get("recommended")),
        "required_when": entry.get("required_when", ""),
        "note": entry.get("note", ""),
    },
    {
        "label": text("label"),
        "sens": text("sens"),
        "recommended": tick("recommended"),
        "required_when": text("required_when"),
        "note": text("note"),
    },
    lambda value, taken: propose_key(str(value.get("label", "")), taken),
    lambda: {"label": "", "sens": "S2"},
)
EXCLUSIONS = Listed(
    "exclusion_rules",
    lambda key, entry: {"code": key, "label": entry.get("label", ""), "text": entry.get("text", "")},
    {"label": text("label"), "text": text("text")},
    lambda value, taken: next_code("X", taken),
    lambda: {"label": "", "decided_by": "secretariat", "four_eyes": True, "text": ""},
)
FLAGS = Listed(
    "flags",
    lambda key, entry: {"code": key, "label": entry},
    {"label": text("label")},
    lambda value, taken: next_code("H", taken),
    lambda: "",
)


def _write_required(data: Data, value: Any) -> None:
    data["required"] = {"always": True, "never": False}.get(value, "when_s3")


def _entries(fields: list[tuple[str, blocks.Block]], label: str, label_format: str = "{label}") -> blocks.StreamBlock:
    entry = blocks.StructBlock(fields, label=label, icon="list-ul", collapsed=True, label_format=label_format)
    return blocks.StreamBlock([("entry", entry)], required=False)


def _code() -> blocks.CharBlock:
    return blocks.CharBlock(required=False, label=_("Code"), help_text=_("Given by the system."))


def _label() -> blocks.CharBlock:
    return blocks.CharBlock(max_length=400, label=_("Wording"))


def _purpose_blocks(outline: Outline) -> blocks.Block:
    needs = {
        "always": _("without it no application"),
        "when_s3": _("needed where health or the like is told"),
        "never": _("free choice"),
    }
    fields = [("code", _code()), ("label", _label()), ("required", select(_("Needed"), needs, default="never"))]
    return _entries(fields, _("Purpose"), "{code} {label}")


def _attachment_blocks(outline: Outline) -> blocks.Block:
    classes = labels_of(outline.form.get("sensitivity_classes"))
    fields = [
        ("label", _label()),
        ("sens", select(_("Sensitivity"), classes, prefix=True, default="S2")),
        ("recommended", blocks.BooleanBlock(required=False, label=_("Recommended in every application"))),
        ("required_when", blocks.CharBlock(required=False, label=_("Needed if (in words, for case managers)"))),
        ("note", blocks.CharBlock(required=False, label=_("Note"))),
    ]
    return _entries(fields, _("Type of attachment"))


def _mark_blocks(outline: Outline) -> blocks.Block:
    explained = blocks.TextBlock(rows=2, label=_("Text for the person"))
    exclusions = _entries([("code", _code()), ("label", _label()), ("text", explained)], _("Ground"), "{code} {label}")
    flags = _entries([("code", _code()), ("label", _label())], _("Mark"), "{code} {label}")
    return blocks.StructBlock([("exclusions", _named(exclusions, _("Grounds for exclusion"))), ("flags", flags)])


def _named(block: blocks.Block, label: str) -> blocks.Block:
    block.meta.label = label
    return block


# Lists of answers that several questions share.


def _list_blocks(outline: Outline) -> blocks.Block:
    fields = [
        ("name", blocks.CharBlock(max_length=60, label=_("Name of the list"), help_text=_("Stays as it was first."))),
        ("options", ElementBlock("form-options", label=_("Answers"))),
    ]
    return _entries(fields, _("List of answers"), "{name}")


def _shown_lists(outline: Outline) -> list[dict[str, Any]]:
    return [
        {"type": "entry", "value": _shown_list(name, entries), "id": block_id(f"enums {name}")}
        for name, entries in _own_lists(outline).items()
    ]


def _shown_list(name: str, entries: Mapping[str, str]) -> dict[str, Any]:
    return {"name": name, "options": {"options": [[str(k), str(v)] for k, v in entries.items()], "marks": {}}}


def _own_lists(outline: Outline) -> dict[str, Mapping[str, str]]:
    return {name: entries for name, entries in (outline.form.get("enums") or {}).items() if "$ref" not in entries}


def _written_lists(sent: Sequence[Sent], outline: Outline) -> Data:
    own = _own_lists(outline)
    known = {block_id(f"enums {name}"): name for name in own}
    lists: dict[str, Any] = {}
    for one in sent:
        name = known.get(one.id) or propose_key(str(one.value.get("name", "")), {*own, *lists})
        shown = _shown_list(name, own.get(name, {}))
        given = one.value.get("options")
        is_kept = name in own and values.plain(given) == values.plain(shown["options"])
        lists[name] = own[name] if is_kept else keyed_options((given or {}).get("options") or [])
    others = {name: one for name, one in (outline.form.get("enums") or {}).items() if name not in own}
    if list(lists) == list(own):
        lists = {name: lists.get(name, one) for name, one in (outline.form.get("enums") or {}).items()}
        return {**outline.form, "enums": lists}
    return {**outline.form, "enums": {**lists, **others}}


# Limits of files.


def _file_blocks(outline: Outline) -> blocks.Block:
    kinds = {**media_types.NAMES, **{kind: kind for kind in outline.form.get("file_rules", {}).get("accept", ())}}
    choices = [(kind, media_types.NAMES.get(kind, kind)) for kind in kinds]

    def whole(label: str) -> blocks.IntegerBlock:
        return blocks.IntegerBlock(min_value=1, label=label)

    return blocks.StructBlock(
        [
            ("accept", blocks.MultipleChoiceBlock(choices=choices, label=_("Kinds of files"))),
            ("max_file_mb", whole(_("Megabytes a file"))),
            ("max_total_mb", whole(_("Megabytes in all"))),
            ("max_files", whole(_("Number of files"))),
            ("max_pages", whole(_("Pages a file"))),
        ]
    )


def _shown_files(outline: Outline) -> dict[str, Any]:
    rules = outline.form.get("file_rules") or {}
    names = ("max_file_mb", "max_total_mb", "max_files")
    return {"accept": list(rules.get("accept", ())), **{name: rules.get(name) for name in names}, **_pages(rules)}


def _pages(rules: Mapping[str, Any]) -> dict[str, Any]:
    told = (PAGES.search(str(check)) for check in rules.get("checks", ()))
    return {"max_pages": rules.get("max_pages") or next((int(one[1]) for one in told if one), DEFAULT_PAGES)}


def _written_files(value: Mapping[str, Any], outline: Outline) -> Data:
    names = ("max_file_mb", "max_total_mb", "max_files", "max_pages")
    writers: dict[str, Write] = {name: values.number(name) for name in names}
    writers["accept"] = lambda data, given: set_or_drop(data, "accept", list(given))
    if not value.get("accept"):
        raise Unusable(_("Please choose at least one kind of file."))
    rules = merged(outline.form.get("file_rules") or {}, _shown_files(outline), value, writers)
    return {**outline.form, "file_rules": rules}


# The head of the form.


def _head_blocks(outline: Outline) -> blocks.Block:
    return blocks.StructBlock(
        [
            ("title", blocks.CharBlock(max_length=200, label=_("Title of the form"))),
            ("note", blocks.TextBlock(required=False, rows=2, label=_("Note for editors"))),
        ]
    )


def _shown_head(outline: Outline) -> dict[str, Any]:
    head = outline.form.get("form") or {}
    return {"title": head.get("title", ""), "note": head.get("note", "")}


def _written_head(value: Mapping[str, Any], outline: Outline) -> Data:
    writers = {"title": text("title"), "note": text("note")}
    return {**outline.form, "form": merged(outline.form["form"], _shown_head(outline), value, writers)}


def _written_marks(value: Mapping[str, Any], outline: Outline) -> Data:
    return {
        **outline.form,
        "exclusion_rules": EXCLUSIONS.written(as_sent(value["exclusions"]), outline.form),
        "flags": FLAGS.written(as_sent(value["flags"]), outline.form),
    }


PARTS: tuple[Part, ...] = (
    Part(
        slug="regeln",
        title=gettext_lazy("Rules"),
        part="rules",
        names=("validation_rules", "steps"),
        blocks=rule_blocks,
        shown=shown_rules,
        written=lambda sent, outline: with_rules(dict(outline.form), written_rules(as_sent(sent), outline), outline),
    ),
    Part(
        slug="zwecke",
        title=gettext_lazy("Purposes of consent"),
        part="consent",
        names=("consent_purposes",),
        blocks=_purpose_blocks,
        shown=lambda outline: PURPOSES.shown(outline.form),
        written=lambda sent, outline: {
            **outline.form,
            "consent_purposes": PURPOSES.written(as_sent(sent), outline.form),
        },
    ),
    Part(
        slug="anlagen",
        title=gettext_lazy("Types of attachments"),
        part="attachments",
        names=("attachment_types",),
        blocks=_attachment_blocks,
        shown=lambda outline: ATTACHMENTS.shown(outline.form),
        written=lambda sent, outline: {
            **outline.form,
            "attachment_types": ATTACHMENTS.written(as_sent(sent), outline.form),
        },
    ),
    Part(
        slug="listen",
        title=gettext_lazy("Lists of answers"),
        part="lists",
        names=("enums",),
        blocks=_list_blocks,
        shown=_shown_lists,
        written=lambda sent, outline: _written_lists(as_sent(sent), outline),
    ),
    Part(
        slug="kennzeichen",
        title=gettext_lazy("Grounds for exclusion and marks"),
        part="marks",
        names=("exclusion_rules", "flags"),
        blocks=_mark_blocks,
        shown=lambda outline: {"exclusions": EXCLUSIONS.shown(outline.form), "flags": FLAGS.shown(outline.form)},
        written=_written_marks,
    ),
    Part(
        slug="dateien",
        title=gettext_lazy("Limits of files"),
        part="files",
        names=("file_rules",),
        blocks=_file_blocks,
        shown=_shown_files,
        written=_written_files,
    ),
    Part(
        slug="dossier",
        title=gettext_lazy("Dossier"),
        part="dossier",
        names=("dossier_sections",),
        blocks=section_blocks,
        shown=shown_sections,
        written=lambda sent, outline: written_sections(as_sent(sent), outline),
    ),
    Part(
        slug="selbsttest",
        title=gettext_lazy("Self-check"),
        part="self_check",
        names=("self_check",),
        blocks=self_check_blocks,
        shown=shown_self_check,
        written=written_self_check,
    ),
    Part(
        slug="kopf",
        title=gettext_lazy("Title of the form"),
        part="head",
        names=("form",),
        blocks=_head_blocks,
        shown=_shown_head,
        written=_written_head,
    ),
)
