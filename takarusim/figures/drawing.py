"""Figures of what an experiment found, for notebooks and scripts; those of a folder of results are in `figures`."""

from dataclasses import dataclass
from pathlib import Path

from takarusim.errors import ExperimentError
from takarusim.experiments import provenance
from takarusim.experiments.compare import Comparison
from takarusim.experiments.sweep import Sweep
from takarusim.figures import charts, plots
from takarusim.figures.figures import OF_SWEEPS
from takarusim.figures.plots import Axes
from takarusim.kpis import kpis
from takarusim.language.numerals import Language
from takarusim.quantities.units import nearest
from takarusim.scenario import reading

__all__ = ["Picture", "plot"]

DOTS = 125  # an inch, of a picture in a notebook


@dataclass(frozen=True)
class Picture:
    """A figure: a notebook shows it, `save` keeps it, and `axes` is there for more."""

    axes: Axes

    def save(self, path: str | Path) -> None:
        """Writes it to a file.

        Raises
        ------
        ExperimentError
            If the file's name ends in none of .png, .svg and .pdf.
        """
        Path(path).write_bytes(plots.picture(self.axes, plots.format_of(path)))

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        width = self.axes.figure.get_figwidth()
        return plots.picture(self.axes, "png"), {"width": round(DOTS * width)}


def plot(found: Comparison | Sweep, kpi: str = "", figure: str = "", *, language: Language = "en") -> Picture:
    """Draws what scenarios side by side, or the factors of a sweep, do to a KPI.

    Parameters
    ----------
    found : Comparison or Sweep
    kpi : str, optional
        The headline of a comparison, `otif` of a sweep when not given.
    figure : str, optional
        Of a comparison `forest`; of a grid `heat-map`, `main-effects` or `tornado`. The first that there is when not
        given.
    language : "id" or "en"

    Raises
    ------
    ExperimentError
        If there is no such KPI or figure, or the design is no grid.
    """
    if isinstance(found, Comparison):
        return _compared(found, kpi or found.headline, figure or "forest", language)
    chosen, name = kpi or "otif", figure or ("heat-map" if len(found.design.factors) > 1 else "main-effects")
    if name not in OF_SWEEPS:
        raise ExperimentError(f"no such figure, got {name!r}; {nearest(name, list(OF_SWEEPS))}")
    stamp = plots.Stamp(found.id, found.seed, found.replications)
    found.of(chosen)  # refuses one that it has not
    unit = kpis.KPIS[chosen.partition("[")[0]].unit
    return Picture(OF_SWEEPS[name](found, chosen, unit, language=language, stamp=stamp))


def _compared(found: Comparison, kpi: str, figure: str, language: Language) -> Picture:
    if figure != "forest":
        raise ExperimentError(f"no such figure, got {figure!r}; {nearest(figure, ['forest'])}")
    if kpi not in found.kpis:
        raise ExperimentError(f"no such KPI, got {kpi!r}; {nearest(kpi, found.kpis)}")
    texts = [(label, reading.text_of(scenario)) for label, scenario in found.scenarios.items()]
    asked = [found.replications, [], found.headline, found.confidence]  # as versus names a folder
    run = provenance.comparison_id(texts, found.seed, asked)
    stamp = plots.Stamp(run, found.seed, found.replications, found.confidence)
    return Picture(charts.forest(found, kpi, language=language, stamp=stamp))
