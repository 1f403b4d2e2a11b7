"""Hints on German texts that are hard to read, by fixed rules; a hint never stops anybody (BITV 2.0, annex 2, part 1).

The rules are data: `plain_german.yaml`. Here is only how they are applied, and what is said about each.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

RULES_FILE = Path(__file__).with_name("plain_german.yaml")
LEVELS = ("de", "de-simple")
LONG_EXCERPT = 90  # characters; what is longer is cut for the list
GUARD = "\N{ONE DOT LEADER}"
"""Stands for a full stop that ends no sentence, while sentences are told apart."""
NOT_AN_END = re.compile(
    r"(\b(?:[zduiovsBhaÄgR]|usw|bzw|ggf|etc|ca|inkl|evtl|vgl|Abs|Nr|Tel|Str|Art|Buchst|gem|mind|max)|\b\d{1,2})\."
)
SENTENCE_END = re.compile(r"(?<=[.!?…])[“»\"]?\s+")


class Rule(TextChoices):
    """What may be hard to read; the label tells the editor what to do about it."""

    LONG_SENTENCE = "long_sentence", _("Long sentence: better make two of it.")
    PASSIVE = "passive", _("Passive: say who does it.")
    GENITIVE = "genitive", _("Genitive: “von” or a second sentence is easier to read.")
    NEGATIONS = "negations", _("Several negations in one sentence: say what holds instead.")
    SUBJUNCTIVE = "subjunctive", _("Subjunctive: “vielleicht” or “kann” is easier to read.")
    ABBREVIATION = "abbreviation", _("Abbreviation: write the words out.")
    LETTERS_FOR_WORDS = "letters_for_words", _("Letters for words: write the words out or explain them.")
    VERY_LONG_WORD = "very_long_word", _("Very long word: use a shorter one or part it with a hyphen.")
    LONG_WORD = "long_word", _("Long word: use a shorter one or part it with a hyphen.")
    NUMBER_WORD = "number_word", _("Number as a word: write it in figures.")
    DATE_IN_FIGURES = "date_in_figures", _("Date in figures: write the month as a word.")
    SPECIAL_SIGN = "special_sign", _("Special sign: write it as a word.")
    INSERTION = "insertion", _("Insertion: make a sentence of its own of it.")
    NO_ADDRESS = "no_address", _("Nobody is addressed: speak to the reader with “Sie”.")


@dataclass(frozen=True, slots=True)
class Hint:
    """One place that may be hard to read. `excerpt` is the sentence or the word in question."""

    rule: Rule
    excerpt: str


@dataclass(frozen=True, slots=True)
class Check:
    """A rule at one level. `most`: so often a sentence may have what the pattern finds."""

    rule: Rule
    pattern: re.Pattern[str]
    exempt: re.Pattern[str] | None
    most: int
    shows_word: bool

    def hints(self, sentence: str) -> Iterator[Hint]:
        found = [match[0] for match in self.pattern.finditer(sentence) if not self._is_exempt(match[0])]
        if len(found) > self.most and self.shows_word:
            yield from (Hint(self.rule, word) for word in found)
        elif len(found) > self.most:
            yield Hint(self.rule, _cut(sentence))

    def _is_exempt(self, found: str) -> bool:
        return self.exempt is not None and self.exempt.fullmatch(found) is not None


def hints(texts: Iterable[str], level: str) -> list[Hint]:
    """What may be hard to read in pieces of plain text at a level (`de` or `de-simple`), each place once."""
    pieces = list(texts)
    sentences = [sentence for piece in pieces for sentence in sentences_of(piece)]
    found = [hint for sentence in sentences for check in _checks(level) for hint in check.hints(sentence)]
    return list(dict.fromkeys([*found, *_missing_address(" ".join(pieces))]))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; a full stop after a day or an abbreviation ends none."""
    guarded = NOT_AN_END.sub(lambda match: match[1] + GUARD, " ".join(text.split()))
    return [sentence.replace(GUARD, ".").strip() for sentence in SENTENCE_END.split(guarded) if sentence.strip()]


def _missing_address(text: str) -> list[Hint]:
    address = _data()["address"]
    is_long = len(text.split()) >= address["words_from"]
    return [Hint(Rule.NO_ADDRESS, "")] if is_long and not re.search(address["find"], text) else []


@cache
def _data() -> dict[str, Any]:
    data = yaml.safe_load(RULES_FILE.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


@cache
def _checks(level: str) -> list[Check]:
    rules = _data()["rules"].items()
    return [_check(Rule(code), rule, level) for code, rule in rules if level in rule["most"]]


def _check(code: Rule, rule: dict[str, Any], level: str) -> Check:
    return Check(
        rule=code,
        pattern=re.compile(_filled(rule["find"]), re.IGNORECASE if rule.get("ignore_case") else 0),
        exempt=re.compile(_filled(rule["not"])) if "not" in rule else None,
        most=rule["most"][level],
        shows_word=rule.get("show") == "word",
    )


def _filled(pattern: str) -> str:
    """The pattern with every «name» replaced; patterns may name word lists."""
    for name, part in _data()["patterns"].items():
        pattern = pattern.replace(f"«{name}»", part)
    for name, words in _data()["words"].items():
        pattern = pattern.replace(f"«{name}»", f"(?:{'|'.join(words)})")
    return pattern


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= LONG_EXCERPT else sentence[: LONG_EXCERPT - 1].rstrip() + "…"
