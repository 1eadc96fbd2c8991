"""How Indonesian and English write numbers, shares, money and dates."""

import math
import re
from datetime import date
from typing import Literal

__all__ = ["LANGUAGES", "Language", "day", "number", "percent", "rupiah", "span"]

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")

MONTHS: dict[Language, tuple[str, ...]] = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
        *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
SHORT_MONTHS: dict[Language, tuple[str, ...]] = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
SCALES: dict[Language, dict[int, str]] = {
    "id": {6: "juta", 9: "miliar", 12: "triliun"},
    "en": {6: "million", 9: "billion", 12: "trillion"},
}
MINUS = "\N{MINUS SIGN}"
UNDEFINED = "–"  # how a number that is not there is shown


def number(value: float, language: Language, digits: int | None = None) -> str:
    """Returns a number with the language's decimal and thousands marks.

    Parameters
    ----------
    value : number
    language : {"id", "en"}
    digits : int, optional
        Decimal places; without, whole numbers have none and others three significant figures.
    """
    if not math.isfinite(value):
        return UNDEFINED
    if digits is None:
        digits = 0 if value == int(value) else max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{abs(value):,.{digits}f}"
    if language == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return (MINUS if value < 0 and re.search("[1-9]", text) else "") + text


def percent(share: float, language: Language, digits: int | None = 1) -> str:
    """Returns a share of one in percent: 0.625 is `62.5%` or `62,5%`; digits as in `number`."""
    return number(round(100 * share, 9), language, digits) + ("%" if math.isfinite(share) else "")


def rupiah(value: float, language: Language, like: float | None = None) -> str:
    """Returns an amount of money in words of scale: `Rp 5,6 juta`, `Rp 5.6 million`.

    Parameters
    ----------
    value : number
    language : {"id", "en"}
    like : number, optional
        The amount has the word of scale and the decimal places of this one with three figures, such as the mean of its
        interval: `Rp 1.30 billion`; without it, as many places as it needs.
    """
    if not math.isfinite(value):
        return UNDEFINED
    if round(value) < 0:
        return f"{MINUS}{rupiah(-value, language, like)}"
    power = power_of(value if like is None else like)
    if not power:
        return f"Rp {number(abs(round(value)), language)}"
    if like is None:
        scaled = float(f"{value / 10**power:.3g}")
        digits = next(digits for digits in range(4) if round(scaled, digits) == scaled)
    else:
        scaled, digits = value / 10**power, 2 - math.floor(math.log10(float(f"{abs(like) / 10**power:.3g}")))
    return f"Rp {number(scaled, language, max(digits, 0))} {SCALES[language][power]}"


def span(low: str, high: str) -> str:
    """Returns an interval of numbers that were told; of money alike, currency and scale once.

    Examples
    --------
    >>> span("96.4%", "98.5%"), span("Rp 1.30 billion", "Rp 1.31 billion")
    ('96.4% – 98.5%', 'Rp 1.30 – 1.31 billion')
    """
    first, last = (re.fullmatch(r"Rp ([\d.,]+)(.*)", end) for end in (low, high))
    if first and last and first[2] == last[2]:
        return f"Rp {first[1]} – {last[1]}{last[2]}"
    return f"{low} – {high}"


def power_of(money: float) -> int:
    """Returns the power of ten whose word of scale an amount of money is told in; 0 for none."""
    return next((power for power in (12, 9, 6) if round(abs(money) / 10**power, 1) >= 1), 0)


def scale(power: int, language: Language) -> str:
    """Returns the unit of an amount of money that was divided by a power of ten: `Rp juta`, `Rp million`."""
    return f"Rp {SCALES[language].get(power, '')}".strip()


def day(when: date, language: Language, style: Literal["short", "long", "month"] = "short") -> str:
    """Returns a date: `3 Jan 2024`; long `3 Januari 2024`; month `Jan 2024`."""
    months = MONTHS if style == "long" else SHORT_MONTHS
    name = months[language][when.month - 1]
    return f"{name} {when.year}" if style == "month" else f"{when.day} {name} {when.year}"
