"""The one inversion between the floors: who is above hears of a submission in the same transaction."""

from django.dispatch import Signal

submission_sealed = Signal()
"""Sent with `submission`, `answers`, `findings` and `by`, inside the transaction; what a receiver raises undoes all."""
