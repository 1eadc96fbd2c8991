"""The tables of docs/kpis.md and docs/glossary.md: what each KPI and each term means.

KPIs come from their register, terms in both languages from the package's words; what a term means is said here.
"""

from reference import contents, link, table

from takarusim.language import words
from takarusim.language.numerals import LANGUAGES
from takarusim.language.words import WORDS, say
from takarusim.registers import kpis, records

TERMS = {
    "estate": {
        "word.estate": "The place: workshop buildings of a few types, and the firms that work in them.",
        "word.sme": "A small or medium metal firm of the estate, with its crews.",
        "word.size": "Whether a firm is micro, small or medium; results can be had by it.",
        "word.member": "An SME that belongs to the cooperative.",
        "word.workshop": "A building of the estate with its machines.",
        "word.workshop_type": "Buildings that can do the same work; lots wait for them in one queue.",
        "word.unit": "One building of a type; it works on one lot at a time.",
        "word.let": "Of a unit: occupied by a firm, so that it can be worked in.",
        "word.vacant": "Of a unit: not occupied; nothing is made there.",
        "word.tenancy": "Who may use a let unit: any SME (pooled), or only the one that rents it (tenanted).",
        "word.crew": "The people of an SME who work on one lot at a time; as many lots at a time as crews.",
        "word.calendar": "The hours in which a firm, a building or a truck works, with its holidays and closures.",
        "word.shift": "An unbroken span of work in a calendar.",
        "word.down": "Of a unit: failed and not yet repaired.",
        "word.closed": "Outside the hours of a calendar.",
        "word.material": "A stock that components are made of, bought when it runs low.",
        "word.lane": "A way to a partner: the travel, the trucks' dates, what they carry, and when they may not move.",
        "word.shipment": "The lots that one truck, or several at one moment, take along a lane.",
    },
    "orders": {
        "word.partner": "A firm that orders components from the estate, as one stream of orders.",
        "word.kind": "What a partner belongs to, such as automotive; results can be had by it.",
        "word.channel": "Who gives an order to an SME: the partner itself (direct), or a cooperative.",
        "word.component": "What is ordered: so many pieces of it.",
        "word.price": "What is paid for a piece delivered.",
        "word.contract": "A partner's terms: quoted time, delivery window, what may be missing, what follows rejects.",
        "word.stream": "The sequence of one partner's orders: at random, on dates, from a book, or one after another.",
        "word.order": "So many pieces of one component, wanted by one partner at one time.",
        "word.placed": "Of an order: it exists; its lead time begins.",
        "word.allotted": "Of an order: given to an SME.",
        "word.allotment": "Giving an order, or each part of a split one, to an SME that can make it and has room.",
        "word.share": "The weight with which an SME is preferred when orders are allotted.",
        "word.refused": "Of an order: no SME took it. It counts as missed.",
        "word.withheld": "Of an order: its partner does without it, as its level has fallen. It counts as not served.",
        "word.partnership_level": "How much a partner orders whose partnership grows, of what it did at first.",
        "word.in_progress": "Of an order: placed, and not yet delivered or refused.",
        "word.due": "The end of the day on which an order was promised.",
        "word.delivered": "Of an order: its last lot has arrived.",
    },
    "work": {
        "word.split": "Of an order: several SMEs have a part of it, which each makes, ships and is paid for alone.",
        "word.lot": "Pieces that move and are worked together: an order, until some leave early or are remade.",
        "word.routing": "The operations of a component, in order.",
        "word.operation": "One visit of a lot to a workshop, or its treatment outside.",
        "word.setup": "Making a unit ready for a lot, before its first piece.",
        "word.queue_rule": "Who goes first of those that wait for a unit or a crew.",
        "word.reject": "A piece that an inspection turns down.",
        "word.escape": "A bad piece that an inspection misses; the partner finds it on arrival.",
        "word.pass": "A lot's way through its operations to an inspection; rejects cause a further one.",
        "word.rework": "Rejected pieces go again through the operations marked for it.",
        "word.remake": "Rejected pieces are replaced by a new lot of new material.",
        "word.short": "What is rejected is left out of the delivery.",
        "word.held": "Of a lot: ready, and kept until its partner takes it.",
        "word.gate": "The 5R score from which on a partner qualifies an SME, and asks it.",
        "word.review": "A partner's look at what an SME has delivered; who misses its targets climbs a rung.",
        "word.suspended": "Of an SME: not asked by a partner for a while; then it is on probation.",
        "word.lead_time": "From placed to delivered.",
        "word.flow_time": "From the first crew to ready to ship.",
        "word.lateness": "Delivered less due: negative when early.",
        "word.tardiness": "How late, and 0 when not late.",
        "kpi.served": "Share of what partners ask for that is on time in full; a refused order is not served.",
        "kpi.otif": "Share of the orders due that arrive within their window with all but the tolerated pieces.",
        "kpi.utilisation": "Set-up and processing time over the open hours of the units let.",
        "kpi.wip": "Lots between placed and delivered.",
        "word.ledger": "Where an order's lead time went: every millisecond of it charged to one cause.",
        "word.state": "Where an order stands: waiting for material, in a queue, at work, on the road ...",
        "word.cause": "What a span of an order's time is charged to: a workshop type, closed hours, rework ...",
    },
    "study": {
        "word.scenario": "One full description of an estate, its partners and the span to simulate.",
        "word.baseline": "The estate as it is: `scenarios/lik-takaru.yaml`.",
        "word.source": "Where a number of a scenario was published.",
        "word.assumption": "A number that nobody has published; it carries a range.",
        "word.range": "Between what ends an assumption may lie.",
        "word.world": "The estate with another number for everything assumed, within what its range says.",
        "word.ensemble": "Many worlds of one scenario, of which those count that agree with the evidence.",
        "word.evidence": "A target with a source: where a result is known to lie.",
        "word.change": "Anything that alters the estate on a date of the run.",
        "word.shock": "A change that is not wanted: a fire, a closed road, half the orders.",
        "word.plan": "A span of dated days, such as five years; its figures are those of these days.",
        "word.run_in": "Weeks simulated before a plan's first day, which make the work in hand and do not count.",
        "word.long_run": "A span so long that its beginning does not matter; it asks for the steady state.",
        "word.warm_up": "What is left out at the beginning of a long run.",
        "word.steady_state": "What figures settle to when nothing changes; there is none while the backlog grows.",
        "word.horizon": "The end of what is simulated.",
        "word.run": "One call, with all its replications and its folder of results.",
        "word.replication": "One simulation with draws of its own, independent of the others.",
        "word.seed": "The number from which all draws follow: the same seed gives the same results.",
        "word.draw": "A random number, which belongs to one purpose and owner: the third repair of unit C-007.",
        "word.common_draws": "Scenarios meet the same luck wherever they agree, so that their difference shows sooner.",
        "word.event": "What happens at an instant: an order is placed, an operation ends, a truck leaves.",
        "word.log": "All events of a replication in order; every result is counted from it.",
        "word.kpi": "A named result with a unit and a formula: see [KPIs](kpis.md).",
        "word.response": "The value of a KPI in one replication.",
        "word.target": "Where a KPI must lie; what is not required is a plausible range, which nothing must meet.",
        "word.estimate": "A mean over replications, with its interval.",
        "word.interval": "Where the mean of endless replications would lie, with a stated confidence.",
        "word.confidence": "How often such an interval is right: 95 of 100 times unless said otherwise.",
        "word.constraint": "What may hold orders back: crews, calendars, trucks ... It binds if lifting it helps.",
        "word.headroom": "How much more demand the estate carries and still meets a requirement.",
        "word.factor": "A value of the scenario that is varied.",
        "word.level": "One of the values of a factor.",
        "word.design_point": "One combination of levels.",
        "word.sweep": "Running a scenario at all points of a design.",
    },
}
SECTIONS = {  # of docs/records.md: the groups that its KPIs can be asked for
    "Orders": (records.ALLOTTED, records.PLACED),
    "Workshops": (records.TYPES,),
    "Firms": (records.FIRMS, records.ESTATE, records.KEPT),
    "Partnerships": (records.PARTNERS, records.LINKS),
    "Material and trucks": (records.MATERIALS, records.LANES),
}


