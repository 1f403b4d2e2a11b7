"""A form version's texts in the languages of persons: how far each is, correcting texts, marking them as checked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forms.definition import FormDefinition, MalformedForm
from forms.reading_languages import ReadingLanguage, reading_languages
from forms.revising.consent_translations import consent_beside, language_name
from forms.revising.form_translations import (
    Beside,
    Outcome,
    Typed,
    keep_texts,
    mark_checked,
    seen_of,
    states_by_language,
    texts_beside,
)
from forms.revising.working_copies import working_copy
from forms.translations import State
from forms.versions import FORM_KEY, FormVersion
from pages.editing.form.consent_views import german_of
from pages.editing.form.saving import EditingRequest
from pages.editing.permissions import for_editors

TEXTS = 40
"""So many texts a page: a browser's page stays quick, whatever the form's size."""
WORKING_COPY = "arbeitskopie"


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the form that can be looked at; `key` is its number, or that of the working copy."""

    key: str
    form: FormDefinition


@dataclass(frozen=True, slots=True)
class Wish:
    """What an editor wants to see; empty: everything."""

    edition: str = ""
    chapter: str = ""
    state: str = ""
    words: str = ""

    @classmethod
    def of(cls, sent: QueryDict) -> "Wish":
        return cls(*(sent.get(name, "") for name in ("fassung", "teil", "zustand", "suche")))

    def keeps(self, text: Beside) -> bool:
        is_there = self.chapter in ("", text.chapter) and self.state in ("", text.state)
        return is_there and (not self.words or text.says(self.words))

    @property
    def query(self) -> str:
        """As a part of an address."""
        names = {"fassung": self.edition, "teil": self.chapter, "zustand": self.state, "suche": self.words}
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in names.items() if value})
        return query.urlencode()


def editions() -> list[str]:
    """Keys of what can be looked at, the newest first: the working copy where it is changed, and stored versions."""
    stored = list(FormVersion.objects.filter(key=FORM_KEY).order_by("-pk").values_list("version", flat=True))
    return [WORKING_COPY, *stored] if working_copy(FORM_KEY).is_changed else stored


def edition(key: str) -> Edition:
    """The wanted one, by default the newest that can be read. Raises Http404."""
    known = editions()
    if key and key not in known:
        raise Http404
    for one in [key] if key else known:
        try:
            return Edition(one, _definition(one))
        except MalformedForm:
            continue
    raise Http404


def _definition(key: str) -> FormDefinition:
    if key == WORKING_COPY:
        return working_copy(FORM_KEY).definition
    return FormVersion.objects.get(key=FORM_KEY, version=key).definition


def chapter_titles(form: FormDefinition) -> dict[str, str]:
    """What the parts of a form are called, in order."""
    steps = {f"step.{step.key}": f"{number}. {step.title}" for number, step in enumerate(form.steps, start=1)}
    return {
        "form": _("Title of the form"),
        **steps,
        "rule": _("Messages of rules"),
        "exclusion": _("Grounds for exclusion"),
        "purpose": _("Purposes of consent"),
        "attachment": _("Types of attachments"),
    }


@dataclass(frozen=True, slots=True)
class Cell:
    """One part in one language."""

    language: str
    states: Counter[State]

    @property
    def weakest(self) -> State:
        order = (State.MISSING, State.STALE, State.DRAFT)
        return next((state for state in order if self.states[state]), State.RELEASED)

    @property
    def told(self) -> list[str]:
        """How many texts are in each state that occurs, the checked ones last."""
        order = (State.MISSING, State.STALE, State.DRAFT, State.RELEASED)
        return [f"{self.states[state]} {told_state(state)}" for state in order if self.states[state]]


def told_state(state: State) -> str:
    """In one word, for a table."""
    return {
        State.MISSING: _("missing"),
        State.STALE: _("out of date"),
        State.DRAFT: _("not checked"),
        State.RELEASED: _("checked"),
    }[state]


@require_safe
@for_editors
def overview(request: HttpRequest) -> HttpResponse:
    """Parts of the form by languages, each with how many texts are in which state."""
    chosen = edition(request.GET.get("fassung", ""))
    states = states_by_language(chosen.form)
    languages = reading_languages()
    titles = chapter_titles(chosen.form)
    rows = [
        (chapter, title, [Cell(one.code, states[one.code].get(chapter, Counter())) for one in languages])
        for chapter, title in titles.items()
        if any(chapter in found for found in states.values())
    ]
    whole = [Cell(one.code, sum(states[one.code].values(), Counter())) for one in languages]
    context = {
        "editions": editions(),
        "edition": chosen,
        "working_copy": WORKING_COPY,
        "columns": [(one, language_name(one.code)) for one in languages],
        "rows": rows,
        "whole": whole,
        "consent": _consent_cells(languages),
        "query": Wish(edition=request.GET.get("fassung", "")).query,
        "waiting": None,
    }
    return render(request, "pages/editing/form/translations.html", context)


