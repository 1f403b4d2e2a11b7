"""Is the site alive, and is it ready? For load balancers and for `gremium up`; tells nothing about cases."""

import secrets
from collections.abc import Callable

from celery import current_app
from django.core.files.base import ContentFile
from django.db import Error, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from kombu.exceptions import KombuError

from documents import binding, converting, keyring, recognition, sealed_files, sweeping, viruses
from documents.brake import Braked
from documents.jobs import Job
from documents.keystore import CaseKey


class NotWell(Exception):
    """A part answers, but not as it should."""


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part the site needs, each with `ok` and `why`; 503 where one is missing.

    A sweep that holds back hinders nobody: the part stays `ok`, and `why` tells the technical administration. What the
    site can do without is `optional`, with `present` beside it, and never makes it unready. A virus scanner that is set
    and away is not `ok` either, but stops uploads alone.
    """
    found = report()
    is_ready = all(part["ok"] for part in found.values() if not part.get("optional"))
    return JsonResponse(found, status=200 if is_ready else 503)


def report() -> dict[str, dict[str, object]]:
    """What `/readyz` tells of each part."""
    parts = {name: _tried(check) for name, check in CHECKS.items()}
    return parts | {name: _told(is_there, without) for name, (is_there, without) in OPTIONAL.items()}


def _tried(check: Callable[[], str | None]) -> dict[str, object]:
    try:
        remark = check()
    except Braked as braked:
        return {"ok": False, "why": braked.reason.label}
    except NotWell as problem:
        return {"ok": False, "why": str(problem)}
    except (Error, KombuError, OSError, keyring.KeyRingUnsafe) as error:
        return {"ok": False, "why": type(error).__name__}
    return {"ok": True, "why": remark or ""}


def _told(is_there: Callable[[], bool], without: str) -> dict[str, object]:
    try:
        is_present = is_there()
    except viruses.ScannerAway as away:
        why = f"{away} Uploads are refused until it does."
        return {"ok": False, "why": why, "optional": True, "present": True}
    return {"ok": True, "why": "" if is_present else without, "optional": True, "present": is_present}


def _virus_scanner() -> bool:
    if viruses.is_set():
        viruses.probe()
    return viruses.is_set()


def _database() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")


def _key_store() -> None:
    keyring.load()
    CaseKey.objects.exists()
    binding.require_bound()


def probe_queue() -> None:
    """Raises NotWell, and what the broker raises."""
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=2)
    if Job.objects.waiting_too_long(timezone.now()).exists():
        raise NotWell(gettext_noop("Jobs wait too long; no worker takes them."))


def probe_storage() -> None:
    """Write a file and remove it again; raises what the store raises."""
    store = sealed_files.storage()
    store.delete(store.save(f"{sealed_files.PROBES}/{secrets.token_hex(8)}", ContentFile(b"probe")))


def _sweeping() -> str:
    return " ".join(sweeping.halts())


CHECKS: dict[str, Callable[[], str | None]] = {
    "database": _database,
    "key_store": _key_store,
    "queue": probe_queue,
    "storage": probe_storage,
    "sweeping": _sweeping,
}

OPTIONAL: dict[str, tuple[Callable[[], bool], str]] = {
    "libreoffice": (
        lambda: bool(converting.program()),
        gettext_noop(
            "LibreOffice is not installed here; DOCX and ODT are refused with a sentence that asks for a PDF."
        ),
    ),
    "clamav": (
        _virus_scanner,
        gettext_noop("No virus scanner is set; every upload is rebuilt from a whitelist in a limited child process."),
    ),
    "tesseract": (
        recognition.is_present,
        gettext_noop("There is no text recognition; the text of scanned pages cannot be searched or heard."),
    ),
}
"""Parts the site can do without, and what it cannot do then."""
