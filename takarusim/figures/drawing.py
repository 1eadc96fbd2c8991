"""Figures of what an experiment found, for notebooks and scripts; `keeping` has those of a folder of results."""

from dataclasses import dataclass
from pathlib import Path

from takarusim.errors import ExperimentError
from takarusim.experiments.compare import Comparison
from takarusim.experiments.credit import Credit
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.fit import Fit
from takarusim.experiments.select import Selection
from takarusim.experiments.sweep import Sweep
from takarusim.experiments.why import Why
from takarusim.figures import gallery, selections
from takarusim.figures.canvas import Axes, Stamp, format_of, picture
from takarusim.figures.pictures import Asked
from takarusim.language.numerals import Language

__all__ = ["Picture", "plot"]

USUAL = (
    "forest",
    "credit",
    "select",
    "heat-map",
    "main-effects",
    "pinned",
    "life",
    "fit",
)  # what is drawn where nothing is asked for
DOTS = 125  # an inch, of a picture in a notebook


@dataclass(frozen=True)
class Picture:
    """A figure: a notebook shows it, `save` keeps it, and `axes` is there for more.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> picture = tk.plot(tk.compare({"today": scenario, "same": scenario}, 2, seed=1))
    >>> picture.axes.set_xlim(-1, 1)
    (-1.0, 1.0)
    """

    axes: Axes

    def save(self, path: str | Path) -> None:
        """Writes it to a file.

        Raises
        ------
        ExperimentError
            If the file's name ends in none of .png, .svg and .pdf.
        """
        Path(path).write_bytes(picture(self.axes, format_of(path)))

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        width = self.axes.figure.get_figwidth()
        return picture(self.axes, "png"), {"width": round(DOTS * width)}


def plot(
    found: Comparison | Credit | Selection | Sweep | Ensemble | Fit | Why,
    kpi: str = "",
    figure: str = "",
    *,
    language: Language = "en",
) -> Picture:
    """Draws what scenarios, measures or factors do to a KPI, worlds, the life of an order, or how a log is fitted.

    Parameters
    ----------
    found : Comparison, Credit, Selection, Sweep, Ensemble, Fit or Why
    kpi : str, optional
        The headline of a comparison or of credit, `served` of a sweep when not given.
    figure : str, optional
        Its name (docs/figures.md), such as `forest`, `heat-map` or `tornado`. A forest of a comparison, a heat map or
        else the main effects of a sweep, each measure's part of credit when not given.
    language : "id" or "en"

    Raises
    ------
    ExperimentError
        If there is no such KPI or figure, or nothing to show, or the design is no grid.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> busier = tk.with_value(scenario, "partners.tractors.demand", 1.2)
    >>> picture = tk.plot(tk.compare({"today": scenario, "busier": busier}, 3, seed=1), "otif")
    >>> picture.save("forest.png")
    """
    usual = [each.name for each in gallery.figures(found)]
    name = figure or next(name for name in USUAL if name in usual)
    drawings = list(gallery.drawings(found, Asked(name, kpi)))
    stamp = _stamp(found)
    axes = drawings[0][1].draw(language=language, stamp=stamp) if drawings else None
    if axes is None:
        raise ExperimentError(f"nothing to show, got {name!r} of {kpi or 'the usual KPI'}; another figure or KPI")
    return Picture(axes)


def _stamp(found: Comparison | Credit | Selection | Sweep | Ensemble | Fit | Why) -> Stamp:
    """Returns what names a result as its folder would be named."""
    if isinstance(found, Ensemble):
        return Stamp(found.id, found.seed, found.asked.replications)
    if isinstance(found, Selection):
        return selections.stamp_of(found)
    if isinstance(found, Sweep):
        return Stamp(found.id, found.seed, found.replications)
    if isinstance(found, Why):
        return Stamp("", found.one.seed, 1)
    if isinstance(found, Fit):
        return Stamp(Path(found.log.file).name, found.seed, 0, found.confidence)
    return Stamp(found.id, found.seed, found.replications, found.confidence)
