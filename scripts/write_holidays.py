"""Writes scenarios/holidays-id.csv: the days on which Indonesia does not work, frozen with their source.

    python scripts/write_holidays.py

The package `holidays` knows public holidays and, for decreed years, collective leave; its lists change with its version
and differ from the decrees, so the file is kept in the tree, is corrected here against the joint decrees of three
ministers (SKB), and says for each day where it comes from. Years without a decree are forecasts, public holidays only.
"""

import csv
from datetime import date
from pathlib import Path

import holidays

FIRST, LAST = date(2023, 7, 1), date(2029, 6, 30)
FILE = Path(__file__).parent.parent / "scenarios" / "holidays-id.csv"

# Corrected by hand. SKB 855/2023 (C03): 2024 has 17 public holidays and 10 days of collective leave; elections and
# other single days that the package adds as public holidays are not in the decree.
DECREED_2024 = {
    "public": {
        "2024-01-01": "New Year",
        "2024-02-08": "Isra Mikraj",
        "2024-02-10": "Lunar New Year",
        "2024-03-11": "Nyepi",
        "2024-03-29": "Good Friday",
        "2024-03-31": "Easter",
        "2024-04-10": "Idul Fitri",
        "2024-04-11": "Idul Fitri",
        "2024-05-01": "Labour Day",
        "2024-05-09": "Ascension Day",
        "2024-05-23": "Waisak",
        "2024-06-01": "Pancasila Day",
        "2024-06-17": "Idul Adha",
        "2024-07-07": "Islamic New Year",
        "2024-08-17": "Independence Day",
        "2024-09-16": "Birth of the Prophet",
        "2024-12-25": "Christmas",
    },
    "leave": {
        "2024-02-09": "Lunar New Year",
        "2024-03-12": "Nyepi",
        "2024-04-08": "Idul Fitri",
        "2024-04-09": "Idul Fitri",
        "2024-04-12": "Idul Fitri",
        "2024-04-15": "Idul Fitri",
        "2024-05-10": "Ascension Day",
        "2024-05-24": "Waisak",
        "2024-06-18": "Idul Adha",
        "2024-12-26": "Christmas",
    },
}
DECREED = {2023, 2024, 2025, 2026}  # years whose lists follow a decree


def days() -> list[tuple[str, str, str, str]]:
    """Returns (date, name, kind, source) of each day, in order."""
    found = []
    years = range(FIRST.year, LAST.year + 1)
    for kind, category in (("public", "public"), ("leave", "government")):
        table = holidays.country_holidays("ID", years=years, categories=(category,), language="en_US")
        for day, name in table.items():
            if FIRST <= day <= LAST and day.year != 2024 and (kind == "public" or day.year in DECREED):
                source = "decreed year" if day.year in DECREED else "forecast"
                found.append((day.isoformat(), name, kind, f"{source}; package holidays {holidays.__version__}"))
    for kind, listed in DECREED_2024.items():
        found += [(day, name, kind, "SKB 855/2023") for day, name in listed.items()]
    unique = {row[0]: row for row in sorted(found, key=lambda row: (row[0], row[2] == "public"))}
    return [unique[day] for day in sorted(unique)]


def main() -> None:
    """Writes the file and says how many days each year has."""
    rows = days()
    with FILE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("date", "name", "kind", "source"))
        writer.writerows(rows)
    for year in range(FIRST.year, LAST.year + 1):
        kinds = [kind for day, _, kind, _ in rows if day.startswith(str(year))]
        print(year, {kind: kinds.count(kind) for kind in ("public", "leave")})


if __name__ == "__main__":
    main()
