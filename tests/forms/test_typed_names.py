"""Countries and languages are understood by the names people type, in any language of the site."""

import pytest

from forms import countries, languages
from forms.choices import shown_name
from forms.definition import Question, QuestionType
from forms.typed_names import code_of

COUNTRY = Question(key="land", type=QuestionType.COUNTRY, label="Land")
LANGUAGE = Question(key="sprache", type=QuestionType.LANGUAGE, label="Sprache")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Syrien", "SY"),
        ("  syrien ", "SY"),
        ("SY", "SY"),
        ("Syria", "SY"),
        ("سوريا", "SY"),
        ("Syrien · \u2068سوريا\u2069", "SY"),
        ("Türkei", "TR"),
        ("TURKEI", "TR"),
        ("Türkiye", "TR"),
        ("Côte d’Ivoire", "CI"),
        ("cote d'ivoire", "CI"),
        ("Elfenbeinküste", None),
        ("staatenlos", "staatenlos"),
        ("Ungeklärt", "ungeklaert"),
        ("Kosovo", "XK"),
        ("Иран", "IR"),
        ("", ""),
    ],
)
def test_a_country_by_its_name(typed: str, code: str | None) -> None:
    assert code_of(typed.strip(), is_language=False) == (typed if code is None else code)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Arabisch", "ar"),
        ("arabic", "ar"),
        ("العربية", "ar"),
        ("Kurmandschi", "kmr"),
        ("Dari", "prs"),
        ("فارسی", "fa"),
        ("andere Sprache", "andere"),
        ("ku-Arab", "ku-Arab"),
        ("Klingonisch von hier", "Klingonisch von hier"),
    ],
)
def test_a_language_by_its_name(typed: str, code: str) -> None:
    assert code_of(typed, is_language=True) == code


@pytest.mark.parametrize("second", ["", "ar", "fa", "ckb", "ru", "tr", "fr", "en", "kmr"])
def test_every_name_that_a_page_writes_is_read_as_its_code(second: str) -> None:
    for code in countries.names():
        assert code_of(shown_name(COUNTRY, code, second=second), is_language=False) == code
    for code in languages.spoken():
        assert code_of(shown_name(LANGUAGE, code, second=second), is_language=True) == code
