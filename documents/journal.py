"""Who did what with which case: an append-only table whose lines are chained by HMACs.

The chain's key lies on the key ring, outside the database, so that nobody who can write rows can forge a line.
Lines hold opaque references and short codes, never content (domain 9.3); database triggers refuse changes. Who acted
stands there as an alias that can be forgotten (`journal_aliases`); `journal_chain` checks the chain and
`journal_segments` drops years that are over.
A read of case content is served only if its line was written: record first, in the same transaction.
"""

import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NoReturn, Self
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import keyring, vault
from documents.actors import Actor
from documents.journal_aliases import alias_of, aliases_at, aliases_of, secret_at
from documents.journal_segments import last_dropped

CODE = re.compile(r"[A-Za-z0-9._:/+-]{0,120}")
"""What a detail may look like: a code, a number, an id. No spaces, so that no name and no sentence slips in."""

LIST = UUID(int=1)
"""The subject of a line that names several cases."""
NO_ACCOUNT = UUID(int=0)
"""The subject of a line about an account that there is not."""

APPEND_LOCK = 7_319_402
"""PostgreSQL advisory lock that puts appends in one row."""


class Act(models.TextChoices):
    """What can happen to a case (domain 9.3)."""

    ACCOUNT_CREATED = "account.created", _("account created")
    ACCOUNT_ACTIVATED = "account.activated", _("account activated")
    ACCOUNT_BLOCKED = "account.blocked", _("account blocked")
    ACCOUNT_ROLE_CONFIRMED = "account.role_confirmed", _("role confirmed")
    ACCOUNT_LOGIN = "account.login", _("signed in")
    ACCOUNT_LOGIN_FAILED = "account.login_failed", _("sign-in failed")
    ACCOUNT_SECOND_FACTOR_RESET = "account.second_factor_reset", _("second factor reset")
    ACCOUNT_SECOND_FACTOR_RESET_PROPOSED = (
        "account.second_factor_reset_proposed",
        _("reset of a second factor proposed"),
    )
    ACCOUNT_INVITED = "account.invited", _("account invited")
    ACCOUNT_ANONYMISED = "account.anonymised", _("account anonymised")
    ORGANISATION_RECOGNISED = "organisation.recognised", _("organisation recognised")
    ORGANISATION_ENDED = "organisation.ended", _("recognition of an organisation ended")
    DRAFT_CREATED = "draft.created", _("draft created")
    DRAFT_SAVED = "draft.saved", _("draft saved")
    DRAFT_VIEWED = "draft.viewed", _("draft viewed")
    DRAFT_DELETED = "draft.deleted", _("draft deleted")
    DRAFT_HANDED_OVER = "draft.handed_over", _("draft handed over")
    DRAFT_EXPIRED = "draft.expired", _("draft expired")
    APPLICATION_SUBMITTED = "application.submitted", _("application submitted")
    APPLICATION_RESUBMITTED = "application.resubmitted", _("application submitted again")
    APPLICATION_RETURNED = "application.returned", _("application returned")
    APPLICATION_SUPPLEMENTED = "application.supplemented", _("Nachtrag added to an application")
    APPLICATION_VIEWED = "application.viewed", _("application viewed")
    APPLICATION_EXPORTED = "application.exported", _("application exported")
    APPLICATION_ANSWERS_DROPPED = "application.answers_dropped", _("answers that no longer applied were dropped")
    SECTION_S3_VIEWED = "section_s3.viewed", _("specially protected section viewed")
    ATTACHMENT_UPLOADED = "attachment.uploaded", _("attachment uploaded")
    ATTACHMENT_REJECTED = "attachment.rejected", _("attachment refused")
    ATTACHMENT_SANITISED = "attachment.sanitised", _("attachment cleaned again")
    ATTACHMENT_VIEWED = "attachment.viewed", _("attachment viewed")
    ATTACHMENT_DELETED = "attachment.deleted", _("attachment deleted")
    CONSENT_SHEET_REMOVED = "consent.sheet_removed", _("signed sheet removed that was filed wrongly")
    CONSENT_RECORDED = "consent.recorded", _("consent recorded")
    CONSENT_VERSION_CHANGED = "consent.version_changed", _("consent text changed")
    CONSENT_WITHDRAWN_PARTIAL = "consent.withdrawn_partial", _("consent withdrawn in part")
    CONSENT_WITHDRAWN = "consent.withdrawn", _("consent withdrawn")
    EXCLUSION_FLAGGED = "exclusion.flagged", _("ground for exclusion noticed")
    EXCLUSION_PROPOSED = "exclusion.proposed", _("exclusion proposed")
    EXCLUSION_CONFIRMED = "exclusion.confirmed", _("exclusion confirmed")
    EXCLUSION_REJECTED = "exclusion.rejected", _("exclusion rejected")
    EXCLUSION_LATER_REPORTED = "exclusion.later_reported", _("ground for exclusion reported later")
    CASE_OPENED = "case.opened", _("case opened")
    CASE_LISTED = "case.listed", _("cases listed")
    CASE_VIEWED = "case.viewed", _("case viewed")
    CASE_ADMITTED = "case.admitted", _("case admitted")
    CASE_NOT_TAKEN_UP = "case.not_taken_up", _("case not taken up")
    CASE_SCHEDULED = "case.scheduled", _("case scheduled")
    CASE_DEFERRED = "case.deferred", _("case deferred")
    CASE_ASSESSED = "case.assessed", _("case assessed")
    CASE_COMMUNICATED = "case.communicated", _("assessment communicated")
    CASE_CLOSED = "case.closed", _("case closed")
    CASE_RESTRICTED = "case.restricted", _("case restricted")
    MEETING_PLANNED = "meeting.planned", _("meeting planned")
    MEETING_INVITED = "meeting.invited", _("meeting invited")
    MEETING_AGENDA_CHANGED = "meeting.agenda_changed", _("agenda changed")
    MEETING_HELD = "meeting.held", _("meeting held")
    MEETING_CANCELLED = "meeting.cancelled", _("meeting cancelled")
    MEETING_INSPECTION_NOTED = "meeting.inspection_noted", _("inspection noted")
    DOSSIER_QUEUED = "dossier.queued", _("dossier ordered")
    DOSSIER_BUILT = "dossier.built", _("dossier compiled")
    DOSSIER_FAILED = "dossier.failed", _("dossier failed")
    DOSSIER_VIEWED = "dossier.viewed", _("dossier viewed")
    DOSSIER_DOWNLOADED = "dossier.downloaded", _("dossier downloaded")
    JOB_RETRIED = "job.retried", _("work started again")
    DOSSIER_REVOKED = "dossier.revoked", _("dossier revoked")
    BACKUP_RESTORED = "backup.restored", _("backup restored")
    ISSUE_VERIFIED = "issue.verified", _("file compared with what was handed out")
    BUNDLE_BUILT = "bundle.built", _("bundle compiled")
    BUNDLE_VIEWED = "bundle.viewed", _("bundle viewed")
    BUNDLE_DOWNLOADED = "bundle.downloaded", _("bundle downloaded")
    BUNDLE_REVOKED = "bundle.revoked", _("bundle revoked")
    NOTE_CREATED = "note.created", _("note created")
    NOTE_LOCKED = "note.locked", _("note locked")
    NOTE_ERASED = "note.erased", _("note erased")
    MEMBER_STEPPED_BACK = "member.stepped_back", _("member stepped back")
    MEMBER_CAME_BACK = "member.came_back", _("member came back")
    MEMBER_EXCUSED = "member.excused", _("member excused")
    ASSESSMENT_DRAFTED = "assessment.drafted", _("assessment drafted")
    ASSESSMENT_AGREED = "assessment.agreed", _("assessment agreed")
    ASSESSMENT_HANDED_TO_AUTHORITY = "assessment.handed_to_authority", _("assessment handed to the authority")
    MINUTES_CREATED = "minutes.created", _("minutes created")
    MINUTES_CHANGED = "minutes.changed", _("minutes changed")
    MINUTES_APPROVED = "minutes.approved", _("minutes approved")
    MINUTES_VIEWED = "minutes.viewed", _("minutes viewed")
    MINUTES_PRINTED = "minutes.printed", _("minutes printed for signature")
    MINUTES_RELEASE_REQUESTED = "minutes.release_requested", _("release of minutes requested")
    MINUTES_RELEASE_DENIED = "minutes.release_denied", _("release of minutes denied")
    GENERAL_QUESTION_PROPOSED = "general_question.proposed", _("general question proposed")
    GENERAL_QUESTION_RELEASED = "general_question.released", _("general question released")
    GENERAL_QUESTION_TAKEN_UP = "general_question.taken_up", _("general question taken up")
    GENERAL_QUESTION_DECLINED = "general_question.declined", _("general question not taken up")
    GENERAL_QUESTION_ANSWERED = "general_question.answered", _("answer to a general question written")
    GENERAL_QUESTION_AGREED = "general_question.agreed", _("agreed to the release of a general question")
    GENERAL_QUESTION_TAKEN_BACK = "general_question.taken_back", _("release of a general question taken back")
    GENERAL_QUESTION_DROPPED = (
        "general_question.dropped",
        _("general question dropped after a withdrawal"),
    )
    EXCHANGE_EVENT_CREATED = "exchange_event.created", _("exchange event created")
    EXCHANGE_EVENT_CHANGED = "exchange_event.changed", _("exchange event changed")
    EXCHANGE_EVENT_INVITED = "exchange_event.invited", _("invited to an exchange event")
    EXCHANGE_EVENT_CANCELLED = "exchange_event.cancelled", _("exchange event called off")
    EXCHANGE_EVENT_REPLIED = "exchange_event.replied", _("replied to an invitation")
    YEARLY_REPORT_RELEASED = "yearly_report.released", _("yearly report released")
    YEARLY_REPORT_GIVEN = "yearly_report.given", _("yearly report given to the committee")
    SEAT_ASSIGNED = "seat.assigned", _("seat assigned")
    SEAT_ENDED = "seat.ended", _("seat ended")
    SEAT_VACANT = "seat.vacant", _("seat vacant")
    OFFICE_INFORMED_RECORDED = "office_informed.recorded", _("office informed")
    DATA_REQUEST_RECEIVED = "data_request.received", _("data request received")
    DATA_REQUEST_ANSWERED = "data_request.answered", _("data request answered")
    ERASURE_SCHEDULED = "erasure.scheduled", _("erasure scheduled")
    ERASURE_EXECUTED = "erasure.executed", _("erased")
    ERASURE_BLOCKED = "erasure.blocked", _("erasure blocked")
    ERASURE_REPLAYED = "erasure.replayed", _("erasure replayed")
    ARCHIVE_DECIDED = "archive.decided", _("archive decided")
    SETTINGS_CHANGED = "settings.changed", _("settings changed")
    FORM_RELEASE_ASKED = "form.release_asked", _("release of a form asked for")
    FORM_RELEASED = "form.released", _("form released")
    FORM_RETURNED = "form.returned", _("form sent back")
    FORM_PUBLISHED = "form.published", _("form published")
    DRAFT_MIGRATED = "draft.migrated", _("draft moved to another version of the form")
    PAGE_PUBLISHED = "page.published", _("page published")
    TRANSLATION_OUTDATED = "translation.outdated", _("translation outdated")
    LETTER_ISSUED = "letter.issued", _("letter issued")
    LETTER_VIEWED = "letter.viewed", _("letter viewed")
    LETTER_TEMPLATE_ASKED = "letter_template.asked", _("release of a letter's wording asked for")
    LETTER_TEMPLATE_RELEASED = "letter_template.released", _("wording of a letter released")
    LETTER_TEMPLATE_RETURNED = "letter_template.returned", _("wording of a letter sent back")
    CONSENT_TRANSLATION_CHECKED = "consent.translation_checked", _("translation of a consent text checked")


