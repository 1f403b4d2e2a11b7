"""Enters a case into the wizard of a real browser by typing and clicking, as somebody does who has the case before her.

Works with and without scripts. It follows what the page shows: a question is answered once it appears, a proposal is
left where it is right, and what was typed and has gone is a failure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from playwright.sync_api import Locator, Page, expect

from forms.definition import FormDefinition, Group, Step
from gremium.cases.demo.paper import sample_paper
from tests.documents.hostile import picture
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

MOST_ROUNDS = 5
"""How often a step is filled and saved until it says everything: questions open one after the other."""
PASTED = 100
"""A text of more characters is pasted, as from a letter."""
FORM = "#step-form"
Seen = Callable[[Page, Step], None]


class Lost(AssertionError):
    """What was entered is not there any more, or cannot be entered at all."""


def paper(name: str, *, is_photo: bool) -> dict[str, object]:
    """A file of this name: a page of a PDF, or a photo."""
    if is_photo:
        return {"name": name.replace(".pdf", ".jpg"), "mimeType": "image/jpeg", "buffer": picture((1200, 900))}
    return {"name": name, "mimeType": "application/pdf", "buffer": sample_paper("Beispielanlage", name)}


class Hand:
    """One person at one page, with a keyboard and a mouse or a finger."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def enter(self, form: FormDefinition, answers: Answers, *, seen: Seen | None = None) -> None:
        """Fill all steps from the one that is open to the review page, which is filled too."""
        for step in form.steps:
            assert self.step == step.key, self.told
            self.fill_step(step, answers)
            if seen is not None:
                seen(self.page, step)
            if step is not form.steps[-1]:
                self.go_on(step)

    @property
    def step(self) -> str:
        return self.page.url.partition("#")[0].rstrip("/").rpartition("/")[2]

    @property
    def told(self) -> str:
        """What the page says is wrong, for failures."""
        return "\n".join(self.page.locator("#errors, .field__error:visible, #missing").all_inner_texts())

    def fill_step(self, step: Step, answers: Answers) -> None:
        """Enter what the case says and save, until the page says it all."""
        items = {item.key: self._fit(item, answers.get(item.key, [])) for item in step.items if is_list(item)}
        for _round in range(MOST_ROUNDS):
            shall = wanted(step, answers, items, read_page(self.page))
            if not self._fill(shall):
                break
            self.press("save")
        missed = {name: say for name, say in shall.items() if say and not self._stands(name, say)}
        if missed:
            raise Lost(f"{step.key}: {missed}\n{self.told}")

    def go_on(self, step: Step) -> None:
        self.press("next")
        if self.step == step.key:
            raise Lost(f"{step.key} is not left\n{self.told}")

    def press(self, action: str) -> None:
        """Press a button that leads to a page."""
        with self.page.expect_event("load"):
            self.button(action).click()

    def button(self, action: str) -> Locator:
        return self.page.locator(f'button[name="action"][value="{action}"]:visible').last

    def _fit(self, group: Group, given: Sequence[Answers]) -> list[str]:
        """Add and remove entries until there are as many as the case has; their ids in its order."""
        for _number in range(fitting(group, given, items_on(self.page, group.key)).count("")):
            self.change_list(f"add:{group.key}", group.key, 1)
        taken = fitting(group, given, items_on(self.page, group.key))
        assert "" not in taken, (group.key, self.told)
        spare = [] if has_files(group) else [one for one in items_on(self.page, group.key) if one not in taken]
        for item in spare:
            self.change_list(f"remove:{group.key}:{item}", group.key, -1)
        return taken

    def change_list(self, action: str, group: str, by: int) -> None:
        """Press a button that adds or removes an entry."""
        before = len(items_on(self.page, group))
        if self.has_script:
            self.button(action).click()
        else:
            self.press(action)  # leads to a page that is read only once it is whole
        expect(self.page.locator(REMOVE.format(group=group))).to_have_count(before + by)

    def _fill(self, shall: Mapping[str, Says]) -> int:
        """Answer what is shown and does not say what it shall, from top to bottom; how many there were."""
        touched: list[str] = []
        while (place := next(_wrong(read_page(self.page), shall), None)) is not None:
            if place.name in touched:
                raise Lost(f"{place.name} says {place.says!r} after {shall[place.name]!r} was entered")
            touched.append(place.name)
            self._unfold(place)
            self._answer(place, shall[place.name])
        return len(touched)

    def _stands(self, name: str, say: Says) -> bool:
        place = read_page(self.page).get(name)
        return place is not None and place.is_shown and place.says == say

    def _unfold(self, place: Place) -> None:
        if place.is_folded:
            self._element(place.elements[0]).locator("xpath=ancestor::details[1]/summary").click()

    def _answer(self, place: Place, say: Says) -> None:
        match place.kind:
            case "text":
                self._write(self._element(place.elements[0]), str(say))
            case "name":
                self._write(self._element(place.elements[0]), place.named(str(say)))
            case "select":
                self._element(place.elements[0]).select_option(str(say))
            case "names":
                assert isinstance(say, tuple)
                self._name_all(place, say)
            case "file":
                assert isinstance(say, tuple)
                self._attach(place, say)
            case _:
                self._tick(place, say)

    def _write(self, element: Locator, text: str) -> None:
        element.click()
        self.page.keyboard.press("Control+A")
        if not text:
            self.page.keyboard.press("Delete")
        elif len(text) > PASTED:
            self.page.keyboard.insert_text(text)
        else:
            self.page.keyboard.type(text)

    def _name_all(self, place: Place, say: Sequence[str]) -> None:
        for number, code in enumerate([*say, *[""] * len(place.elements)][: len(place.elements)]):
            if code or place.elements[number]["value"]:
                self._write(self.page.locator(f'{FORM} [name="{place.name}"][list]').nth(number), place.named(code))

    def _tick(self, place: Place, say: Says) -> None:
        for element in place.elements:
            chosen = say if place.kind == "tick" else element["value"] in (say if isinstance(say, tuple) else (say,))
            if bool(element["isChecked"]) != bool(chosen) and (chosen or place.kind != "radios"):
                self._element(element).click()

    def _attach(self, place: Place, names: Sequence[str]) -> None:
        files = [paper(name, is_photo=name.endswith(".jpg")) for name in names]
        self._element(place.elements[0]).set_input_files(files)  # type: ignore[arg-type]
        if self.has_script:
            shown = self.page.locator(f'[data-place="{place.name}"] .file__name')
            expect(shown).to_have_text(list(names))
        else:
            self.press("save")

    @property
    def has_script(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.classList.contains('has-script')"))

    def _element(self, element: Mapping[str, object]) -> Locator:
        return self.page.locator(f'{FORM} [id="{element["id"]}"]')


def _wrong(places: Mapping[str, Place], shall: Mapping[str, Says]) -> Iterator[Place]:
    for place in places.values():
        if place.is_shown and place.name in shall and place.says != shall[place.name]:
            yield place
