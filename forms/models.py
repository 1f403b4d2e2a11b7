"""The tables of this floor, each defined beside the acts that use it."""

from forms.consent_texts import ConsentText
from forms.drafts import Draft
from forms.late_sheets import LateSheet
from forms.passes import Pass
from forms.person_views import PersonView
from forms.revising.dry_runs import DryRun, DryRunPage
from forms.revising.releases import ReleaseRequest
from forms.revising.working_copies import WorkingCopy
from forms.submissions import Submission
from forms.translations import Translation
from forms.versions import FormVersion
from forms.withdrawals import Withdrawal

__all__ = [
    "ConsentText",
    "Draft",
    "DryRun",
    "DryRunPage",
    "FormVersion",
    "LateSheet",
    "Pass",
    "PersonView",
    "ReleaseRequest",
    "Submission",
    "Translation",
    "Withdrawal",
    "WorkingCopy",
]
