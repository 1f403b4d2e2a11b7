"""The whole way in a real browser, with a real worker: sign in, eleven steps, hand in, release, download."""

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TimedOut
from pypdf import PdfReader

from tests.documents.ordering import pdf
from tests.site_running import Demo, running_demo

pytestmark = pytest.mark.browser

CASE_MANAGER = "fallmanagement@demo.example"
SECRETARIAT = "geschaeftsfuehrung@demo.example"
MEMBER = "mitglied3@demo.example"
FOREIGNER = "beratung@demo.example"
FILE_PASSWORD = "ein sehr langes Kennwort"
REASONS = "Frau Karimi lebt seit neun Jahren in Dortmund. Sie arbeitet, ihr Sohn geht hier zur Schule. " * 4


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


def test_a_case_goes_the_whole_way_from_the_first_question_to_a_members_copy(
    chromium: Browser, demo: Demo, tmp_path: Path
) -> None:
    desk = sign_in(chromium, demo, CASE_MANAGER)
    desk.locator('form[action$="/antrag/neu/"] button').click()
    subject = desk.url.split("/")[5]
    fill_in(desk)
    desk.locator('button[name="action"][value="submit"]').click()
    desk.wait_for_url(f"**/antrag/{subject}/")
    expect(desk.locator("[data-final]")).to_be_visible(timeout=180_000)  # the progress arrives without a reload

    assert "Karimi" not in desk.title()
    assert sign_in(chromium, demo, FOREIGNER).goto(f"{demo.address}/de/antrag/{subject}/").status == 404
    member = sign_in(chromium, demo, MEMBER)
    assert member.goto(f"{demo.address}/de/mitglieder/{subject}/").status == 404

    release(sign_in(chromium, demo, SECRETARIAT), demo, subject)
    member.goto(f"{demo.address}/de/mitglieder/{subject}/")
    copy = download_copy(member, tmp_path)

    check_copy(copy)


