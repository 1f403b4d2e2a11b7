"""Pages that are pictures are read by machine where Tesseract is: in nobody's way, sealed, marked, gone with the case.

A program of a few lines of shell stands in for Tesseract, but where its own reading is asked for.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont
from pytest_django.fixtures import Settings

from documents import (
    binding,
    dossiers,
    dropping,
    erasing,
    intake,
    jobs,
    recognising,
    recognition,
    revoking,
    sealed_files,
    tesseract,
    uploads,
)
from documents.actors import Actor
from documents.dossiers import Dossier
from documents.fonts import FOLDERS
from documents.intake import Limits
from documents.jobs import Job, Queue, State
from documents.recognising import recognise
from documents.steps import StepResult
from documents.tasks import compile_dossier, recognise_upload
from documents.uploads import Upload
from tests.documents import hostile
from tests.documents.attachments import pictured
from tests.documents.conftest import ReadText, plain
from tests.documents.ordering import content, pdf
from tests.documents.test_machine_read import row, table

both = pytest.mark.django_db(databases=["default", "keys"])
with_tesseract = pytest.mark.skipif(
    not {"deu", "ara"} <= recognition.known_languages(), reason="Tesseract with German and Arabic is not installed"
)
LIMITS = Limits(("image/jpeg", "application/pdf"), 10_000_000)
WORDS = "Kanarienvogel im Zeisigkäfig"
HINT = "Maschinell gelesen, kann Fehler enthalten:"
StandIn = Callable[[str], None]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> StandIn:
    settings.OCR_LANGUAGES = ["deu"]

    def put(script: str) -> None:
        path = tmp_path / "tesseract"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(tesseract, "program", lambda: str(path))

    return put


@pytest.fixture
def reader(stand_in: StandIn, tmp_path: Path) -> Path:
    """Counts the pages it is shown, and reads the same words on each; returns the file that counts."""
    found = table(row("Kanarienvogel"), row("im", box=(920, 300, 80, 60)), row("Zeisigkäfig", box=(1020, 300, 500, 60)))
    (tmp_path / "found.tsv").write_bytes(found)
    stand_in(f"head -c 9 | tr '\\n' ' ' >> {tmp_path}/pages; echo >> {tmp_path}/pages; cat {tmp_path}/found.tsv")
    (tmp_path / "pages").touch()
    return tmp_path / "pages"


def photo(subject: UUID, by: Actor) -> Upload:
    return uploads.accept_upload(subject=subject, name="a.jpg", data=hostile.picture((900, 1300)), limits=LIMITS, by=by)


def work_off() -> list[Job]:
    done = list(Job.objects.filter(queue=Queue.OCR, state=State.NEW).order_by("pk"))
    for job in done:
        recognise_upload(job.pk)
    return done


def ordered(subject: UUID, upload: Upload, by: Actor) -> Dossier:
    asked = content("T-1", ())
    asked = replace(asked, attachments=asked.attachments[:1])
    return dossiers.order_dossier(
        subject=subject, content=asked, uploads={asked.attachments[0].key: [upload.pk]}, by=by
    )


def compiled(dossier: Dossier) -> bytes:
    assert dossier.job is not None
    compile_dossier(dossier.job.pk)
    return dossiers.read_dossier(Dossier.objects.get(pk=dossier.pk))


@both
def test_a_photo_is_read_on_the_queue_nobody_waits_for_and_only_once(
    reader: Path, subject: UUID, worker: Actor
) -> None:
    upload = photo(subject, worker)

    (job,) = work_off()
    recognition.order(upload)
    work_off()

    job.refresh_from_db()
    assert (job.queue, job.state) == (Queue.OCR, State.DONE)
    (paragraph,) = recognition.found(upload, [0])[0]
    assert [line.text for line in paragraph] == [WORDS]
    assert reader.read_text().startswith("P5 248")
    assert reader.read_text().count("P5") == 1


@both
def test_a_page_with_text_of_its_own_is_not_read(reader: Path, subject: UUID, worker: Actor) -> None:
    uploads.accept_upload(subject=subject, name="a.pdf", data=pdf(1, "Wort"), limits=LIMITS, by=worker)

    (job,) = work_off()

    job.refresh_from_db()
    assert (job.state, reader.read_text()) == (State.DONE, "")


@both
def test_a_dossier_waits_for_no_reading_and_the_next_build_has_it(
    reader: Path, subject: UUID, worker: Actor, read_text: ReadText
) -> None:
    dossier = ordered(subject, photo(subject, worker), worker)

    first = compiled(dossier)
    work_off()
    assert dossiers.read_dossier(Dossier.objects.get(pk=dossier.pk)) == first
    second = compiled(dossiers.rebuild_dossier(Dossier.objects.get(pk=dossier.pk), by=worker))

    assert plain(WORDS) not in read_text(first)
    assert plain(HINT + WORDS) in read_text(second)
    last = Dossier.objects.of(subject)[0]
    assert [bool(one["machine_read"]) for one in last.manifest()["inputs"]] == [True]


@both
def test_a_turned_photo_is_read_anew(reader: Path, subject: UUID, worker: Actor) -> None:
    upload = photo(subject, worker)
    work_off()

    uploads.turn_upload(upload)
    work_off()

    assert [line.split()[1] > line.split()[2][:4] for line in reader.read_text().splitlines()] == [False, True]
    assert 0 in recognition.found(upload, [0])


@both
@pytest.mark.parametrize("script", ["exit 3", "kill -9 $$", "head -c 99999999 /dev/zero", "echo nonsense"])
def test_a_page_that_cannot_be_read_has_no_text_and_is_not_tried_again(
    stand_in: StandIn, subject: UUID, worker: Actor, script: str
) -> None:
    stand_in(script)
    upload = photo(subject, worker)

    (job,) = work_off()

    job.refresh_from_db()
    assert job.state == State.DONE
    assert recognition.is_complete(upload, [0])
    assert recognition.found(upload, [0]) == {}


@both
def test_a_program_that_hangs_is_ended_and_the_rest_is_read_later(
    stand_in: StandIn, subject: UUID, worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "READING_SECONDS", 4.0)
    stand_in("sleep 600")

    upload = photo(subject, worker)
    (job,) = work_off()

    job.refresh_from_db()
    assert job.state == State.DONE
    assert recognition.is_complete(upload, [0])
    assert Job.objects.filter(queue=Queue.OCR, state=State.NEW).count() == 1


@both
def test_the_program_sees_neither_data_nor_keys_where_the_system_allows_that(
    stand_in: StandIn, subject: UUID, worker: Actor, settings: Settings
) -> None:
    with intake.open_gate() as gate:
        if "mounts" not in gate.walls():
            pytest.skip("this system allows no namespaces")
    secret = Path(settings.DATA) / "secret.tsv"
    secret.write_bytes(table(row("Schlüssel")))
    stand_in(f"cat {secret}")
    upload = photo(subject, worker)

    work_off()

    assert recognition.found(upload, [0]) == {}


def kept(subject: UUID) -> list[Path]:
    names = StepResult.objects.filter(subject=subject).exclude(about=None).values_list("file", flat=True)
    return [Path(sealed_files.storage().path(name)) for name in names]


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
@pytest.mark.parametrize("way", ["erased", "withdrawn", "dropped", "removed"])
def test_the_text_goes_with_the_case_the_consent_the_dossier_and_the_file(
    reader: Path, subject: UUID, worker: Actor, way: str, settings: Settings
) -> None:
    upload = photo(subject, worker)
    work_off()
    compiled(ordered(subject, upload, worker))
    files = kept(subject)
    assert len(files) == 1
    assert files[0].exists()

    {
        "erased": lambda: erasing.erase_subject(subject, by=worker),
        "withdrawn": lambda: revoking.revoke_dossiers(subject, by=worker),
        "dropped": lambda: dropping.drop_dossiers(subject, by=worker),
        "removed": lambda: uploads.remove_upload(upload, worker),
    }[way]()

    assert not files[0].exists()
    assert not StepResult.objects.filter(subject=subject).exclude(about=None).exists()


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_no_word_that_was_read_lies_open(reader: Path, subject: UUID, worker: Actor, settings: Settings) -> None:
    compiled(ordered(subject, photo(subject, worker), worker))
    work_off()

    word = "Zeisigkäfig"
    forms = (word.encode(), word.encode("utf-16-be"), word.encode("unicode_escape"), b"Zeisigk")
    paths = [path for path in Path(settings.DATA).rglob("*") if path.is_file()]
    assert kept(subject)
    assert [path for path in paths for form in forms if form in path.read_bytes()] == []
    with connection.cursor() as cursor:
        for table_name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table_name}"')
            told = repr([bytes(cell) if isinstance(cell, memoryview) else cell for one in cursor for cell in one])
            assert "Zeisigk" not in told, table_name


@both
def test_what_is_read_after_a_withdrawal_is_not_kept(reader: Path, subject: UUID, worker: Actor) -> None:
    upload = photo(subject, worker)
    given = Job.objects.get(queue=Queue.OCR)

    with Job.objects.claimed(given.pk) as job:
        assert job is not None
        revoking.revoke_dossiers(subject, by=worker)
        with pytest.raises(jobs.LeaseLost):
            recognise(job)

    assert recognition.found(upload, [0]) == {}


@both
def test_texts_that_were_dropped_are_read_anew_for_the_next_dossier(reader: Path, subject: UUID, worker: Actor) -> None:
    upload = photo(subject, worker)
    work_off()
    dropping.drop_dossiers(subject, by=worker)

    compiled(ordered(subject, upload, worker))
    work_off()

    assert 0 in recognition.found(upload, [0])


@both
def test_reading_that_waits_makes_nobody_unready_and_stands_on_no_desk(
    reader: Path, subject: UUID, worker: Actor, client: Client
) -> None:
    photo(subject, worker)
    Job.objects.update(due_at=timezone.now() - 99 * jobs.LONGEST_WAIT)

    assert client.get("/readyz").json()["queue"]["ok"]
    assert not Job.objects.standing_still(timezone.now()).exists()


@both
@pytest.mark.parametrize(
    ("languages", "program", "is_there"),
    [(["deu"], "/x", True), (["deu"], "", False), ([], "/x", False)],
)
def test_readiness_names_the_reading_and_does_without_it(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    languages: list[str],
    program: str,
    is_there: int,
) -> None:
    binding.bind()
    settings.OCR_LANGUAGES = languages
    monkeypatch.setattr(tesseract, "program", lambda: program)

    told = client.get("/readyz").json()["tesseract"]

    assert (told["ok"], told["optional"], told["present"], bool(told["why"])) == (True, True, is_there, not is_there)


@both
def test_without_the_program_nothing_is_ordered(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, subject: UUID, worker: Actor
) -> None:
    settings.OCR_LANGUAGES = ["deu"]
    monkeypatch.setattr(tesseract, "program", lambda: "")

    photo(subject, worker)

    assert not Job.objects.filter(queue=Queue.OCR).exists()


def letter(*lines: str) -> bytes:
    """A photo of a printed letter."""
    font = ImageFont.truetype(str(next(path for folder in FOLDERS for path in Path(folder).rglob("NotoSans*.ttf"))), 40)
    sheet = Image.new("L", (1654, 2339), 245)
    for place, line in enumerate(lines):
        ImageDraw.Draw(sheet).text((160, 200 + 90 * place), line, fill=30, font=font)
    made = io.BytesIO()
    sheet.save(made, "JPEG", quality=85)
    return made.getvalue()


@with_tesseract
@both
def test_a_photographed_letter_can_be_searched_in_the_dossier(
    settings: Settings, subject: UUID, worker: Actor, read_text: ReadText
) -> None:
    settings.OCR_LANGUAGES = ["deu", "ara"]
    data = letter("Bescheid über Pflegegrad", "Frau Karla Kanarienvogel, Dortmund")
    upload = uploads.accept_upload(subject=subject, name="a.jpg", data=data, limits=LIMITS, by=worker)
    work_off()

    text = read_text(compiled(ordered(subject, upload, worker)))

    assert plain("Bescheid über Pflegegrad") in text
    assert plain("Frau Karla Kanarienvogel, Dortmund") in text


@with_tesseract
@both
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_letter_that_was_photographed_lying_is_read(
    turn: int, settings: Settings, subject: UUID, worker: Actor
) -> None:
    settings.OCR_LANGUAGES = ["deu"]
    lines = ["Sehr geehrte Frau Kanarienvogel,", "der Bescheid über den Pflegegrad liegt diesem", "Schreiben bei."] * 4
    upright = Image.open(io.BytesIO(letter(*lines)))
    lying = io.BytesIO()
    upright.rotate(turn, expand=True).save(lying, "JPEG", quality=85)
    upload = uploads.accept_upload(subject=subject, name="a.jpg", data=lying.getvalue(), limits=LIMITS, by=worker)
    work_off()

    read = [line for paragraph in recognition.found(upload, [0])[0] for line in paragraph]

    assert [line.text for line in read] == lines
    assert {line.turn for line in read} == {turn}


@both
def test_a_long_file_makes_way_for_others_and_goes_on_later(
    reader: Path, subject: UUID, worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognising, "BUDGET_SECONDS", 0.0)
    with pikepdf.new() as scan:
        for _page in range(3):
            with pikepdf.open(io.BytesIO(pictured().pdf or b"")) as sheet:
                scan.pages.extend(sheet.pages)
        data = hostile.saved(scan)
    upload = uploads.accept_upload(subject=subject, name="a.pdf", data=data, limits=LIMITS, by=worker)

    rounds = 0
    while work_off():
        rounds += 1

    assert rounds == 3
    assert set(recognition.found(upload, range(3))) == {0, 1, 2}
    assert reader.read_text().count("P5") == 3
