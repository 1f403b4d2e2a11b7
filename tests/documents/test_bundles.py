"""Dossiers of several cases become one bundle: whole, linked and tagged, and gone as soon as one of them may not be."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pikepdf
import pypdf
import pytest
from django.utils import timezone

from documents import dossiers, jobs, keystore, metadata, sealed_files
from documents.actors import SYSTEM, Actor
from documents.assembling import compile_document
from documents.bundle_news import changes_in
from documents.bundles import (
    Bundle,
    BundleContent,
    Part,
    Point,
    order_bundle,
    read_bundle,
    revoke_bundles,
    take_bundle_copy,
)
from documents.changes import Kind
from documents.content import Content, Prose, Section
from documents.dossiers import Dossier, NotReady, order_dossier
from documents.erasing import erase_subject
from documents.jobs import Job, State
from documents.joining import Piece, join
from documents.journal import Act, JournalLine
from documents.revoking import revoke_dossiers
from documents.sealed_files import StoreAway
from documents.tasks import compile_bundle, compile_dossier
from tests.documents.checker import barriers
from tests.documents.conftest import Hear, ReadText

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MEMBER = Actor(ref="member", name="Renate Muster")


def content_of(reference: str) -> Content:
    sections = tuple(
        Section(code=f"D0{number}", title=f"Abschnitt {number}", blocks=(Prose(text=f"Text von {reference}. " * 90),))
        for number in (1, 2)
    )
    return Content(
        reference=reference,
        version="1",
        title=f"Dossier {reference}",
        confidentiality="Vertraulich",
        cover=(Prose(text="Deckblatt"),),
        sections=sections,
        day="2026-11-22",
    )


def ready_dossier(reference: str) -> Dossier:
    subject = uuid4()
    keystore.create_key(subject)
    dossier = order_dossier(subject=subject, content=content_of(reference), uploads={}, by=SYSTEM)
    assert dossier.job is not None
    compile_dossier(dossier.job.pk)
    dossier.refresh_from_db()
    return dossier


def bundle_of(*dossiers: Dossier, **more: Any) -> BundleContent:
    parts = tuple(
        Part(dossier=one.pk, subject=one.subject, reference=f"BF-{number}AAA-BBBB", note=more.get("note", ""))
        for number, one in enumerate(dossiers, 1)
    )
    return BundleContent(
        title="Sitzungsmappe zum 10.12.2026",
        name="Sitzungsmappe-2026-12-10",
        confidentiality="Vertraulich",
        day="2026-11-26",
        facts=(("Ort", "Raum 114"),),
        agenda=(Point(text="Protokoll der letzten Sitzung"), *(Point(text=part.reference) for part in parts)),
        parts=parts,
        questions=("Wie wird es mit Verträgen gehalten, die erst im Sommer beginnen?",),
    )


@pytest.fixture
def meeting(db: None) -> UUID:
    subject = uuid4()
    keystore.create_key(subject)
    return subject


def compiled(subject: UUID, content: BundleContent) -> Bundle:
    bundle = order_bundle(subject=subject, content=content, by=SYSTEM)
    assert bundle.job is not None
    compile_bundle(bundle.job.pk)
    bundle.refresh_from_db()
    return bundle


def test_a_bundle_that_was_looked_up_before_it_was_ready_is_not_ready_yet(meeting: UUID) -> None:
    content = bundle_of(ready_dossier("BF-1AAA-BBBB"))
    early = order_bundle(subject=meeting, content=content, by=SYSTEM)
    compiled(meeting, content)

    with pytest.raises(NotReady):
        read_bundle(early, by=SYSTEM)


def test_agenda_dossiers_questions_and_notes_stand_in_order(
    meeting: UUID, read_text: ReadText, hear: Hear, check_pdf: Callable[[bytes], None]
) -> None:
    first, second = ready_dossier("BF-1AAA-BBBB"), ready_dossier("BF-2AAA-BBBB")

    bundle = compiled(meeting, bundle_of(first, second))

    pdf = b"".join(read_bundle(bundle, by=SYSTEM))
    check_pdf(pdf)
    assert barriers(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        described = document.Root.Metadata.read_bytes().decode()
        assert str(document.docinfo["/Title"]) in described
        assert metadata.is_accessible(document)
        assert "pdfaid" not in described
    assert bundle.pages == 1 + first.pages + second.pages + 3
    assert hear(pdf).startswith('Document\nPart\nSpan (inline):\n/Placement /Block\n" "\n"Vertraulich"')
    written = read_text(pdf)
    places = [
        written.index(text) for text in ("Raum114", "TextvonBF-1AAA", "TextvonBF-2AAA", "AllgemeineFragen", "Notizen")
    ]
    assert places == sorted(places)
    assert f"Mappe,Seite{bundle.pages}von{bundle.pages}" in written


def test_bookmarks_links_and_tags_of_each_dossier_lead_to_its_own_pages() -> None:
    pdfs = [compile_document(content_of(reference), {}).pdf for reference in ("BF-1AAA-BBBB", "BF-2AAA-BBBB")]
    joined = join(
        [Piece(pdf=pdf, bookmark=name) for pdf, name in zip(pdfs, ("eins", "zwei"), strict=True)],
        title="Mappe",
        day="2026-11-26",
        page_words="{page}/{pages}",
    )

    with pikepdf.open(io.BytesIO(joined.pdf)) as whole:
        numbers = {page.obj.objgen: number for number, page in enumerate(whole.pages)}
        half = len(whole.pages) // 2
        with whole.open_outline() as outline:
            aims = {
                top.title: {numbers[child.destination[0].objgen] // half for child in top.children}
                for top in outline.root
            }
        links = [
            (
                number // half,
                numbers[link.Dest[0].objgen] // half if "/Dest" in link else numbers[link.A.D[0].objgen] // half,
            )
            for number, page in enumerate(whole.pages)
            for link in page.obj.get("/Annots", [])
        ]
        keys = [int(page.obj.StructParents) for page in whole.pages if "/StructParents" in page.obj]
        tree = whole.Root.StructTreeRoot
        known = {int(tree.ParentTree.Nums[place]) for place in range(0, len(tree.ParentTree.Nums), 2)}
        told = [{numbers[page] // half for page in pages_under(part)} for part in tree.K[0].K]

    assert aims == {"eins": {0}, "zwei": {1}}
    assert links
    assert all(here == there for here, there in links)
    assert len(keys) == len(set(keys)) == 2 * half
    assert set(keys) <= known
    assert told == [{0}, {1}]


def pages_under(element: Any) -> set[tuple[int, int]]:
    """The pages that an element of the structure tree and all below it stand on."""
    if isinstance(element, pikepdf.Array):
        return {page for one in element for page in pages_under(one)}
    if not isinstance(element, pikepdf.Dictionary):
        return set()
    own = {element.Pg.objgen} if "/Pg" in element else set()
    return own | pages_under(element.get("/K"))


def test_the_same_order_gives_the_same_bundle_and_the_same_bytes(meeting: UUID) -> None:
    dossier = ready_dossier("BF-1AAA-BBBB")
    first = compiled(meeting, bundle_of(dossier))
    before = b"".join(read_bundle(first, by=SYSTEM))

    again = order_bundle(subject=meeting, content=bundle_of(dossier), by=SYSTEM)

    assert again.pk == first.pk
    revoke_bundles([first], by=SYSTEM)
    anew = compiled(meeting, bundle_of(dossier))
    assert (anew.number, b"".join(read_bundle(anew, by=SYSTEM))) == (2, before)


def printed_numbers(pdf: bytes) -> list[str]:
    """The number that each page of a bundle bears, as it can be read on it."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    found = [re.search(r"Mappe, ?Seite ?(\w+) ?von", page.extract_text()) for page in pages]
    return [match.group(1) if match else "" for match in found]


