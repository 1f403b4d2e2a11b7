"""YAML as people mean it: only true/false are truth values, dates stay text, a key given twice is an error."""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

SCALARS = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"-?(?:0|[1-9][0-9]{0,17})", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?", "-0123456789"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("merge", r"<<", "<"),
)

DEEPEST = 100
"""Lists and mappings inside one another; a form has about ten."""


class UnreadableFile(ValueError):
    """The file cannot be opened, is no text, or is no YAML; the message names the file and the place."""


class Loader(yaml.CSafeLoader):
    """Norway (`NO`) stays text, and so do 2026-02-16, 12:30 and 01234."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML keeps it on the class

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key_node, _value in node.value if isinstance(node, yaml.MappingNode) else ():
            if isinstance(key_node, yaml.ScalarNode) and key_node.value != "<<":
                if key_node.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key „{key_node.value}“ stands twice", key_node.start_mark
                    )
                seen.add(key_node.value)
        return super().construct_mapping(node, deep=deep)


for _name, _pattern, _first in SCALARS:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(rf"^(?:{_pattern})\Z"), list(_first))


def load_text(text: str, name: str) -> Any:
    """Data of a YAML text; raise UnreadableFile, naming the file and the line."""
    try:
        _refuse_deep(text)
        return yaml.load(text, Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableFile(
            _("%(name)s is not readable YAML, line %(line)s: %(problem)s")
            % {"name": name, "line": line, "problem": error.problem or error.context or ""}
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UnreadableFile(_("%(name)s is not readable YAML.") % {"name": name}) from error


def _refuse_deep(text: str) -> None:
    """Raise RecursionError before the loader, which is C, runs over the end of its stack."""
    depth = 0
    for event in yaml.parse(text, Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise RecursionError


def read_text(path: Path) -> str:
    """The text of a UTF-8 file; raise UnreadableFile."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("%(name)s is not a text file in UTF-8.") % {"name": path}) from error
    except OSError as error:
        raise UnreadableFile(
            _("%(name)s cannot be opened: %(reason)s") % {"name": path, "reason": error.strerror or ""}
        ) from error


def load_yaml(path: Path) -> Any:
    """Data of a YAML file; raise UnreadableFile."""
    return load_text(read_text(path), str(path))


def dump_text(data: Any) -> str:
    """YAML for people to read and review; `load_text` gives equal data back."""
    return yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120)
