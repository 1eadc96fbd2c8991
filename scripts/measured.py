"""The measured parts of docs/model.md: tables of what runs of the baseline and its variants come to.

Nothing is counted here but what a run's tables hold; runs take some minutes, and are made when they are first asked
for. Reading order: WRITERS, then each writer.
"""

import math
import tempfile
import textwrap
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import calibrate
import pandas as pd
import promises
import shocks
from reference import table

from takarusim.briefing import answer, gainers
from takarusim.briefing import robust as sentences
from takarusim.experiments.compare import compare
from takarusim.experiments.headroom import fewest
from takarusim.language import words
from takarusim.language.numerals import day, number, percent, rupiah
from takarusim.registers.kpis import about
from takarusim.results import runs
from takarusim.results.ensembles import worlds
from takarusim.results.packages import credit
from takarusim.scenario import reading
from takarusim.scenario.assumptions import assumed
from takarusim.statistics import estimates

SCENARIOS = Path(__file__).parent.parent / "scenarios"
REPLICATIONS = 30
WORLDS, LAST = 100, "2026-12-31"  # that are wanted; the last day of what is compared in them
VARIANTS = {  # label: files
    "a third heavy-equipment partner": "add-heavy-equipment-partner.yaml",
    "six type C workshops, nobody moves in": "add-type-c-workshops.yaml",
    "six shops in the workshops there are": "add-type-c-shops.yaml",
    "six type C workshops with their shops": "add-type-c-workshops.yaml+add-type-c-shops.yaml",
    "the same, one by one in three years": "add-type-c-slowly.yaml",
    "an access road and a wall": "access-road.yaml+perimeter-wall.yaml",
}


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
RULES = {  # how people decide: each rule taken away alone, and all of them
    "each order goes to one firm, by lot": lambda s: _all(s.channels, "channels.{}.by", "lottery"),
    "nobody is nominated": lambda s: _all(_having(s, "sources"), "partners.{}.contract.sources", None),
    "nobody says no": lambda s: _all(s.smes, "smes.{}.most_work", None),
    "nobody works longer": lambda s: _all(s.smes, "smes.{}.overtime", None),
    "nothing is held until it is wanted": lambda s: _all(_having(s, "hold"), "partners.{}.contract.hold", False),
}
LARGE = ("heavy-equipment", "automotive")  # kinds of partner that pay late
CASH = {  # label: what is other than where working capital is short
    "cash without limit, as in the baseline": lambda s: _all(_limited(s), "smes.{}.credit", None),
    "a credit line of half as much again": lambda s: (
        _all(_limited(s), "smes.{}.credit", "Rp 15 million") | {"smes.heavy-large.credit": "Rp 30 million"}
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
DAY = pd.Timedelta(days=1)
HEADLINES = ("served", "lead_time_mean", "orders_delivered", "revenue", "wip", "utilisation[workshop=C]")
TOLD = {  # what of a variant is told
    "a third heavy-equipment partner": (
        "served[partner=heavy-equipment-1]",
        "served[partner=heavy-equipment-2]",
        "served",
    ),
    "six type C workshops, nobody moves in": ("served",),
    "six shops in the workshops there are": ("served",),
    "six type C workshops with their shops": ("served",),
    "the same, one by one in three years": ("served",),
    "an access road and a wall": ("served",),
}


def _all(names, path, value):
    return {path.format(name): value for name in names}


def _limited(scenario):
    """Returns the SMEs whose cash has a limit."""
    return [name for name, sme in scenario.smes.items() if sme.credit is not None]


def _having(scenario, term):
    """Returns the partners whose contract states a term."""
    return [name for name, partner in scenario.partners.items() if getattr(partner.contract, term)]


@cache
def baseline():
    return reading.read_scenario(SCENARIOS / "lik-takaru.yaml")


@cache
def outcome():
    """Returns what the baseline comes to."""
    with tempfile.TemporaryDirectory() as folder:
        plan = runs.Plan(baseline(), REPLICATIONS, baseline().seed, out=Path(folder))
        return runs.carry_out(plan, relax=True)


@cache
def comparison():
    """Returns the baseline compared with its variants."""
    with ThreadPoolExecutor() as pool:
        return compared({label: (files, ()) for label, files in VARIANTS.items()}, pool)


def compared(others, pool):
    """Returns the baseline compared with others, given by label as files and sets."""
    paths = {
        label: "+".join(str(SCENARIOS / file) for file in files.split("+")) for label, (files, _) in others.items()
    }
    files = {label: reading.read_scenario(paths[label], sets) for label, (_, sets) in others.items()}
    return compare({"baseline": baseline(), **files}, REPLICATIONS, seed=baseline().seed, executor=pool)


@cache
def ruled():
    """Returns the baseline compared with itself without each of the rules by which people decide."""
    scenario = baseline()
    sets = {label: without(scenario) for label, without in RULES.items()}
    sets["all of these at once"] = {path: value for each in sets.values() for path, value in each.items()}
    others = {label: reading.with_values(scenario, each) for label, each in sets.items()}
    with ThreadPoolExecutor() as pool:
        return compare({"baseline": scenario, **others}, REPLICATIONS, seed=scenario.seed, executor=pool)


@cache
def ensemble():
    """Returns worlds of the baseline that agree with what is known."""
    return worlds(baseline(), WORLDS, jobs=None)


@cache
def across():
    """Returns the baseline compared with its variants in those worlds, over the years in which they differ."""
    paths = {label: "+".join(str(SCENARIOS / file) for file in files.split("+")) for label, files in VARIANTS.items()}
    sets = [f"time.last_day={LAST}"]
    files = {label: reading.read_scenario(path, sets) for label, path in paths.items()}
    first = reading.read_scenario(SCENARIOS / "lik-takaru.yaml", sets)
    return compare({"baseline": first, **files}, REPLICATIONS, jobs=None, worlds=ensemble())


def known(text, _):
    """Shows what is known, what worlds come to, and what it rules out."""
    found = ensemble()
    rows = []
    for name, (out, alone) in {**found.rejects(), "served": ("", "")}.items():
        shares = (percent(share, "en", 0) if share != "" else "" for share in (out, alone))
        ends = (middle(found.quantiles(name, which), about(name).unit) for which in ("all", "kept"))
        unit = "" if about(name).unit == "share" else f" ({words.unit(about(name).unit, 'en')})"
        rows.append((f"{words.kpi(name, 'en')}{unit}", *ends, *shares))
    head = ("KPI", "all worlds: 5, 50, 95 percent", "worlds that agree", "rules out", "alone")
    meaning = told(
        f"{len(found.survivors)} of {len(found.numbers)} worlds agree with what is known; they differ in "
        f"{len(assumed(found.scenario))} assumptions, {len(found.groups)} groups. What is pinned down most: "
        f"{', '.join(found.pinned()['group'][:4])}."
    )
    return f"{table(head, rows, right=(1, 2, 3, 4))}\n\n{meaning}"


def middle(ends, unit):
    return ", ".join(words.measure(end, unit, "en", ends[1]) for end in ends)


def robust(text, _):
    """Shows what each variant does to what is served: by the stated numbers, and over worlds."""
    found = across()
    rows = []
    for label, spreads in found.worlds.spreads.items():
        one = spreads["served"]
        ends = ", ".join(number(100 * end, "en", 1) for end in (one.p5, one.p50, one.p95))
        counts = f"{one.better} of {one.n}", f"{one.worse} of {one.n}"
        rows.append((label, points(found.differences[label]["served"].difference), ends, *counts, luck(one)))
    head = ("variant", "stated numbers", "worlds: 5, 50, 95 percent", "better in", "worse in", "luck's part")
    meaning = " ".join(
        sentences.asked(found.worlds.information("served"), {label: label for label in found.scenarios}, "en")
    )
    return f"{table(head, rows, right=(1, 2, 3, 4, 5))}\n\n{told(meaning)}"


def luck(one):
    return percent(one.luck, "en", 0) if one.luck == one.luck else "–"


@cache
def paid():
    """Returns what comes of it where working capital is short, compared with what would change that."""
    scenario = reading.read_scenario(SCENARIOS / "working-capital.yaml")
    others = {label: reading.with_values(scenario, changed(scenario)) for label, changed in CASH.items()}
    with ThreadPoolExecutor() as pool:
        return compare({"short": scenario, **others}, REPLICATIONS, seed=scenario.seed, executor=pool)


def results(text, _):
    """Shows every KPI that has a plausible range beside it."""
    found, scenario = outcome(), baseline()
    shown = {row.kpi: row for row in answer.rows(found, "en")}
    rows = []
    for name, target in scenario.targets.items():
        row = shown[words.kpi(name, "en")]
        rows.append((with_unit(row), row.mean, row.interval, row.target, target.source, row.verdict))
    head = "KPI", "mean", answer.head("interval", found, "en"), "plausible range", "source", "verdict"
    return table(head, rows, right=(1, 2, 3))


def with_unit(row):
    return f"{row.kpi} ({row.unit})" if row.unit else row.kpi


def asked():
    """Returns the columns of `results` that need no run: each KPI, where it plausibly lies, and who says so."""
    rows = []
    for name, target in baseline().targets.items():
        kpi = about(name)
        unit = "" if kpi.unit == "share" else f" ({words.unit(kpi.unit, 'en')})"
        rows.append((f"{words.kpi(name, 'en')}{unit}", answer._target(target, kpi.unit, "en"), target.source))
    return rows


def told(sentence):
    """Returns a sentence in lines as long as the document's."""
    return textwrap.fill(sentence, 120, break_long_words=False, break_on_hyphens=False)


def points(one, digits=1):
    """Returns a difference of shares in percentage points, with its interval."""
    mean, low, high = (number(100 * end, "en", digits) for end in (one.mean, one.low, one.high))
    return f"{mean} ({low} to {high})"


def kinds(text, _):
    """Says how far the kinds of partner lie apart, and between which partners on time in full lies."""
    responses = outcome().responses
    values = {name: responses.of(name).tolist() for name in responses.kpis}
    of = {kind: values[f"otif[kind={kind}]"] for kind in ("automotive", "heavy-equipment", "market")}
    apart = [estimates.paired_difference(of["automotive"], of[kind]) for kind in ("heavy-equipment", "market")]
    partners = {name: sum(row) / len(row) for name, row in values.items() if name.startswith("otif[partner=")}
    low, high = min(partners, key=partners.__getitem__), max(partners, key=partners.__getitem__)
    least, most = (f"{percent(partners[name], 'en', 0)} ({name.partition('=')[2].rstrip(']')})" for name in (low, high))
    return told(
        f"On time in full, in percentage points and replication by replication: automotive orders less those for heavy "
        f"equipment {points(apart[0])}, less the market's {points(apart[1])}. By partner it lies between "
        f"{least} and {most}."
    )


def backlog(text, _):
    """Says how many orders are in progress at the ends of years and months."""
    orders, time = outcome().orders, baseline().time
    ends = pd.date_range(time.first_day, time.last_day, freq="ME") + DAY
    taken = orders[~orders["refused"]]
    counts = {end: ((taken["placed"] < end) & ~(taken["delivered"] < end)).sum() / REPLICATIONS for end in ends}
    years = [number(count, "en", 0) for end, count in counts.items() if end.month == 1]
    least, most = min(counts, key=counts.__getitem__), max(counts, key=counts.__getitem__)
    ends = (f"{number(counts[end], 'en', 0)} ({day(end - DAY, 'en', 'month')})" for end in (least, most))
    return told(
        f"At the ends of the years {', '.join(years)} orders are in progress, at the ends of months between "
        f"{' and '.join(ends)}; means of the replications."
    )


def beyond(text, _):
    """Shows what has no range, beside what is known of it."""
    responses, scenario = outcome().responses, baseline()
    mean = {name: responses.of(name).mean() for name in responses.kpis}
    firms = sum(sme.count.value for sme in scenario.smes.values())
    workers = sum(sme.count.value * sme.crews.value * sme.crew_size.value for sme in scenario.smes.values())
    foundries = [value for name, value in mean.items() if name.startswith("sme_revenue_mean[sme=foundry")]
    plate, heavy = mean["material_tonnes[material=plate]"], mean["orders_delivered[kind=heavy-equipment]"]
    rows = [
        ("Workers a firm", number(workers / firms, "en", 1), "3.9 to 4.7 in the district (S01, S02)"),
        (
            "The cooperative's orders a year",
            rupiah(12 * mean["revenue[channel=tmi]"], "en"),
            "up to Rp 3 billion in its best year (Tribun Jateng, 2023)",
        ),
        (
            "A foundry's revenue a year",
            rupiah(12 * sum(foundries) / len(foundries), "en"),
            "Rp 1 and 12 billion of two others (theses)",
        ),
        (
            "Heavy equipment's orders a month, and the value of one",
            f"{number(heavy, 'en', 0)}, {rupiah(mean['revenue[kind=heavy-equipment]'] / heavy, 'en')}",
            "one supplier: 300 items, Rp 1.7 million each a month (S06)",
        ),
        (
            "Load of a truck to Jakarta, t",
            number(mean["truck_load[lane=jakarta]"], "en", 1),
            "a container, three or four times a month (T12)",
        ),
        ("Steel plate issued, t a month", number(plate, "en", 1), ""),
        ("Steel plate issued, t a firm and month", number(plate / firms, "en", 2), "0.3 (T10)"),
        ("Share of the numbers about the world that is assumed", percent(reading.assumed_share(scenario), "en", 0), ""),
    ]
    return table(("", "in the baseline", "known"), rows, right=(1,))


def binds(text, _):
    """Shows what lifting each constraint alone adds to what is served on time in full."""
    head = [answer.head(column, outcome(), "en") for column in ("lifted", "gain", "together")]
    return table(head, answer.gains(outcome(), "en"), right=(1, 2))


def variants(text, _):
    """Shows what the shipped variants do."""
    found = comparison().differences
    rows = []
    for label, kpis in TOLD.items():
        for kpi in kpis:
            one = found[label][kpi]
            before, after = (words.measure(each.mean, one.unit, "en", like=each.mean) for each in (one.base, one.other))
            rows.append((label, words.kpi(kpi, "en"), before, after, points(one.difference)))
    return table(("Variant", "KPI", "baseline", "variant", "difference, percentage points"), rows, right=(2, 3, 4))


def gain(text, _):
    """Shows how much common random numbers gain, and what that is in replications."""
    found = comparison().differences
    labels = [label for label in found if "nobody" not in label]
    rows = []
    for kpi in HEADLINES:
        gains = [found[label][kpi].gain for label in labels]
        rows.append((words.kpi(kpi, "en"), *(number(one, "en", 1) for one in gains)))
    needed = [f"{number(found[label]['served'].gain * REPLICATIONS, 'en', 0)} ({label})" for label in labels]
    meaning = told(
        f"To tell the difference in what is served as precisely as {REPLICATIONS} replications of each scenario do "
        f"with common draws, separate draws would take {', '.join(needed[:-1])} and {needed[-1]}."
    )
    return f"{table(('KPI', *labels), rows, right=range(1, 1 + len(labels)))}\n\n{meaning}"


def people(text, _):
    """Shows what each rule by which people decide does to the baseline: what is lost without it."""
    return by_kind("if", ruled().differences)


def by_kind(what, found):
    """Shows what is served more or less in other scenarios, in percentage points."""
    kinds = [f"served[kind={kind}]" for kind in ("automotive", "heavy-equipment", "market")]
    rows = [
        (label, *(points(differences[kpi].difference) for kpi in ("served", *kinds)))
        for label, differences in found.items()
    ]
    return table((what, "all orders", "automotive", "heavy equipment", "market"), rows, right=(1, 2, 3, 4))


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


GAINERS = ("a third heavy-equipment partner", "six type C workshops with their shops", "an access road and a wall")


def gains(text, _):
    """Shows who loses and who gains by variants, as far as it can be told, and counts the firms."""
    rows, counts = [], []
    for label in GAINERS:
        stakes = comparison().stakes[label]
        before = label
        for line in gainers.rows(stakes, "en", short=True):
            change = f"{line.row.difference} {line.row.unit}".strip()
            rows.append((before, line.party, line.who, line.row.kpi, change, line.row.interval, line.row.verdict))
            before = ""
        firms = [one.difference.verdict for one in stakes if one.party == "each" and one.difference.verdict != "new"]
        counts.append(f"{firms.count('worse')} lose and {firms.count('better')} gain by {label}")
    head = ("variant", "party", "who", "KPI", "difference", "interval", "verdict")
    meaning = told(f"Of {len(firms)} firms one by one, by what they keep: {'; '.join(counts)}.")
    return f"{table(head, rows, right=(4, 5))}\n\n{meaning}"


def known_price(cost, price, text):
    if not cost:
        return "no cost stated"
    return text if price.mean == price.mean else "cannot be told"


def shares(one):
    """Returns a mean share with its interval."""
    return f"{percent(one.mean, 'en', 1)} ({percent(one.low, 'en', 1)} to {percent(one.high, 'en', 1)})"


def calibration(text, _):
    """Shows which assumptions were moved to calibrate the baseline, and which might have been and stay."""
    rows = calibrate.moved(calibrate.shipped(baseline()))
    shown = [(name, first, now if now != first else "as first", why) for name, first, now, why in rows]
    return table(("Assumption", "first assumed", "now", "why each value is plausible"), shown)


def edges(text, _):
    """Shows what small changes of the baseline cost."""
    demand, *shares = calibrate.edges(baseline())
    widest = max(shares, key=lambda edge: edge.cost)
    return told(
        f"A tenth more demand of every partner costs {number(demand.cost, 'en', 1)} points of on time in full (asked: "
        f"less than {demand.most}). A group's share in what is allotted, moved by 30 percent, changes it by at most "
        f"{number(widest.cost, 'en', 1)} ({widest.what}; asked: less than {widest.most}). Means of "
        f"{calibrate.REPLICATIONS} replications with common draws."
    )


def promised(text, _):
    """Shows how often what is promised holds where the truth is known."""
    return "\n".join(promises.lines())


WRITERS = {
    "people": people,
    "money": money,
    "calibration": calibration,
    "edges": edges,
    "results": results,
    "kinds": kinds,
    "backlog": backlog,
    "beyond": beyond,
    "binds": binds,
    "variants": variants,
    "gain": gain,
    "institutions": institutions,
    "splits": shared,
    "bought": bought,
    "credit": package,
    "shocks": shocked,
    "gains": gains,
    "matching": matched,
    "growth": grown,
    "stocks": stocks,
    "promises": promised,
    "known": known,
    "robust": robust,
}
