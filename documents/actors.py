"""Who is asking, as the lower floors know it: opaque references and a few facts, no account."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request or an act; built per request by the site.

    `ref` and `organisation_ref` are random, stable and meaningless outside the people tables.
    `facts` are short strings that a form may prefill or a rule may ask for,
    such as ``account.display_name`` or ``forms.fills``.
    """

    ref: str
    organisation_ref: str = ""
    name: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


SYSTEM = Actor(ref="system")
"""Acts of timers and workers."""
