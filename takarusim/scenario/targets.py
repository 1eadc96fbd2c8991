"""What targets may be called and say: the names of KPIs with their groups, and the members that a scenario has.

How KPIs are counted is in `kpis`. Reading order: GROUPS, mistaken, absent.
"""

import re
from collections.abc import Iterator

from takarusim.quantities.units import nearest
from takarusim.scenario.checks import Mistake, Seen, firms
from takarusim.scenario.scenario import Scenario

__all__ = ["GROUPS", "SHARES", "absent", "members", "mistaken"]

_ORDERS = ("partner", "kind", "channel", "component", "sme", "size")
GROUPS: dict[str, tuple[str, ...]] = {  # KPI: the groups that it can be asked for
    **dict.fromkeys(("otif", "on_time", "in_full", "fill_rate", "lead_time_mean", "lead_time_p95"), _ORDERS),
    **dict.fromkeys(("lead_time_open", "flow_time_mean", "lateness_mean", "tardiness_mean"), _ORDERS),
    **dict.fromkeys(("orders_delivered", "pieces_delivered", "tonnes_delivered", "revenue"), _ORDERS),
    **dict.fromkeys(("wip", "backlog_end", "reject_ppm"), _ORDERS),
    "refused_share": _ORDERS[:4],
    **dict.fromkeys(("utilisation", "setup_share", "down_share", "closed_share", "occupancy"), ("workshop",)),
    **dict.fromkeys(("crew_load", "jobs_fte", "sme_revenue_mean"), ("sme", "size")),
    "sme_revenue_gini": (),
    **dict.fromkeys(("shortage_share", "material_wait_mean", "days_on_hand", "material_tonnes"), ("material",)),
    "trucks": ("lane",),
}
SHARES = (  # KPIs that are a share of one
    *("otif", "on_time", "in_full", "fill_rate", "lead_time_open", "refused_share", "shortage_share"),
    *("utilisation", "setup_share", "down_share", "closed_share", "occupancy", "crew_load"),
)
_SECTIONS = {"kind": "partners", "channel": "partners", "size": "smes"}  # that a group's members are in; else GROUPs
_NAME = re.compile(r"([a-z0-9_]+)(?:\[([a-z_]+)=([^\[\]=]+)\])?")


def mistaken(of: Seen) -> Iterator[Mistake]:
    """Targets are names of KPIs, and say something that those can be."""
    for name, target in of.scenario.targets.items():
        match = _NAME.fullmatch(name)
        if not match:
            yield ("targets", name), f"no name of a KPI, got {name!r}; such as otif or utilisation[workshop=C]"
        elif match[1] not in GROUPS:
            yield ("targets", name), f"no such KPI, got {match[1]!r}; {nearest(match[1], list(GROUPS))}"
        elif match[2] and match[2] not in GROUPS[match[1]]:
            yield ("targets", name), f"no such group, got {match[2]!r}; {nearest(match[2], GROUPS[match[1]])}"
        elif target.low is None and target.high is None and of.whole("targets", name):
            yield ("targets", name), "no target, got neither low nor high; one of them, or both"
        else:
            yield from _ends(of, name, is_share=match[1] in SHARES)


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
    for name in of.scenario.targets:
        match = _NAME.fullmatch(name)
        group = match[2] if match else None
        if not match or group not in GROUPS.get(match[1], ()) or match[3] in known[group]:
            continue
        if of.whole(_SECTIONS.get(group, f"{group}s")):
            yield ("targets", name), f"no such {group}, got {match[3]!r}; {nearest(match[3], sorted(known[group]))}"


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
