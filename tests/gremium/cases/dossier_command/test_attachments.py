"""`gremium dossier` joins the files of a folder, and puts pages in the place of those it cannot use."""

from pathlib import Path
from typing import Any

import pytest

from tests.gremium.cases.dossier_command.conftest import Runner, attached, only, small_pdf
from tests.gremium.cases.said import pages, squeezed


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
