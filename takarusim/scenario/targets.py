"""What targets may be called and say: the names of KPIs with their groups, and the members that a scenario has.

Reading order: mistaken, absent.
"""

from collections.abc import Iterator

from takarusim.quantities.units import nearest
from takarusim.registers.kpis import KPIS, Name
from takarusim.scenario.checks import Mistake, Seen, firms
from takarusim.scenario.scenario import Scenario

__all__ = ["absent", "members", "mistaken"]

_SECTIONS = {"kind": "partners", "channel": "partners", "size": "smes"}  # that a group's members are in; else GROUPs


def mistaken(of: Seen) -> Iterator[Mistake]:
    """Targets are names of KPIs, and say something that those can be."""
    for text, target in of.scenario.targets.items():
        name = Name.parsed(text)
        kpi = KPIS.get(name.kpi) if name else None
        if not name:
            yield ("targets", text), f"no name of a KPI, got {text!r}; such as otif or utilisation[workshop=C]"
        elif not kpi:
            yield ("targets", text), f"no such KPI, got {name.kpi!r}; {nearest(name.kpi, list(KPIS))}"
        elif name.group and name.group not in kpi.groups:
            yield ("targets", text), f"no such group, got {name.group!r}; {nearest(name.group, kpi.groups)}"
        elif target.low is None and target.high is None and of.whole("targets", text):
            yield ("targets", text), "no target, got neither low nor high; one of them, or both"
        else:
            yield from _ends(of, text, is_share=kpi.unit == "share")


def _ends(of: Seen, name: str, *, is_share: bool) -> Iterator[Mistake]:
    for key in ("low", "high"):
        end, raw = getattr(of.scenario.targets[name], key), of.data["targets"][name].get(key)
        if end is not None and is_share and end > 1:
            yield ("targets", name, key), f"too large, got {raw!r}; a share such as 0.9 or '90 %'"
        if end is not None and not is_share and isinstance(raw, str):
            yield ("targets", name, key), f"not a number, got {raw!r}; a number in the KPI's unit"


def absent(of: Seen) -> Iterator[Mistake]:
    """Yields the targets whose member the scenario does not have."""
    known = members(of.scenario)
    for text in of.scenario.targets:
        name = Name.parsed(text)
        kpi = KPIS.get(name.kpi) if name else None
        if not name or not kpi or name.group not in kpi.groups or name.member in known[name.group]:
            continue
        if of.whole(_SECTIONS.get(name.group, f"{name.group}s")):
            right = nearest(name.member, sorted(known[name.group]))
            yield ("targets", text), f"no such {name.group}, got {name.member!r}; {right}"


def members(scenario: Scenario) -> dict[str, set[str]]:
    """Returns the members of each group that KPIs can be asked for."""
    partners, smes, copies = scenario.partners.values(), scenario.smes.values(), firms(scenario)
    return {
        "partner": set(scenario.partners),
        "kind": {partner.kind for partner in partners} - {""},
        "channel": {partner.channel for partner in partners},
        "component": set(scenario.components),
        "sme": (set(scenario.smes or {"estate"}) - set(copies.values())) | set(copies),
        "size": {str(sme.size) for sme in smes} - {""},
        "workshop": set(scenario.workshops),
        "material": set(scenario.materials),
        "lane": set(scenario.lanes),
    }
