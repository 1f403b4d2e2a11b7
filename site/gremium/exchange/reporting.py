"""The yearly report: for the committee as a paper, for everybody as figures on the public pages (seed R2, R30)."""

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.cases.life import NotPossible
from gremium.exchange.counting import figures_of, released_questions
from gremium.exchange.models import YearlyReport
from gremium.exchange.suppressing import Shown
from gremium.letters.composing import NOT_TOLD
from gremium.letters.issuing import issue_letter, letter_pdf
from gremium.letters.models import Letter
from pages.figures import SMALL, UNDER
from pages.forgetting import forget_after_commit

KIND = "yearly_report"
FIRST_YEAR = 2022


@transaction.atomic
def release_report(year: int, *, remark: str, by: Actor) -> YearlyReport:
    """Freeze a year that is over: from then on its figures are public, and stay what they are. Raises NotPossible."""
    if not FIRST_YEAR <= year < timezone.localdate().year:
        raise NotPossible(_("The figures of a year are released when the year is over."))
    if YearlyReport.objects.filter(year=year).exists():
        raise NotPossible(_("The report of this year has been released already."))
    groups = figures_of(year)
    report = YearlyReport(pk=uuid4(), year=year, remark=remark.strip(), released_by_ref=by.ref)
    report.figures = [group.as_data() for group in groups]
    report.letter = _write(report, groups, by=by).pk
    report.save(force_insert=True)
    journal.record(actor=by, act=Act.YEARLY_REPORT_RELEASED, subject=report.pk, details={"year": str(year)})
    forget_after_commit()
    return report


@transaction.atomic
def note_given(report: YearlyReport, *, on: date, by: Actor) -> None:
    """The paper went to the committee on that day."""
    report.given_on = on
    report.save(update_fields=["given_on"])
    journal.record(actor=by, act=Act.YEARLY_REPORT_GIVEN, subject=report.pk, details={"on": on.isoformat()})


def report_pdf(report: YearlyReport) -> bytes:
    """Raises what `letter_pdf` raises."""
    return letter_pdf(Letter.objects.get(pk=report.letter))


def _write(report: YearlyReport, groups: Sequence[Shown], *, by: Actor) -> Letter:
    rows = [(_label(group, label), number) for group in groups for label, number in group.rows]
    return issue_letter(
        KIND,
        subject=report.pk,
        facts={"year": str(report.year), "remark": report.remark},
        lists={"general_questions": [one.text for one in released_questions(report.year)]},
        groups={"figures": [{"label": label, "count": number or NOT_TOLD} for label, number in rows]},
        by=by,
    )


def _label(group: Shown, label: str) -> str:
    """On paper each line stands alone."""
    return f"{group.title}: {label}" if len(group.rows) > 1 else label


def as_read(number: str) -> str:
    """A stored figure in German."""
    return f"unter {SMALL}" if number == UNDER else number or NOT_TOLD
