from documents.content import Table, TimeBar
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
    assert "von November 2024 bis heute (16.02.2026)" in bar.alternative


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


def lengths(content: object) -> list[str]:
    sections = {section.code: section for section in content.sections}  # type: ignore[attr-defined]
    return [
        row[-1]
        for block in sections["D05"].blocks
        if isinstance(block, Table) and block.columns[-1] == "Dauer"
        for row in block.rows
    ]


def test_the_rows_of_the_chronology_add_up_to_the_whole(composed: Composer) -> None:
    assert lengths(composed("C1")) == [
        "etwa 4 Jahre 5 Monate",
        "etwa 3 Jahre 2 Monate",
        "etwa 1 Jahr 6 Monate",
        "etwa 1 Jahr 3 Monate",
    ]
    assert lengths(composed("C1", {"chronologie": [{"ch_von": "2015-10", "ch_status": "gestattung"}]})) == [
        "etwa 10 Jahre 4 Monate"
    ]


def test_a_stretch_that_lasts_names_the_day_of_the_dossier(composed: Composer) -> None:
    assert "heute (16.02.2026)" in [
        cell
        for section in composed("C1").sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
