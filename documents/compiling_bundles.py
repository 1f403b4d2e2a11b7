"""Compiling a bundle from dossiers that are there: nothing of them is compiled again."""

from typing import Any

from django.db import transaction

from documents import dossiers, issues, joining, journal, rendering, sealed_files
from documents.actors import SYSTEM
from documents.bundle_news import told_news
from documents.bundles import Bundle, BundleContent, Part, dossiers_of, shown_day
from documents.dossiers import NotReady
from documents.failing import telling_why
from documents.jobs import WITHDRAWN, Job, JobFailed, LeaseLost
from documents.joining import Joined, Piece
from documents.journal import Act
from documents.page_numbers import Numbering, Span
from documents.rendering import settle_all
from documents.words import BUNDLE_WORDS


def compile_bundle(job: Job) -> None:
    """Compile the bundle the job aims at and complete the job in the same transaction. May run again at any point.

    Raises jobs.JobFailed, jobs.LeaseLost.
    """
    assert job.target is not None
    with telling_why(job):
        try:
            _compile(job, Bundle.objects.get(pk=job.target))
        except NotReady as error:
            raise JobFailed(WITHDRAWN, is_final=True) from error
        except Bundle.DoesNotExist as error:
            raise JobFailed("key_missing", is_final=True) from error


def _compile(job: Job, bundle: Bundle) -> None:
    if bundle.is_ready:
        return
    if bundle.is_revoked:
        raise NotReady(bundle.pk)
    content = bundle.content()
    pdfs = _gather(job, content)
    joined, first_pages, numbering = _joined(job, content, pdfs, bundle.issue_before())
    file = sealed_files.write(bundle.subject, bundle.file_purpose, joined.pdf)
    try:
        job.advance("seal", 1, 1)
        with transaction.atomic():
            job.complete()
            bundle.keep_result(file=file, pages=joined.pages, first_pages=first_pages, numbering=numbering)
            issues.register(issues.Trace.of(joined.pdf), bundle)
            details = {"bundle": str(bundle.pk), "pages": str(joined.pages)}
            journal.record(actor=SYSTEM, act=Act.BUNDLE_BUILT, subject=bundle.subject, details=details)
    except (LeaseLost, NotReady):
        sealed_files.remove(file)
        raise


def _gather(job: Job, content: BundleContent) -> list[bytes]:
    found, pdfs = dossiers_of(content), []
    for number, dossier in enumerate(found, 1):
        pdfs.append(dossiers.read_dossier(dossier))
        job.advance("dossiers", number, len(found))
    return pdfs


def _joined(
    job: Job, content: BundleContent, pdfs: list[bytes], earlier: Bundle | None
) -> tuple[Joined, list[int], Numbering]:
    lengths = [joining.count_pages(pdf) for pdf in pdfs]
    back = _sheet("back", content, {})
    front, numbering = _front(content, lengths, joining.count_pages(back), earlier)
    job.advance("sheets", 1, 1)
    pieces = [
        *(
            Piece(
                pdf=pdf,
                name=part.reference,
                bookmark=" – ".join(filter(None, (part.reference, _note(part, numbering)))),
                also=tuple((other, BUNDLE_WORDS["see_also"].format(reference=other)) for other in part.mentions),
                numbers=tuple(numbering.dossiers[part.dossier].labels(pages)),
            )
            for pdf, part, pages in zip(pdfs, content.parts, lengths, strict=True)
        ),
        _sheet_piece(back, BUNDLE_WORDS["notes"], numbering.back),
    ]
    pieces.sort(key=lambda piece: int(piece.numbers[0]))
    pieces.insert(0, _sheet_piece(front, BUNDLE_WORDS["agenda"], numbering.front))
    joined = joining.join(
        pieces, title=content.title, day=content.day, page_words=BUNDLE_WORDS["page"], highest=numbering.highest
    )
    starts = dict(zip((piece.name for piece in pieces), _starts(pieces), strict=True))
    job.advance("join", 1, 1)
    return joined, [starts[part.reference] for part in content.parts], numbering


def _front(content: BundleContent, lengths: list[int], back: int, earlier: Bundle | None) -> tuple[bytes, Numbering]:
    """The sheets in front, which name page numbers: those of the issue before, or as many as they take themselves."""
    dossiers = list(zip((part.dossier for part in content.parts), lengths, strict=True))
    if earlier is not None:
        numbering = earlier.numbering().next_issue(dossiers)
    else:
        numbering = Numbering.first_issue(front=1, dossiers=dossiers, back=back)
        pages = joining.count_pages(_sheet("front", content, _said(content, numbering, None)))
        numbering = Numbering.first_issue(front=pages, dossiers=dossiers, back=back)
    return _sheet("front", content, _said(content, numbering, earlier)), numbering


def _said(content: BundleContent, numbering: Numbering, earlier: Bundle | None) -> dict[str, Any]:
    """What the sheets in front say of page numbers, and of what is new."""
    data: dict[str, Any] = {"places": {}, "news": []}
    for part in content.parts:
        first = numbering.dossiers[part.dossier].first
        data["places"][part.reference] = {"page": first, "note": _note(part, numbering)}
    if earlier is not None:
        data["news"] = list(told_news(content, numbering, earlier))
    return data


def _note(part: Part, numbering: Numbering) -> str:
    return part.note or (BUNDLE_WORDS["addition"] if numbering.is_later(part.dossier) else "")


def _sheet_piece(pdf: bytes, bookmark: str, span: Span) -> Piece:
    return Piece(pdf=pdf, bookmark=bookmark, name=bookmark, numbers=tuple(span.labels(joining.count_pages(pdf))))


def _starts(pieces: list[Piece]) -> list[int]:
    """The page of the whole, counted from 1, on which each piece begins."""
    lengths = [len(piece.numbers) for piece in pieces]
    return [1 + sum(lengths[:place]) for place in range(len(pieces))]


def _sheet(part: str, content: BundleContent, said: dict[str, Any]) -> bytes:
    data: dict[str, Any] = content.as_data()
    data["part"], data["words"] = part, {**BUNDLE_WORDS, "columns": BUNDLE_WORDS["columns"].split("|")}
    data["foot"] = f"{content.title} · {BUNDLE_WORDS['as_of']} {shown_day(content.day)}"
    data["news"] = said.get("news", [])
    for raw in data["parts"]:
        raw["deadline"] = shown_day(raw["deadline"])
        raw |= said.get("places", {}).get(raw["reference"], {})

    def settled(allowed: frozenset[int] | None) -> tuple[dict[str, Any], set[str]]:
        missing: set[str] = set()
        return settle_all(data, allowed, missing), missing

    pdf, _missing = rendering.compile_settled("bundle", settled, content.day)
    return pdf
