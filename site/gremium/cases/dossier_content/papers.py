"""Residence papers: a short name and a shade for each, whatever the form calls them in full."""

import re
from typing import Any

from gremium.cases.dossier_content.telling import shortened

# Papers that mean much the same for a stay share a shade, from none (0) to settled (5).
_SHADES = {
    "gestattung": 1,
    "duldung_60a_2_1": 2,
    "duldung_60a_2_3": 2,
    "duldung_60c": 2,
    "duldung_60d": 2,
    "duldung_60b": 3,
    "ae_104c": 4,
    "ae_andere": 4,
    "niederlassung": 5,
    "schutz": 5,
    "eu": 5,
    "deutsch": 5,
}
_PARAGRAPH = re.compile(r"^(\S+)\b.*?(§ \d+[a-z]?)")
LONGEST_LABEL = 30  # letters beside the bar


def short_status(label: str) -> str:
    """A paper's name that fits into a bar: „Duldung (§ 60a Abs. 2 Satz 1 AufenthG)“ becomes „Duldung § 60a“."""
    if match := _PARAGRAPH.match(label):
        return " ".join(match.groups())
    return shortened(re.split(r" \(| oder ", label)[0], LONGEST_LABEL)


def shade_of(status: Any) -> int:
    """The shade of a time bar (0-5) for the answer of a status question; unknown papers count as none."""
    return _SHADES.get(str(status), 0)
