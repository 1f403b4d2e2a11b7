"""A sentence of a page that can also be said in the language of the person concerned."""

from collections.abc import Callable
from dataclasses import dataclass, field

from forms.messages import Say, said_in
from forms.reading_languages import GERMAN
from forms.translations import Words
from forms.validation import Problem


@dataclass(frozen=True, slots=True)
class Sentence:
    """`say` gives the same in the language of some words; "" where that language does not have it."""

    text: str
    language: str = ""
    """Of the text; "" is the language of the interface."""
    say: Callable[[Words], str] | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    def said(self, words: Words) -> str:
        return self.say(words) if self.say else ""


def of_problem(problem: Problem) -> Sentence:
    """A rule speaks with the form's own words, a structural finding with the system's."""
    say = problem.say
    if say is not None:
        return Sentence(problem.told, say=lambda words: said_in(words.language, say))
    return Sentence(problem.told, GERMAN, lambda words: problem.naming(words.says(f"rule.{problem.code}.message")))


def of_system(say: Say) -> Sentence:
    return Sentence(say(), say=lambda words: said_in(words.language, say))
