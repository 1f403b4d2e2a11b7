import pytest
from django.core.exceptions import ValidationError

from pages.phones import PHONE, tel_uri


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0231 555 0100", "tel:+492315550100"),
        ("0231 38424-0", "tel:+49231384240"),
        ("+49 (0)231 5550100", "tel:+492315550100"),
        ("0049 231 5550100", "tel:+492315550100"),
        ("+43 1 234567", "tel:+431234567"),
        ("110", "tel:110"),
    ],
)
def test_a_phone_can_dial_what_people_write(written: str, dialled: str) -> None:
    assert tel_uri(written) == dialled


@pytest.mark.parametrize("written", ["nachfragen", "12", "0231 555 0100 (Frau Meier)"])
def test_what_no_phone_can_dial_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        PHONE(written)
