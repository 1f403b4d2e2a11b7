"""Phone numbers as people write them and as phones dial them."""

import re

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

PHONE_PATTERN = r"^\+?[0-9][0-9 /()-]{4,30}$"
PHONE = RegexValidator(PHONE_PATTERN, _("Enter a phone number in digits, such as 0231 555 0100."))
GERMANY = "+49"


def tel_uri(phone: str) -> str:
    """`0231 555-0100` -> `tel:+492315550100`; numbers without a country are German."""
    digits = re.sub(r"[^+0-9]", "", phone.replace("(0)", ""))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    return f"tel:{GERMANY}{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"
