"""What happened in a calendar year, counted from the bare rows that outlive a case's content (seed R2, R30).

German labels: the report is a German paper for the committee, and the public page shows it as it is.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from documents import keystore, vault
from gremium.cases.assessments import Assessment
from gremium.cases.models import Exclusion
from gremium.cases.moves import Move
from gremium.exchange.models import Question
from gremium.exchange.suppressing import Count, Shown, shown_group
from gremium.letters.results import GROUNDS, RESULTS

FILED, NOT_TAKEN_UP, CONSIDERED = "T3", "T8", "T10"
"""Rows of the table of a case's life (domain section 3)."""
DECLINED = "Anträge, die das Gremium nicht beraten hat"
WITHOUT = "Noch ohne Einschätzung, zurückgezogen oder bereits gelöscht"


def figures_of(year: int) -> list[Shown]:
    """All groups of a year, with what is small hidden already."""
    return [
        shown_group("Anträge", [Count("Eingereichte Anträge", len(_cases(year, FILED)))]),
        shown_group("Ausgeschlossene Anträge nach Grund", _excluded(year), total="Ausgeschlossen insgesamt"),
        shown_group("Nicht befasst", [Count(DECLINED, len(_cases(year, NOT_TAKEN_UP)))]),
        shown_group("Beratene Fälle nach Einschätzung", _considered(year), total="Beraten insgesamt"),
        shown_group("Austausch", [Count("Veröffentlichte allgemeine Fragen", released_questions(year).count())]),
    ]


def released_questions(year: int) -> QuerySet[Question]:
    begin, end = _bounds(year)
    return Question.objects.released().filter(released_at__gte=begin, released_at__lt=end)


def _cases(year: int, number: str) -> set[UUID]:
    """Cases with such a step in that year, each once."""
    begin, end = _bounds(year)
    moves = Move.objects.filter(number=number, at__gte=begin, at__lt=end)
    return set(moves.values_list("case_id", flat=True))


def _excluded(year: int) -> list[Count]:
    """At filing and later; a case counts once, by its last confirmed ground."""
    begin, end = _bounds(year)
    confirmed = Exclusion.objects.filter(outcome=Exclusion.Outcome.CONFIRMED, decided_at__gte=begin, decided_at__lt=end)
    grounds = Counter(dict(confirmed.order_by("decided_at").values_list("case_id", "ground")).values())
    return [Count(option.label, grounds[option.value]) for option in GROUNDS.options]


def _considered(year: int) -> list[Count]:
    considered = _cases(year, CONSIDERED)
    values = Counter(_results(considered))
    counts = [Count(option.label, values[option.value]) for option in RESULTS.options]
    return [*counts, Count(WITHOUT, len(considered) - sum(values.values()))]


def _results(cases: set[UUID]) -> Iterable[str]:
    """Values of assessments that can still be read; what a person has withdrawn is counted nowhere."""
    with keystore.keys_at_hand(cases):
        for assessment in Assessment.objects.filter(case__in=cases):
            try:
                yield assessment.result
            except vault.UNREADABLE:
                continue


def _bounds(year: int) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
