import pytest
from django.test import Client
from wagtail.models import Locale

from pages.contact_roles import ContactRole
from pages.editing import findings
from pages.editing.findings import check_all
from pages.editing.reaching_out import Answer
from pages.editing.segments import source_of
from pages.editing.translating import publish as publish_translation
from pages.models import Contact, CounsellingOffice, Finding, FindingKind, HomePage, InfoPage
from tests.pages.editing.conftest import ARABIC, Publish, enter

pytestmark = pytest.mark.django_db
BLOCK = "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def office(small_site: HomePage) -> CounsellingOffice:
    return CounsellingOffice.objects.create(
        name="Stelle", provider="Träger", service="submits", district="Nord", address="Weg 1", phone="0231 555-0100"
    )


def text(value: str) -> list[dict[str, str]]:
    return [{"type": "text", "value": value, "id": BLOCK}]


def found() -> list[tuple[str, str, str]]:
    check_all(asks_outside=False)
    return list(Finding.objects.values_list("language", "kind", "detail"))


def test_a_page_without_anything_wrong_gives_no_finding(translated: InfoPage, office: CounsellingOffice) -> None:
    assert found() == []


def test_an_offices_and_a_contacts_number_may_be_written_in_any_form(
    publish: Publish, office: CounsellingOffice
) -> None:
    Contact.objects.create(role=ContactRole.SECRETARIAT, name="Stelle", phone="+49 231 555 0200")

    publish(body=text("<p>+49 (0)231 5550100 oder 0231/555-0200</p>"))

    assert found() == []


def test_a_number_of_nobody_and_one_that_cannot_be_right_are_listed(
    publish: Publish, office: CounsellingOffice
) -> None:
    publish(body=text("<p>0231 555 0199 oder 0231 555 0100 555 0100</p>"))

    assert found() == [
        ("de", FindingKind.MALFORMED_PHONE, "0231 555 0100 555 0100"),
        ("de", FindingKind.UNKNOWN_PHONE, "0231 555 0199"),
    ]


def test_a_translation_with_another_number_than_the_german_text_is_listed(
    page: InfoPage, publish: Publish, office: CounsellingOffice
) -> None:
    Contact.objects.create(role=ContactRole.SECRETARIAT, name="Stelle", phone="0231 555 0200")
    german = publish(body=text("<p>Rufen Sie an: 0231 555 0100.</p>"))
    enter(german, ARABIC | {"Rufen Sie an: 0231 555 0100.": "اتصل: ٠٢٣١ ٥٥٥ ٠٢٠٠"})
    make_live(german)

    assert found() == [("ar", FindingKind.OTHER_PHONE, "+492315550100, +492315550200")]


def make_live(german: InfoPage) -> None:
    source = source_of(german.translation_key)
    assert source is not None
    publish_translation(source, Locale.objects.get(language_code="ar"), by=None, with_german=True)


def test_a_link_to_a_page_that_went_offline_or_to_none_is_listed(publish: Publish, small_site: HomePage) -> None:
    other = InfoPage(title="Andere", slug="andere", locale=small_site.locale)
    small_site.add_child(instance=other)
    other.save_revision().publish()
    publish(
        body=text(
            f'<p><a linktype="page" id="{other.pk}">Andere</a> <a linktype="page" id="999999">Keine</a> '
            '<a href="/de/gibt-es-nicht/">getippt</a> <a href="/de/oeffnungszeiten/">diese</a> '
            '<a href="/de/pruefen/">Test</a></p>'
        )
    )
    assert {detail for _language, _kind, detail in found()} == {"#999999", "/de/gibt-es-nicht/"}

    other.unpublish()

    assert ("de", FindingKind.MISSING_PAGE, "Andere") in found()


def test_a_missing_file_is_listed(publish: Publish) -> None:
    publish(body=text('<p><a linktype="document" id="4711">Merkblatt</a></p>'))

    assert found() == [("de", FindingKind.MISSING_FILE, "Dokument")]


def test_other_sites_are_asked_only_where_the_settings_allow_it_and_each_once(
    publish: Publish, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    asked: list[str] = []
    answers = {"https://gone.example/": Answer.GONE, "https://10.0.0.1/": Answer.UNSAFE}
    monkeypatch.setattr(
        findings, "reach", lambda address: asked.append(address) or answers.get(address, Answer.REACHED)
    )
    links = "".join(f'<a href="{url}">x</a>' for url in (*answers, "https://there.example/", *answers))
    publish(body=text(f"<p>{links}</p>"))

    check_all()
    assert asked == []

    check_all(asks_outside=True)
    assert sorted(asked) == ["https://10.0.0.1/", "https://gone.example/", "https://there.example/"]
    assert set(Finding.objects.values_list("kind", "detail")) == {
        (FindingKind.DEAD_LINK, "https://gone.example/"),
        (FindingKind.UNSAFE_LINK, "https://10.0.0.1/"),
    }


def test_checking_anew_forgets_what_is_mended(publish: Publish) -> None:
    publish(body=text("<p>0231 555 0199</p>"))
    assert len(found()) == 1

    publish(body=text("<p>Ohne Nummer.</p>"))

    assert found() == []


def test_the_report_lists_links_and_numbers_with_a_way_to_each_page(
    editing: Client, page: InfoPage, publish: Publish
) -> None:
    publish(body=text('<p>0231 555 0199 <a linktype="page" id="999999">Keine</a></p>'))

    html = editing.post("/cms/berichte/links-und-nummern/", follow=True).text

    assert "Geprüft. Funde: 2" in html
    assert "0231 555 0199" in html
    assert "#999999" in html
    assert f'href="/cms/pages/{page.pk}/edit/"' in html
