"""See `pages.formats`. A short date names its month: with numbers alone it would be read the American way."""

from pages.formats import *  # noqa: F403

SHORT_DATE_FORMAT = "j\u00a0M\u00a0Y"
SHORT_DATETIME_FORMAT = "j\u00a0M\u00a0Y, H:i"
