"""Ages, durations and deadlines in honest words: what a date known in part leaves open stays open."""

from datetime import date

from forms.values import PartialDate, age_on


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
    """How far a deadline is: „noch 84 Tage“, „heute“, „seit 3 Tagen vorbei“."""
    days = (deadline - day).days
    if days == 0:
        return "heute"
    if days > 0:
        return f"noch {days} {'Tag' if days == 1 else 'Tage'}"
    return f"seit {-days} {'Tag' if days == -1 else 'Tagen'} vorbei"


def duration(start: PartialDate, end: PartialDate) -> str:
    """Length of a stretch in years and months, its first and last month counted; „etwa“ where only a year is known."""
    months = (end.latest.year - start.year) * 12 + end.latest.month - start.earliest.month
    months += end.latest.day - start.earliest.day >= 27  # up to the last of a month: that month counts
    if months < 0:
        return ""
    if months == 0:
        return "unter 1 Monat"
    years, rest = divmod(months, 12)
    about = "etwa" if start.month is None or end.month is None else ""
    return " ".join(filter(None, (about, _years(years) if years else "", _months(rest) if rest else "")))


def _years(count: int) -> str:
    return f"{count} {'Jahr' if count == 1 else 'Jahre'}"


def _months(count: int) -> str:
    return f"{count} {'Monat' if count == 1 else 'Monate'}"
