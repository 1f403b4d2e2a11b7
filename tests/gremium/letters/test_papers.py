"""The papers as they are shipped: every kind prints, reads back, and says in other languages what it says in German."""

import re
import subprocess
import unicodedata
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings

from documents.actors import Actor
from documents.bilingual import render_paper
from forms.reading_languages import reading_languages
from gremium.letters.blocks import Block, BlockKind
from gremium.letters.checking import problems
from gremium.letters.composing import Facts, compose, examples
from gremium.letters.kinds import Kind, all_kinds, kind_of
from gremium.letters.own_words import FREE_TEXT, PARTLY, UNCHECKED
from gremium.letters.results import LATER_GROUNDS, RESULTS
from gremium.letters.shipped import shipped_body
from gremium.letters.translations import problems as catalogue_problems
from gremium.letters.translations import sentences_beside, words_in, write_translation
from tests.documents.checker import barriers, deviations, objections, with_outloud, with_verapdf

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 26)
KINDS = [
    *("receipt", "missing_items", "exclusion", "exclusion_later", "not_taken_up", "interim", "assessment"),
    *("decision_aid", "erasure_record", "invitation", "agenda", "minutes", "yearly_report"),
]


def printed(kind: Kind, facts: Facts | None = None, *, language: str = "", body: tuple[Block, ...] = ()) -> bytes:
    paper = compose(kind, body or shipped_body(kind.key), facts or examples(kind), language=language, day=DAY)
    return render_paper(paper)[0]


def read_back(pdf: bytes) -> str:
    """All letters of the pages in the order of reading, without blanks and marks of direction."""
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return plain(text)


def said_beside(german: str, language: str) -> str:
    return words_in(language).says(german)


def plain(text: str) -> str:
    normal = unicodedata.normalize("NFKC", text)
    return "".join(one for one in normal if unicodedata.category(one) != "Cf" and not one.isspace())


def test_all_papers_of_the_domain_are_there() -> None:
    assert [kind.key for kind in all_kinds()] == KINDS


@with_verapdf
@pytest.mark.parametrize("standard", ["ua1", "2a"])
def test_every_kind_keeps_all_rules_of_the_standards_it_names(standard: str) -> None:
    assert deviations({key: printed(kind_of(key)) for key in KINDS}, standard) == ""


@with_outloud
def test_every_kind_is_read_aloud_rightly() -> None:
    assert objections({key: printed(kind_of(key)) for key in KINDS}) == []


