import pytest

from gremium.cases.dossier_content.papers import shade_of, short_status


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("Duldung (§ 60a Abs. 2 Satz 1 AufenthG)", "Duldung § 60a"),
        ("Duldung mit Zusatz „für Personen mit ungeklärter Identität“ (§ 60b AufenthG)", "Duldung § 60b"),
        ("Aufenthaltserlaubnis nach § 104c AufenthG (Chancen-Aufenthaltsrecht)", "Aufenthaltserlaubnis § 104c"),
        ("Niederlassungserlaubnis oder Daueraufenthalt-EU", "Niederlassungserlaubnis"),
        ("anerkannter Schutz (Asyl, Flüchtling)", "anerkannter Schutz"),
        ("eine neue Art von Papier mit sehr langem Namen", "eine neue Art von Papier mit …"),
    ],
)
def test_names_of_papers_are_short_beside_the_bar(label: str, short: str) -> None:
    assert short_status(label) == short


def test_alike_papers_share_a_shade_and_an_unknown_one_has_none() -> None:
    assert shade_of("duldung_60a_2_1") == shade_of("duldung_60a_2_3") != shade_of("duldung_60b")
    assert shade_of("neues_papier") == shade_of(None) == 0
