"""What a withdrawal locks, erases and cannot undo: the same sentences on the page before it and on the receipt.

Each can be said in any language; none tells anything of a case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from forms.messages import Say
from forms.presentation import display_date
from forms.withdrawals import Scope

SPECIAL_POINT, OFFICE_POINT = "P2", "P5"
"""The points of the shipped consent that speak of health, and of handing the assessment to the immigration office."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """Sentences in the order in which they are read."""

    locked: tuple[Say, ...]
    erased: tuple[Say, ...]
    lasting: tuple[Say, ...]


def title() -> str:
    return _("Confirmation: consent taken back")


def declared_on(day: str) -> Say:
    return lambda: (
        _("On %(day)s it was declared that the consent to the application to the board is taken back.") % {"day": day}
    )


def no_reason() -> str:
    return _("Nobody had to give a reason. It is no disadvantage for the residence papers, benefits or counselling.")


WHAT: Mapping[str, Say] = {
    Scope.EVERYTHING: lambda: _("The whole consent is taken back. The board deals with the application no more."),
    Scope.PERSONS: lambda: _(
        "The consent of one person is taken back, also for the children she or he signed for. "
        "The application goes on for the others."
    ),
    Scope.PURPOSES: lambda: _("These points of the consent are taken back. The other points still hold:"),
}


def locked_heading() -> str:
    return _("What is locked from now on")


def erased_heading() -> str:
    return _("What is erased, and when")


def lasting_heading() -> str:
    return _("What cannot be undone")


def contact_heading() -> str:
    return _("Whom you can call")


def secretariat_too() -> str:
    return _("The secretariat of the board answers questions too.")


def reference_label() -> str:
    return _("Reference of the application")


def recorded_label() -> str:
    return _("Written down on")


def keep_paper() -> str:
    return _("This paper says nothing about the content of the application.")


LOCKED: Mapping[str, Say] = {
    "P2": lambda: _(
        "Nobody reads what the application says about health, disability, religion, origin or violence any more."
    ),
    "P3": lambda: _("The head of the immigration office may not show internal papers about the person in the meeting."),
    "P5": lambda: _("The assessment may not be given to the immigration office."),
    "P6": lambda: _("No general question may be made from the case."),
    "P7": lambda: _("The adviser may not ask other places any more."),
    "P8": lambda: _("No interpreter may get to know the content any more."),
}
ERASING_POINTS = frozenset({"P2", "P6", "P7"})
"""Points with which something was written down that has no ground without them."""


def consequences(
    scope: str, purposes: tuple[str, ...] = (), *, was_handed_in: bool, erase_on: date | None
) -> Consequences:
    """What follows from a withdrawal; `erase_on` None: what is affected is erased at once, or nothing is."""
    return Consequences(
        tuple(_locked(scope, purposes, was_handed_in)),
        tuple(_erased(scope, purposes, erase_on)),
        tuple(_lasting(scope, purposes, was_handed_in)),
    )


def _is_recompiled(scope: str, purposes: tuple[str, ...]) -> bool:
    return scope == Scope.PERSONS or SPECIAL_POINT in purposes


def _locked(scope: str, purposes: tuple[str, ...], was_handed_in: bool) -> Iterator[Say]:
    if scope == Scope.EVERYTHING:
        yield lambda: _(
            "Nobody reads the application and its papers any more: neither the board nor the counselling centre."
        )
        if was_handed_in:
            yield lambda: _("No dossier and no copy is given out any more.")
    elif scope == Scope.PERSONS:
        yield lambda: _("Nobody reads what the application says about this person and these children any more.")
    yield from (LOCKED[code] for code in purposes if code in LOCKED)
    if was_handed_in and scope != Scope.EVERYTHING:
        yield lambda: _("The old dossier is given out no more. A new one without it takes its place.")


def _erased(scope: str, purposes: tuple[str, ...], erase_on: date | None) -> Iterator[Say]:
    if scope == Scope.PURPOSES and not ERASING_POINTS & set(purposes):
        yield lambda: _("Nothing has to be erased: these points only allowed something.")
    elif erase_on is None:
        yield lambda: _("What is affected is erased at once.")
    else:
        day = display_date(erase_on.isoformat())
        if scope == Scope.EVERYTHING:
            yield (
                lambda: (
                    _("All answers, papers and dossiers are erased on %(day)s at the latest. Nobody can restore them.")
                    % {"day": day}
                )
            )
        else:
            yield (
                lambda: _("What is affected is erased on %(day)s at the latest. Nobody can restore it.") % {"day": day}
            )
        yield lambda: _("In backup copies it cannot be read any more 14 days after that.")
    yield lambda: _(
        "As proof the days, the points and the version of the consent text are kept for three years; no content."
    )


def _lasting(scope: str, purposes: tuple[str, ...], was_handed_in: bool) -> Iterator[Say]:
    yield lambda: _("What was done until then stays lawful.")
    if was_handed_in and (scope == Scope.EVERYTHING or _is_recompiled(scope, purposes)):
        yield lambda: _(
            "What the members have already read or heard cannot be undone. "
            "Members who have downloaded a copy are asked to delete it."
        )
    if was_handed_in and scope == Scope.EVERYTHING:
        yield lambda: _("The immigration office may already know that the board was asked to deal with the case.")
    if was_handed_in and OFFICE_POINT in purposes:
        yield lambda: _("What was already handed to the immigration office stays there.")
    if scope == Scope.PURPOSES:
        yield lambda: _("This cannot be taken back. Who agrees again later signs a new consent.")
    else:
        yield lambda: _("This cannot be taken back. A new application with a new consent is possible at any time.")
