"""What a checker that others wrote finds wrong with a document's accessibility: a part of PDF/UA-1 and WCAG 2.1."""

import tempfile

from pdfua import Severity, validate


def barriers(pdf: bytes) -> list[str]:
    """Its errors, each by rule, place and sentence; a rule that could not be looked at says nothing."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        report = validate(file.name)
    return [f"{one.rule_id} {one.location}: {one.message}" for one in report.findings if one.severity is Severity.ERROR]
