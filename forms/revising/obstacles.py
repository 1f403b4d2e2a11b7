"""What stops a form from being published, each in a sentence that names the place.

Others add checks with `register_check`; the translations of consent texts come that way.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forms.consent_texts import PURPOSE
from forms.definition import MalformedForm
from forms.places import CONSENT_GROUP
from forms.reading import read_form
from forms.revising.dossier_obstacles import section_problems, table_problems
from forms.revising.outline import Entry, Outline, Raw, condition_keys
from forms.revising.reaching import unreachable
from forms.revising.rule_places import Named, named_in_rule
from forms.sheets import BY_SYSTEM, SHARED

CONSENT_KEYS = (*sorted(BY_SYSTEM), *SHARED, "ew_zwecke", "ew_name", "ew_widerruf_erklaert")
"""Questions of the consent group that the software itself fills or reads."""
WIDENED = frozenset({("text", "textarea"), ("textarea", "text"), ("date", "partial_date")})
"""A type may become these others under the same key: every answer keeps its meaning."""
WITH_OPTIONS = ("choice", "multichoice")
PARTS = ("rules", "consent", "attachments", "self_check", "files", "dossier", "translations")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """`part` is the page of the editor where it is removed: the key of a step, or one of PARTS, or "" for the whole."""

    part: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What is to be published: the form, the consent text that goes live with it ("" for the one that is valid), and
    the forms of all stored versions, the oldest first."""

    form: Raw
    consent_text: str = ""
    valid_consent_text: str = ""
    earlier: Sequence[Raw] = ()


Check = Callable[[Candidate], Iterable[Obstacle]]
_checks: list[Check] = []


def register_check(check: Check) -> Check:
    """Add a check of another part of the software; it is asked each time, in order of registration."""
    if check not in _checks:
        _checks.append(check)
    return check


def obstacles(candidate: Candidate) -> list[Obstacle]:
    """Everything that stops publishing; empty where the form may be published."""
    outline = Outline(candidate.form)
    own: tuple[Callable[[Candidate, Outline], Iterator[Obstacle]], ...] = (
        _steps,
        _questions,
        _conditions,
        _rules,
        _keys_of_before,
        _needed_by_software,
        _dossier,
        _consent,
    )
    found = [obstacle for check in own for obstacle in check(candidate, outline)]
    if not found:
        found += _unreadable(candidate)
    if not found:
        found += _unreachable(candidate, outline)
    found += [obstacle for check in _checks for obstacle in check(candidate)]
    return list(dict.fromkeys(found))


def _steps(candidate: Candidate, outline: Outline) -> Iterator[Obstacle]:
    keys = [str(step.get("key", "")) for step in candidate.form.get("steps", ())]
    for key in keys:
        told = {"step": outline.step_title(key)}
        if keys.count(key) > 1:
            yield Obstacle(key, _("Two steps have the key “%(key)s”.") % {"key": key})
        if not outline.of_step(key):
            yield Obstacle(key, _("The step “%(step)s” has no questions.") % told)


def _questions(candidate: Candidate, outline: Outline) -> Iterator[Obstacle]:
    form = candidate.form
    sections, classes = form.get("dossier_sections") or {}, form.get("sensitivity_classes") or {}
    for level, keys in _keys_by_level(form).items():
        for key in keys:
            if keys.count(key) > 1:
                path = f"{level}.{key}" if level else key
                yield _at(outline[path], outline, _("the key “%(key)s” is given twice") % {"key": key})
    for entry in outline.entries.values():
        if not str(entry.data.get("label", "")).strip():
            yield _at(entry, outline, _("it has no wording"))
        if entry.is_group:
            yield from _group(entry, outline)
            continue
        if entry.type in WITH_OPTIONS and not outline.options(entry.path):
            yield _at(entry, outline, _("it has no answers to choose from"))
        if classes and entry.data.get("sens", "S2") not in classes:
            yield _at(entry, outline, _("its sensitivity class does not exist"))
        if sections and entry.data.get("dossier", "DXX") not in sections:
            yield _at(entry, outline, _("its section of the dossier does not exist"))
        yield from _marks(entry, outline)


def _keys_by_level(form: Raw) -> dict[str, list[str]]:
    levels: dict[str, list[str]] = {"": []}
    for step in form.get("steps", ()):
        for item in step.get("fields", ()):
            levels[""].append(str(item.get("key", "")))
            if item.get("type") == "group":
                levels[str(item.get("key", ""))] = [str(one.get("key", "")) for one in item.get("fields", ())]
    return levels


