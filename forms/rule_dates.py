"""Rules over dates. A date known in part is an interval: a rule is broken only where every possible day breaks it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from forms.facts import Facts
from forms.parameters import Check, Kind, a_field, a_number, bounds, fields_of, truth
from forms.values import PartialDate, latest_age, parse_partial_date

DAY_ALONE = re.compile(r"[0-9]{4}-(?:00|-)?-[0-9]{2}")  # 1990-00-17, 1990--17, 1990---17


def date_bounds(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """Some possible day must lie within all bounds: `not_before` and `not_after` include the day, `after` does not.

    With `day_needs_month` a text that gives a day without a month, such as ``1990-00-17``, breaks the rule too.
    """
    names = parameters["field"]
    for name in names if isinstance(names, list) else [names]:
        for path, answer, level in facts.find(name):
            given = parse_partial_date(answer)
            if given is None:
                if parameters.get("day_needs_month") and DAY_ALONE.fullmatch(str(answer)):
                    yield path
            elif _is_out_of_bounds(facts, parameters, given, name, level):
                yield path


def _is_out_of_bounds(
    facts: Facts, parameters: Mapping[str, Any], given: PartialDate, name: str, level: Mapping[str, Any]
) -> bool:
    earliest, latest = given.earliest.toordinal(), given.latest.toordinal()
    for limit in _limits(facts, parameters.get("not_before", ()), name, level):
        earliest = max(earliest, limit.earliest.toordinal())
    for limit in _limits(facts, parameters.get("after", ()), name, level):
        earliest = max(earliest, limit.earliest.toordinal() + 1)
    for limit in _limits(facts, parameters.get("not_after", ()), name, level):
        latest = min(latest, limit.latest.toordinal())
    return earliest > latest


def _limits(facts: Facts, given: Any, name: str, level: Mapping[str, Any]) -> Iterator[PartialDate]:
    for bound in given:
        limit = _limit(facts, bound, name, level)
        if limit is not None:
            yield limit


def _limit(facts: Facts, bound: Mapping[str, Any], name: str, level: Mapping[str, Any]) -> PartialDate | None:
    if "year" in bound:
        return PartialDate(bound["year"])
    if "field" in bound:
        return parse_partial_date(facts.beside(bound["field"], level, name))
    day = date.fromordinal(min(max(facts.today.toordinal() + bound["today"], 1), date.max.toordinal()))
    return PartialDate(day.year, day.month, day.day)


def age_at_least(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """The person must be this old at the latest possible birth date."""
    for path, answer, _level in facts.find(parameters["field"]):
        age = latest_age(answer, facts.today)
        if age is not None and age < parameters["years"]:
            yield path


def no_gaps(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """From `start` on no gap between entries is longer than `days`; the last entry's status equals `last_equals`.

    Entries are taken in order of their earliest beginning. A gap runs from the latest end so far to the earliest next
    beginning; an entry without an end lasts until today.
    """
    group = parameters["begin"].rpartition(".")[0]
    begin, end, status = (parameters[name].rpartition(".")[2] for name in ("begin", "end", "status"))
    listed = [entry for _path, entry in facts.entries(group)]
    entries = [(beginning.earliest, entry) for entry in listed if (beginning := parse_partial_date(entry.get(begin)))]
    if not entries or len(entries) < len(listed):
        return  # an entry without a beginning may stand anywhere
    entries.sort(key=lambda dated: dated[0])
    start = parse_partial_date(next((answer for _p, answer, _l in facts.find(parameters["start"])), None))
    reached = start.earliest if start else entries[0][0]
    for begun, entry in entries:
        if (begun - reached).days > parameters["days"]:
            yield group
            return
        reached = max(reached, _end(entry, end, facts.today))
    now = next((answer for _p, answer, _l in facts.find(parameters["last_equals"])), None)
    last = entries[-1][1].get(status)
    if now and last and now != last:
        yield group


def _end(entry: Mapping[str, Any], key: str, today: date) -> date:
    if key not in entry:
        return today
    ending = parse_partial_date(entry[key])
    return ending.latest if ending else today


BOUNDS: Mapping[str, Check] = {
    "not_before": bounds,
    "after": bounds,
    "not_after": bounds,
    "day_needs_month": truth,
}
KINDS: Mapping[str, Kind] = {
    "date_bounds": Kind(date_bounds, {"field": fields_of}, BOUNDS),
    "age_at_least": Kind(age_at_least, {"field": a_field, "years": a_number}),
    "no_gaps": Kind(
        no_gaps,
        {
            "begin": a_field,
            "end": a_field,
            "status": a_field,
            "start": a_field,
            "last_equals": a_field,
            "days": a_number,
        },
    ),
}
