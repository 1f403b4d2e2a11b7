"""The list of Freie Träger the secretariat recognises: only their staff may submit (seed R15)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from documents import journal
from documents.journal import Act
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User


class OrganisationRefused(Exception):
    """Its text says to a person what stands in the way."""


@transaction.atomic
def recognise(name: str, *, today: date, by: User) -> Organisation:
    """Put an organisation on the list, anew where it was on it before. Raises OrganisationRefused if it is on it."""
    organisation = Organisation.objects.select_for_update().filter(name__iexact=name.strip()).first()
    if organisation is None:
        organisation = Organisation(name=name.strip())
    elif organisation.is_recognised:
        raise OrganisationRefused(_("This organisation is on the list already."))
    organisation.is_recognised = True
    organisation.recognised_on, organisation.recognised_by_ref = today, by.ref
    organisation.recognition_ended_on = None
    organisation.save()
    journal.record(actor=actor_of(by), act=Act.ORGANISATION_RECOGNISED, subject=organisation.ref)
    return organisation


@transaction.atomic
def end_recognition(organisation: Organisation, *, today: date, by: User) -> None:
    """From now on its staff cannot submit; what they have, they may go on reading (domain V35)."""
    ended = Organisation.objects.filter(pk=organisation.pk, is_recognised=True)
    if ended.update(is_recognised=False, recognition_ended_on=today):
        journal.record(actor=actor_of(by), act=Act.ORGANISATION_ENDED, subject=organisation.ref)
