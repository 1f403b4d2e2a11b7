"""django-formtools' storage on a draft row: any number of drafts at once, resumable from any browser.

The address names draft and step, so there is no step pointer that could get out of step with it, nothing lies in the
session, and reading a page resets nothing.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from formtools.wizard.storage.base import BaseStorage

from forms.closed_papers import closed_choices
from forms.drafts import Draft, renew_account
from forms.ledger import Ledger
from forms.ledger_lines import Stamp
from forms.sheets import fill_in_all


class DraftStorage(BaseStorage):
    """Reads and writes one draft; which one says the wizard's prefix, who may says the draft's query set."""

    def __init__(self, prefix: str, request: HttpRequest, file_storage: Any = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.actor = request.actor  # type: ignore[attr-defined]
        readable = Draft.objects.readable_by(self.actor).telling_of_versions().select_related("form_version")
        self.draft = get_object_or_404(readable, pk=prefix)
        self.ledger = self._read()
        if self.ledger.version != self.draft.version and not self.draft.is_submitted:
            self._keep_renewed()
        self.closed_choices: dict[str, str] = {}
        self.init_data()

    def lock(self) -> None:
        """Hold the row until the transaction ends, and read what others saved meanwhile."""
        readable = Draft.objects.readable_by(self.actor).telling_of_versions().select_related("form_version")
        locked = readable.select_for_update(of=("self",))
        before, self.draft = self.draft, get_object_or_404(locked, pk=self.draft.pk)
        is_of_today = self.read_on == timezone.localdate()
        if self.ledger.version != before.version or not is_of_today or not self.draft.holds_what(before):
            self.ledger = self._read()

    def save_answers(self, posted: Mapping[str, Any], *, base: int, held: Mapping[str, int], stamp: Stamp) -> set[str]:
        """Merge what a page sent; return the places where somebody else typed something different meanwhile.

        Types of papers that wait for a consent are left out; `closed_choices` tells them.
        """
        self.closed_choices = closed_choices(self.draft.definition, self.ledger.values, posted)
        kept = {place: value for place, value in posted.items() if place not in self.closed_choices}
        return self.ledger.save(kept, base=base, held=held, stamp=stamp)

    def write(self) -> set[str]:
        """Seal the ledger into the row, with the proposals that now follow from it; return their places."""
        proposed = fill_in_all(self.draft.definition, self.ledger, today=timezone.localdate())
        self.draft.put(self.ledger)
        self.draft.save(update_fields=["sealed_ledger", "version", "reached", "changed_at"])
        return proposed

    def reach(self, step: str) -> None:
        """Open a step; from now on it can be gone to directly."""
        self.draft.reach(step)
        self.draft.save(update_fields=["reached"])

    @transaction.atomic
    def _keep_renewed(self) -> None:
        """Save proposals that follow from a fact of today, as what the pages of a new version show.

        Else a page that showed the fact of before would seem to bring it as typed. It is nobody's work on the draft:
        how long that is kept does not change.
        """
        changed_at = self.draft.changed_at
        self.lock()
        if self.draft.is_submitted:
            return
        self.draft.put(self.ledger)
        self.draft.save(update_fields=["sealed_ledger", "version"])
        self.draft.changed_at = changed_at

    def _read(self) -> Ledger:
        self.read_on = timezone.localdate()
        ledger = self.draft.ledger()
        if self._renew(ledger):
            ledger = self.draft.ledger()
            ledger.version += 1
            self._renew(ledger)
        return ledger

    def _renew(self, ledger: Ledger) -> set[str]:
        changed = set()
        if self.draft.owner_ref == self.actor.ref:
            changed = renew_account(self.draft.definition, ledger, self.actor.facts)
        return changed | fill_in_all(self.draft.definition, ledger, today=timezone.localdate())
