import pytest

from forms import languages


@pytest.mark.parametrize("tag", ["de", "ckb", "kmr", "prs", "andere", "sr-Latn", "ku-Arab", "fa-AF", "zh-Hans", "rom"])
def test_a_language_of_cldr_or_beside_it_is_known(tag: str) -> None:
    assert languages.is_language(tag)


@pytest.mark.parametrize("tag", ["", "DE", "kurdisch", "xx", "und", "mul", "zxx", "de_AT", "de-Xxxx", "de-", "fa-ZX"])
def test_what_is_no_language_is_not_known(tag: str) -> None:
    assert not languages.is_language(tag)


def test_languages_are_named_in_german_and_another_one_comes_last() -> None:
    assert languages.name("kmr") == "Kurmandschi"
    assert languages.name("fa-AF") == "Dari"
    assert languages.name("ku-Arab") == "Kurdisch"
    assert list(languages.names())[-1] == "andere"
