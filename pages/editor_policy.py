"""What the content security policy must allow the page editor, and nothing beyond.

Wagtail starts a few widgets with inline scripts that know no nonce. Only those whose whole text is one known call
with plain JSON arguments are let through, each by its hash; any other inline script stays blocked. The styles its
scripts make at run time get the nonce of the page (`static/pages/editor-styles.js`).
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator

from csp.constants import HEADER, NONCE, SELF
from django.http import HttpRequest, HttpResponse, HttpResponseBase

EDITOR = "/cms/"
INLINE_SCRIPT = re.compile(r"<script(?: type=\"text/javascript\")?>(.*?)</script>", re.DOTALL)
WIDGET_CALL = re.compile(
    r"(?:init(?:Date|DateTime|Time)Chooser|new (?:Page|Image|Document|Snippet)Chooser)\((.*)\);?", re.DOTALL
)
CHOOSER_ADDRESSES = re.compile(
    r'if \(typeof window\.chooserUrls === "undefined"\) \{\s*window\.chooserUrls = \{\s*'
    r'(?:\w+Chooser: "/cms/[\w/-]+",\s*)+\}\s*\}'
)
SELECT_ALL = (
    "document.addEventListener('DOMContentLoaded', function() {"
    " var selectAll = document.querySelector('[name=\"select_all\"]');"
    " var locales = document.querySelectorAll('[name=\"locales\"]');"
    " selectAll.addEventListener('change', function() { for (var i = 0; i < locales.length; i++) {"
    " locales[i].checked = selectAll.checked; } }); });"
)


class EditorPolicy:
    """Stands directly inside django-csp's middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(EDITOR):
            _let_the_editor_work(response)
        return response


def _let_the_editor_work(response: HttpResponseBase) -> None:
    """The preview of a page is shown in a frame and went through this chain once already, as the page itself."""
    if HEADER in response.headers:
        del response.headers[HEADER]
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    setattr(response, "_csp_replace", {"frame-ancestors": [SELF]})  # noqa: B010 - django-csp reads these attributes
    if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html"):
        update = {"script-src": list(allowed_hashes(response.text)), "style-src": [NONCE]}
        setattr(response, "_csp_update", update)  # noqa: B010


def allowed_hashes(html: str) -> Iterator[str]:
    """CSP sources for the known inline scripts of a page."""
    for script in dict.fromkeys(INLINE_SCRIPT.findall(html)):
        if _is_known(script.strip()):
            digest = hashlib.sha256(script.encode()).digest()
            yield f"'sha256-{base64.b64encode(digest).decode()}'"


def _is_known(script: str) -> bool:
    if call := WIDGET_CALL.fullmatch(script):
        return _is_plain_data(call[1])
    return CHOOSER_ADDRESSES.fullmatch(script) is not None or " ".join(script.split()) == SELECT_ALL


def _is_plain_data(arguments: str) -> bool:
    try:
        json.loads(f"[{arguments}]")
    except json.JSONDecodeError:
        return False
    return True
