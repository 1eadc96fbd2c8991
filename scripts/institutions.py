"""The measured parts of docs/model.md about institutions: what each does to the baseline, by its shipped scenario.

Reading order: WRITERS, then each writer.
"""

import math
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import shocks
from reference import table
from simulated import REPLICATIONS, SCENARIOS, baseline, compared, outcome, path_of
from telling import by_kind, each_of, points, shares, told

from takarusim.briefing import answer
from takarusim.experiments.compare import compare
from takarusim.experiments.headroom import fewest
from takarusim.language.numerals import number, percent, rupiah
from takarusim.results.packages import credit
from takarusim.scenario import reading


def _sop(*sets):
    """Returns what is set in the contracts of both makers of heavy equipment."""
    return tuple(f"partners.heavy-equipment-{k}.contract.{each}" for k in (1, 2) for each in sets)


INSTITUTIONS = {  # label: file, and what is set in it
    "5R mentoring, one mentor": ("mentoring.yaml", ()),
    "the same with a second mentor": ("mentoring.yaml", ("programmes.5r.mentors=2",)),
    "the same, no effect on times": ("mentoring.yaml", ("programmes.5r.effects.time=0 %",)),
    "the same, shops first": ("mentoring.yaml", ("programmes.5r.firms=[workshop, member, heavy, heavy-large]",)),
    "5R mentoring and the makers' SOP": ("partner-sop.yaml", ()),
    "the same, the gate alone": ("partner-sop.yaml", _sop("review=null")),
    "the same, the gate alone, and mentoring without effect": (
        "partner-sop.yaml",
        (*_sop("review=null"), "programmes.5r.works=0 %"),
    ),
    "the same, reviews alone": ("partner-sop.yaml", _sop("gate=null")),
    "the same, reviews alone, and nothing ends": ("partner-sop.yaml", _sop("gate=null", "review.ended=false")),
    "the same, reviews alone, half on time is enough": ("partner-sop.yaml", _sop("gate=null", "review.on_time=50 %")),
}
PACKAGE = {  # label: file of a measure
    "workshops": "add-type-c-workshops.yaml",
    "firms": "add-type-c-shops.yaml",
    "road": "access-road.yaml",
    "wall": "perimeter-wall.yaml",
    "material center": "material-center.yaml",
    "machines": "shared-machines.yaml",
}
FEW = 10  # replications of each of its 64 packages
HELD, TONNE = ("plate", "bar"), 1_000_000  # what the material center holds; g
EVENTS = {  # label: file, and what is set in it
    "an event a year": ("matching.yaml", ()),
    "two a year": ("matching.yaml", ("matching.events.every=6 months",)),
    "four a year": ("matching.yaml", ("matching.events.every=3 months",)),
}


def _growth(*sets):
    """Returns what is set in the growth of all partners whose partnerships grow."""
    grow = [f"automotive-{k}" for k in range(1, 6)] + [f"heavy-equipment-{k}" for k in (1, 2)]
    return tuple(f"partners.{name}.contract.growth.{each}" for name in grow for each in sets)


GROWN = {  # label: file, and what is set in it
    "partnerships that grow and shrink": ("partners-grow.yaml", ()),
    "that only shrink": ("partners-grow.yaml", _growth("most=100 %")),
    "that only grow": ("partners-grow.yaml", _growth("least=100 %")),
    "that grow and shrink, and six shops more": ("partners-grow.yaml+add-type-c-shops.yaml", ()),
}
SPLITS = {  # label: file, and what is set in it
    "orders of more than 800 pieces shared": ("cooperative-splits.yaml", ()),
    "the same, of more than 400": ("cooperative-splits.yaml", ("channels.tmi.split_above=400",)),
    "whole orders": ("cooperative-splits.yaml", ("channels.tmi.split_above=null",)),
    "whole orders, by lot": (
        "cooperative-splits.yaml",
        ("channels.tmi.split_above=null", "channels.tmi.by=lottery"),
    ),
    "whole orders, a truck for each lot": (
        "cooperative-splits.yaml",
        ("channels.tmi.split_above=null", "lanes.jakarta.departures=null", "lanes.jakarta.truck=null"),
    ),
}
BOUGHT = {  # label: file, and what is set in it
    "members from the center's stock, others singly": ("cooperative-buys.yaml", ()),
    "the same, at the center's price": (
        "cooperative-buys.yaml",
        ("materials.plate.single.price=null", "materials.bar.single.price=null"),
    ),
    "everybody singly": (
        "cooperative-buys.yaml",
        ("materials.plate.single.members=[]", "materials.bar.single.members=[]"),
    ),
    "the same, with the larger center": ("cooperative-buys.yaml+material-center.yaml", ()),
}


