"""Views that scripts call by themselves: they are no sign of life, so they do not keep a session open."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
BACKGROUND = "is_background"


def in_background(view: View) -> View:
    """Mark a view that scripts call by themselves."""
    setattr(view, BACKGROUND, True)
    return view


def is_in_background(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, BACKGROUND, False))
