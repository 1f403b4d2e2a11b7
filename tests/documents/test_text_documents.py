"""DOCX and ODT: cleaned before LibreOffice sees them, converted under limits, refused in words where it is absent."""

import base64
import io
import os
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from documents import binding, converting, intake, pipeline, scratch, text_documents, uploads
from documents.actors import Actor
from documents.intake import Limits, Refused, examine
from documents.rejection import Rejected
from documents.sweeping import clean_folder
from tests.documents import hostile, text_samples
from tests.documents.conftest import plain
from tests.documents.text_samples import DOCX, ODT, docx, odt, said

LIMITS = Limits(("application/pdf", DOCX, ODT), 15 * 1024 * 1024)
with_libreoffice = pytest.mark.skipif(not converting.program(), reason="LibreOffice is not installed")
StandIn = Callable[[str], None]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Where private folders are made; afterwards none is left."""
    settings.DATA = tmp_path / "data"
    yield settings.DATA / "tmp"
    assert not list((settings.DATA / "tmp").glob("*"))


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """Puts a program of a few lines of shell in LibreOffice's place."""

    def put(script: str) -> None:
        path = tmp_path / "office"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(converting, "program", lambda: str(path))

    return put


def parts_of(document: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("name", text_samples.REFUSED)
def test_a_bad_document_is_refused_before_anything_converts_it(stand_in: StandIn, tmp_path: Path, name: str) -> None:
    stand_in(f"touch {tmp_path}/called")
    make, code = text_samples.REFUSED[name]

    with pytest.raises(Refused) as refused:
        examine(make(), "Brief.docx", LIMITS)

    assert refused.value.code == code
    assert not (tmp_path / "called").exists()


@pytest.mark.parametrize("name", text_samples.OUTSIDE)
def test_nothing_that_leads_out_of_a_document_reaches_the_converter(name: str) -> None:
    cleaned = text_documents.clean(text_samples.OUTSIDE[name](), accept=(DOCX, ODT), max_bytes=1_000_000)

    left = parts_of(cleaned.data)
    assert b"Danach" in left
    assert not [word for word in (b"127.0.0.1", b"passwd", b"TargetMode", b"INCLUDE") if word in left]


def test_only_parts_that_draw_are_taken_over() -> None:
    relations = "".join(
        text_samples.relation(kind, f"{kind}.xml") for kind in ("styles", "customXml", "webSettings", "control")
    )
    beside = {f"word/{kind}.xml": "<a/>" for kind in ("styles", "customXml", "webSettings", "control", "unnamed")}

    cleaned = text_documents.clean(docx(relations=relations, parts=beside), accept=(DOCX,), max_bytes=1_000_000)

    with zipfile.ZipFile(io.BytesIO(cleaned.data)) as archive:
        assert {name for name in archive.namelist() if name.startswith("word/")} == {
            "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml",
        }  # fmt: skip


def test_a_picture_is_kept_and_one_of_unknown_kind_is_told() -> None:
    body = text_samples.inline_picture('r:embed="rimage"')
    relations = text_samples.relation("image", "media/a.png")

    def cleaned(picture: bytes) -> text_documents.Cleaned:
        document = docx(body, relations=relations, parts={"word/media/a.png": picture})
        return text_documents.clean(document, accept=(DOCX,), max_bytes=1_000_000)

    assert text_samples.PICTURE in parts_of(cleaned(text_samples.PICTURE).data)
    assert cleaned(b"<svg/>").notes == ("picture_left",)


def test_a_picture_of_any_kind_inside_the_text_is_left_out_and_told() -> None:
    hidden = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"/>').decode()
    image = f"<draw:image><office:binary-data>{hidden}</office:binary-data></draw:image>"

    cleaned = text_documents.clean(
        odt(f"<text:p><draw:frame>{image}</draw:frame></text:p>"), accept=(ODT,), max_bytes=1_000_000
    )

    assert hidden.encode() not in parts_of(cleaned.data)
    assert cleaned.notes == ("picture_left",)


def test_a_picture_that_is_here_in_another_kind_too_is_no_loss() -> None:
    images = '<draw:image xlink:href="Pictures/a.svg"/><draw:image xlink:href="Pictures/a.png"/>'
    parts = {"Pictures/a.svg": "<svg/>", "Pictures/a.png": text_samples.PICTURE}
    document = odt(f"<text:p><draw:frame>{images}</draw:frame></text:p>", parts=parts)

    cleaned = text_documents.clean(document, accept=(ODT,), max_bytes=1_000_000)

    assert cleaned.notes == ()
    assert text_samples.PICTURE in parts_of(cleaned.data)
    assert b"a.svg" not in parts_of(cleaned.data)


@pytest.mark.parametrize("make", [docx, odt])
def test_without_libreoffice_people_are_asked_for_a_pdf(
    monkeypatch: pytest.MonkeyPatch, make: Callable[[], bytes]
) -> None:
    monkeypatch.setattr(converting, "program", lambda: "")

    with pytest.raises(Refused, match="text_document") as refused:
        examine(make(), "Brief.docx", LIMITS)

    assert "PDF" in refused.value.message


def test_a_form_that_does_not_take_text_documents_refuses_them(stand_in: StandIn) -> None:
    stand_in("exit 0")

    with pytest.raises(Refused, match="text_document"):
        examine(docx(), "Brief.docx", Limits(("application/pdf",), 1_000_000))


def test_a_converter_that_hangs_is_ended_with_everything_it_started(
    stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "WALL_SECONDS", 2.0)
    nap = f"{tmp_path}/nap"
    Path(nap).symlink_to("/bin/sleep")
    stand_in(f"{nap} 300 & touch {tmp_path}/begun; {nap} 300")

    with pytest.raises(Refused, match="too_slow"):
        examine(docx(), "Brief.docx", LIMITS)

    assert (tmp_path / "begun").exists()
    assert _ends(nap)
    assert _ends(f"{tmp_path}/office")


def test_the_converter_sees_neither_data_nor_key_ring(stand_in: StandIn, settings: Settings, tmp_path: Path) -> None:
    if {"mounts"} & set(intake.lacking_walls()):
        pytest.skip("this system allows no mounts of one's own")
    settings.KEYRING = tmp_path / "keyring.json"
    for secret in (settings.KEYRING, settings.DATA / "sealed" / "one"):
        secret.parent.mkdir(parents=True, exist_ok=True)
        secret.write_text("geheim")
    stand_in(f"(pwd; ls {settings.DATA} {settings.DATA}/tmp; cat {settings.KEYRING}) > {tmp_path}/seen 2>&1")

    with pytest.raises(Refused, match="damaged"):  # it has made no PDF
        examine(docx(), "Brief.docx", LIMITS)

    told = (tmp_path / "seen").read_text().split()
    assert told[0].startswith(f"{settings.DATA}/tmp/private-")
    assert told[1:] == [f"{settings.DATA}:", "tmp", f"{settings.DATA}/tmp:", told[0].rpartition("/")[2]]
    assert settings.KEYRING.read_text() == "geheim"


def test_a_converter_that_computes_too_long_is_ended(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in("ulimit -t 1; while :; do :; done")
    monkeypatch.setattr(intake, "WALL_SECONDS", 20.0)

    with pytest.raises(Refused, match="damaged"):  # ended by its own limit, far below ours
        examine(docx(), "Brief.docx", LIMITS)


def test_the_converter_has_limits_a_private_folder_and_nothing_of_our_surroundings(
    stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "geheim")
    seen = tmp_path / "seen"
    stand_in(f"(ulimit -v; ulimit -f; ulimit -t; stat -c %a .; pwd; env) > {seen}; cp /dev/null out/paper.pdf")

    with pytest.raises(Refused, match="damaged"):
        examine(docx(), "Brief.docx", LIMITS)

    told = seen.read_text().split("\n")
    assert [int(number) for number in told[:3]] == [
        converting.BOUNDS.memory // 1024,
        converting.BOUNDS.largest_file // 512,
        converting.BOUNDS.cpu_seconds,
    ]
    assert told[3] == "700"
    assert Path(told[4]).parent == tmp_path / "data" / "tmp"
    assert "SECRET_KEY" not in seen.read_text()


def test_what_the_converter_makes_goes_through_the_gate(stand_in: StandIn, tmp_path: Path) -> None:
    (tmp_path / "made.pdf").write_bytes(hostile.paper(change=hostile.script))
    stand_in(f"cp {tmp_path}/made.pdf out/paper.pdf")

    examined = examine(odt(), "Brief.odt", LIMITS)

    assert (examined.media_type, examined.pages) == (ODT, 1)
    assert b"JavaScript" not in examined.pdf


def test_what_a_killed_process_left_is_swept_after_an_hour(tmp_path: Path) -> None:
    old, young, foreign = (tmp_path / "tmp" / name for name in ("private-a", "private-b", "other"))
    for each in (old, young, foreign):
        each.mkdir(parents=True)
        (each / "paper.docx").write_text("x")
        os.utime(each, (0, 0) if each != young else None)

    removed = clean_folder(tmp_path / "tmp", 3600)

    assert (removed, old.exists(), young.exists(), foreign.exists()) == (1, False, True, True)
    for each in (young, foreign):
        (each / "paper.docx").unlink()
        each.rmdir()


def test_a_private_folder_is_for_its_owner_alone(folder: Path) -> None:
    with scratch.private_folder() as private:
        assert stat.S_IMODE(private.stat().st_mode) == 0o700


@pytest.mark.django_db(databases=["default", "keys"])
@pytest.mark.parametrize("path", ["", "/usr/bin/soffice"])
def test_readiness_names_libreoffice_and_does_without_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    binding.bind()
    monkeypatch.setattr(converting, "program", lambda: path)

    answer = client.get("/readyz")

    assert answer.status_code == 200
    told = answer.json()["libreoffice"]
    assert (told["ok"], told["optional"], told["present"], bool(told["why"])) == (True, True, bool(path), not path)


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_text_document_is_not_lost_where_libreoffice_has_gone(
    stand_in: StandIn, tmp_path: Path, subject: UUID, worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made.pdf").write_bytes(hostile.paper())
    stand_in(f"cp {tmp_path}/made.pdf out/paper.pdf")
    upload = uploads.accept_upload(subject=subject, name="Brief.docx", data=docx(), limits=LIMITS, by=worker)
    monkeypatch.setattr(converting, "program", lambda: "")
    monkeypatch.setattr(intake, "VERSION", "next")

    fetched = pipeline._fetched(None, subject, upload.pk)  # type: ignore[arg-type]

    assert (fetched.problem, fetched.pages) == ("", 1)


@with_libreoffice
@pytest.mark.parametrize(("make", "kind"), [(docx, DOCX), (odt, ODT)])
def test_a_document_becomes_pages(make: Callable[[str], bytes], kind: str, read_text: Callable[[bytes], str]) -> None:
    body = said("Guten Tag") if make is docx else "<text:p>Guten Tag</text:p>"

    examined = examine(make(body), "Brief", LIMITS)

    assert (examined.media_type, examined.pages, examined.notes) == (kind, 1, ())
    assert "GutenTag" in read_text(examined.pdf)


@with_libreoffice
def test_arabic_can_be_read_back(read_text: Callable[[bytes], str]) -> None:
    examined = examine(docx(said(text_samples.ARABIC, rtl=True)), "Brief.docx", LIMITS)

    assert plain(text_samples.ARABIC) in read_text(examined.pdf)


@with_libreoffice
@pytest.mark.parametrize("name", text_samples.OUTSIDE)
def test_a_document_that_leads_outside_is_taken_without_it(name: str, read_text: Callable[[bytes], str]) -> None:
    text = read_text(examine(text_samples.OUTSIDE[name](), "Brief", LIMITS).pdf)

    assert "Danach" in text
    assert "root:" not in text


@with_libreoffice
def test_fields_say_what_they_said_last(read_text: Callable[[bytes], str]) -> None:
    body = text_samples.field("DATE", "3.Mai2021") + text_samples.field('HYPERLINK "http://a.example"', "Adresse")

    text = read_text(examine(docx(body), "Brief.docx", LIMITS).pdf)

    assert "3.Mai2021" in text
    assert "Adresse" in text


@with_libreoffice
def test_a_picture_in_a_document_is_drawn() -> None:
    body = text_samples.inline_picture('r:embed="rimage"')
    relations = text_samples.relation("image", "media/a.png")

    examined = examine(docx(body, relations=relations, parts={"word/media/a.png": text_samples.PICTURE}), "a", LIMITS)

    assert b"/Subtype /Image" in examined.pdf


@with_libreoffice
def test_a_huge_table_ends_in_a_sentence() -> None:
    with pytest.raises(Refused, match=r"too_slow|too_many_pages|bomb"):
        examine(docx(text_samples.table(20_000)), "Tabelle.docx", LIMITS)


def test_a_document_too_large_for_its_tree_is_refused() -> None:
    with pytest.raises(Rejected, match="bomb"):
        text_documents.clean(docx(text_samples.table(120_000)), accept=(DOCX,), max_bytes=15_000_000)


def _ends(program: str) -> bool:
    """Whether nothing runs under this name any more; numbers of processes differ behind the gate's walls."""
    for _try in range(50):
        if not any(program.encode() in _command(process) for process in Path("/proc").glob("[0-9]*")):
            return True
        time.sleep(0.1)
    return False


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@with_libreoffice
def test_headings_of_a_text_document_are_headings_afterwards() -> None:
    body = '<text:h text:outline-level="1">Zeugnis</text:h><text:p>Sie war pünktlich.</text:p>'

    examined = examine(odt(body), "Zeugnis.odt", LIMITS)

    with pikepdf.open(io.BytesIO(examined.pdf)) as document:
        roles = [str(one.S) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one]
    assert "/H1" in roles
    assert "/P" in roles
