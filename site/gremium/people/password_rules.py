"""What is no password although it is long: a common one with digits and signs around it, or said over and over."""

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NOT_LETTERS = re.compile(r"[\W\d_]+")
REPEATED = re.compile(r"(.+?)\1+")
LEAST_DIFFERENT = 6


class CommonCoreValidator(CommonPasswordValidator):
    """The list of common passwords lies beside Django, nothing is asked of anybody (requirement: offline)."""

    def validate(self, password: str, user: Any = None) -> None:
        lowered = password.lower().strip()
        repeated = REPEATED.fullmatch(lowered)
        cores = {lowered, NOT_LETTERS.sub("", lowered), repeated[1] if repeated else lowered}
        if cores & set(self.passwords) or len(set(lowered)) < LEAST_DIFFERENT:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return _("This password is easy to guess. A whole sentence of your own is better.")

    def get_help_text(self) -> str:
        return _("No well-known password, and not one word said over and over.")