def _boxes(count):
    """Returns what is set for so many boxes of both components in each press shop."""
    return tuple(f"smes.press.stock.{component}.boxes={count}" for component in ("clip", "stay"))


CALLED_OFF = {  # label: file, and what is set in it
    "made to order": ("finished-stock.yaml", ("partners.automotive-5.contract.from_stock=false",)),
    "from stock, 20 boxes": ("finished-stock.yaml", _boxes(20)),
    "40 boxes": ("finished-stock.yaml", ()),
    "80 boxes": ("finished-stock.yaml", _boxes(80)),
}
LARGE = ("heavy-equipment", "automotive")  # kinds of partner that pay late
CASH = {  # label: what is other than where working capital is short
    "cash without limit, as in the baseline": lambda s: each_of(_limited(s), "smes.{}.credit", None),
    "a credit line of half as much again": lambda s: (
        each_of(_limited(s), "smes.{}.credit", "Rp 15 million") | {"smes.heavy-large.credit": "Rp 30 million"}
    ),
    "paid in half the time": lambda s: {
        f"partners.{name}.contract.terms": f"{partner.contract.terms.value / 2} ms"
        for name, partner in s.partners.items()
        if partner.kind in LARGE
    },
    "30 percent in advance": lambda s: {
        f"partners.{name}.contract.down_payment": 0.3 for name, each in s.partners.items() if each.kind in LARGE
    },
}
SUPPLIERS = (
    "Who is left to the makers of heavy equipment: shares of the time of the pairs of a maker and one of its six "
    "firms, and of reviews."
)


def _limited(scenario):
    """Returns the SMEs whose cash has a limit."""
    return [name for name, sme in scenario.smes.items() if sme.credit is not None]


@cache
def paid():
    """Returns what comes of it where working capital is short, compared with what would change that."""
    scenario = reading.read_scenario(SCENARIOS / "working-capital.yaml")
    others = {label: reading.with_values(scenario, changed(scenario)) for label, changed in CASH.items()}
    with ThreadPoolExecutor() as pool:
        return compare({"short": scenario, **others}, REPLICATIONS, seed=scenario.seed, executor=pool)


def institutions(text, _):
    """Shows what the shipped scenarios of institutions do to the baseline."""
    with ThreadPoolExecutor() as pool:
        found = compared(INSTITUTIONS, pool).differences
    kpis = ("qualified", "suspended", "suspended[size=medium]", "suspended[size=small]", "reviews_missed")
    rows = [
        (label, *("–" if math.isnan((one := differences[kpi].other).mean) else shares(one) for kpi in kpis))
        for label, differences in found.items()
        if any(not math.isnan(differences[kpi].other.mean) for kpi in kpis)
    ]
    head = ("with", "qualified", "suspended or ended", "larger firms", "smaller firms", "reviews missed")
    return f"{by_kind('with', found)}\n\n{told(SUPPLIERS)}\n\n{table(head, rows, right=range(1, len(head)))}"


def matched(text, _):
    """Shows what business matching wins, and what that does to those who are served already."""
    with ThreadPoolExecutor() as pool:
        found = compared(EVENTS, pool).differences
    rows = []
    for label, kpis in found.items():
        won = kpis["partners_won"].other
        new = [kpis[name].other for name in kpis if name.startswith("served[partner=prospect-")]
        old = [kpis[f"served[partner={name}]"].difference for name in ("automotive-1", "heavy-equipment-1")]
        more = kpis["revenue"].difference
        rows.append(
            (
                label,
                f"{number(won.mean, 'en', 1)} ({number(won.low, 'en', 1)} to {number(won.high, 'en', 1)})",
                rupiah(more.mean, "en"),
                points(kpis["served"].difference),
                *map(points, old),
                f"{percent(min(one.mean for one in new), 'en', 0)} to {percent(max(one.mean for one in new), 'en', 0)}",
            )
        )
    head = (
        *("with", "partners won in five years", "revenue more a month", "all orders, points"),
        *("automotive-1, points", "heavy-equipment-1, points", "of those won, by partner"),
    )
    return table(head, rows, right=(1, 2, 3, 4, 5, 6))


