"""Writes scenarios/holidays-id.csv: the days on which Indonesia does not work, frozen with their source.

    python scripts/write_holidays.py

The package `holidays` (in no extra: pip install holidays) knows public holidays and, for decreed years, collective
leave. Its lists change with its version, so the file is kept in the tree and corrected here against the joint decrees
of three ministers (SKB): single days that no decree lists are taken out, and years without a decree get collective
leave by the custom of the decreed years, or they would have more working days than the others. Such days, and
moon-dated feasts of those years, are forecasts, and say so.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays

FIRST, LAST = date(2023, 7, 1), date(2029, 6, 30)
FILE = Path(__file__).parent.parent / "scenarios" / "holidays-id.csv"

SOURCES = {
    2023: "SKB 1066/3/3 of 2022 as amended by 327/1/1 and 624/2/2 of 2023",
    2024: "SKB 855/3/4 of 2023",  # C03: 17 public holidays and 10 days of leave; checked day by day
    2025: "SKB 1017/2/2 of 2024",
    2026: "SKB 1497/2/5 of 2025",  # 17 and 8; checked day by day
    2027: f"SKB for 2027 as listed by the package holidays {holidays.__version__}; not checked",
}
FORECAST = f"forecast of the package holidays {holidays.__version__}"
AMENDED = {date(2025, 8, 18): "SKB 933/1/3 of 2025"}
ELECTIONS = {date(2024, 2, 14), date(2024, 11, 27)}  # by presidential decree, not in the SKB
DECREED_DAYS = {2024: (17, 10), 2025: (17, 11), 2026: (17, 8)}

Row = tuple[date, str, str, str]


def listed(kind: str, category: str) -> Iterator[Row]:
    """Yields the days that the package lists in a category: (date, name, kind, source)."""
    years = range(FIRST.year, LAST.year + 1)
    table = holidays.country_holidays("ID", years=years, categories=(category,), language="en_US")
    for day, name in table.items():
        if day not in ELECTIONS:
            source = AMENDED.get(day) or SOURCES.get(day.year, FORECAST)
            yield day, name.removesuffix(" (estimated)"), kind, source


def forecast_leave(public: list[Row]) -> Iterator[Row]:
    """Yields collective leave of years without a decree, by the custom of the decreed ones, on Monday to Friday."""
    source = "forecast: leave as in the decreed years"
    for day, name, _, _ in public:
        if day.year in SOURCES:
            continue
        around: tuple[int, ...] = ()
        if name == "Eid al-Fitr":
            around = (-2, -1, 2, 3, 4)
        elif name == "Ascension Day":
            around = (1,)
        elif name == "Christmas Day":
            around = (1,) if day.weekday() < 4 else (-1,)
        for days in around:
            leave = day + timedelta(days=days)
            if leave.weekday() < 5:
                yield leave, f"{name} Joint Holiday", "leave", source


def days() -> list[Row]:
    """Returns all days of the file, each once, in order; a public holiday wins over leave."""
    public = list(listed("public", "public"))
    rows = [*public, *listed("leave", "government"), *forecast_leave(public)]
    unique = {row[0]: row for row in sorted(rows, key=lambda row: row[2] == "public")}
    for year, expected in DECREED_DAYS.items():
        kinds = [row[2] for row in unique.values() if row[0].year == year]
        found = kinds.count("public"), kinds.count("leave")
        if found != expected:
            raise SystemExit(f"{year}: public holidays and days of leave, got {found}; {expected}, as decreed")
    return [unique[day] for day in sorted(unique) if FIRST <= day <= LAST]


def main() -> None:
    """Writes the file and says how many days each year has."""
    rows = days()
    with FILE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("date", "name", "kind", "source"))
        writer.writerows((day.isoformat(), *rest) for day, *rest in rows)
    for year in range(FIRST.year, LAST.year + 1):
        kinds = [kind for day, _, kind, _ in rows if day.year == year]
        print(year, {kind: kinds.count(kind) for kind in ("public", "leave")})


if __name__ == "__main__":
    main()
