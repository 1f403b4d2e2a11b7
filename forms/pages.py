"""What the template of a step needs, gathered with as few queries as the page allows."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.uploads import Upload
from forms.beside import Beside, beside_of
from forms.checking import find_on_page, summarise
from forms.choices import name_list
from forms.clashes import clashing_prompts
from forms.conditions import ROOT, Condition
from forms.consent_texts import ConsentText
from forms.definition import FormDefinition, Group, QuestionType, Step
from forms.desk import Shows
from forms.drafts import Draft
from forms.file_places import FilePlace, Phone, file_places
from forms.layout import Panel, Part, lay_out, prompts_of, setting_of
from forms.ledger import Ledger
from forms.media_types import taken_kinds
from forms.prompts import Setting
from forms.reading_languages import reading_languages
from forms.saving import PAGE_LENGTH
from forms.sentences import Sentence
from forms.signing_by_finger import standing_signers
from forms.wordings import consent_wordings


@dataclass(frozen=True, slots=True)
class StepEntry:
    """A line of the list of steps."""

    key: str
    title: str
    is_current: bool
    is_reached: bool
    state: str = ""
    css: str = ""


def page_context(
    draft: Draft,
    ledger: Ledger,
    step: Step,
    *,
    consent: ConsentText,
    uploads: Iterable[Upload],
    phone: Phone | None = None,
) -> dict[str, Any]:
    """The context of one step's page; `phone` is one that may send photos since a moment ago.

    `uploads` are the draft's, as a query that is asked at most once, and only by a page that needs them.
    """
    today, form = timezone.localdate(), draft.definition
    found = find_on_page(draft, ledger, step, today=today, consent=consent, uploads=uploads)
    errors = dict(found.errors)
    for place, refused in ledger.refusals.items():
        errors[place] = (*errors.get(place, ()), *(Sentence(str(one)) for one in refused))
    beside = beside_of(form, ledger, consent)
    setting = setting_of(
        form,
        ledger,
        today=today,
        errors=errors,
        hints=found.hints,
        files=_files(draft, step, ledger, uploads, phone),
        purposes=consent.purposes(),
        beside=beside,
    )
    parts = lay_out(step, setting)
    keys = [each.key for each in form.steps]
    number = keys.index(step.key) + 1
    return {
        "draft": draft,
        "step": step,
        "steps": _entries(draft, ledger, step, found.faulty),
        "number": number,
        "previous": keys[number - 2] if number > 1 else "",
        "parts": parts,
        "name_lists": _name_lists(parts, setting),
        "summary": _summary(step, parts, errors),
        "notes": [hint for key in ["", *_group_keys(step)] for hint in found.hints.get(key, ())],
        "clash_links": list(clashing_prompts(parts)),
        "base": ledger.version,
        "page_mark": get_random_string(PAGE_LENGTH),
        "others": json.dumps(_others(form, step, ledger), ensure_ascii=False),
        "saved_at": draft.changed_at if draft.version else None,
        "consent": consent,
        "standing": standing_signers(form, ledger, consent, today=today),
        "consent_paragraphs": list(
            zip(consent_wordings(consent), (text for _kind, text in consent.printed), strict=True)
        ),
        "beside": beside,
        "reading_languages": reading_languages(),
        "desk_choices": _desk_choices(beside),
        "sheet_url": reverse("forms:sheet", args=[draft.pk]),
        "arrivals_url": reverse("forms:arrivals", args=[draft.pk]),
        "file_kinds": taken_kinds(form.file_rules),
        "file_rules": form.file_rules,
        "delete_url": "" if getattr(draft, "has_versions", False) else reverse("forms:delete", args=[draft.pk]),
    }


def news_of(parts: list[Part], behind: Collection[str]) -> dict[str, Any]:
    """What a page that has saved by itself takes over of a step: proposals, clashes, findings, and the places `behind`,
    where it does not show what is saved.

    All else the page shows already. Of a step with many entries that is nearly everything, and most of the work.
    """
    prompts = [one for one in prompts_of(parts) if one.is_proposed or one.clashes or one.errors or one.place in behind]
    return {
        "prompts": prompts,
        "panels": [part for part in parts if isinstance(part, Panel)],
        "behind": sorted(behind),
    }


def _name_lists(parts: list[Part], setting: Setting) -> dict[str, SafeString]:
    """The names that help with typing, by the id of their list; each list once a page."""
    wanted = {prompt.list_id for prompt in prompts_of(parts)} - {""}
    known = {"languages": setting.languages}
    return {name: name_list(name == "languages", known.get(name, ()), second=setting.second) for name in sorted(wanted)}


def _desk_choices(beside: Beside) -> list[tuple[Shows, str]]:
    """What can be shown: both languages, or one of them under its own name."""
    own_name = next((one.own_name for one in reading_languages() if one.code == beside.language), "")
    return [(Shows.BOTH, _("Both")), (Shows.GERMAN, "Deutsch"), (Shows.PERSON, own_name)]


def _entries(draft: Draft, ledger: Ledger, current: Step, faulty: set[str]) -> list[StepEntry]:
    reached = draft.reached_steps()
    entries = []
    for step in draft.definition.steps:
        is_reached, is_saved = step.key in reached, step.key in ledger.checked
        state, css = "", ""
        if is_reached and step.key in faulty:
            state, css = _("still incomplete"), "is-problem" if is_saved else "is-open"
        elif is_reached and is_saved:
            state, css = _("complete"), "is-done"
        entries.append(StepEntry(step.key, step.title, step.key == current.key, is_reached, state, css))
    return entries


def _summary(step: Step, parts: list[Part], errors: Mapping[str, tuple[Sentence, ...]]) -> Any:
    groups = {item.key: item.label for item in step.items if isinstance(item, Group)}
    items = [item for part in parts if isinstance(part, Panel) for item in part.items]
    owners = {prompt.place: item.heading for item in items for prompt in item.prompts}
    return summarise(prompts_of(parts), groups, dict(errors), owners)


def _group_keys(step: Step) -> list[str]:
    return [item.key for item in step.items if isinstance(item, Group)]


def _files(
    draft: Draft, step: Step, ledger: Ledger, uploads: Iterable[Upload], phone: Phone | None
) -> Mapping[str, FilePlace]:
    """What stands at the file places of a step; asks the database only if it has any."""
    has_files = any(
        question.type is QuestionType.FILE
        for item in step.items
        for question in (item.questions if isinstance(item, Group) else (item,))
    )
    return file_places(draft, ledger, uploads, phone) if has_files else {}


def _others(form: FormDefinition, step: Step, ledger: Ledger) -> dict[str, Any]:
    """Answers of other steps that conditions on this page look at; nothing else leaves the server."""
    own = {item.key for item in step.items}
    wanted: set[str] = set()
    for condition in _conditions(step):
        wanted.update(key.removeprefix(ROOT) for key in condition.keys())  # noqa: SIM118 - a condition is no mapping
    there = (place for place in wanted if place in ledger.values and place.split(".")[0] not in own)
    return {place: ledger.values[place] for place in there}


def _conditions(step: Step) -> Iterator[Condition]:
    for item in step.items:
        for one in (item, *(item.questions if isinstance(item, Group) else ())):
            if one.when is not None:
                yield one.when
