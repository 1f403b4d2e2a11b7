"""The way from answers to a dossier without any database row, as `gremium dossier` goes it."""

import re
import resource
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from documents.assembling import AttachmentFile, Compiled, compile_document
from documents.copies import encrypted, marked_copy
from documents.intake import Gate, Limits, Refused, open_gate
from documents.rendering import RenderingFailed
from forms.answers import visible
from forms.case_files import ExampleCase
from forms.definition import FormDefinition
from gremium.cases.dossier_content import AttachmentFacts, attachment_files, compose, wording

MEGABYTE = 1024 * 1024
MOST_KEPT = 200 * MEGABYTE  # of examined files from one case to the next
VERSION = 1
SAFE_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
LONGEST_REFERENCE = 80


class UnusableCase(ValueError):
    """One case cannot be compiled; the message names it and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A compiled dossier; seconds by the clock, and of all processors, child processes included."""

    case: ExampleCase
    reference: str
    compiled: Compiled
    seconds: float
    cpu_seconds: float

    def as_line(self) -> dict[str, Any]:
        """The JSON line of the contract."""
        return {
            "id": self.case.id,
            "reference": self.reference,
            "pages": self.compiled.pages,
            "parts": [
                {"title": part.title, "first_page": part.first_page, "pages": part.pages, "status": str(part.status)}
                for part in self.compiled.parts
            ],
            "sha256": self.compiled.sha256,
            "seconds": round(self.seconds, 3),
            "cpu_seconds": round(self.cpu_seconds, 3),
        }

    def copy_for(self, *, recipient: str, password: str) -> bytes:
        """The file that is handed over: marked for a recipient and encrypted where these are given."""
        pdf = self.compiled.pdf
        if recipient:
            return marked_copy(pdf, name=recipient, day=self.case.as_of, number=wording.DRY_RUN, password=password)
        return encrypted(pdf, password=password) if password else pdf


@dataclass(slots=True, kw_only=True)
class Folder:
    """The folder of the files that answers name. A file of several cases passes the gate once, if room allows."""

    path: Path | None
    examined: dict[tuple[str, Limits], AttachmentFile] = field(default_factory=dict)

    def fetch(self, names: Iterable[str], limits: Limits) -> dict[str, AttachmentFile]:
        """Every named file as the gate made it; a stand-in for what is missing or refused."""
        if sum(len(file.pdf) for file in self.examined.values() if isinstance(file.pdf, bytes)) > MOST_KEPT:
            self.examined.clear()
        wanted = list(dict.fromkeys(names))
        missing = [name for name in wanted if (name, limits) not in self.examined]
        while missing:
            missing = self._examine_all(missing, limits)
        return {name: self.examined[name, limits] for name in wanted}

    def _examine_all(self, names: list[str], limits: Limits) -> list[str]:
        """Send the files through one gate; what is left where a file made it end."""
        with open_gate() as gate:
            for position, name in enumerate(names, start=1):
                self.examined[name, limits] = self._examined(name, limits, gate)
                if gate.process.poll() is not None:
                    return names[position:]
        return []

    def _examined(self, name: str, limits: Limits, gate: Gate) -> AttachmentFile:
        path = self._path_of(name)
        if path is None:
            return AttachmentFile(name=name, problem=wording.FILE_NOT_FOUND, is_missing=True)
        try:
            with path.open("rb") as file:
                examined = gate.examine(file.read(limits.max_bytes + 1), limits)
        except Refused as error:
            return AttachmentFile(name=name, problem=error.message)
        except OSError:
            return AttachmentFile(name=name, problem=wording.FILE_NOT_OPENED)
        return AttachmentFile(name=name, pdf=examined.pdf, pages=examined.pages, gate=examined.gate_version)

    def _path_of(self, name: str) -> Path | None:
        """The regular file of that name inside the folder; None for anything else, above all for ways out of it."""
        if self.path is None:
            return None
        try:
            root = self.path.resolve()
            path = (root / name).resolve()
            return path if path.is_relative_to(root) and path.is_file() else None
        except (OSError, RuntimeError, ValueError):  # too long a name, a circle of links, a zero byte
            return None


def compile_case(case: ExampleCase, folder: Folder) -> Outcome:
    """Compile one dossier; raises UnusableCase.

    Findings of the checks are told in it and stop nothing. A file that is missing, refused or over the page limit gives
    a stand-in page; number and total size of the files are not looked at.
    """
    if not case.answers:
        raise UnusableCase(_("Case %(id)s has no answers.") % {"id": case.id})
    reference = safe_reference(case)
    began, cpu_began = time.perf_counter(), _cpu_seconds()
    try:
        with translation.override("de"):  # a German record, its stand-in pages too
            compiled = _compiled(case, reference, folder)
    except RenderingFailed as error:
        raise UnusableCase(
            _("Case %(id)s cannot be laid out: %(reason)s.") % {"id": case.id, "reason": error}
        ) from error
    return Outcome(
        case=case,
        reference=reference,
        compiled=compiled,
        seconds=time.perf_counter() - began,
        cpu_seconds=_cpu_seconds() - cpu_began,
    )


def safe_reference(case: ExampleCase) -> str:
    """The reference, else the id; it names the file that is written, so it must never lead to another folder."""
    reference = case.reference or case.id
    if len(reference) > LONGEST_REFERENCE or not SAFE_REFERENCE.fullmatch(reference):
        raise UnusableCase(
            _(
                "Case %(id)s has a reference that cannot be a file name. "
                "Please use only letters, digits, hyphens, underscores and dots."
            )
            % {"id": case.id}
        )
    return reference


def _compiled(case: ExampleCase, reference: str, folder: Folder) -> Compiled:
    form, day = case.form, case.as_of
    answers = visible(form, case.answers, day).answers
    named = attachment_files(form, answers, day=day)
    files = folder.fetch([name for names in named.values() for name in names], _limits(form))
    content = compose(form, answers, case.check(), reference=reference, version=VERSION, day=day, uploads=_facts(files))
    return compile_document(content, {key: [files[name] for name in names] for key, names in named.items()})


def _limits(form: FormDefinition) -> Limits:
    rules = form.file_rules
    return Limits(accept=rules.accept, max_bytes=rules.max_file_mb * MEGABYTE, max_pages=rules.max_pages)


def _facts(files: Mapping[str, AttachmentFile]) -> dict[str, AttachmentFacts]:
    return {name: AttachmentFacts(name=name, pages=file.pages, problem=file.problem) for name, file in files.items()}


def _cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)
