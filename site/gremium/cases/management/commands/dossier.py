"""`gremium dossier`: compile the dossiers of a file of cases, touching no database."""

import json
import os
import traceback
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from forms.case_files import ExampleCase, MalformedCases, load_cases
from forms.definition import FormDefinition, MalformedForm
from forms.plain_yaml import UnreadableFile, load_yaml
from forms.reading import read_form
from gremium.cases.dry_run import Folder, Outcome, UnusableCase, compile_case, safe_reference

UNUSABLE = 2
"""The exit code where a file of cases, a form, a folder or a case cannot be used."""


class UnusableFolder(ValueError):
    """A folder that was named is not there or cannot be made; the message says which."""


class Command(BaseCommand):
    help = "Compile the dossiers of a file of cases into PDF files, without touching the database."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cases", type=Path, metavar="CASES.yaml", help="the file of cases")
        parser.add_argument("--case", metavar="ID", help="compile this case only")
        parser.add_argument("--attachments", type=Path, metavar="DIR", help="folder of the files that answers name")
        parser.add_argument("--form", type=Path, metavar="FORM.yaml", help="a form file; without it the shipped form")
        parser.add_argument("--recipient", default="", metavar="NAME", help="mark every page with this name")
        parser.add_argument("--password", default="", metavar="PW", help="encrypt the files with this password")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cases = _chosen(load_cases(options["cases"], form=_given_form(options["form"])), options["case"])
            folder = Folder(path=_existing(options["attachments"]))
            out = _made(options["out"])
        except (UnreadableFile, MalformedForm, MalformedCases, UnusableFolder) as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        if not self._compile_all(cases, folder, out, options):
            raise CommandError(_("Not every case could be compiled; see above."), returncode=UNUSABLE)

    def _compile_all(self, cases: list[ExampleCase], folder: Folder, out: Path, options: dict[str, Any]) -> bool:
        """Compile one case after the other; a case that cannot be used is named and left out."""
        written: set[str] = set()
        left_out = 0
        for case in cases:
            try:
                _refuse_repeated(case, written)
                outcome = compile_case(case, folder)
                pdf = outcome.copy_for(recipient=options["recipient"], password=options["password"])
                _write(out / f"{outcome.reference}.pdf", pdf)
            except UnusableCase as error:
                self.stderr.write(str(error))
                left_out += 1
            except Exception as error:  # whatever one case brings about, the others are compiled
                self.stderr.write(_failed(case, error))
                left_out += 1
            else:
                self._print(outcome)
        return not left_out

    def _print(self, outcome: Outcome) -> None:
        self.stdout.write(json.dumps(outcome.as_line()))
        self.stdout.flush()


def _failed(case: ExampleCase, error: Exception) -> str:
    told = _("Case %(id)s could not be compiled; please report this.") % {"id": case.id}
    return f"{told}\n{''.join(traceback.format_exception(error))}"


def _given_form(path: Path | None) -> FormDefinition | None:
    if path is None:
        return None
    try:
        return read_form(load_yaml(path))
    except MalformedForm as error:
        raise MalformedForm(f"{path}: {error}") from error


def _chosen(cases: tuple[ExampleCase, ...], identifier: str | None) -> list[ExampleCase]:
    chosen = [case for case in cases if identifier is None or case.id == identifier]
    if identifier is not None and not chosen:
        raise MalformedCases(_("There is no case %(id)s in the file.") % {"id": identifier})
    return chosen


def _existing(folder: Path | None) -> Path | None:
    if folder is not None and not folder.is_dir():
        raise UnusableFolder(_("The folder %(path)s does not exist.") % {"path": folder})
    return folder


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableFolder(
            _("The folder %(path)s cannot be made: %(reason)s.") % {"path": folder, "reason": error.strerror}
        ) from error
    return folder


def _refuse_repeated(case: ExampleCase, written: set[str]) -> None:
    reference = safe_reference(case).casefold()
    if reference in written:
        raise UnusableCase(
            _("Case %(id)s has the reference %(reference)s of an earlier case; its file would be overwritten.")
            % {"id": case.id, "reference": case.reference}
        )
    written.add(reference)


def _write(path: Path, pdf: bytes) -> None:
    """Only the caller may read what is written: it holds a whole case."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pdf)
