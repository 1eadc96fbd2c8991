"""The register of KPIs: what each one is called in both languages, its unit, which way is better, its formula.

How each is counted says a function of its name in `kpis/`. A KPI by group is called `otif[partner=automotive-1]`.
"""

import re
from typing import NamedTuple

from takarusim.registers.finished import FINISHED
from takarusim.registers.money import MONEY
from takarusim.registers.partnerships import PARTNERSHIPS
from takarusim.registers.records import ALLOTTED, ANY, ESTATE, FIRMS, LANES, MATERIALS, PLACED, POSITIVE, TYPES, Kpi

__all__ = ["HEADLINE", "KPIS", "Kpi", "Name", "about", "beside", "is_whole", "said", "whole"]

# fmt: off
_REGISTER = (
    Kpi(
        "served", "share", "higher", PLACED, "no order is due",
        ("Tingkat layanan (tepat waktu dan lengkap)", "Service level (on time in full)"),
        "orders due in the span that are on time in full / all that partners ask for by then: orders placed, refused "
        "or withheld; one in progress counts once its window has passed. Where no partner withholds any, it is otif",
        is_of_orders=True,
    ),
    Kpi(
        "served_value", "share", "higher", PLACED, "no order with a price is due",
        ("Tingkat layanan menurut nilai", "Service level in value"),
        "sum over the orders of served on time in full of (pieces ordered x price) / the same sum over all of them",
        is_of_orders=True,
    ),
    Kpi(
        "orders_served", "order/month", "higher", PLACED, "no time",
        ("Pesanan terpenuhi", "Orders served"),
        "orders due in the span that are on time in full, as in served / months",
    ),
    Kpi(
        "otif", "share", "higher", ALLOTTED, "no order is due",
        ("Tepat waktu dan lengkap", "On time in full"),
        "orders due in the span that arrived within [due - early, due + late], with at least (1 - tolerance) of "
        "the pieces, those that inspection missed left out / orders due in the span, refused ones included; one in "
        "progress counts once its window has passed",
        is_of_orders=True,
    ),
    Kpi(
        "on_time", "share", "higher", ALLOTTED, "no order is due",
        ("Tepat waktu", "On time"),
        "orders due in the span all of whose lots arrived within [due - early, due + late] / orders due in the "
        "span, as in otif",
        is_of_orders=True,
    ),
    Kpi(
        "in_full", "share", "higher", ALLOTTED, "no order is delivered",
        ("Lengkap", "In full"),
        "orders delivered in the span with at least (1 - tolerance) of the pieces, those that inspection missed left "
        "out / orders delivered in the span",
        is_of_orders=True,
    ),
    Kpi(
        "fill_rate", "share", "higher", ALLOTTED, "no order is due",
        ("Buah yang tepat waktu", "Pieces on time (fill rate)"),
        "good pieces that arrived within [due - early, due + late] / pieces of the orders due in the span, as in otif",
        is_of_orders=True,
    ),
    Kpi(
        "lead_time_mean", "day", "lower", ALLOTTED, "no order is placed and delivered",
        ("Waktu tunggu pesanan, rata-rata", "Lead time, mean"),
        "mean of (delivered - placed) over orders placed in the span and delivered",
    ),
    Kpi(
        "lead_time_p95", "day", "lower", ALLOTTED, "no order is placed and delivered",
        ("Waktu tunggu pesanan, persentil ke-95", "Lead time, 95th percentile"),
        "95th percentile of (delivered - placed) over orders placed in the span and delivered (Hyndman and Fan, "
        "type 8)",
    ),
    Kpi(
        "lead_time_within", "share", "higher", ALLOTTED, "no order is placed long enough before the end",
        ("Pesanan dengan waktu tunggu paling lama {value}", "Lead time of at most {value}"),
        "orders placed in the span and delivered within the time asked for / orders placed in the span, those placed "
        "less than that time before the horizon and refused ones left out",
        asks="duration",
        is_of_orders=True,
    ),
    Kpi(
        "lead_time_open", "share", "lower", ALLOTTED, "no order is placed and taken",
        ("Pesanan yang belum terkirim", "Orders not delivered yet"),
        "orders placed in the span and not delivered at the horizon / orders placed in the span; refused ones left "
        "out",
        is_of_orders=True,
    ),
    Kpi(
        "lead_time_least", "day", "lower", ALLOTTED, "no order is placed and taken",
        ("Waktu tunggu pesanan, rata-rata, paling sedikit", "Lead time, mean, at least"),
        "mean of (delivered, or the horizon where it is not, - placed) over orders placed in the span; refused ones "
        "left out",
    ),
    Kpi(
        "flow_time_mean", "day", "lower", ALLOTTED, "no order is placed and gets ready",
        ("Waktu alir, rata-rata", "Flow time, mean"),
        "mean of (ready to ship - first start on a unit) over orders placed in the span",
    ),
    Kpi(
        "lateness_mean", "day", "lower", ALLOTTED, "no order is due and delivered",
        ("Selisih kirim, rata-rata", "Lateness, mean"),
        "mean of (delivered - due) over orders due in the span and delivered",
        bounds=ANY,  # early is less than 0
    ),
    Kpi(
        "tardiness_mean", "day", "lower", ALLOTTED, "no order is due and delivered",
        ("Keterlambatan, rata-rata", "Tardiness, mean"),
        "mean of max(0, delivered - due) over orders due in the span and delivered",
    ),
    Kpi(
        "orders_asked", "order/month", "", PLACED, "no time",
        ("Pesanan yang diminta", "Orders asked for"),
        "orders placed in the span, refused ones and those withheld included, those that circulate or come of a level "
        "above 100 percent left out: what partners ask for whatever the estate does / months",
    ),
    Kpi(
        "refused_share", "share", "lower", PLACED, "no order is placed",
        ("Pesanan ditolak", "Orders refused"),
        "orders placed in the span that no SME takes / orders placed in the span",
        is_of_orders=True,
    ),
    Kpi(
        "orders_delivered", "order/month", "higher", ALLOTTED, "no time",
        ("Pesanan terkirim", "Orders delivered"),
        "orders delivered in the span / months",
    ),
    Kpi(
        "pieces_delivered", "piece/month", "higher", ALLOTTED, "no time",
        ("Buah terkirim", "Pieces delivered"),
        "pieces that arrived in the span / months",
    ),
    Kpi(
        "tonnes_delivered", "tonne/month", "higher", ALLOTTED, "no time",
        ("Berat terkirim", "Mass delivered"),
        "mass of the pieces that arrived in the span / months",
    ),
    Kpi(
        "revenue", "Rp/month", "higher", ALLOTTED, "no prices",
        ("Pendapatan", "Revenue"),
        "sum over lots that arrived in the span of (pieces less those that inspection missed) x price, in whole rupiah "
        "/ months",
    ),
    *MONEY,
    *PARTNERSHIPS, *FINISHED,
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
REASONS = {  # why a KPI is undefined, with its Indonesian
    "no prospect": "tidak ada calon mitra",
    "no finished stock": "tidak ada stok barang jadi",
    "no order is due": "tidak ada pesanan yang jatuh tenggat",
    "no order with a price is due": "tidak ada pesanan dengan harga yang jatuh tenggat",
    "no order is delivered": "tidak ada pesanan yang terkirim",
    "no order is placed and delivered": "tidak ada pesanan yang dipesan dan terkirim",
    "no order is placed long enough before the end": "tidak ada pesanan yang cukup lama sebelum akhir simulasi",
    "no lot gets a unit": "tidak ada lot yang mendapat unit",
    "no order is placed and taken": "tidak ada pesanan yang diterima IKM",
    "no order is split": "tidak ada pesanan yang dibagi",
    "no order is placed and gets ready": "tidak ada pesanan yang dipesan dan selesai",
    "no order is due and delivered": "tidak ada pesanan yang jatuh tenggat dan terkirim",
    "no order is placed": "tidak ada pesanan",
    "no time": "tidak ada waktu",
    "no prices": "tidak ada harga",
    "no prices of material": "tidak ada harga bahan baku",
    "no wage, or crews without limit": "tidak ada upah, atau ada regu yang tidak terbatas",
    "no rent": "tidak ada sewa",
    "no revenue, no wage or crews without limit": "tidak ada pendapatan atau upah, atau ada regu yang tidak terbatas",
    "no good piece is delivered, or it has no price": "tidak ada buah baik yang terkirim, atau tidak berharga",
    "no lot asks for cash and gets it": "tidak ada lot yang meminta dan mendapat modal kerja",
    "no measure states its cost": "tidak ada usulan yang biayanya disebutkan",
    "no capital or no wage": "tidak ada modal atau upah",
    "no partner qualifies SMEs": "tidak ada mitra yang mensyaratkan skor 5R",
    "no partner reviews SMEs": "tidak ada mitra yang menilai IKM",
    "no SME is reviewed": "tidak ada IKM yang dinilai",
    "no partnership grows": "tidak ada kemitraan yang tumbuh",
    "no open hours of a let unit": "tidak ada jam buka unit terisi",
    "no let unit": "tidak ada unit terisi",
    "no unit": "tidak ada unit",
    "no open hours of a limited crew": "tidak ada jam buka regu yang terbatas",
    "no score": "tidak ada skor",
    "no time of a limited crew": "tidak ada waktu regu yang terbatas",
    "no prices or no SME": "tidak ada harga atau tidak ada IKM",
    "crews without limit": "ada regu yang tidak terbatas",
    "no revenue": "tidak ada pendapatan",
    "no inspection": "tidak ada pemeriksaan",
    "no piece is delivered": "tidak ada buah yang terkirim",
    "no lot asks for material": "tidak ada lot yang meminta bahan baku",
    "no lot gets material": "tidak ada lot yang mendapat bahan baku",
    "no material is issued": "tidak ada bahan baku yang keluar",
    "no truck leaves": "tidak ada truk yang berangkat",
}
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
