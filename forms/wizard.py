"""The wizard: one page a step, on django-formtools with a storage of its own.

What it does differently from its base, on purpose: the draft comes from the address, not from the session; reading
changes nothing; each button saves first and then moves; saving with errors is allowed; handing in is a POST on the
last step; only reached steps can be opened.
"""

import logging
from collections import OrderedDict
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from formtools.wizard.views import NamedUrlWizardView

from documents import keystore
from documents.receiving import left_out
from documents.uploads import Upload
from forms import carrying
from forms.beside import Beside
from forms.changeover import newer_version
from forms.checking import find_on_page
from forms.consent_texts import ConsentText
from forms.definition import FormDefinition, Step
from forms.fields import StepForm
from forms.file_places import Phone, phone_with_code
from forms.older_pages import FORM_VERSION, OlderPage, is_former_step, save_older_page
from forms.pages import news_of, page_context
from forms.person_pages import person_code
from forms.person_views import PersonView, end_person_view, follow, open_person_view
from forms.review import review_context
from forms.saving import Action, Saved, Sent, former_of, is_file_place, save_page, shown_versions
from forms.saying import persons_language
from forms.sending import close_for_photos, open_for_photos
from forms.storage import DraftStorage
from forms.submit import NotReady, submit_draft
from forms.typists import TYPIST, is_somebody_elses, typist_mark
from forms.viewing import note_view

log = logging.getLogger(__name__)
BRIEF = "brief"
"""Argument of a save while typing whose script takes over nothing but the news (`forms.pages.news_of`)."""
SEEN_WHOLE = ("answers", "readiness")
"""Pages over the whole draft, which a step leads to once it is saved."""