@pytest.mark.parametrize("key", KINDS)
def test_every_kind_prints_a_tagged_paper_that_names_nobody_in_its_title(key: str) -> None:
    kind = kind_of(key)
    paper = printed(kind)

    assert barriers(paper) == []
    with pikepdf.open(BytesIO(paper)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == kind.title


@pytest.mark.parametrize("key", KINDS)
def test_what_is_shipped_passes_its_own_check(key: str) -> None:
    assert problems(kind_of(key), shipped_body(key)) == []


@pytest.mark.parametrize("value", [option.value for option in RESULTS.options])
def test_each_result_is_said_in_german_and_arabic_and_free_text_stays_german(value: str) -> None:
    kind = kind_of("assessment")
    facts = examples(kind, {"result": value})

    said = read_back(printed(kind, facts, language="ar"))

    option = RESULTS.option(value)
    assert option is not None
    assert plain(option.sentences[0]) in said
    assert plain(said_beside(option.sentences[0], "ar")) in said
    assert plain(said_beside(FREE_TEXT, "ar")) in said
    assert plain(facts.single["text"].split("\n")[0]) in said


@pytest.mark.parametrize("language", ["ar", "fa", "ckb"])
def test_references_and_dates_keep_their_order_in_lines_from_right_to_left(language: str) -> None:
    kind = kind_of("receipt")
    told = examples(kind).single | {"advice": "Sabine Beispiel, 0231 555-0123"}

    said = read_back(printed(kind, Facts(single=told), language=language))

    for fact in ("BF-7K3M-Q2XS", "26.11.2026", "SabineBeispiel,0231555-0123"):
        assert said.count(fact) >= 2


def test_no_paper_ever_tells_anybody_to_withdraw_a_court_action() -> None:
    for key in KINDS:
        for sentence in (one for block in shipped_body(key) for one in block.sentences):
            assert "zurückziehen" not in sentence or "ohne anwaltlichen Rat" in sentence
    court = LATER_GROUNDS.option("X2")
    assert court is not None
    said = read_back(printed(kind_of("exclusion_later"), examples(kind_of("exclusion_later"), {"ground": "X2"})))
    assert plain("Bitte keine Klage ohne anwaltlichen Rat zurückziehen.") in said
    assert plain(court.sentences[0]) in said


def test_a_sentence_an_editor_has_changed_stands_in_german_alone_and_is_marked() -> None:
    kind = kind_of("receipt")
    changed = tuple(
        Block(block.kind, tuple(one.replace("Fehlt etwas", "Fehlt noch etwas") for one in block.sentences), block.key)
        for block in shipped_body("receipt")
    )

    said = read_back(printed(kind, body=changed, language="ar"))

    assert plain("Fehlt noch etwas, fragt sie bei Ihrer Beratung nach.") in said
    assert plain(said_beside("Fehlt etwas, fragt sie bei Ihrer Beratung nach.", "ar")) not in said
    assert plain(said_beside(PARTLY, "ar")) in said
    assert plain(said_beside(PARTLY, "ar")) not in read_back(printed(kind, language="ar"))


def test_a_paper_stops_saying_it_is_unchecked_once_a_person_has_checked_each_sentence_it_says() -> None:
    kind = kind_of("receipt")
    words = words_in("fr")
    sentences = list(dict.fromkeys(sentences_beside(kind, shipped_body("receipt"))))
    for german in sentences[1:]:
        write_translation("fr", german, words.says(german), is_checked=True, by=Actor(ref="clara", name="Clara"))
    assert plain(UNCHECKED) in read_back(printed(kind, language="fr"))

    write_translation("fr", kind.title, "Reçu", is_checked=True, by=Actor(ref="clara", name="Clara"))

    said = read_back(printed(kind, language="fr"))
    assert plain(UNCHECKED) not in said
    assert plain("Reçu") in said


def test_a_missing_optional_fact_leaves_its_sentence_out() -> None:
    kind = kind_of("missing_items")
    facts = examples(kind)
    without = Facts(single={**facts.single, "due_on": "", "reason": ""}, lists=facts.lists)

    said = read_back(printed(kind, without))

    assert plain("Das ist ein Vorschlag") not in said
    assert plain("Die Geschäftsführung schreibt dazu:") not in said


def test_a_heading_goes_with_all_that_stands_below_it() -> None:
    kind = kind_of("minutes")

    said = read_back(printed(kind, Facts(single=examples(kind).single)))

    assert plain("Beratene Fälle") not in said
    assert plain("Allgemeine Fragen und Austausch") in said


def test_papers_for_members_say_on_each_page_what_they_are() -> None:
    kind = kind_of("minutes")
    case = {"reference": "BF-7K3M-Q2XS", "text": "Wir sehen eine Möglichkeit. " * 40}
    facts = Facts(single=examples(kind).single, groups={"cases": [case] * 6})

    pdf = printed(kind, facts)

    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    assert pages > 1
    assert read_back(pdf).count(plain(kind.running)) == pages


def test_small_counts_of_the_yearly_report_are_suppressed_whoever_gives_them() -> None:
    kind = kind_of("yearly_report")
    counted = [{"label": "Eingereicht", "count": "23"}, {"label": "Ausgeschlossen", "count": "3"}]

    said = read_back(printed(kind, Facts(single={"year": "2026"}, groups={"figures": counted})))

    assert plain("Eingereicht 23") in said
    assert re.search("Ausgeschlossenunter5", said)


@pytest.mark.parametrize("language", [one.code for one in reading_languages()])
def test_every_fixed_sentence_is_translated_with_the_same_facts(language: str) -> None:
    assert catalogue_problems(settings.BASE_DIR, language) == []


def test_office_and_members_read_german_alone() -> None:
    german, asked = printed(kind_of("decision_aid")), printed(kind_of("decision_aid"), language="ar")

    assert german == asked


def test_the_choice_block_is_part_of_every_letter_with_a_choice() -> None:
    for kind in all_kinds():
        blocks = [block.key for block in shipped_body(kind.key) if block.kind == BlockKind.CHOICE]
        assert blocks == [choice.key for choice in kind.choices]
