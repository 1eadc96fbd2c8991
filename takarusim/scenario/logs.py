"""Logs of orders of one's own: who ordered what, when, how much; maybe when it was due and when it was delivered.

A file as `lists` reads it. Reading order: read, Log, Logged.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from takarusim.errors import Mistake, Problem, ScenarioError
from takarusim.language.mistakes import Nearest, Phrase, Text
from takarusim.quantities import units
from takarusim.scenario import entries, files, lists
from takarusim.scenario.cells import Cell
from takarusim.scenario.files import Place
from takarusim.scenario.layout import Column
from takarusim.scenario.scenario import CALENDAR
from takarusim.scenario.shapes import Shape

__all__ = ["Log", "Logged", "read"]

NEEDED, OTHERS = ("partner", "component", "placed", "quantity"), ("due", "delivered")
ID = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")  # as scenarios have them
MOMENT = Column((), Shape("leaf", holds="moment"))
PIECES = Column((), Shape("quantity", dimension="count"))


class Logged(NamedTuple):
    """An order of a log."""

    partner: str
    component: str
    placed: datetime
    quantity: int
    due: date | None  # the day by whose end it is wanted
    delivered: datetime | None


class Log(NamedTuple):
    """The orders of a log, by when they were placed."""

    file: str
    orders: tuple[Logged, ...]
    has_hours: bool  # whether it says at what hour orders were placed, not only on which day
    remark: Problem | None  # how it was read, if that is unusual


def read(path: str | Path, known: Mapping[str, Mapping[str, str]] | None = None) -> Log:
    """Reads a log.

    Parameters
    ----------
    path : str | Path
    known : mapping, optional
        By "partner" and "component" the names of a scenario's partners and components, each with its id; others are
        mistakes.

    Raises
    ------
    ScenarioError
        With all mistakes, each with its row.
    """
    file = Path(path)
    try:
        rows, said = lists.rows(file.parent, file.name, NEEDED, OTHERS)
    except Mistake as mistake:
        raise ScenarioError([Problem.of(mistake, (), (str(file), 0))]) from None
    if not rows:
        raise ScenarioError([Problem.of(Mistake("log_without_orders"), (), (str(file), 0))])
    reader = _Reader(known or {})
    orders = [order for row in rows if (order := reader.order(row))]
    if reader.problems:
        raise ScenarioError(reader.problems)
    orders.sort(key=lambda order: order.placed)
    has_hours = any(order.placed.time() != time() for order in orders)
    remark = Problem.of(said, (), (str(file), 0)) if said else None
    return Log(str(file), tuple(orders), has_hours, remark)


class _Reader:
    """Reads rows, and notes what is wrong with them."""

    def __init__(self, known: Mapping[str, Mapping[str, str]]) -> None:
        self.known = known
        self.problems: list[Problem] = []
        self.strange: set[tuple[str, str]] = set()  # names that were told once

    def order(self, row: lists.Row) -> Logged | None:
        """Returns the order of a row; None where something is wrong with it."""
        before = len(self.problems)
        first = next(iter(row.values()))[1]
        for column in NEEDED:
            if column not in row:
                self.mistake(Mistake("cell_empty", column=Text(column)), column, Place(first.file, first.line))
        names = {column: self.name(row, column) for column in ("partner", "component")}
        placed, due, delivered = (self.moment(row, column) for column in ("placed", *OTHERS))
        pieces = self.pieces(row)
        if placed:
            self.behind(row, "due", placed.date(), due and due.date())
            self.behind(row, "delivered", *_comparable(placed, delivered))
        if len(self.problems) > before or not (names["partner"] and names["component"] and placed):
            return None
        day = due and (due - timedelta(days=1) if _is_midnight(row["due"][0]) else due).date()
        return Logged(names["partner"], names["component"], placed, pieces, day, delivered)

    def name(self, row: lists.Row, column: str) -> str:
        """Returns the id that a cell names; "" where it names none."""
        if column not in row:
            return ""
        cell, place = row[column]
        said = str(entries.text(cell)).strip()
        if column not in self.known:
            if not ID.fullmatch(_hyphened(said)):
                self.mistake(Mistake("no_id", got=said), column, place)
            return said if ID.fullmatch(said) else _hyphened(said)
        known = self.known[column]
        typed = {_hyphened(name).lower(): known[name] for name in known}
        found = known.get(said) or typed.get(_hyphened(said).lower(), "")
        if not found and (column, said) not in self.strange:
            self.strange.add((column, said))
            right = Nearest(said, tuple(dict.fromkeys(known.values())))
            self.mistake(Mistake("no_such", what=Phrase(f"thing.{column}"), got=said, right=right), column, place)
        return found

    def moment(self, row: lists.Row, column: str) -> datetime | None:
        """Returns the moment that a cell says; None where there is none."""
        if column not in row:
            return None
        cell, place = row[column]
        try:
            return _moment(entries.value(cell, MOMENT))
        except Mistake as mistake:
            self.mistake(mistake, column, place)
        return None

    def pieces(self, row: lists.Row) -> int:
        """Returns the pieces of an order."""
        if "quantity" not in row:
            return 0
        cell, place = row["quantity"]
        try:
            said = entries.value(cell, PIECES)
            number = files.number(said) if isinstance(said, str) else said
            return int(units.quantity(number, "count", minimum=1).value)
        except Mistake as mistake:
            self.mistake(mistake, "quantity", place)
        return 0

    def behind(self, row: lists.Row, column: str, placed: Any, then: Any) -> None:
        """Notes that something came before the order that it belongs to."""
        if then is not None and then < placed:
            self.mistake(Mistake("before_the_order", got=str(then), right=str(placed)), column, row[column][1])

    def mistake(self, wrong: Mistake, column: str, place: Place) -> None:
        """Notes a mistake at a cell."""
        self.problems.append(Problem.of(wrong, (column,), place))


def _hyphened(name: str) -> str:
    """Returns a name as an id might say it."""
    return "-".join(name.replace("_", " ").replace("-", " ").split())


def _is_midnight(cell: Cell) -> bool:
    """Returns whether a cell says the hour at which a day ends, and not only the day."""
    return isinstance(cell, str) and bool(re.search(r"\b0?0:00", cell))


def _moment(said: Any) -> datetime:
    try:
        found = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        found = None
    if found is None:
        raise Mistake("not_a_date", got=said)
    if found.tzinfo is not None:
        raise Mistake("time_zone", got=said)
    if not CALENDAR[0] <= found.date() <= CALENDAR[1]:
        raise Mistake("off_the_calendar", got=found.date(), first=CALENDAR[0], last=CALENDAR[1])
    return found


def _comparable(placed: datetime, then: datetime | None) -> tuple[Any, Any]:
    """Returns two moments, or their days where one is a day alone."""
    if then is not None and time() in (placed.time(), then.time()):
        return placed.date(), then.date()
    return placed, then