class LineFixed(Exception):
    """Lines of the journal are written once and never changed."""


class JournalLineQuerySet(models.QuerySet["JournalLine"]):
    def about(self, subject: UUID) -> Self:
        """Lines of this case itself; lists that showed it are not among them."""
        return self.filter(subject=subject)

    def naming(self, subject: UUID) -> Self:
        """Lines of this case, and those of lists that showed it."""
        mentions = JournalMention.objects.filter(subject=subject).values("line_id")
        return self.filter(models.Q(subject=subject) | models.Q(pk__in=mentions))

    def about_account(self, ref: str) -> Self:
        """Lines of sign-ins and the like, as far back as the aliases reach."""
        return self.filter(subject__in=aliases_of(ref))

    def by(self, ref: str) -> Self:
        """What this actor did, as far back as the aliases reach."""
        return self.filter(alias__in=aliases_of(ref))

    def first_after(self, moment: datetime) -> "JournalLine | None":
        return self.filter(at__gt=moment).order_by("at").first()

    def update(self, **changes: Any) -> NoReturn:
        raise LineFixed

    def delete(self) -> NoReturn:
        raise LineFixed

    def dropped_up_to(self, number: int) -> int:
        """Remove a year that is over (`journal_chain.drop_years_over`); returns how many lines went."""
        return self.filter(number__lte=number)._raw_delete(self.db)


