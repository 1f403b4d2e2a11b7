"""Compiling a dossier: whole, repeatable, never silently short, and readable for nobody without its key."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pikepdf
import pytest
from django.db import DatabaseError
from django.utils import timezone
from pytest_django.fixtures import Settings

from documents import assembling, dossiers, intake, journal, keystore, rendering, sealed_files, uploads
from documents.actors import Actor
from documents.content import Content
from documents.dossiers import Dossier, Download
from documents.jobs import MOST_ATTEMPTS, PRESSING, Job, State
from documents.journal import Act, JournalLine
from documents.steps import StepResult
from documents.tasks import compile_dossier
from documents.uploads import Upload
from tests.documents.ordering import LIMITS, content, pdf
from tests.documents.rolling_back import rolled_back

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def asked(reference: str) -> Content:
    """The example with its first two attachments."""
    whole = content(reference, ())
    return replace(whole, attachments=whole.attachments[:2])


@pytest.fixture
def files(subject: UUID, worker: Actor) -> dict[str, list[UUID]]:
    """An upload of one page for each attachment of the example, two for the first."""

    def accept(number: int) -> UUID:
        return uploads.accept_upload(
            subject=subject, name=f"Bescheid {number}.pdf", data=pdf(1, f"page {number}"), limits=LIMITS, by=worker
        ).pk

    keys = [attachment.key for attachment in asked("T-1").attachments]
    return {key: [accept(number)] for number, key in enumerate(keys)} | {keys[0]: [accept(90), accept(91)]}


@pytest.fixture
def dossier(subject: UUID, files: dict[str, list[UUID]], worker: Actor) -> Dossier:
    return dossiers.order_dossier(subject=subject, content=asked("T-1"), uploads=files, by=worker)


def compiled(dossier: Dossier) -> Dossier:
    job = dossier.job
    assert job is not None
    compile_dossier(job.pk)
    return Dossier.objects.get(pk=dossier.pk)


def statuses(dossier: Dossier) -> list[str]:
    return [part["status"] for part in dossier.manifest()["parts"]]


def count_calls(monkeypatch: pytest.MonkeyPatch, place: object, name: str) -> list[str]:
    """Let the real function run and note each call."""
    real: Callable[..., object] = getattr(place, name)
    calls: list[str] = []

    def noting(*args: object, **kwargs: object) -> object:
        calls.append(name)
        return real(*args, **kwargs)

    monkeypatch.setattr(place, name, noting)
    return calls


def test_the_order_comes_back_as_it_was_given(dossier: Dossier, files: dict[str, list[UUID]]) -> None:
    order = Dossier.objects.get(pk=dossier.pk).order()

    assert order.content == asked("T-1")
    assert order.uploads == {key: tuple(pks) for key, pks in files.items()}


def test_a_dossier_is_compiled_from_all_its_parts(dossier: Dossier, tmp_path: Path) -> None:
    ready = compiled(dossier)

    file = tmp_path / "dossier.pdf"
    file.write_bytes(dossiers.read_dossier(ready))
    with pikepdf.open(file) as document:
        assert len(document.pages) == ready.pages == sum(part["pages"] for part in ready.manifest()["parts"])
    assert set(statuses(ready)) == {"ok"}
    assert ready.job is not None
    assert ready.job.state == State.DONE


def test_the_same_order_is_the_same_dossier(
    dossier: Dossier, subject: UUID, files: dict[str, list[UUID]], worker: Actor
) -> None:
    same = dossiers.order_dossier(subject=subject, content=asked("T-1"), uploads=files, by=worker)
    other = dossiers.order_dossier(subject=subject, content=asked("T-2"), uploads=files, by=worker)

    assert same == dossier
    assert (dossier.number, other.number) == (1, 2)
    assert Job.objects.count() == 2


def test_a_second_run_reuses_every_step_and_gives_the_same_bytes(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = dossiers.read_dossier(compiled(dossier))
    Job.objects.update(state=State.NEW, attempts=0)
    Dossier.objects.update(file="")
    calls = count_calls(monkeypatch, rendering, "render") + count_calls(monkeypatch, assembling, "assemble_into")
    gated = count_calls(monkeypatch, intake, "examine")

    second = dossiers.read_dossier(compiled(dossier))

    assert second == first
    assert calls == gated == []


def test_fresh_steps_give_the_same_bytes(dossier: Dossier) -> None:
    first = dossiers.read_dossier(compiled(dossier))
    StepResult.objects.all().delete()
    Job.objects.update(state=State.NEW, attempts=0)
    Dossier.objects.update(file="")

    assert dossiers.read_dossier(compiled(dossier)) == first


def test_a_damaged_step_result_is_made_again(dossier: Dossier) -> None:
    first = dossiers.read_dossier(compiled(dossier))
    for name in StepResult.objects.values_list("file", flat=True):
        path = Path(sealed_files.storage().path(name))
        path.write_bytes(path.read_bytes()[:-1])
    Job.objects.update(state=State.NEW, attempts=0)
    Dossier.objects.update(file="")

    assert dossiers.read_dossier(compiled(dossier)) == first


def test_only_what_an_older_gate_rebuilt_goes_through_the_gate_again(
    dossier: Dossier, files: dict[str, list[UUID]], monkeypatch: pytest.MonkeyPatch
) -> None:
    gated = count_calls(monkeypatch, intake, "examine")
    upload = Upload.objects.get(pk=files["a1"][0])
    _pretend_older_gate(upload)

    ready = compiled(dossier)

    assert gated == ["examine"]
    assert Upload.objects.get(pk=upload.pk).gate_version == intake.gate_version()
    assert set(statuses(ready)) == {"ok"}


def _pretend_older_gate(upload: Upload) -> None:
    data = uploads.read_pdf(upload)
    upload.gate_version = "0"
    upload.pdf_file = sealed_files.write(upload.subject, upload.pdf_purpose, data)
    upload.save()


def test_a_file_that_can_no_longer_be_read_becomes_a_visible_page(
    dossier: Dossier, files: dict[str, list[UUID]]
) -> None:
    upload = Upload.objects.get(pk=files["a2"][0])
    path = Path(sealed_files.storage().path(upload.pdf_file))
    path.write_bytes(path.read_bytes()[:-3])

    ready = compiled(dossier)

    assert statuses(ready).count("placeholder") == 1
    assert ready.is_ready


def test_a_removed_file_becomes_a_visible_page(dossier: Dossier, files: dict[str, list[UUID]], worker: Actor) -> None:
    uploads.remove_upload(Upload.objects.get(pk=files["a2"][0]), worker)

    assert statuses(compiled(dossier)).count("placeholder") == 1


def test_a_store_that_is_away_is_waited_for_until_the_last_attempt(
    dossier: Dossier, files: dict[str, list[UUID]]
) -> None:
    (upload,) = Upload.objects.filter(pk=files["a2"][0])
    sealed_files.remove(upload.pdf_file)
    waiting = compiled(dossier)

    assert not waiting.is_ready
    assert waiting.job is not None
    assert (waiting.job.state, waiting.job.reason) == (State.FAILED, "storage_away")
    Job.objects.filter(pk=waiting.job.pk).update(attempts=MOST_ATTEMPTS - 1, due_at=timezone.now())
    assert statuses(compiled(dossier)).count("placeholder") == 1


def test_a_virus_scanner_that_is_away_is_waited_for_until_the_last_attempt(
    dossier: Dossier, files: dict[str, list[UUID]], settings: Settings
) -> None:
    _pretend_older_gate(Upload.objects.get(pk=files["a2"][0]))
    settings.CLAMD = "127.0.0.1:9"
    waiting = compiled(dossier)

    assert waiting.job is not None
    assert (waiting.job.state, waiting.job.reason) == (State.FAILED, "scanner_away")
    Job.objects.filter(pk=waiting.job.pk).update(attempts=MOST_ATTEMPTS - 1, due_at=timezone.now())
    assert statuses(compiled(dossier)).count("placeholder") == 1


def test_a_stand_in_for_a_file_that_came_back_is_rebuilt_on_request(
    dossier: Dossier, files: dict[str, list[UUID]], worker: Actor
) -> None:
    (upload,) = Upload.objects.filter(pk=files["a2"][0])
    pages = uploads.read_pdf(upload)
    sealed_files.remove(upload.pdf_file)
    Job.objects.update(attempts=MOST_ATTEMPTS - 1)
    lacking = compiled(dossier)
    upload.pdf_file = sealed_files.write(upload.subject, upload.pdf_purpose, pages)
    upload.save()

    again = dossiers.rebuild_dossier(lacking, by=worker)

    assert (lacking.stand_ins, compiled(again).stand_ins) == (1, 0)
    assert (again.number, again.order().content.version) == (2, "1.2")
    assert Dossier.objects.get(pk=dossier.pk).file == lacking.file
    assert dossiers.rebuild_dossier(lacking, by=worker) == again


def test_another_cases_upload_is_not_taken(
    subject: UUID, other_subject: UUID, files: dict[str, list[UUID]], worker: Actor
) -> None:
    foreign = uploads.accept_upload(
        subject=other_subject, name="a.pdf", data=pdf(3, "foreign"), limits=LIMITS, by=worker
    )
    order = {**files, "a2": [foreign.pk]}
    dossier = dossiers.order_dossier(subject=subject, content=asked("T-1"), uploads=order, by=worker)

    assert statuses(compiled(dossier)).count("placeholder") == 1


def test_progress_tells_each_step_and_never_goes_back(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = Job.advance

    def noting(job: Job, step: str, done: int, total: int) -> None:
        real(job, step, done, total)
        seen.append(Dossier.objects.get(pk=dossier.pk).progress())

    monkeypatch.setattr(Job, "advance", noting)
    before = dossier.progress()

    after = compiled(dossier).progress()

    percents = [before.percent, *(progress.percent for progress in seen), after.percent]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0, 100)
    assert (seen[3].steps[0].done, seen[3].steps[0].total) == (3, 3)
    assert "3" in seen[3].steps[0].label
    assert [step.total for step in after.steps] == [step.done for step in after.steps]


def test_an_erased_case_is_neither_compiled_nor_read(dossier: Dossier, subject: UUID) -> None:
    keystore.destroy_key(subject)
    job = dossier.job
    assert job is not None

    compile_dossier(job.pk)

    job.refresh_from_db()
    assert (job.state, job.reason) == (State.DEAD, "key_missing")
    assert Dossier.objects.get(pk=dossier.pk).progress().reason
    assert JournalLine.objects.about(subject).last().act == Act.DOSSIER_FAILED  # type: ignore[union-attr]


def test_a_dossier_with_a_deadline_is_compiled_before_those_that_were_ordered_earlier(
    subject: UUID, files: dict[str, list[UUID]], worker: Actor
) -> None:
    """One bell: the dossier it was rung for is compiled too, and no other."""
    ordered = [
        dossiers.order_dossier(subject=subject, content=asked(name), uploads=files, by=worker, priority=priority)
        for name, priority in (("T-1", 0), ("T-2", 0), ("T-3", PRESSING))
    ]

    ready = compiled(ordered[0])

    pressing = Job.objects.get(target=ordered[2].pk)
    first = Job.objects.get(target=ready.pk)
    assert pressing.finished_at is not None
    assert first.finished_at is not None
    assert pressing.finished_at < first.finished_at
    assert Job.objects.get(target=ordered[1].pk).state == State.NEW


def test_a_full_disk_leaves_no_half_dossier_and_is_tried_again(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(sealed_files, "write", full)
        assert not compiled(dossier).is_ready
    job = dossier.job
    assert job is not None
    assert (job.state, job.reason) == (State.FAILED, "no_space")
    Job.objects.update(due_at="2020-01-01T00:00:00Z")

    assert compiled(dossier).is_ready


def test_nothing_of_a_failed_order_stays(subject: UUID, worker: Actor) -> None:
    with rolled_back():
        dossiers.order_dossier(subject=subject, content=asked("T-1"), uploads={}, by=worker)

    assert not Dossier.objects.exists()
    assert not Job.objects.exists()


def test_each_copy_has_its_number_and_its_line(dossier: Dossier, worker: Actor) -> None:
    ready = compiled(dossier)

    copies = [dossiers.take_copy(ready, name="Mitglied Eins", password="geheim-1", by=worker) for _time in range(2)]

    assert [copy.number for copy in copies] == ["1-001", "1-002"]
    assert copies[0].file_name == "Dossier-T-1-1-001.pdf"
    lines = JournalLine.objects.about(ready.subject).filter(act=Act.DOSSIER_DOWNLOADED)
    assert [line.details["number"] for line in lines] == ["1", "2"]
    first, second = (b"".join(copy.pdf) for copy in copies)
    assert (len(first), len(second)) == (copies[0].pdf.length, copies[1].pdf.length)
    with pytest.raises(pikepdf.PasswordError):
        _open(first, "")
    assert _open(first, "geheim-1") == ready.pages


def _open(data: bytes, password: str) -> int:
    with pikepdf.open(io.BytesIO(data), password=password) as document:
        return len(document.pages)


def test_without_a_journal_line_no_byte_leaves(
    dossier: Dossier, worker: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = compiled(dossier)
    read = count_calls(monkeypatch, sealed_files, "opened")

    def refuse(**line: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(journal, "record", refuse)

    with pytest.raises(DatabaseError):
        dossiers.take_copy(ready, name="Mitglied Eins", password="", by=worker)
    assert read == []
    assert not Download.objects.exists()


def test_a_dossier_that_is_not_compiled_is_not_handed_out(dossier: Dossier, worker: Actor) -> None:
    with pytest.raises(dossiers.NotReady):
        dossiers.take_copy(dossier, name="Mitglied Eins", password="", by=worker)
    with pytest.raises(dossiers.NotReady):
        dossiers.read_dossier(dossier)
    assert not Download.objects.exists()


def test_a_job_without_a_dossier_is_set_aside(db_both: None) -> None:
    job = Job.objects.create(key="x", task="t", subject=uuid4(), target=uuid4())

    compile_dossier(job.pk)

    job.refresh_from_db()
    assert (job.state, job.reason) == (State.DEAD, "key_missing")
