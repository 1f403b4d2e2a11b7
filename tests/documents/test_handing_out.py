"""Copies go out whole or not at all, remembered before their first byte, and are never held in memory."""

import io
import os
import tracemalloc
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from django.core.files.storage import Storage
from pikepdf import Name

from documents import dossiers, issues, sealed_files, vault
from documents.actors import Actor
from documents.dossiers import Dossier
from documents.handing_out import PlainCopy
from documents.handing_out import plain_copy as plain_copy_of
from documents.locking import written
from documents.slots import Slots
from tests.documents import hostile

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
PICTURE_BYTES = 1024 * 1024
PICTURES = 40


@pytest.fixture
def long_dossier(subject: UUID) -> Dossier:
    """Ready, with pages whose pictures cannot be packed any closer."""
    with pikepdf.open(io.BytesIO(hostile.paper("Bescheid", pages=PICTURES))) as document:
        for page in document.pages:
            noise = document.make_stream(os.urandom(PICTURE_BYTES), Type=Name.XObject, Subtype=Name.Form)
            noise["/BBox"] = [0, 0, 1, 1]
            page.obj.Resources["/XObject"] = pikepdf.Dictionary(Noise=noise)
        Slots.for_document(document).reserve(document.pages)
        pdf = written(document)
    dossier = Dossier(subject=subject, number=1, sealed_order=b"", pages=PICTURES)
    dossier.file = sealed_files.write(subject, dossier.file_purpose, pdf)
    dossier.sealed_manifest = vault.seal_json(subject, f"dossier/{dossier.pk}/manifest", {"reference": "T-1"})
    dossier.save(force_insert=True)
    return dossier


@pytest.mark.parametrize("password", ["", "geheim"])
def test_memory_does_not_grow_with_the_length_of_a_copy(long_dossier: Dossier, password: str, worker: Actor) -> None:
    tracemalloc.start()
    copy = dossiers.take_copy(long_dossier, name="Renate", password=password, by=worker).pdf
    given = sum(map(len, copy))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert given == copy.length > PICTURES * PICTURE_BYTES
    assert most < 8 * PICTURE_BYTES


def plain_copy(dossier: Dossier) -> PlainCopy:
    return plain_copy_of(dossier, require_given_out=lambda: dossiers.require_given_out(dossier))


def test_nor_does_it_with_that_of_a_document_without_a_mark(long_dossier: Dossier) -> None:
    tracemalloc.start()
    copy = plain_copy(long_dossier)
    given = sum(map(len, copy))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert given == copy.length > PICTURES * PICTURE_BYTES
    assert most < 8 * PICTURE_BYTES
    assert copy.file.closed
    assert b"".join(plain_copy(long_dossier)) == dossiers.read_dossier(long_dossier)


@pytest.mark.parametrize("password", ["", "geheim"])
def test_a_copy_is_known_before_its_first_byte_goes_out(long_dossier: Dossier, password: str, worker: Actor) -> None:
    taken = dossiers.take_copy(long_dossier, name="Renate", password=password, by=worker)
    known = issues.Issue.objects.get()
    assert (known.number, known.actor_ref) == (taken.number, worker.ref)

    pdf = b"".join(taken.pdf)

    for found, verdict in ((pdf, "unaltered"), (pdf[:-1], "altered")):
        told, origin = issues.recognise(found)
        assert (told, origin and origin.number) == (verdict, taken.number)


@pytest.mark.parametrize("password", ["", "geheim"])
def test_of_a_damaged_file_not_even_the_sound_beginning_goes_out(
    long_dossier: Dossier, password: str, worker: Actor
) -> None:
    storage: Storage = sealed_files.storage()
    path = Path(storage.path(long_dossier.file))
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)

    with pytest.raises(vault.SealBroken):
        dossiers.take_copy(long_dossier, name="Renate", password=password, by=worker)
    with pytest.raises(vault.SealBroken):
        plain_copy(long_dossier)
    assert not issues.Issue.objects.exists()
