from typing import Any

import pytest

from forms.rule_texts import has_iban, mentions, words
from forms.values import parse_partial_date
from tests.forms.kurzantrag import REASONS, codes, declaration, member

YOUTH = {
    "geburtsdatum": "2010",
    "gesetzliche_vertretung": {"gv_art": "vormund_amt", "gv_name": "Frau Ilse von der Heide"},
}


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("123456789012", True),
        ("Nr.123456789012, bitte", True),
        ("1234567890123", True),
        ("12345678901", False),
        ("1234567 89012", False),
        ("١٢٣٤٥٦٧٨٩٠١٢", True),
        ("DE89370400440532013000", True),
        ("IBAN: DE89 3704 0044 0532 0130 00.", True),
        ("de89 3704 0044 0532 0130 00", True),
        ("GB82 WEST 1234 5698 7654 32", True),
        ("NO9386011117947", True),
        ("DE 89\u00a03704 0044 0532 0130 00", True),
        ("Termin am 14.01.2026 und am 20.04.2026", False),
        ("§ 25b AufenthG, Az. 38/3-2", False),
        ("Telefon +49 231 12345678", False),
        ("XDE89370400440532013000Y", True),  # twenty digits in a row
        ("AB12 drei vier fünf sechs", False),
    ],
)
def test_free_text_holds_no_register_or_account_numbers(text: str, broken: bool) -> None:
    assert ("V25" in codes(begruendung=REASONS + text)) is broken
    assert ("V25" in codes(familienmitglieder=[member(fm_bemerkung=text)])) is broken


def test_numbers_outside_free_text_do_not_matter() -> None:
    assert "V25" not in codes(cm_telefon="0049231123456789")
    assert not has_iban("")


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Wie ist es bei Ada?", True),
        ("Wie ist es bei ADA?", True),
        ("Wie ist es bei Ada-Marie?", True),
        ("Wie ist es bei Adas Antrag?", False),
        ("Familie Probe fragt", True),
        ("Eine Probezeit", False),
        ("Was gilt für Bela?", True),
        ("Wer fragt: Jo?", False),  # two letters
        ("Wer fragt: Muster?", True),
        ("Was gilt allgemein?", False),
    ],
)
def test_the_general_question_names_nobody(text: str, broken: bool) -> None:
    assert ("V27" in codes(allgemeine_frage=text, familienmitglieder=[member()])) is broken


def test_names_are_compared_letter_by_letter_in_any_script() -> None:
    assert words("ŠIRIN El-Fiktah d’Été شیرین") == ["ŠIRIN", "El", "Fiktah", "d", "Été", "شیرین"]
    assert words("Hodz\u030cic\u0301") == words("Hodžić")
    assert "V27" in codes(vornamen="Šîrîn", allgemeine_frage="Wie geht es s\u030ci\u0302ri\u0302n?")
    assert "V27" not in codes(vornamen="Schön", allgemeine_frage="Gibt es das schon?")


@pytest.mark.parametrize("name", ["Yılmaz", "İbrahim", "IŞIK"])
def test_turkish_names_are_found_with_either_letter_i(name: str) -> None:
    for written in (name, name.upper(), name.lower(), name.translate(str.maketrans("İıI", "iii"))):
        assert "V27" in codes(familienname=name, allgemeine_frage=f"Was kann {written} tun?"), written


def test_other_names_guardians_and_signers_count_too() -> None:
    assert "V27" in codes(andere_namen="Ayda Deneme", allgemeine_frage="Was tut Deneme?")
    assert "V27" in codes(**YOUTH, allgemeine_frage="Was tut Heide?")
    assert "V27" in codes(einwilligungen=[declaration(ew_name="Cem Vater")], allgemeine_frage="Was tut Cem?")


def test_titles_and_little_words_of_names_say_nothing() -> None:
    assert "V27" not in codes(**YOUTH, allgemeine_frage="Was kann die Frau von der Behörde tun?")
    assert "V27" in codes(familienname="Das", allgemeine_frage="Was ist das?")
    assert "V27" in codes(vornamen="Van", allgemeine_frage="Wohin geht van?")


def test_names_of_people_the_application_does_not_count_for_are_hidden() -> None:
    other = member(fm_mitantrag="nein", fm_vornamen="Zoran")

    assert "V27" not in codes(familienmitglieder=[other], allgemeine_frage="Was tut Zoran?")


@pytest.mark.parametrize(
    "text",
    [
        "17.05.1990",
        "17.5.1990",
        "17. 5. 1990",
        "17.05.90",
        "17/05/1990",
        "17-05-1990",
        "17. Mai 1990",
        "17 Mai 90",
        "17. MAI 1990",
        "May 17, 1990",
        "May 17th 1990",
        "1990-05-17",
        "1990/5/17",
        "19900517",
        "17051990",
        "geb.17.05.1990.",
        "١٧.٠٥.١٩٩٠",
    ],
)
def test_a_birth_date_is_found_in_its_usual_writings(text: str) -> None:
    assert "V27" in codes(allgemeine_frage=f"Was gilt für jemanden, {text}?")


@pytest.mark.parametrize("text", ["117.05.1990", "17.05.19901", "17.06.1990", "Mai 1990", "1990", "27.05.1990", "5/17"])
def test_other_dates_are_no_birth_date(text: str) -> None:
    assert "V27" not in codes(allgemeine_frage=f"Was gilt seit {text}?")


@pytest.mark.parametrize(
    ("born", "text", "found"),
    [
        ("1990-05", "seit Mai 1990", True),
        ("1990-05", "05/1990", True),
        ("1990-05", "5.1990", True),
        ("1990-05", "1990-05", True),
        ("1990-05", "31.05.1990", False),
        ("1990-05", "1990", False),
        ("1990-03", "März 1990", True),
        ("1990-03", "maerz 1990", False),
        ("2010", "seit 2010", False),
        ("2010", "geboren 2010", True),
        ("2010", "geb. 2010", True),
        ("2010", "Jahrgang 2010", True),
        ("2010", "* 2010", True),
        ("2010", "geboren 2011", False),
    ],
)
def test_a_birth_date_known_in_part_is_found_as_far_as_it_is_known(born: str, text: str, found: bool) -> None:
    partial: Any = parse_partial_date(born)

    assert mentions(text, partial) is found


def test_every_birth_date_counts() -> None:
    child = member(fm_geburtsdatum="2016-06-01")

    assert "V27" in codes(familienmitglieder=[child], allgemeine_frage="Was gilt für Kinder vom 1. Juni 2016?")
