"""Sheets to send, one for each result."""

POSSIBLE: dict[str, str | list[str]] = {
    **{"q1": "duldung", "q2": "dortmund", "q3": "nein", "q4": "nein"},
    **{"q5": ["familie"], "q6": "nein", "q7": "nein"},
}
SHEETS: dict[str, dict[str, str | list[str]]] = {
    "E1": {**POSSIBLE},
    "E2": {**POSSIBLE, "q2": "andere"},
    "E3": {**POSSIBLE, "q3": "ja"},
    "E4": {**POSSIBLE, "q4": "ja"},
    "E5": {**POSSIBLE, "q1": "titel"},
    "E6": {**POSSIBLE, "q4": "geplant"},
    "E7": {**POSSIBLE, "q5": ["nein"]},
}
GERMAN_TITLES = {
    "E1": "Ein Antrag kann möglich sein",
    "E2": "Eine andere Behörde ist zuständig",
    "E3": "Zuerst das Gericht",
    "E4": "Zuerst das Asylverfahren",
    "E5": "Sie haben eine Aufenthaltserlaubnis",
    "E6": "Bitte zuerst beraten lassen",
    "E7": "Es gibt vielleicht andere Wege",
}
