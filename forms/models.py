"""The tables of this floor, each defined beside the acts that use it."""

from forms.consent_texts import ConsentText
from forms.drafts import Draft
from forms.submissions import Submission

__all__ = ["ConsentText", "Draft", "Submission"]
