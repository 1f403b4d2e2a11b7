from pages.languages import KNOWN
from pages.spoken import SpokenLanguage, spoken, spoken_choices


def test_a_language_is_shown_by_its_own_name_and_direction() -> None:
    assert spoken("ckb") == SpokenLanguage("ckb", KNOWN["ckb"].own_name, "rtl")
    assert spoken("ur") == SpokenLanguage("ur", "اردو", "rtl")
    assert spoken("pl") == SpokenLanguage("pl", "polski", "ltr")


def test_a_language_without_a_known_own_name_is_shown_in_german_and_marked_so() -> None:
    assert spoken("rom") == SpokenLanguage("de", "Romani", "ltr")


def test_editors_choose_from_the_languages_of_the_site_first() -> None:
    codes = [code for code, _name in spoken_choices()]

    assert codes[:2] == ["de", "en"]
    assert {"ar", "ti", "rom", "ur"} <= set(codes)
    assert "de-simple" not in codes
    assert len(codes) == len(set(codes))
