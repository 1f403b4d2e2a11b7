"""Is the site alive, and is it ready? For load balancers and for `gremium up`; tells nothing about cases."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from celery import current_app
from django.core.files.base import ContentFile
from django.db import Error, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from kombu.exceptions import KombuError

from documents import binding, keyring, sealed_files, sweeping
from documents.brake import Braked
from documents.jobs import Job
from documents.keystore import CaseKey

LONGEST_WAIT = timedelta(seconds=60)
"""A due job that waits longer means that no worker works."""


class NotWell(Exception):
    """A part answers, but not as it should."""


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part the site needs, each with `ok` and `why`; 503 where one is missing.

    A sweep that holds back hinders nobody: the part stays `ok`, and `why` tells the technical administration.
    """
    report = {name: _tried(check) for name, check in CHECKS.items()}
    is_ready = all(part["ok"] for part in report.values())
    return JsonResponse(report, status=200 if is_ready else 503)


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


def _database() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")


def _key_store() -> None:
    keyring.load()
    CaseKey.objects.exists()
    binding.require_bound()


def _queue() -> None:
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=2)
    if Job.objects.claimable(timezone.now() - LONGEST_WAIT).exists():
        raise NotWell("Jobs wait too long; no worker takes them.")


def _storage() -> None:
    store = sealed_files.storage()
    store.delete(store.save(f"{sealed_files.PROBES}/{secrets.token_hex(8)}", ContentFile(b"probe")))


def _sweeping() -> str:
    return " ".join(sweeping.halts())


CHECKS: dict[str, Callable[[], str | None]] = {
    "database": _database,
    "key_store": _key_store,
    "queue": _queue,
    "storage": _storage,
    "sweeping": _sweeping,
}
