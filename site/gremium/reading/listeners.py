"""What members read goes when a withdrawn application is erased; the desk learns what is new since they last read."""

from uuid import UUID

from django.dispatch import receiver

from forms.signals import everything_erased
from gremium.cases.hints import register_hints
from gremium.meetings.bundle_hints import register_bundle_news
from gremium.reading.models import LastRead
from gremium.reading.news import bundle_news, hints_of


@receiver(everything_erased)
def forget_readings(sender: object, subject: UUID, **others: object) -> None:
    LastRead.objects.filter(key=subject).delete()


register_hints(hints_of)
register_bundle_news(bundle_news)
