"""Fills the wizard's pages from the answers of an example case, as a person would who has the case before her."""

from collections.abc import Mapping
from typing import Any

from forms.definition import Group, Question, QuestionType, Step
from forms.reading import shipped_form
from forms.typed import write_typed
from tests.forms.browser import Browser, Typed

FORM = shipped_form()
SHEET_KEYS = ("ew_sprache", "ew_erlaeutert", "ew_sprachmittler", "ew_datum", "ew_form", "ew_widerruf_erklaert")


def typed(question: Question, answer: Any) -> Typed:
    if question.type is QuestionType.BOOLEAN:
        return answer is True
    if isinstance(answer, list):
        return [str(one) for one in answer]
    return write_typed(question, answer)


def fill_case(browser: Browser, answers: Mapping[str, Any], pdf: bytes) -> Browser:
    """Go through all steps from the first to the review page."""
    for step in FORM.steps[:-1]:
        assert browser.step == step.key
        fill_step(browser, step, answers, pdf)
        browser.press("next")
        if browser.step == step.key:
            browser.press("next")
        assert browser.step != step.key, browser.html
    return browser


def fill_step(browser: Browser, step: Step, answers: Mapping[str, Any], pdf: bytes) -> None:
    """Type what the step asks and save."""
    for item in step.items:
        if isinstance(item, Group) and item.key == "einwilligungen":
            browser.press("save", sheets(browser, item, answers))
        elif isinstance(item, Group) and item.repeat:
            fill_items(browser, item, answers.get(item.key, []), pdf)
    simple = {item.key: typed(item, answers.get(item.key)) for item in step.items if is_asked(item)}
    groups = {
        f"{item.key}.{question.key}": typed(question, answers.get(item.key, {}).get(question.key))
        for item in step.items
        if isinstance(item, Group) and not item.repeat
        for question in item.questions
    }
    if any(question.sensitivity == "S3" for _group, question in FORM.questions()) and step.key == "haerte":
        simple["consent.p2"] = any("P2" in one["ew_zwecke"] for one in answers["einwilligungen"])
    browser.press("save", simple | groups)


def is_asked(item: Question | Group) -> bool:
    return isinstance(item, Question) and not item.readonly


def fill_items(browser: Browser, group: Group, given: list[Mapping[str, Any]], pdf: bytes) -> None:
    for item in shown_items(browser, group):
        browser.press(f"remove:{group.key}:{item}")
    spare = shown_items(browser, group)
    for _number in range(len(given) - len(spare)):
        browser.press(f"add:{group.key}")
    changes: dict[str, Typed] = {}
    files = {}
    for item, answer in zip(shown_items(browser, group), given, strict=False):
        for question in group.questions:
            place = f"{group.key}.{item}.{question.key}"
            if question.type is QuestionType.FILE:
                files[place] = [(str(answer[question.key]), pdf)]
            elif not question.derived:
                changes[place] = typed(question, answer.get(question.key))
    browser.press("save", changes, files)


def shown_items(browser: Browser, group: Group) -> list[str]:
    buttons = [button.split(":") for button in browser.form.buttons if button.startswith(f"remove:{group.key}:")]
    return [parts[2] for parts in buttons]


def sheets(browser: Browser, group: Group, answers: Mapping[str, Any]) -> dict[str, Typed]:
    """One sheet a signer: her own declaration, or the first she gives for somebody else."""
    questions = {question.key: question for question in group.questions}
    changes: dict[str, Typed] = {}
    for name in browser.form.names:
        if not name.endswith(".ew_zwecke"):
            continue
        signer = name.split(".")[1]
        records = answers["einwilligungen"]
        own = [one for one in records if one["ew_person"] == signer and one["ew_rolle"] != "sorge"]
        found = (own or [one for one in records if one["ew_rolle"] == "sorge"])[0]
        changes[name] = list(found["ew_zwecke"])
        for key in SHEET_KEYS:
            changes[f"{group.key}.{signer}.{key}"] = typed(questions[key], found.get(key))
    return changes
