"""The wizard: one page a step, on django-formtools with a storage of its own.

What it does differently from its base, on purpose: the draft comes from the address, not from the session; reading
changes nothing; each button saves first and then moves; saving with errors is allowed; handing in is a POST on the
last step; only reached steps can be opened.
"""

from collections import OrderedDict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from formtools.wizard.views import NamedUrlWizardView

from forms.consent_texts import ConsentText
from forms.definition import FormDefinition, Step
from forms.fields import StepForm
from forms.handing_in import hand_in, landing
from forms.pages import page_context
from forms.saving import Action, Saved, save_page
from forms.storage import DraftStorage

SUBMIT_STEP = "abschluss"
"""The review page; in a form without this key the last step is one."""


class DraftWizard(NamedUrlWizardView):
    """GET shows a reached step; POST saves it and does what the pressed button says."""

    template_name = "forms/step.html"
    storage_name = "forms.storage.DraftStorage"
    storage: DraftStorage

    def get_prefix(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return str(kwargs["draft"])

    def get_form_prefix(self, step: str | None = None, form: Any = None) -> None:
        return None

    def get_form_list(self) -> "OrderedDict[str, type[StepForm]]":
        if self._definition.steps and set(self.form_list) != {step.key for step in self._definition.steps}:
            self.form_list = OrderedDict((step.key, StepForm) for step in self._definition.steps)
        return super().get_form_list()  # type: ignore[no-any-return]

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        return {
            "definition": self._definition,
            "step": self._definition.step(step or self.steps.current),
            "ledger": self.storage.ledger,
            "today": timezone.localdate(),
        }

    def get_step_url(self, step: str) -> str:
        return reverse("forms:step", args=[self.storage.draft.pk, step])

    def get(self, request: HttpRequest, draft: UUID, step: str) -> HttpResponseBase:
        if self.storage.draft.is_submitted:
            return redirect(landing(draft))
        if not self._may_open(step):
            return redirect(self.get_step_url(self.storage.draft.reached_steps()[-1]))
        self.storage.current_step = step
        return self.render_to_response(self._context())

    def post(self, request: HttpRequest, draft: UUID, step: str) -> HttpResponseBase:
        if self.storage.draft.is_submitted:
            return redirect(landing(draft))
        if not self._may_open(step):
            return redirect(self.get_step_url(self.storage.draft.reached_steps()[-1]))
        self.storage.current_step = step
        action = Action.read(request.POST.get("action", "save"))
        saved = save_page(self.storage, self._step, self._read_form, request.FILES, action, request.POST)
        if action.verb == "autosave":
            return JsonResponse(saved.as_data(self.storage.draft))
        if action.verb == "submit" and not saved.clashes:
            return self._hand_in()
        return redirect(self._after(action, saved))

    @property
    def _definition(self) -> FormDefinition:
        return self.storage.draft.definition

    @property
    def _step(self) -> Step:
        return self._definition.step(self.steps.current)

    def _may_open(self, step: str) -> bool:
        if step not in self.get_form_list():
            raise Http404
        return step in self.storage.draft.reached_steps()

    def _read_form(self) -> StepForm:
        form = self.get_form(data=self.request.POST, files=None)
        assert isinstance(form, StepForm)
        return form

    def _context(self) -> dict[str, Any]:
        consent = ConsentText.objects.current(self._definition.key)
        context = self.get_context_data(form=None)
        actor = self.storage.actor
        return context | page_context(self.storage.draft, self.storage.ledger, self._step, consent=consent, actor=actor)

    def _hand_in(self) -> HttpResponseBase:
        with transaction.atomic():
            pass
        handed = hand_in(self.storage.draft, by=self.storage.actor)
        return redirect(landing(self.storage.draft.pk) if handed else self.get_step_url(self.steps.current))

    def _after(self, action: Action, saved: Saved) -> str:
        """Where a save leads. Clashes, refused files and questions nobody has seen yet keep the person on the page."""
        here = self.get_step_url(self.steps.current)
        match action.verb:
            case "close":
                return reverse(settings.FORMS_DESK_VIEW)
            case "back":
                return self.get_step_url(self.get_prev_step() or self.steps.current)
            case "goto" if action.argument in self.storage.draft.reached_steps():
                return self.get_step_url(action.argument)
            case "add" | "remove":
                return f"{here}#{saved.anchor}"
            case "next" | "onward" if saved.may_leave:
                return self.get_step_url(self.get_next_step() or self.steps.current)
            case _:
                return here
