"""The register of KPIs: what each one is called in both languages, its unit, which way is better, its formula.

How each is counted says a function of its name in `kpis/`. A KPI by group is called `otif[partner=automotive-1]`.
"""

import re
from typing import NamedTuple

from takarusim.registers.finished import FINISHED
from takarusim.registers.money import MONEY
from takarusim.registers.orders import ORDERS
from takarusim.registers.partnerships import PARTNERSHIPS
from takarusim.registers.reasons import REASONS
from takarusim.registers.records import ALLOTTED, ANY, ESTATE, FIRMS, LANES, MATERIALS, POSITIVE, TYPES, Kpi

__all__ = ["HEADLINE", "KPIS", "Kpi", "Name", "about", "beside", "is_whole", "said", "whole"]

# fmt: off
_REGISTER = (
    *ORDERS, *MONEY, *PARTNERSHIPS, *FINISHED,
    Kpi(
        "wip", "lot", "lower", ALLOTTED, "no time",
        ("Lot dalam pengerjaan (WIP)", "Lots in progress (WIP)"),
        "time in the span that lots are in progress, from placed to delivered, summed / length of the span",
    ),
    Kpi(
        "backlog_end", "order", "lower", ALLOTTED, "no time",
        ("Pesanan dalam pengerjaan di akhir", "Orders in progress at the end"),
        "orders placed and not delivered at the end of the span",
    ),
    Kpi(
        "queue_wait_mean", "hour", "lower", TYPES, "no lot gets a unit",
        ("Waktu antre di bengkel, rata-rata", "Wait in the queue of a workshop, mean"),
        "mean time from joining the queue of a workshop type to the start on a unit, closed hours included, of lots "
        "that join it in the span and get a unit; no wait counted as 0, time in the queue after a preemption added",
    ),
    Kpi(
        "queue_length_mean", "lot", "lower", TYPES, "no time",
        ("Panjang antrean bengkel, rata-rata", "Queue of a workshop, mean length"),
        "time in the span that lots wait in the queue of a workshop type, summed / length of the span",
    ),
    Kpi(
        "utilisation", "share", "", TYPES, "no open hours of a let unit",
        ("Utilisasi", "Utilisation"),
        "set-up and processing time in the span / open hours of let units; down time is in the denominator",
        bounds=POSITIVE,  # lots that are finished after closing time
    ),
    Kpi(
        "setup_share", "share", "", TYPES, "no open hours of a let unit",
        ("Waktu penyetelan", "Set-up time"),
        "set-up time in the span / open hours of let units",
        bounds=POSITIVE,
    ),
    Kpi(
        "down_share", "share", "lower", TYPES, "no open hours of a let unit",
        ("Waktu rusak", "Down time"),
        "open hours in which let units are down / open hours of let units",
    ),
    Kpi(
        "closed_share", "share", "", TYPES, "no let unit",
        ("Waktu tutup", "Closed time"),
        "(time - open hours) of let units / time of let units",
    ),
    Kpi(
        "occupancy", "share", "", TYPES, "no unit",
        ("Bengkel terisi", "Workshops let (occupancy)"),
        "time of let units / time of all units, let or vacant",
    ),
    Kpi(
        "crew_load", "share", "", FIRMS, "no open hours of a limited crew",
        ("Beban regu", "Crew load"),
        "open hours in which crews have a lot in hand / crews x open hours, of SMEs whose crews are limited",
    ),
    Kpi(
        "jobs_heads", "person", "higher", FIRMS, "crews without limit",
        ("Lapangan kerja, orang", "Jobs, heads"),
        "sum over SMEs of (crews x crew size x months of the span in which it is active) / months, whether they work "
        "or wait",
    ),
    Kpi(
        "overtime_hours", "hour/week", "", FIRMS, "no time of a limited crew",
        ("Lembur per regu", "Overtime of a crew"),
        "hours in the span that SMEs work on after closing x their crews / (crews x weeks), of SMEs whose crews are "
        "limited, with or without overtime",
    ),
    Kpi(
        "score", "point", "higher", FIRMS, "no score",
        ("Skor 5R IKM, rata-rata", "5R score of an SME, mean"),
        "5R score x months of the span in which an SME that has one is active, summed / these months",
    ),
    Kpi(
        "jobs_fte", "fte", "higher", FIRMS, "no time",
        ("Lapangan kerja, setara tenaga kerja penuh waktu", "Jobs, full-time equivalents"),
        "hours worked in the span x crew size / (40 hours x weeks)",
    ),
    Kpi(
        "sme_revenue_mean", "Rp/month", "higher", FIRMS, "no prices or no SME",
        ("Pendapatan per IKM, rata-rata", "Revenue of an SME, mean"),
        "revenue in the span of SMEs / months of the span in which they are active, summed: one that comes late is no "
        "poorer for the months before",
    ),
    Kpi(
        "sme_revenue_gini", "number", "lower", ESTATE, "no revenue",
        ("Ketimpangan pendapatan IKM (Gini)", "Inequality of SMEs' revenues (Gini)"),
        "sum over SMEs in order of revenue r a month in which they are active of (2 c - w - W) w r / (W x sum of w r): "
        "w of those months, c those up to the SME, W all of them; 0 when all earn the same",
    ),
    Kpi(
        "reject_ppm", "ppm", "lower", ALLOTTED, "no inspection",
        ("Tingkat cacat", "Reject rate"),
        "1,000,000 x pieces rejected / pieces inspected, in all passes in the span: what inspections find, inside the "
        "estate; what they miss is in delivered_ppm",
    ),
    Kpi(
        "delivered_ppm", "ppm", "lower", ALLOTTED, "no piece is delivered",
        ("Buah cacat yang sampai ke mitra", "Bad pieces delivered"),
        "1,000,000 x pieces that inspection missed and the partner finds / pieces delivered, of lots that arrived in "
        "the span; 0 where inspection finds all",
    ),
    Kpi(
        "shortage_share", "share", "lower", MATERIALS, "no lot asks for material",
        ("Lot yang kekurangan bahan baku", "Lots short of material"),
        "lots that wait for material / lots that ask for material in the span",
        is_of_orders=True,
    ),
    Kpi(
        "material_wait_mean", "day", "lower", MATERIALS, "no lot gets material",
        ("Waktu menunggu bahan baku, rata-rata", "Wait for material, mean"),
        "mean wait for material of lots that ask for it in the span and get it, no wait counted as 0",
    ),
    Kpi(
        "days_on_hand", "day", "", MATERIALS, "no material is issued",
        ("Persediaan bahan baku", "Material on hand"),
        "mean stock in the span / material issued a day",
    ),
    Kpi(
        "material_tonnes", "tonne/month", "", MATERIALS, "no time",
        ("Bahan baku terpakai", "Material issued"),
        "material issued in the span / months",
    ),
    Kpi(
        "trucks", "truck/month", "", LANES, "no time",
        ("Truk berangkat", "Trucks that leave"),
        "trucks that leave in the span / months",
    ),
    Kpi(
        "truck_load", "tonne", "", LANES, "no truck leaves",
        ("Muatan truk, rata-rata", "Load of a truck, mean"),
        "mean of what a truck carries that leaves in the span; a lane of own trucks has one for each lot",
    ),
)
# fmt: on
HEADLINE = "served"  # what answers and comparisons lead with
KPIS = {kpi.name: kpi for kpi in _REGISTER}  # in the order in which they are shown
_WRITTEN = re.compile(r"(?P<kpi>[a-z0-9_]+)(\[(?P<inside>[^\[\]]+)\])?")
_MEMBER = re.compile(r"(?:(?P<value>[^=,]+), ?)?(?P<group>[a-z_]+)=(?P<member>[^=]+)")


