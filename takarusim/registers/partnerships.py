"""The KPIs of how partners qualify and review SMEs, a part of the register in `kpis`."""

from takarusim.registers.records import ESTATE, LINKS, Kpi

__all__ = ["PARTNERSHIPS"]

# fmt: off
PARTNERSHIPS = (
    Kpi(
        "partners_won", "partner", "higher", ESTATE, "no prospect",
        ("Mitra yang didapat", "Partners won"),
        "prospects won at events of business matching in the span",
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
