"""What is varied to find where a requirement ceases to be met: demand, or a count of units, crews or boxes.

Partners order as much at each level, however they are served: else demand would fall as service does, and no level
would be too much.
"""

from dataclasses import dataclass

from takarusim.errors import ExperimentError
from takarusim.scenario import reading
from takarusim.scenario.scenario import Scenario

__all__ = ["Search"]


@dataclass(frozen=True)
class Search:
    """Where a requirement ceases to be met is looked for: over which levels of what."""

    scenario: Scenario
    requirement: str
    partner: str | None = None  # whose demand is varied; None: that of all who have a rate
    path: str = ""  # of a count, which is varied instead of demand
    also: tuple[str, ...] = ()  # counts that get the same value
    low: int = 1  # of a count, both included
    high: int = 200
    confidence: float = 0.95
    tolerance: float = 0.02

    def __post_init__(self) -> None:
        """Refuses what cannot be varied."""
        if self.path and self.low > self.high:
            raise ExperimentError(f"no count from low to high, got {self.low} and {self.high}; low first")
        partners = self.scenario.partners
        if self.partner is not None and self.partner not in partners:
            raise ExperimentError(f"no such partner, got {self.partner!r}; one of {', '.join(partners)}")
        if not self.path and (not self.varied or any(partners[k].orders.circulating for k in self.varied)):
            raise ExperimentError(f"orders in circulation have no rate, got {self.partner or 'no other partner'}")

    @property
    def what(self) -> str:
        """What is varied: a path, a partner, or all of them."""
        return self.path or self.partner or "all"

    @property
    def varied(self) -> list[str]:
        """The partners whose demand is varied."""
        partners = self.scenario.partners
        return [self.partner] if self.partner else [k for k, p in partners.items() if p.orders.circulating is None]

    @property
    def fixed(self) -> tuple[str, ...]:
        """The paths that levels set, of all levels: what no world may change."""
        if not self.path:
            return tuple(f"partners.{name}.demand" for name in self.varied)
        counts = (self.path, *self.also)
        return (*counts, *(f"workshops.{kind}.units" for kind in self.scenario.workshops if _let(kind) in counts))

    def is_base(self, level: float | str) -> bool:
        """Returns whether a level is the scenario as it is."""
        return not isinstance(level, str) and (self.at(level) == self.base if self.path else level == 1)

    @property
    def is_frozen(self) -> bool:
        """Whether there are partnerships that grow, whose levels are kept at 100 percent."""
        return any(partner.contract.growth for partner in self.scenario.partners.values())

    @property
    def base(self) -> Scenario:
        """The scenario with all levels of partnerships kept as they are as the run begins."""
        grow = [name for name, partner in self.scenario.partners.items() if partner.contract.growth]
        return reading.with_values(self.scenario, {f"partners.{name}.contract.growth": None for name in grow})

    def at(self, level: float) -> Scenario:
        """Returns the scenario at a level."""
        return self._with_count(int(level)) if self.path else self._with_demand(level)

    def _with_demand(self, multiple: float) -> Scenario:
        made = self.base
        for name in self.varied:
            today = self.scenario.partners[name].demand.value
            made = reading.with_value(made, f"partners.{name}.demand", today * multiple)
        return made

    def _with_count(self, count: int) -> Scenario:
        """Returns the scenario with so many; units let bring the buildings that they need."""
        made = self.base
        for path in (self.path, *self.also):
            for kind, workshop in self.scenario.workshops.items():
                if path == _let(kind) and count > workshop.units.value:
                    made = reading.with_value(made, f"workshops.{kind}.units", count)
            made = reading.with_value(made, path, count)
        return made


def _let(kind: str) -> str:
    """Returns the path of how many workshops of a kind are let."""
    return f"workshops.{kind}.let"