class DraftWizard(NamedUrlWizardView):
    """GET shows a reached step; POST saves it and does what the pressed button says."""

    storage_name = "forms.storage.DraftStorage"
    storage: DraftStorage

    def get_prefix(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return str(kwargs["draft"])

    def get_form_prefix(self, step: str | None = None, form_class: Any = None) -> None:
        return None

    def get_form_list(self) -> "OrderedDict[str, type[StepForm]]":
        self.form_list = OrderedDict((step.key, StepForm) for step in self._definition.steps)
        return super().get_form_list()  # type: ignore[no-any-return]

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        return {
            "definition": self._definition,
            "step": self._step,
            "ledger": self.storage.ledger,
            "today": timezone.localdate(),
        }

    def get_step_url(self, step: str) -> str:
        return reverse("forms:step", args=[self.storage.draft.pk, step])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page is rendered here, so that the draft's key is read once for all that it opens."""
        with keystore.holding_keys():
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
            return answer.render() if isinstance(answer, TemplateResponse) else answer

    def get(self, request: HttpRequest, draft: UUID, step: str) -> HttpResponseBase:
        elsewhere = self._elsewhere(step)
        if elsewhere is None:
            note_view(self.storage.draft, part=f"step/{step}", by=self.storage.actor)
        return elsewhere or self._show()

    def post(self, request: HttpRequest, draft: UUID, step: str) -> HttpResponseBase:
        action = Action.read(request.POST.get("action", "save"))
        older = OlderPage.of(self.storage.draft, step, request.POST)
        elsewhere = self._elsewhere(step, is_older=older is not None)
        if elsewhere is not None:
            return self._too_late(action) if self.storage.draft.is_submitted else elsewhere
        if carrying.is_shown_again(request) or self._is_somebody_elses():
            return self._show_again(older)
        if older is not None:
            return self._save_older(older, action)
        spoken, form = persons_language(self.storage.ledger), self._definition
        sent = Sent(request.POST, request.FILES, left_out(request))
        saved = save_page(self.storage, self._step, self._read, sent)
        if saved.is_late:
            return self._too_late(action)
        if saved.is_outdated:
            older = OlderPage.from_form(form, step, self.storage.draft)
            assert older is not None
            for file in (file for _place, files in request.FILES.lists() for file in files):
                file.seek(0)
            return self._save_older(older, action)
        if action.verb == "autosave":
            is_followed = spoken == persons_language(self.storage.ledger)
            if action.argument == BRIEF:
                return self._show_news(saved, is_followed=is_followed)
            # The script takes over the form and what is said of it, nothing of the page around.
            return self._show(is_followed=is_followed, newer=None, behind=sorted(saved.behind))
        if action.verb == "phone" and is_file_place(self.storage, self._step, action.argument):
            return self._show_phone(action.argument, saved)
        if action.verb == "nophone":
            close_for_photos(self.storage.draft)
        if action.verb == "person":
            return self._let_read_along(action, saved)
        if action.verb == "submit" and saved.may_leave:
            return self._hand_in()
        return self._go(self._after(action, saved), saved)

    @property
    def _definition(self) -> FormDefinition:
        return self.storage.draft.definition

    @property
    def _step(self) -> Step:
        return self._definition.step(self.steps.current)

    @property
    def _is_review(self) -> bool:
        return bool(self.steps.current == self.steps.last)

    def _elsewhere(self, step: str, *, is_older: bool = False) -> HttpResponseBase | None:
        """Where to go if this step cannot be opened; else it becomes the current one.

        An older page may be of a step that is no more, or not reached as the form is now: it leads to the last one.
        """
        draft = self.storage.draft
        if step not in self.get_form_list() and not is_older and not is_former_step(draft, step):
            raise Http404
        if draft.is_submitted:
            return redirect(settings.FORMS_SUBMITTED_VIEW, draft.pk)
        is_open = step in draft.reached_steps()
        if not is_open and not is_older:
            return redirect(self.get_step_url(draft.reached_steps()[-1]))
        self.storage.current_step = step if is_open else draft.reached_steps()[-1]
        return None

    def _is_somebody_elses(self) -> bool:
        """Whether somebody else was signed in when the page was opened: it must not be saved under a wrong name."""
        return is_somebody_elses(self.request.POST, self.storage.draft, self.storage.actor)

    def _too_late(self, action: Action) -> HttpResponseBase:
        """The draft was handed in from another tab: what this page sent is not part of it, and the person hears so."""
        told = _("This application has been handed in already. What this page sent last is not part of it.")
        if self.request.headers.get("X-Requested-With") == "script":
            return HttpResponse(told, status=409, content_type="text/plain; charset=utf-8")
        if action.verb != "submit":
            messages.warning(self.request, told)
        return redirect(settings.FORMS_SUBMITTED_VIEW, self.storage.draft.pk)

    def _read(self) -> dict[str, Any]:
        form = self.get_form(data=self.request.POST)
        assert isinstance(form, StepForm)
        return form.posted()

    def _show_again(self, older: OlderPage | None) -> HttpResponseBase:
        """The page filled with what was sent too late to be saved, or by somebody else who was signed in.

        Its base stays, so that saving it finds clashes.
        """
        is_others = self._is_somebody_elses()
        if is_others and self.request.headers.get("X-Requested-With") == "script":
            return HttpResponse(status=HTTPStatus.PRECONDITION_FAILED)
        ledger, sent = self.storage.ledger, self.request.POST
        base, held = shown_versions(sent, ledger.version)
        base = min([base, *held.values()])  # the page it is shown on holds nothing back
        posted, former = older.read(sent, ledger, today=timezone.localdate()) if older else (self._read(), [])
        touched = ledger.overlay(posted, base=base)
        former += older.not_on(self._step, {place: posted[place] for place in touched}) if older else []
        former += former_of(sent)
        files = carrying.names_of_files(self.request)
        return self._show(base=base, is_carried=True, is_others=is_others, unplaced=former, files=files)

    def _save_older(self, older: OlderPage, action: Action) -> HttpResponseBase:
        """Save a page of an older version of the form, and lead to what the form is now. What else it asked for is
        not done: the person has not seen yet what it would be done to."""
        sent = Sent(self.request.POST, self.request.FILES, left_out(self.request))
        done = save_older_page(self.storage, older, sent)
        if done.saved.is_late:
            return self._too_late(action)
        if done.not_taken:  # a script leads to the page that tells it
            told = _("These files were not taken over, because nothing asks for them any more: %(names)s")
            messages.warning(self.request, told % {"names": ", ".join(done.not_taken)})
        if self.request.headers.get("X-Requested-With") == "script":
            return HttpResponse(status=HTTPStatus.RESET_CONTENT)
        told = _(
            "Saved. The form was changed over to a newer version since that page was opened. What is still asked "
            "stands at its question; the rest is kept on the review page. Please look at the page again."
        )
        messages.warning(self.request, told)
        return redirect(self._after(Action("close" if action.verb == "close" else "save"), done.saved))

    def _go(self, goal: str, saved: Saved) -> HttpResponseBase:
        """On to where a save leads.

        A script that stays on its page gets it at once, told where it had shown too little. After a redirect nobody
        could say under which of the answers that are being typed a colleague has saved another one.
        """
        here = self.get_step_url(self.steps.current)
        if self.request.headers.get("X-Requested-With") != "script" or goal.partition("#")[0] != here:
            return redirect(goal)
        note_view(self.storage.draft, part=f"step/{self.steps.current}", by=self.storage.actor)
        return self._show(behind=sorted(saved.behind))

    def _let_read_along(self, action: Action, saved: Saved) -> HttpResponseBase:
        """Begin or end the person's view. The code stands on this answer alone: its token is kept nowhere."""
        draft, language = self.storage.draft, persons_language(self.storage.ledger)
        if action.argument != "start" or not language:
            end_person_view(draft)
            return self._show(behind=sorted(saved.behind))
        _view, token = open_person_view(draft, language=language, step=self._step.key, by=self.storage.actor)
        return self._show(person_code=person_code(self.request, token), behind=sorted(saved.behind))

    def _show_phone(self, place: str, saved: Saved) -> HttpResponseBase:
        """The page with a code for a phone. It answers the POST itself: the code is known only now."""
        opened = open_for_photos(self.storage.draft, place, by=self.storage.actor)
        site = f"{self.request.scheme}://{self.request.get_host()}"
        return self._show(phone_with_code(opened, self.storage.ledger, site), behind=sorted(saved.behind))

    def _show(self, phone: Phone | None = None, *, is_followed: bool = False, **more: Any) -> HttpResponseBase:
        draft, ledger = self.storage.draft, self.storage.ledger
        consent, uploads = ConsentText.objects.current(self._definition.key), Upload.objects.of(draft.pk)
        context = self.get_context_data(form=None) | page_context(
            draft, ledger, self._step, consent=consent, uploads=uploads, phone=phone
        )
        context |= {TYPIST: typist_mark(draft, self.storage.actor), FORM_VERSION: draft.form_version.version}
        context |= {} if is_followed else self._read_along(context["beside"])
        if self._is_review:
            context |= review_context(draft, ledger, consent=consent, account=self.storage.actor.facts, uploads=uploads)
            context["asked_for"] = self._asked_for()
        shown: HttpResponseBase = self.render_to_response(context | {"newer": partial(newer_version, draft)} | more)
        return shown

    def _show_news(self, saved: Saved, *, is_followed: bool) -> HttpResponseBase:
        """What a page that saves by itself has not shown yet. It asks for the whole where that finds no room on it."""
        draft, ledger = self.storage.draft, self.storage.ledger
        consent, uploads = ConsentText.objects.current(self._definition.key), Upload.objects.of(draft.pk)
        context = page_context(draft, ledger, self._step, consent=consent, uploads=uploads)
        if not is_followed:
            self._read_along(context["beside"])
        return TemplateResponse(self.request, "forms/autosaved.html", context | news_of(context["parts"], saved.behind))

    def _asked_for(self) -> str:
        """Where it says what an application lacks that was sent back; "" for one that was never handed in."""
        draft = self.storage.draft
        return reverse(settings.FORMS_SUBMITTED_VIEW, args=[draft.pk]) if draft.submissions.exists() else ""

    def _read_along(self, beside: Beside) -> dict[str, Any]:
        """The person's view of this draft, which follows to this step."""
        view = PersonView.objects.of(self.storage.draft) if beside.language else None
        if view is not None and (view.step, view.language) != (self._step.key, beside.language):
            follow(view, step=self._step.key, language=beside.language)
        return {
            "person_view": view,
            "follow_url": reverse("forms:point_at", args=[self.storage.draft.pk, self._step.key]),
        }

    def get_template_names(self) -> list[str]:
        return ["forms/review.html" if self._is_review else "forms/step.html"]

    def _hand_in(self) -> HttpResponseBase:
        draft = self.storage.draft
        try:
            submit_draft(draft, by=self.storage.actor, today=timezone.localdate())
        except NotReady:
            return redirect(self.get_step_url(self.steps.current) + "#errors")
        except Exception:  # the edge: whatever the receivers met, the person hears it plainly and nothing is handed in
            log.exception("a draft could not be handed in")
            messages.error(
                self.request,
                _("This did not work and nothing was handed in. Everything is saved. Please try again in a while."),
            )
            return redirect(self.get_step_url(self.steps.current))
        return redirect(settings.FORMS_SUBMITTED_VIEW, draft.pk)

    def _after(self, action: Action, saved: Saved) -> str:
        """Where a save leads. Clashes, refused files and questions nobody has seen yet keep the person on the page."""
        here = self.get_step_url(self.steps.current)
        match action.verb:
            case "close":
                return reverse(settings.FORMS_DESK_VIEW)
            case "see" if action.argument in SEEN_WHOLE:
                return reverse(f"forms:{action.argument}", args=[self.storage.draft.pk])
            case "back":
                return self.get_step_url(self.get_prev_step() or self.steps.current)
            case "goto" if action.argument in self.storage.draft.reached_steps():
                return self.get_step_url(action.argument)
            case "next" | "onward" if saved.may_leave:
                return self._onward(action, here)
            case _:
                return f"{here}#{saved.anchor}" if saved.anchor else here

    def _onward(self, action: Action, here: str) -> str:
        """The next step; the first time, a step with errors is shown once more with them."""
        following = self.get_next_step()
        if following is None or (action.verb == "next" and self._has_errors()):
            return here
        self.storage.reach(following)
        return self.get_step_url(following)

    def _has_errors(self) -> bool:
        consent = ConsentText.objects.current(self._definition.key)
        draft, ledger = self.storage.draft, self.storage.ledger
        found = find_on_page(draft, ledger, self._step, today=timezone.localdate(), consent=consent)
        return bool(found.errors)
