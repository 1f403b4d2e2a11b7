"""One step of a session wizard as django-formtools' manual makes it, with the fields that `fields.json` names."""

import json
from typing import Any

from django import forms
from django.http import HttpResponse
from formtools.wizard.views import SessionWizardView

from tests.bench.plain.settings import FOLDER


def _fields() -> dict[str, forms.Field]:
    path = FOLDER / "fields.json"
    names = json.loads(path.read_text()) if path.exists() else []
    return {name: forms.CharField(required=False) for name in names}


class WizardView(SessionWizardView):
    form_list = (type("Step", (forms.Form,), _fields()), forms.Form)
    template_name = "plain/wizard.html"

    def done(self, form_list: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse("done")
