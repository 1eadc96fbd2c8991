"""The gallery: each figure is one record, which all that draws, lists, names or describes figures follows.

Reading order: Figure, GALLERY, figures, drawings.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

from takarusim.errors import ExperimentError
from takarusim.experiments.compare import Comparison
from takarusim.experiments.credit import Credit
from takarusim.experiments.ensemble import Ensemble
from takarusim.experiments.fit import Fit
from takarusim.experiments.headroom import Headroom
from takarusim.experiments.select import Selection
from takarusim.experiments.sweep import Sweep
from takarusim.experiments.why import Why
from takarusim.figures import factors, fits, pictures, selections
from takarusim.figures.canvas import Axes, Stamp
from takarusim.figures.pictures import Asked, Drawing
from takarusim.language import words
from takarusim.language.numerals import Language
from takarusim.quantities.units import nearest
from takarusim.results import runs
from takarusim.scenario import titles
from takarusim.scenario.scenario import Scenario

__all__ = [
    "GALLERY",
    "Asked",
    "Drawing",
    "Figure",
    "Kind",
    "Result",
    "Section",
    "drawings",
    "figures",
    "kind_of",
]

Kind = Literal["run", "order", "comparison", "credit", "selection", "sweep", "headroom", "worlds", "log"]
Result = runs.Outcome | Why | Comparison | Credit | Selection | Sweep | Headroom | Ensemble | Fit
KINDS: dict[type, Kind] = {
    runs.Outcome: "run",
    Why: "order",
    Comparison: "comparison",
    Credit: "credit",
    Selection: "selection",
    Sweep: "sweep",
    Headroom: "headroom",
    Ensemble: "worlds",
    Fit: "log",
}
Section = Literal["", "kpis", "effects", "gains", "held", "course"]


class Figure(NamedTuple):
    """A figure that there is of one kind of result."""

    name: str
    of: Kind
    section: Section  # of the briefing in which it stands; "": none
    title: str  # its key in `words`; of the figure's other words the keys begin so
    pictures: Callable[[Any, Asked], Iterable[Drawing]]
    is_usual: Callable[[Any], bool] = lambda _: True  # whether it is drawn of a result without being named

    def titled(self, drawing: Drawing, language: Language) -> str:
        """Returns the title of a picture."""
        return words.say(self.title, language, kpi=words.kpi(drawing.kpi, language) if drawing.kpi else "")


def kind_of(result: Result) -> Kind:
    """Returns of which kind a result is."""
    return KINDS[type(result)]


def figures(result: Result, name: str = "") -> list[Figure]:
    """Returns the figures that are usual of a result, or the one of a name.

    Raises
    ------
    ExperimentError
        If results of this kind have no figure of the name.
    """
    mine = [figure for figure in GALLERY if figure.of == kind_of(result)]
    if not name:
        return [figure for figure in mine if figure.is_usual(result)]
    names = [figure.name for figure in mine]
    if name not in names:
        near, is_near, _ = nearest(name, names).partition("?")
        listed = f"one of {', '.join(names)}"
        raise ExperimentError(f"no such figure, got {name!r}; {f'{near}? {listed}' if is_near else listed}")
    return [figure for figure in mine if figure.name == name]


def drawings(result: Result, asked: Asked) -> Iterator[tuple[Figure, Drawing]]:
    """Yields each picture that is asked for of a result, with its figure.

    Raises
    ------
    ExperimentError
        If there is no such figure, or the result has no such KPI or factor.
    """
    kind = kind_of(result)
    if asked.kpi and kind in ("run", "order", "headroom", "worlds", "log"):
        raise ExperimentError(f"no KPI is chosen in figures of a {kind}, got {asked.kpi!r}; of a comparison or a sweep")
    if isinstance(result, Comparison) and asked.kpi not in ("", *result.kpis):
        raise ExperimentError(f"no such KPI in this comparison, got {asked.kpi!r}; {nearest(asked.kpi, result.kpis)}")
    if isinstance(result, Credit) and asked.kpi not in ("", *result.kpis):
        raise ExperimentError(f"no such KPI of these packages, got {asked.kpi!r}; {nearest(asked.kpi, result.kpis)}")
    if asked.factors and kind != "sweep":
        raise ExperimentError(f"no factors in a {kind}, got {', '.join(asked.factors)}; of the heat map of a sweep")
    if (asked.first or asked.last) and asked.figure != "gantt":
        raise ExperimentError(f"days of a figure that has none, got {asked.first or asked.last}; --figure gantt")
    for figure in figures(result, asked.figure):
        for drawing in figure.pictures(result, asked):
            yield figure, drawing._replace(draw=partial(_draw, drawing, _scenarios(result)))


def _scenarios(result: Result) -> list[Scenario]:
    """Returns the scenarios of a result, whose titles stand in its figures."""
    match result:
        case runs.Outcome():
            return [result.plan.scenario]
        case Comparison() | Credit() | Selection():
            return list(result.scenarios.values())
        case Why():
            return [result.one.scenario]
        case Sweep() | Ensemble():
            return [result.scenario]
        case Fit(base=Scenario() as base):
            return [base]
    return []  # whoever asks knows them


def _draw(drawing: Drawing, scenarios: Sequence[Scenario], *, language: Language, stamp: Stamp) -> Axes | None:
    return drawing.draw(language=titles.spoken(language, *scenarios) if scenarios else language, stamp=stamp)


GALLERY = (
    Figure("on-time", "run", "kpis", "figure.on_time", pictures.only(pictures.on_time)),
    Figure("lead-time", "run", "kpis", "figure.lead_time", pictures.only(pictures.lead_time)),
    Figure("ledger", "run", "held", "figure.ledger", pictures.only(pictures.ledger)),
    Figure("utilisation", "run", "course", "figure.utilisation", pictures.only(pictures.utilisation)),
    Figure("gantt", "run", "course", "figure.gantt", pictures.weeks),
    Figure("flow", "run", "course", "figure.flow", pictures.only(pictures.flow)),
    Figure("months", "run", "course", "figure.months", pictures.only(pictures.months), pictures.is_short),
    Figure("warm-up", "run", "course", "figure.warm_up", pictures.only(pictures.warm_up), pictures.is_long),
    Figure("life", "order", "", "figure.life", pictures.only(pictures.order_life)),
    Figure("forest", "comparison", "effects", "figure.forest", pictures.forests),
    Figure("before-and-after", "comparison", "effects", "figure.before_and_after", pictures.before_and_after),
    Figure("who-gains", "comparison", "gains", "figure.who_gains", pictures.gains),
    Figure("where", "comparison", "effects", "figure.where", pictures.where),
    Figure("ledgers-late", "comparison", "held", "figure.ledgers_late", partial(pictures.ledgers, late=True)),
    Figure("ledgers-all", "comparison", "held", "figure.ledgers_all", partial(pictures.ledgers, late=False)),
    Figure("credit", "credit", "", "figure.credit", pictures.parts),
    Figure("credit-years", "credit", "", "figure.credit_years", pictures.years),
    Figure("select", "selection", "", "figure.select", pictures.only(selections.select)),
    Figure("main-effects", "sweep", "", "figure.main_effects", pictures.swept(factors.main_effects)),
    Figure("heat-map", "sweep", "", "figure.heat_map", pictures.swept(factors.heat_map), pictures.has_a_surface),
    Figure("tornado", "sweep", "", "figure.tornado", pictures.swept(factors.tornado)),
    Figure("headroom", "headroom", "", "figure.headroom", pictures.headroom),
    Figure("pinned", "worlds", "", "figure.pinned", pictures.only(pictures.pinned)),
    Figure("fit", "log", "", "figure.fit", pictures.only(fits.fit)),
)
