"""A draft goes to a colleague of the same organisation: somebody is ill, on leave, or moves on."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.actors import Actor
from forms.drafts import Draft, hand_over
from gremium.people.asking import actor_of
from gremium.people.models import User
from gremium.people.outbox import sentence, tell


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: User) -> str:
        return obj.display_name


class HandOverForm(forms.Form):
    """Who goes on: everybody of the organisation who fills forms, except the one who answers for the draft now."""

    to = ColleagueField(
        label=gettext_lazy("Who goes on with this draft?"),
        queryset=User.objects.none(),
        to_field_name="ref",
        empty_label=gettext_lazy("Please choose"),
        widget=forms.Select(attrs={"class": "field__input", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Please choose who goes on with this draft.")},
    )

    def __init__(self, *args: Any, draft: Draft, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        assert isinstance(field, ColleagueField)
        field.queryset = User.objects.who_fill_for(draft.organisation_ref).exclude(ref=draft.owner_ref)

    @property
    def has_colleagues(self) -> bool:
        field = self.fields["to"]
        assert isinstance(field, ColleagueField)
        return bool(field.queryset is not None and field.queryset.exists())


def hand_over_to(draft: Draft, colleague: User, *, by: Actor) -> None:
    """Hand a draft over and tell the colleague by a neutral mail.

    Raises forms.drafts.OtherOrganisation.
    """
    hand_over(draft, to=actor_of(colleague), by=by)
    if str(colleague.ref) != by.ref:
        tell([colleague], handed_over, desk="cases:own_desk")


@sentence
def handed_over() -> str:
    return _("A colleague has handed something over to you.")
