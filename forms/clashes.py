"""Answers that two people typed differently, where a page asks for them now: a person chooses before handing in.

Where the question is not asked, such answers wait unseen, as hidden answers do, and stop nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from forms.beside import beside_of
from forms.consent_texts import ConsentText
from forms.controls import Prompt
from forms.conversation import own_questions
from forms.definition import FormDefinition, Step
from forms.layout import Panel, Part, lay_out, prompts_of, setting_of
from forms.ledger import Ledger, split_place


@dataclass(frozen=True, slots=True)
class OpenClash:
    """A question with rival answers, and the step whose page lets somebody choose."""

    step: Step
    prompt: Prompt


def open_clashes(form: FormDefinition, ledger: Ledger, *, today: date, consent: ConsentText) -> list[OpenClash]:
    """In the order of the form."""
    if not ledger.rivals:
        return []
    setting = setting_of(form, ledger, today=today, beside=beside_of(form, ledger, consent))
    return [
        OpenClash(step, prompt)
        for step in form.steps
        if _may_hold(step, form, ledger)
        for prompt in clashing_prompts(lay_out(step, setting))
    ]


def clashing_prompts(parts: list[Part]) -> Iterator[Prompt]:
    """The prompts of a page that are shown with rival answers."""
    shown = [part for part in parts if not isinstance(part, Panel) or part.is_shown]
    return (prompt for prompt in prompts_of(shown) if prompt.clashes and prompt.is_shown)


def _may_hold(step: Step, form: FormDefinition, ledger: Ledger) -> bool:
    keys = {item.key for item in step.items}
    own = own_questions(step, form)
    return any(split_place(place)[0] in keys or place in own for place in ledger.rivals)
