"""`gremium dossier` as others call it: lines, files, copies, and every answer in the pages."""

import copy
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

from tests.gremium.cases.dossier_command.conftest import Runner, attached, only
from tests.gremium.cases.said import POPPLER, pages, squeezed

needs_poppler = pytest.mark.skipif(not POPPLER, reason="reading order is checked with poppler's pdftotext")
SCRIPTS = {
    "ar": "محمد عبد الله الكردي",
    "ckb": "شیرین کەروانی ڕۆژ ێوە",
    "fa": "پریسا گلستانی چشمه",
    "ps": "ګلالۍ ځاځۍ څښتن ډېره",
    "ti": "ኣብርሃም ተስፋይ ሓጎስ",
    "ru": "Ольга Щербакова",
    "uk": "Їжакевич Ґалина",
    "kmr": "Şêrîn Çîçek Xêzan",
    "tr": "Ğülşah İnönü Işık",
}


def test_all_six_cases_compile_with_every_page_in_one_part(
    run: Runner, case_file: Path, folder: Path, tmp_path: Path
) -> None:
    lines = run(case_file, attachments=folder)

    assert [line["id"] for line in lines] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    for line in lines:
        assert set(line) == {"id", "reference", "pages", "parts", "sha256", "seconds", "cpu_seconds"}
        following = 1
        for part in line["parts"]:
            assert part["first_page"] == following
            assert part["status"] == "ok"
            following += part["pages"]
        with pikepdf.open(tmp_path / "out" / f"{line['reference']}.pdf") as document:
            assert following - 1 == line["pages"] == len(document.pages)


def test_a_case_alone_has_all_bookmarks_and_each_attachment_behind_its_divider(
    run: Runner, case_file: Path, folder: Path, tmp_path: Path
) -> None:
    (line,) = run(case_file, attachments=folder, case="C4")

    with pikepdf.open(tmp_path / "out" / "BF-4VRX-7GAX.pdf") as document, document.open_outline() as outline:
        titles = [item.title for item in _all_items(outline.root)]
    assert [f"D{number:02}" for number in range(1, 14)] == [
        code for number in range(1, 14) if any(title.startswith(code := f"D{number:02}") for title in titles)
    ]
    named = [part for part in line["parts"] if part["title"].startswith("Anlage ")]
    assert [part["pages"] for part in named] == [2, 3, 4, 2, 3]  # the divider and its 1, 2 or 3 pages
    assert "Geburtsurkunde und Passantrag" in named[4]["title"]
    assert all(any(part["title"].removeprefix("Anlage ")[3:] in title for title in titles) for part in named)


