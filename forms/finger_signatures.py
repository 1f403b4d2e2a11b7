"""Signatures drawn with a finger on the screen of the desk: beside the signed sheet on paper, never in its place.

They are no questions of the form, but they live in a draft like answers and are sealed with the submission
(`forms.conversation`), so that whatever reaches these reaches them. One a signer; the drawing itself is an upload.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from forms.ledger import Ledger

START = "finger"
"""Start of the places at which a draft keeps them, by the ref of the signer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What somebody put her name to: for whom (refs, herself first if for herself), which points of which text.

    `signer` is a ref of `forms.consent.Signer`; `sha256` is that of the German text, `offices` what purpose P7 names.
    """

    signer: str
    name: str
    people: tuple[str, ...]
    purposes: tuple[str, ...]
    version: str
    sha256: str
    offices: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerSignature:
    """One signature: `upload` is the id of the paper with the drawing, `at` when it was drawn (ISO time).

    `explained` says how the text was explained (`ew_erlaeutert`), `explained_by` who did it at the desk, `language`
    which one stood beside German ("" for none).
    """

    signed: Signed
    upload: str
    at: str
    explained: str
    explained_by: str
    interpreter: str = ""
    language: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        signed = data["signed"]
        lists = {name: tuple(signed[name]) for name in ("people", "purposes")}
        return cls(**{**data, "signed": Signed(**{**signed, **lists})})

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it, so that what is written and what is read back are equal."""
        data = asdict(self)
        data["signed"] |= {name: list(data["signed"][name]) for name in ("people", "purposes")}
        return data

    @property
    def day(self) -> str:
        """An ISO day."""
        return self.at[:10]

    @property
    def drawn_at(self) -> datetime:
        return datetime.fromisoformat(self.at)


def place_of(signer: str) -> str:
    return f"{START}.{signer}"


def finger_signature(ledger: Ledger, signer: str) -> FingerSignature | None:
    """The one of this signer that a draft holds, whether or not it still says what the draft says."""
    held = ledger.values.get(place_of(signer))
    return FingerSignature.from_data(held) if held else None


def finger_signatures(ledger: Ledger) -> Iterator[FingerSignature]:
    """All that a draft holds."""
    for place, held in ledger.values.items():
        if place.startswith(f"{START}."):
            yield FingerSignature.from_data(held)
