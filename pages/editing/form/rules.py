"""Rules between the form file's data and their blocks: one kind of block a kind of rule.

Which field a parameter gets follows from the check its kind demands of it, so a new kind of rule needs its name here
and nothing else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from forms import parameters, rule_entries
from forms.revising.keys import next_code
from forms.revising.outline import Outline
from forms.revising.rule_places import named_in
from forms.rules import KINDS
from pages.editing.form import values
from pages.editing.form.conditions import condition, shown_condition, written_condition
from pages.editing.form.questions import block_id
from pages.editing.form.sending import Sent, as_sent
from pages.editing.form.typed_answers import typed_answers
from pages.editing.form.values import Data, Unusable, Write, merged, set_or_drop

NAMES: Mapping[str, Callable[[], str]] = {
    "date_bounds": lambda: _("A date lies within limits"),
    "age_at_least": lambda: _("A person is at least so old"),
    "no_gaps": lambda: _("Entries of time without gaps"),
    "not_when": lambda: _("Answers that do not go together"),
    "expected": lambda: _("An answer is one of those expected"),
    "allowed_pairs": lambda: _("What may be answered depends on another answer"),
    "alone": lambda: _("An answer excludes all others"),
    "not_more_than": lambda: _("A number is not larger than another one"),
    "pattern": lambda: _("A text has a certain form"),
    "account": lambda: _("The account fits"),
    "no_entry": lambda: _("No entry of a group has these answers"),
    "required_entries": lambda: _("A group has certain entries"),
    "answer_with_entry": lambda: _("The best answer, and the entry that proves it"),
    "files": lambda: _("Files keep the limits"),
    "length_within_limits": lambda: _("A text keeps the limits of its question"),
    "no_account_numbers": lambda: _("No long numbers and no IBAN in free text"),
    "no_names": lambda: _("A text names nobody"),
    "adult_consent": lambda: _("Every adult has consented"),
    "child_consent": lambda: _("For every child all who have custody have consented"),
    "special_consent": lambda: _("Special data are consented to"),
    "consent_text": lambda: _("The valid consent text was signed"),
}
PARAMETERS: Mapping[str, Callable[[], str]] = {
    "field": lambda: _("Question"),
    "not_before": lambda: _("Not before"),
    "after": lambda: _("After"),
    "not_after": lambda: _("Not after"),
    "day_needs_month": lambda: _("A day without a month is wrong too"),
    "years": lambda: _("Years"),
    "begin": lambda: _("Question for the beginning"),
    "end": lambda: _("Question for the end"),
    "status": lambda: _("Question for the status"),
    "start": lambda: _("Counts from the answer to"),
    "last_equals": lambda: _("The last status equals the answer to"),
    "days": lambda: _("Longest gap in days"),
    "condition": lambda: _("It must not be that"),
    "at": lambda: _("Shown at the question"),
    "answers": lambda: _("Expected answers"),
    "depends_on": lambda: _("Depends on the question"),
    "allowed": lambda: _("Allowed answers"),
    "option": lambda: _("The answer that stands alone"),
    "other": lambda: _("The other number"),
    "pattern": lambda: _("Form (regular expression)"),
    "facts": lambda: _("Facts of the account"),
    "group": lambda: _("Group"),
    "where": lambda: _("Answers of the entry"),
    "when": lambda: _("Only if"),
    "entries": lambda: _("Entries that are needed"),
    "answer": lambda: _("The best answer"),
    "digits": lambda: _("So many digits in a row"),
    "names": lambda: _("Questions for names"),
    "births": lambda: _("Questions for birth dates"),
    "letters": lambda: _("Words from so many letters on"),
    "ignore": lambda: _("Words that name nobody"),
    "purposes": lambda: _("Purposes"),
}
CHOSEN = {("alone", "option"), ("answer_with_entry", "answer")}
"""Texts that are an answer of the rule's question."""


PROFESSION = "account.professional_role"
ACCOUNT_FACTS: Mapping[str, Callable[[], str]] = {
    "account.active": lambda: _("The account is in use and confirmed by its organisation"),
    "account.recognised": lambda: _("The organisation is recognised"),
    PROFESSION: lambda: _("Profession"),
}
"""What an account is asked for; the answers to the first two are ``yes`` and an empty text."""


def account_facts(outline: Outline) -> list[dict[str, Any]]:
    """The facts of an account with their answers, as `form-editor.js` offers questions."""
    roles = next((path for path, one in outline.entries.items() if one.data.get("prefill") == PROFESSION), "")
    answers = {PROFESSION: list(outline.options(roles).items())}
    return [
        {
            "path": name,
            "label": label(),
            "step": "",
            "type": "choice",
            "options": answers.get(name, [("yes", _("yes"))]),
        }
        for name, label in ACCOUNT_FACTS.items()
    ]


def checks_of(kind: str) -> dict[str, parameters.Check]:
    return {**KINDS[kind].needs, **KINDS[kind].may}


