"""Invented answers to single questions: of the right kind, as short or as long as may be, in the person's script."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from typing import Any

from forms.definition import Question, QuestionType
from forms.structure import is_fit

PURPOSES = "consent_purposes"
"""The list of options that people agree to."""
LONG_WORD = "Aufenthaltserlaubnisverlängerungsantragsbearbeitungszeitverzögerung"
"""Longer than a column of the dossier is wide."""
WORDS: Mapping[str, tuple[str, ...]] = {
    "de": ("Ada", "Musterfrau-Beispielhausen", "lebt", "seit", "Jahren", "hier", LONG_WORD),
    "en": ("Jane", "Example", "has", "lived", "here", "since", "2015"),
    "ar": ("ليلى", "المثالية", "تعيش", "هنا", "منذ", "2015", "و«النظام»"),
    "fa": ("مریم", "نمونه‌ای", "می‌گوید", "از", "سال", "۱۳۹۴", "اینجا"),
    "ckb": ("شیرین", "نموونەیی", "لێرە", "دەژی", "لە", "ساڵی", "2015"),
    "kmr": ("Rojîn", "Mînakî", "ji", "sala", "2015", "ve", "lêdijî"),
    "tr": ("Ayşe", "Örneköğlu", "İzmir’den", "beri", "burada", "yaşıyor"),
    "fr": ("Aïcha", "d’Exemple", "vit", "ici", "depuis", "2015"),
    "ru": ("Юлия", "Примерова", "живёт", "здесь", "с", "2015", "года"),
    "ti": ("ሰላም", "ኣብነት", "ኣብዚ", "ካብ", "2015", "ትነብር"),
    "uk": ("Олена", "Прикладенко", "мешкає", "тут", "від", "2015", "року"),
    "so": ("Xaawo", "Tusaale", "waxay", "ku", "nooshahay", "halkan"),
    "sq": ("Ardita", "Shembulli", "jeton", "këtu", "që", "nga", "2015"),
    "sr": ("Љиљана", "Примерић", "живи", "овде", "од", "2015"),
    "ps": ("زرغونه", "بېلګه", "دلته", "اوسېږي", "له", "2015"),
    "prs": ("ذهرا", "نمونه", "این‌جا", "زندگی", "می‌کند"),
}
"""Words of nobody in particular, a first name and a family name before others."""
FITTING = ("44135", "+49 231 000000", "ada@example.org", "A1", "12", "2015", "FIKTIV-0001", "38/3-2 FIKTIV-0001")
"""Texts that fit the patterns forms ask for."""
DAYS_AGO = (11_000, 400, 3000, 30, 6000, -30)
"""From a grown person's birth to a day to come."""
USUAL_LETTERS, LONG_TEXT, LONG_LINE = 60, 2000, 120
"""Characters; the long ones where the form sets no limit."""


class Length(StrEnum):
    """How much a person says."""

    SHORTEST = "shortest"
    USUAL = "usual"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody answers; `turn` picks among the options of a choice, so that others pick others."""

    language: str
    length: Length = Length.USUAL
    turn: int = 0


def candidates(question: Question, manner: Manner, *, today: date) -> list[Any]:
    """Answers that fit the question, the preferred first; none where nothing that can be invented fits."""
    found: list[Any] = []
    for answer in _any(question, manner, today):
        if answer not in found and is_fit(question, answer):
            found.append(answer)
    return found


def _any(question: Question, manner: Manner, today: date) -> Iterator[Any]:
    match question.type:
        case QuestionType.BOOLEAN:
            yield from (True,) if question.must_be is not False else (False,)
        case QuestionType.CHOICE:
            yield from _turned(list(question.options), manner.turn)
        case QuestionType.MULTICHOICE:
            yield from _sets(_turned(list(question.options), manner.turn), question, manner)
        case QuestionType.COUNTRY_LIST:
            yield from _sets(_turned(["IQ", "SY", "ER", "TR", "AF"], manner.turn), question, manner)
        case QuestionType.COUNTRY:
            yield from _turned(["IQ", "SY", "ER", "TR", "AF"], manner.turn)
        case QuestionType.LANGUAGE:
            yield from (manner.language.partition("-")[0], "en")
        case QuestionType.INTEGER:
            low, high = question.minimum or 0, question.maximum if question.maximum is not None else 99
            ends = (high, low) if manner.length is Length.LONGEST else (low, high)
            yield from (*ends, (low + high) // 2, today.year - 20, 1, 2)
        case QuestionType.DATE | QuestionType.PARTIAL_DATE:
            days = [(today - timedelta(days=days)).isoformat() for days in _turned(DAYS_AGO, manner.turn)]
            if question.type is QuestionType.PARTIAL_DATE and manner.turn % 2:
                days = [day[: 4 if manner.turn % 4 == 1 else 7] for day in days]
            yield from days
        case QuestionType.FILE:
            yield [f"{question.key}-{number}.pdf" for number in range(1 + (manner.length is Length.LONGEST))]
        case _:
            yield from _texts(question, manner)


def _turned(values: Sequence[Any], turn: int) -> list[Any]:
    at = turn % len(values) if values else 0
    return [*values[at:], *values[:at]]


def _sets(values: list[str], question: Question, manner: Manner) -> Iterator[list[str]]:
    """Choices of several: one, or as many as may be; of the purposes of the consent all."""
    if question.options_ref == PURPOSES:
        yield sorted(values)
    if manner.length is Length.LONGEST:
        yield values[: question.maximum or len(values)]
    least = max(question.minimum or 1, 1)
    yield values[:least]
    yield from (values[start : start + least] for start in range(1, len(values)))


def _texts(question: Question, manner: Manner) -> Iterator[str]:
    if not question.pattern and question.type in (QuestionType.TEXT, QuestionType.TEXTAREA):
        for length in (_letters(question, manner), question.minimum or 1, USUAL_LETTERS):
            yield written(length, manner)
            yield written(length, Manner("de", manner.length, manner.turn))
    yield from FITTING


def _letters(question: Question, manner: Manner) -> int:
    is_long = question.type is QuestionType.TEXTAREA
    least, most = max(question.minimum or 1, 1), question.maximum or (LONG_TEXT if is_long else LONG_LINE)
    match manner.length:
        case Length.SHORTEST:
            return least
        case Length.LONGEST:
            return most
    return min(max(least, USUAL_LETTERS if is_long else USUAL_LETTERS // 3), most)


def written(letters: int, manner: Manner) -> str:
    """So many characters in the person's script; the longest texts hold a word that is longer than a line."""
    words = WORDS.get(manner.language.partition("-")[0], WORDS["de"])
    turned = _turned(words[:2], manner.turn) + list(words[2:])
    if manner.length is Length.LONGEST and LONG_WORD not in turned:
        turned.append(LONG_WORD)
    text = " ".join(chain.from_iterable(turned for _ in range(letters // 10 + 1)))[:letters]
    return f"{text[:-1]}." if text.endswith(" ") else text