def terms(text, theme):
    """Lists the terms of a theme by letter, in English and Indonesian, with what they mean."""
    rows = sorted(
        ((*reversed(WORDS[key]), meaning) for key, meaning in TERMS[theme].items()), key=lambda row: row[0].lower()
    )
    return table(("English", "Indonesian", "Meaning"), [(f"**{en}**", f"*{id_}*", what) for en, id_, what in rows])


def overview(text, _):
    """Lists all KPIs, each with a link to what is said of it."""
    rows = [
        (link(kpi.name, f"`{kpi.name}`"), *reversed(labels(kpi)), unit(kpi), better(kpi))
        for section in SECTIONS.values()
        for kpi in of(section)
    ]
    if len(rows) != len(kpis.KPIS):
        raise SystemExit(f"KPIs in a section, got {len(rows)}; {len(kpis.KPIS)}")
    return table(("KPI", "English", "Indonesian", "Unit", "Better"), rows)


def section(text, title):
    """Describes each KPI of a section."""
    return "\n\n".join(described(kpi) for kpi in of(SECTIONS[title]))


def of(groups):
    return [kpi for kpi in kpis.KPIS.values() if kpi.groups in groups]


def unit(kpi):
    return {"share": "share (%)", "number": "–", "Rp/month": "Rp a month"}.get(kpi.unit) or words.unit(kpi.unit, "en")


def labels(kpi):
    """Returns what a KPI is called in Indonesian and English, with an x for the value that it asks for."""
    return [say(f"kpi.{kpi.name}", language, value="x") for language in LANGUAGES]


def better(kpi):
    return say(f"better.{kpi.better}", "en")


def described(kpi):
    """Returns what there is to say of a KPI."""
    indonesian, english = labels(kpi)
    way = f"{better(kpi)} is better" if kpi.better else "neither way is better"
    lines = [
        f"### {kpi.name}",
        "",
        f"**{english}** · *{indonesian}* · {unit(kpi)} · {way}",
        "",
        f"- Formula: {kpi.formula}.",
        f"- By: {', '.join(f'`{group}`' for group in kpi.groups) or 'nothing; of the estate only'}.",
        f"- Undefined when: {kpi.undefined}.",
    ]
    if kpi.asks:
        lines.append(
            f"- Asks for: a {kpi.asks}, as in `{kpi.name}[30 days]` or `{kpi.name}[30 days, partner=market-1]`."
        )
    return "\n".join([*lines, f"- Source: {kpi.source}."] if kpi.source else lines)


WRITERS = {"contents": contents, "terms": terms}
KPI_WRITERS = {"overview": overview, "section": section}