def _consent_cells(languages: Sequence[ReadingLanguage]) -> list[Cell]:
    german = german_of(working_copy(FORM_KEY))
    found = [consent_beside(FORM_KEY, german, one.code) for one in languages]
    return [Cell(one.language, Counter(one.by_state())) for one in found]


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def language(request: EditingRequest, language: str) -> HttpResponse:
    """Texts of one language beside the German; what is changed is a draft again unless it is marked as checked."""
    target = _target(language)
    wish = Wish.of(request.GET)
    chosen = edition(wish.edition)
    if request.method != "POST":
        return _show(request, target, wish, chosen)
    typed = _typed(request.POST)
    outcome = keep_texts(chosen.form, target.code, typed, by=request.actor)
    _tell(request, outcome)
    if not outcome.is_whole:
        return _show(request, target, wish, chosen, typed=typed, outcome=outcome)
    return redirect(f"{request.path}?{request.GET.urlencode()}")


@require_POST
@for_editors
def check(request: EditingRequest, language: str) -> HttpResponse:
    """Mark all drafts of a part, or of the language, as checked."""
    target = _target(language)
    wish = Wish(edition=request.POST.get("fassung", ""), chapter=request.POST.get("teil", ""))
    chosen = edition(wish.edition)
    wanted = {one.address for one in texts_beside(chosen.form, target.code) if wish.keeps(one)}
    back = f"{reverse('editing:form_translation', args=[target.code])}?{wish.query}"
    if "compared" not in request.POST:
        messages.error(request, _("Please confirm that a person has compared the texts with the German."))
        return redirect(back)
    number = mark_checked(chosen.form, target.code, wanted, seen=request.POST.get("seen", ""), by=request.actor)
    if number is None:
        messages.error(
            request, _("Texts have changed since you opened the page. Nothing is marked; please look again.")
        )
    else:
        messages.success(request, _marked(number))
    return redirect(back)


def _target(code: str) -> ReadingLanguage:
    found = next((one for one in reading_languages() if one.code == code), None)
    if found is None:
        raise Http404
    return found


def _typed(sent: QueryDict) -> dict[str, Typed]:
    """What came back, by address."""
    is_all = "check_all" in sent
    return {
        name.removeprefix("text:"): Typed(
            text=str(value),
            seen=sent.get(f"seen:{name.removeprefix('text:')}", ""),
            is_checked=is_all or f"checked:{name.removeprefix('text:')}" in sent,
        )
        for name, value in sent.items()
        if name.startswith("text:")
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with what its field holds, and why it was not kept."""

    text: Beside
    value: str
    is_ticked: bool = False
    problem: str = ""


def _show(
    request: HttpRequest,
    target: ReadingLanguage,
    wish: Wish,
    chosen: Edition,
    *,
    typed: Mapping[str, Typed] | None = None,
    outcome: Outcome | None = None,
) -> HttpResponse:
    texts = texts_beside(chosen.form, target.code)
    is_back = outcome is not None
    found = [one for one in texts if (one.address in (typed or {}) if is_back else wish.keeps(one))]
    page: Page[Beside] = Paginator(found, max(len(found), 1) if is_back else TEXTS).get_page(request.GET.get("seite"))
    of_chapter = [one for one in texts if wish.chapter in ("", one.chapter)]
    context = {
        "language": target,
        "language_name": language_name(target.code),
        "wish": wish,
        "edition": chosen,
        "editions": editions(),
        "working_copy": WORKING_COPY,
        "chapters": chapter_titles(chosen.form),
        "chapter": chapter_titles(chosen.form).get(wish.chapter, ""),
        "states": [(state, told_state(state)) for state in State],
        "cell": Cell(target.code, Counter(one.state for one in of_chapter)),
        "page": page,
        "shown": [_shown(one, (typed or {}).get(one.address), outcome) for one in page],
        "drafts": sum(one.is_checkable for one in of_chapter),
        "seen": seen_of(of_chapter),
        "query": wish.query,
        "waiting": None,
    }
    return render(request, "pages/editing/form/translation.html", context, status=409 if is_back else 200)


def _shown(text: Beside, typed: Typed | None, outcome: Outcome | None) -> Shown:
    if outcome is None or typed is None:
        return Shown(text, text.proposal)
    if text.address in outcome.overtaken:
        told = _("Somebody changed the German or the translation meanwhile. Yours is in the field and not saved.")
        return Shown(text, typed.text, typed.is_checked, told)
    if text.address in outcome.empty:
        return Shown(text, typed.text, typed.is_checked, _("There is no translation that could be checked."))
    return Shown(text, text.proposal)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.drafts:
        told = ngettext("One text is saved as a draft.", "%(number)d texts are saved as drafts.", outcome.drafts)
        messages.success(request, told % {"number": outcome.drafts})
    if outcome.checked:
        messages.success(request, _marked(outcome.checked))
    if not outcome.is_whole:
        messages.error(request, _("Some texts were not saved. Why is said beside them."))
    elif not outcome.drafts and not outcome.checked:
        messages.info(request, _("Nothing has changed."))


def _marked(number: int) -> str:
    told = ngettext("One text is marked as checked.", "%(number)d texts are marked as checked.", number)
    return told % {"number": number}
