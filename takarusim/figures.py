"""The figures of a folder of results: which there are, and where they go.

A folder of a run has those of `illustrate`, one of a sweep those of its factors. They are drawn from what is stored;
PNG and SVG are kept in the folder, a PDF stands beside it. Reading order: draw, Wanted.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import numpy as np

from takarusim import charts, illustrate, kpis, plots, store, study, sweeping
from takarusim.errors import ExperimentError
from takarusim.numerals import Language
from takarusim.plots import Axes
from takarusim.units import nearest

__all__ = ["Drawn", "Format", "Wanted", "draw"]

Format = Literal["png", "svg", "pdf"]
KEPT: tuple[Format, ...] = ("png", "svg")
OF_SWEEPS: dict[str, Callable[..., Axes]] = {
    "main-effects": charts.main_effects,
    "heat-map": charts.heat_map,
    "tornado": charts.tornado,
}


class Wanted(NamedTuple):
    """What is to be drawn, and how."""

    figure: str = ""  # its name; all that the folder has when empty
    format: Format | None = None  # that of `out`, or png, when not given
    language: Language | None = None  # that of the scenario when not given
    out: Path | None = None  # a file
    kpi: str = ""  # that figures of experiments show; on time in full when not given
    factors: tuple[str, ...] = ()  # the two of a heat map


class Drawn(NamedTuple):
    """A figure that was asked for."""

    figure: str
    path: Path | None  # None: there is nothing to show


class _Figure(NamedTuple):
    """A figure that can be drawn."""

    name: str
    file: str  # its name without language and format
    axes: Callable[[Language], Axes | None]


def draw(folder: Path, wanted: Wanted) -> Iterator[Drawn]:
    """Draws figures of a folder of results that are not in it yet, and yields where each one is.

    Raises
    ------
    StoreError
        If the folder is none of results, or is not what its manifest says.
    ExperimentError
        If there is no such figure, KPI or factor, or one file is given for several figures.
    """
    of = _of_sweep if store.about(folder).get("kind") == "sweep" else _of_run
    language, figures = of(folder, wanted)
    known = [figure.name for figure in figures]
    if wanted.figure and wanted.figure not in known:
        near = nearest(wanted.figure, known).partition("?")
        right = f"{near[0]}? " if near[1] else ""
        raise ExperimentError(f"no such figure, got {wanted.figure!r}; {right}one of {', '.join(known)}")
    chosen = [figure for figure in figures if wanted.figure in ("", figure.name)]
    if wanted.out and len(chosen) > 1:
        raise ExperimentError(
            f"one file for several figures, got {wanted.out}; --figure with one of {', '.join(known)}"
        )
    kind = _format(wanted)
    for figure in chosen:
        yield Drawn(figure.name, _put(folder, figure, wanted.out, language, kind))


def _format(wanted: Wanted) -> Format:
    """Returns the format that is asked for, by itself or by the name of the file."""
    suffix = wanted.out.suffix.lstrip(".").lower() if wanted.out else ""
    if wanted.out and suffix not in get_args(Format):
        raise ExperimentError(f"no such kind of figure, got {wanted.out.name!r}; a name ending in .png, .svg or .pdf")
    if wanted.out and wanted.format not in (None, suffix):
        raise ExperimentError(f"two formats, got {wanted.format} and {wanted.out.name!r}; one of them")
    kind: Format = wanted.format or suffix or "png"  # type: ignore[assignment]
    return kind


def _put(folder: Path, figure: _Figure, out: Path | None, language: Language, kind: Format) -> Path | None:
    """Returns where a figure is, once it is there; None if it has nothing to show."""
    name = f"figures/{figure.file}-{language}.{kind}"
    is_kept = kind in KEPT and not out
    if is_kept and not store.missing(folder, [name]):
        return folder / name
    path = folder / name if is_kept else out or folder.with_name(f"{folder.resolve().name}-{Path(name).name}")
    if not is_kept and path.resolve() in ((folder / kept).resolve() for kept in store.about(folder)["files"]):
        raise ExperimentError(f"a file of the results themselves, got {path}; another place")
    axes = figure.axes(language)
    if axes is None:
        return None
    if is_kept:
        store.keep(folder, {name: plots.picture(axes, kind)}, {})
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(plots.picture(axes, kind))
    return path


def _of_run(folder: Path, wanted: Wanted) -> tuple[Language, list[_Figure]]:
    """Returns the language and the figures of a run's folder."""
    outcome = study.opened(folder)
    if wanted.kpi or wanted.factors:
        raise ExperimentError(f"figures of a run show all KPIs, got {folder}; --kpi and --factors for a sweep")
    figures = [_Figure(name, name, partial(illustrate.axes, outcome, name)) for name in illustrate.FIGURES]
    return wanted.language or outcome.plan.scenario.language, figures


def _of_sweep(folder: Path, wanted: Wanted) -> tuple[Language, list[_Figure]]:
    """Returns the language and the figures of a sweep's store."""
    swept, kpi = sweeping.opened(folder), wanted.kpi or "otif"
    if kpi not in swept.kpis:
        raise ExperimentError(f"no such KPI in this sweep, got {kpi!r}; {nearest(kpi, swept.kpis)}")
    stamp = plots.Stamp(store.about(folder)["run"], swept.seed, swept.values.shape[1])

    def axes(name: str, language: Language) -> Axes | None:
        if np.isnan(swept.of(kpi)).all():
            return None
        more = {"factors": wanted.factors} if name == "heat-map" else {}
        return OF_SWEEPS[name](
            swept, kpi, kpis.KPIS[kpi.partition("[")[0]].unit, language=language, stamp=stamp, **more
        )

    figures = []
    for name in OF_SWEEPS:
        if name != "heat-map" or len(swept.design.factors) > 1 or wanted.figure == name:
            named = [name, kpi, *(wanted.factors if name == "heat-map" else ())]
            file = re.sub(r"[^\w.-]+", "-", "-".join(named)).strip("-")
            figures.append(_Figure(name, file, partial(axes, name)))
    return wanted.language or swept.scenario.language, figures