def _all_items(items: Iterable[pikepdf.OutlineItem]) -> Iterable[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _all_items(item.children)


def test_equal_input_gives_equal_bytes_even_when_the_copy_differs(
    run: Runner, case_file: Path, folder: Path, tmp_path: Path
) -> None:
    (first,) = run(case_file, attachments=folder, case="C5")
    plain = (tmp_path / "out" / "BF-J2C6-YP08.pdf").read_bytes()

    (second,) = run(case_file, attachments=folder, case="C5", recipient="شیرین کەروانی", password="geheim-12")

    assert first["sha256"] == second["sha256"]
    marked = tmp_path / "out" / "BF-J2C6-YP08.pdf"
    assert marked.read_bytes() != plain
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(marked)
    with pikepdf.open(marked, password="geheim-12") as document:
        assert document.encryption.R == 6
        assert document.encryption.bits == 256


def test_a_recipient_without_a_password_is_named_on_every_page(
    run: Runner, case_file: Path, folder: Path, tmp_path: Path
) -> None:
    (line,) = run(case_file, attachments=folder, case="C5", recipient="Mira Musterfrau")

    texts = pages((tmp_path / "out" / "BF-J2C6-YP08.pdf").read_bytes())
    assert len(texts) == line["pages"]
    assert all("MiraMusterfrau" in squeezed(text) for text in texts)


def test_a_password_alone_encrypts_and_marks_nobody(run: Runner, case_file: Path, tmp_path: Path) -> None:
    (line,) = run(case_file, case="C5", password="geheim-12")

    with pikepdf.open(tmp_path / "out" / "BF-J2C6-YP08.pdf", password="geheim-12") as document:
        assert document.encryption.R == 6
        assert len(document.pages) == line["pages"]
        opened = io.BytesIO()
        document.save(opened, encryption=False)
    assert "PersönlichesExemplar" not in squeezed("".join(pages(opened.getvalue())))


def test_what_is_written_is_readable_for_its_owner_alone(run: Runner, case_file: Path, tmp_path: Path) -> None:
    run(case_file, case="C5")

    assert (tmp_path / "out" / "BF-J2C6-YP08.pdf").stat().st_mode & 0o077 == 0


def test_answers_with_errors_still_compile_and_show_their_findings(
    run: Runner, case_data: dict[str, Any], tmp_path: Path
) -> None:
    run(only(case_data, "C5", beratung_datum="2031-01-01", familienname=None, entgegen=["keine", "identitaet"]))

    told = squeezed("".join(pages((tmp_path / "out" / "BF-J2C6-YP08.pdf").read_bytes())))
    assert squeezed("Das Gespräch kann nicht in der Zukunft liegen.") in told
    assert squeezed("Familienname: Diese Angabe fehlt.") in told
    assert "V26" in told


def test_dates_at_the_end_of_the_calendar_and_answers_of_a_wrong_kind_still_compile(
    run: Runner, case_data: dict[str, Any]
) -> None:
    case = copy.deepcopy(case_data["cases"][0])
    case["answers"]["chronologie"][-1]["ch_bis"] = "9999-12-31"
    case["answers"]["haerte_aspekte"] = [{"verwurzelung": True}]

    [line] = run({**case_data, "cases": [case]})

    assert line["pages"] > 10


def test_another_form_may_be_given_and_its_new_question_appears(
    run: Runner, case_data: dict[str, Any], samples: Path, tmp_path: Path
) -> None:
    form = yaml.load((samples / "kurzantrag.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    question = {
        "key": "lied",
        "type": "text",
        "required": False,
        "label": "Lieblingslied",
        "sens": "S2",
        "dossier": "D10",
    }
    next(step for step in form["steps"] if step["key"] == "anliegen")["fields"].append(question)
    path = tmp_path / "form.yaml"
    path.write_text(yaml.safe_dump(form, allow_unicode=True), encoding="utf-8")

    run(only(case_data, "C5", lied="Kommt ein Vogel geflogen"), form=path)

    told = "".join(pages((tmp_path / "out" / "BF-J2C6-YP08.pdf").read_bytes()))
    assert "Kommt ein Vogel geflogen" in told


@needs_poppler
@pytest.mark.parametrize("language", ["ckb"])
def test_names_and_texts_in_every_script_can_be_read_back(
    language: str, run: Runner, case_data: dict[str, Any], tmp_path: Path
) -> None:
    family = [
        {
            "fm_id": f"F{number}",
            "fm_mitantrag": "nein",
            "fm_beziehung": "sonstige",
            "fm_status": "unbekannt",
            "fm_wo": "unbekannt",
            "fm_bemerkung": name,
        }
        for number, name in enumerate(SCRIPTS.values(), start=1)
    ]
    chronology = [{"ch_von": "2015", "ch_status": "gestattung", "ch_ort": name} for name in SCRIPTS.values()]
    changes = {
        "sprache": language,
        "andere_namen": SCRIPTS["ckb"],
        "familienmitglieder": family,
        "chronologie": chronology,
        "frage": "Wie geht es weiter?\n" + "\n".join(SCRIPTS.values()),
        "anlagen_liste": attached("x.pdf") + [{**one, "an_titel": SCRIPTS["ti"]} for one in attached("y.pdf")],
    }

    run(only(case_data, "C5", **changes))

    told = squeezed("".join(pages((tmp_path / "out" / "BF-J2C6-YP08.pdf").read_bytes())))
    counts = {language: told.count(squeezed(name)) for language, name in SCRIPTS.items()}
    assert {language: count for language, count in counts.items() if count < 3} == {}
