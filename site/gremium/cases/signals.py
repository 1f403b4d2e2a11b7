"""What the meetings above hear of cases, inside the transaction; what a receiver raises undoes all."""

from django.dispatch import Signal

case_withdrawn = Signal()
"""Sent with `case`, `before` (its state until then) and `by` when nobody may read a case any more (domain T18)."""
case_cut = Signal()
"""Sent with `case`, `before`, `recalls` and `by` when a case goes on with less than before after a partial withdrawal.

Its state may be "returned" now. `recalls`: copies that members hold say more than may be read now.
"""
case_moved = Signal()
"""Sent with `case`, `before` (its state until then), `number` (T1 to T19) and `by` whenever a case changes its state.

A case that is excluded later drops off its agenda then (domain T17).
"""