def viewers_numbers(pdf: bytes) -> list[str]:
    return pypdf.PdfReader(io.BytesIO(pdf)).page_labels


def told_in(pdf: bytes, read_text: Callable[..., str]) -> str:
    return read_text(pdf, "-f", "1", "-l", "1")


def test_a_dossier_that_comes_later_is_a_nachtrag_with_further_numbers_and_all_others_keep_theirs(
    meeting: UUID, read_text: Callable[..., str], check_pdf: Callable[[bytes], None]
) -> None:
    first, second, late = (ready_dossier(f"BF-{number}AAA-BBBB") for number in (1, 2, 3))
    before = compiled(meeting, bundle_of(first, second))
    old = printed_numbers(b"".join(read_bundle(before, by=SYSTEM)))
    revoke_bundles([before], by=SYSTEM)

    after = compiled(meeting, bundle_of(first, second, late))

    pdf = b"".join(read_bundle(after, by=SYSTEM))
    check_pdf(pdf)
    numbers = printed_numbers(pdf)
    assert old == [str(number) for number in range(1, before.pages + 1)]
    assert numbers == [*old, *(str(before.pages + number) for number in range(1, late.pages + 1))]
    assert viewers_numbers(pdf) == numbers
    added = f"BF-3AAA-BBBB:Nachtrag,Seite{before.pages + 1}bis{before.pages + late.pages}"
    assert added in told_in(pdf, read_text)
    assert "NeuseitderletztenAusgabe" not in told_in(read_again(before, first, second), read_text)
    assert "BF-3AAA-BBBB – Nachtrag" in [title for title, _ in bookmarks_of(pdf)]
    assert after.first_pages == [*before.first_pages, before.pages + 1]


