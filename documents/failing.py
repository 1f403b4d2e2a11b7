"""Why a document could not be made, as its job tells it: one list of reasons for all that workers make."""

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from documents import keystore, rendering, vault
from documents.jobs import Job, JobFailed
from documents.sealed_files import StoreAway

log = logging.getLogger(__name__)
FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def telling_why(job: Job) -> Iterator[None]:
    """Raise jobs.JobFailed for what is known to keep work from its end; everything else is an error of ours."""
    try:
        yield
    except keystore.KeyMissing as error:
        raise JobFailed("key_missing", is_final=True) from error
    except (vault.SealBroken, keystore.KeyUnreadable) as error:
        raise JobFailed("sealed_broken", is_final=True) from error
    except rendering.RenderingFailed as error:
        log.exception("job %s: the document could not be laid out", job.pk)
        raise JobFailed("content_refused") from error
    except (FileNotFoundError, StoreAway) as error:
        log.warning("job %s: the store is away (%s)", job.pk, type(error.__cause__ or error).__name__)
        raise JobFailed("storage_away") from error
    except OSError as error:
        if error.errno in FULL:
            raise JobFailed("no_space") from error
        raise
