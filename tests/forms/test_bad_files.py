"""Every bad file we know, sent through the wizard at a desk of two languages: told in both, and nothing else lost."""

import re
from pathlib import Path

import pytest

from documents.uploads import Upload
from forms.catalogues import german_of, shipped_translations
from forms.consent_texts import ConsentText
from forms.translations import load_drafts
from forms.versions import FORM_KEY
from tests.documents.hostile import REFUSED, paper
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUTY = "anlagen_liste.t-duldung_kopie.an_datei"
TITLE = "anlagen_liste.t-duldung_kopie.an_titel"
MORE_MEMORY = 100 * 1024
"""Kibibytes the process that takes the files may need above what it needed before; the gate is a process of its own."""


@pytest.fixture
def arabic(browser: Browser) -> Browser:
    """The attachments' page with Arabic beside German."""
    german = german_of(browser.draft.definition, ConsentText.objects.current(FORM_KEY))
    load_drafts(FORM_KEY, "ar", german, shipped_translations("ar"))
    return browser.reach("anlagen").press("desk", {"desk.language": "ar"})


def sentences(page: Browser, name: str) -> set[str]:
    """The languages in which the field tells about this file."""
    told = re.findall(r'<(?:p|span)[^>]* lang="([\w-]+)" dir="\w+">([^<]*)<', page.html)
    return {language for language, text in told if name in text}


def test_each_bad_file_is_told_in_both_languages_and_what_was_typed_stays(arabic: Browser) -> None:
    silent = {}
    for number, (kind, (make, _code)) in enumerate(REFUSED.items()):
        name = f"datei-{number}.pdf"
        arabic.press("save", {TITLE: f"Duldung {number}"}, {DUTY: [(name, make())]})
        seen = (arabic.status, sentences(arabic, name), arabic.shown(TITLE))
        if seen != (200, {"de", "ar"}, [f"Duldung {number}"]):
            silent[kind] = seen

    assert silent == {}
    assert not Upload.objects.of(arabic.draft_id).exists()


def test_names_that_are_the_same_or_run_the_other_way_are_kept_apart(arabic: Browser) -> None:
    names = ["bescheid.pdf", "bescheid.pdf", "قرار.pdf", "a\u202efdp.exe.pdf"]

    arabic.press("save", files={DUTY: [(name, paper(f"Seite {number}")) for number, name in enumerate(names)]})

    shown = [upload.display_name for upload in Upload.objects.of(arabic.draft_id)]
    assert len(shown) == len(names)
    assert shown.count("bescheid.pdf") == 2
    assert not any("\u202e" in name for name in shown)


@pytest.mark.usefixtures("a_gate_for_each_file")
def test_bad_files_cost_the_server_a_hundred_megabytes_at_most(arabic: Browser) -> None:
    ready = [(f"datei-{number}.pdf", make()) for number, (make, _code) in enumerate(REFUSED.values())]
    arabic.press("save", files={DUTY: ready[:1]})
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = memory("VmRSS")

    for file in ready:
        arabic.press("save", files={DUTY: [file]})

    assert memory("VmHWM") - before < MORE_MEMORY


def memory(kind: str) -> int:
    """Kibibytes of this process."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"^{kind}:\s+(\d+) kB$", status, re.MULTILINE)[1])  # type: ignore[index]