def _group(entry: Entry, outline: Outline) -> Iterator[Obstacle]:
    if not entry.data.get("fields"):
        yield _at(entry, outline, _("it has no questions"))
    repeat = entry.data.get("repeat")
    if repeat is not None and not 0 <= int(repeat.get("min", 0)) <= int(repeat.get("max", 0)):
        yield _at(entry, outline, _("the most entries are fewer than the least"))


def _marks(entry: Entry, outline: Outline) -> Iterator[Obstacle]:
    options = outline.options(entry.path)
    for name, codes in (("exclusion", outline.form.get("exclusion_rules")), ("flag", outline.form.get("flags"))):
        mark = entry.data.get(name)
        if mark is None:
            continue
        if str(mark.get("code")) not in (codes or {}):
            yield _at(entry, outline, _("its mark “%(code)s” does not exist") % {"code": mark.get("code")})
        values = mark.get("value")
        for value in values if isinstance(values, list) else [values]:
            if options and value not in options:
                told = {"code": mark.get("code"), "answer": value}
                yield _at(entry, outline, _("the mark %(code)s asks for “%(answer)s”, which is no answer here") % told)


def _conditions(candidate: Candidate, outline: Outline) -> Iterator[Obstacle]:
    for entry in outline.entries.values():
        for key, operator, operand in condition_keys(entry.data.get("when")):
            path = outline.resolve(key, entry)
            asked = outline.entries.get(path)
            if asked is None:
                told = {"key": path}
                yield _at(entry, outline, _("its condition asks for “%(key)s”, which is no question any more") % told)
                continue
            told = {"asked": asked.label, "step": outline.step_title(asked.step)}
            if asked.number > entry.number or asked.path == entry.group:
                sentence = _("its condition asks for the later question “%(asked)s” (step “%(step)s”)") % told
                yield _at(entry, outline, sentence)
            elif asked.group and asked.group != entry.group and outline[asked.group].repeats:
                sentence = _("its condition asks for “%(asked)s”, which is asked several times") % told
                yield _at(entry, outline, sentence)
            yield from (
                _at(entry, outline, sentence)
                for sentence in _missing_options(asked.path, outline, _compared(operator, operand))
            )


def _compared(operator: str, operand: Any) -> list[Any]:
    if operator in ("is", "in", "contains"):
        return operand if isinstance(operand, list) else [operand]
    return []


def _missing_options(path: str, outline: Outline, values: Iterable[Any]) -> Iterator[str]:
    options = outline.options(path)
    for value in values:
        is_there = any(key.startswith(value[:-1]) for key in options) if _is_pattern(value) else value in options
        if options and not is_there:
            told = {"answer": value, "asked": outline.label(path)}
            yield _("it asks for the answer “%(answer)s”, which “%(asked)s” does not have any more") % told


def _is_pattern(value: Any) -> bool:
    return isinstance(value, str) and value.endswith("*")


def _rules(candidate: Candidate, outline: Outline) -> Iterator[Obstacle]:
    rules = candidate.form.get("validation_rules") or {}
    for code, rule in rules.items():
        for named in named_in_rule(rule):
            yield from _rule_place(str(code), rule, named, outline)
        code_of_flag = (rule.get("flag") or {}).get("code")
        if code_of_flag and code_of_flag not in (candidate.form.get("flags") or {}):
            told = {"code": code, "flag": code_of_flag}
            yield Obstacle("rules", _("Rule %(code)s: its mark “%(flag)s” does not exist.") % told)
        if not str(rule.get("message", "")).strip():
            yield Obstacle("rules", _("Rule %(code)s: it has no message.") % {"code": code})
    for entry in outline.entries.values():
        for code in entry.data.get("rules", ()):
            if code not in rules:
                yield _at(entry, outline, _("it names the rule %(code)s, which does not exist") % {"code": code})


def _rule_place(code: str, rule: Mapping[str, Any], named: Named, outline: Outline) -> Iterator[Obstacle]:
    told = {"code": code, "message": rule.get("message", ""), "key": named.path}
    if named.path not in outline:
        yield Obstacle(
            "rules",
            _("Rule %(code)s (“%(message)s”) asks for “%(key)s”, which is no question any more.") % told,
        )
        return
    for sentence in _missing_options(named.path, outline, named.values):
        yield Obstacle("rules", _("Rule %(code)s: %(problem)s.") % {"code": code, "problem": sentence})


