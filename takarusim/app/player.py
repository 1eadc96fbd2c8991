"""The map of buildings as weeks pass: what a player in the browser needs to know of some weeks of one replication.

The player is one file of HTML that needs no network; it shows what it is given. Reading order: scene, embedded.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from takarusim.figures import gantt
from takarusim.language.numerals import SHORT_MONTHS, Language
from takarusim.language.words import called, say
from takarusim.outcome.replication import Replication
from takarusim.outcome.tables import FOR_CASH, FOR_CREW, FOR_MATERIAL, FOR_TRUCK, HELD, IN_QUEUE, OUTSIDE, STATES

__all__ = ["SPAN", "embedded", "scene"]

DAY, MINUTE = 86_400_000, 60_000  # ms
SPAN = 28 * DAY  # ms  that is shown
PARTS = ("setup", "processing", "down")
ELSEWHERE = (
    FOR_CASH,
    FOR_MATERIAL,
    FOR_CREW,
    OUTSIDE,
    HELD,
    FOR_TRUCK,
)  # where lots are that are in no queue for a unit
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORDS = ("play", "pause", "speed", "idle", "queue", "lots")
COLOURS = (  # of partners: Okabe and Ito's, then paler and darker ones
    *("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#B8A500", "#7B4B94"),
    *("#8C564B", "#00B3A4", "#A6CEE3", "#B2DF8A", "#FB9A99", "#4D4D4D"),
)


def scene(replication: Replication, first: int, language: Language) -> dict[str, Any]:
    """Returns what happens in four weeks.

    Parameters
    ----------
    replication : Replication
    first : ms
        When they begin, counted as in its log.
    language : {"id", "en"}

    Returns
    -------
    mapping of plain values
        `rows`: workshop types with their units, then what else lots wait for; `spans`: unit, start, end (minutes from
        `first`), part, partner; `waits`: row, start, end, partner.
    """
    last = min(first + SPAN, int(replication.instance.horizon))
    types, units = list(replication.names.types), replication.units
    is_there = (units.opened < last) & (units.left > first)
    names = [say("figure.gantt.type", language, type=called("workshop", name, language)) for name in types]
    rows = [
        {"name": name, "units": np.flatnonzero(is_there & (units.type == k)).tolist()} for k, name in enumerate(names)
    ]
    waits = _waits(replication, first, last)
    shown = sorted({row for row, *_ in waits if row >= len(types)})
    rows += [{"name": say(f"waits.{STATES[row - len(types)]}", language), "units": []} for row in shown]
    place = {row: len(types) + k for k, row in enumerate(shown)}
    return {
        "begins": int(replication.origin.astype("int64")) + first,
        "minutes": (last - first) // MINUTE,
        "partners": [called("partner", name, language) for name in replication.names.streams],
        "colours": [COLOURS[k % len(COLOURS)] for k in range(len(replication.names.streams))],
        "rows": rows,
        "units": [called("unit", name, language) for name in replication.names.units],
        "spans": _spans(replication, first, last),
        "waits": [(place.get(row, row), *rest) for row, *rest in waits],
        "months": list(SHORT_MONTHS[language]),
        "weekdays": [say(f"choice.{name}", language) for name in WEEKDAYS],
        "words": {name: say(f"app.player.{name}", language, count="{n}") for name in WORDS}
        | {part: say(f"figure.part.{part}", language) for part in PARTS},
    }


def _spans(replication: Replication, first: int, last: int) -> list[tuple[int, ...]]:
    found = gantt.spans(replication.instance, replication.tables, first, last)
    starts, ends = ((found[end].to_numpy() - first) // MINUTE for end in ("start", "end"))
    parts = [PARTS.index(part) for part in found["part"]]
    return list(
        zip(found["unit"].tolist(), starts.tolist(), ends.tolist(), parts, found["stream"].tolist(), strict=True)
    )


def _waits(replication: Replication, first: int, last: int) -> list[tuple[int, ...]]:
    """Returns when lots wait, and in which row: that of a workshop type, or behind these that of a state."""
    states, types = replication.states, len(replication.names.types)
    at_unit = replication.instance.workshop[np.maximum(states.operation, 0)]
    row = np.where(states.state == IN_QUEUE, at_unit, types + states.state)
    is_shown = np.isin(states.state, (IN_QUEUE, *ELSEWHERE)) & (states.start < last) & (states.end > first)
    streams = replication.tables.orders.stream[states.order[is_shown]]
    starts, ends = (
        (np.clip(moments[is_shown], first, last) - first) // MINUTE for moments in (states.start, states.end)
    )
    return sorted(zip(*(column.tolist() for column in (row[is_shown], starts, ends, streams)), strict=True))


def embedded(found: dict[str, Any]) -> str:
    """Returns the player with a scene, as HTML; nothing in the scene can end its script."""
    page = (Path(__file__).parent / "player.html").read_text("utf-8")
    return page.replace("__SCENE__", json.dumps(found, ensure_ascii=True).replace("<", "\\u003c"))
