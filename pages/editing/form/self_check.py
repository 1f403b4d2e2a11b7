"""The self-check of readers, its questions, table and results: between the form file's data and their blocks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks

from forms.revising.keys import next_code
from forms.revising.outline import Outline
from pages.editing.form import values
from pages.editing.form.blocks import select
from pages.editing.form.questions import block_id, keyed_options
from pages.editing.form.sending import Sent, as_sent
from pages.editing.form.values import Data, Unusable, Write, merged, text, tick
from pages.editing.form.widgets import ElementBlock


def self_check_blocks(outline: Outline) -> blocks.Block:
    check = outline.form.get("self_check") or {}
    results = {key: f"{key} · {one.get('title', '')}" for key, one in (check.get("results") or {}).items()}
    question = blocks.StructBlock(
        [
            ("text", blocks.CharBlock(max_length=300, label=_("Question"))),
            ("multi", blocks.BooleanBlock(required=False, label=_("Several answers"))),
            ("options", ElementBlock("form-options", label=_("Answers"))),
        ],
        label=_("Question"),
        icon="help",
        collapsed=True,
        label_format="{text}",
    )
    row = blocks.StructBlock(
        [
            ("when", ElementBlock("form-answers", label=_("If these answers are given"))),
            ("only", blocks.BooleanBlock(required=False, label=_("and no others"))),
            ("result", select(_("this is the result"), results)),
        ],
        label=_("Line"),
        icon="list-ol",
        collapsed=True,
        label_format="{result}",
    )
    result = blocks.StructBlock(
        [
            ("title", blocks.CharBlock(max_length=200, label=_("Heading"))),
            ("text", blocks.TextBlock(rows=3, label=_("Text"))),
        ],
        label=_("Result"),
        icon="doc-full",
        collapsed=True,
        label_format="{title}",
    )
    return blocks.StructBlock(
        [
            ("questions", blocks.StreamBlock([("entry", question)], required=False, label=_("Questions"))),
            (
                "table",
                blocks.StreamBlock(
                    [("entry", row)], required=False, label=_("Table: the first line that fits gives the result")
                ),
            ),
            ("results", blocks.StreamBlock([("entry", result)], required=False, label=_("Results"))),
            ("banner", blocks.TextBlock(required=False, rows=2, label=_("Notice for urgent cases"))),
        ]
    )


def shown_self_check(outline: Outline) -> dict[str, Any]:
    check = outline.form.get("self_check") or {}
    return {
        "questions": [_block(f"check {one['key']}", _shown_question(one)) for one in check.get("questions", ())],
        "table": [_block(f"line {number}", _shown_line(one)) for number, one in enumerate(check.get("table", ()))],
        "results": [
            _block(f"result {key}", {"title": one.get("title", ""), "text": one.get("text", "")})
            for key, one in (check.get("results") or {}).items()
        ],
        "banner": (check.get("banner") or {}).get("text", ""),
    }


def _block(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "entry", "value": value, "id": block_id(name)}


def _shown_question(data: Mapping[str, Any]) -> dict[str, Any]:
    options = [[str(key), str(label)] for key, label in (data.get("options") or {}).items()]
    return {
        "text": data.get("text", ""),
        "multi": bool(data.get("multi")),
        "options": {"options": options, "marks": {}},
    }


def _shown_line(data: Mapping[str, Any]) -> dict[str, Any]:
    when = data.get("when") or {}
    return {
        "when": {key: list(one["only"] if isinstance(one, Mapping) else one) for key, one in when.items()},
        "only": any(isinstance(one, Mapping) for one in when.values()),
        "result": data.get("result", ""),
    }


def written_self_check(value: Mapping[str, Any], outline: Outline) -> Data:
    """The form with the self-check after an edit. Raises Unusable."""
    check = outline.form.get("self_check") or {}
    if not check and not any(value.get(name) for name in ("questions", "table", "results")):
        return dict(outline.form)
    changed = dict(check)
    changed["questions"] = _questions(as_sent(value["questions"]), check)
    changed["table"] = _table(as_sent(value["table"]), check)
    changed["results"] = _results(as_sent(value["results"]), check)
    if values.plain(value.get("banner")) != values.plain((check.get("banner") or {}).get("text", "")):
        if "banner" not in check:
            raise Unusable(_("This self-check has no notice for urgent cases whose words could be changed."))
        changed["banner"] = {**check["banner"], "text": values.plain(value["banner"]) or ""}
    return {**outline.form, "self_check": changed}


def _questions(sent: Sequence[Sent], check: Mapping[str, Any]) -> list[Data]:
    before = {one["key"]: one for one in check.get("questions", ())}
    known = {block_id(f"check {key}"): key for key in before}
    written: list[Data] = []
    for one in sent:
        key = known.get(one.id) or next_code("q", {*before, *(done["key"] for done in written)})
        base = before.get(key, {"key": key, "text": "", "options": {}})
        writers: dict[str, Write] = {"text": text("text"), "multi": tick("multi"), "options": _write_options}
        written.append(merged(base, _shown_question(base), one.value, writers))
    return written


def _write_options(data: Data, value: Any) -> None:
    data["options"] = keyed_options((value or {}).get("options") or [])


def _table(sent: Sequence[Sent], check: Mapping[str, Any]) -> list[Data]:
    before = list(check.get("table", ()))
    known = {block_id(f"line {number}"): number for number in range(len(before))}
    written = []
    for one in sent:
        base = before[known[one.id]] if one.id in known else {"rule": 0, "when": {}, "result": ""}
        shown = _shown_line(base)
        line = merged(base, shown, one.value, {"result": text("result")})
        is_changed = any(values.plain(one.value.get(name)) != values.plain(shown[name]) for name in ("when", "only"))
        if is_changed:
            line["when"] = _when(one.value)
        written.append(line)
    if [known.get(one.id) for one in sent] != list(range(len(before))):
        written = [{**line, "rule": number} for number, line in enumerate(written, start=1)]
    return written


def _when(value: Mapping[str, Any]) -> dict[str, Any]:
    given = {key: some for key, some in (value.get("when") or {}).items() if some}
    return {key: {"only": some} if value.get("only") else some for key, some in given.items()}


def _results(sent: Sequence[Sent], check: Mapping[str, Any]) -> dict[str, Data]:
    before = check.get("results") or {}
    known = {block_id(f"result {key}"): key for key in before}
    written: dict[str, Data] = {}
    for one in sent:
        key = known.get(one.id) or next_code("E", {*before, *written})
        base = before.get(key, {"title": "", "text": ""})
        shown = {"title": base.get("title", ""), "text": base.get("text", "")}
        written[key] = merged(base, shown, one.value, {"title": text("title"), "text": text("text")})
    return written
