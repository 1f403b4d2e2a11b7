"""The one question after a German text has gone live: what does the change mean for its translations?"""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pages.editing.permissions import for_editors, person
from pages.editing.texts import text_of
from pages.stating import NothingToState, declare_legal_change, declare_minor_edit


class Meaning(TextChoices):
    CONTENT = "content", gettext_lazy("The content has changed. The translations count as outdated until they follow.")
    MINOR = "minor", gettext_lazy("A small correction (spelling, style). The translations stay valid.")
    LEGAL = (
        "legal",
        gettext_lazy(
            "The law has changed. All translations are marked at once: “may be wrong, ask a counselling office”."
        ),
    )


class MeaningForm(forms.Form):
    meaning = forms.ChoiceField(
        label=gettext_lazy("What did you change?"),
        choices=Meaning.choices,
        initial=Meaning.CONTENT,
        widget=forms.RadioSelect,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    text, form = text_of(key), MeaningForm(request.POST or None)
    if not form.is_valid():
        return render(request, "pages/editing/change.html", {"text": text, "form": form})
    try:
        if form.cleaned_data["meaning"] == Meaning.MINOR:
            declare_minor_edit(text.german, by=person(request))
        elif form.cleaned_data["meaning"] == Meaning.LEGAL:
            declare_legal_change(text.german, by=person(request))
    except NothingToState as nothing:
        messages.warning(request, str(nothing))
    else:
        messages.success(request, _("Noted for “%(title)s”.") % {"title": text.title})
    return redirect(text.edit_url)
