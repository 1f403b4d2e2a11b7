"""Looks at finished dossiers inside an installation: ``python -m tests.documents.checking JOB``; prints JSON.

For each dossier whose job has a higher id than this one: `right`, or what is wrong with it. A dossier is right if its
bytes have the digest of its manifest and are those that compiling it anew, without any kept step, gives.
"""

import json
import os
import sys
from hashlib import sha256

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
django.setup()

from documents import assembling, dossiers, rendering, uploads  # noqa: E402
from documents.assembling import AttachmentFile  # noqa: E402
from documents.dossiers import Dossier  # noqa: E402
from documents.jobs import Job  # noqa: E402
from documents.uploads import Upload  # noqa: E402


def judged(dossier: Dossier) -> str:
    if not dossier.is_ready:
        return "not ready"
    data = dossiers.read_dossier(dossier)
    if sha256(data).hexdigest() != dossier.manifest()["sha256"]:
        return "not what its manifest says"
    return "right" if data == made_anew(dossier) else "other bytes than when made anew"


def made_anew(dossier: Dossier) -> bytes:
    order = dossier.order()
    files = {key: [attached(Upload.objects.get(pk=pk)) for pk in pks] for key, pks in order.uploads.items()}
    content = assembling.tell_unread(order.content, files)
    rendered = rendering.render(content, assembling.page_counts(content, files))
    return assembling.assemble(rendered, files, content).pdf


def attached(upload: Upload) -> AttachmentFile:
    return AttachmentFile(upload.display_name, uploads.read_pdf(upload), upload.pages, gate=upload.gate_version)


if __name__ == "__main__":
    asked = Job.objects.filter(pk__gt=int(sys.argv[1]), target__in=Dossier.objects.values("pk"))
    print(json.dumps({str(job.pk): judged(Dossier.objects.get(pk=job.target)) for job in asked}))