def _keys_of_before(candidate: Candidate, outline: Outline) -> Iterator[Obstacle]:
    """A key means for ever what it meant in any stored version, so that answers of before are never read wrongly."""
    if not candidate.earlier:
        return
    newest = Outline(candidate.earlier[-1])
    for form in reversed(candidate.earlier):
        earlier = Outline(form)
        for path, entry in outline.entries.items():
            known = earlier.entries.get(path)
            if known is None:
                continue
            told = {"key": entry.key, "old": known.label, "version": form.get("form", {}).get("version", "")}
            if known.type != entry.type and (known.type, entry.type) not in WIDENED:
                yield _at(
                    entry,
                    outline,
                    _("its key “%(key)s” asked for something else in version %(version)s (“%(old)s”)") % told,
                )
            elif path not in newest and known.label != entry.label:
                yield _at(
                    entry,
                    outline,
                    _("its key “%(key)s” belonged to another question in version %(version)s (“%(old)s”)") % told,
                )
            yield from _options_of_before(entry, outline, earlier, newest)


def _options_of_before(entry: Entry, outline: Outline, earlier: Outline, newest: Outline) -> Iterator[Obstacle]:
    before, last = earlier.options(entry.path), newest.options(entry.path)
    for key, label in outline.options(entry.path).items():
        if key in before and key not in last and before[key] != label:
            told = {"answer": label, "old": before[key], "version": earlier.form.get("form", {}).get("version", "")}
            yield _at(entry, outline, _("the answer “%(answer)s” has a key that meant “%(old)s” before") % told)


def _needed_by_software(candidate: Candidate, outline: Outline) -> Iterator[Obstacle]:
    if not candidate.earlier or CONSENT_GROUP not in Outline(candidate.earlier[-1]):
        return
    newest = Outline(candidate.earlier[-1])
    for path in (CONSENT_GROUP, *(f"{CONSENT_GROUP}.{key}" for key in CONSENT_KEYS)):
        if path in newest and path not in outline:
            told = {"question": newest.full_label(path)}
            yield Obstacle(
                newest[path].step,
                _("“%(question)s” cannot be left out: the software needs it to record the consent.") % told,
            )


def _dossier(candidate: Candidate, outline: Outline) -> Iterator[Obstacle]:
    for sentence in section_problems(candidate.form):
        yield Obstacle("dossier", sentence)
    for entry in outline.entries.values():
        for problem in table_problems(entry, outline):
            yield _at(entry, outline, problem)


def _consent(candidate: Candidate, outline: Outline) -> Iterator[Obstacle]:
    purposes = candidate.form.get("consent_purposes") or {}
    text = candidate.consent_text or candidate.valid_consent_text
    if not text:
        return
    told = {match["code"] for part in text.split("\n\n") if (match := PURPOSE.fullmatch(part.strip()))}
    for code in purposes:
        if code not in told:
            yield Obstacle("consent", _("The consent text does not mention the purpose %(code)s.") % {"code": code})
    for code in sorted(told - set(purposes)):
        yield Obstacle(
            "consent", _("The consent text asks for the purpose %(code)s, which does not exist.") % {"code": code}
        )


def _unreadable(candidate: Candidate) -> Iterator[Obstacle]:
    try:
        read_form(candidate.form)
    except MalformedForm as error:
        yield Obstacle("", _("The form cannot be used as it is: %(reason)s") % {"reason": error})


def _unreachable(candidate: Candidate, outline: Outline) -> Iterator[Obstacle]:
    form = read_form(candidate.form)
    lost = unreachable(form)
    for key in outline.steps:
        entries = outline.of_step(key)
        if all(entry.path in lost for entry in entries):
            yield Obstacle(
                key, _("The step “%(step)s” can never be reached: its conditions never hold.") % _step(outline, key)
            )
            continue
        for entry in entries:
            if entry.path in lost and entry.group not in lost:
                yield _at(entry, outline, _("it can never be asked: its condition never holds"))


def _step(outline: Outline, key: str) -> dict[str, str]:
    return {"step": outline.step_title(key)}


def _at(entry: Entry, outline: Outline, problem: str) -> Obstacle:
    told = {"step": outline.step_title(entry.step), "question": outline.full_label(entry.path), "problem": problem}
    return Obstacle(entry.step, _("Step “%(step)s”, “%(question)s”: %(problem)s.") % told)
