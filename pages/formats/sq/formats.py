"""See `pages.formats`."""

from pages.formats import *  # noqa: F403
