"""The KPIs of finished stock and of the call-offs that it serves, a part of the register in `kpis`."""

from takarusim.registers.records import ALLOTTED, KEPT, Kpi

__all__ = ["FINISHED"]

# fmt: off
FINISHED = (
    Kpi(
        "stock_fill_rate", "share", "higher", ALLOTTED, "no finished stock",
        ("Panggilan yang langsung terlayani dari stok", "Call-offs served from stock at once"),
        "orders called off from finished stock in the span that leave whole in the same instant / orders called off in "
        "the span",
        is_of_orders=True,
    ),
    Kpi(
        "stock_wait_mean", "day", "lower", ALLOTTED, "no finished stock",
        ("Tunggu stok barang jadi, rata-rata", "Wait for finished stock, mean"),
        "mean of (left the stock - called off) over orders called off in the span that have left",
    ),
    Kpi(
        "stock_mean", "piece", "", KEPT, "no finished stock",
        ("Stok barang jadi, rata-rata", "Finished stock, mean"),
        "mean over time of the finished pieces on hand",
    ),
    Kpi(
        "stock_value", "Rp", "", KEPT, "no finished stock",
        ("Modal dalam stok barang jadi, rata-rata", "Capital in finished stock, mean"),
        "mean over time of the finished pieces on hand, each at what its material costs as the run begins; work in it "
        "is not counted",
    ),
)
# fmt: on
