"""Days and moments as people type them: what can be read in two ways is refused with both."""

import re
from datetime import date

from takarusim.errors import Mistake

__all__ = ["dated"]

_TYPED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T]+(.*))?")


def dated(text: str) -> str:
    """Returns a day or a moment with its day as ISO has it; what is neither, as it is.

    Raises
    ------
    Mistake
        If it is not told which number is the day.

    Examples
    --------
    >>> dated("31/12/2024"), dated("31-12-2024 08:00"), dated("soon")
    ('2024-12-31', '2024-12-31 08:00', 'soon')
    >>> dated("5/2/2024")
    Traceback (most recent call last):
    takarusim.errors.Mistake: a date that can be read in two ways, got '5/2/2024'; write 2024-02-05 or 2024-05-02
    """
    match = _TYPED.fullmatch(text.strip())
    if not match:
        return text
    first, second, year = (int(match[group]) for group in (1, 3, 4))
    readings = sorted({day for day in (_day(year, second, first), _day(year, first, second)) if day})
    if len(readings) > 1:
        raise Mistake("ambiguous_date", got=text, first=readings[0], second=readings[1])
    behind = f" {match[5]}" if match[5] else ""
    return f"{readings[0]}{behind}" if readings else text


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