class JournalLine(models.Model):
    """One act. `number` counts without gaps; `mac` authenticates the line and the one before it."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    alias = models.CharField(max_length=40, db_index=True)  # of the actor; see journal_aliases
    organisation_ref = models.CharField(max_length=40, blank=True)  # an alias too, forgotten with the actor's
    act = models.CharField(max_length=40)  # an Act; without choices, so that a new act needs no migration
    subject = models.UUIDField(db_index=True)
    details = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)

    objects = JournalLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal line")
        verbose_name_plural = _("journal lines")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LineFixed
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise LineFixed

    def is_by(self, ref: str) -> bool:
        """Whether this was that actor's act; no once nobody can tell any more. Lists use `refs_behind`."""
        return self.alias in aliases_of(ref)

    @property
    def act_text(self) -> str:
        """What was done, for people."""
        return str(Act(self.act).label)


class JournalMention(models.Model):
    """A list showed this case: an index of what the line's details name, so that "who saw it" is found quickly."""

    line = models.ForeignKey(JournalLine, models.PROTECT, related_name="mentions")
    subject = models.UUIDField(db_index=True)

    class Meta:
        verbose_name = _("journal mention")
        verbose_name_plural = _("journal mentions")

    def __str__(self) -> str:
        return f"{self.line_id} {self.subject}"


