"""The OpenAPI 3.1 description: a file for people to write, and the kinds of pages as the models have them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from pages.api.schemas import page_kinds, page_schemas
from pages.languages import KNOWN

SOURCE = Path(__file__).with_name("openapi.yaml")


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    return JsonResponse(description())


@cache
def description() -> dict[str, Any]:
    """The whole description as one document."""
    described: dict[str, Any] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    names = [kind.__name__ for kind in page_kinds()]
    schemas = described["components"]["schemas"]
    schemas |= page_schemas()
    schemas["Page"] = {"oneOf": [_reference(name) for name in names]}
    schemas["PageItem"] = {"oneOf": [_reference(f"{name}Item") for name in names]}
    schemas["PageKind"] = {"enum": [f"pages.{name}" for name in names]}
    schemas["LanguageCode"] = {"enum": list(KNOWN)}
    described["servers"] = [{"url": settings.WAGTAILADMIN_BASE_URL}]
    return described


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