def grown(text, _):
    """Shows what becomes of partners that go by how they are served, and of what is served."""
    with ThreadPoolExecutor() as pool:
        found = compared(GROWN, pool).differences
    groups = ("", "[kind=automotive]", "[kind=heavy-equipment]")
    rows = []
    for label, kpis in found.items():
        levels = [shares(kpis[f"partnership_level{group}"].other) for group in groups[1:]]
        served = [points(kpis[f"served{group}"].difference) for group in groups]
        more = [shares(kpis["withheld_share"].other), points(kpis["otif"].difference)]
        rows.append((label, *levels, *more, *served, rupiah(kpis["revenue"].difference.mean, "en")))
    one = found["partnerships that grow and shrink"]["served"].difference
    meaning = told(
        f"Partnerships that grow and shrink change what is served in the baseline by {points(one)} percentage points."
    )
    head = (
        *("with", "level, automotive", "level, heavy equipment", "orders withheld", "on time in full, points"),
        *("served, points", "automotive", "heavy equipment", "revenue more a month"),
    )
    return f"{meaning}\n\n{table(head, rows, right=range(1, len(head)))}"


def shared(text, _):
    """Shows what the cooperative's ways of giving its members orders do: by least work or by lot, whole or split."""
    free, whole = tuple(f"smes.{name}.setup_factor=1 %" for name in baseline().smes), SPLITS["whole orders"]
    others = SPLITS | {
        "whole orders, hardly any set-up": (whole[0], (*whole[1], *free)),
        "orders of more than 800 pieces shared, hardly any set-up": (whole[0], free),
    }
    with ThreadPoolExecutor() as pool:
        found = compared(others, pool).differences
    rows = []
    for label, kpis in found.items():
        lead, trucks = kpis["lead_time_mean[channel=tmi]"].difference, kpis["trucks[lane=jakarta]"].other
        rows.append(
            (
                label,
                shares(split) if (split := kpis["split_share[channel=tmi]"].other).mean else "none",
                points(kpis["served"].difference),
                points(kpis["served[channel=tmi]"].difference),
                f"{number(lead.mean, 'en', 1)} ({number(lead.low, 'en', 1)} to {number(lead.high, 'en', 1)})",
                points(kpis["setup_share"].difference),
                number(trucks.mean, "en", 1),
            )
        )
    head = (
        *("with", "orders split", "all orders, points", "the cooperative's, points"),
        *("their lead time, days", "set-up of units, points", "trucks to Jakarta a month"),
    )
    return table(head, rows, right=(1, 2, 3, 4, 5, 6))


def bought(text, _):
    """Shows what it does when the cooperative's stock of material is for its members alone."""
    with ThreadPoolExecutor() as pool:
        found = compared(BOUGHT, pool).differences
    rows = []
    for label, kpis in found.items():
        waits = [kpis[f"material_wait_mean[material={name}]"].difference for name in ("plate", "bar")]
        rows.append(
            (
                label,
                points(kpis["served"].difference),
                *(points(kpis[f"served[channel={name}]"].difference) for name in ("tmi", "direct", "market")),
                *(f"{number(each.mean, 'en', 1)}" for each in waits),
                *(points(kpis[f"margin[size={size}]"].difference) for size in ("medium", "small", "micro")),
            )
        )
    head = (
        *("with", "all orders, points", "the cooperative's", "the direct ones", "the market's"),
        *("wait for plate, days more", "for bar", "margin of medium firms, points", "of small ones", "of micro ones"),
    )
    return table(head, rows, right=range(1, len(head)))


def stocks(text, _):
    """Says how many boxes of finished stock serve call-offs, and shows what fewer and more of them do."""
    path, asked = "smes.press.stock.clip.boxes", "stock_fill_rate[component=clip] >= 95 %"
    scenario = reading.read_scenario(SCENARIOS / "finished-stock.yaml")
    with ThreadPoolExecutor() as pool:
        found = compared(CALLED_OFF, pool).differences
        enough = fewest(scenario, path, asked, replications=REPLICATIONS, seed=scenario.seed, executor=pool)
    rows = []
    for label, kpis in found.items():
        at_once, lead, tied = (
            kpis[kpi].other for kpi in ("stock_fill_rate", "lead_time_mean[partner=automotive-5]", "stock_value")
        )
        is_kept = not math.isnan(at_once.mean)
        rows.append(
            (
                label,
                shares(kpis["otif[partner=automotive-5]"].other),
                f"{number(lead.mean, 'en', 1)} ({number(lead.low, 'en', 1)} to {number(lead.high, 'en', 1)})",
                shares(at_once) if is_kept else "–",
                points(kpis["served"].difference),
                rupiah(tied.mean, "en") if is_kept else "–",
            )
        )
    head = (
        *("within ten days", "its orders on time in full", "its lead time, days", "leave at once"),
        *("all orders, points", "material in stock"),
    )
    own = found["40 boxes"]
    base = own["otif[partner=automotive-5]"].base
    sentence = told(
        f"{' '.join(answer.of_headroom(enough, 'en'))} In the baseline, with two to six weeks, {shares(base)} of the "
        f"firm's orders are on time in full. With 40 boxes of each component in each shop, served within ten days, "
        f"all orders of the estate gain {points(own['served'].difference)} points."
    )
    return f"{sentence}\n\n{table(head, rows, right=range(1, len(head)))}"