def read_again(bundle: Bundle, *dossiers: Dossier) -> bytes:
    """The same in a meeting of its own: a first issue."""
    subject = uuid4()
    keystore.create_key(subject)
    return b"".join(read_bundle(compiled(subject, bundle_of(*dossiers)), by=SYSTEM))


def bookmarks_of(pdf: bytes) -> list[tuple[str, list[str]]]:
    with pikepdf.open(io.BytesIO(pdf)) as whole, whole.open_outline() as outline:
        return [(top.title, [child.title for child in top.children]) for top in outline.root]


def test_a_dossier_compiled_anew_moves_behind_and_its_new_part_is_named_with_its_pages(
    meeting: UUID, read_text: Callable[..., str]
) -> None:
    first, second = ready_dossier("BF-1AAA-BBBB"), ready_dossier("BF-2AAA-BBBB")
    before = compiled(meeting, bundle_of(first, second))
    old = printed_numbers(b"".join(read_bundle(before, by=SYSTEM)))
    revoke_bundles([before], by=SYSTEM)
    content = content_of("BF-1AAA-BBBB")
    more = Section(code="D03", title="Neues", blocks=(Prose(text="Neues"),), own_pages=True)
    anew = made_anew(first, replace(content, version="2", sections=(*content.sections, more)))

    after = compiled(meeting, bundle_of(anew, second))

    pdf = b"".join(read_bundle(after, by=SYSTEM))
    gone = range(before.first_pages[0], before.first_pages[1])
    kept = [number for number in old if int(number) not in gone]
    numbers = printed_numbers(pdf)
    assert numbers == kept + [str(before.pages + place) for place in range(1, anew.pages + 1)]
    assert viewers_numbers(pdf) == numbers
    said = told_in(pdf, read_text)
    assert f"jetztSeite{before.pages + 1}bis{before.pages + anew.pages},bisherabSeite{gone[0]}" in said
    assert f"neu:D03Neues,Seite{before.pages + anew.pages}" in said
    changes = changes_in(before, after)
    assert changes is not None
    assert [(one.kind, one.title, one.first_page) for one in changes.parts] == [
        (Kind.NEW, "BF-1AAA-BBBB, D03 Neues", after.pages)
    ]
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[changes.parts[0].first_page - 1].extract_text()
    assert "Neues" in page


def made_anew(dossier: Dossier, content: Content) -> Dossier:
    anew = order_dossier(subject=dossier.subject, content=content, uploads={}, by=SYSTEM)
    assert anew.job is not None
    compile_dossier(anew.job.pk)
    anew.refresh_from_db()
    return anew


def test_a_dossier_that_dropped_off_leaves_its_numbers_unused(meeting: UUID) -> None:
    first, second, late = (ready_dossier(f"BF-{number}AAA-BBBB") for number in (1, 2, 3))
    before = compiled(meeting, bundle_of(first, second))
    revoke_bundles([before], by=SYSTEM)
    without = compiled(meeting, bundle_of(second))
    revoke_bundles([without], by=SYSTEM)

    after = compiled(meeting, bundle_of(second, late))

    numbers = [int(number) for number in printed_numbers(b"".join(read_bundle(after, by=SYSTEM)))]
    gone = set(range(before.first_pages[0], before.first_pages[1]))
    assert not gone & set(numbers)
    assert numbers[-late.pages :] == list(range(before.pages + 1, before.pages + late.pages + 1))


def test_the_contents_lead_to_each_dossier_and_bookmarks_from_one_case_to_another_it_speaks_of(meeting: UUID) -> None:
    dossiers = [ready_dossier("BF-1AAA-BBBB"), ready_dossier("BF-2AAA-BBBB")]
    content = bundle_of(*dossiers)
    speaking = replace(content.parts[0], mentions=("BF-2AAA-BBBB",))

    bundle = compiled(meeting, replace(content, parts=(speaking, content.parts[1])))

    pdf = b"".join(read_bundle(bundle, by=SYSTEM))
    tops = dict(bookmarks_of(pdf))
    assert list(tops) == ["Tagesordnung", "BF-1AAA-BBBB", "BF-2AAA-BBBB", "Notizen"]
    assert tops["BF-1AAA-BBBB"][-1] == "siehe auch BF-2AAA-BBBB"
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        numbers = {page.obj.objgen: number for number, page in enumerate(whole.pages, 1)}
        links = list(whole.pages[0].obj.Annots)  # type: ignore[call-overload]
        assert [str(link.A.S) for link in links] == ["/GoTo"] * len(links)
        aims = [numbers[link.A.D[0].objgen] for link in links]
    assert aims == [*bundle.first_pages, *bundle.first_pages]  # from the agenda, and from the list of cases


