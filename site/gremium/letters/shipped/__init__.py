"""The wording each kind of paper is shipped with, one YAML file a kind: what holds until an editor's was released."""

from functools import cache
from pathlib import Path

import yaml

from gremium.letters.blocks import Body, read_body

FOLDER = Path(__file__).parent


@cache
def shipped_body(key: str) -> Body:
    """The blocks of ``<key>.yaml``. Raises FileNotFoundError, blocks.MalformedBody."""
    return read_body(yaml.safe_load((FOLDER / f"{key}.yaml").read_text(encoding="utf-8")))
