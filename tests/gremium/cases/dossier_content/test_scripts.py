import pytest

from gremium.cases.dossier_content.scripts import language_of


@pytest.mark.parametrize(
    ("text", "spoken", "tag"),
    [
        ("Shirin Karvani", "ckb", ""),
        ("شیرین کەروانی", "ckb", "ckb"),
        ("شیرین", "de", "ar"),
        ("ኣብርሃም", "ti", "ti"),
        ("Олена", "uk", "uk"),
        ("Олена", "ckb", "ru"),
        ("2026-02", "ckb", ""),
        ("", "", ""),
    ],
)
def test_the_script_decides_and_the_spoken_language_chooses_within_it(text: str, spoken: str, tag: str) -> None:
    assert language_of(text, spoken) == tag
