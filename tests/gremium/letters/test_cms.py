"""Letters in the CMS: editors write, look and ask; the secretariat decides on its own page."""

import pytest
from django.test import Client

from gremium.letters.kinds import all_kinds
from gremium.letters.models import LetterTemplate, SentenceTranslation, TemplateState
from gremium.letters.shipped import shipped_body
from gremium.letters.translations import words_in
from gremium.people.models import User
from tests.gremium.conftest import SignIn
from tests.gremium.letters.wording import changed, sent

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EDIT = "/cms/schreiben/receipt/"
NEW = changed("receipt", "Fehlt etwas", "Fehlt noch etwas")


@pytest.fixture
def editing(clara: User, sign_in: SignIn) -> Client:
    return sign_in(clara)


@pytest.fixture
def secretariat(ulrike: User, sign_in: SignIn) -> Client:
    return sign_in(ulrike)


def test_editors_find_every_kind_with_its_state(editing: Client) -> None:
    editing.post(EDIT, sent(NEW, shown="0"))

    page = editing.get("/cms/schreiben/").content.decode()

    assert all(kind.title in page for kind in all_kinds())
    assert "Fassung 1: Entwurf" in page


def test_the_technical_administration_has_no_letters(bea: User, sign_in: SignIn) -> None:
    technician = sign_in(bea)

    assert technician.get(EDIT).status_code == 302
    assert "/cms/schreiben/" not in technician.get("/cms/").content.decode()


@pytest.mark.parametrize("key", [kind.key for kind in all_kinds()])
def test_every_wording_survives_the_editor_unchanged(editing: Client, key: str) -> None:
    assert editing.get(f"/cms/schreiben/{key}/").status_code == 200

    editing.post(f"/cms/schreiben/{key}/", sent(shipped_body(key), shown="0"))

    assert not LetterTemplate.objects.exists()


def test_what_an_editor_saves_is_a_draft(editing: Client) -> None:
    answer = editing.post(EDIT, sent(NEW, shown="0"))

    assert answer.status_code == 302
    template = LetterTemplate.objects.get()
    assert (template.number, template.state, template.blocks) == (1, TemplateState.DRAFT, NEW)


def test_nothing_that_was_typed_is_lost_when_somebody_else_was_faster(editing: Client) -> None:
    editing.post(EDIT, sent(NEW, shown="0"))

    answer = editing.post(EDIT, sent(changed("receipt", "Fehlt etwas", "Fehlt irgendwas"), shown="0"))

    assert answer.status_code == 409
    assert "Fehlt irgendwas" in answer.content.decode()
    assert LetterTemplate.objects.count() == 1


def test_the_preview_prints_what_is_typed_and_stores_nothing(editing: Client) -> None:
    answer = editing.post(f"{EDIT}vorschau/", sent(NEW, language="ar"))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert not LetterTemplate.objects.exists()


def test_the_preview_of_an_unusable_wording_says_why(editing: Client) -> None:
    answer = editing.post(f"{EDIT}vorschau/", sent(changed("receipt", "{advice}", "{beratung}")))

    assert answer.status_code == 422
    assert "Den Platzhalter {beratung} gibt es in diesem Schreiben nicht." in answer.content.decode()


def test_stored_versions_can_be_looked_at(editing: Client) -> None:
    editing.post(EDIT, sent(NEW, shown="0"))

    assert "Fehlt" in editing.get(f"{EDIT}fassungen/").content.decode()
    for number in (0, 1):
        assert editing.get(f"{EDIT}fassungen/{number}/").content.startswith(b"%PDF-")
    assert editing.get(f"{EDIT}fassungen/2/").status_code == 404
    assert editing.get("/cms/schreiben/unbekannt/").status_code == 404


def test_an_editor_asks_and_the_secretariat_releases(editing: Client, secretariat: Client) -> None:
    editing.post(EDIT, sent(NEW, shown="0"))
    editing.post(f"{EDIT}freigabe/", {"act": "ask"})
    template = LetterTemplate.objects.get()
    address = f"/de/freigaben/schreiben/{template.pk}/"

    assert "/de/freigaben/schreiben/" in secretariat.get("/de/freigaben/").content.decode()
    assert address in secretariat.get("/de/freigaben/schreiben/").content.decode()
    assert "Geändert (Aufzählung)" in secretariat.get(address).content.decode()
    assert secretariat.get(f"{address}ansicht/").content.startswith(b"%PDF-")
    secretariat.post(address, {"act": "release"})

    assert LetterTemplate.objects.current("receipt") == template


def test_sending_back_needs_a_remark_and_the_editor_reads_it(editing: Client, secretariat: Client) -> None:
    editing.post(EDIT, sent(NEW, shown="0"))
    editing.post(f"{EDIT}freigabe/", {"act": "ask"})
    template = LetterTemplate.objects.get()

    secretariat.post(f"/de/freigaben/schreiben/{template.pk}/", {"act": "return", "remark": " "})
    template.refresh_from_db()
    assert template.state == TemplateState.ASKED
    secretariat.post(f"/de/freigaben/schreiben/{template.pk}/", {"act": "return", "remark": "Bitte kürzer."})

    assert "Bitte kürzer." in editing.get(EDIT).content.decode()


def test_a_draft_is_not_shown_to_the_secretariat(editing: Client, secretariat: Client) -> None:
    editing.post(EDIT, sent(NEW, shown="0"))

    assert secretariat.get(f"/de/freigaben/schreiben/{LetterTemplate.objects.get().pk}/").status_code == 404


ARABIC = f"{EDIT}sprachen/ar/"
MISSING = "Fehlt noch etwas, fragt sie bei Ihrer Beratung nach."


def field_of(editing: Client, german: str) -> str:
    rows = editing.get(ARABIC).context["rows"]
    return next(row.name for row in rows if row.german == german)


def test_an_editor_gives_a_changed_sentence_a_translation_of_its_own(editing: Client) -> None:
    editing.post(EDIT, sent(NEW, shown="0"))
    name = field_of(editing, MISSING)

    editing.post(ARABIC, {name: "إذا كان هناك شيء ناقص بعد", f"{name}-checked": "on"})

    words = words_in("ar")
    assert words.says(MISSING) == "إذا كان هناك شيء ناقص بعد"
    assert words.checked == {MISSING}
    assert SentenceTranslation.objects.count() == 1


def test_a_translation_with_other_placeholders_is_shown_again_and_not_kept(editing: Client) -> None:
    name = field_of(editing, "Ihre Beratung: {advice}")

    answer = editing.post(ARABIC, {name: "مركز الاستشارة: {beratung}"})

    assert answer.status_code == 422
    assert "مركز الاستشارة: {beratung}" in answer.content.decode()
    assert "dieselben Platzhalter" in answer.content.decode()
    assert not SentenceTranslation.objects.exists()


def test_a_translation_of_a_sentence_that_changed_meanwhile_is_not_kept(editing: Client) -> None:
    name = field_of(editing, "Ihre Beratung: {advice}")

    answer = editing.post(ARABIC, {name: "شيء آخر: {advice}", f"{name}-german": "Ihre Stelle: {advice}"})

    assert answer.status_code == 422
    assert not SentenceTranslation.objects.exists()


def test_papers_of_german_alone_have_no_languages(editing: Client) -> None:
    assert editing.get("/cms/schreiben/minutes/sprachen/ar/").status_code == 404
    assert editing.get(f"{EDIT}sprachen/de/").status_code == 404
