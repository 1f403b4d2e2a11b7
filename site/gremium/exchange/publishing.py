"""What the board has released, as the public pages show it: German, whoever reads."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from gremium.exchange.models import ExchangeEvent, Question, Topic, YearlyReport
from gremium.exchange.suppressing import Shown
from pages import board_work
from pages.board_work import Answer, Exchange, FiguresOfYear


def listen() -> None:
    """From now on the public pages ask here; the acts that change anything released empty their cache."""
    board_work.register(answers=answers, exchanges=exchanges, figures=figures)


def answers() -> Sequence[Answer]:
    with translation.override(settings.LANGUAGE_CODE):
        return [
            Answer(
                key=f"frage-{question.pk}",
                topic=question.topic,
                topic_label=str(Topic(question.topic).label),
                question=question.text,
                answer=question.answer,
                released_at=date_format(localtime(question.released_at), "DATE_FORMAT"),
            )
            for question in Question.objects.released()
        ]


def exchanges() -> Sequence[Exchange]:
    """Those that are marked as public and still come; of meetings about cases the exchange knows nothing (seed R23)."""
    return [
        Exchange(
            starts_at=event.starts_at.isoformat(),
            ends_at=event.end.isoformat(),
            title=event.title,
            place=event.place,
            online=event.online,
            occasion=event.occasion,
        )
        for event in ExchangeEvent.objects.public().coming(timezone.now())
    ]


def figures() -> Sequence[FiguresOfYear]:
    return [FiguresOfYear(report.year, Shown.public_groups(report.figures)) for report in YearlyReport.objects.all()]
