"""The six fictional cases, and whose account each is entered with."""

from functools import cache
from importlib import resources

from documents.actors import Actor
from forms.case_files import ExampleCase, load_cases
from forms.effort import ACCOUNT
from tests.forms.asking import actor


@cache
def example_cases() -> dict[str, ExampleCase]:
    """The cases as the demo ships them, by their ids; each is as of a day of its own."""
    with resources.as_file(resources.files("gremium.cases.demo") / "cases.yaml") as path:
        return {case.id: case for case in load_cases(path)}


def case_manager(case: ExampleCase) -> Actor:
    """Who entered the case: the account says what the case says of it."""
    facts = {fact: str(case.answers[key]) for fact, key in ACCOUNT.items() if key in case.answers}
    return actor(case.id, **facts)
