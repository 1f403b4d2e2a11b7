"""The record classes of drafts, cases and accounts, in the order of the domain's table (9.2)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.actors import SYSTEM
from documents.dropping import compiled_before, drop_dossiers
from documents.retention import kept_for
from forms.drafts import Draft
from forms.withdrawals import Scope, Withdrawal
from gremium.assessing.models import Note, Share
from gremium.assessing.own_views import erase_views
from gremium.cases.models import Case, CaseQuerySet, State
from gremium.oversight.erasing import erase_case
from gremium.oversight.models import ConsentProof, KeptResult
from gremium.oversight.retention import Due, RecordClass, Runs, register_record
from gremium.people.blocking import anonymise, to_be_anonymised
from gremium.people.models import User

UNHEARD = (State.EXCLUDED, State.EXCLUDED_LATER, State.NOT_TAKEN_UP)


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _over(cases: CaseQuerySet, period: str, today: date) -> Iterator[Due]:
    """Cases that have stood in their state for the whole period, without those that are restricted."""
    kept = kept_for(period)
    for case in cases.filter(restricted_since=None, state_since__lte=_end_of(today - kept)):
        yield Due(timezone.localdate(case.state_since) + kept, case.pk, case.reference)


def _unheard(today: date) -> Iterable[Due]:
    return _over(Case.objects.filter(state__in=UNHEARD), "unheard", today)


def _closed(today: date) -> Iterable[Due]:
    return _over(Case.objects.filter(state=State.CLOSED), "closed", today)


def _erase_case(subject: UUID) -> bool:
    return erase_case(subject, by=SYSTEM)


def _after_the_meeting(cases: CaseQuerySet, period: str, today: date) -> Iterator[Due]:
    kept = kept_for(period)
    for case in cases.filter(restricted_since=None, meeting_on__lte=today - kept):
        assert case.meeting_on is not None
        yield Due(case.meeting_on + kept, case.pk, case.reference)


def _rendered(today: date) -> Iterable[Due]:
    made = compiled_before(_end_of(today - kept_for("rendered")))
    return _after_the_meeting(Case.objects.filter(pk__in=made), "rendered", today)


def _drop_rendered(subject: UUID) -> bool:
    return drop_dossiers(subject, by=SYSTEM) > 0


def _noted(today: date) -> Iterable[Due]:
    own = [Exists(rows.objects.filter(case=OuterRef("pk"))) for rows in (Note, Share)]
    return _after_the_meeting(Case.objects.filter(own[0] | own[1]), "notes", today)


def _erase_notes(subject: UUID) -> bool:
    return erase_views(Case.objects.get(pk=subject), by=SYSTEM) > 0


def _results(today: date) -> Iterator[Due]:
    kept = kept_for("assessment")
    for case in Case.objects.filter(reference__in=KeptResult.objects.filter(closed_on__lte=today - kept).values("pk")):
        row = KeptResult.objects.get(pk=case.reference)
        yield Due(row.closed_on + kept, case.pk, case.reference)


def _erase_result(subject: UUID) -> bool:
    case = Case.objects.get(pk=subject)
    return KeptResult.objects.filter(pk=case.reference).delete()[0] > 0


def _proofs(today: date) -> Iterator[Due]:
    """Rows of proof name no case any more, so each stands for itself: its number, written as a UUID."""
    last = today - kept_for("consent_proof")
    for proof in ConsentProof.objects.proven_long_enough(last):
        yield Due(proof.erased_on + kept_for("consent_proof"), UUID(int=proof.pk))


def _erase_proof(subject: UUID) -> bool:
    return ConsentProof.objects.filter(pk=subject.int).delete()[0] > 0


def _accounts(today: date) -> Iterator[Due]:
    for user in to_be_anonymised(_end_of(today)):
        assert user.blocked_at is not None
        yield Due(timezone.localdate(user.blocked_at) + kept_for("account"), user.ref)


def _anonymise(ref: UUID) -> bool:
    anonymise(User.objects.get(ref=ref), now=timezone.now(), by=SYSTEM)
    return True


def _drafts(today: date) -> Iterator[Due]:
    for draft in Draft.objects.expired(_end_of(today)):
        yield Due(timezone.localdate(draft.kept_until), draft.pk)


def _withdrawn(today: date) -> Iterator[Due]:
    held = Draft.objects.exclude(restricted_at=None).values("pk")
    due = Withdrawal.objects.due(today).filter(scope=Scope.EVERYTHING).exclude(subject__in=held)
    references = dict(Case.objects.filter(pk__in=due.values("subject")).values_list("pk", "reference"))
    for one in due:
        assert one.erase_on is not None
        yield Due(one.erase_on, one.subject, references.get(one.subject, ""))


register_record(
    RecordClass(
        key="self_check",
        label=_("Answers of the self-check"),
        start=_("are never stored"),
        then=_("nothing to erase"),
    )
)
register_record(
    RecordClass(
        key="draft",
        label=_("Drafts and their files"),
        start=_("last change"),
        period="draft",
        then=_("erased; reminders 30 and 7 days before"),
        due=_drafts,
    )
)
register_record(
    RecordClass(
        key="superseded",
        label=_("Earlier version after a completion"),
        start=_("admission"),
        period="superseded",
        then=_("erased"),
    )
)
register_record(
    RecordClass(
        key="unheard",
        label=_("Excluded, excluded later, not taken up"),
        start=_("notice"),
        period="unheard",
        then=_("erased"),
        runs=Runs.CONFIRMED,
        is_offered=True,
        due=_unheard,
        erase=_erase_case,
    )
)
register_record(
    RecordClass(
        key="withdrawn",
        label=_("Withdrawn as a whole"),
        start=_("withdrawal; nobody reads it from then on"),
        period="withdrawn",
        then=_("erased; a row of proof without a name stays for three years"),
        due=_withdrawn,
    )
)
register_record(
    RecordClass(
        key="rendered",
        label=_("Compiled dossiers"),
        start=_("meeting of the board"),
        period="rendered",
        then=_("files removed; they can be compiled anew as long as the case is there"),
        runs=Runs.BY_ITSELF,
        due=_rendered,
        erase=_drop_rendered,
    )
)
register_record(
    RecordClass(
        key="notes",
        label=_("Members' notes and own views"),
        start=_("meeting of the board"),
        period="notes",
        then=_("erased, at the latest; earlier once the minutes are approved"),
        runs=Runs.BY_ITSELF,
        due=_noted,
        erase=_erase_notes,
    )
)
register_record(
    RecordClass(
        key="closed",
        label=_("Closed cases with attachments and letters"),
        start=_("closing"),
        period="closed",
        then=_("erased"),
        runs=Runs.CONFIRMED,
        is_offered=True,
        due=_closed,
        erase=_erase_case,
    )
)
register_record(
    RecordClass(
        key="assessment",
        label=_("Assessment: reference and result alone"),
        start=_("closing"),
        period="assessment",
        then=_("erased"),
        runs=Runs.BY_ITSELF,
        due=_results,
        erase=_erase_result,
    )
)
register_record(
    RecordClass(
        key="consent",
        label=_("Consents: rows of proof without a name"),
        start=_("erasure of the case"),
        period="consent_proof",
        then=_("erased"),
        runs=Runs.BY_ITSELF,
        due=_proofs,
        erase=_erase_proof,
    )
)
register_record(
    RecordClass(
        key="account",
        label=_("Accounts"),
        start=_("end of the term or the employment; blocked at once"),
        period="account",
        then=_("made anonymous"),
        runs=Runs.BY_ITSELF,
        due=_accounts,
        erase=_anonymise,
    )
)
register_record(
    RecordClass(
        key="journal",
        label=_("Journal"),
        start=_("its entry"),
        then=_("after 24 months nobody can tell any more who acted; years are dropped 36 months after their end"),
    )
)
register_record(
    RecordClass(
        key="mail",
        label=_("Mails that were sent"),
        start=_("sending"),
        period="mail",
        then=_("erased; the operator of the mail server sees to it"),
    )
)
register_record(
    RecordClass(
        key="web_log",
        label=_("Log of the web server, with shortened addresses"),
        start=_("request"),
        period="web_log",
        then=_("erased"),
    )
)
register_record(
    RecordClass(
        key="backup_data",
        label=_("Backups of the data"),
        start=_("day of the backup"),
        period="backup_data",
        then=_("replaced; erasures are carried out again after each restore"),
    )
)
register_record(
    RecordClass(
        key="backup_keys",
        label=_("Backups of the keys"),
        start=_("day of the backup"),
        period="backup_keys",
        then=_("replaced; from then on an erased case is unreadable everywhere"),
    )
)