class Name(NamedTuple):
    """What the name of a KPI says."""

    kpi: str
    group: str = ""
    member: str = ""
    value: str = ""  # of a KPI that asks for one, as it was written

    @classmethod
    def parsed(cls, text: str) -> "Name | None":
        """Makes the parts of a name; None where it is none.

        Examples
        --------
        >>> Name.parsed("utilisation[workshop=C]")
        Name(kpi='utilisation', group='workshop', member='C', value='')
        >>> Name.parsed("lead_time_within[30 days, partner=market-1]").value
        '30 days'
        """
        match = _WRITTEN.fullmatch(text)
        if not match:
            return None
        inside = match["inside"] or ""
        if not inside or not set(inside) & set("=,"):
            return cls(match["kpi"], value=inside)
        of = _MEMBER.fullmatch(inside)
        return cls(match["kpi"], of["group"], of["member"], of["value"] or "") if of else None

    @property
    def whole(self) -> "Name":
        """The same of the estate as a whole."""
        return Name(self.kpi, value=self.value)

    def __str__(self) -> str:
        """Returns the name as it is written."""
        inside = ", ".join(filter(None, (self.value, self.group and f"{self.group}={self.member}")))
        return f"{self.kpi}[{inside}]" if inside else self.kpi


def about(name: str) -> Kpi:
    """Returns the KPI that a name is of, with or without a group; one that is not of the register is a user's own."""
    of, why = name.partition("[")[0], "its function gives no number"
    return KPIS.get(of) or Kpi(of, "number", "", (), why, (of, of), "its function", bounds=ANY)


def is_whole(name: str) -> bool:
    """Whether a KPI's name is that of the estate as a whole, not of a member of a group."""
    return "=" not in name


def whole(name: str) -> str:
    """Returns the name of the same KPI of the estate as a whole."""
    parsed = Name.parsed(name)
    return str(parsed.whole) if parsed else name


def beside(name: str, kpi: str) -> str:
    """Returns the name of another KPI of the same group and member as a name says.

    Examples
    --------
    >>> beside("otif[partner=market-1]", "orders_delivered")
    'orders_delivered[partner=market-1]'
    """
    parsed = Name.parsed(name) or Name(name)
    return str(Name(kpi, parsed.group, parsed.member))


def said() -> dict[str, tuple[str, str]]:
    """Returns what is said of KPIs in Indonesian and English, by key."""
    reasons = {f"undefined.{english.replace(' ', '_')}": (other, english) for english, other in REASONS.items()}
    return {f"kpi.{kpi.name}": kpi.words for kpi in _REGISTER} | reasons
