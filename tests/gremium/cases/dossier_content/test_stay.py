from documents.content import TimeBar
from tests.gremium.cases.conftest import Composer
from tests.gremium.cases.said import text_of


def bar_of(content: object, code: str = "D05") -> TimeBar:
    sections = {section.code: section for section in content.sections}  # type: ignore[attr-defined]
    return next(block for block in sections[code].blocks if isinstance(block, TimeBar))


def test_the_chronology_is_drawn_and_said_in_words(composed: Composer) -> None:
    bar = bar_of(composed("C1"))

    assert [(span.start, span.end, span.shade) for span in bar.spans] == [
        ("2015-10", "2020-02", 1),
        ("2020-03", "2023-05", 2),
        ("2023-05", "2024-11", 4),
        ("2024-11", "", 2),
    ]
    assert "Aufenthaltsgestattung von Oktober 2015 bis Februar 2020" in bar.alternative
    assert "von November 2024 bis heute" in bar.alternative


def test_a_bound_known_by_its_year_alone_is_an_estimate(composed: Composer) -> None:
    chronology = [
        {"ch_von": "2015", "ch_bis": "2018-03", "ch_status": "gestattung"},
        {"ch_von": "2018-03", "ch_bis": "2019-01-04", "ch_status": "duldung_60b"},
    ]

    bar = bar_of(composed("C1", {"chronologie": chronology}))

    assert [span.is_estimate for span in bar.spans] == [True, False]


def test_what_has_no_beginning_is_in_the_table_alone(composed: Composer) -> None:
    chronology = [
        {"ch_status": "gestattung", "ch_ort": "Hagen"},
        {"ch_von": "2018", "ch_bis": "2011", "ch_status": "gueb"},
        {"ch_von": "0001", "ch_status": "gueb"},
        {"ch_von": "2019-02", "ch_status": "duldung_60b"},
    ]

    content = composed("C1", {"chronologie": chronology})

    assert [span.start for span in bar_of(content).spans] == ["2019-02"]
    assert "Hagen" in text_of(content, "D05")
