import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from pages.models import CounsellingOffice, Directory
from pages.office_facts import Service


def an_office(name: str, *, languages: list[str], district: str) -> CounsellingOffice:
    return CounsellingOffice(name=name, languages=languages, district=district)


NORTH = an_office("Nord", languages=["de", "ar"], district="Eving")
SOUTH = an_office("Süd", languages=["de", "fa"], district="Hörde")
OFFICES = [NORTH, SOUTH]


def test_without_a_wish_all_offices_are_shown() -> None:
    assert Directory.asked(OFFICES, {}).found == OFFICES


def test_language_and_district_narrow_the_list_together() -> None:
    assert Directory.asked(OFFICES, {"sprache": "ar"}).found == [NORTH]
    assert Directory.asked(OFFICES, {"bezirk": "Hörde"}).found == [SOUTH]
    assert Directory.asked(OFFICES, {"sprache": "ar", "bezirk": "Hörde"}).found == []


def test_an_unknown_wish_hides_nothing() -> None:
    directory = Directory.asked(OFFICES, {"sprache": "xx", "bezirk": "Atlantis"})

    assert directory.found == OFFICES
    assert not directory.is_narrowed


def test_only_languages_and_districts_that_exist_can_be_chosen() -> None:
    directory = Directory(OFFICES)

    assert {code for code, _language in directory.languages} == {"de", "ar", "fa"}
    assert directory.districts == ["Eving", "Hörde"]


@pytest.mark.django_db
@pytest.mark.usefixtures("public_pages")
def test_offices_that_hand_in_come_first() -> None:
    services = [office.service for office in CounsellingOffice.objects.shown()]

    assert services == sorted(services, key=lambda service: service != Service.SUBMITS)
    assert {Service.SUBMITS, Service.ADVISES} == set(services)


@pytest.mark.django_db
@pytest.mark.usefixtures("public_pages")
def test_a_reader_finds_an_office_by_a_plain_form(client: Client) -> None:
    html = client.get("/ar/beratung/", {"sprache": "ti"}).text

    assert re.findall(r'<h\d id="stelle-\d+-name" lang="de" dir="ltr">([^<]+)</h\d>', html) == [
        "Frauen- und Familienberatung Ost (erfunden)"
    ]
    assert 'href="tel:+492315550113"' in html
    assert '<option value="ti" lang="ti" dir="ltr" selected>' in html
    assert 'rel="noreferrer"' in html


@pytest.mark.django_db
@pytest.mark.usefixtures("public_pages")
def test_an_office_kept_back_is_not_shown(client: Client) -> None:
    CounsellingOffice.objects.all().update(is_shown=False)

    html = client.get("/de/beratung/?x").text

    assert "Hier sind noch keine" in html
    assert 'class="narrowing"' not in html


def test_a_phone_number_must_be_one() -> None:
    office = an_office("Nord", languages=["de"], district="Eving")
    office.phone = "bitte mailen"

    with pytest.raises(ValidationError) as refusal:
        office.clean_fields()

    assert "phone" in refusal.value.message_dict
