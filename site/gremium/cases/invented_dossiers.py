"""Dossiers of invented persons, for trying out a form before it is published: composed as those of cases are."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from documents.content import Content
from forms.definition import FormDefinition
from forms.revising.invented import named_files
from forms.revising.rehearsing import DossierMaker
from forms.validation import Findings
from gremium.cases.dossier_content import AttachmentFacts, compose, wording

ONE_PAGE = frozenset({"D01"})
"""Ten minutes must be enough to know what a case is about: the overview stays one page."""


def compose_invented(form: FormDefinition, answers: Mapping[str, Any], findings: Findings, day: date) -> Content:
    """A dossier that says on every page that nobody is meant."""
    files = {name: AttachmentFacts(name=name, pages=1) for name in named_files(form, answers)}
    return compose(form, answers, findings, reference=wording.INVENTED, version=1, day=day, uploads=files)


MAKER = DossierMaker(compose_invented, ONE_PAGE)
