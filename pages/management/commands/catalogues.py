"""`gremium catalogues`: keep the catalogues in step with the code and with the shipped German pages and form."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from forms import catalogues as form_catalogues
from forms.reading_languages import reading_languages
from pages import catalogues
from pages.languages import KNOWN
from pages.shipped import catalogues as page_catalogues


class Command(BaseCommand):
    help = "Update the catalogues of texts, pages and form; --compile builds them, --check tells if they are stale."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--compile", action="store_true", help="write the .mo files, change no .po")
        parser.add_argument("--check", action="store_true", help="change nothing; fail on stale or incomplete ones")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            self.stdout.write(f"{catalogues.compile_all(settings.BASE_DIR)} catalogues compiled")
        elif options["check"]:
            self._check()
        else:
            self._update()

    def _check(self) -> None:
        found = [problem for code in _switched_on() for problem in catalogues.problems(settings.BASE_DIR, code)]
        for code in page_catalogues.LANGUAGES:
            found += page_catalogues.problems(settings.BASE_DIR, code)
        for language in reading_languages():
            found += form_catalogues.problems(settings.BASE_DIR, language.code)
            for _update, problems in catalogues.FURTHER:
                found += problems(settings.BASE_DIR, language.code)
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("The catalogues are complete.")

    def _update(self) -> None:
        for code in KNOWN:
            if code not in catalogues.COMPLETE_WITHOUT_ENTRIES and catalogues.update(settings.BASE_DIR, code):
                self.stdout.write(f"locale/{code}: updated")
        for code in page_catalogues.LANGUAGES:
            for sentence in page_catalogues.update(settings.BASE_DIR, code):
                self.stdout.write(sentence)
        for language in reading_languages():
            for sentence in form_catalogues.update(settings.BASE_DIR, language.code):
                self.stdout.write(sentence)
            for update, _problems in catalogues.FURTHER:
                for sentence in update(settings.BASE_DIR, language.code):
                    self.stdout.write(sentence)


def _switched_on() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code not in catalogues.COMPLETE_WITHOUT_ENTRIES]
