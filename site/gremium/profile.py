"""What the production profile insists on before it serves; the demo is excused and says so by its name."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from documents import keyring, viruses

SHORTEST_SECRET = 50
DEMO_ACCOUNTS = "demo-accounts"
"""File that `people.demo` leaves in the data folder."""
UNLIMITED_PROVIDER = (
    "The provider may vouch for every address. Set OIDC_DOMAINS to the domains it looks after, separated by commas."
)


def problems() -> list[str]:
    """One sentence for each unsafe value, with the way to mend it; empty where all is well or in demo mode."""
    if settings.DEMO:
        return []
    checks = (_secret(), _hosts(), _address(), _key_ring(), _mail(), _data(), _demo(), _provider(), viruses.problem())
    return [sentence for sentence in checks if sentence]


def require_safe() -> None:
    """Raise ImproperlyConfigured with all problems at once; called where the web process and the supervisor start."""
    if found := problems():
        raise ImproperlyConfigured("Gremium does not start:\n" + "\n".join(f"- {sentence}" for sentence in found))


def _secret() -> str:
    if len(settings.SECRET_KEY) >= SHORTEST_SECRET and len(set(settings.SECRET_KEY)) > 10:
        return ""
    return f"SECRET_KEY is missing or too weak. Set it to a random text of at least {SHORTEST_SECRET} characters."


def _hosts() -> str:
    if settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        return ""
    return "ALLOWED_HOSTS is missing or allows every name. Set it to the site's names, separated by commas."


def _address() -> str:
    """Links in mails and calendars lead there; without it they would lead to this machine alone."""
    if settings.BASE_URL.startswith("https://") and urlsplit(settings.BASE_URL).hostname:
        return ""
    return "BASE_URL is missing or not https. Set it to the site's address, like https://gremium.example.org."


def _key_ring() -> str:
    try:
        keyring.load()
    except keyring.KeyRingUnsafe as problem:
        return str(problem)
    return ""


def _mail() -> str:
    if settings.EMAIL_URL:
        return ""
    return "EMAIL_URL is missing. Set it like submission://user:password@mail.example.org:587."


def _data() -> str:
    path = Path(settings.DATA)
    if not path.exists() or not path.stat().st_mode & 0o007:
        return ""
    return f"The data folder {path} may be entered by everybody on this machine. Run: chmod o-rwx {path}"


def _demo() -> str:
    """A demo's accounts have one password, which everybody who saw the demo start may know."""
    if not (Path(settings.DATA) / DEMO_ACCOUNTS).exists():
        return ""
    return f"The data folder {settings.DATA} holds a demo with its accounts. Set GREMIUM_DATA to an empty folder."


def _provider() -> str:
    app = next(iter(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]), None)
    if app is None:
        return ""
    if settings.OIDC_SERVER_URL.startswith("https://") and app["client_id"] and app["secret"]:
        return "" if settings.OIDC_DOMAINS else UNLIMITED_PROVIDER
    return "Sign-in at a provider is not safe. Set OIDC_SERVER_URL with https, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET."
