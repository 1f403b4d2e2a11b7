"""What waits for those who look after people: proposals to send, and forms and wordings to release."""

from collections.abc import Iterator

from django.db.models import CharField, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.actors import Actor
from forms.consent_texts import ConsentText
from forms.revising.consent_translations import languages_to_check
from forms.revising.consent_views import german_text
from forms.revising.further import further_for
from forms.revising.releases import ReleaseRequest
from forms.versions import FORM_KEY
from gremium.people.asking import RELEASING, actor_of
from gremium.people.invitations import needs_another_person
from gremium.people.models import Invitation, Role, User, WaitingMail
from gremium.people.waiting import Waiting

MAIL = "mail"
"""Marks the rows of mails; no role is called so."""


def waiting_releases(user: User) -> Iterator[Waiting]:
    """Forms, and what floors above have released in the same place."""
    if user.role not in RELEASING:
        return
    actor = actor_of(user)
    requests = ReleaseRequest.objects.visible_to(actor).waiting()
    for one in requests:
        if one.may_be_released_by(actor):
            yield Waiting(_("Decide on the changed form"), reverse("releases:one", args=[one.pk]))
    if user.role == Role.DATA_PROTECTION and (languages := _languages_to_check(actor)):
        told = ngettext(
            "Compare the consent text in one language", "Compare the consent text in %(count)s languages", languages
        )
        yield Waiting(told % {"count": languages}, reverse("releases:consent"))
    for further, count in further_for(actor):
        if count:
            told = _("%(what)s: %(count)s to be released") % {"what": further.label(), "count": count}
            yield Waiting(told, reverse(further.address))


def _languages_to_check(actor: Actor) -> int:
    """Of the consent text; none before there is one."""
    try:
        return languages_to_check(FORM_KEY, german_text(), by=actor)
    except ConsentText.DoesNotExist:
        return 0


def waiting_people(user: User) -> Iterator[Waiting]:
    """Of the secretariat: proposed colleagues to invite, and mails that did not reach somebody for days; one query.

    What needs a second person stands on that one's desk.
    """
    if user.role != Role.SECRETARIAT:
        return
    proposals = Invitation.objects.proposed().order_by().values_list("role", "asked_by_id")
    mails = WaitingMail.objects.given_up().order_by().values_list(Value(MAIL, CharField()), "user_id")
    rows = list(proposals.union(mails, all=True))
    proposed = [Invitation(role=role, asked_by_id=by) for role, by in rows if role != MAIL]
    to_invite = sum(not needs_another_person(one, user) for one in proposed)
    if to_invite:
        told = ngettext("A proposed person is to be invited", "%(count)s proposed persons are to be invited", to_invite)
        yield Waiting(told % {"count": to_invite}, reverse("people:invitations"))
    if left := len(rows) - len(proposed):
        told = ngettext("A mail could not be delivered", "%(count)s mails could not be delivered", left)
        yield Waiting(told % {"count": left}, reverse("people:undelivered"))
