"""Enters a case with keys alone: Tab and Shift+Tab, arrows, Space, Enter and typing. Counts what that costs.

Nothing is clicked, and no element is given the focus: whatever the walk does not come past cannot be answered.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from forms.definition import FormDefinition, Group, Step
from tests.forms.driven.driving import Lost, paper
from tests.forms.driven.tally import Tally
from tests.forms.driven.wanted import (
    REMOVE,
    Answers,
    Place,
    Says,
    fitting,
    has_files,
    is_list,
    items_on,
    read_page,
    wanted,
)

FOCUSED = """() => {
  const one = document.activeElement;
  const same = one.form && one.name ? [...one.form.elements].filter((it) => it.name === one.name) : [];
  return {
    tag: one.tagName, place: one.name || "", kind: one.type || "", value: one.value || "", id: one.id || "",
    number: same.indexOf(one), index: one.selectedIndex ?? -1,
    labels: one.tagName === "SELECT" ? [...one.options].map((it) => it.label) : [],
    values: one.tagName === "SELECT" ? [...one.options].map((it) => it.value) : [],
    folds: one.tagName === "SUMMARY" && !one.parentElement.open
      ? [...one.parentElement.querySelectorAll("[name]")].map((it) => it.name) : [],
    isSkip: one.classList.contains("skip"),
  };
}"""
MOST_STOPS = 1500
"""Stops of the focus on one page, ways back included: more means that the walk turns in circles."""
FEW = 3
"""So many arrow keys are pressed rather than letters of an option."""


@dataclass(frozen=True, slots=True)
class Focus:
    """Where the focus stands."""

    seen: Mapping[str, Any]

    @property
    def action(self) -> str:
        return str(self.seen["value"]) if self.seen["place"] == "action" else ""

    @property
    def place(self) -> str:
        return "" if self.seen["place"] in ("action", "desk.language") else str(self.seen["place"])


class Keys:
    """One person at one page without a mouse; `tally` holds what was pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tally = Tally()
        page.on(
            "filechooser", lambda _chooser: None
        )  # or the window of the operating system could open before one waits

    def enter(self, form: FormDefinition, answers: Answers) -> None:
        """Fill all steps from the one that is open to the review page, which is filled too."""
        for step in form.steps:
            self.fill_step(step, answers)
            self.leave("submit" if step is form.steps[-1] else "next")

    def fill_step(self, step: Step, answers: Answers) -> None:
        """Walk down the page and answer what does not say what the case says; go back for what changed meanwhile."""
        before = self.tally.inputs
        self._skip_to_content()
        lists = {item.key: item for item in step.items if is_list(item)}
        is_here = True
        for _stop in range(MOST_STOPS):
            focus = self._look() if is_here else self._tab()
            is_here = False
            shall, missing, spare = self._goal(step, answers, lists)
            action = focus.action
            if action in {f"add:{key}" for key, number in missing.items() if number}:
                self._change_list(action, 1)
                is_here = True
            elif action in spare:
                self._change_list(action, -1)
                is_here = True
            elif any(self._is_wrong(name, shall) for name in focus.seen["folds"]):
                self._press("Enter")
            elif self._is_wrong(focus.place, shall):
                self._answer(focus, self._place(focus.place), shall[focus.place])
            elif action in ("next", "onward", "submit"):
                if not any(self._is_wrong(name, shall) for name in shall) and not any(missing.values()):
                    break
                self._go_back(shall)
                is_here = True
        else:
            raise Lost(f"{step.key}: the focus does not come to {self._missed(step, answers, lists)}")
        self.tally.by_step[step.key] = self.tally.inputs - before

    def leave(self, action: str) -> None:
        """Press the button that has the focus; it leads to the next page."""
        assert self._look().action == action, self._look()
        url = self.page.url
        started = time.monotonic()
        with self.page.expect_event("load"):
            self._press("Enter")
        self.tally.waited += time.monotonic() - started
        self.tally.buttons += 1
        self.tally.pages += 1
        if self.page.url.partition("#")[0] == url.partition("#")[0]:
            raise Lost(f"{url} is not left\n{self.page.locator('main').inner_text()}")

    def _skip_to_content(self) -> None:
        """Past the menu and the list of steps."""
        focus = self._tab()
        assert focus.seen["isSkip"], focus
        self._press("Enter")
        self._tab()

    def _goal(
        self, step: Step, answers: Answers, lists: Mapping[str, Group]
    ) -> tuple[dict[str, Says], dict[str, int], set[str]]:
        """What the places shall say, how many entries each list lacks, and the buttons that remove spare ones."""
        items: dict[str, Sequence[str]] = {}
        missing: dict[str, int] = {}
        spare: set[str] = set()
        for key, group in lists.items():
            shown = items_on(self.page, key)
            items[key] = fitting(group, answers.get(key, []), shown)
            missing[key] = items[key].count("")
            if not has_files(group):
                spare |= {f"remove:{key}:{one}" for one in shown if one not in items[key]}
        self._shown = read_page(self.page)
        return wanted(step, answers, items, self._shown), missing, spare

    def _place(self, name: str) -> Place:
        return self._shown[name]

    def _is_wrong(self, name: str, shall: Mapping[str, Says]) -> bool:
        place = self._shown.get(name)
        return name in shall and place is not None and place.is_shown and place.says != shall[name]

    def _missed(self, step: Step, answers: Answers, lists: Mapping[str, Group]) -> dict[str, Says]:
        shall, _missing, _spare = self._goal(step, answers, lists)
        return {name: say for name, say in shall.items() if self._is_wrong(name, shall)}

    def _go_back(self, shall: Mapping[str, Says]) -> None:
        """Up to the last question that says something else: a proposal that came after one had gone past."""
        for _stop in range(MOST_STOPS):
            self._press("Shift+Tab")
            if self._is_wrong(self._look().place, shall):
                return
        raise Lost(f"no way back to {[name for name in shall if self._is_wrong(name, shall)]}")

    def _change_list(self, action: str, by: int) -> None:
        buttons = self.page.locator(REMOVE.format(group=action.split(":")[1]))
        before = buttons.count()
        self._press("Enter")
        self.tally.buttons += 1
        expect(buttons).to_have_count(before + by)

    def _answer(self, focus: Focus, place: Place, say: Says) -> None:
        match place.kind:
            case "text":
                self._write(focus, str(say))
            case "select":
                self._pick(focus, str(say))
            case "name":
                self._write(focus, place.named(str(say)))
            case "names":
                assert isinstance(say, tuple)
                code = next(iter(say[int(focus.seen["number"]) :]), "")
                if focus.seen["value"] or code:
                    self._write(focus, place.named(code))
            case "radios":
                self._turn_to(place, str(say))
            case "file":
                assert isinstance(say, tuple)
                self._attach(place, say)
            case _:
                self._tick(focus, place, say)

    def _write(self, focus: Focus, text: str) -> None:
        """The focus selects what stands in a line; in a text of several lines it has to be selected."""
        if focus.seen["value"] and (focus.seen["kind"] == "textarea" or not text):
            self._press("Control+A")
        if text:
            self.page.keyboard.type(text)
            self.tally.typed(text)
        else:
            self._press("Delete")
        self.tally.inputs += 1

    def _pick(self, focus: Focus, value: str) -> None:
        """By the first letters of the option, as selects take them; a near one by arrows."""
        goal = list(focus.seen["values"]).index(value)
        label = str(focus.seen["labels"][goal])
        if abs(goal - int(focus.seen["index"])) > FEW:
            for letter in label.partition(" ")[0]:
                if not letter.isascii():
                    break  # the driver knows no key for it; the arrows go the rest
                self.page.keyboard.press(letter)
                self.tally.typed(letter)
                if self._look().seen["value"] == value:
                    break
        for _step in focus.seen["values"]:
            if (away := goal - int(self._look().seen["index"])) == 0:
                break
            self._press("ArrowDown" if away > 0 else "ArrowUp")
        assert self._look().seen["value"] == value, (focus.place, value)
        self.tally.inputs += 1

    def _turn_to(self, place: Place, value: str) -> None:
        """The first arrow chooses the option beside the focus; Space the one that has it."""
        options = [str(one["value"]) for one in place.elements]
        at, goal = options.index(str(self._look().seen["value"])), options.index(value)
        if at == goal:
            self._press("Space")
        for _step in range(abs(goal - at)):
            self._press("ArrowDown" if goal > at else "ArrowUp")
        self.tally.inputs += 1

    def _tick(self, focus: Focus, place: Place, say: Says) -> None:
        element = place.elements[int(focus.seen["number"])] if place.kind == "ticks" else place.elements[0]
        wanted_here = say if isinstance(say, bool) else element["value"] in say
        if bool(element["isChecked"]) != wanted_here:
            self._press("Space")
            self.tally.inputs += 1

    def _attach(self, place: Place, names: Sequence[str]) -> None:
        """In the window of the operating system a file is found by typing its name."""
        with self.page.expect_file_chooser() as chooser:
            self._press("Enter")
        for name in names:
            self.tally.typed(name)
            self.tally.presses += 1
            self.tally.inputs += 1
        started = time.monotonic()
        chooser.value.set_files([paper(name, is_photo=False) for name in names])  # type: ignore[arg-type]
        expect(self.page.locator(f'[data-place="{place.name}"] .file__name')).to_have_text(list(names))
        self.tally.waited += time.monotonic() - started

    def _tab(self) -> Focus:
        self._press("Tab")
        return self._look()

    def _look(self) -> Focus:
        return Focus(self.page.evaluate(FOCUSED))

    def _press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.tally.presses += key.count("+") + 1
