import re

from forms import countries


def test_the_countries_are_those_of_iso_3166_and_kosovo() -> None:
    codes = [code for code in countries.names() if re.fullmatch("[A-Z]{2}", code)]

    assert len(codes) == 249 + 1
    assert {"DE", "IQ", "XK", "TW", "SS"} <= set(codes)
    assert not {"EU", "UN", "ZZ", "UK", "XA"} & set(codes)


def test_one_can_be_stateless_or_of_unresolved_nationality() -> None:
    assert countries.is_country("staatenlos")
    assert list(countries.names())[-2:] == ["staatenlos", "ungeklaert"]


def test_countries_have_names_in_other_languages() -> None:
    assert (countries.name("DE"), countries.name("DE", "tr")) == ("Deutschland", "Almanya")
    assert countries.name("nowhere") == "nowhere"
