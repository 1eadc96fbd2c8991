"""The KPIs of who supplies partners: of split orders, matching, gates, reviews; a part of the register in `kpis`."""

from takarusim.registers.records import ESTATE, LINKS, PARTNERS, PLACED, POSITIVE, Kpi

__all__ = ["PARTNERSHIPS"]

# fmt: off
PARTNERSHIPS = (
    Kpi(
        "split_share", "share", "", PLACED, "no order is placed and taken",
        ("Pesanan yang dibagi", "Orders split"),
        "orders placed in the span of which several parts are allotted / orders placed in the span that SMEs take",
        is_of_orders=True,
    ),
    Kpi(
        "smes_per_split", "sme", "", PLACED, "no order is split",
        ("IKM tiap pesanan yang dibagi", "SMEs for each order split"),
        "sum over the orders placed in the span that are split of the SMEs that have a part of them / these orders",
    ),
    Kpi(
        "partners_won", "partner", "higher", ESTATE, "no prospect",
        ("Mitra yang didapat", "Partners won"),
        "prospects won at events of business matching in the span",
    ),
    Kpi(
        "partnership_level", "share", "higher", PARTNERS, "no partnership grows",
        ("Tingkat kemitraan, rata-rata", "Level of partnerships, mean"),
        "level of the partners whose partnerships grow, 100 percent as the run begins, summed over the months of the "
        "span in which they order / these months",
        bounds=POSITIVE,
    ),
    Kpi(
        "withheld_share", "share", "lower", PLACED, "no order is placed",
        ("Pesanan yang ditahan mitra", "Orders withheld"),
        "orders of the span that partners withhold / orders placed in the span, refused ones included, and these",
        is_of_orders=True,
    ),
    Kpi(
        "qualified", "share", "higher", LINKS, "no partner qualifies SMEs",
        ("Kemitraan yang lolos kualifikasi", "Partnerships that are qualified"),
        "months of the span in which an SME is qualified, suspended or not, summed over partners with a gate and SMEs "
        "that can make what they order / all months of these pairs in which both are active",
    ),
    Kpi(
        "suspended", "share", "lower", LINKS, "no partner reviews SMEs",
        ("Kemitraan yang ditangguhkan atau diakhiri", "Partnerships suspended or ended"),
        "months of the span in which an SME is suspended or its partnership has ended, summed over the partners with "
        "reviews and the SMEs that can make what they order / all months of these pairs in which both are active",
    ),
    Kpi(
        "reviews_missed", "share", "lower", LINKS, "no SME is reviewed",
        ("Penilaian yang tidak lulus", "Reviews that are missed"),
        "reviews of an SME in the span in which it misses what its partner asks for / reviews in the span, those left "
        "out for which too few orders count or that find it suspended",
    ),
)
# fmt: on
