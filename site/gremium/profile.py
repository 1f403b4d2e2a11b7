"""What the production profile insists on before it serves; the demo is excused and says so by its name."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from documents import keyring

SHORTEST_SECRET = 50


def problems() -> list[str]:
    """One sentence for each unsafe value, with the way to mend it; empty where all is well or in demo mode."""
    if settings.DEMO:
        return []
    return [sentence for sentence in (_secret(), _hosts(), _key_ring(), _mail(), _data()) if sentence]


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
