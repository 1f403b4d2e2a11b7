"""What a browser without scripts does: read a page's form, change some fields, press a button."""

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.actors import Actor
from forms.drafts import Draft
from tests.forms.asking import AskedAs

Typed = str | Sequence[str] | bool


class FormReader(HTMLParser):
    """Collects what the form of a page would send, hidden parts included, as browsers do."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.names: set[str] = set()
        self.buttons: list[str] = []
        self.hidden_places: set[str] = set()
        self._textarea: str | None = None
        self._select: tuple[str, list[str]] | None = None
        self._depth: list[bool] = []
        self._in_form = False
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attributes}
        if tag == "form":
            self._in_form = found.get("id") == "step-form"
        if tag == "button" and found.get("name") == "action":
            self.buttons.append(found["value"])
        if "data-place" in found and "hidden" in found:
            self.hidden_places.add(found["data-place"])
        if not self._in_form or (not (name := found.get("name")) and tag != "option"):
            return
        if tag == "input" and found.get("type") not in ("file", "submit"):
            self.names.add(name or "")
            if found.get("type") not in ("radio", "checkbox") or "checked" in found:
                self.sent.setdefault(name or "", []).append(found.get("value", ""))
        elif tag == "textarea":
            self.names.add(name or "")
            self._textarea = name
            self.sent.setdefault(name or "", []).append("")
        elif tag == "select":
            self.names.add(name or "")
            self._select = (name or "", [])
        elif tag == "option" and self._select and "selected" in found:
            self._select[1].append(found["value"])

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self.sent[self._textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None:
            self.sent[self._textarea][-1] = self.sent[self._textarea][-1].removeprefix("\n")
            self._textarea = None
        if tag == "select" and self._select:
            self.sent.setdefault(self._select[0], []).append((self._select[1] or [""])[0])
            self._select = None
        if tag == "form":
            self._in_form = False


class Browser:
    """One tab of one person; `page` is what it shows, `tab` a second one beside it."""

    def __init__(self, actor: Actor) -> None:
        AskedAs.actors[actor.ref] = actor
        self.actor = actor
        self.client = Client(headers={"X-Asking": actor.ref})
        self.path = ""
        self.html = ""
        self.status = 0
        self.response: Any = None

    def begin(self) -> "Browser":
        return self._show(self.client.post("/de/antrag/neu/", follow=True))

    def tab(self) -> "Browser":
        other = Browser(self.actor)
        return other.go(self.path) if self.path else other

    def go(self, path: str) -> "Browser":
        return self._show(self.client.get(path, follow=True), path)

    def open_step(self, step: str) -> "Browser":
        return self.go(f"/de/antrag/{self.draft_id}/{step}/")

    def reach(self, step: str) -> "Browser":
        """Open a step as somebody who has left all before it empty; going through them takes half a second."""
        draft = self.draft
        draft.reach(step)
        draft.save(update_fields=["reached"])
        return self.open_step(step)

    @property
    def draft_id(self) -> UUID:
        return UUID(self.path.split("/")[3])

    @property
    def step(self) -> str:
        return self.path.rstrip("/").split("/")[-1]

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.draft_id)

    @property
    def form(self) -> FormReader:
        return FormReader(self.html)

    def shown(self, name: str) -> list[str]:
        """What stands in a field of the page."""
        return self.form.sent.get(name, [])

    def press(
        self,
        action: str,
        typed: Mapping[str, Typed] | None = None,
        files: Mapping[str, Sequence[tuple[str, bytes]]] | None = None,
    ) -> "Browser":
        """Change fields of the page and press a button."""
        data: dict[str, Any] = {name: list(values) for name, values in self.form.sent.items()}
        for name, value in (typed or {}).items():
            data.pop(name, None)
            if value is not False:
                data[name] = ["1"] if value is True else [value] if isinstance(value, str) else list(value)
        data["action"] = action
        for name, several in (files or {}).items():
            data[name] = [SimpleUploadedFile(file, content) for file, content in several]
        return self._show(self.client.post(self.path, data, follow=True), self.path)

    def _show(self, response: Any, path: str = "") -> "Browser":
        chain = getattr(response, "redirect_chain", [])
        self.path = urlsplit(chain[-1][0]).path if chain else path
        self.html = response.content.decode()
        self.status = response.status_code
        self.response = response
        return self
