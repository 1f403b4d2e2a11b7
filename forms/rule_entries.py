"""Rules over the items of repeating groups: procedures and attachments, and the files behind them."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.conditions import MalformedCondition, parse_condition
from forms.facts import Facts, FileFacts
from forms.parameters import Kind, MalformedRule, a_condition, a_field, a_text, choices
from forms.rule_choices import is_one_of

MEGABYTE = 1024 * 1024


def _fits(entry: Mapping[str, Any], where: Mapping[str, list[str]]) -> bool:
    return all(is_one_of(entry.get(key), values) for key, values in where.items())


def _has_entry(facts: Facts, group: str, where: Mapping[str, list[str]]) -> bool:
    return any(_fits(entry, where) for _path, entry in facts.entries(group))


def no_entry(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """No item has these answers, as long as a condition over the form level holds."""
    condition = parameters.get("when")
    if condition is None or facts.holds(parse_condition(condition)):
        for path, entry in facts.entries(parameters["group"]):
            if _fits(entry, parameters["where"]):
                yield path


def required_entries(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """For each of these descriptions, whose condition holds, the group has a fitting item."""
    for needed in parameters["entries"]:
        applies = "when" not in needed or facts.holds(parse_condition(needed["when"]))
        if applies and not _has_entry(facts, parameters["group"], needed["where"]):
            yield parameters["group"]
            return


def answer_with_entry(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """A question, where answered, has the best answer, and the group has the item that proves it."""
    for path, answer, _level in facts.find(parameters["field"]):
        if answer != parameters["answer"] or not _has_entry(facts, parameters["group"], parameters["where"]):
            yield path


def files(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """The named files that are present keep the form's `file_rules`: each one, their number and their total size."""
    rules = facts.form.file_rules
    present: dict[str, FileFacts] = {}
    for path, answer, _level in facts.find(parameters["field"]):
        found = {name: facts.files[name] for name in answer if name in facts.files}
        present |= found
        if any(_is_unfit(file, facts) for file in found.values()):
            yield path
    total = sum(file.size for file in present.values())
    if len(present) > rules.max_files or total > rules.max_total_mb * MEGABYTE:
        yield parameters["field"].rpartition(".")[0] or parameters["field"]


def _is_unfit(file: FileFacts, facts: Facts) -> bool:
    rules = facts.form.file_rules
    return (
        not file.is_readable
        or file.media_type not in rules.accept
        or file.size > rules.max_file_mb * MEGABYTE
        or file.pages > rules.max_pages
    )


def descriptions(name: str, value: Any, fields: frozenset[str]) -> None:
    """A list of ``{where: {question: [answers]}, when: condition}``."""
    for needed in value if isinstance(value, list) else [None]:
        if not isinstance(needed, dict) or not set(needed) <= {"where", "when"} or "where" not in needed:
            raise MalformedRule(f"„{name}“ must be a list of {{where, when}}, not {value!r}")
        choices(name, needed["where"], fields)
        try:
            parse_condition(needed.get("when", {"all": []}))
        except MalformedCondition as error:
            raise MalformedRule(f"„{name}“: {error}") from error


KINDS: Mapping[str, Kind] = {
    "no_entry": Kind(no_entry, {"group": a_field, "where": choices}, {"when": a_condition}),
    "required_entries": Kind(required_entries, {"group": a_field, "entries": descriptions}),
    "answer_with_entry": Kind(
        answer_with_entry, {"field": a_field, "answer": a_text, "group": a_field, "where": choices}
    ),
    "files": Kind(files, {"field": a_field}),
}
