"""The versions of a case's application that may be read, and whether there is an earlier one to compare with."""

from collections.abc import Sequence

from forms.submissions import Submission
from gremium.cases.models import Case


def versions_of(case: Case) -> Sequence[Submission]:
    """The newest first, each with its draft and all it is pinned to."""
    return list(Submission.objects.readable(case.pk).select_related("consent_text", "draft"))


def has_versions(case: Case) -> bool:
    """Two versions or more are kept and may be read."""
    return Submission.objects.readable(case.pk).count() > 1
