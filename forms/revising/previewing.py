"""A form as case managers will see it, before anybody does: the wizard's own pages over a ledger that is never stored.

What is typed lives in the page alone and is sent along with it.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from forms.consent_texts import ConsentText
from forms.definition import FormDefinition, Group, Step
from forms.drafts import Draft, begun_ledger
from forms.fields import StepForm
from forms.ledger import Ledger
from forms.ledger_lines import Stamp
from forms.pages import page_context
from forms.plain_yaml import dump_text
from forms.proposals import next_item, shown_items
from forms.review import review_context
from forms.revising.outline import Raw
from forms.saving import Action
from forms.sheets import fill_in_all
from forms.versions import FormVersion, content_hash

INVENTED = {
    "account.display_name": "Vera Vorschau",
    "account.organisation": "Beispielträger (fiktiv)",
    "account.professional_role": "kim_case_management",
    "account.phone": "+49 231 000000",
    "account.email": "vorschau@example.org",
    "account.active": "yes",
    "account.recognised": "yes",
    "forms.fills": "yes",
}
"""Who fills the previewed form."""
MOST_CARRIED = 500_000  # characters of a carried ledger


@dataclass(slots=True)
class Preview:
    """One look at a form. `ledger` is what was typed so far."""

    draft: Draft
    ledger: Ledger
    consent: ConsentText

    @property
    def definition(self) -> FormDefinition:
        return self.draft.definition

    def take(self, step: Step, sent: QueryDict, *, today: date) -> str:
        """Take over what a page sent and do what its button says; return the step to be shown next."""
        form = StepForm(sent, definition=self.definition, step=step, ledger=self.ledger, today=today)
        stamp = Stamp(by=INVENTED["account.display_name"], at=timezone.localtime().isoformat(timespec="minutes"))
        self.ledger.save(form.posted(), base=self.ledger.version, stamp=stamp)
        action = Action.read(sent.get("action", "save"))
        self._change_items(step, action, stamp)
        if action.verb == "desk":
            self.ledger.desk = self.ledger.desk.choose(str(sent.get("desk.language", "")), action.argument)
        if action.verb in ("next", "onward", "save", "submit"):
            self.ledger.check(step.key)
        fill_in_all(self.definition, self.ledger, today=today)
        return self._following(step, action)

    def context(self, step: Step) -> dict[str, Any]:
        """What the wizard's template needs, and the ledger to be carried on."""
        context = page_context(self.draft, self.ledger, step, consent=self.consent, uploads=())
        if self.is_last(step):
            context |= review_context(self.draft, self.ledger, consent=self.consent, account=INVENTED, uploads=())
        return context | {"carried": json.dumps(self.ledger.as_data(), ensure_ascii=False), "saved_at": None}

    def is_last(self, step: Step) -> bool:
        return step is self.definition.steps[-1]

    def _change_items(self, step: Step, action: Action, stamp: Stamp) -> None:
        group = next((item for item in step.items if item.key == action.argument), None)
        if not isinstance(group, Group) or group.repeat is None:
            return
        shown = shown_items(group, self.ledger)
        if action.verb == "add" and len(shown) < group.repeat.maximum:
            item = next_item(group, self.ledger)
            self.ledger.settle_items(group.key, shown, stamp)
            self.ledger.add_item(group.key, item, stamp)
        if action.verb == "remove" and action.detail in shown:
            self.ledger.settle_items(group.key, shown, stamp)
            self.ledger.remove_item(group.key, action.detail, stamp)

    def _following(self, step: Step, action: Action) -> str:
        keys = [each.key for each in self.definition.steps]
        at = keys.index(step.key)
        match action.verb:
            case "next" | "onward":
                return keys[min(at + 1, len(keys) - 1)]
            case "back":
                return keys[max(at - 1, 0)]
            case "goto" if action.argument in keys:
                return action.argument
        return step.key


def begin_preview(form: Raw, *, consent_text: str, carried: str = "") -> Preview:
    """A preview of a form's data, with what an earlier page carried. Raises MalformedForm."""
    text = dump_text(form)
    version = FormVersion(
        key=form["form"]["id"], version=str(form["form"]["version"]), text=text, content_hash=content_hash(form)
    )
    draft = Draft(form_version=version, reached=len(version.definition.steps))
    consent = ConsentText(form_key=version.key, version="Vorschau", language="de", text=consent_text)
    ledger = _carried(carried) or begun_ledger(version.definition, INVENTED)
    fill_in_all(version.definition, ledger, today=timezone.localdate())
    return Preview(draft, ledger, consent)


def _carried(text: str) -> Ledger | None:
    if not text or len(text) > MOST_CARRIED:
        return None
    try:
        return Ledger.from_data(json.loads(text))
    except (ValueError, TypeError, AttributeError):
        return None
