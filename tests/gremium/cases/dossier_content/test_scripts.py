import pytest

from gremium.cases.dossier_content.scripts import language_of, listed


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


def test_names_that_run_from_right_to_left_stand_below_each_other() -> None:
    assert listed(["Lana (F1)", "Aram (F2)"]) == "Lana (F1), Aram (F2)"
    assert listed(["شیرین (F1)", "Aram (F2)"]) == "شیرین (F1)\nAram (F2)"