def record(*, actor: Actor, act: Act, subject: UUID, details: Mapping[str, str] | None = None) -> JournalLine:
    """Append one line, in the caller's transaction where there is one.

    `details` are codes, numbers and ids only. Raises ValueError for anything that could be content.
    """
    codes = dict(details or {})
    if not all(CODE.fullmatch(text) for text in (*codes, *codes.values())):
        raise ValueError("A journal line takes codes only.")
    with transaction.atomic():
        _wait_for_turn()
        now = timezone.now()
        last = JournalLine.objects.order_by("-number").values_list("number", "mac", secret_at(now)).first()
        number, mac, secret = last or (*_dropped_head(), None)
        alias, organisation = aliases_at(now, actor.ref, actor.organisation_ref, secret=secret)
        line = JournalLine(
            number=number + 1,
            at=now,
            alias=alias,
            organisation_ref=organisation,
            act=act,
            subject=subject,
            details=codes,
        )
        line.mac = mac_of(line, mac)
        line.save()
    return line


def record_list(*, actor: Actor, hits: Mapping[UUID, str], act: Act = Act.CASE_LISTED) -> JournalLine:
    """One line for a list: `hits` are the cases it shows, each with a code such as its state."""
    with transaction.atomic():
        line = record(actor=actor, act=act, subject=LIST, details={str(hit): code for hit, code in hits.items()})
        JournalMention.objects.bulk_create(JournalMention(line=line, subject=hit) for hit in hits)
    return line


def record_account(*, actor: Actor, act: Act, ref: str, details: Mapping[str, str] | None = None) -> JournalLine:
    """One line about an account, whose alias stands in the subject's place; `ref` empty where none is known.

    That costs the same in both cases, so that time does not tell which addresses are known.
    """
    with transaction.atomic():
        alias = UUID(alias_of(ref or "no account", timezone.now()))
        return record(actor=actor, act=act, subject=alias if ref else NO_ACCOUNT, details=details)


def head() -> tuple[int, str]:
    """Number and mac of the newest line, to be kept outside the database."""
    last = JournalLine.objects.order_by("-number").first()
    return (last.number, last.mac) if last else _dropped_head()


def _dropped_head() -> tuple[int, str]:
    dropped = last_dropped()
    return (dropped.last_number, dropped.last_mac) if dropped else (0, "")


def _wait_for_turn() -> None:
    """One append at a time: SQLite's transactions are immediate already, PostgreSQL takes a lock until the commit."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPEND_LOCK])


def mac_of(line: JournalLine, previous: str) -> str:
    """What authenticates this line and, by its mac, the one before it."""
    fields = [
        previous,
        line.number,
        _instant(line.at),
        line.alias,
        line.organisation_ref,
        str(line.act),
        str(line.subject),
        line.details,
    ]
    return hmac.new(keyring.load().journal, vault.canonical(fields), sha256).hexdigest()


def _instant(moment: datetime) -> int:
    """Microseconds since 1970, the same on every database."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