def test_a_copy_bears_name_and_number_and_its_line_names_every_case(
    meeting: UUID, read_text: Callable[[bytes], str]
) -> None:
    dossiers = [ready_dossier("BF-1AAA-BBBB"), ready_dossier("BF-2AAA-BBBB")]
    bundle = compiled(meeting, bundle_of(*dossiers))

    copy = take_bundle_copy(bundle, name="Renate Muster", password="", by=MEMBER)

    assert read_text(b"".join(copy.pdf)).count("PersönlichesExemplarfürRenateMuster") == bundle.pages
    assert copy.file_name == "Sitzungsmappe-2026-12-10-1-001.pdf"
    for subject in (meeting, *(one.subject for one in dossiers)):
        assert JournalLine.objects.naming(subject).filter(act=Act.BUNDLE_DOWNLOADED).count() == 1


def test_a_bundle_goes_at_once_when_one_of_its_dossiers_is_taken_back(
    meeting: UUID, django_capture_on_commit_callbacks: Any
) -> None:
    gone, staying = ready_dossier("BF-1AAA-BBBB"), ready_dossier("BF-2AAA-BBBB")
    bundle = compiled(meeting, bundle_of(gone, staying))
    file = bundle.file

    with django_capture_on_commit_callbacks(execute=True):
        revoke_dossiers(gone.subject, by=SYSTEM)

    bundle.refresh_from_db()
    assert (bundle.is_revoked, bytes(bundle.sealed_order)) == (True, b"")
    assert not sealed_files.storage().exists(file)
    with pytest.raises(NotReady):
        take_bundle_copy(bundle, name="Renate Muster", password="", by=MEMBER)
    assert JournalLine.objects.about(meeting).filter(act=Act.BUNDLE_REVOKED).count() == 1


def test_what_a_worker_makes_of_a_bundle_taken_back_meanwhile_is_never_kept(
    meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = ready_dossier("BF-1AAA-BBBB")
    bundle = order_bundle(subject=meeting, content=bundle_of(dossier), by=SYSTEM)
    assert bundle.job is not None
    advance = Job.advance

    def taken_back_while_sealing(job: Job, step: str, done: int, total: int) -> None:
        advance(job, step, done, total)
        if step == "join":
            revoke_bundles([bundle], by=SYSTEM)

    monkeypatch.setattr(Job, "advance", taken_back_while_sealing)
    compile_bundle(bundle.job.pk)

    bundle.refresh_from_db()
    assert (bundle.is_ready, bundle.file) == (False, "")
    assert bundle.job.state == jobs.State.DEAD
    assert not jobs.retry(bundle.job)


@pytest.mark.parametrize("away", [FileNotFoundError("gone"), StoreAway("EndpointConnectionError")])
def test_a_store_that_is_away_while_dossiers_are_joined_is_waited_for(
    meeting: UUID, monkeypatch: pytest.MonkeyPatch, away: OSError
) -> None:
    def read(_dossier: Dossier) -> bytes:
        raise away

    content = bundle_of(ready_dossier("A-1"))
    with monkeypatch.context() as patched:
        patched.setattr(dossiers, "read_dossier", read)
        waiting = compiled(meeting, content)
    assert waiting.job is not None
    assert (waiting.is_ready, waiting.job.state, waiting.job.reason) == (False, State.FAILED, "storage_away")

    Job.objects.filter(pk=waiting.job.pk).update(due_at=timezone.now())
    assert compiled(meeting, content).is_ready


def test_erasing_a_case_leaves_no_bundle_with_it(meeting: UUID) -> None:
    dossier = ready_dossier("BF-1AAA-BBBB")
    bundle = compiled(meeting, bundle_of(dossier))

    erase_subject(dossier.subject, by=SYSTEM)

    bundle.refresh_from_db()
    assert not bundle.is_ready
    assert not Bundle.objects.holding(dossier.subject).exists()


def test_erasing_the_meeting_erases_its_bundles(meeting: UUID) -> None:
    compiled(meeting, bundle_of(ready_dossier("BF-1AAA-BBBB")))

    erase_subject(meeting, by=SYSTEM)

    assert not Bundle.objects.exists()
    assert not Job.objects.filter(subject=meeting).exists()


def test_progress_reaches_the_whole_and_never_more(meeting: UUID) -> None:
    bundle = order_bundle(subject=meeting, content=bundle_of(ready_dossier("BF-1AAA-BBBB")), by=SYSTEM)

    before = bundle.progress()
    assert (before.percent, before.state) == (0, jobs.State.NEW)
    assert bundle.job is not None
    compile_bundle(bundle.job.pk)
    bundle.refresh_from_db()

    assert bundle.progress().percent == 100


def test_what_a_bundle_is_made_of_survives_sealing() -> None:
    content = bundle_of(Dossier(subject=uuid4()), note="Nachtrag")

    assert BundleContent.of_data(content.as_data()) == content
