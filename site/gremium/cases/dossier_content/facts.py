"""What a rule's finding says to a member: a fact, where the form's message asks the case manager to do something."""

from collections.abc import Iterator
from functools import cache

from forms.reading import shipped_form
from forms.validation import Problem
from forms.values import is_filled
from gremium.cases.dossier_content import wording
from gremium.cases.dossier_content.record import Record


def fact(record: Record, problem: Problem) -> str:
    """A sentence for members; empty where nothing is left to say.

    A rule that an editor has added or worded anew speaks for itself.
    """
    known = wording.RULE_FACTS.get(problem.code)
    if known is None or problem.message != _shipped_messages().get(problem.code):
        return problem.message
    if problem.code == "V07" and is_filled(record.answers.get("gesetzliche_vertretung")):
        return ""
    return known.format(papers=", ".join(_missing_papers(record)))


def _missing_papers(record: Record) -> Iterator[str]:
    """The papers of V29 that are not attached: the decision counts only where its date is known."""
    attached = [item.get("an_typ") for item in record.items("anlagen_liste")]  # a broken answer may be a list itself
    for kind, name in wording.EXPECTED_PAPERS.items():
        is_expected = kind != "bescheid_abh" or is_filled(record.answers.get("entscheidung_datum"))
        if is_expected and kind not in attached:
            yield name


@cache
def _shipped_messages() -> dict[str, str]:
    return {code: rule.message for code, rule in shipped_form().rules.items()}
