"""Figures in folders of results: what is drawn of a folder, and where it goes.

They are drawn from what is stored and kept in the folder: the usual ones as PNG and SVG, others as is asked for.
Reading order: keep, draw, Wanted, Drawn.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from takarusim.errors import ExperimentError
from takarusim.figures import gallery
from takarusim.figures.canvas import Axes, Format, Stamp, format_of, picture
from takarusim.figures.gallery import Figure, Result
from takarusim.figures.pictures import Asked, Drawing
from takarusim.figures.selections import stamp_of
from takarusim.language.numerals import Language
from takarusim.results import comparisons, ensembles, headrooms, packages, runs, selections, sweeps
from takarusim.results.folder import ResultsFolder
from takarusim.scenario import titles
from takarusim.scenario.scenario import Scenario

__all__ = ["Drawn", "Wanted", "draw", "keep", "named"]

KEPT: tuple[Literal["png", "svg"], ...] = ("png", "svg")  # of the usual figures


class Wanted(NamedTuple):
    """What is to be drawn, and how."""

    asked: Asked = Asked()
    format: Format | None = None  # that of `out`, or png, when not given
    language: Language | None = None  # that of the scenario when not given
    out: Path | None = None  # a file


class Drawn(NamedTuple):
    """A figure that was asked for."""

    name: str  # of its file, without language and format
    path: Path | None  # None: there is nothing to show


class _Folder(NamedTuple):
    """A folder of results that was read."""

    result: Result
    stamp: Stamp
    scenario: Scenario


def named(figure: Figure, drawing: Drawing) -> str:
    """Returns the name of a picture's file, without language and format."""
    return re.sub(r"[^\w.-]+", "-", "-".join(part for part in (figure.name, drawing.of) if part)).strip("-")


def keep(outcome: runs.Outcome | comparisons.Outcome, language: Language) -> Iterator[str]:
    """Draws the usual figures that a folder has not yet in a language, and yields the name of each when it is done."""
    of, folder = _ran(outcome) if isinstance(outcome, runs.Outcome) else _compared(outcome), outcome.plan.folder
    for figure, drawing in gallery.drawings(of.result, Asked()):
        name = named(figure, drawing)
        files = {f"figures/{name}-{language}.{kind}": kind for kind in KEPT}
        if ResultsFolder(folder).lacks(files):
            axes = drawing.draw(language=language, stamp=of.stamp)
            if axes is not None:
                ResultsFolder(folder).keep({file: picture(axes, kind) for file, kind in files.items()})
        yield name


def draw(folder: Path, wanted: Wanted) -> Iterator[Drawn]:
    """Draws figures of a folder of results that are not in it yet, and yields where each one is.

    Raises
    ------
    StoreError
        If the folder is none of results, or is not what its manifest says.
    ExperimentError
        If there is no such figure, KPI or factor, or one file is given for several figures.
    """
    of = _opened(folder)
    chosen = list(gallery.drawings(of.result, wanted.asked))
    if wanted.out and len(chosen) > 1:
        files = ", ".join(named(*one) for one in chosen)
        raise ExperimentError(f"one file for several figures, got {wanted.out} for {files}; no --out, or one --figure")
    language, form = titles.spoken(wanted.language, of.scenario), _format(wanted)
    for figure, drawing in chosen:
        name = named(figure, drawing)
        file = f"figures/{name}-{language}.{form}"
        axes = partial(drawing.draw, language=language, stamp=of.stamp)
        yield Drawn(name, _put(folder, file, wanted.out, axes))
    if not chosen:
        yield Drawn(wanted.asked.figure, None)


def _format(wanted: Wanted) -> Format:
    """Returns the format that is asked for, by itself or by the name of the file."""
    if wanted.out is None:
        return wanted.format or "png"
    kind = format_of(wanted.out)
    if wanted.format not in (None, kind):
        raise ExperimentError(f"two formats, got {wanted.format} and {wanted.out.name!r}; one of them")
    return kind


def _put(folder: Path, file: str, out: Path | None, axes: Callable[[], Axes | None]) -> Path | None:
    """Returns where a figure is, once it is there; None if it has nothing to show."""
    kind = format_of(file)
    kept, path = ResultsFolder(folder), out or folder / file
    if out is None and not kept.lacks([file]):
        return path
    if out and out.resolve() in ((folder / each).resolve() for each in kept.manifest()["files"]):
        raise ExperimentError(f"a file of the results themselves, got {out}; another place")
    drawn = axes()
    if drawn is None:
        return None
    if out is None:
        kept.keep({file: picture(drawn, kind)})
    else:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(picture(drawn, kind))
    return path


def _opened(folder: Path) -> _Folder:
    """Returns what a folder of results holds."""
    match ResultsFolder(folder).kind:
        case "sweep":
            swept = sweeps.opened(folder)
            return _Folder(swept, Stamp(swept.id, swept.seed, swept.replications), swept.scenario)
        case "comparison":
            return _compared(comparisons.opened(folder))
        case "selection":
            chosen = selections.opened(folder)
            return _Folder(chosen, stamp_of(chosen), next(iter(chosen.scenarios.values())))
        case "credit":
            credited = packages.opened(folder)
            run = (folder.resolve().name, credited.seed, credited.replications, credited.confidence)
            return _Folder(credited, Stamp(*run), next(iter(credited.scenarios.values())))
        case "headroom":
            return _searched(headrooms.opened(folder))
        case "worlds":
            found = ensembles.opened(folder)
            stamp = Stamp(folder.resolve().name, found.seed, found.asked.replications)
            return _Folder(found, stamp, found.scenario)
        case _:
            return _ran(runs.opened(folder))


def _ran(outcome: runs.Outcome) -> _Folder:
    plan = outcome.plan
    return _Folder(outcome, Stamp(plan.id, plan.seed, plan.replications), plan.scenario)


def _compared(outcome: comparisons.Outcome) -> _Folder:
    plan, found = outcome.plan, outcome.comparison
    return _Folder(found, Stamp(plan.id, plan.seed, found.replications, plan.confidence), plan.base)


def _searched(outcome: headrooms.Outcome) -> _Folder:
    plan, found = outcome.plan, outcome.headroom
    stamp = Stamp(plan.id, plan.seed, plan.replications, found.confidence)
    return _Folder(found, stamp, plan.search.scenario)
