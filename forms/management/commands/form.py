"""`gremium form import FILE.yaml` and `gremium form export KEY`: forms as reviewable files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from forms.definition import MalformedForm
from forms.models import FormVersion
from forms.plain_yaml import UnreadableFile, read_text
from forms.versions import FormVersionTaken, export_form, import_form


class Command(BaseCommand):
    help = "Import a form file as a new stored version, or print a stored version."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        importing = acts.add_parser("import", help="store a form file; the same file twice makes one version")
        importing.add_argument("file", type=Path)
        exporting = acts.add_parser("export", help="print the current version of a form")
        exporting.add_argument("key")
        exporting.add_argument("--of", default="", metavar="VERSION", help="another version than the current one")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "import":
            self._import(options["file"])
        else:
            self._export(options["key"], options["of"])

    def _import(self, path: Path) -> None:
        try:
            stored, is_new = import_form(read_text(path), name=str(path))
        except (UnreadableFile, FormVersionTaken) as error:
            raise CommandError(str(error), returncode=2) from error
        except MalformedForm as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error
        sentence = _("Stored %(form)s.") if is_new else _("%(form)s is already stored.")
        self.stdout.write(sentence % {"form": stored})

    def _export(self, key: str, version: str) -> None:
        try:
            text = export_form(key, version)
        except FormVersion.DoesNotExist as error:
            raise CommandError(
                _("There is no stored form „%(form)s“.") % {"form": f"{key} {version}".strip()}, returncode=2
            ) from error
        self.stdout.write(text, ending="")
