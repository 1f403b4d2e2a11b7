"""The bundle of a meeting: composed here, joined on the floor below from the dossiers that are there."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.text import Truncator

from documents import keystore, vault
from documents.actors import SYSTEM, Actor
from documents.bundles import (
    Bundle,
    BundleContent,
    BundleQuerySet,
    BundleShare,
    Part,
    Point,
    order_bundle,
    revoke_bundles,
)
from documents.dossiers import Dossier
from forms.submissions import Submission
from gremium.cases.models import RELEASED, Case
from gremium.exchange.models import Question
from gremium.letters.papers import FOR_MEMBERS
from gremium.meetings import papers
from gremium.meetings.models import AgendaItem, Meeting, MeetingState
from gremium.people.models import User

RENEWED = frozenset({MeetingState.INVITED, MeetingState.HELD, MeetingState.MINUTES_DRAFT})
"""States in which members work with the bundle, so that it follows what happens to its cases."""
KEYWORDS, DEADLINE = "haerte_aspekte", "eilig_datum"


@transaction.atomic
def order_bundle_anew(meeting: Meeting, *, by: Actor) -> Bundle | None:
    """Order the bundle as it should be now, in the caller's transaction; the one before is taken back where it differs.

    None where nothing can be ordered: the members are not invited yet, there is no case, or a dossier is still in work
    (then it is ordered once that is done).

    Only one at a time for a meeting: whoever changes a case orders after that, so the last one sees what all others
    have done, and no bundle stays that still holds a case withdrawn meanwhile. It is the meeting's row that is locked,
    after the case where somebody holds one; two who hold a case each would wait for each other's for ever.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.state not in RENEWED:
        return None
    items = [item for item in papers.standing_items(meeting) if item.case.state in RELEASED]
    dossiers = newest_dossiers(items)
    earlier = Bundle.objects.of(meeting.subject).given()
    if not items or len(dossiers) != len(items):
        revoke_bundles(earlier, by=by)
        return None
    keystore.create_key(meeting.subject)
    bundle = order_bundle(subject=meeting.subject, content=_content(meeting, items, dossiers), by=by)
    revoke_bundles(earlier.exclude(pk=bundle.pk), by=by)
    return bundle


def order_bundles_anew(case: Case, *, by: Actor = SYSTEM) -> None:
    """Bring all bundles up to date that hold this case or should."""
    for meeting in Meeting.objects.filter(items__case=case, state__in=RENEWED).distinct():
        order_bundle_anew(meeting, by=by)


def revoke_bundle(meeting: Meeting, *, by: Actor) -> None:
    revoke_bundles(Bundle.objects.of(meeting.subject).given(), by=by)


def newest_bundle(meeting: Meeting) -> Bundle | None:
    """The one that holds today, compiled or in work."""
    return Bundle.objects.of(meeting.subject).given().first()


def may_read_all(bundle: Bundle, reader: User) -> bool:
    """A bundle goes out only with every case in it: not where one is restricted, or was stepped back from."""
    return not _kept_from(reader).filter(bundle=bundle).exists()


def first_readable(bundles: BundleQuerySet, reader: User) -> Bundle | None:
    """The first of these bundles where this reader may read every case in it, otherwise None: all in one query."""
    first = Bundle.objects.filter(pk=Subquery(bundles.values("pk")[:1]))
    return first.exclude(Exists(_kept_from(reader).filter(bundle=OuterRef("pk")))).first()


def _kept_from(reader: User) -> QuerySet[BundleShare]:
    """Shares of cases that this reader may not see."""
    return BundleShare.objects.exclude(subject__in=Case.objects.visible_to(reader).values("pk"))


def may_still_read_all(bundle: Bundle, ref: UUID) -> bool:
    """The same asked anew of the database, for what takes a while to send: account, seat, cases and bundle."""
    reader = User.objects.filter(ref=ref).first()
    return reader is not None and Bundle.objects.ready().filter(pk=bundle.pk).exists() and may_read_all(bundle, reader)


def newest_dossiers(items: list[AgendaItem]) -> dict[Any, Dossier]:
    """The newest dossier of each case, by the case's subject; cases whose newest one is still in work are missing."""
    found: dict[Any, Dossier] = {}
    subjects = [item.case_id for item in items]
    for dossier in Dossier.objects.filter(subject__in=subjects, revoked_at=None).order_by("number"):
        found[dossier.subject] = dossier
    return {subject: dossier for subject, dossier in found.items() if dossier.is_ready}


def _content(meeting: Meeting, items: list[AgendaItem], dossiers: dict[Any, Dossier]) -> BundleContent:
    return BundleContent(
        title=f"Sitzungsmappe zum {meeting.day:%d.%m.%Y}",
        name=f"Sitzungsmappe-{meeting.day.isoformat()}",
        confidentiality=FOR_MEMBERS,
        day=timezone.localdate().isoformat(),
        facts=(
            ("Tag", papers.long_day(meeting)),
            ("Zeit", f"{meeting.begins:%H:%M} bis {meeting.ends:%H:%M} Uhr"),
            ("Ort", meeting.room),
            ("Hinweis", "Die Sitzung ist nicht öffentlich. Eine Vertretung ist nicht vorgesehen."),
        ),
        agenda=_points(meeting),
        parts=tuple(_part(item, dossiers[item.case_id], [other.case.reference for other in items]) for item in items),
        questions=tuple(question.text for question in Question.objects.before_the_board()),
    )


def _points(meeting: Meeting) -> tuple[Point, ...]:
    cases = [
        Point(
            text=item.case.reference,
            note=papers.DROPPED if item.has_dropped else papers.ADDED if item.is_addition else "",
            is_dropped=item.has_dropped,
        )
        for item in papers.items_in_order(meeting)
    ]
    return (
        Point(text=papers.LAST_MINUTES),
        *cases,
        Point(text=papers.GENERAL_QUESTIONS),
        Point(text=papers.EXCHANGE),
    )


def _part(item: AgendaItem, dossier: Dossier, references: Sequence[str]) -> Part:
    keywords, deadline = _said_of(item.case)
    return Part(
        dossier=dossier.pk,
        subject=item.case_id,
        reference=item.case.reference,
        keywords=keywords,
        deadline=deadline,
        note=papers.ADDED if item.is_addition else "",
        mentions=_mentioned(dossier, [one for one in references if one != item.case.reference]),
    )


def _mentioned(dossier: Dossier, references: Sequence[str]) -> tuple[str, ...]:
    """Those of other cases that a dossier speaks of, in their order; none where it cannot be read."""
    try:
        said = vault.canonical(dossier.order().content.as_data()).decode()
    except vault.UNREADABLE:
        return ()
    return tuple(reference for reference in references if reference in said)


def _said_of(case: Case) -> tuple[str, str]:
    """Aspects of hardship in keywords, and the deadline that the application names (ISO); empty where there is none."""
    submission = Submission.objects.newest(case.pk)
    if submission is None:
        return "", ""
    try:
        answers = submission.answers()
    except vault.UNREADABLE:
        return "", ""
    asked = (question for _group, question in submission.definition.questions() if question.key == KEYWORDS)
    labels = next((question.options for question in asked), {})
    ticked = answers.get(KEYWORDS) or ()
    keywords = ", ".join(Truncator(label).chars(48) for key, label in labels.items() if key in ticked)
    return keywords, _iso(answers.get(DEADLINE))


def keywords_of(case: Case) -> str:
    """The ticked aspects of hardship, as the list of cases names them."""
    return _said_of(case)[0]


def _iso(value: object) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return ""
