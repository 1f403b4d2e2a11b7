"""``python -m tests.bench.plain [FILE]``: the database with one page in each language that holds the text of FILE."""

import os
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.plain.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from wagtail.models import Locale, Page, Site  # noqa: E402

from tests.bench.plain.models import PlainPage  # noqa: E402


def main() -> None:
    call_command("migrate", verbosity=0)
    text = Path(sys.argv[1]).read_text() if len(sys.argv) > 1 else "<p>Plain</p>"
    Page.objects.filter(depth__gt=1).delete()
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES]
    root = Page.get_first_root_node()
    home = root.add_child(instance=PlainPage(title="Plain", slug="plain", locale=locales[0], body=text))
    for locale in locales[1:]:
        home.copy_for_translation(locale).specific.save_revision().publish()
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})


if __name__ == "__main__":
    main()
