"""The inversions between the floors: who is above hears of a submission, a withdrawal, an erasure as it happens."""

from django.dispatch import Signal

submission_sealed = Signal()
"""Sent with `submission`, `answers`, `findings` and `by`, inside the transaction; what a receiver raises undoes all."""
consent_withdrawn = Signal()
"""Sent with `withdrawal`, `rest` (a `forms.withdrawing.Rest`, or None) and `by`, as `submission_sealed` is.

`rest` is what is left of a submission after a partial withdrawal; a draft that was never handed in has none.
"""
earlier_versions_erased = Signal()
"""Sent with `subject`, `kept` (number of the version that stays) and `by`, inside the transaction of the erasure."""
everything_erased = Signal()
"""Sent with `subject` and `by`, inside the transaction that deletes all rows of a Kurzantrag, whatever the reason.

Its key is gone by then: what a receiver wants to keep in another form it must have taken before.
"""
