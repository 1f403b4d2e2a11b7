"""axe over everything case managers and the person beside them see of a draft, in every language beside German.

The drill takes every step in every launch language, filled with one of the six cases at a desk and empty on a phone;
besides it a few steps in two languages.
"""

from collections.abc import Callable, Iterator
from itertools import cycle

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from forms.catalogues import german_of, shipped_translations
from forms.consent_texts import ConsentText
from forms.desk import Desk
from forms.drafts import Draft, open_draft
from forms.person_views import follow, open_person_view
from forms.reading import shipped_form
from forms.translations import load_drafts
from forms.versions import FORM_KEY, FormVersion, store_shipped_form
from gremium.cases.demo import demo_cases
from gremium.cases.demo.bringing_in import fill_draft
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.barriers import PHONE, SCREEN, Reader
from tests.gremium.conftest import SignIn
from tests.pages.conftest import IS_DRILL, LANGUAGES

pytestmark = [
    *(pytest.mark.drill, pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)),
]
STEPS = [step.key for step in shipped_form().steps]
SAMPLE = {"ar": ["person", "haerte"], "de-simple": ["familie", "einwilligung"]}
"""Besides the drill: two steps in each of two languages."""
TESTED = {language: STEPS for language in LANGUAGES} if IS_DRILL else SAMPLE
BESIDE = ["", "uebergeben/", "loeschen/", "bogen/", "kopie/", "antworten/", "unterlagen/"]
"""Pages about a draft that are no steps; the first is the list of drafts."""
CASES = dict(zip(LANGUAGES, cycle(f"C{number}" for number in range(1, 7)), strict=False))


@pytest.fixture
def reader(chromium: Browser, marte: User, colleague: User, sign_in: SignIn) -> Reader:
    return Reader(chromium, sign_in(marte))


@pytest.fixture
def open_for(marte: User) -> Callable[..., Draft]:
    """A draft with all steps open and this language beside German; with `case_id` filled, else with all that is missing
    told."""
    store_shipped_form()
    german = german_of(shipped_form(), ConsentText.objects.current(FORM_KEY))
    for language in [one for one in TESTED if one != "de"]:
        load_drafts(FORM_KEY, language, german, shipped_translations(language))

    def opened(language: str, case_id: str = "") -> Draft:
        by = actor_of(marte)
        draft = open_draft(FormVersion.objects.current(FORM_KEY), by=by)
        if case_id:
            fill_draft(draft, next(one for one in demo_cases(timezone.localdate()) if one.id == case_id), by=by)
        ledger = draft.ledger()
        ledger.desk = Desk(language)
        ledger.checked = list(STEPS)
        draft.put(ledger)
        draft.reached = len(STEPS)
        draft.save()
        return draft

    return opened


@pytest.mark.parametrize("language", TESTED)
def test_no_step_and_no_page_about_a_draft_has_a_barrier_that_a_program_can_find(
    reader: Reader, open_for: Callable[..., Draft], language: str, record_property: Callable[[str, object], None]
) -> None:
    filled, empty = open_for(language, CASES[language]), open_for(language)
    steps = [f"/de/antrag/{filled.pk}/{step}/" for step in TESTED[language]]
    beside = [f"/de/antrag/{f'{filled.pk}/' if page else ''}{page}" for page in BESIDE]

    found = reader.look([*steps, *(beside if IS_DRILL else beside[:1])], SCREEN)
    if IS_DRILL:
        found |= reader.look([one.replace(str(filled.pk), str(empty.pk)) for one in [*steps, *beside]], PHONE)

    record_property("pages", reader.seen)
    assert found == {}


@pytest.mark.parametrize("language", [one for one in TESTED if one != "de"])
def test_what_the_person_reads_along_has_no_barrier_that_a_program_can_find(
    reader: Reader, open_for: Callable[..., Draft], marte: User, language: str
) -> None:
    draft = open_for(language)
    view, token = open_person_view(draft, language=language, step=STEPS[0], by=actor_of(marte))

    found = {}
    for step, address in points(TESTED[language]):
        follow(view, step=step, language=language, address=address)
        found |= reader.look([f"/mitlesen/{token}/"], PHONE)

    assert found == {}


def points(steps: list[str]) -> Iterator[tuple[str, str]]:
    """Each step as a whole, and its first question."""
    for step in shipped_form().steps:
        if step.key in steps:
            yield step.key, ""
            yield from ((step.key, item.key) for item in step.items[:1] if not hasattr(item, "questions"))
