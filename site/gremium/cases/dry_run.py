"""The way from answers to a dossier without any database row, as `gremium dossier` goes it."""

import resource
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from documents.assembling import AttachmentFile, Compiled, assemble
from documents.copies import marked_copy
from documents.intake import Limits, Refused, examine
from documents.rendering import render
from forms.answers import visible
from forms.definition import FormDefinition
from forms.validation import check
from gremium.cases.case_file import Case
from gremium.cases.dossier_content import AttachmentFacts, attachment_files, compose

MEGABYTE = 1024 * 1024
VERSION = 1


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What holds for every case of one run. Files that several cases name are examined once."""

    form: FormDefinition
    consent_version: str
    attachments: Path | None = None
    examined: dict[str, AttachmentFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A compiled dossier; seconds by the clock and of all processors, child processes included."""

    case: Case
    compiled: Compiled
    seconds: float
    cpu_seconds: float

    def as_line(self) -> dict[str, Any]:
        """The JSON line of the contract."""
        return {
            "id": self.case.id,
            "reference": self.case.reference,
            "pages": self.compiled.pages,
            "parts": [
                {"title": part.title, "first_page": part.first_page, "pages": part.pages, "status": part.status}
                for part in self.compiled.parts
            ],
            "sha256": self.compiled.sha256,
            "seconds": round(self.seconds, 3),
            "cpu_seconds": round(self.cpu_seconds, 3),
        }


def compile_case(case: Case, run: DryRun) -> Outcome:
    """Compile one dossier. Findings of the checks are told in it and stop nothing; a file that is missing, refused or
    over the page limit gives a stand-in page; number and total size of files are not looked at."""
    began, cpu_began = time.perf_counter(), _cpu_seconds()
    with translation.override("de"):  # the dossier is a German record, its stand-in pages too
        compiled = _compiled(case, run)
    return Outcome(
        case=case,
        compiled=compiled,
        seconds=time.perf_counter() - began,
        cpu_seconds=_cpu_seconds() - cpu_began,
    )


def copy_for(outcome: Outcome, *, recipient: str, password: str) -> bytes:
    """The compiled dossier as it is handed over: marked for a recipient and encrypted where these are given."""
    if not recipient and not password:
        return outcome.compiled.pdf
    return marked_copy(
        outcome.compiled.pdf, name=recipient, day=outcome.case.day, number=_("dry run"), password=password
    )


def _compiled(case: Case, run: DryRun) -> Compiled:
    answers = visible(run.form, case.answers, case.day).answers
    findings = check(run.form, case.answers, today=case.day, consent_version=run.consent_version)
    files = {
        key: tuple(_looked_up(name, run) for name in names)
        for key, names in attachment_files(run.form, answers, day=case.day).items()
    }
    content = compose(
        run.form,
        answers,
        findings,
        reference=case.reference,
        version=VERSION,
        day=case.day,
        uploads=_facts(files),
    )
    rendered = render(content, {key: sum(file.pages for file in given) for key, given in files.items()})
    return assemble(rendered, files, content)


def _facts(files: Mapping[str, tuple[AttachmentFile, ...]]) -> dict[str, AttachmentFacts]:
    return {
        file.name: AttachmentFacts(name=file.name, pages=file.pages if file.pdf else 0, problem=file.problem)
        for given in files.values()
        for file in given
    }


def _looked_up(name: str, run: DryRun) -> AttachmentFile:
    if name not in run.examined:
        run.examined[name] = _examined(name, run)
    return run.examined[name]


def _examined(name: str, run: DryRun) -> AttachmentFile:
    path = _path_within(run.attachments, name)
    if path is None:
        return _stand_in(name, _("The file was not found."))
    rules = run.form.file_rules
    limits = Limits(accept=rules.accept, max_bytes=rules.max_file_mb * MEGABYTE, max_pages=rules.max_pages)
    try:
        with path.open("rb") as file:
            data = file.read(limits.max_bytes + 1)
        examined = examine(data, name, limits)
    except Refused as error:
        return _stand_in(name, error.message)
    except OSError:
        return _stand_in(name, _("The file could not be opened."))
    return AttachmentFile(name=name, pdf=examined.pdf, pages=examined.pages, problem="")


def _stand_in(name: str, problem: str) -> AttachmentFile:
    return AttachmentFile(name=name, pdf=None, pages=1, problem=problem)


def _path_within(folder: Path | None, name: str) -> Path | None:
    """The regular file of that name inside the folder; None for anything else, above all for ways out of the folder."""
    if folder is None or not name or "\0" in name:
        return None
    root = folder.resolve()
    try:
        path = (root / name).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, RuntimeError):  # a name too long for the file system, a circle of links
        return None


def _cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)