def sign_in(chromium: Browser, demo: Demo, email: str) -> Page:
    """A new window of one person, signed in with the second factor."""
    page = chromium.new_context(locale="de-DE", viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{demo.address}/accounts/login/")
    page.fill('input[name="login"]', email)
    page.fill('input[name="password"]', demo.password)
    page.keyboard.press("Enter")
    page.fill('input[name="code"]', demo.code(email))
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/**")
    return page


def fill_in(page: Page) -> None:
    """The eleven steps, as a case manager fills them: a condition, repeating groups, three uploads."""
    today = date.today()
    write(page, "beratung_datum", german(today - timedelta(days=3)))
    choose(page, "sprachmittlung", "professionell")
    pick(page, "sprachmittlung_sprache", "Persisch")  # opens only now
    for key in ("anwalt", "eilig"):
        choose(page, key, "nein")
    go_on(page, "ausschluss")

    choose(page, "abh_zustaendig", "dortmund")
    for key in ("vg_laufend", "asyl_laufend", "vorbefassung"):
        choose(page, key, "nein")
    choose(page, "ausreisepflicht", "ja_duldung")
    for key in ("erklaert_kein_anspruch", "erklaert_spaeter"):  # the third is purpose P4 on the sheet
        tick(page, key)
    go_on(page, "person")

    for key, text in {"familienname": "Karimi", "vornamen": "Laleh لاله", "geburtsdatum": "1989"}.items():
        write(page, key, text)
    pick(page, "geburtsland", "iran")
    pick(page, "staatsangehoerigkeit", "iran")
    choose(page, "familienstand", "geschieden")
    write(page, "strasse", "Beispielweg 3")
    write(page, "plz", "44145")
    pick(page, "sprache", "Persisch")
    choose(page, "lesen", "erstsprache")
    go_on(page, "familie")

    add(page, "familienmitglieder")
    son = items(page, "familienmitglieder")[0]
    for key, value in {"fm_mitantrag": "ja", "fm_beziehung": "kind", "fm_status": "duldung_60a_2_1"}.items():
        choose(page, f"familienmitglieder.{son}.{key}", value)
    for key, text in {"fm_vornamen": "Arash", "fm_familienname": "Karimi", "fm_geburtsdatum": "04.2017"}.items():
        write(page, f"familienmitglieder.{son}.{key}", text)
    pick(page, f"familienmitglieder.{son}.fm_staatsangehoerigkeit", "iran")
    choose(page, f"familienmitglieder.{son}.fm_wo", "haushalt")
    choose(page, f"familienmitglieder.{son}.fm_sorge", "mutter")
    choose(page, "familie_herkunftsland", "nein")
    go_on(page, "aufenthalt")

    write(page, "einreise_datum", "03.2017")
    choose(page, "status_aktuell", "duldung_60a_2_1")
    write(page, "duldung_seit", "05.2019")
    write(page, "duldung_bis", german(today + timedelta(days=90)))
    choose(page, "frueher_104c", "nein")
    choose(page, "identitaet", "geklaert_pass")
    first, second, *_rest = items(page, "chronologie")
    stay(page, first, "03.2017", "05.2019", "gestattung")
    stay(page, second, "05.2019", "", "duldung_60a_2_1")
    go_on(page, "verfahren")

    choose(page, "asyl_frueher", "abgelehnt")
    write(page, "entscheidung_abh", "Die Duldung wird nur noch für drei Monate verlängert.")
    choose(page, "gespraech_abh", "nein")
    choose(page, "hfk_petition", "nein")
    go_on(page, "haerte")

    page.check('input[name="haerte_aspekte"][value="verwurzelung"]')
    write(page, "a_verwurzelung.vw_text", "Neun Jahre im selben Stadtteil.")
    write(page, "begruendung", REASONS)
    go_on(page, "anliegen")

    page.check('input[name="anliegen_typ"][value="p25b"]')
    write(page, "frage", "Ist eine Perspektive nach § 25b zu sehen?")
    choose(page, "mitteilung_weg", "beratung")
    go_on(page, "anlagen")

    while len(items(page, "anlagen_liste")) < 3:
        add(page, "anlagen_liste")
    kinds = ("einwilligung", "duldung_kopie", "schulzeugnis")
    for item, kind, file in zip(items(page, "anlagen_liste"), kinds, three_files(), strict=True):
        choose(page, f"anlagen_liste.{item}.an_typ", kind)
        page.set_input_files(f'input[type="file"][name="anlagen_liste.{item}.an_datei"]', [file])
        expect(page.locator(f'[data-place="anlagen_liste.{item}.an_datei"]')).to_contain_text(str(file["name"]))
    go_on(page, "einwilligung")

    for purpose in ("P0", "P1", "P4"):
        page.check(f'input[name="einwilligungen.antragsteller.ew_zwecke"][value="{purpose}"]')
    fill_sheet(page, german(today - timedelta(days=2)))
    go_on(page, "abschluss")
    for key in ("best_richtig", "best_dritte", "best_kopie"):
        tick(page, key)


def fill_sheet(page: Page, day: str) -> None:
    sheet = "einwilligungen.antragsteller"
    choose(page, f"{sheet}.ew_erlaeutert", "uebersetzt")
    write(page, f"{sheet}.ew_sprachmittler", "Nora Beispiel")
    write(page, f"{sheet}.ew_datum", day)
    choose(page, f"{sheet}.ew_form", "papier_scan")
    tick(page, f"{sheet}.ew_widerruf_erklaert")


def release(page: Page, demo: Demo, subject: str) -> None:
    """The secretariat admits the case and puts it on the agenda of a new meeting."""
    page.goto(f"{demo.address}/de/geschaeftsstelle/{subject}/")
    page.locator('form[action$="/zulassen/"] button').click()
    page.locator('a[href$="/termin/"]').click()
    page.fill('input[name="day"]', (date.today() + timedelta(days=37)).isoformat())
    page.select_option('select[name="kind"]', "event_driven")
    page.fill('input[name="reason"]', "Die Duldung läuft ab")
    page.check('input[name="is_confirmed"]')
    page.locator("main form button").click()
    page.wait_for_url(f"**/geschaeftsstelle/{subject}/")


def download_copy(page: Page, folder: Path) -> Path:
    page.fill('input[name="password1"]', FILE_PASSWORD)
    page.fill('input[name="password2"]', FILE_PASSWORD)
    with page.expect_download() as waiting:
        page.locator("form[data-copy] button").click()
    path = folder / "copy.pdf"
    waiting.value.save_as(path)
    assert "Karimi" not in waiting.value.suggested_filename
    return path


def check_copy(path: Path) -> None:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    reader = PdfReader(path, password=FILE_PASSWORD)
    titles = [str(entry.title) for entry in flat(reader.outline)]
    text = "\n".join(page.extract_text() for page in reader.pages)
    attachments, dividers = 2 + 1 + 1, 3

    assert [code for code in titles if re.match(r"D\d\d", code)]
    assert all(any(kind in title for title in titles) for kind in ("Einwilligung", "Duldung", "Schulzeugnis"))
    assert len(reader.pages) > attachments + dividers + 5
    assert "Neun Jahre im selben Stadtteil" in text
    assert all("BF-" in page.extract_text() for page in reader.pages)


def flat(outline: list) -> Iterator:  # type: ignore[type-arg]
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


def three_files() -> list[dict[str, object]]:
    """A PDF of two pages, a photo lying on its side, a small picture."""
    photo, picture = io.BytesIO(), io.BytesIO()
    turned = Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (1600, 1200), "lightblue").save(photo, "JPEG", exif=turned)
    Image.new("RGBA", (300, 200), (200, 120, 0, 128)).save(picture, "PNG")
    return [
        {"name": "einwilligung.pdf", "mimeType": "application/pdf", "buffer": pdf(2, "Einwilligung")},
        {"name": "duldung.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()},
        {"name": "zeugnis.png", "mimeType": "image/png", "buffer": picture.getvalue()},
    ]


def german(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def write(page: Page, name: str, text: str) -> None:
    page.fill(f'#step-form [name="{name}"]', text)


def choose(page: Page, name: str, value: str) -> None:
    """A radio button or a select: whichever the question is asked with."""
    if page.locator(f'select[name="{name}"]').count():
        page.locator(f'select[name="{name}"]').select_option(value)
    else:
        page.check(f'input[name="{name}"][value="{value}"]')


def pick(page: Page, name: str, typed: str) -> None:
    """A country or a language by its name, as far as somebody types it."""
    page.locator(f'input[name="{name}"][list]').first.fill(typed)


def tick(page: Page, name: str) -> None:
    page.check(f'input[type="checkbox"][name="{name}"]')


def add(page: Page, group: str) -> None:
    before = len(items(page, group))
    page.locator(f'button[name="action"][value="add:{group}"]').click()
    expect(page.locator(f'button[name="action"][value^="remove:{group}:"]')).to_have_count(before + 1)


def items(page: Page, group: str) -> list[str]:
    """The ids of a repeating group's entries, in order."""
    buttons = page.locator(f'button[name="action"][value^="remove:{group}:"]').all()
    return [str(button.get_attribute("value")).split(":")[2] for button in buttons]


def stay(page: Page, item: str, since: str, until: str, status: str) -> None:
    write(page, f"chronologie.{item}.ch_von", since)
    write(page, f"chronologie.{item}.ch_bis", until)
    choose(page, f"chronologie.{item}.ch_status", status)


def go_on(page: Page, step: str) -> None:
    """Save and go on; fails with the page's own words where it stays."""
    page.locator('button[name="action"][value="next"], button[name="action"][value="onward"]').click()
    try:
        page.wait_for_url(f"**/{step}/", timeout=60_000)
    except TimedOut:
        pytest.fail(page.locator("main").inner_text())
