"""Who was signed in when a page was opened: what she typed is never saved under the name of somebody else."""

from collections.abc import Mapping

from django.utils.crypto import salted_hmac

from documents.actors import Actor
from forms.drafts import Draft

TYPIST = "typist"
"""Name by which a page says for whom it was opened."""


def typist_mark(draft: Draft, actor: Actor) -> str:
    """A mark of the person in this draft; it tells nothing of her."""
    return salted_hmac("forms.typist", f"{draft.pk}/{actor.ref}", algorithm="sha256").hexdigest()[:16]


def is_somebody_elses(sent: Mapping[str, str], draft: Draft, actor: Actor) -> bool:
    """Whether a page was opened for another person than the one who sends it now."""
    mark = typist_mark(draft, actor)
    return sent.get(TYPIST, mark) != mark
