"""Letters go when an application is erased; kinds, catalogues and releases are made known below."""

from uuid import UUID

from django.dispatch import receiver
from django.utils.translation import gettext as _

from documents.actors import Actor
from forms.revising.further import Further, register_further
from forms.revising.releases import Duty, duty_of
from forms.signals import everything_erased
from gremium.letters import papers, translations
from gremium.letters.erasing import forget_letters
from gremium.letters.models import LetterTemplate
from pages.catalogues import register_further_catalogue

__all__ = ["papers"]


@receiver(everything_erased)
def forget_letters_of_erased(sender: object, subject: UUID, **others: object) -> None:
    forget_letters(subject)


def _waiting(actor: Actor) -> int | None:
    return LetterTemplate.objects.waiting().count() if duty_of(actor) == Duty.SECRETARIAT else None


register_further(Further(label=lambda: _("Wording of letters"), address="letters:releases", waiting=_waiting))
register_further_catalogue(translations.update, translations.problems)
