"""The measured parts of docs/model.md: tables of what runs of the baseline and its variants come to.

Nothing is counted here but what a run's tables hold; runs take some minutes, and are made when they are first asked
for. Reading order: WRITERS, then each writer.
"""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache

import calibrate
import institutions
import otherwise
import pandas as pd
import promises
from reference import table
from simulated import REPLICATIONS, SCENARIOS, baseline, compared, outcome, path_of
from telling import by_kind, each_of, middle, points, told

from takarusim.briefing import answer, gainers
from takarusim.briefing import robust as sentences
from takarusim.experiments.compare import compare
from takarusim.experiments.relax import relaxations
from takarusim.language import words
from takarusim.language.numerals import day, number, percent, rupiah
from takarusim.registers.kpis import about
from takarusim.results.ensembles import worlds
from takarusim.scenario import reading
from takarusim.scenario.assumptions import assumed
from takarusim.statistics import estimates

WORLDS, LAST = 100, "2026-12-31"  # that are wanted; the last day of what is compared in them
VARIANTS = {  # label: files
    "a third heavy-equipment partner": "add-heavy-equipment-partner.yaml",
    "six type C workshops, nobody moves in": "add-type-c-workshops.yaml",
    "six shops in the workshops there are": "add-type-c-shops.yaml",
    "six type C workshops with their shops": "add-type-c-workshops.yaml+add-type-c-shops.yaml",
    "the same, one by one in three years": "add-type-c-slowly.yaml",
    "an access road and a wall": "access-road.yaml+perimeter-wall.yaml",
    "shops plan by due date": "shop-planning.yaml",
}
RULES = {  # how people decide: each rule taken away alone, and all of them
    "each order goes to one firm, by lot": lambda s: each_of(s.channels, "channels.{}.by", "lottery"),
    "nobody is nominated": lambda s: each_of(_having(s, "sources"), "partners.{}.contract.sources", None),
    "nobody says no": lambda s: each_of(s.smes, "smes.{}.most_work", None),
    "nobody works longer": lambda s: each_of(s.smes, "smes.{}.overtime", None),
    "nothing is held until it is wanted": lambda s: each_of(_having(s, "hold"), "partners.{}.contract.hold", False),
}
WAYS = {  # how else people may decide
    "as in the baseline": lambda s: {},
    "one firm is asked, by lot": RULES["each order goes to one firm, by lot"],
    **{f"{n} firms are asked": lambda s, n=n: each_of(s.channels, "channels.{}.asks", n) for n in (2, 3)},
    "all are asked": lambda s: each_of(s.channels, "channels.{}.asks", 100),
    "nobody is nominated": RULES["nobody is nominated"],
    "nobody says no": RULES["nobody says no"],
    "nobody works longer": RULES["nobody works longer"],
    "a shop takes up what is due first": lambda s: {"rules.crew_queue": "edd"},
    "what is shortest": lambda s: {"rules.crew_queue": "spt"},
    "what has the least time left for its work": lambda s: {"rules.crew_queue": "critical_ratio"},
}
LIFTED = {  # what is lifted in each, by the head of its column
    "open day and night": ("calendar",),
    "no limit of crews": ("crew",),
    "a unit for every crew, of the type of most gain": ("workshop A", "workshop B", "workshop C"),
    "no limit of crews or workshops": ("capacity",),
}
SOME, FEW = 10, 5  # replications in each of these ways, up to LAST; by other rules than the engine's
HANGING = tuple(VARIANTS)[:4]  # the variants that are looked at in each
DAY = pd.Timedelta(days=1)
HEADLINES = ("served", "lead_time_mean", "orders_delivered", "revenue", "wip", "utilisation[workshop=C]")
TOLD = {  # what of a variant is told
    "a third heavy-equipment partner": (
        "served[partner=heavy-equipment-1]",
        "served[partner=heavy-equipment-2]",
        "served",
    ),
    "six type C workshops, nobody moves in": ("served", "served[kind=heavy-equipment]"),
    "six shops in the workshops there are": ("served",),
    "six type C workshops with their shops": ("served",),
    "the same, one by one in three years": ("served",),
    "an access road and a wall": ("served",),
    "shops plan by due date": ("served",),
}


def _having(scenario, term):
    """Returns the partners whose contract states a term."""
    return [name for name, partner in scenario.partners.items() if getattr(partner.contract, term)]


@cache
def comparison():
    """Returns the baseline compared with its variants."""
    with ThreadPoolExecutor() as pool:
        return compared({label: (files, ()) for label, files in VARIANTS.items()}, pool)


@cache
def ruled():
    """Returns the baseline compared with itself without each of the rules by which people decide."""
    scenario = baseline()
    sets = {label: without(scenario) for label, without in RULES.items()}
    sets["all of these at once"] = {path: value for each in sets.values() for path, value in each.items()}
    others = {label: reading.with_values(scenario, each) for label, each in sets.items()}
    with ThreadPoolExecutor() as pool:
        return compare({"baseline": scenario, **others}, REPLICATIONS, seed=scenario.seed, executor=pool)


