"""The person's copy: questions in her language, answers as entered; without health it is built without it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from documents.bilingual import Answer, Said, Tick, Title, render_paper
from documents.journal import Act, JournalLine
from forms import catalogues
from forms.beside import Beside
from forms.consent_texts import ConsentText
from forms.person_copy import Copied, copy_paper, without_special
from forms.reading import shipped_form
from forms.submit import submit_draft
from forms.translations import words_of
from tests.documents.conftest import ReadText, plain, read_text
from tests.forms.asking import actor
from tests.forms.browser import Browser
from tests.forms.filling import fill_case
from tests.forms.kurzantrag import TODAY, answers, declaration, member

__all__ = ["read_text"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FORM = shipped_form()
ILL: dict[str, Any] = {
    "haerte_aspekte": ["krankheit", "kindeswohl", "sonstiges"],
    "duldung_grund": ["gesundheit", "passlos"],
    "a_krankheit": {
        "kr_person": "Ada Probe",
        "kr_kurz": "Dialyse dreimal die Woche",
        "kr_attest": "nein",
        "kr_folgen": "schwer",
    },
    "a_kindeswohl": {"kw_anzahl": 1, "kw_hier_geboren": 0, "kw_alltag": "Kita", "kw_foerderbedarf": "Sprachförderung"},
    "anlagen_liste": [
        {"an_typ": "duldung_kopie", "an_titel": "Duldung", "an_person": "antragsteller", "an_datei": ["1"]},
        {
            "an_typ": "attest",
            "an_titel": "Bescheinigung der Klinik",
            "an_person": "antragsteller",
            "an_inhalt": "Eine Seite voll Blutwerte.",
            "an_datei": ["2"],
        },
    ],
    "einwilligungen": [declaration(ew_zwecke=["P0", "P1", "P2", "P4"])],
}
TELLING = (
    "Dialyse",
    "Krankheit",
    "gesundheitliche Gründe",
    "Sprachförderung",
    "Bescheinigung der Klinik",
    "Behandlung",
)


def copied(**changes: Any) -> Copied:
    return Copied(form=FORM, consent=ConsentText.objects.current("kurzantrag"), answers=answers(**changes))


def turkish() -> Beside:
    catalogues.load_shipped_translations("tr")
    return Beside(words_of(FORM, ConsentText.objects.current("kurzantrag"), "tr"))


def test_the_copy_has_questions_in_both_languages_and_answers_as_entered(read_text: ReadText) -> None:
    paper = copy_paper(copied(), turkish(), today=TODAY, with_health=True)
    told = {piece.german: piece for piece in paper.pieces if isinstance(piece, Answer)}

    assert (told["Familienname"].other, told["Familienname"].value) == ("Soyadı", "Probe")
    assert (told["Familienstand"].value, told["Familienstand"].value_other) == ("ledig", "bekâr")
    assert told["Betrifft"].value == "Ada Probe"
    assert plain("Ein besonderer Grund.") in read_text(render_paper(paper)[0])


def test_the_copy_ends_with_the_consent_as_it_was_given() -> None:
    paper = copy_paper(copied(), Beside(), today=TODAY, with_health=True)

    start = max(number for number, piece in enumerate(paper.pieces) if isinstance(piece, Title))
    boxes = [piece for piece in paper.pieces[start:] if isinstance(piece, Tick)]
    assert [box.is_ticked for box in boxes] == [True, True, True, *[False] * 6]
    assert paper.marks.startswith("Text 2026-02 · ")


def test_without_health_nothing_of_it_is_in_the_file(read_text: ReadText) -> None:
    whole, less = (
        read_text(render_paper(copy_paper(copied(**ILL), Beside(), today=TODAY, with_health=health))[0])
        for health in (True, False)
    )
    application = less[: less.index(plain("Worum es geht:"))]

    assert all(plain(word) in whole for word in TELLING)
    assert not [word for word in TELLING if plain(word) in application]
    assert plain("Kita") in less


def test_without_health_every_answer_of_class_s3_is_gone_whatever_the_form_asks() -> None:
    kept = without_special(FORM, answers(**ILL), TODAY)

    for group, question in FORM.questions():
        if question.sensitivity == "S3":
            level = kept.get(group.key, {}) if group else kept
            assert question.key not in level
    assert "a_krankheit" not in kept
    assert kept["haerte_aspekte"] == ["kindeswohl", "sonstiges"]
    assert [one["an_typ"] for one in kept["anlagen_liste"]] == ["duldung_kopie"]


@pytest.mark.parametrize("given", [{}, ILL], ids=["healthy", "ill"])
def test_without_health_the_consent_does_not_tell_of_it_either(given: dict[str, Any]) -> None:
    paper = copy_paper(copied(**given), Beside(), today=TODAY, with_health=False)

    boxes = [piece.german for piece in paper.pieces if isinstance(piece, Tick) and not piece.is_option]
    assert boxes
    assert not [box for box in boxes if "Gesundheit" in box]


def test_people_of_one_name_keep_their_own_consents() -> None:
    grown = member(
        fm_vornamen="Ada", fm_familienname="Probe", fm_geburtsdatum="2000-06-01", fm_sorge=None, fm_bildung=None
    )
    records = [
        declaration(ew_zwecke=["P0", "P1", "P4"]),
        declaration(ew_person="F1", ew_zwecke=["P0", "P1", "P3", "P6"]),
    ]

    paper = copy_paper(
        copied(familienmitglieder=[grown], einwilligungen=records), Beside(), today=TODAY, with_health=True
    )

    ticked = [piece.is_ticked for piece in paper.pieces if isinstance(piece, Tick) and not piece.is_option]
    assert [ticked[:9].count(True), ticked[9:].count(True)] == [3, 4]


def test_a_child_of_the_signers_name_is_told_as_her_child_alone() -> None:
    child = member(fm_vornamen="Ada", fm_familienname="Probe")
    records = [declaration(), declaration(ew_person="F1", ew_rolle="sorge")]

    paper = copy_paper(
        copied(familienmitglieder=[child], einwilligungen=records), Beside(), today=TODAY, with_health=True
    )

    told = [piece.german for piece in paper.pieces if isinstance(piece, Said) and "Ada Probe" in piece.german]
    assert ["vertreten durch" in line for line in told] == [False, True]


def test_ages_in_the_copy_of_what_was_handed_in_are_those_of_that_day() -> None:
    minor = answers(geburtsdatum="2008-03-01", gesetzliche_vertretung={"gv_name": "Vera Probe", "gv_art": "eltern"})
    handed_in = replace(copied(), answers=minor, handed_in_on=date(2026, 2, 16))

    paper = copy_paper(handed_in, Beside(), today=date(2026, 4, 1), with_health=False)

    assert "Vera Probe" in [piece.value for piece in paper.pieces if isinstance(piece, Answer)]


def test_a_paper_without_health_does_not_say_that_something_is_left_out() -> None:
    healthy, less = copied(), copied(**ILL)

    kinds = [
        {type(piece) for piece in copy_paper(one, Beside(), today=TODAY, with_health=False).pieces}
        for one in (healthy, less)
    ]

    paper = copy_paper(less, Beside(), today=TODAY, with_health=False)
    assert kinds[0] == kinds[1]
    assert (paper.title, paper.foot) == (
        copy_paper(healthy, Beside(), today=TODAY, with_health=True).title,
        "Kopie für die Person",
    )


def test_the_warning_comes_before_the_copy_in_both_languages(browser: Browser) -> None:
    browser.press("save", {"sprache": "ar"})

    html = browser.go(f"/de/antrag/{browser.draft_id}/kopie/").html

    assert "In einer Gemeinschaftsunterkunft können andere dieses Papier finden" in html
    assert browser.response.headers["Content-Type"].startswith("text/html")


def test_a_copy_is_noted_in_the_journal_before_and_after_handing_in(
    browser: Browser, pdf: bytes, at_day: Any, read_text: ReadText
) -> None:
    at_day(TODAY)
    address = f"/de/antrag/{browser.draft_id}/kopie/"
    first = browser.client.post(address, {"with": "less", "language": "de"})
    fill_case(browser, answers(), pdf)
    browser.press("save", {"best_richtig": True, "best_dritte": True, "best_kopie": True})
    submit_draft(browser.draft, by=browser.actor, today=TODAY)

    second = browser.client.post(address, {"with": "health", "language": "tr"})

    assert plain("Entwurf: noch nicht eingereicht.") in read_text(first.content)
    assert plain("Eingereicht am 16.02.2026") in read_text(second.content)
    lines = JournalLine.objects.filter(act=Act.APPLICATION_EXPORTED).order_by("pk")
    assert [line.details["health"] for line in lines] == ["no", "yes"]


def test_another_organisation_gets_no_copy(browser: Browser, open_browser: Any) -> None:
    stranger = open_browser(actor("Toni Fremd", organisation="south"))
    address = f"/de/antrag/{browser.draft_id}/kopie/"

    assert stranger.client.get(address).status_code == 404
    assert stranger.client.post(address, {"with": "health"}).status_code == 404
