"""Ages, durations and deadlines in honest words: what a date known in part leaves open stays open."""

from datetime import date

from forms.values import PartialDate, age_on, day_after


def age(birth: PartialDate, day: date) -> str:
    """The age on `day`: „37 Jahre“, or „15 oder 16 Jahre“ where the birth date is known in part; empty before birth."""
    youngest, oldest = max(age_on(day, birth.latest), 0), age_on(day, birth.earliest)
    if oldest < 0:
        return ""
    if oldest == 0:
        return "unter 1 Jahr"
    if youngest == oldest:
        return _years(oldest)
    return f"{youngest} oder {_years(oldest)}" if youngest else "höchstens 1 Jahr"


def rough_age(birth_year: int, day: date) -> str:
    """The age of someone whose birth year itself is a guess."""
    years = day.year - birth_year
    return f"etwa {_years(years)}" if years >= 0 else ""


def since(start: PartialDate, day: date) -> str:
    """How long something lasts: „seit 10 Jahren“; empty where it begins after `day`."""
    shortest, longest = age_on(day, start.latest), age_on(day, start.earliest)
    if longest < 0:
        return ""
    if longest == 0:
        return "seit weniger als einem Jahr"
    about = "" if shortest == longest else "etwa "
    return f"seit {about}{longest} {'Jahr' if longest == 1 else 'Jahren'}"


def time_left(deadline: date, day: date) -> str:
    """How far a deadline was on `day`: „am 16.02.2026 noch 84 Tage“; a dossier is also read on later days."""
    days = (deadline - day).days
    if days == 0:
        left = "der letzte Tag"
    elif days > 0:
        left = f"noch {days} {'Tag' if days == 1 else 'Tage'}"
    else:
        left = f"seit {-days} {'Tag' if days == -1 else 'Tagen'} vorbei"
    return f"am {shown(day)} {left}"


def shown(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def duration(start: PartialDate, end: PartialDate, *, next_start: PartialDate | None = None) -> str:
    """Length of a stretch in whole years and months; „etwa“ where a day is unknown.

    `next_start` begins a stretch inside the unknown days of `end`: what both would share counts for that one alone, so
    that the lengths of stretches add up to the whole.
    """
    first, after = start.earliest, next_start.earliest if next_start else day_after(end.latest)
    months = (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)
    if after < first:
        return ""
    if months == 0:
        return "unter 1 Monat"
    years, rest = divmod(months, 12)
    about = "etwa" if start.day is None or end.day is None else ""
    return " ".join(filter(None, (about, _years(years) if years else "", _months(rest) if rest else "")))


def _years(count: int) -> str:
    return f"{count} {'Jahr' if count == 1 else 'Jahre'}"


def _months(count: int) -> str:
    return f"{count} {'Monat' if count == 1 else 'Monate'}"
