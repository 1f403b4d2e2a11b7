"""`gremium validate`: one JSON line a case and a mutation; touches no database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms.case_files import MalformedCases, lines, load_cases
from forms.definition import FormDefinition, MalformedForm
from forms.plain_yaml import UnreadableFile, load_yaml
from forms.reading import read_form


class Command(BaseCommand):
    help = (
        "Check example cases against the form: one JSON line a case, one a mutation. "
        "Attachments are not opened, so V28 is not raised here."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cases", type=Path)
        parser.add_argument("--form", type=Path, help="a form file; without it the shipped form is used")

    def handle(self, *args: Any, **options: Any) -> None:
        has_errors = False
        try:
            cases = load_cases(options["cases"], form=_given_form(options["form"]))
            for line in lines(cases):
                has_errors = has_errors or (line["mutation"] is None and bool(line["errors"]))
                self.stdout.write(json.dumps(line))
        except (UnreadableFile, MalformedForm, MalformedCases) as error:
            raise CommandError(str(error), returncode=2) from error
        if has_errors:
            sys.exit(1)


def _given_form(path: Path | None) -> FormDefinition | None:
    if path is None:
        return None
    try:
        return read_form(load_yaml(path))
    except MalformedForm as error:
        raise MalformedForm(f"{path}: {error}") from error
