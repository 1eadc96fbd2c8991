"""Passages that briefings share: figures, what was assumed, sources, the method, how to make it again.

Every number is read from the scenario or from the folder's manifest; every fixed word stands in `words`.
"""

import re
import shlex
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from takarusim.briefing import inputs
from takarusim.briefing.pages import Block, Code, Heading, Picture, Table, Text
from takarusim.experiments import provenance
from takarusim.figures import gallery, keeping
from takarusim.figures.gallery import Result, Section
from takarusim.figures.pictures import Asked
from takarusim.language.numerals import UNDEFINED, Language, day, number, percent
from takarusim.language.words import say
from takarusim.lowering import lowering
from takarusim.results.folder import ResultsFolder
from takarusim.scenario import shapes, sources

if TYPE_CHECKING:
    from takarusim.scenario.scenario import Scenario, Source, Time
    from takarusim.statistics.estimates import Estimate

__all__ = [
    "again",
    "assumptions",
    "between",
    "counted",
    "doubts",
    "figures",
    "method",
    "parts",
    "sourced",
    "span",
    "subtitle",
    "widest",
]

WEEK = 7 * 86_400_000  # ms
WIDEST = 12  # assumptions shown


def between(estimate: "Estimate", language: Language, digits: int = 1) -> str:
    """Returns an interval, or that there is none."""
    low, high = (number(end, language, digits) for end in (estimate.low, estimate.high))
    return UNDEFINED if UNDEFINED in (low, high) else f"{low} – {high}"


def figures(result: Result, folder: Path, section: Section, language: Language, most: int = 100) -> list[Picture]:
    """Returns the pictures that a folder has for a section, in the gallery's order; of each figure the first ones."""
    found: list[Picture] = []
    for figure in gallery.figures(result):
        for drawing in [*figure.pictures(result, Asked())][:most] if figure.section == section else ():
            name = keeping.named(figure, drawing)
            svg, png = (folder / "figures" / f"{name}-{language}.{kind}" for kind in ("svg", "png"))
            if svg.exists():
                found.append(Picture(svg.read_bytes(), png.read_bytes(), figure.titled(drawing, language)))
    return found


def doubts(scenario: "Scenario", language: Language) -> list[str]:
    """Returns how far the numbers put in can be trusted."""
    share = sources.assumed_share(scenario)
    bare = sum(entry.kind == "unsourced" for entry in sources.register(scenario))
    said = [say("brief.share", language, share=percent(share, language, 0))] if share > 0 else []
    return [*said, say("brief.bare", language, n=number(bare, language))] if bare else said


def assumptions(scenario: "Scenario", language: Language, most: int = WIDEST) -> list[Block]:
    """Returns how many numbers are assumed, and those with the widest ranges."""
    said: list[Block] = [Text(counted(scenario, language))]
    rows = tuple(widest(scenario, language)[:most])
    if not rows:
        return said
    head = tuple(say(f"versus.{name}", language) for name in ("owner", "what", "value", "range"))
    head = (*head, say("brief.numbers", language), say("brief.width", language))
    table = Table(head, rows, widths=(3, 2.9, 2.6, 2.8, 1.5, 1.4), right=(4, 5))
    return [*said, Text(say("brief.widest", language)), table]


def widest(scenario: "Scenario", language: Language) -> list[tuple[str, str, str, str, str, str]]:
    """Returns owner, name, value and range of assumptions, how many are alike, and the width; the widest first."""
    known = dict(sources.numbers(scenario))
    return [
        (*inputs.told(steps, known[path], language), number(count, language), percent(width, language, 0))
        for steps, path, count, width in _widest(scenario)
    ]


def _widest(scenario: "Scenario") -> list[tuple[tuple[str, ...], str, int, float]]:
    """Returns steps, the path of one, count and width of assumptions; those of the same kind and value as one."""
    entries = {entry.path: entry for entry in sources.register(scenario)}
    groups: dict[tuple[str, int, str, str, str, float], list[list[str]]] = {}
    for path, width in sources.widest(scenario):
        entry, steps = entries[path], list(shapes.steps(path))
        value, ends = f"{entry.value} {entry.unit}".strip(), f"{entry.low} – {entry.high}"
        groups.setdefault((steps[0], len(steps), steps[-1], value, ends, width), []).append(steps)
    return [(_common(paths), ".".join(paths[0]), len(paths), width) for (*_, width), paths in groups.items()]


