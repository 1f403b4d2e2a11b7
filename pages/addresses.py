"""How addresses are built: a language, then either a reserved area or the path of a public page."""

from pages.languages import KNOWN

DESK = frozenset(
    {
        *("antrag", "austausch", "datenschutz-aufsicht", "freigaben", "geschaeftsstelle"),
        *("mitglieder", "technik", "traeger", "zweite-person"),
    }
)
DEVICES = frozenset({"foto"})
"""For phones that a desk has given a pass: neither public nor behind a sign-in, in every language of the interface."""
TRANSLATORS = "uebersetzen"
"""For whoever holds a link to translate one text, also into a language that readers are not shown yet."""
RESERVED_SLUGS = (
    DESK
    | DEVICES
    | {
        "accounts",
        "api",
        "blatt",
        "cms",
        "documents",
        "healthz",
        "media",
        "metrics",
        "offline",
        "pruefen",
        "qr",
        "readyz",
        "static",
        "suche",
        TRANSLATORS,
    }
)
FOR_SEARCH_ENGINES = ("/robots.txt", "/sitemap")
WITHOUT_LANGUAGE = (
    *(
        "/accounts/",
        "/api/",
        "/cms/",
        "/documents/",
        "/healthz",
        "/media/",
        "/metrics",
        "/mitlesen/",
        "/readyz",
        "/static/",
    ),
    *FOR_SEARCH_ENGINES,
)
DESK_LANGUAGES = ("de", "en")  # the signed-in areas have complete texts in these


def split(path: str) -> tuple[str, str]:
    """`/ar/so-laeuft-es-ab/` -> `("ar", "so-laeuft-es-ab/")`; the language is "" where the path names none."""
    first, _slash, rest = path.removeprefix("/").partition("/")
    return (first, rest) if first in KNOWN else ("", path.removeprefix("/"))


def is_desk(path: str) -> bool:
    """Does the address lead to a signed-in area (case managers, secretariat, members, accounts, CMS)?"""
    language, rest = split(path)
    return rest.partition("/")[0] in (DESK if language else {"accounts", "cms"})


def is_public(path: str) -> bool:
    """Does the address lead to what anyone may read: the list of languages, or what is below one but for no desk?"""
    language, rest = split(path)
    is_below_language = bool(language) and not is_desk(path) and rest.partition("/")[0] not in DEVICES
    return path == "/" or is_below_language or path.startswith(FOR_SEARCH_ENGINES)


def is_for_translators(path: str) -> bool:
    language, rest = split(path)
    return bool(language) and rest.partition("/")[0] == TRANSLATORS


def address_of(url_path: str, language: str) -> str:
    """The public address of a page from its tree path (`/start/ablauf/`), whose first part is the home page."""
    _root, _home, rest = url_path.split("/", 2)
    return f"/{language}/{rest}"
