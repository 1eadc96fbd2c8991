"""The register of the ledger: the states that an order is in, and the causes that its time is charged to.

Each state and cause has its name, its words in both languages and its colour in figures here, and a cause the
constraint whose lifting takes it away. What charges time to a cause is in `states` and `ledger`; how a constraint is
lifted, beside the experiments. Reading order: State, STATES, Cause, CAUSES, life.
"""

from typing import NamedTuple

__all__ = ["CAUSES", "CHARGED", "STATES", "TOGETHER", "Cause", "State", "life", "said"]


class State(NamedTuple):
    """What an order is in, from placed to delivered."""

    name: str
    words: tuple[str, str]  # Indonesian, English: what the order does
    colour: str  # of its closed hours, before it is made pale
    is_wait: bool = True  # nobody works on the order, and it does not travel


# Colours are Okabe and Ito's, safe for the colour-blind, where there are enough of them.
# fmt: off
_STATES = (  # in the order of an order's life; cash and stock are none's yet
    State("allotment", ("menunggu alokasi", "waiting to be allotted"), "#8a8a8a"),
    State("cash", ("menunggu modal kerja untuk membeli bahan", "waiting for cash to buy material"), "#F0E442"),
    State("material", ("menunggu bahan baku", "waiting for material"), "#E69F00"),
    State("crew", ("menunggu regu di IKM", "waiting for a crew of the SME"), "#D55E00"),
    State(
        "queue", ("menunggu unit bengkel, terlama tipe {type}", "waiting for a workshop, longest of type {type}"),
        "#0072B2",
    ),
    State("work", ("dikerjakan di bengkel", "at work in a workshop"), "#009E73", is_wait=False),
    State("outside", ("proses di luar bengkel", "operations outside the workshops"), "#005c43", is_wait=False),
    State("stock", ("menunggu stok barang jadi", "waiting for finished stock"), "#E69F00"),
    State("hold", ("disimpan sampai waktu yang diminta mitra", "held until the partner wants it"), "#8a7fb5"),
    State("truck", ("menunggu truk", "waiting for a truck"), "#8c6d31"),
    State("travel", ("di perjalanan", "on the road"), "#c9ae78", is_wait=False),
)
# fmt: on
STATES = {state.name: state for state in _STATES}


class Cause(NamedTuple):
    """What a span of an order's time is charged to."""

    name: str
    words: tuple[str, str]  # Indonesian, English
    colour: str  # "": each workshop type has one of its own; closed hours have a pale one of the state they fall in
    state: str = ""  # in which its time is spent; "": in several
    lifted: str = ""  # name of the constraint that brings it about; "": none can be lifted
    lifted_words: tuple[str, str] = ("", "")


# fmt: off
_CAUSES = (  # in the order of an order's life, in which figures show them
    Cause("allotment", ("alokasi", "allotment"), "#8a8a8a", "allotment"),
    Cause("cash", ("modal kerja", "cash"), "#F0E442", "cash", "cash", ("batas modal kerja", "the limit of cash")),
    Cause("material", ("bahan baku", "material"), "#E69F00", "material", "material", ("bahan baku", "material")),
    Cause("stock", ("stok barang jadi", "stock"), "#E69F00", "stock"),
    Cause("crew", ("regu", "crew"), "#D55E00", "crew", "crew", ("batas regu", "the limit of crews")),
    Cause(
        "workshop", ("bengkel {type}", "workshop {type}"), "", "queue",
        "workshop", ("jumlah bengkel tipe {type}", "the number of workshops of type {type}"),
    ),
    Cause("setup", ("penyetelan", "set-up"), "#7fd1b5", "work"),
    Cause("processing", ("pengerjaan", "processing"), "#009E73", "work"),
    Cause("overtime", ("lembur", "overtime"), "#a6c034", "work"),
    Cause("down", ("kerusakan", "down"), "#000000", "work", "failures", ("kerusakan", "failures")),
    Cause("outside", ("proses luar", "outside operation"), "#005c43", "outside"),
    Cause("rework", ("kerja ulang", "rework"), "#CC79A7"),
    Cause("hold", ("disimpan dulu", "held until wanted"), "#8a7fb5", "hold"),
    Cause(
        "truck", ("truk", "truck"), "#8c6d31", "truck",
        "truck", ("jadwal dan muatan truk", "the trucks' dates and loads"),
    ),
    Cause("travel", ("perjalanan", "travel"), "#c9ae78", "travel"),
    Cause(
        "closed", ("jam tutup", "closed hours"), "", "",
        "calendar", ("kalender kerja (buka siang malam)", "calendars (open day and night)"),
    ),
    Cause("other", ("lainnya", "other"), "#bdbdbd"),  # small ones, together
)
# fmt: on
TOGETHER = {  # what no cause alone brings about: an operation takes a crew and a unit, and either alone may help little
    "capacity": ("batas regu dan jumlah bengkel sekaligus", "the limit of crews and the number of workshops together"),
}
CAUSES = {cause.name: cause for cause in _CAUSES}
CHARGED = tuple(name for name in CAUSES if name not in ("workshop", "other"))  # the same ones in every estate


def life() -> tuple[str, ...]:
    """Returns the causes in the order of an order's life, closed hours behind what else is in the state they fall in.

    Examples
    --------
    >>> life()[5:8]
    ('closed material', 'stock', 'closed stock')
    """
    last = {cause.state: cause.name for cause in _CAUSES if cause.state}
    shown = [(cause.name, f"closed {cause.state}") for cause in _CAUSES]
    return tuple(name for own, closed in shown for name in (own, closed) if name == own or own in last.values())


def said() -> dict[str, tuple[str, str]]:
    """Returns what is said of states, causes and their lifting in Indonesian and English, by key."""
    states = {f"waits.{state.name}": state.words for state in _STATES}
    alone = {cause.lifted: cause.lifted_words for cause in _CAUSES if cause.lifted}
    lifted = {f"lift.{name}": words for name, words in (alone | TOGETHER).items()}
    return states | {f"cause.{cause.name}": cause.words for cause in _CAUSES} | lifted
