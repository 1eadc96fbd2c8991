"""The figures of a folder of results: which there are, and where they go.

A folder of a run or a comparison has those of `illustrate`, one of a sweep those of its factors. They are drawn from
what is stored; PNG and SVG are kept in the folder, a PDF stands beside it. Reading order: draw, Wanted, Found.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from takarusim.errors import ExperimentError
from takarusim.figures import charts, illustrate, plots
from takarusim.figures.plots import Axes, Format
from takarusim.kpis import kpis
from takarusim.language.numerals import Language
from takarusim.quantities.units import nearest
from takarusim.results import comparisons, runs, store, sweeps

__all__ = ["Drawn", "Found", "Wanted", "draw"]

KEPT: tuple[Format, ...] = ("png", "svg")
OF_COMPARISONS = {"forest": "forest", "before-and-after": "before", "ledgers": "ledgers"}  # names, and those of files
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
    kpi: str = ""  # that figures of experiments show; on time in full, or the headline, when not given
    factors: tuple[str, ...] = ()  # the two of a heat map


class Drawn(NamedTuple):
    """A figure that was asked for."""

    figure: str
    path: Path | None  # None: there is nothing to show


class Found(NamedTuple):
    """What a folder has to draw."""

    language: Language
    names: tuple[str, ...]  # of figures, in their order
    figures: list["_Figure"]  # several may have one name: one for each scenario


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
    found = {"sweep": _of_sweep, "comparison": _of_comparison}.get(store.kind(folder), _of_run)(folder, wanted)
    listed = f"one of {', '.join(found.names)}"
    if wanted.figure and wanted.figure not in found.names:
        near = nearest(wanted.figure, found.names).partition("?")
        right = f"{near[0]}? {listed}" if near[1] else listed
        raise ExperimentError(f"no such figure, got {wanted.figure!r}; {right}")
    chosen = [figure for figure in found.figures if wanted.figure in ("", figure.name)]
    if wanted.out and len(chosen) > 1:
        files = ", ".join(figure.file for figure in chosen)
        raise ExperimentError(f"one file for several figures, got {wanted.out} for {files}; no --out, or {listed}")
    form = _format(wanted)
    for figure in chosen:
        yield Drawn(figure.file, _put(folder, figure, wanted.out, found.language, form))
    if not chosen:
        yield Drawn(wanted.figure, None)


def _format(wanted: Wanted) -> Format:
    """Returns the format that is asked for, by itself or by the name of the file."""
    if wanted.out is None:
        return wanted.format or "png"
    kind = plots.format_of(wanted.out)
    if wanted.format not in (None, kind):
        raise ExperimentError(f"two formats, got {wanted.format} and {wanted.out.name!r}; one of them")
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


def _of_run(folder: Path, wanted: Wanted) -> Found:
    """Returns the figures of a run's folder."""
    outcome = runs.opened(folder)
    if wanted.kpi or wanted.factors:
        raise ExperimentError(f"figures of a run show all KPIs, got {folder}; --kpi for a sweep or a comparison")
    names = tuple(illustrate.names(outcome.plan.scenario))
    figures = [_Figure(name, name, partial(illustrate.axes, outcome, name)) for name in names]
    return Found(wanted.language or outcome.plan.scenario.language, names, figures)


def _of_comparison(folder: Path, wanted: Wanted) -> Found:
    """Returns the figures of a comparison's folder: a forest of the headline where that alone is asked for."""
    outcome = comparisons.opened(folder)
    found = outcome.comparison
    kpi = wanted.kpi or (found.headline if wanted.figure == "forest" else "")
    if kpi and kpi not in found.kpis:
        raise ExperimentError(f"no such KPI in this comparison, got {kpi!r}; {nearest(kpi, found.kpis)}")
    if wanted.factors:
        raise ExperimentError(f"no factors in a comparison, got {folder}; --factors for a sweep")
    look: dict[str, Any] = {"stamp": plots.Stamp(outcome.plan.id, found.seed, found.replications, found.confidence)}

    def axes(draw: Callable[..., Axes], language: Language) -> Axes:
        return draw(language=language, **look)

    names = {start: name for name, start in OF_COMPARISONS.items()}
    figures = [
        _Figure(names[file.partition("-")[0]], file, partial(axes, draw))
        for file, draw in illustrate.compared(outcome, kpi).items()
    ]
    return Found(wanted.language or found.scenarios[found.base].language, tuple(OF_COMPARISONS), figures)


def _of_sweep(folder: Path, wanted: Wanted) -> Found:
    """Returns the figures of a sweep's store."""
    swept, kpi = sweeps.opened(folder), wanted.kpi or "otif"
    values = swept.of(kpi)
    stamp = plots.Stamp(store.about(folder)["run"], swept.seed, swept.replications)

    def axes(name: str, language: Language) -> Axes | None:
        if np.isnan(values).all():
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
    return Found(wanted.language or swept.scenario.language, tuple(one.name for one in figures), figures)
