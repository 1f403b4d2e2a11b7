"""The six cases, and the form they are made for."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from documents.content import Content
from forms.answers import visible
from forms.case_files import ExampleCase, load_cases
from forms.definition import FormDefinition
from gremium.cases.dossier_content import AttachmentFacts, compose

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
