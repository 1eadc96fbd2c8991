"""What commands show while they work, and where they print tables."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from takarusim.commands.endings import warn
from takarusim.commands.options import Engine
from takarusim.language.numerals import Language
from takarusim.language.words import cause, say

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["LEAST", "WIDE", "announce", "console", "kpi_in", "progress"]

PAGE = 100  # letters of a line, where no terminal says
WIDE = 130  # of a line on which units and the better way have columns of their own
LEAST = 22  # of a column of KPIs

STEPS = (
    "simulating",
    "drawing",
    "comparing",
    "crediting",
    "selecting",
    "sweeping",
    "trying",
    "matching",
    "retelling",
)  # others are constraints that are lifted


def announce(engine: Engine, language: Language, *, shown: bool) -> None:
    """Says that the engine is compiled, where that has not been done before: the user would wait without a word."""
    if shown:
        from takarusim.engine import kernel
        from takarusim.outcome import chronicle

        if not (chronicle.is_compiled() and (engine == "simpy" or kernel.is_compiled())):
            warn(say("message.compiling", language))


@contextmanager
def progress(language: Language, *, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Yields what shows, on standard error, how much is done of each thing that takes long, and the time left."""
    if not shown:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, Any] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def watch(what: str, done: int, of: int) -> None:
            if what not in tasks:
                said = say(f"message.{what}", language) if what in STEPS else _lifting(what, language)
                tasks[what] = bars.add_task(said, total=of)
            bars.update(tasks[what], completed=done, total=of)

        yield watch


def _lifting(name: str, language: Language) -> str:
    return say("message.lifting", language, lifted=cause(name, language, "lift"))


def console() -> "Console":
    """Returns where tables are printed: as wide as the terminal or `COLUMNS`; of a file or a pipe, as a page is."""
    from rich.console import Console

    found = Console(highlight=False)
    return found if found.is_terminal or "COLUMNS" in os.environ else Console(highlight=False, width=PAGE)


def kpi_in(terminal: "Console", kpi: str, unit: str) -> str:
    """Returns a KPI as its row is headed: with its unit where that has no column of its own."""
    return f"{kpi} ({unit})" if unit and terminal.width < WIDE else kpi
