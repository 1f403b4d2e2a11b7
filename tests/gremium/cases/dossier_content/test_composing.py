"""Nothing answered is lost, nothing stands where it must not: over whole cases, marked cases and random ones."""

import copy
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from documents.content import Content
from forms.answers import visible
from forms.case_files import ExampleCase
from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.presentation import display
from forms.reading import read_form
from forms.validation import check
from forms.values import is_filled
from gremium.cases.dossier_content import AttachmentFacts, attachment_files, compose
from tests.gremium.cases.conftest import Composer
from tests.gremium.cases.said import squeezed, text_of, texts

CASE_IDS = ("C1", "C2", "C3", "C4", "C5", "C6")
MANY_VALUED = (QuestionType.MULTICHOICE, QuestionType.COUNTRY_LIST)
REFERENCES = ("an_person", "ew_person")


def told_answers(form: FormDefinition, answers: Mapping[str, Any]) -> Iterator[tuple[Question, Any]]:
    """Every visible answer with its question; one by one where a question takes several."""
    for item in form.items():
        given_answer = answers.get(item.key)
        if isinstance(item, Question):
            yield item, given_answer
        elif isinstance(given_answer, Mapping | list):
            items = given_answer if isinstance(given_answer, list) else [given_answer]
            for values in (one for one in items if isinstance(one, Mapping)):
                yield from ((question, values.get(question.key)) for question in item.questions)


def wanted_texts(form: FormDefinition, answers: Mapping[str, Any]) -> Iterator[tuple[Question, str]]:
    """What has to be readable of each answer that belongs into the dossier."""
    for question, answer in told_answers(form, answers):
        if question.section == "DXX" or not is_filled(answer) or question.key in REFERENCES:
            continue
        for one in answer if question.type in MANY_VALUED and isinstance(answer, list) else [answer]:
            yield question, display(question, one)


def lost(form: FormDefinition, answers: Mapping[str, Any], content: Content) -> list[str]:
    everything = squeezed(text_of(content))
    return [
        f"{question.key}: {text}" for question, text in wanted_texts(form, answers) if squeezed(text) not in everything
    ]


@pytest.mark.parametrize("case_id", CASE_IDS)
def test_each_visible_answer_stands_in_the_dossier(
    case_id: str, cases: dict[str, ExampleCase], composed: Composer
) -> None:
    case = cases[case_id]

    content = composed(case_id)

    assert lost(case.form, visible(case.form, case.answers, case.as_of).answers, content) == []


@pytest.mark.parametrize("case_id", CASE_IDS)
def test_every_dossier_has_the_thirteen_sections_in_order(case_id: str, composed: Composer) -> None:
    content = composed(case_id)

    assert [section.code for section in content.sections] == [f"D{number:02}" for number in range(1, 14)]
    assert [section.code for section in content.sections if not section.blocks] == ["D13"]


def test_the_title_and_the_cover_name_nobody(composed: Composer) -> None:
    content = composed("C1")

    assert content.title == "Dossier BF-7K3M-Q2XS"
    assert "Karvani" not in text_of(content, "D00")


def test_the_cover_says_that_the_office_stays_free_and_nobody_stands_in(composed: Composer) -> None:
    cover = text_of(composed("C1"), "D00")

    assert "in ihren fachlichen und verfahrensrechtlichen Entscheidungen frei" in cover
    assert "Eine Vertretung ist nicht vorgesehen" in cover
    assert "Auf die Befassung besteht kein Anspruch" in cover
    assert "Protokoll der Befassung wird weder Bestandteil der Ausländerpersonalakte" in cover


