"""A case's state in words: what it means and what happens next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gremium.cases.models import Case, State

TONES: dict[str, str] = {
    State.SUBMITTED: "info",
    State.RETURNED: "attention",
    State.ADMITTED: "info",
    State.SCHEDULED: "good",
    State.DELIBERATED: "good",
    State.DEFERRED: "attention",
    State.ASSESSED: "good",
    State.COMMUNICATED: "good",
    State.EXCLUDED: "serious",
    State.EXCLUDED_LATER: "serious",
}
NEXT: dict[str, Promise] = {
    State.SUBMITTED: _(
        "The secretariat now checks whether the application is complete and whether the board may deal with it. "
        "If something is missing, it will contact the case manager."
    ),
    State.RETURNED: _("Something is missing or has to be looked over. The counselling centre goes on with it."),
    State.ADMITTED: _("The formal check is done. Next, the secretariat puts the case on the agenda of a meeting."),
    State.SCHEDULED: _(
        "The members read the dossier, each on their own. "
        "Then they talk about the case in a meeting that is not public."
    ),
    State.DELIBERATED: _("The members have talked about the case and are writing their joint assessment."),
    State.DEFERRED: _("The members have put the case off. The secretariat will name a new date."),
    State.ASSESSED: _("The assessment is written. The secretariat passes it on to the case manager."),
    State.COMMUNICATED: _("The assessment has been passed on."),
    State.CLOSED: _("The case is closed."),
    State.NOT_TAKEN_UP: _("The board does not take up the case. The reason is in the letter."),
    State.EXCLUDED: _("The board may not deal with this case. The reason is in the letter."),
    State.WITHDRAWN: _("The consent was taken back. Nobody reads the case any more."),
    State.EXCLUDED_LATER: _("The board may no longer deal with this case. The reason is in the letter."),
}


def tone(case: Case) -> str:
    return TONES.get(case.state, "")


def what_happens_next(case: Case) -> str:
    return str(NEXT.get(case.state, ""))
