"""What a page may load, show and send: the site's own alone (Content Security Policy)."""

from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF


def content_policy(sign_in: str) -> dict[str, dict[str, list[str]]]:
    """For django-csp; forms may also be sent to the foreign sign-in at this address, "" where there is none."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF],
            "img-src": [SELF, "data:", "blob:"],
            "connect-src": [SELF],
            "media-src": [SELF],
            "font-src": [SELF],
            "frame-src": [SELF],
            "frame-ancestors": [NONE],
            "form-action": [SELF, *([_origin(sign_in)] if sign_in else [])],
            "base-uri": [NONE],
            "object-src": [NONE],
            "manifest-src": [SELF],
            "worker-src": [SELF],
        }
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
