"""A web application that orders a dossier at each POST, for drills; the web server runs it in an installation.

After a POST to ``/order`` the answer is 201. After one to ``/die`` there is none: the process is killed when the order
is committed and the workers have not been told.
"""

import dataclasses
import os
import signal
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
django.setup()

from django.core.signals import request_finished, request_started  # noqa: E402
from django.db import transaction  # noqa: E402

from documents import dossiers, jobs, keystore  # noqa: E402
from tests.documents.ordering import BY, content  # noqa: E402

tell = jobs.ring


def order() -> None:
    """A case with a dossier that has no attachments."""
    subject = uuid4()
    keystore.create_key(subject)
    asked = dataclasses.replace(content(f"T-{subject.hex[:8]}", ()), attachments=())
    with transaction.atomic():
        dossiers.order_dossier(subject=subject, content=asked, uploads={}, by=BY)


def application(environment: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    if environment["REQUEST_METHOD"] == "POST":
        jobs.ring = die if environment["PATH_INFO"] == "/die" else tell
        request_started.send(sender=None, environ=environment)
        try:
            order()
        finally:
            request_finished.send(sender=None)
    start("201 Created" if environment["REQUEST_METHOD"] == "POST" else "200 OK", [("Content-Length", "0")])
    return [b""]


def die(job_id: int) -> bool:
    os.kill(os.getpid(), signal.SIGKILL)
    return False
