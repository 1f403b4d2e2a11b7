"""Changes of a form's steps, on its data: each gives new data and leaves the old alone."""

import copy
from typing import Any

from django.utils.translation import gettext as _

from forms.revising.keys import propose_key
from forms.revising.outline import Outline, Raw

Data = dict[str, Any]


class CannotReshape(ValueError):
    """The change makes no sense; the message says why."""


def add_step(form: Raw, title: str, *, after: str = "") -> tuple[Data, str]:
    """A new empty step behind another one, or at the beginning; its key comes from its title."""
    changed = _copied(form)
    if not title.strip():
        raise CannotReshape(_("Please give the step a title."))
    key = propose_key(title, _taken(form))
    steps = changed["steps"]
    steps.insert(_position(changed, after) + 1 if after else 0, {"key": key, "title": title.strip(), "fields": []})
    return changed, key


def rename_step(form: Raw, step: str, *, title: str, intro: str) -> Data:
    """Other words for a step; its key stays."""
    changed = _copied(form)
    if not title.strip():
        raise CannotReshape(_("Please give the step a title."))
    data = changed["steps"][_position(changed, step)]
    data["title"] = title.strip()
    if intro.strip():
        changed["steps"][_position(changed, step)] = _with_intro(data, intro.strip())
    else:
        data.pop("intro", None)
    return changed


def move_step(form: Raw, step: str, by: int) -> Data:
    """Towards the beginning (-1) or the end (1). The last step stays the last: it is the page to hand in."""
    changed = _copied(form)
    steps = changed["steps"]
    at = _position(changed, step)
    to = at + by
    last = len(steps) - 1
    if to < 0 or to > last or last in (at, to):
        raise CannotReshape(_("The step cannot be moved there."))
    steps.insert(to, steps.pop(at))
    return changed


def remove_step(form: Raw, step: str) -> Data:
    """Take out a step that has no questions any more: what happens to questions is decided one by one."""
    changed = _copied(form)
    at = _position(changed, step)
    if changed["steps"][at].get("fields"):
        raise CannotReshape(_("The step still has questions. Please move or remove them first."))
    if at == len(changed["steps"]) - 1:
        raise CannotReshape(_("The last step is the page to hand in and cannot be removed."))
    del changed["steps"][at]
    return changed


def split_step(form: Raw, step: str, *, first: str, title: str) -> tuple[Data, str]:
    """From the question or group `first` on, a step's questions go into a new step behind it."""
    changed = _copied(form)
    at = _position(changed, step)
    if at == len(changed["steps"]) - 1:
        raise CannotReshape(_("The last step is the page to hand in and cannot be split."))
    fields = changed["steps"][at]["fields"]
    cut = next((number for number, item in enumerate(fields) if item.get("key") == first), 0)
    if cut == 0:
        raise CannotReshape(_("Please choose a question behind the first one."))
    changed, key = add_step(changed, title, after=step)
    fields = changed["steps"][at]["fields"]
    changed["steps"][at + 1]["fields"] = fields[cut:]
    changed["steps"][at]["fields"] = fields[:cut]
    return changed, key


def move_item(form: Raw, item: str, *, to: str) -> Data:
    """Put a question or group of the form level at the end of another step."""
    changed = _copied(form)
    target = changed["steps"][_position(changed, to)]
    for step in changed["steps"]:
        for data in step["fields"]:
            if data.get("key") == item:
                step["fields"].remove(data)
                target["fields"].append(data)
                return changed
    raise CannotReshape(_("There is no such question."))


def _copied(form: Raw) -> Data:
    return copy.deepcopy(dict(form))


def _position(form: Raw, step: str) -> int:
    for number, data in enumerate(form["steps"]):
        if data.get("key") == step:
            return number
    raise CannotReshape(_("There is no such step."))


def _taken(form: Raw) -> set[str]:
    outline = Outline(form)
    return {*outline.steps, *outline.entries}


def _with_intro(data: Data, intro: str) -> Data:
    """The introduction stands before the questions, as people read it."""
    if "intro" in data:
        return {**data, "intro": intro}
    fields = data.pop("fields", [])
    return {**data, "intro": intro, "fields": fields}
