"""The KPIs of money, a part of the register in `kpis`."""

import math

from takarusim.registers.records import ALLOTTED, ANY, ESTATE, FIRMS, PLACED, Kpi

__all__ = ["MONEY"]

# fmt: off
MONEY = (
    Kpi(
        "penalties", "Rp/month", "lower", ALLOTTED, "no prices",
        ("Denda keterlambatan", "Penalties for late lots"),
        "sum over lots that arrived in the span of min(1, penalty x days behind the window, begun ones included) x "
        "what is paid for the lot, in whole rupiah / months",
    ),
    Kpi(
        "material_cost", "Rp/month", "", ALLOTTED, "no prices of material",
        ("Biaya bahan baku", "Cost of material"),
        "sum over what is issued in the span of kilograms x price of the material, in whole rupiah / months",
    ),
    Kpi(
        "wage_bill", "Rp/month", "", FIRMS, "no wage, or crews without limit",
        ("Biaya upah", "Wages"),
        "sum over SMEs and calendar months of crews x crew size x wage x part of the month in the span and active x "
        "(idle pay + (1 - idle pay) x share of the planned hours of crews with a lot in hand) + overtime hours of "
        "crews x crew size x wage / 173 x wage factor, in whole rupiah / months",
    ),
    Kpi(
        "rent", "Rp/month", "", FIRMS, "no rent",
        ("Sewa bengkel", "Rent of workshops"),
        "sum over units of rent x years let in the span, shared by the active SMEs that may book them, by crews, in "
        "whole rupiah / months",
    ),
    Kpi(
        "margin", "share", "higher", FIRMS, "no revenue, no wage or crews without limit",
        ("Margin IKM", "Margin of SMEs"),
        "(revenue - penalties - cost of material - wages - rent) / revenue in the span: what is left for operations "
        "outside, energy, machines and the owner",
        bounds=(-math.inf, 1.0),
    ),
    Kpi(
        "surplus", "Rp/month", "higher", FIRMS, "no revenue, no wage or crews without limit",
        ("Sisa hasil IKM", "Surplus of SMEs"),
        "revenue - penalties - cost of material - wages - rent in the span, as in margin, in whole rupiah / months",
        bounds=ANY,
    ),
    Kpi(
        "landed_cost", "Rp/piece", "", PLACED, "no good piece is delivered, or it has no price",
        ("Biaya sampai di mitra, per buah baik", "Landed cost of a good piece"),
        "(revenue - penalties) / good pieces, of lots that arrived in the span: what is paid for a piece of use",
    ),
    Kpi(
        "public_cost", "Rp/month", "lower", ESTATE, "no measure states its cost",
        ("Biaya publik", "Public cost"),
        "sum over changes, programmes and matching events with a cost of its part in the span: of an annuity over its "
        "life at the yearly interest; without a life of its days, or all of it on the first if it has no end / months",
    ),
    Kpi(
        "cash_wait_mean", "day", "lower", ALLOTTED, "no lot asks for cash and gets it",
        ("Waktu menunggu modal kerja, rata-rata", "Wait for cash, mean"),
        "mean wait for the cash for material of lots that ask for it in the span and get it, no wait counted as 0",
    ),
    Kpi(
        "survived", "share", "higher", FIRMS, "no capital or no wage",
        ("IKM yang bertahan", "SMEs that survive"),
        "SMEs whose capital + credit + down payments + payments for lots less penalties, when they come - material, as "
        "it is issued - wages and rent, at the end of each month, is never below 0 from the first day that counts to "
        "the end of the span / SMEs with a capital and a wage",
    ),
)
# fmt: on
