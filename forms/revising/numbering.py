"""The number of the next version, proposed from what has changed."""

import re

from forms.revising.differences import differences
from forms.revising.outline import Outline, Raw

NUMBER = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def propose_version(old: Raw, new: Raw, *, has_new_consent: bool = False) -> str:
    """``2.0.0`` where something is no longer asked or agreed to otherwise, ``1.1.0`` where something new is asked or
    checked, ``1.0.1`` where only words changed."""
    found = NUMBER.match(str(old.get("form", {}).get("version", "")))
    major, minor, patch = (int(part) for part in found.groups()) if found else (1, 0, 0)
    if has_new_consent or _loses(Outline(old), Outline(new)) or _touches_consent(old, new):
        return f"{major + 1}.0.0"
    if _asks(old, new):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def _loses(old: Outline, new: Outline) -> bool:
    """Whether a running draft may hold answers that have no place any more."""
    for path, entry in old.entries.items():
        known = new.entries.get(path)
        if known is None or known.type != entry.type or not set(old.options(path)) <= set(new.options(path)):
            return True
    return False


def _touches_consent(old: Raw, new: Raw) -> bool:
    return any(change.concerns_consent for change in differences(old, new))


def _asks(old: Raw, new: Raw) -> bool:
    """Whether answers or their checks differ, not their words alone."""
    return _bare(old) != _bare(new)


def _bare(form: Raw) -> object:
    outline = Outline(form)
    words = ("label", "help", "src", "rules", "short", "columns")
    entries = [
        (
            path,
            entry.step,
            {key: value for key, value in entry.data.items() if key not in (*words, "fields", "options")},
        )
        for path, entry in outline.entries.items()
    ]
    options = [list(outline.options(path)) for path in outline.entries]
    rules = [
        (code, rule.get("severity"), rule.get("rule"), rule.get("flag"))
        for code, rule in (form.get("validation_rules") or {}).items()
    ]
    return entries, options, rules, form.get("file_rules")
