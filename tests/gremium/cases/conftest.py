"""The six cases and the form they are made for; cases of the demo in any state."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from documents.content import Content
from forms.answers import visible
from forms.case_files import ExampleCase, load_cases
from forms.definition import FormDefinition
from forms.drafts import Draft, open_draft
from forms.versions import FormVersion, store_shipped_form
from gremium.cases.demo.bringing_in import bring_in, fill_draft
from gremium.cases.dossier_content import AttachmentFacts, compose
from gremium.cases.models import Case, State
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.cases.taking_back import BringIn, compile_newest, example

Composer = Callable[..., Content]


@pytest.fixture(scope="session")
def case_file(samples: Path) -> Path:
    return samples / "cases.yaml"


@pytest.fixture(scope="session")
def cases(case_file: Path) -> dict[str, ExampleCase]:
    return {case.id: case for case in load_cases(case_file)}


@pytest.fixture(scope="session")
def composed(cases: dict[str, ExampleCase]) -> Composer:
    """Compose a case's dossier, with some of its answers or the form exchanged."""

    def compose_case(
        case_id: str,
        changes: Mapping[str, Any] | None = None,
        *,
        form: FormDefinition | None = None,
        uploads: Mapping[str, AttachmentFacts] | None = None,
    ) -> Content:
        case = cases[case_id]
        used = form or case.form
        answers = visible(used, {**case.answers, **(changes or {})}, case.as_of).answers
        return compose(
            used,
            answers,
            case.check({**case.answers, **(changes or {})}),
            reference=case.reference,
            version=1,
            day=case.as_of,
            uploads=uploads or {},
        )

    return compose_case


@pytest.fixture
def bring(marte: User, django_capture_on_commit_callbacks: Any) -> BringIn:
    """A real case of the demo, in a state of one's choice; `compiled` makes its dossier."""

    def bring_case(name: str, state: str = State.SUBMITTED, *, compiled: bool = False) -> Case:
        store_shipped_form()
        case = bring_in(example(name), by=actor_of(marte))
        Case.objects.filter(pk=case.pk).update(state=state)
        if compiled:
            compile_newest(case)
        case.refresh_from_db()
        return case

    return bring_case


@pytest.fixture
def open_one(marte: User) -> Draft:
    store_shipped_form()
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=actor_of(marte))
    fill_draft(draft, example("C3"), by=actor_of(marte))
    return draft
