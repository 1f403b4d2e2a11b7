"""How a member wants the own copy protected."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_PASSWORD_BYTES = 127
"""Readers cut or refuse what is longer (ISO 32000-2, 7.6.4.3.3); a letter like ä has two bytes, an emoji four."""


class Protection(models.TextChoices):
    PASSWORD = "password", _("With a password (recommended)")
    NONE = "none", _("Without a password")


class CopyForm(forms.Form):
    protection = forms.ChoiceField(
        label=_("Protection of the file"), choices=Protection.choices, initial=Protection.PASSWORD
    )
    password1 = forms.CharField(
        label=_("Password for this file"),
        help_text=_(
            "At least 10 characters. It is stored nowhere: without it nobody can open the file, "
            "not even the secretariat. Lost passwords do no harm, you can download a new copy at any time."
        ),
        min_length=10,
        max_length=120,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "field__input"}),
        error_messages={"min_length": _("Please choose at least 10 characters.")},
    )
    password2 = forms.CharField(
        label=_("Repeat the password"),
        max_length=120,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "field__input"}),
    )

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        if len(password.encode()) > MOST_PASSWORD_BYTES:
            raise forms.ValidationError(_("This password is too long for a PDF. Please choose a shorter one."))
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("protection") != Protection.PASSWORD or "password1" in self.errors:
            return data
        if not data.get("password1"):
            self.add_error("password1", _("Please set a password, or choose “Without a password”."))
        elif data["password1"] != data.get("password2"):
            self.add_error("password2", _("The two passwords differ. Please type them again."))
        return data

    @property
    def password(self) -> str:
        """Empty where the reader chose an open file."""
        return str(self.cleaned_data["password1"]) if self.cleaned_data["protection"] == Protection.PASSWORD else ""
