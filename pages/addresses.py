"""The first part of an address behind the language, where it does not belong to a public page."""

DESK = frozenset({"antrag", "geschaeftsstelle", "mitglieder"})
RESERVED_SLUGS = DESK | {
    "accounts",
    "api",
    "cms",
    "documents",
    "healthz",
    "media",
    "pruefen",
    "readyz",
    "static",
}
WITHOUT_LANGUAGE = ("/accounts/", "/api/", "/cms/", "/documents/", "/healthz", "/media/", "/readyz", "/static/")


def rest_of(path: str, language: str) -> str | None:
    """What follows the language in a path, without the leading slash; None where the path names another language."""
    prefix = f"/{language}/"
    return path.removeprefix(prefix) if path.startswith(prefix) else None


def area_of(path: str) -> str:
    """The second part of a path: `antrag` of `/ar/antrag/neu/`; "" where there is none."""
    return (path.split("/", 3) + ["", "", ""])[2]