def shocked(text, _):
    """Shows what the shocks of the past do to the baseline, beside what is known of them."""
    return shocks.told(REPLICATIONS)


def money(text, _):
    """Says what SMEs keep in the baseline and who survives, and shows what lack of cash costs and what helps."""
    found = paid().differences
    without = next(iter(found.values()))
    keep, last = (shares(outcome().estimates[kpi]) for kpi in ("margin", "survived"))
    short, wait = shares(without["served"].base), without["cash_wait_mean"].base
    sentence = told(
        f"In the baseline SMEs keep {keep} of their revenue and {last} of them survive. Where those who supply large "
        f"buyers have little cash and no credit, {short} of the orders are served and a lot waits "
        f"{number(wait.mean, 'en', 1)} days for cash ({number(wait.low, 'en', 1)} to {number(wait.high, 'en', 1)}). "
        f"What is served more than there, in percentage points:"
    )
    return f"{sentence}\n\n{by_kind('with', found)}"


def package(text, _):
    """Shows what each measure of a package brings: alone, last, its part, by year, and what it costs."""
    found = credit(SCENARIOS / "lik-takaru.yaml", [SCENARIOS / file for file in PACKAGE.values()], FEW, jobs=None)
    years, parts = found.years(), found.parts()
    by_year = {year: found.parts(name) for year, name in years.items()}
    rows = []
    for name, label in zip(PACKAGE, found.measures, strict=True):
        price, cost = found.price(label), found.parts("public_cost")[label].share.mean
        told_price = f"{rupiah(price.mean, 'en')} ({rupiah(price.low, 'en')} to {rupiah(price.high, 'en')})"
        of_year = (number(100 * each[label].share.mean, "en", 1) for each in by_year.values())
        rows.append((name, *map(points, parts[label]), *of_year, known_price(cost, price, told_price)))
    ends = [number(100 * found.whole(name).mean, "en", 1) for name in years.values()]
    rows.append(("all of them", "", "", points(found.whole()), *ends, ""))
    head = ("measure", "alone", "last", "its part", *years, "Rp for a further order on time")
    return table(head, rows, right=range(1, len(head)))


def cheaper(text, _):
    """Shows what measures bring beside what takes no building: a higher reorder point, and planning in the shop."""
    stocks = {
        f"materials.{name}.reorder.point": 1.5 * baseline().materials[name].reorder.point.value / TONNE for name in HELD
    }
    sets = tuple(f"{path}={number(tonnes, 'en', 1)} t" for path, tonnes in stocks.items())
    ways = {
        "the material center": ("material-center.yaml", ()),
        "no center, reorder points of plate and bar half as high again": ("lik-takaru.yaml", sets),
        "machines for press and sheet-metal shops": ("shared-machines.yaml", ()),
        "shops plan by due date": ("shop-planning.yaml", ()),
    }
    with ThreadPoolExecutor() as pool:
        return by_kind("with", compared(ways, pool).differences)


def planned(text, _):
    """Says what the makers' SOP costs where shops plan by due date."""
    names = {"baseline": "shop-planning.yaml", "sop": "partner-sop.yaml+shop-planning.yaml"}
    files = {label: reading.read_scenario(path_of(name)) for label, name in names.items()}
    with ThreadPoolExecutor() as pool:
        differences = compare(files, REPLICATIONS, seed=baseline().seed, executor=pool).differences["sop"]
    heavy, every = differences["served[kind=heavy-equipment]"], differences["served"]
    return told(
        f"Where shops plan by due date (`shop-planning.yaml`), {percent(heavy.base.mean, 'en', 1)} of the orders for "
        f"heavy equipment are served without the SOP, and 5R mentoring with it changes that by "
        f"{points(heavy.difference)} percentage points, of all orders by {points(every.difference)}."
    )


def known_price(cost, price, text):
    if not cost:
        return "no cost stated"
    return text if price.mean == price.mean else "cannot be told"


WRITERS = {
    "institutions": institutions,
    "money": money,
    "splits": shared,
    "bought": bought,
    "credit": package,
    "cheaper": cheaper,
    "sop": planned,
    "shocks": shocked,
    "matching": matched,
    "growth": grown,
    "stocks": stocks,
}