def marked(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with everything ticked that opens a group, and each free text replaced by a mark of its own."""
    opened = {**copy.deepcopy(dict(answers)), "haerte_aspekte": list(_options(form, "haerte_aspekte"))}
    opened |= {"sprachmittlung_sprache": "ckb", "telefon": "+49 30 23125 009", "andere_namen": "x"}
    filled: dict[str, Any] = {}
    for item in form.items():
        if isinstance(item, Question):
            filled[item.key] = _mark(item, opened.get(item.key), "0")
        elif item.repeat is None:
            filled[item.key] = {q.key: _mark(q, opened.get(item.key, {}).get(q.key), "0") for q in item.questions}
        else:
            filled[item.key] = [
                {q.key: _mark(q, values.get(q.key), str(number)) for q in item.questions}
                for number, values in enumerate(opened.get(item.key) or [{}])
            ]
    return filled


def _options(form: FormDefinition, key: str) -> Mapping[str, str]:
    question = form.item(key)
    assert isinstance(question, Question)
    return question.options


def _mark(question: Question, answer: Any, place: str) -> Any:
    if question.key in (*REFERENCES, "fm_id"):
        return answer
    if question.type in (QuestionType.TEXT, QuestionType.TEXTAREA, QuestionType.PHONE, QuestionType.EMAIL):
        return f"mark{question.key.replace('_', '')}{place}end"
    if is_filled(answer):
        return answer
    match question.type:
        case QuestionType.CHOICE:
            return next(iter(question.options))
        case QuestionType.DATE:
            return "2019-03-04"
        case QuestionType.PARTIAL_DATE:
            return "2018-07"
        case QuestionType.INTEGER:
            return 3
    return None


def test_special_categories_stand_in_d08_alone_and_office_data_nowhere(cases: dict[str, ExampleCase]) -> None:
    case = cases["C3"]
    answers = visible(case.form, marked(case.form, case.answers), case.as_of).answers
    findings = check(case.form, answers, today=case.as_of, consent_version="2026-02")

    content = compose(case.form, answers, findings, reference="BF-X", version=1, day=case.as_of, uploads={})

    found = {"special": 0, "nowhere": 0, "open": 0}
    for question, text in told_answers(case.form, answers):
        if not isinstance(text, str) or not text.startswith("mark"):
            continue
        places = {code for code, told in texts(content) if text in told}
        if question.section == "DXX":
            found["nowhere"] += 1
            assert places == set(), question.key
        elif question.sensitivity == "S3":
            found["special"] += 1
            assert places == {"D08"}, question.key
        else:
            found["open"] += 1
            assert places - {"D08"}, question.key
    assert found["special"] >= 9
    assert found["nowhere"] >= 2
    assert found["open"] >= 40


def test_an_answer_of_class_s3_goes_to_d08_whatever_section_the_editor_names(
    cases: dict[str, ExampleCase], composed: Composer
) -> None:
    form = edited(cases["C3"].form, "kr_kurz", dossier="D01")

    content = composed("C3", form=form)

    assert "Dialyse dreimal in der Woche" in text_of(content, "D08")
    assert "Dialyse dreimal in der Woche" not in text_of(content, "D01")


def test_a_name_that_becomes_a_special_category_leaves_the_first_page(
    cases: dict[str, ExampleCase], composed: Composer
) -> None:
    form = edited(edited(cases["C3"].form, "familienname", sens="S3"), "vornamen", sens="S3")

    content = composed("C3", form=form)

    assert "Lejla" in text_of(content, "D08")
    assert "Lejla" not in text_of(content, "D01", "D03", "D12", "D13")


def test_findings_about_special_categories_stand_in_d08_alone(composed: Composer) -> None:
    content = composed(
        "C3", {"a_krankheit": {"kr_person": "x", "kr_kurz": "y", "kr_attest": "einfach", "kr_folgen": "z"}}
    )

    places = {code for code, text in texts(content) if "Eine ausführliche ärztliche Bescheinigung ist nicht" in text}

    assert places == {"D08"}


def test_d08_says_where_else_hints_may_stand(composed: Composer) -> None:
    assert (
        "Diese Antworten stehen nur hier. Hinweise darauf können auch in der Begründung, bei den Gesichtspunkten "
        "und in den Anlagen stehen."
    ) in text_of(composed("C3"), "D08")


def test_the_cover_names_the_forms_version_as_people_know_it(composed: Composer) -> None:
    cover = text_of(composed("C1"), "D00")

    assert "Fassung des Formulars\n1.0.0\n" in cover
    assert "+" not in cover


def test_d08_stands_alone_when_it_holds_something(composed: Composer) -> None:
    with_special, without = composed("C3"), composed("C1")

    assert [section.own_pages for section in with_special.sections if section.code == "D08"] == [True]
    assert [section.own_pages for section in without.sections if section.code == "D08"] == [False]


def edited(form: FormDefinition, key: str, **changes: Any) -> FormDefinition:
    """The form as an editor saves it with one question changed."""
    raw = copy.deepcopy(dict(form.raw))
    for step in raw["steps"]:
        for field in step["fields"]:
            for one in (field, *field.get("fields", ())):
                if one["key"] == key:
                    one.update(changes)
    return read_form(raw)


def extended(form: FormDefinition, step: str, field: dict[str, Any]) -> FormDefinition:
    """The form as an editor saves it with one question or group more."""
    raw = copy.deepcopy(dict(form.raw))
    next(one for one in raw["steps"] if one["key"] == step)["fields"].append(field)
    return read_form(raw)


@pytest.mark.parametrize("code", [f"D{number:02}" for number in range(14)])
def test_a_question_that_an_editor_adds_appears_where_it_is_sent(
    code: str, cases: dict[str, ExampleCase], composed: Composer
) -> None:
    field = {
        "key": "neu_gefragt",
        "type": "text",
        "required": False,
        "label": "Neu gefragt",
        "sens": "S2",
        "dossier": code,
    }
    form = extended(cases["C1"].form, "anliegen", field)

    content = composed("C1", {"neu_gefragt": "Antwort auf Neues"}, form=form)

    assert {where for where, text in texts(content) if text == "Antwort auf Neues"} == {code}


@pytest.mark.parametrize("repeat", [None, {"min": 0, "max": 3, "title": "{neu_a}"}])
@pytest.mark.parametrize("code", ["D03", "D04", "D07", "D08", "D11", "D12"])
def test_a_group_that_an_editor_adds_appears_with_all_its_answers(
    code: str, repeat: dict[str, Any] | None, cases: dict[str, ExampleCase], composed: Composer
) -> None:
    questions = [
        {"key": f"neu_{name}", "type": kind, "required": False, "label": f"Neu {name}", "sens": "S2", "dossier": code}
        for name, kind in (("a", "text"), ("b", "textarea"), ("c", "integer"))
    ]
    group: dict[str, Any] = {
        "key": "neu",
        "type": "group",
        "required": False,
        "label": "Neue Gruppe",
        "fields": questions,
    }
    form = extended(cases["C1"].form, "haerte", group | ({"repeat": repeat} if repeat else {}))
    item = {"neu_a": "Alpha Wert", "neu_b": "Beta Wert", "neu_c": 4711}

    content = composed("C1", {"neu": [item, {"neu_a": "Gamma Wert"}] if repeat else item}, form=form)

    told = text_of(content, code)
    assert all(value in told for value in ("Neue Gruppe", "Alpha Wert", "Beta Wert", "4711"))
    assert ("Gamma Wert" in told) == bool(repeat)


def test_an_option_that_an_editor_adds_to_the_aspects_gets_a_chip(
    cases: dict[str, ExampleCase], composed: Composer
) -> None:
    options = {**_options(cases["C1"].form, "haerte_aspekte"), "musik": "Musik im Verein"}
    form = edited(cases["C1"].form, "haerte_aspekte", options=options)

    content = composed("C1", {"haerte_aspekte": ["musik", "arbeit"]}, form=form)

    chips = [block.chips for block in content.sections[0].blocks if block.kind == "chips"]
    assert [[text for _, text in row] for row in chips] == [["Arbeit und Lebensunterhalt", "Musik im Verein"]]


def test_persons_are_named_with_their_reference(composed: Composer) -> None:
    listed = text_of(composed("C1"), "D12")

    assert "Hemin Karvani (F1)" in listed
    assert "Shirin Karvani (antragstellende Person)" in listed


def test_answers_not_given_leave_no_trace_but_not_known_does(composed: Composer) -> None:
    told = text_of(composed("C2"))

    assert "nicht bekannt" in told
    assert "Geburtsort" not in told


def test_broken_answers_are_told_as_they_are_or_by_the_finding_about_them(composed: Composer) -> None:
    content = composed("C1", {"geburtsdatum": "irgendwann", "familienmitglieder": "keine", "chronologie": [None, "x"]})

    told = text_of(content)
    assert "irgendwann" in told
    assert "Familienmitglieder" in text_of(content, "D02")


def test_equal_answers_give_equal_content(composed: Composer) -> None:
    assert composed("C4").as_data() == composed("C4").as_data()


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 9999), st.text(max_size=12), st.lists(st.text(max_size=5), max_size=2)
)
WORDS = st.text(
    st.sampled_from("abcXYZäöüß „“–§*0123456789 ابپێڕکوردی ሰላም Привіт ğışçÎ#$[]{}\\\"'<&_@"), min_size=1, max_size=60
)
DAYS = st.dates(date(1900, 1, 1), date(2040, 12, 31)).map(date.isoformat)


def answers_to(question: Question) -> st.SearchStrategy[Any]:
    match question.type:
        case QuestionType.CHOICE:
            fitting: st.SearchStrategy[Any] = st.sampled_from([*question.options, "ganz anders"])
        case QuestionType.MULTICHOICE:
            fitting = st.lists(st.sampled_from([*question.options]), unique=True, max_size=4)
        case QuestionType.BOOLEAN:
            fitting = st.booleans()
        case QuestionType.INTEGER:
            fitting = st.integers(-3, 2100)
        case QuestionType.DATE:
            fitting = DAYS
        case QuestionType.PARTIAL_DATE:
            fitting = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))
        case QuestionType.COUNTRY_LIST:
            fitting = st.lists(st.sampled_from(["IQ", "SY", "XK", "staatenlos", "ZZ"]), max_size=3)
        case QuestionType.COUNTRY | QuestionType.LANGUAGE:
            fitting = st.sampled_from(["IQ", "SY", "ckb", "kmr", "prs", "xx"])
        case _:
            fitting = WORDS
    return st.one_of(fitting, fitting, fitting, ODD)


def test_random_answers_never_break_the_dossier_and_are_never_lost(cases: dict[str, ExampleCase]) -> None:
    @settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking is slow
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        case = cases[data.draw(st.sampled_from(CASE_IDS))]
        answers = copy.deepcopy(dict(case.answers))
        keys = [item.key for item in case.form.items()]
        for key in data.draw(st.lists(st.sampled_from(keys), max_size=8, unique=True)):
            answers[key] = data.draw(_answers_to_item(case.form.item(key)))
        shown = visible(case.form, answers, case.as_of).answers
        findings = check(case.form, answers, today=case.as_of, consent_version="2026-02")

        content = compose(case.form, shown, findings, reference="BF-X", version=1, day=case.as_of, uploads={})

        assert lost(case.form, shown, content) == []
        assert [one.key for one in content.attachments] == list(attachment_files(case.form, shown, day=case.as_of))

    holds()


def _answers_to_item(item: Question | Group) -> st.SearchStrategy[Any]:
    if isinstance(item, Question):
        return answers_to(item)
    one = st.fixed_dictionaries({}, optional={question.key: answers_to(question) for question in item.questions})
    return st.one_of(one if item.repeat is None else st.lists(one, max_size=4), ODD)


def test_facts_of_uploads_are_told_by_file_name(composed: Composer) -> None:
    uploads = {"c1_lohn.pdf": AttachmentFacts(name="Lohn 2026.pdf", pages=4)}

    content = composed("C1", uploads=uploads)

    divider = next(one for one in content.attachments if one.title == "Lohn Dezember und Januar")
    assert ("Datei", "Lohn 2026.pdf") in [(entry.label, entry.value) for entry in divider.entries]
