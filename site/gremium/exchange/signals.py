"""What the meetings above hear of general questions, inside the transaction."""

from django.dispatch import Signal

questions_changed = Signal()
"""Sent without more when a question comes before the board or is no longer to be talked about."""