def _common(paths: list[list[str]]) -> tuple[str, ...]:
    """Returns the steps of paths of the same length, `*` where they differ."""
    return tuple(steps[0] if len(set(steps)) == 1 else "*" for steps in zip(*paths, strict=True))


def counted(scenario: "Scenario", language: Language) -> str:
    """Returns how many numbers a scenario has, by where they come from."""
    kinds = [entry.kind for entry in sources.register(scenario)]
    counts = {kind: kinds.count(kind) for kind in ("sourced", "assumption", "unsourced", "choice")}
    return say("register.count", language, n=len(kinds), **counts)


def sourced(scenarios: Iterable["Scenario"], language: Language) -> list[Block]:
    """Returns the sources of scenarios, with how many numbers of the one that has the most rest on each."""
    known: dict[str, Source] = {}
    used: dict[str, int] = {}
    for scenario in scenarios:
        names = [entry.source for entry in sources.register(scenario) if entry.kind == "sourced"]
        known |= scenario.sources
        used |= {name: max(used.get(name, 0), names.count(name)) for name in names}
    rows = tuple(
        (name, _publisher(source, language), _dates(source.date, language), number(used[name], language))
        for name, source in known.items()
        if name in used
    )
    if not rows:
        return []
    head = tuple(say(f"brief.{name}", language) for name in ("source", "publisher", "date", "numbers"))
    return [Heading(say("brief.sources", language)), Table(head, rows, widths=(1, 6, 3, 1.4), right=(3,))]


def _publisher(source: "Source", language: Language) -> str:
    return say("brief.general", language) if source.trust == "general" else source.publisher


def _dates(text: str, language: Language) -> str:
    """Returns the dates in a text as the language writes them."""
    words = re.findall(r"\d{4}(?:-\d\d-\d\d)?", text)
    found = [day(date.fromisoformat(word), language) if "-" in word else word for word in words]
    return ", ".join(found) or say("brief.undated", language)


def method(told: Mapping[str, str], language: Language) -> list[Block]:
    """Returns the method after STRESS-DES: its parts, by name, with what is told of each."""
    head = (say("brief.part", language), say("brief.told", language))
    rows = tuple((say(f"brief.stress.{name}", language), text) for name, text in told.items())
    return [
        Heading(say("brief.method", language)),
        Text(say("brief.stress", language)),
        Table(head, rows, widths=(1.4, 6)),
    ]


def parts(scenario: "Scenario", folder: Path, language: Language) -> dict[str, str]:
    """Returns what the method says of any experiment: the model's logic, its data and its software."""
    names, facts = lowering.names(scenario), ResultsFolder(folder).manifest()
    sizes = {
        "partners": len(scenario.partners),
        "smes": len(names.smes),
        "units": len(names.units),
        "types": len(names.types),
        "components": len(names.components),
    }
    versions = ", ".join(f"{name} {version}" for name, version in facts["packages"].items())
    code = say("brief.hash", language, sources=facts["sources"][: provenance.DIGITS])
    return {
        "logic": say("brief.method.logic", language, **{k: number(v, language) for k, v in sizes.items()}),
        "data": counted(scenario, language),
        "software": f"takarusim {facts['takarusim']}, Python {facts['python']}, {versions}. {code}",
    }


def span(time: "Time", language: Language) -> str:
    """Returns which days are simulated."""
    first = day(time.first_day, language, "long")
    if time.last_day is None:
        return say("brief.method.long_run", language, first=first)
    weeks = number(time.run_in.value / WEEK, language)
    return say("brief.method.plan", language, first=first, last=day(time.last_day, language, "long"), weeks=weeks)


def subtitle(key: str, folder: Path, reader: str, language: Language) -> str:
    """Returns the line above the title: what it is, of which day, and for whom."""
    by = [say("decide.asked_by", language, name=reader)] if reader else []
    return " · ".join([say(key, language), day(ResultsFolder(folder).made, language, "long"), *by])


def again(made: list[str], run: str, language: Language, reader: str) -> list[Block]:
    """Returns the commands that make the same again beside the folder of a run, wherever that is kept."""
    by = [f"--for={reader}"] if reader else []
    lines = (shlex.join([*made, "--out=."]), shlex.join(["takarusim", "brief", run, f"--lang={language}", *by]))
    return [Heading(say("brief.again", language)), Text(say("brief.again.note", language, run=run)), Code(lines)]
