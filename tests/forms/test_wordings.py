"""Every text of a form has one address, and the same one in every version."""

import pytest

from forms.consent_texts import ConsentText, shipped_texts
from forms.definition import Group
from forms.reading import shipped_form
from forms.wordings import RESERVED, address_of_place, consent_wordings, fingerprint, option_address, wordings

FORM = shipped_form()
CONSENT = ConsentText(form_key="kurzantrag", version="2026-02", text=shipped_texts()["kurzantrag", "2026-02", "de"])


@pytest.mark.parametrize(
    ("address", "german"),
    [
        ("form.title", "Kurzantrag an das Gremium „Bleiberechte fördern“"),
        ("step.person.title", "Antragstellende Person"),
        ("familienname.label", "Familienname"),
        ("familienmitglieder.fm_mitantrag.option.ja", None),
        ("gesetzliche_vertretung.label", "Gesetzliche Vertretung"),
        ("gesetzliche_vertretung.gv_name.label", "Name der vertretenden Person"),
        ("rule.V01.message", "Das Gespräch kann nicht in der Zukunft liegen."),
        ("exclusion.X1.label", "Andere Ausländerbehörde zuständig"),
        ("purpose.P8.label", "Eine Sprachmittlerin oder ein Sprachmittler darf den Inhalt kennen"),
        ("attachment.vollmacht.label", "Vollmacht"),
    ],
)
def test_a_text_is_found_at_its_address(address: str, german: str | None) -> None:
    found = wordings(FORM)[address]

    assert found == german or (german is None and found)


def test_no_question_has_a_key_that_begins_other_addresses() -> None:
    assert not RESERVED & {item.key for item in FORM.items()}


def test_every_option_a_page_can_show_has_an_address() -> None:
    known = wordings(FORM)

    for group, question in FORM.questions():
        start = f"{group.key}.{question.key}" if isinstance(group, Group) else question.key
        assert {option_address(start, question, option) for option in question.options} <= known.keys(), start


def test_what_is_no_text_for_people_has_no_address() -> None:
    known = wordings(FORM)

    assert "exclusion.X1.decided_by" not in known
    assert "" not in known.values()


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("familienname", "familienname"),
        ("a_krankheit.kr_kurz", "a_krankheit.kr_kurz"),
        ("familienmitglieder.F1.fm_status", "familienmitglieder.fm_status"),
    ],
)
def test_items_of_a_group_share_their_addresses(place: str, address: str) -> None:
    assert address_of_place(place) == address


def test_the_paragraphs_of_the_consent_are_called_by_their_purpose_or_their_number() -> None:
    found = consent_wordings(CONSENT)

    assert found["consent.P4"].startswith("[P4] * Ich habe verstanden")
    assert found["consent.0"] == "Einwilligung zum Kurzantrag an das Gremium „Bleiberechte fördern“"
    assert found["consent.6"].startswith("Sie können Ihre Zustimmung jederzeit zurücknehmen")
    assert "\n\n".join(found.values()) == CONSENT.text.strip()


def test_a_purpose_put_in_between_moves_no_other_address() -> None:
    before = consent_wordings(CONSENT)
    more = ConsentText(version="next", text=CONSENT.text.replace("[P5]", "[P9] Noch ein Zweck.\n\n[P5]"))

    after = consent_wordings(more)

    assert {address: after[address] for address in before} == before


def test_a_fingerprint_changes_with_the_text() -> None:
    assert fingerprint("Ihr Name") != fingerprint("Ihr Name:")
