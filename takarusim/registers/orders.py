"""The KPIs of orders, a part of the register in `kpis`."""

from takarusim.registers.records import ALLOTTED, ANY, PLACED, Kpi

__all__ = ["ORDERS"]

# fmt: off
ORDERS = (
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
        is_of_delivered=True,
    ),
    Kpi(
        "lead_time_p95", "day", "lower", ALLOTTED, "no order is placed and delivered",
        ("Waktu tunggu pesanan, persentil ke-95", "Lead time, 95th percentile"),
        "95th percentile of (delivered - placed) over orders placed in the span and delivered (Hyndman and Fan, "
        "type 8)",
        is_of_delivered=True,
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
        is_of_delivered=True,
    ),
    Kpi(
        "lateness_mean", "day", "lower", ALLOTTED, "no order is due and delivered",
        ("Selisih kirim, rata-rata", "Lateness, mean"),
        "mean of (delivered - due) over orders due in the span and delivered",
        bounds=ANY,  # early is less than 0
        is_of_delivered=True,
    ),
    Kpi(
        "tardiness_mean", "day", "lower", ALLOTTED, "no order is due and delivered",
        ("Keterlambatan, rata-rata", "Tardiness, mean"),
        "mean of max(0, delivered - due) over orders due in the span and delivered",
        is_of_delivered=True,
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
)
# fmt: on
