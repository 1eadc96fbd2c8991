"""What KPIs and targets may be called and say: the names of KPIs with their groups, and the members of a scenario.

Reading order: mistaken, absent.
"""

from collections.abc import Iterator

from takarusim.errors import Mistake
from takarusim.language.mistakes import Nearest, Phrase, Text
from takarusim.quantities.units import quantity
from takarusim.registers.kpis import KPIS, Name, about
from takarusim.scenario.checks import Found, Seen, firms
from takarusim.scenario.scenario import Scenario

__all__ = ["absent", "members", "mistaken"]

_SECTIONS = {"kind": "partners", "channel": "partners", "size": "smes"}  # that a group's members are in; else GROUPs


def mistaken(of: Seen) -> Iterator[Found]:
    """KPIs have names of KPIs, and targets say something that those can be."""
    for text in of.scenario.kpis:
        if wrong := _misnamed(text):
            yield ("kpis",), wrong
    for text, target in of.scenario.targets.items():
        if wrong := _misnamed(text):
            yield ("targets", text), wrong
        elif target.low is None and target.high is None and of.whole("targets", text):
            yield ("targets", text), Mistake("no_target")
        else:
            yield from _ends(of, text, is_share=about(text).unit == "share")


def _misnamed(text: str) -> Mistake | None:
    """Returns what is wrong with the name of a KPI; None where nothing is."""
    name = Name.parsed(text)
    kpi = KPIS.get(name.kpi) if name else None
    if not name:
        return Mistake("no_name_of_kpi", got=text)
    if not kpi:
        return Mistake("no_such_kpi", got=name.kpi, right=Nearest(name.kpi, tuple(KPIS)))
    if name.group and name.group not in kpi.groups:
        return Mistake("no_such", what=Phrase("thing.group"), got=name.group, right=Nearest(name.group, kpi.groups))
    if bool(name.value) != bool(kpi.asks):
        return Mistake("kpi_asks" if kpi.asks else "kpi_asks_nothing", got=text, kpi=Text(kpi.name))
    try:
        _ = kpi.asks and quantity(name.value, kpi.asks, above=0)
    except Mistake as mistake:
        return mistake
    return None


def _ends(of: Seen, name: str, *, is_share: bool) -> Iterator[Found]:
    for key in ("low", "high"):
        end, raw = getattr(of.scenario.targets[name], key), of.data["targets"][name].get(key)
        if end is not None and is_share and end > 1:
            yield ("targets", name, key), Mistake("too_large", got=raw, right=Phrase("phrase.share_of_kpi"))
        if end is not None and not is_share and isinstance(raw, str):
            yield ("targets", name, key), Mistake("not_a_number", got=raw, right=Phrase("phrase.in_unit_of_kpi"))


def absent(of: Seen) -> Iterator[Found]:
    """Yields the targets whose member the scenario does not have."""
    known = members(of.scenario)
    for text in of.scenario.targets:
        name = Name.parsed(text)
        kpi = KPIS.get(name.kpi) if name else None
        if not name or not kpi or name.group not in kpi.groups or name.member in known[name.group]:
            continue
        if of.whole(_SECTIONS.get(name.group, f"{name.group}s")):
            what, right = Phrase(f"thing.{name.group}"), Nearest(name.member, tuple(sorted(known[name.group])))
            yield ("targets", text), Mistake("no_such", what=what, got=name.member, right=right)


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
