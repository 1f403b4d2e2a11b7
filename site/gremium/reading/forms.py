"""A note as the reader sends it."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 4000
"""Characters of a note."""


class NoteForm(forms.Form):
    """`ref` is empty for a new note; an empty text removes the one it names."""

    page = forms.IntegerField(min_value=1)
    ref = forms.CharField(max_length=64, required=False)
    text = forms.CharField(
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": _("A note may have 4,000 characters. Please split it into two.")},
    )
