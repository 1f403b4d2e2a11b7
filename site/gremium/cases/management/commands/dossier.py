"""`gremium dossier`: compile the dossiers of a file of cases, touching no database."""

import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from gremium.cases.case_file import CaseFile, UnusableCase, UnusableFile, checked_case, form_for, is_named, read_cases
from gremium.cases.dry_run import DryRun, compile_case, copy_for

UNUSABLE = 2
"""The exit code where a file of cases, a form, a folder or a case cannot be used."""


class Command(BaseCommand):
    help = "Compile the dossiers of a file of cases into PDF files, without touching the database."
    requires_system_checks: list[str] = []  # noqa: RUF012 - the framework's own name and type

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cases", type=Path, metavar="CASES.yaml", help="the file of cases")
        parser.add_argument("--case", metavar="ID", help="compile this case only")
        parser.add_argument("--attachments", type=Path, metavar="DIR", help="folder of the files that answers name")
        parser.add_argument("--form", type=Path, metavar="FORM.yaml", help="another form than the shipped one")
        parser.add_argument("--recipient", default="", metavar="NAME", help="mark every page with this name")
        parser.add_argument("--password", default="", metavar="PW", help="encrypt the file with this password")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            case_file = read_cases(options["cases"])
            form = form_for(case_file, options["form"])
            chosen = _chosen(case_file, options["case"])
            _check_folder(options["attachments"])
            _make_folder(options["out"])
        except UnusableFile as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        run = DryRun(form=form, consent_version=case_file.consent_version, attachments=options["attachments"])
        written: set[str] = set()
        broken = False
        for number, raw in chosen:
            try:
                case = checked_case(raw, number, today=case_file.today)
                if case.reference in written:
                    raise UnusableCase(
                        _("Case %(id)s has the reference %(reference)s of an earlier case and is left out.")
                        % {"id": case.id, "reference": case.reference}
                    )
            except UnusableCase as error:
                self.stderr.write(str(error))
                broken = True
                continue
            written.add(case.reference)
            outcome = compile_case(case, run)
            pdf = copy_for(outcome, recipient=options["recipient"], password=options["password"])
            _write(options["out"] / f"{case.reference}.pdf", pdf)
            self.stdout.write(json.dumps(outcome.as_line(), ensure_ascii=False))
        if broken:
            raise CommandError(_("Some cases were left out; see above."), returncode=UNUSABLE)


def _chosen(case_file: CaseFile, identifier: str | None) -> list[tuple[int, Any]]:
    numbered = list(enumerate(case_file.cases, start=1))
    if identifier is None:
        return numbered
    chosen = [(number, raw) for number, raw in numbered if is_named(raw, identifier)]
    if not chosen:
        raise UnusableFile(_("There is no case %(id)s in the file.") % {"id": identifier})
    return chosen


def _check_folder(folder: Path | None) -> None:
    if folder is not None and not folder.is_dir():
        raise UnusableFile(_("The folder %(path)s does not exist.") % {"path": folder})


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableFile(
            _("The folder %(path)s cannot be made: %(reason)s.") % {"path": folder, "reason": error.strerror}
        ) from error


def _write(path: Path, pdf: bytes) -> None:
    """Only the caller may read what is written: it holds a whole case."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pdf)
