"""What the floors above hear of documents, inside the transaction."""

from django.dispatch import Signal

dossier_built = Signal()
"""Sent with `subject` when a dossier of that subject was compiled; what a receiver raises undoes the compilation."""