def shown_rules(outline: Outline) -> list[dict[str, Any]]:
    """The blocks of all rules; one told in words alone has a block that only shows them."""
    rules = outline.form.get("validation_rules") or {}
    return [
        {"type": _kind(rule), "value": _shown(code, rule, outline), "id": block_id(f"rule {code}")}
        for code, rule in rules.items()
    ]


def _kind(rule: Mapping[str, Any]) -> str:
    kind = (rule.get("rule") or {}).get("kind")
    return str(kind) if kind in KINDS else "in_words"


def _shown(code: str, rule: Mapping[str, Any], outline: Outline) -> dict[str, Any]:
    value = {
        "code": code,
        "severity": rule.get("severity", "warn"),
        "message": rule.get("message", ""),
        "flag": (rule.get("flag") or {}).get("code", ""),
        "unless": _shown_unless(code, rule, outline),
    }
    return value if _kind(rule) == "in_words" else value | _shown_parameters(rule["rule"], outline)


def _shown_unless(code: str, rule: Mapping[str, Any], outline: Outline) -> list[dict[str, Any]]:
    """The second rule of a mark, which sets it instead; a stream of one block at most."""
    given = (rule.get("flag") or {}).get("unless")
    if not given or given.get("kind") not in KINDS:
        return []
    return [{"type": given["kind"], "value": _shown_parameters(given, outline), "id": block_id(f"rule {code} unless")}]


def _shown_parameters(given: Mapping[str, Any], outline: Outline) -> dict[str, Any]:
    return {name: _shown_value(name, given.get(name), given, outline) for name in checks_of(given["kind"])}


def _shown_value(name: str, given: Any, rule: Mapping[str, Any], outline: Outline) -> Any:
    check = checks_of(rule["kind"])[name]
    if check is rule_entries.descriptions:
        return [_shown_description(one, rule, outline) for one in given or ()]
    if check is parameters.choices:
        return _shown_answers(name, given, rule)
    if check is parameters.a_condition:
        return shown_condition(given, outline, None)
    if check is parameters.fields_of:
        return given if isinstance(given, list) else [given] if given else []
    if check is parameters.texts and name != "purposes":
        return ", ".join(given or ())
    if check is parameters.bounds:
        return [_shown_bound(bound) for bound in given or ()]
    return given


def _shown_answers(name: str, given: Any, rule: Mapping[str, Any]) -> dict[str, list[str]]:
    """With every question by its path; `where` names questions of the rule's group."""
    start = f"{rule.get('group')}." if name == "where" else ""
    return {f"{start}{key}": list(some) for key, some in (given or {}).items()}


def _shown_description(needed: Mapping[str, Any], rule: Mapping[str, Any], outline: Outline) -> dict[str, Any]:
    return {
        "where": _shown_answers("where", needed.get("where"), rule),
        "when": shown_condition(needed.get("when"), outline, None),
    }


def _shown_bound(bound: Mapping[str, Any]) -> dict[str, Any]:
    ((kind, value),) = tuple(bound.items())[:1]
    return {"than": kind, "number": value if kind != "field" else None, "question": value if kind == "field" else ""}


def written_rules(sent: Sequence[Sent], outline: Outline) -> dict[str, Data]:
    """All rules after an edit, in the order of their blocks. Raises Unusable, whose message names the rule."""
    before: Mapping[str, Data] = outline.form.get("validation_rules") or {}
    known = {block_id(f"rule {code}"): code for code in before}
    written: dict[str, Data] = {}
    for one in sent:
        code = known.get(one.id) or next_code("V", {*before, *written})
        try:
            written[code] = _written(one, code, before.get(code), outline)
        except Unusable as error:
            raise Unusable(_("Rule %(code)s: %(problem)s") % {"code": code, "problem": error}) from error
    return written


def _written(one: Sent, code: str, base: Data | None, outline: Outline) -> Data:
    if base is None:
        base = {"severity": "warn", "rule": {"kind": one.kind}, "message": ""}
    shown = _shown(code, base, outline)
    writers: dict[str, Write] = {
        "severity": values.text("severity"),
        "message": values.text("message"),
        "flag": _write_flag,
    }
    data = merged(base, shown, one.value, writers)
    if one.kind != "in_words":
        before = data["rule"]
        data["rule"] = _written_rule(one, before, outline)
        if data["rule"] != before:
            data.pop("check", None)  # the sentence told what the rule was; it is told by its parameters now
    if "unless" in one.value:
        _write_unless(data, as_sent(one.value["unless"]), outline)
    return data


def _written_rule(one: Sent, before: Data, outline: Outline) -> Data:
    """Kind and parameters after an edit, checked where something changed."""
    writers = dict(_rule_writers(one, outline))
    changed = merged(before, _shown_parameters(before, outline), one.value, writers)
    if changed != before or not before.keys() - {"kind"}:
        _check(one.kind, changed, outline)
    return changed


