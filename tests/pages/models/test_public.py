import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from pages.addresses import RESERVED_SLUGS
from pages.models import HomePage, InfoPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_addresses_of_the_system_are_refused_as_page_addresses(slug: str) -> None:
    home = HomePage.objects.get(slug="start")

    with pytest.raises(ValidationError) as refusal:
        home.add_child(instance=InfoPage(title="Neu", slug=slug))

    assert "slug" in refusal.value.message_dict


def test_every_reserved_address_of_the_contract_is_refused() -> None:
    named = "pruefen antrag geschaeftsstelle mitglieder cms accounts api healthz readyz static media documents"

    assert set(named.split()) <= RESERVED_SLUGS


def test_an_editor_combines_blocks(client: Client) -> None:
    home = HomePage.objects.get(slug="start")
    page = InfoPage(title="Neu", slug="neu")
    page.body = [
        ("heading", "Eine Überschrift"),
        ("text", f'<p>Text mit <a linktype="page" id="{home.pk}">Verweis</a></p>'),
        ("steps", {"steps": [{"title": "Erstens", "text": "<p>Los</p>"}]}),
        ("notice", {"tone": "serious", "title": "Halt", "text": "<p>Vorsicht</p>"}),
        ("links", {"links": [{"page": home, "title": "Zum Anfang", "text": ""}]}),
        ("question", {"question": "Wer?", "answer": "<p>Alle</p>"}),
    ]
    home.add_child(instance=page)

    html = client.get("/de/neu/").text

    assert "<h2>Eine Überschrift</h2>" in html
    assert '<a href="/de/">Verweis</a>' in html
    assert '<ol class="process">' in html
    assert "notice--serious" in html
    assert '<a href="/de/">Zum Anfang</a>' in html
    assert "<summary><span>Wer?</span></summary>" in html


def test_a_link_in_a_german_text_leads_a_turkish_reader_to_the_turkish_address(client: Client) -> None:
    home = HomePage.objects.get(slug="start")
    page = InfoPage(title="Neu", slug="neu")
    page.body = [("text", f'<p><a linktype="page" id="{home.pk}">Verweis</a></p>')]
    home.add_child(instance=page)

    assert '<a href="/tr/">Verweis</a>' in client.get("/tr/neu/").text
