"""`gremium dossier` as others call it: exit codes, lines, files, stand-in pages, copies."""

import copy
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from django.core.management import CommandError, call_command

from documents.assembling import Compiled
from documents.rendering import RenderingFailed
from forms.case_files import ExampleCase
from gremium.cases import dry_run
from gremium.cases.dry_run import Folder, Outcome
from gremium.cases.management.commands import dossier as command
from tests.gremium.cases.said import POPPLER, pages, squeezed

Runner = Callable[..., list[dict[str, Any]]]

needs_poppler = pytest.mark.skipif(not POPPLER, reason="reading order is checked with poppler's pdftotext")


def small_pdf(number_of_pages: int, text: str = "Anlage") -> bytes:
    """A PDF of some lettered pages, made without any of the project's code."""
    document = pikepdf.new()
    for number in range(1, number_of_pages + 1):
        document.add_blank_page(page_size=(595, 842))
        page = document.pages[-1]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 24 Tf 72 700 Td ({text} {number}) Tj ET".encode("ascii"))
    result = io.BytesIO()
    document.save(result)
    return result.getvalue()


def attachment_names(case: dict[str, Any]) -> Iterable[str]:
    return (entry["an_datei"] for entry in case["answers"]["anlagen_liste"])


@pytest.fixture(scope="module")
def case_data(case_file: Path) -> dict[str, Any]:
    data = yaml.load(case_file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert isinstance(data, dict)
    return data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, case_data: dict[str, Any]) -> Path:
    """A small PDF for every attachment of the six cases, of one to three pages."""
    path = tmp_path_factory.mktemp("attachments")
    for case in case_data["cases"]:
        for number, name in enumerate(attachment_names(case)):
            (path / name).write_bytes(small_pdf(1 + number % 3))
    return path


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the command on a file or on case data; the printed lines as data. The files come to `tmp_path / "out"`."""

    def run_command(cases: Path | dict[str, Any], **options: Any) -> list[dict[str, Any]]:
        if isinstance(cases, dict):
            written = tmp_path / "cases.yaml"
            written.write_text(yaml.safe_dump(cases, allow_unicode=True), encoding="utf-8")
            cases = written
        call_command("dossier", cases, out=options.pop("out", tmp_path / "out"), **options)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run_command


def only(data: dict[str, Any], case_id: str, **answers: Any) -> dict[str, Any]:
    """The file with one case alone, some of its answers exchanged."""
    case = next(one for one in data["cases"] if one["id"] == case_id)
    return {"meta": data["meta"], "cases": [{**case, "answers": {**case["answers"], **answers}}]}


def attached(*entries: Any) -> list[dict[str, Any]]:
    return [
        {"an_typ": "sonstiges", "an_titel": f"Titel {number}", "an_person": "antragsteller", "an_datei": entry}
        for number, entry in enumerate(entries, start=1)
    ]


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


def test_missing_refused_and_far_too_long_files_give_stand_in_pages(
    run: Runner, case_data: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "leer.pdf").write_bytes(b"")
    (folder / "unsinn.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "lang.pdf").write_bytes(small_pdf(201))
    (folder / "ganz.pdf").write_bytes(small_pdf(2))
    (folder / "ordner.pdf").mkdir()
    listed = attached(
        "fehlt.pdf", "leer.pdf", "unsinn.pdf", "lang.pdf", "ordner.pdf", "ganz.pdf", ["ganz.pdf", "fehlt.pdf"]
    )

    (line,) = run(only(case_data, "C5", anlagen_liste=listed), attachments=folder)

    parts = [part for part in line["parts"] if "Titel" in part["title"]]
    assert [(part["status"], part["pages"]) for part in parts] == [
        *[("placeholder", 2)] * 5,
        ("ok", 3),
        ("placeholder", 4),
    ]


def test_files_of_one_attachment_are_joined_in_the_order_given(
    run: Runner, case_data: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(small_pdf(1, "Alpha"))
    (folder / "b.pdf").write_bytes(small_pdf(2, "Beta"))

    (line,) = run(only(case_data, "C5", anlagen_liste=attached(["b.pdf", "a.pdf"])), attachments=folder)

    texts = pages((tmp_path / "out" / "BF-J2C6-YP08.pdf").read_bytes())
    assert ["Beta 1" in texts[-3], "Beta 2" in texts[-2], "Alpha 1" in texts[-1]] == [True] * 3
    assert line["parts"][-1]["pages"] == 4


@pytest.mark.parametrize("are_there", [True, False], ids=["readable", "missing"])
def test_a_divider_of_several_pages_stands_before_all_of_its_files(
    run: Runner, case_data: dict[str, Any], tmp_path: Path, are_there: bool
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    names = [f"{'Lohnabrechnung vom Telefon ' * 6}{number:02}.pdf" for number in range(30)]
    for name in names if are_there else ():
        (folder / name).write_bytes(small_pdf(2, "Erstens"))
    (folder / "z.pdf").write_bytes(small_pdf(1, "Zweitens"))

    (line,) = run(only(case_data, "C5", anlagen_liste=attached(names, "z.pdf")), attachments=folder)

    texts = pages((tmp_path / "out" / "BF-J2C6-YP08.pdf").read_bytes())
    assert sum(part["pages"] for part in line["parts"]) == line["pages"] == len(texts)
    first, second = line["parts"][-2:]
    files = 60 if are_there else 30
    assert first["pages"] > files + 1
    assert second["pages"] == 2
    behind = texts[first["first_page"] - 1 :]
    divider = first["pages"] - files
    assert [f"Anlage1,Seite{page}von{files}" in squeezed(behind[divider + page - 1]) for page in (1, files)] == [
        True
    ] * 2
    assert "Anlage2Titel2" in squeezed(texts[-2])
    assert "Zweitens 1" in texts[-1]
    assert "Anlage2,Seite1von1" in squeezed(texts[-1])


@pytest.mark.parametrize(
    "name", ["../geheim.pdf", "{out}/geheim.pdf", "link.pdf", "x/../../geheim.pdf", "\0", "a" * 5000, ".", ""]
)
def test_no_name_leads_out_of_the_folder(name: str, run: Runner, case_data: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (tmp_path / "geheim.pdf").write_bytes(small_pdf(1, "Geheim"))
    (folder / "link.pdf").symlink_to(tmp_path / "geheim.pdf")
    listed = attached(name.replace("{out}", str(tmp_path)))

    (line,) = run(only(case_data, "C5", anlagen_liste=listed), attachments=folder)

    assert line["parts"][-1]["status"] == "placeholder"
    assert "Geheim 1" not in "".join(pages((tmp_path / "out" / "BF-J2C6-YP08.pdf").read_bytes()))


def test_answers_with_errors_still_compile_and_show_their_findings(
    run: Runner, case_data: dict[str, Any], tmp_path: Path
) -> None:
    run(only(case_data, "C5", beratung_datum="2031-01-01", familienname=None, entgegen=["keine", "identitaet"]))

    told = squeezed("".join(pages((tmp_path / "out" / "BF-J2C6-YP08.pdf").read_bytes())))
    assert squeezed("Das Gespräch kann nicht in der Zukunft liegen.") in told
    assert squeezed("Familienname: Diese Angabe fehlt.") in told
    assert "V26" in told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("cases: [", "YAML"),
        ("- 1\n- 2\n", "cases"),
        ("meta: {form: kurzantrag}\ncases: 4\n", "cases"),
        ("meta: {form: langantrag}\ncases: []\n", "langantrag"),
        ("cases: [7]\n", "1"),
        ("cases: [{id: C9, answers: {}}]\n", "C9"),
        ("cases: [{id: C9, answers: 4}]\n", "1"),
        ("cases: [{id: C9, reference: ../x, answers: {ort: Dortmund}}]\n", "C9"),
        ("cases: [{id: C9, reference: x/y, answers: {ort: Dortmund}}]\n", "C9"),
        ("cases: [{id: C9, reference: .hidden, answers: {ort: Dortmund}}]\n", "C9"),
        ("cases: [{id: C9, as_of: gestern, answers: {ort: Dortmund}}]\n", "as_of"),
    ],
)
def test_a_file_or_case_that_cannot_be_used_is_named(
    content: str, said: str, run: Runner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError) as error:
        run(path)

    assert error.value.returncode == 2
    assert said in f"{error.value}{capsys.readouterr().err}"
    assert not list(tmp_path.glob("**/*.pdf"))


@pytest.mark.parametrize(
    "options",
    [
        {"case": "C99"},
        {"attachments": Path("/nowhere/at/all")},
        {"form": Path("/nowhere/form.yaml")},
        {"out": Path("/dev/null/out")},
    ],
)
def test_what_was_named_and_is_not_there_is_said(options: dict[str, Any], run: Runner, case_file: Path) -> None:
    with pytest.raises(CommandError) as error:
        run(case_file, **options)

    assert error.value.returncode == 2
    named = str(next(iter(options.values())))
    assert named in str(error.value)


def test_a_case_that_cannot_be_laid_out_is_named_and_keeps_no_other_back(
    run: Runner, case_data: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = only(case_data, "C5")["cases"][0]
    compiled = dry_run._compiled

    def failing(case: ExampleCase, reference: str, folder: dry_run.Folder) -> Compiled:
        if case.id == "C5b":
            raise RenderingFailed("no room")
        return compiled(case, reference, folder)

    monkeypatch.setattr(dry_run, "_compiled", failing)
    with pytest.raises(CommandError) as error:
        run({"meta": case_data["meta"], "cases": [{**good, "id": "C5b", "reference": "other"}, good]})

    printed = capsys.readouterr()
    assert error.value.returncode == 2
    assert [json.loads(line)["id"] for line in printed.out.splitlines()] == ["C5"]
    assert "C5b" in printed.err
    assert "no room" in printed.err


def test_a_case_that_cannot_be_used_does_not_keep_the_others_back(
    run: Runner, case_data: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = only(case_data, "C5")["cases"][0]
    twice = {**good, "id": "C5b"}

    with pytest.raises(CommandError) as error:
        run({"meta": case_data["meta"], "cases": [{"id": "C0", "answers": {}}, good, twice]})

    printed = capsys.readouterr()
    assert error.value.returncode == 2
    assert [json.loads(line)["id"] for line in printed.out.splitlines()] == ["C5"]
    assert "C0" in printed.err
    assert "C5b" in printed.err


def test_a_case_that_breaks_a_step_is_named_and_the_others_are_compiled(
    run: Runner,
    case_data: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = copy.deepcopy(case_data["cases"][:2])
    rendered = command.compile_case

    def breaking(case: ExampleCase, folder: Folder) -> Outcome:
        if case.id == first["id"]:
            raise ZeroDivisionError
        return rendered(case, folder)

    monkeypatch.setattr(command, "compile_case", breaking)
    with pytest.raises(CommandError) as refusal:
        run({**case_data, "cases": [first, second]})

    said = capsys.readouterr()
    assert refusal.value.returncode == 2
    assert first["id"] in said.err
    assert json.loads(said.out)["id"] == second["id"]


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


def test_the_command_ends_with_two_and_a_sentence_when_called_from_a_shell(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "gremium.manage", "dossier", str(tmp_path / "none.yaml"), "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == command.UNUSABLE == 2
    assert "none.yaml" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


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