def _write_unless(data: Data, sent: Sequence[Sent], outline: Outline) -> None:
    """The second rule of the mark, or none; one that names no registered kind is not shown and stays."""
    before = (data.get("flag") or {}).get("unless")
    if before and before.get("kind") not in KINDS and not sent:
        return
    after = None
    for one in sent[:1]:
        begun = before if before and before.get("kind") == one.kind else {"kind": one.kind}
        after = _written_rule(one, begun, outline)
    if after == before:
        return
    if not data.get("flag"):
        raise Unusable(_("please choose the mark that the second rule sets, or remove the second rule"))
    data["flag"] = {name: value for name, value in {**data["flag"], "unless": after}.items() if value is not None}
    data.pop("sets_flag", None)


def _check(kind: str, rule: Data, outline: Outline) -> None:
    given = {name: value for name, value in rule.items() if name != "kind"}
    missing = [name for name in KINDS[kind].needs if name not in given]
    if missing:
        names = ", ".join(PARAMETERS[name]() for name in missing)
        raise Unusable(_("please fill in: %(names)s") % {"names": names})
    for named in named_in(kind, rule):
        if named.path not in outline:
            raise Unusable(_("there is no question “%(key)s”") % {"key": named.path})
    for name, value in given.items():
        try:
            checks_of(kind)[name](name, value, frozenset(outline.entries))
        except parameters.MalformedRule as error:
            raise Unusable(str(error)) from error


def _write_flag(data: Data, code: Any) -> None:
    if code:
        data["flag"] = {**(data.get("flag") or {}), "code": code}
    else:
        data.pop("flag", None)
    data.pop("sets_flag", None)


def _rule_writers(one: Sent, outline: Outline) -> Iterator[tuple[str, Write]]:
    for name, check in checks_of(one.kind).items():
        yield name, condition(name, outline, None) if check is parameters.a_condition else _writer(one, name, outline)


def _writer(one: Sent, name: str, outline: Outline) -> Write:
    def write(data: Data, value: Any) -> None:
        set_or_drop(data, name, _written_value(one, name, value, outline))

    return write


def _written_value(one: Sent, name: str, value: Any, outline: Outline) -> Any:
    check = checks_of(one.kind)[name]
    if check is rule_entries.descriptions:
        return [_written_description(needed, one, outline) for needed in value or ()] or None
    if check is parameters.choices:
        return _written_answers(name, value, one, outline)
    if check is parameters.fields_of:
        given = [path for path in value or () if path]
        return given[0] if len(given) == 1 else given or None
    if check is parameters.texts and name != "purposes":
        return [word.strip() for word in str(value or "").split(",") if word.strip()]
    if check is parameters.bounds:
        return [_written_bound(bound) for bound in value or ()] or None
    if check is parameters.a_number:
        return None if value in ("", None) else int(value)
    return value or None


def _written_answers(name: str, value: Any, one: Sent, outline: Outline) -> dict[str, list[str]]:
    start = f"{one.value.get('group')}." if name == "where" else ""
    answers: dict[str, list[str]] = value or {}
    if name != "allowed":  # there the keys are answers, not questions
        answers = {path: typed_answers(path, some, outline) for path, some in answers.items()}
    return {key.removeprefix(start): some for key, some in answers.items()}


def _written_description(needed: Mapping[str, Any], one: Sent, outline: Outline) -> Data:
    where = _written_answers("where", needed.get("where"), one, outline)
    if not where:
        raise Unusable(_("please choose by which answers a needed entry is known"))
    when = written_condition(needed.get("when"), outline, None)
    return {"where": where} if when is None else {"where": where, "when": when}


def _written_bound(bound: Mapping[str, Any]) -> dict[str, Any]:
    if bound["than"] == "field":
        if not bound.get("question"):
            raise Unusable(_("please choose a question as the limit"))
        return {"field": bound["question"]}
    if bound["than"] == "year" and not bound.get("number"):
        raise Unusable(_("please give the year"))
    return {bound["than"]: int(bound.get("number") or 0)}


def with_rules(data: Data, rules: Mapping[str, Data], outline: Outline) -> Data:
    """The form with these rules; questions name the rules that concern them, new ones and no removed ones."""
    before = outline.form.get("validation_rules") or {}
    added = {code: _first_question(rule) for code, rule in rules.items() if code not in before}
    steps = [{**step, "fields": [_told(item, "", rules, added) for item in step["fields"]]} for step in data["steps"]]
    return {**data, "steps": steps, "validation_rules": dict(rules)}


def _first_question(rule: Data) -> str:
    given = rule.get("rule") or {}
    at = given.get("at")
    return str(at) if at else next((named.path for named in named_in(str(given.get("kind")), given)), "")


def _told(item: Data, group: str, rules: Mapping[str, Data], added: Mapping[str, str]) -> Data:
    path = f"{group}.{item['key']}" if group else item["key"]
    before = item.get("rules", [])
    codes = [code for code in before if code in rules] + [code for code, at in added.items() if at == path]
    if codes != before:
        item = {**item, "rules": codes} if codes else {name: one for name, one in item.items() if name != "rules"}
    if item.get("type") == "group":
        item = {**item, "fields": [_told(inner, item["key"], rules, added) for inner in item["fields"]]}
    return item