def way(values, engine="auto", replications=SOME):
    """Returns what binds the baseline where people decide in another way, and what variants do to it there."""
    sets = [f"time.last_day={LAST}"]
    paths = {"baseline": SCENARIOS / "lik-takaru.yaml"} | {label: path_of(VARIANTS[label]) for label in HANGING}
    files = {label: reading.read_scenario(path, sets) for label, path in paths.items()}
    changed = {label: reading.with_values(each, values(each)) for label, each in files.items()}
    base = changed["baseline"]
    with (ThreadPoolExecutor if engine == "auto" else ProcessPoolExecutor)() as pool:
        given = {"seed": base.seed, "engine": engine, "executor": pool}
        lifts = {name: each for name, each in relaxations(base).items() if any(name in of for of in LIFTED.values())}
        lifted = compare({"baseline": base} | lifts, replications, **given).differences
        gains = {name: each["served"].difference for name, each in lifted.items()}
        return gains, compare(changed, replications, **given).differences


@cache
def ensemble():
    """Returns worlds of the baseline that agree with what is known."""
    return worlds(baseline(), WORLDS, jobs=None)


@cache
def across():
    """Returns the baseline compared with its variants in those worlds, over the years in which they differ."""
    paths = {label: path_of(files) for label, files in VARIANTS.items()}
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


def robust(text, _):
    """Shows what each variant does to what is served: by the stated numbers, and over worlds."""
    found = across()
    meaning = " ".join(
        sentences.asked(found.worlds.information("served"), {label: label for label in found.scenarios}, "en")
    )
    return f"{over_worlds(found)}\n\n{told(meaning)}"


def over_worlds(found):
    rows = []
    for label, spreads in found.worlds.spreads.items():
        one = spreads["served"]
        ends = ", ".join(number(100 * end, "en", 1) for end in (one.p5, one.p50, one.p95))
        counts = f"{one.better} of {one.n}", f"{one.worse} of {one.n}"
        rows.append((label, points(found.differences[label]["served"].difference), ends, *counts, luck(one)))
    head = ("variant", "stated numbers", "worlds: 5, 50, 95 percent", "better in", "worse in", "luck's part")
    return table(head, rows, right=(1, 2, 3, 4, 5))


def luck(one):
    return percent(one.luck, "en", 0) if one.luck == one.luck else "–"


def short(text, _):
    """Shows what twice the crews, twice the workshops and both do to what is served, over worlds."""
    first = baseline()
    crews = {"times": {f"smes.{name}.crews": 2 for name in first.smes}}
    workshops = {"units": {name: int(each.let.value) for name, each in first.workshops.items()}}
    doubled = {"twice the crews": crews, "twice the workshops": workshops, "twice of both": crews | workshops}
    start = {"from": str(first.time.first_day), "source": "choice"}
    files = {label: reading.with_value(first, "changes.doubled", start | change) for label, change in doubled.items()}
    until = {label: reading.with_value(each, "time.last_day", LAST) for label, each in {"": first, **files}.items()}
    found = compare({"baseline": until.pop(""), **until}, REPLICATIONS, jobs=None, worlds=ensemble())
    return over_worlds(found)


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
    orders = outcome().orders.query("kind == 'automotive' and not refused")
    suppliers = orders.groupby(["replication", "partner"], observed=True)["sme"].nunique().mean()
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
            "Heavy equipment's revenue a month, of six firms",
            rupiah(mean["revenue[kind=heavy-equipment]"], "en"),
            "Rp 500 million of one supplier (S06)",
        ),
        (
            "SMEs that an automotive supplier orders from in five years",
            number(suppliers, "en", 1),
            "2.2 in two years (A08), one to four (A05)",
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


def ways(text, _):
    """Shows what is left of the answer in whichever way people decide: what is served, what binds, what variants do."""
    found = {label: way(values) for label, values in WAYS.items()}
    for label, engine in otherwise.ENGINES.items():
        found[label] = way(lambda _: {}, engine, FEW)
    rows = [
        (
            label,
            percent(differences[HANGING[0]]["served"].base.mean, "en", 1),
            *(number(100 * max(gains[name].mean for name in names), "en", 1) for names in LIFTED.values()),
            *(points(differences[each]["served"].difference) for each in HANGING),
        )
        for label, (gains, differences) in found.items()
    ]
    return table(("if", "served", *LIFTED, *HANGING), rows, right=range(1, 10))


def people(text, _):
    """Shows what each rule by which people decide does to the baseline: what is lost without it."""
    return by_kind("if", ruled().differences)


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


WRITERS = institutions.WRITERS | {
    "people": people,
    "ways": ways,
    "calibration": calibration,
    "edges": edges,
    "results": results,
    "kinds": kinds,
    "backlog": backlog,
    "beyond": beyond,
    "binds": binds,
    "variants": variants,
    "gain": gain,
    "gains": gains,
    "promises": promised,
    "known": known,
    "robust": robust,
    "short": short,
}
