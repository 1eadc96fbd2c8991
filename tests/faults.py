"""The deliberate faults that the tests must find: what goes wrong, where, and the tests that are there for it.

A fault replaces one text in one module, below a folder. `mutations` plants them, one at a time.
"""

from typing import NamedTuple

INVARIANTS = "tests/test_invariants.py -k simpy"
EVENINGS = "tests/test_overtime.py -k simpy"
AGREE = "tests/test_engines_agree.py"
THEORY = "tests/test_theory.py -k Jackson"
READ = "tests/test_ledger.py tests/test_kpis.py"
STREAMS = "tests/test_streams.py tests/test_metamorphic.py"


class Fault(NamedTuple):
    """What goes wrong, where, and the tests that find it."""

    what: str
    where: str  # a module or a folder, in one file of which the text stands
    right: str
    wrong: str
    tests: str


MODEL = (
    Fault(
        "work that ends at closing time ends at the next opening",
        "engine/rules",
        "x.close[k] < ends",
        "x.close[k] <= ends",
        INVARIANTS,
    ),
    Fault("a unit survives a ms too short", "engine/rules", "-(-life // wear)", "life // wear", INVARIANTS),
    Fault("an SME takes one order too many", "engine/rules", "in_hand < x.most", "in_hand <= x.most", INVARIANTS),
    Fault(
        "later passes go through all operations",
        "engine/rules",
        "if x.is_reworked[j] or not only_reworked:",
        "if True:",
        INVARIANTS,
    ),
    Fault("the reorder point buys always", "engine/rules", "(1 if at else 0)", "1", INVARIANTS),
    Fault("the fallback buys although enough comes in time", "engine/rules", " or expected <= quoted", "", INVARIANTS),
    Fault("one SME more is asked", "engine/rules", "asked == x.asks[stream]", "asked > x.asks[stream]", INVARIANTS),
    Fault(
        "the SME with most promised work gets it",
        "engine/rules",
        "work < least",
        "work > least",
        INVARIANTS,
    ),
    Fault(
        "promises know no factor", "engine/rules", "PPM * factor + work % PPM * factor", "PPM * PPM + work", INVARIANTS
    ),
    Fault("an SME promises more than it may", "engine/rules", "work <= x.most_work[s]", "True", INVARIANTS),
    Fault(
        "who is not active is nominated",
        "engine/rules",
        "named += 1 if is_named else 0",
        "named += 1",
        "tests/test_allotment.py -k nomination",
    ),
    Fault(
        "a break is the end of a day", "engine/rules", "bool(x.reopen[k] >= (", "bool(x.reopen[k] >= 0 * (", EVENINGS
    ),
    Fault(
        "as much work as the threshold is enough",
        "engine/rules",
        "if work <= x.overtime_above[sme]:",
        "if work < x.overtime_above[sme]:",
        EVENINGS,
    ),
    Fault(
        "overtime knows no week",
        "engine/rules",
        "x.overtime_a_week[sme] - used, rest",
        "x.overtime[sme], rest",
        EVENINGS,
    ),
    Fault("weeks begin on the first day", "engine/rules", "(t + x.monday - 1) // WEEK", "(t - 1) // WEEK", EVENINGS),
    Fault(
        "what is outside calls for overtime",
        "engine/rules",
        "if x.workshop[j] < 0 or x.has_hours[x.workshop[j]]:\n                return work",
        "if x.workshop[j] < 0 or x.has_hours[x.workshop[j]]:\n                continue",
        EVENINGS,
    ),
    Fault(
        "lots at work do not hear of overtime",
        "engine/resources",
        "if lot.clock is self.calendar:",
        "if False:",
        EVENINGS,
    ),
    Fault("rejects know no SME", "engine/rules", "(count * pieces * factor", "(count * pieces * 1_000_000", INVARIANTS),
    Fault(
        "the shortest first is the longest first",
        "engine/rules",
        "return x.setup[lot",
        "return -x.setup[lot",
        INVARIANTS,
    ),
    Fault("last come is first come", "engine/rules", "return -now", "return now", INVARIANTS),
    Fault(
        "equals go by number, not by arrival", "engine/rules", "return now if x.ties", "return 0 if x.ties", INVARIANTS
    ),
    Fault(
        "lots start while closed",
        "engine/resources",
        "self.workshop.free) and self.calendar.is_open and",
        "self.workshop.free) and",
        INVARIANTS,
    ),
    Fault(
        "an SME puts any lot first",
        "engine/resources",
        "return in_front < self.capacity - self.count",
        "return True",
        INVARIANTS,
    ),
    Fault(
        "a workshop has the order of the SMEs",
        "engine/resources",
        "if place.may_start()), key=lambda place: place.key,",
        "if place.may_start()), key=lambda place: place.own_key,",
        INVARIANTS,
    ),
    Fault(
        "who preempts needs no crew", "engine/resources", "if not claimant.crews.has_free():", "if False:", INVARIANTS
    ),
    Fault(
        "the most urgent lot gives way",
        "engine/resources",
        "return max(less_urgent",
        "return min(less_urgent",
        INVARIANTS,
    ),
    Fault("units that are not let are used", "engine/resources", "if unit.is_let and not", "if not", INVARIANTS),
    Fault(
        "a lot heavier than a truck never leaves",
        "engine/resources",
        "if room < grams <= capacity:",
        "if room < grams:",
        INVARIANTS,
    ),
    Fault(
        "an SME puts what it has begun last",
        "model",
        "AHEAD if lot.is_begun else 0",
        "0 if lot.is_begun else AHEAD",
        INVARIANTS,
    ),
    Fault(
        "a life that ends with the work fails there",
        "model",
        "if survived < lot.left:",
        "if survived <= lot.left:",
        INVARIANTS,
    ),
    Fault(
        "wear knows no SME",
        "model",
        "worked * lot.wear)",
        "worked * 1_000_000)",
        INVARIANTS,
    ),
    Fault(
        "a preempted lot begins anew", "model", "                if is_fresh:", "                if True:", INVARIANTS
    ),
    Fault("what is at work is all ahead", "model", "if not lot.unit.is_down:", "if False:", INVARIANTS),
    Fault(
        "rejects are no work",
        "model",
        "lot.attempt + 1, True\n            self.take_on(lot)",
        "lot.attempt + 1, True",
        INVARIANTS,
    ),
    Fault("orders stay in hand for ever", "model", "self.in_hand[lot.sme.number] -= 1", "pass", INVARIANTS),
    Fault(
        "good pieces of rework are not ready",
        "outcome/chronicle",
        "row.amount, row.time\n    elif row.next == NONE",
        "row.amount, NEVER\n    elif row.next == NONE",
        READ,
    ),
    Fault(
        "a crew is held for ever",
        "outcome/chronicle",
        "holds.end[notes.latest[lot]], notes.latest[lot] = row.time, NONE",
        "notes.latest[lot] = NONE",
        READ,
    ),
    Fault(
        "a pool is full until it has two", "outcome/fullness", "if notes.free[p] == 1:", "if notes.free[p] == 2:", READ
    ),
    Fault(
        "a wait is the workshop's from its start", "outcome/ledger", "full_open -= open_before", "full_open -= 0", READ
    ),
    Fault("repairs are work", "outcome/chronicle", "0 if did.is_down[running] else row.amount", "row.amount", READ),
    Fault("the first lot decides", "outcome/chronicle", "lots.arrived[lot] > lots.arrived[best]", "False", READ),
    Fault("a half loaded lot travels", "outcome/states", "TRAVELLING if is_whole else FOR_TRUCK", "TRAVELLING", READ),
    Fault(
        "work at the horizon is forgotten",
        "outcome/states",
        "found.worked[now] += opened",
        "found.worked[now] += 0 * opened",
        READ,
    ),
    Fault(
        "a set-up that was broken off begins anew",
        "outcome/states",
        "ahead = found.setup[now] - found.worked[now]",
        "ahead = found.setup[now]",
        "tests/test_overtime.py -k evening_s",
    ),
    Fault(
        "a repair in overtime is down",
        "outcome/states",
        "found.overtime[now] = _overtime(x, s, _clock(x, s, lot), found.start[now], row.time)",
        "found.overtime[now] = found.overtime_worked[now]",
        "tests/test_overtime.py -k evening_s",
    ),
    Fault(
        "time before a lot was split off is lost",
        "outcome/ledger",
        "return lot >= 0 and lived",
        "return until == NEVER and lot >= 0 and lived",
        READ,
    ),
    Fault(
        "rework goes on aboard a truck",
        "outcome/ledger",
        "attempt[m] > 1 and state < HELD",
        "attempt[m] > 1",
        READ,
    ),
    Fault(
        "the last numbers of a block come twice",
        "lowering/philox",
        "first % BLOCK + j]",
        "min(first % BLOCK + j, 2)]",
        "tests/test_draws.py",
    ),
    Fault(
        "the queue is a stack", "engine/heaps", "return lot.rank < other.rank", "return lot.rank > other.rank", AGREE
    ),
    Fault(
        "the kernel knows another victim",
        "engine/kernel",
        "return s.lots[k].started > s.lots[other].started",
        "return s.lots[k].started < s.lots[other].started",
        AGREE,
    ),
    Fault(
        "components of a mix share one draw",
        "lowering/potential",
        'f"{group.owner}/{group.wanted.component.id}"',
        "group.owner",
        THEORY,
    ),
    Fault(
        "a new firm moves nominations",
        "lowering/nominations",
        '{stream.smes[s]}"',
        '{s}"',
        "tests/test_allotment.py -k nomination",
    ),
    Fault("allotment follows the place of an SME", "lowering/potential", '{group.stream.smes[s]}"', '{s}"', STREAMS),
    Fault(
        "all streams draw the same",
        "lowering/draws",
        "name + owner",
        "name",
        "tests/test_draws.py tests/test_theory.py",
    ),
    Fault(
        "the number of owners moves the draws", "lowering/draws", "|{purpose}|", "|{len(owners)}|{purpose}|", STREAMS
    ),
    Fault("what escapes is left behind", "model", "= self.good, self.escaped", "= self.good, 0", INVARIANTS),
    Fault(
        "a truck that is too late is waited for",
        "engine/rules",
        "low == end or x.planned[low] > latest",
        "low == end",
        INVARIANTS,
    ),
    Fault(
        "what is held loses its place",
        "model",
        "self.x.grams[order.component], key)",
        "self.x.grams[order.component], self.key(lot, int(self.env.now)))",
        INVARIANTS,
    ),
    Fault(
        "trucks are planned without their travel",
        "lowering/logistics",
        "lane.travel.mean *",
        "0 *",
        "tests/test_hold.py -k simpy",
    ),
    Fault(
        "no truck leaves behind the horizon",
        "lowering/lowering",
        '(due + orders["late"] + 1)[held]',
        "0 * due[held]",
        STREAMS,
    ),
    Fault("a lot that was let go is held", "outcome/states", "    if until < time:", "    if False:", READ),
    Fault(
        "inspection is rounded down",
        "engine/rules",
        "(rejected * detection + draw)",
        "(rejected * detection)",
        INVARIANTS,
    ),
    Fault(
        "escapes have the draws of rejects",
        "lowering/inspections",
        'Owners("escape"',
        'Owners("reject"',
        "tests/test_escapes.py -k draws",
    ),
    Fault(
        "an operation outside has a set-up of its own",
        "model",
        "setup + processing, FINISH",
        "2 * setup + processing, FINISH",
        INVARIANTS,
    ),
)

# In the kernel alone: the comparison of the two engines must find them.
TWIN = (
    Fault(
        "two kinds are swapped",
        "engine/kernel",
        "schedule(s, comes(x, s, now, m, supplier, lead), RECEIVE, p, p)",
        "schedule(s, comes(x, s, now, m, supplier, lead), UP + 1, p, p)",
        AGREE,
    ),
    Fault(
        "a rounding is left out",
        "engine/kernel",
        "lost = scaled(grams, factor(s.factors, m, ON_LOSS))",
        "lost = grams * factor(s.factors, m, ON_LOSS) // 1_000_000",
        AGREE,
    ),
    Fault(
        "a pause is missed",
        "engine/kernel",
        "open_for(x, s, clock, now, lot.left)",
        "now + lot.left",
        AGREE,
    ),
    Fault(
        "open time counts the evening up to overtime",
        "engine/kernel",
        "calendar.is_open, calendar.is_longer, calendar.since = 1, 1, now",
        "calendar.is_open, calendar.is_longer = 1, 1",
        "tests/test_overtime.py -k agree",
    ),
    Fault(
        "overtime that lasts until the morning is over at once",
        "engine/kernel",
        "calendar.is_longer, calendar.since = open_time(s, c, now), 1, 0, now",
        "calendar.is_longer, calendar.since = open_time(s, c, now), 1, 1, now",
        "tests/test_overtime.py -k agree",
    ),
    Fault(
        "a repair does not go on in overtime",
        "engine/kernel",
        "unit.works_again = after(x, clock, coming",
        "unit.works_again = DAY + after(x, clock, coming",
        "tests/test_overtime.py -k compiled",
    ),
    Fault(
        "a tie is broken by number",
        "engine/kernel",
        "lot.tie = x.tie[i] * RANK + lot.subject",
        "lot.tie = lot.subject",
        AGREE,
    ),
    Fault(
        "who asks again waits since its first time",
        "engine/kernel",
        "lot.came = came(x, now)",
        "lot.came = lot.came or came(x, now)",
        AGREE,
    ),
    Fault(
        "any free unit will do",
        "engine/kernel",
        "k = lowest_bit(s.free[word])",
        "k = lowest_bit(s.free[word] & (s.free[word] - BIT) or s.free[word])",
        AGREE,
    ),
    Fault("a closed SME stands", "engine/kernel", "if not calendar.is_open:  # it", "if False:  # it", AGREE),
    Fault("in a circle the last workshop starts", "engine/kernel", "elif otherwise < 0:", "else:", AGREE),
    Fault(
        "a new life begins with the old one's wear",
        "engine/kernel",
        "unit.life = x.life[u, unit.failed]",
        "unit.life = x.life[u, 0]",
        AGREE,
    ),
    Fault(
        "nobody stands for a crew that is free again",
        "engine/kernel",
        "        if x.at_work[sme, w].pool >= 0:\n            come_forward",
        "        if x.at_work[sme, w].pool >= len(x.pools):\n            come_forward",
        AGREE,
    ),
    Fault(
        "a purchase is expected for ever",
        "engine/kernel",
        "        stock.first = purchase.next\n",
        "        stock.first = p\n",
        AGREE,
    ),
    Fault(
        "the last pass is one too late",
        "engine/kernel",
        "lot.attempt, x.passes, rejected",
        "lot.attempt - 1, x.passes, rejected",
        AGREE,
    ),
    Fault(
        "good pieces do not wait",
        "engine/kernel",
        "hand_over(s, k, new)\n        leave_order",
        "leave_order",
        AGREE,
    ),
    Fault(
        "what is held joins its queue anew",
        "engine/kernel",
        "lane_queue(x, lot.lane), lot.rank, k)",
        "lane_queue(x, lot.lane), now, k)",
        AGREE,
    ),
    Fault(
        "a further pass finds as the first",
        "engine/kernel",
        "x.first_pass[lot.row] + lot.attempt - 1])\n\n\n@jit\ndef hand",
        "x.first_pass[lot.row]])\n\n\n@jit\ndef hand",
        AGREE,
    ),
    Fault("a lot is at work for ever", "engine/kernel", "        end_work(s, k)\n", "", AGREE),
    Fault("what an operation took less stays in hand", "engine/kernel", "lot.counted + lot.ahead)", "0)", AGREE),
    Fault("a repaired unit preempts nobody", "engine/kernel", "        reconsider(x, s, x.units[u].pool)\n", "", AGREE),
    Fault(
        "a refused order stays in hand", "engine/kernel", "s.in_hand[lot.sme] -= 1", "s.in_hand[lot.sme] -= 0", AGREE
    ),
    Fault(
        "trucks leave in a ban",
        "engine/kernel",
        "after(x, a.bans, coming(x, a.bans, now)",
        "after(x, 0, coming(x, 0, now)",
        AGREE,
    ),
)

# What is counted of a log.
COUNTED = (
    ("95 of 100 orders are 90", "kpis/counts", "Quantile(ms, DAY, 0.95,", "Quantile(ms, DAY, 0.90,"),
    ("on time in full needs not all pieces", "kpis/counts", "is_on_time[i] & f.kept.is_in_full[i]", "is_on_time[i]"),
    ("every lot is a truck of its own", "kpis/counts", "truck[left.lane] < 0\n", "truck[left.lane] <= NEVER\n"),
    ("early orders are tardy", "kpis/counts", "np.maximum(ms, 0)", "np.abs(ms)"),
    (
        "work begins when an order is placed",
        "kpis/counts",
        "f.orders.ready[i] - f.orders.begun[i]",
        "f.lead_time[1][: len(i)]",
    ),
    ("a million is a thousand", "kpis/counts", "Ratio(PPM * found.rejected", "Ratio(1000 * found.rejected"),
    ("set-ups use nothing", "kpis/counts", "Ratio(f.spent.setup + f.spent.processing", "Ratio(f.spent.processing"),
    (
        "closed hours are a share of open ones",
        "kpis/counts",
        "f.spent.open, f.spent.let, f",
        "f.spent.open, f.spent.open, f",
    ),
    ("all crews are one", "kpis/counts", "each.value * clocks.open_between", "clocks.open_between"),
    (
        "whoever gets material at once was short of it",
        "kpis/counts",
        "waits.end > waits.start",
        "waits.end >= waits.start",
    ),
    ("lots of one departure have a truck each", "kpis/counts", "np.unique(left.lane", "np.sort(left.lane"),
    (
        "revenues of all but one are compared",
        "kpis/measures",
        "(2 * upto - weight - whole)",
        "(2 * upto - whole)",
    ),
    (
        "an SME is there before it comes",
        "kpis/facts",
        "self.overlap(x.opens, x.shuts)",
        "self.overlap(0 * x.opens, x.shuts)",
    ),
    ("who is there for half the time weighs as much", "kpis/money", "1), f.active)", "1), np.sign(f.active))"),
    (
        "what nobody takes is not asked for",
        "kpis/facts",
        "        return self.decided\n",
        "        return self.decided[self.orders.lot[self.decided] >= 0]\n",
    ),
    ("an order is worth a piece", "kpis/counts", "value = f.orders.quantity[i] * ", "value = 1 * "),
    (
        "heads are those of crews at any time",
        "kpis/counts",
        "f.fixed.crew_size * each.months",
        "f.fixed.crew_size * f.months",
    ),
    ("who gives way joins the queue again", "kpis/queues", "is_first = ~again", "is_first = again | ~again"),
    ("a wait after a preemption began then", "kpis/queues", "joined[by_lot] = lived.start[k][by_lot[latest]]", "pass"),
    (
        "lots in a queue still had their wait",
        "kpis/counts",
        "f.within(queues.joined) & queues.has_ended",
        "f.within(queues.joined)",
    ),
    (
        "orders too young to tell were in time",
        "kpis/counts",
        " & (f.orders.placed[f.placed] + most < f.replication.instance.horizon)",
        "",
    ),
    ("just in time is too late", "kpis/counts", "f.orders.placed[i] <= most", "f.orders.placed[i] < most"),
    (
        "a lot joins a queue when its work begins",
        "outcome/replication",
        "self.states.start[before(self.states)[at_work]]",
        "rows.start",
    ),
    (
        "a fallback delivers as the regular supplier",
        "outcome/purchases",
        "np.where(is_fallback, x.fallback_lead[material, nth], x.lead[material, nth])",
        "x.lead[material, nth]",
    ),
    ("a month has 30 days", "engine/instance", "MONTH = 30.4375 * DAY", "MONTH = 30 * DAY"),
    (
        "a window that ends at the horizon has passed",
        "kpis/facts",
        "latest[i] < self.replication",
        "latest[i] <= self.replication",
    ),
    (
        "an order is late when its window ends at the horizon",
        "outcome/replication",
        "latest < x.horizon",
        "latest <= x.horizon",
    ),
    (
        "the last moment of a window is too late",
        "outcome/replication",
        "deliveries.time <= latest",
        "deliveries.time < latest",
    ),
    (
        "bad pieces are in full",
        "outcome/replication",
        "orders.pieces - orders.escaped >= asked",
        "orders.pieces >= asked",
    ),
    ("bad pieces are paid", "kpis/books", "(lots.pieces - lots.escaped)", "lots.pieces"),
    (
        "bad pieces are of the good ones",
        "kpis/counts",
        "f.arrived.escaped, f.arrived.pieces",
        "f.arrived.escaped, f.arrived.pieces - f.arrived.escaped",
    ),
    (
        "a tolerance is rounded in the maker's favour",
        "outcome/replication",
        "np.ceil((1 - missing",
        "np.floor((1 - missing",
    ),
)

# What is estimated from replications.
ESTIMATED = (
    ("an interval has one side", "estimates", "stdtrit(n - 1, (1 + confidence) / 2)", "stdtrit(n - 1, confidence)"),
    (
        "the spread is that of all there is",
        "estimates",
        "critical(n) * float(found.std(ddof=1))",
        "critical(n) * float(found.std())",
    ),
    ("several intervals hold one by one", "estimates", "(1 - confidence) / max(len(rows), 1)", "(1 - confidence)"),
    ("the bootstrap forgets the centre", "estimates", "row - row[is_defined].mean(), 0.0", "row, 0.0"),
    ("what is undefined counts", "estimates", "return row[~np.isnan(row)]", "return np.nan_to_num(row)"),
    ("a warm-up is that of the least variance", "estimates", "z[d:].var() / (m - d)", "z[d:].var()"),
    ("nothing is added to the replications needed", "estimates", "(needed + ahead)", "needed"),
    ("an interval of a quantile is a rank too short", "quantiles", "below + confidence) + 1", "below + confidence)"),
    ("a share's interval lies around what was seen", "quantiles", "(p + z * z / (2 * n)) /", "p /"),
)

# What is made of many runs: the tests beside each.
TRIED = (
    (
        "ten crews without limit are one",
        "experiments/relax",
        "sme.crews else 10)",
        "sme.crews else 1)",
        "tests/test_relax.py",
    ),
    ("ten times the units are as many", "experiments/relax", "(1 if smes else 10)", "1", "tests/test_relax.py"),
    ("lifted crews are one", "experiments/relax", "_each(smes, crews=None,", "_each(smes,", "tests/test_relax.py"),
    (
        "together, crews are lifted and workshops are not",
        "experiments/relax",
        'reduce(_enough, sorted(workshops), lifts["crew"])',
        'lifts["crew"]',
        "tests/test_relax.py",
    ),
    (
        "a KPI of one's own is sent to processes",
        "experiments/execution",
        "apart = apart and not self.own",
        "apart = bool(apart)",
        "tests/test_workers.py",
    ),
    (
        "what tasks share is made for each",
        "scenario/prepared",
        "@lru_cache(SHARED)",
        "@lru_cache(0)",
        "tests/test_workers.py",
    ),
    (
        "a question worth nothing is named",
        "briefing/robust",
        'if first is None or not worth.strip("0,."):',
        "if first is None:",
        "tests/test_across.py",
    ),
    (
        "a bound is that of both sides",
        "experiments/requirement",
        "two_sided = 2 * confidence - 1",
        "two_sided = confidence",
        "tests/test_experiments.py -k bound",
    ),
    (
        "a mean margin is enough",
        "experiments/headroom",
        "if not level.margin.low >= 0",
        "if not level.margin.mean >= 0",
        "tests/test_experiments.py -k bound",
    ),
    (
        "a percentage is a share",
        "experiments/requirement",
        '100 if number.endswith("%") else 1',
        "1",
        "tests/test_experiments.py -k requirement",
    ),
    (
        "what was is compared with what will be",
        "experiments/compare",
        "values[j] - values[i] for i, j",
        "values[i] - values[j] for i, j",
        "tests/test_experiments.py -k 'second_unit or cannot_tell'",
    ),
    (
        "half as precise is precise",
        "experiments/compare",
        "estimate.half_width <= asked",
        "estimate.half_width <= 2 * asked",
        "tests/test_experiments.py -k precise",
    ),
    (
        "the shortest warm-up is that of all",
        "experiments/spans",
        "max(span.window.start for",
        "min(span.window.start for",
        "tests/test_experiments.py -k warm",
    ),
    (
        "a factor works backwards",
        "experiments/effects",
        "replications[b] - replications[a] for",
        "replications[a] - replications[b] for",
        "tests/test_effects.py",
    ),
    (
        "categories have the ends that come first",
        "experiments/effects",
        'list(np.argsort(levels, kind="stable"))',
        "list(range(len(levels)))",
        "tests/test_effects.py",
    ),
    (
        "the last count of a range is never tried",
        "experiments/design",
        "(high - low + 1)",
        "(high - low)",
        "tests/test_experiments.py -k 'design or factor or count or grid'",
    ),
    (
        "the last part of a range is empty",
        "experiments/design",
        "value = low + u * (high - low)",
        "value = low + u * (high - low) * 0.9",
        "tests/test_experiments.py -k 'design or factor or cover or grid'",
    ),
    (
        "an order falls into the period before",
        "experiments/summary",
        '_ms(moments.dropna()), "right"',
        '_ms(moments.dropna()), "left"',
        "tests/test_summary.py",
    ),
    (
        "units that are down are idle too",
        "experiments/summary",
        "1 - busy.mean - down.mean",
        "1 - busy.mean",
        "tests/test_summary.py tests/test_figures.py",
    ),
    (
        "the ledger is of all orders",
        "experiments/summary",
        'charges["late"] & charges[group]',
        "charges[group]",
        "tests/test_summary.py",
    ),
    (
        "orders due after the span are counted",
        "outcome/replication",
        "(moment < end)",
        "(moment <= end)",
        "tests/test_versus.py tests/test_study.py",
    ),
    (
        "a part has the values of another KPI",
        "results/points",
        "rows[name] for name in part",
        "rows[name] - 1 for name in part",
        "tests/test_experiments.py -k 'swept or store or table'",
    ),
)

# What is assumed, and what worlds say.
WORLDS = (
    (
        "what is against a group goes with it",
        "scenario/assumptions",
        "each.sign * common.get(each.group, 0.0)",
        "common.get(each.group, 0.0)",
        "tests/test_assumptions.py -k against",
    ),
    (
        "a range holds all where it holds the middle",
        "scenario/assumptions",
        'out / (edge if holds == "middle" else 1)',
        "out",
        "tests/test_assumptions.py -k holds",
    ),
    (
        "a condition of a selector is not looked at",
        "scenario/assumptions",
        "if not selector.pattern.match(path):\n        return False",
        "if not selector.pattern.match(path) or selector.asked:\n        return True",
        "tests/test_assumptions.py -k selector",
    ),
    (
        "a world that cannot be is not looked at",
        "scenario/assumptions",
        "        if wrong:\n            raise ScenarioError(wrong)",
        "        if False:\n            raise ScenarioError(wrong)",
        "tests/test_assumptions.py -k cannot",
    ),
    (
        "guesses rule worlds out",
        "experiments/ensemble",
        "(asked.guesses or is_evidence(target.source))",
        "True",
        "tests/test_ensemble.py -k evidence",
    ),
    (
        "goals rule worlds out",
        "experiments/ensemble",
        "name in kpis and not target.required and",
        "name in kpis and",
        "tests/test_ensemble.py -k evidence",
    ),
    (
        "a wave leaves out half of the worlds that would agree",
        "experiments/ensemble",
        "np.searchsorted(lost, LOST)",
        "np.searchsorted(lost, 0.5)",
        "tests/test_ensemble.py -k waves",
    ),
    (
        "worlds have the same draws",
        "experiments/across",
        "range(number * r, number * r + r)",
        "range(r)",
        "tests/test_across.py -k replications",
    ),
    (
        "luck is that of one replication",
        "experiments/across",
        "rows.var(axis=1, ddof=1).mean()) / rows.shape[1]",
        "rows.var(axis=1, ddof=1).mean())",
        "tests/test_across.py -k luck",
    ),
    (
        "a swept number is drawn in its range again",
        "results/sweeps",
        "fixed=overrides)",
        "fixed=())",
        "tests/test_across.py -k number_that_is_swept",
    ),
    (
        "a point in worlds that was kept is run again",
        "results/sweeps",
        "if content is not None:",
        "if content is None:",
        "tests/test_across.py -k goes_on",
    ),
    (
        "a damaged point in worlds is taken",
        "results/points",
        "return content if hashlib.sha256(content).digest() == digest else None",
        "return content",
        "tests/test_across.py -k goes_on",
    ),
    (
        "levels over worlds are those of points",
        "experiments/effects",
        "levels = values.reshape(len(values), -1, values.shape[-1]).mean(axis=1)",
        "levels = values.reshape(len(values), -1, values.shape[-1])[:, 0]",
        "tests/test_across.py -k level_is_told",
    ),
    (
        "a box is claimed of any cases",
        "statistics/prim",
        "if better > CHANCE * (1 + PERMUTATIONS):",
        "if better > 2 * PERMUTATIONS:",
        "tests/test_prim.py -k nothing_is_claimed",
    ),
    (
        "needless ranges stay in a box",
        "statistics/prim",
        "all(chance <= CHANCE for chance, *_ in ends)",
        "all(chance <= 1 for chance, *_ in ends)",
        "tests/test_prim.py",
    ),
    (
        "a box is tried on the worlds that it was found in",
        "statistics/prim",
        "_pruned(x[rest], is_case[rest], _found(x[rest], is_case[rest])[0])",
        "_pruned(x, is_case, _found(x, is_case)[0])",
        "tests/test_prim.py -k kept_back",
    ),
    (
        "peeled from the side with the most cases",
        "statistics/prim",
        "np.unravel_index(lost.argmin(), lost.shape)",
        "np.unravel_index(lost.argmax(), lost.shape)",
        "tests/test_prim.py -k known",
    ),
    (
        "worlds without a value are cases",
        "experiments/where",
        "known = np.isfinite(margins)",
        "known = np.ones(len(margins), bool)",
        "tests/test_where.py -k without_a_value",
    ),
    (
        "where is asked of the base",
        "experiments/where",
        "asked.margins(means[:, across.labels.index(label)], means[:, 0])",
        "asked.margins(means[:, 0], means[:, 0])",
        "tests/test_where.py -k told_of_groups",
    ),
    (
        "what luck does is shared among the factors",
        "statistics/indices",
        " * model.explained for name",
        " for name",
        "tests/test_information.py -k totals",
    ),
    (
        "the variance that luck makes is explained",
        "statistics/emulator",
        "1 - min(float(self.process.kernel_.k2.noise_level), 1.0)",
        "1.0",
        "tests/test_information.py -k totals",
    ),
    (
        "a total index is the first-order one",
        "statistics/indices",
        'for name in ("S1", "ST"))',
        'for name in ("S1", "S1"))',
        "tests/test_information.py -k totals",
    ),
    (
        "half of the worlds rank",
        "experiments/across",
        "RANKED = 0.8",
        "RANKED = 0.5",
        "tests/test_across.py -k ranked",
    ),
    (
        "luck is taken for information",
        "statistics/information",
        "other[rows, one.argmax(axis=1)]",
        "other[rows, other.argmax(axis=1)]",
        "tests/test_information.py -k luck",
    ),
    (
        "a curve is a straight line",
        "statistics/information",
        "SMOOTHINGS = np.logspace(-3, 5, 17)",
        "SMOOTHINGS = np.logspace(9, 10, 2)",
        "tests/test_information.py -k followed",
    ),
)

# What is drawn.
DRAWN = (
    (
        "a worse scenario is drawn as a better one",
        "figures/charts",
        '"worse": VERMILLION',
        '"worse": BLUE',
        "tests/test_charts.py -k worse",
    ),
    (
        "the widest factor comes last",
        "figures/factors",
        "key=lambda one: -np.nan_to_num(abs(",
        "key=lambda one: np.nan_to_num(abs(",
        "tests/test_charts.py -k tornado",
    ),
    (
        "a requirement's line lies on the other side",
        "figures/charts",
        "axhline(found.asked.number,",
        "axhline(-found.asked.number,",
        "tests/test_charts.py -k requirement",
    ),
    (
        "bars of a ledger begin at nothing",
        "figures/plots",
        "left[row] + width[row] / 2, row, text",
        "width[row] / 2, row, text",
        "tests/test_plots.py",
    ),
    (
        "ticks are told with a digit too few",
        "figures/canvas",
        "if np.all(np.abs(np.round(ticks, digits) - ticks) <= close)",
        "if np.all(np.abs(np.round(ticks, digits + 1) - ticks) <= close)",
        "tests/test_charts.py -k tick",
    ),
    (
        "dark ink stands on dark ground",
        "figures/canvas",
        'else "white"',
        "else INK",
        "tests/test_charts.py -k ink",
    ),
)

# What is read of files.
FILES = (
    (
        "finished stock that was left out is not made again",
        "results/runs",
        "self._again.known_told if",
        "self.known_told if",
        "tests/test_finished.py -k keeps",
    ),
    ("a week has six days", "quantities", '"week = 7 day"', '"week = 6 day"', "tests/test_units.py"),
    (
        "half a millisecond is cut",
        "quantities/units",
        "(amount + Fraction(1, 2)).__floor__()",
        "amount.__floor__()",
        "tests/test_units.py",
    ),
    (
        "an end of a range is not checked",
        "quantities/units",
        'for key in ("value", "low", "high"):\n        if',
        'for key in ("value", "low"):\n        if',
        "tests/test_units.py",
    ),
    (
        "the last day is not simulated",
        "scenario/calendars",
        "moment(scenario, span.last_day) + DAY",
        "moment(scenario, span.last_day)",
        "tests/test_calendars.py",
    ),
    (
        "holidays are of no account",
        "scenario/calendars",
        "off = [(t, t + DAY) for t in holidays]",
        "off = []",
        "tests/test_calendars.py",
    ),
    (
        "shifts finish their work at any hour",
        "lowering/lowering",
        "self.number(Closed(close[close < reopen], reopen[close < reopen]))",
        "self.number(Closed(close[close < 0], reopen[close < 0]))",
        "tests/test_life.py -k simpy tests/test_lowering.py",
    ),
    (
        "a span's last day has the usual hours",
        "scenario/calendars",
        "moment(scenario, span.starts), moment(scenario, span.ends)",
        "moment(scenario, span.starts), moment(scenario, span.ends) - DAY",
        "tests/test_calendars.py",
    ),
    (
        "holidays are of no account within spans",
        "scenario/calendars",
        "return union(_by_hours(scenario, given, end), spans(off))",
        "return union(_by_hours(scenario, given, end), spans([] if given.spans else off))",
        "tests/test_calendars.py",
    ),
    (
        "a shift over midnight ends there",
        "scenario/calendars",
        "end if end > start else end + DAY",
        "end if end > start else DAY",
        "tests/test_calendars.py",
    ),
    (
        "the end of a recurrence is one of its moments",
        "scenario/calendars",
        "(every >= 0) & (every < end)",
        "(every >= 0) & (every <= end)",
        "tests/test_calendars.py",
    ),
    (
        "a range of days ends a day early",
        "scenario/calendars",
        "range((last - first) % 7 + 1)",
        "range((last - first) % 7 or 1)",
        "tests/test_calendars.py",
    ),
    (
        "a mistake has the line of the whole file",
        "scenario/reading",
        "range(len(steps), -1, -1)",
        "range(0, -1, -1)",
        "tests/test_checks.py -k line",
    ),
)

# What is told month by month, and of one order of a book.
MONTHLY = (
    (
        "a month goes on into the next",
        "kpis/months",
        "min(calendars.moment(scenario, following), window.end)",
        "window.end",
        "tests/test_monthly.py",
    ),
    (
        "what began before a month is not of it",
        "kpis/facts",
        "rows = np.append(rows[end[rows] > edge], by_span[first[k] : first[k + 1]])",
        "rows = by_span[first[k] : first[k + 1]]",
        "tests/test_monthly.py",
    ),
    (
        "a month begins with the stock of the first one",
        "kpis/facts",
        "change.cumsum(axis=0)",
        "change",
        "tests/test_monthly.py",
    ),
    (
        "equal shares have an interval of no length",
        "statistics/many",
        "is_share & (n > 1)",
        "is_share & varies & (n > 1)",
        "tests/test_monthly.py",
    ),
    (
        "what is due next month is late in this one",
        "experiments/monthly",
        '"M8[ms]"), "right") - 1',
        '"M8[ms]"), "right") - 2',
        "tests/test_monthly.py",
    ),
    (
        "so many late orders are more",
        "experiments/monthly",
        "(late > many_late)",
        "(late >= many_late)",
        "tests/test_monthly.py",
    ),
    (
        "orders that never come have come",
        "experiments/outlook",
        "if rank <= len(dates) else None",
        "if len(dates) else None",
        "tests/test_outlook.py",
    ),
    (
        "names of a book stand where they are written",
        "lowering/demand",
        "key=lambda pair: pair[0])",
        "key=lambda _: 0)",
        "tests/test_outlook.py",
    ),
)


OWN = (
    (
        "KPIs of a year end with its last but one month",
        "kpis/months",
        "list(of)[-1].window.end",
        "list(of)[-1].window.start",
        "tests/test_credit.py -k years",
    ),
    (
        "a package that was run is run again",
        "results/packages",
        "if part is None:",
        "if True:",
        "tests/test_credit.py -k stopped",
    ),
    (
        "several bases are laid on each other unseen",
        "scenario/trees",
        "over.problems.extend(_conflicts(other, over))",
        "_conflicts(other, over)",
        "tests/test_reading.py tests/test_credit.py -k 'set or plus'",
    ),
    ("remade pieces skip operations", "engine/rules", "attempt == 1 and x.begins", "x.begins", "tests/test_outlook.py"),
    ("all ask for material", "engine/rules", "(attempt > 1 or x.begins[i] < 0)", "True", "tests/test_outlook.py"),
    (
        "a KPI of one's own counts the warm-up",
        "experiments/own",
        "replication if window == replication.window else replace(replication, window=window)",
        "replication",
        "tests/test_own.py",
    ),
    (
        "a comparison is called as one without KPIs of one's own",
        "experiments/asked",
        "told += [sorted(execution.own)]",
        "told += []",
        "tests/test_own.py",
    ),
)


RUSHES = (
    (
        "each order of a batch comes alone",
        "lowering/potential",
        "np.repeat(placed, orders)",
        "np.repeat(placed, orders) + np.arange(orders.sum())",
        "tests/test_lowering.py",
    ),
    (
        "all moments have the first one's batch",
        "lowering/potential",
        "np.full(len(placed), k), np.arange(len(placed))",
        "np.full(len(placed), k), 0 * np.arange(len(placed))",
        "tests/test_lowering.py",
    ),
    (
        "a factor holds on behind its hours",
        "lowering/demand",
        "begun[starts[begun] < spans.reopen[last[begun]]]",
        "begun",
        "tests/test_lowering.py",
    ),
    (
        "a factor by hours knows no days",
        "scenario/calendars",
        "Closed(opens[opens < closes], closes[opens < closes]), starts, ends)",
        "Closed(opens[opens < closes], closes[opens < closes]), 0, NEVER)",
        "tests/test_lowering.py",
    ),
)

CHANGES = (
    ("who is urgent takes a crew that leaves", "engine/resources", "if claimant.crews.are_to_leave():", "if False:"),
    ("a supplier promises what he no longer keeps", "engine/resources", "self.comes(supplier, quoted[m])", "quoted[m]"),
    ("a closed supplier delivers at once", "engine/kernel", "max(1, lasts)) - (1 if lasts < 1 else 0)", "lasts)"),
    (
        "a fallback keeps the regular one's hours",
        "engine/resources",
        "self.x.fallback_calendar)[supplier]",
        "self.x.lead_calendar)[supplier]",
    ),
    (
        "trucks leave on a closed road",
        "lowering/logistics",
        'closings(scenario, f"lanes.{name}")',
        'closings(scenario, "")',
    ),
    (
        "a purchase is told as if nobody had closed",
        "outcome/purchases",
        "found[of] = calendars.after(",
        "calendars.after(",
    ),
    (
        "crews that come take nothing up",
        "model",
        "sme.crews.change_to(sme.count)\n                    self.floor.call()",
        "sme.crews.change_to(sme.count)",
    ),
    ("nothing that is received is lost", "engine/kernel", "scaled(grams, factor(s.factors, m, ON_LOSS))", "0"),
    ("new units are all let at once", "scenario/changing", "round(over * k / let)", "round(over)"),
    ("units that are taken up too late stay", "scenario/changing", "if moment < self.end else", "if True else"),
    ("nothing has to be built", "scenario/changing", "ceil(change.building_time.value / DAY)", "0"),
    ("a unit that is back stays away", "model", "        elif not unit.lot:\n", "        elif False:\n"),
    (
        "a unit that goes out is given out",
        "model",
        "            unit.workshop.withdraw(unit)\n            if",
        "            if",
    ),
    ("factors stay what they were", "model", "self.factors[x.new_of[n], x.new_what[n]] = x.new_value[n]", "pass"),
    ("what ends holds on", "scenario/changing", "<= t < spans[name][1]", "<= t"),
    ("what is set is no longer multiplied", "scenario/changing", "own * prod(", "base * prod("),
    ("two changes set one value", "scenario/changing", "max(start, begun) < min(end, ended)", "False"),
    ("roads are as they will be", "lowering/logistics", "factor.at(days)", "factor.value[-1]"),
    ("dated orders know no change of demand", "lowering/potential", "demand.at(placed[own])", "demand.value[0]"),
    ("prices are those at the end", "scenario/changing", "each.at(moments[own])", "each.value[-1]"),
    ("a lot stays on a unit that is out", "model", "if unit.lot and not unit.is_down:", "if False:"),
    ("a unit that is out is let", "engine/kernel", "not unit.is_down and not unit.is_out:", "not unit.is_down:"),
    (
        "a unit that is out is idle",
        "outcome/chronicle",
        "did.unit[a], did.is_down[a], did.order[a], did.lot[a], did.operation[a] = u, True",
        "did.unit[a], did.is_down[a], did.order[a], did.lot[a], did.operation[a] = u, False",
    ),
    ("crews are counted as at first", "outcome/epochs", "(moments >= since)", "(moments < 0)"),
)

RECOVERY = (
    ("who has come back once has recovered", "experiments/recovery", "> out[-1]", "> out[0]"),
    (
        "an interval that reaches out of the band is in it",
        "experiments/recovery",
        "-band <= one.low and one.high <= band",
        "-band <= one.mean <= band",
    ),
)

MATCHED = (
    (
        "who is won is asked again",
        "if begins[stream := self._streams[p]] == NEVER:",
        "if (stream := self._streams[p]) >= 0:",
    ),
    ("who is won orders at once", "-(-(moment + delay[k]) // DAY) * DAY", "-(-moment // DAY) * DAY"),
    ("who is won orders within the day", "-(-(moment + delay[k]) // DAY) * DAY", "moment + delay[k]"),
    ("the first prospect's chance is everybody's", "u[k] < self._chance[p]", "u[k] < self._chance[0]"),
    ("all events are one", 'f"{day}/{name}"', "name"),
)

PRICED = (
    ("a change costs what it does in a day", "calendars.moment(scenario, change.ends)", "first + DAY"),
    ("a programme is paid at once", "last = first + DAY if programme.ends is None else", "last = first + DAY or"),
    ("matching costs its first event", "in events(scenario):", "in events(scenario)[:1]:"),
    ("what states no cost is free", "if change.cost is None)", "if False)"),
)
MONEY = (
    ("idle hours are paid whole", "idle_pay + (1 - self", "idle_pay + (1 - 0 * self"),
    ("overtime is paid at the plain wage", "hours * self.terms.overtime * wage", "hours * wage"),
    ("who is not active pays rent", "crews = self.active * ", "crews = np.ones_like(self.active) * "),
    ("rent is shared by firms", "np.maximum(1, self.crews)", "1"),
    (
        "a day of lateness counts when it is whole",
        "-((replication.kept.latest[lots.order] - lots.time) // DAY)",
        "(lots.time - replication.kept.latest[lots.order]) // DAY",
    ),
    (
        "a penalty is more than the price",
        "np.minimum(1, penalty * np.maximum(0, days))",
        "penalty * np.maximum(0, days)",
    ),
    ("material is paid rounded down", "np.floor(rupiah + 0.5)", "np.floor(rupiah)"),
    (
        "lots are paid when they arrive",
        "lots.time + self.replication.instance.terms[orders.row[lots.order]]",
        "lots.time",
    ),
    (
        "down payments are paid twice",
        "income - _whole(advance[lots.order] * income) - penalties",
        "income - penalties",
    ),
    (
        "each month begins with the capital anew",
        "np.minimum.at(when, sme[short], time[short])",
        "when[sme[short]] = time[short]",
    ),
    (
        "crews are paid for overtime twice",
        "planned = Clocks._make(fixed[name] for name in Clocks._fields)",
        "planned = self.replication.clocks",
    ),
    ("what is not built yet costs", "min(last, end) - max(first, start)", "min(last, end) - start"),
    ("interest is not compounded", "np.log1p(interest)", "interest"),
    ("crews are paid as at first", "np.arange(len(x.crews)), t)", "np.arange(len(x.crews)), 0)"),
)

PAID = (  # in which engine, then as above
    (
        "simpy",
        "all of the cash is never given",
        "engine/rules",
        "return cost <= free or",
        "return cost < free or",
    ),
    (
        "simpy",
        "lots are paid when they are delivered",
        "engine/resources",
        "self.env.now) + terms, SETTLE",
        "self.env.now), SETTLE",
    ),
    (
        "simpy",
        "nobody is called when a lot is paid",
        "engine/resources",
        "amount=lot.tied)\n        self.call()",
        "amount=lot.tied)",
    ),
    ("simpy", "what is remade costs nothing", "model", "lot.sme.cash.tie_up(lot)", "pass"),
    ("simpy", "what is remade leaves behind what is tied up", "model", "remade.tied = lot.tied", "remade.tied = 0"),
    ("simpy", "orders are taken that nobody can pay for", "engine/rules", " and cost <= smes.capital[s]", ""),
    ("simpy", "down payments count for nothing", "engine/rules", "// 1000 - advance)", "// 1000)"),
    (
        "simpy",
        "down payments count for each lot",
        "engine/resources",
        "advance[lot.order.row] if lot.attempt == 1 else 0",
        "advance[lot.order.row]",
    ),
    ("simpy", "credit is no cash", "scenario/costs", "parts[0].at(start) + parts[1].at(start)", "parts[0].at(start)"),
    (
        "simpy",
        "a wait for cash is one for material",
        "outcome/states",
        "enter(s, lot, FOR_CASH,",
        "enter(s, lot, FOR_MATERIAL,",
    ),
    (
        "simpy",
        "material is asked for before it is paid",
        "outcome/chronicle",
        "elif row.next == NONE:",
        "elif row.next != READY:",
    ),
    (
        "compiled",
        "all of the cash is never given, compiled",
        "engine/kernel",
        "own.cash, own.resting",
        "own.cash - 1, own.resting",
    ),
    (
        "compiled",
        "what is remade leaves behind what is tied up, compiled",
        "engine/kernel",
        "s.lots[new].tied += lot.tied",
        "pass",
    ),
    (
        "compiled",
        "nobody is called when a lot is paid, compiled",
        "engine/kernel",
        "sme, rupiah)\n    call(s, CASH, sme)",
        "sme, rupiah)",
    ),
)


WORKBOOKS = (
    (
        "a share of a workbook is told in hundreds",
        "scenario/entries",
        " * 100).normalize()",
        ").normalize()",
        "test_workbooks",
    ),
    ("nothing counts what a workbook unpacks to", "scenario/cells", "left -= len(", "left -= 0 * len(", "test_cells"),
    ("a failed formula is an empty cell", "scenario/cells", 'if self.kind == "e":', "if False:", "test_workbooks"),
    ("the first of two readings of a date is taken", "scenario/dates", "len(readings) > 1", "False", "test_lists"),
    ("commas separate columns", "scenario/lists", "max(SEPARATORS, key=first.count)", '","', "test_lists"),
    (
        "the last of two rows of a name counts",
        "scenario/workbooks",
        "if is_own and steps in known:",
        "if False:",
        "test_workbooks",
    ),
    ("a number takes the unit of its column", "excel/laying", "if own != unit:", "if False:", "test_workbooks"),
    (
        "differences of shares are shares",
        "excel/exported",
        '"points" if one.unit == "share" else one.unit',
        "one.unit",
        "test_export",
    ),
    ("a text may be a formula", "excel/writing", "if text.startswith(FORMULA)", "if False", "test_export"),
    ("units are read in small letters only", "quantities/spelling", "word.lower()", "word", "test_units"),
)


MENTORED = (
    ("scores rise a month late", "np.clip(month / months", "np.clip((month - 1) / months"),
    ("cohorts need no mentor", "// round(programme.mentors.value) * round(programme.months.value)", "* 0"),
    ("a mentor's cohort has one firm", "np.arange(firms) // round(programme.cohort.value)", "np.arange(firms)"),
    ("what was learned does not fade", "np.maximum(0, month - months)", "0 * month"),
    ("scores are rounded down", "(top - first) * share + 0.5", "(top - first) * share"),
    ("mentoring lowers better scores", "max(first, round(programme.reached.value))", "round(programme.reached.value)"),
    ("it works with everybody", "< programme.works.value", "< 2"),
    ("everybody joins", "joins[here] < programme.joins.value", "joins[here] < 2"),
    (
        "a score is worth its whole, not what it rose",
        "scores[:, each.firms] - self.first[each.firms]",
        "scores[:, each.firms]",
    ),
)


STAKES = (
    (
        "firms that go count among those of a size",
        'base.members("sme") & other.members("sme")',
        'base.members("sme") | other.members("sme")',
    ),
    ("gainers come first", 'LOSERS_FIRST = ("worse", "better",', 'LOSERS_FIRST = ("better", "worse",'),
    (
        "forty firms are judged one by one",
        "simultaneous(known, confidence=compared.confidence, seed=compared.seed) if known else []",
        "[mean_interval(each, confidence=compared.confidence) for each in known]",
    ),
    ("rent is the regency's loss", 'Column("regency", "rent", "higher")', 'Column("regency", "rent", "lower")'),
    ("a margin of firms is a mean of margins", 'if kpi == "margin":', "if False:"),
)


SELECTION = (
    ("screening trusts differences ten times more", "spread / indifference**2", "spread / 10 / indifference**2"),
    ("a limit keeps the promise", "is_sure = len(alive) == 1 or n > ends", "is_sure = True"),
)


CREDIT = (
    ("all orders of coming count alike, whatever the place", "comb(m - 1, size)", "2 ** (m - 1) / m"),
    ("what comes last is added to nobody", "last.append(brought[-1])", "last.append(brought[0])"),
    (
        "a member is added to those that have it",
        "worth[others | 1 << i] - worth[others]",
        "worth[others ^ 1] - worth[others]",
    ),
)


CHOICES = (
    (
        "demands on the estate are choices",
        "experiments/compare",
        "if self.are_alternatives(*pair)}",
        "}",
        "tests/test_versus.py -k alternative",
    ),
    (
        "a demand leads",
        "experiments/compare",
        "if self.are_alternatives(self.base, label)]",
        "]",
        "tests/test_versus.py -k alternative",
    ),
    (
        "worlds choose a demand",
        "experiments/across",
        "if self.are_alternatives(self.labels[0], label)]",
        "]",
        "tests/test_across.py -k alternatives",
    ),
    (
        "orders that circulate are asked for",
        "kpis/counts",
        "(f.orders.token[i] < 0) & ",
        "",
        "tests/test_kpis.py",
    ),
    (
        "the annex goes on where the first page ends",
        "briefing/pages",
        "pagebreak(weak: true); ",
        "",
        "tests/test_brief.py -k first_page",
    ),
    (
        "a docx is checked in English",
        "briefing/pages",
        "PROOFED[language]",
        '"en-US"',
        "tests/test_brief.py -k spelling",
    ),
)


TITLES = (
    (
        "an id that has a title is told as it is",
        "language/titles",
        "return of(known[alone], language) or name",
        "return name",
    ),
    ("the firm 12 is called the firm 012", "language/titles", 'number.lstrip("0")', "number"),
    ("a building is of the type whose id is shorter", "language/titles", "key=len", "key=lambda id_: -len(id_)"),
    (
        "of an operation the whole path is looked up",
        "language/titles",
        'if what == "operation" else name',
        "if 0 else name",
    ),
    ("a later title counts", "scenario/titles", "known.get(name) or title", "title or known.get(name)"),
    ("kinds of partner have no titles", "scenario/titles", '    "kind": "kinds",\n', ""),
    (
        "a path is no words",
        "scenario/titles",
        '": ".join(whose(steps, language)) if shapes.at(steps) else dotted',
        "dotted",
    ),
    ("a level that is an id stays one", "scenario/titles", "or steps[-1] in HOLDING", ""),
    (
        "figures know no titles",
        "figures/gallery",
        "titles.spoken(language, *scenarios) if scenarios else language",
        "language",
    ),
    (
        "a title is what runs depend on",
        "experiments/changes",
        "steps[0] in UNRUN or any(",
        "steps[0] in UNRUN or 0 * any(",
    ),
    ("a legend is as wide as it likes", "figures/canvas", "<= width - 0.3), 1)", "> 0), 1)"),
)

LIVES = (
    ("stages of lots that do not decide", "outcome/life", "np.unique(charges.order).tolist()", "range(len(rows))"),
    ("an order holds what it waits for", "outcome/life", " & (lived.order != order)", ""),
    (
        "all units hold an order up",
        "outcome/life",
        "(replication.units.pool[lived.unit] == x.pool[by, here])",
        "(lived.unit >= 0)",
    ),
    ("all firms' crews are one's own", "outcome/life", "(sme[lived.lot] == by)", "(lived.unit >= 0)"),
    ("holders' closed hours count", "outcome/life", "np.full(len(orders), stage.clock)", "np.full(len(orders), -1)"),
    ("rework is not told apart", "outcome/life", ", attempt=np.ones(len(rows), np.int64))", ")"),
    ("what is paid is tied still", "outcome/life", "if kind == CASH else (since, time)", "if True else (since, time)"),
    ("material that came earlier ended a wait", "outcome/life", "came[-1] > stage.start", "True"),
    ("orders are lifted by their number alone", "experiments/why", "(those.stream == stream) & ", ""),
    ("orders that do not count are the latest", "experiments/why", 'orders["counts"] & ', ""),
)
PAGE = (  # of the page: what is chosen, answered, brought and played
    (
        "a building that is let is not built",
        "app/knobs",
        "if self.also and level > self.also[1] else {}",
        "if False else {}",
    ),
    (
        "a slider sets its first path alone",
        "app/knobs",
        "dict.fromkeys(self.paths, text)",
        "dict.fromkeys(self.paths[:1], text)",
    ),
    ("a visitor names files elsewhere", "app/uploads", '{"/", "\\\\", ":"} & set(str(raw))', "False"),
    ("a rough answer is taken for a full one", "app/answers", "key = chosen, is_rough", "key = chosen, True"),
    ("known replications are simulated again", "experiments/measuring", "if r >= len(measured[label])]", "]"),
    ("lots wait for the first type alone", "app/player", "== IN_QUEUE, at_unit, types", "== IN_QUEUE, 0, types"),
    ("a scene ends the script", "app/player", '.replace("<", "\\\\u003c")', ""),
)


REVIEWED = (
    (
        "who is suspended is nominated",
        "engine/rules",
        "x.shuts[s] and not (bars and promised(order, s) < 0)",
        "x.shuts[s]",
    ),
    ("who is suspended is asked", "engine/rules", "if work >= 0 and (", "if work >= NEVER or ("),
    ("a suspension lasts a ms too long", "engine/rules", "bool(now < until)", "bool(now <= until)"),
    (
        "who is qualified once stays so",
        "engine/rules",
        "x.qualified[k] <= now < x.unqualified[k]",
        "x.qualified[k] <= now",
    ),
    (
        "what is just reached is missed",
        "engine/rules",
        "found.on_time * PPM < x.least",
        "found.on_time * PPM <= x.least",
    ),
    ("bad pieces are let pass", "engine/rules", "or found.escaped * PPM > x.most_escaped[stream] * found.pieces", ""),
    (
        "the ladder goes on behind its last rung",
        "engine/rules",
        "int(min(rung + 1, x.first_rung[stream + 1] - x.",
        "int(max(rung + 1, 0 * x.",
    ),
    ("who passes is forgiven all", "engine/rules", "max(0, rung - 1)", "0"),
    ("orders before a miss count again", "engine/reviews", "max(since, self.smes[order.sme].climbed)", "since"),
    ("orders count before their windows end", "engine/reviews", "if order.ends < date:", "if order.ends <= date:"),
    ("who is suspended is reviewed", "engine/reviews", "standing.until <= date and", ""),
    ("what comes too early is on time", "engine/reviews", " and order.too_early == 0", ""),
    (
        "an order is delivered with its first lot",
        "engine/reviews",
        "if order.under_way == 0:",
        "if order.delivered_at == NEVER:",
    ),
    ("bad pieces make an order full", "engine/reviews", "order.pieces - order.escaped >= self", "order.pieces >= self"),
    ("reviews leave no trace of who climbed when", "engine/reviews", "standing.climbed = now", "pass"),
    (
        "a gate is open until the score falls to it",
        "lowering/reviews",
        "np.append(moments, NEVER)[last]",
        "np.append(moments, NEVER)[first + 1]",
    ),
    ("who is above the gate at first waits", "lowering/reviews", "waits = rise >= 0", "waits = rise >= -1"),
    ("qualification takes no time", "lowering/reviews", "start[waits] += ", "start[waits] += 0 * "),
    ("warnings suspend", "lowering/reviews", "[0] * round(", "[10**8] * round("),
    ("a full order lacks nothing", "lowering/reviews", "(1 - missing) * quantity", "quantity"),
    ("a pass is a miss", "outcome/reviews", "(rung > 0) & (rung >= before)", "(rung >= before)"),
    ("reviews follow those of other SMEs", "outcome/reviews", "pair[1:] == pair[:-1]", "True"),
    ("pairs count before both are active", "kpis/partnerships", "np.maximum(start, opens[sme])", "0 * start"),
    ("all partners have a gate", "kpis/partnerships", "pairs.has_gate)", "pairs.has_gate | True)"),
)
REVIEWED_TWICE = (
    (
        "who is suspended is asked, compiled",
        "if x.bars[stream] and is_barred(",
        "if x.bars[stream] and x.passes < 0 and is_barred(",
    ),
    ("orders before a miss count again, compiled", "max(since, s.standing[stream, s.dues[i].sme].climbed)", "since"),
    ("what does not count stays on the list, compiled", "s.dues[before].next = following", "pass"),
    (
        "an order is delivered with its first lot, compiled",
        "s.lots[lot.head].under_way == 1:",
        "due.delivered == NEVER:",
    ),
    ("what comes too early is on time, compiled", " and due.too_early == 0", ""),
)
GROWING = (
    ("levels rise above the most", "engine/rules", "x.least[stream]), x.most[stream])", "x.least[stream]), NEVER)"),
    ("levels fall below the least", "engine/rules", "* x.step[stream], x.least[stream])", "* x.step[stream], -NEVER)"),
    ("what is just good lifts no level", "engine/rules", "served * PPM >= x.good", "served * PPM > x.good"),
    ("what is just not bad lowers a level", "engine/rules", "served * PPM < x.bad", "served * PPM <= x.bad"),
    ("no order lifts a level", "engine/rules", "int(orders > 0 and served", "int(served"),
    ("an order at its mark is placed", "engine/rules", "bool(level > x.mark[i])", "bool(level >= x.mark[i])"),
    ("what is latent is withheld", "engine/growing", "if self.x.mark[i] < PPM:", "if True:"),
    (
        "refused orders lower no level",
        "model",
        "self.growth[order.stream].expect(order)\n        if s >= 0:\n",
        "if s >= 0:\n            self.growth[order.stream].expect(order)\n",
    ),
    ("orders move levels again and again", "engine/growing", " if order.ends >= date]", "]"),
    (
        "orders move levels before their windows end",
        "engine/growing",
        "if order.ends < date]",
        "if order.ends <= date]",
    ),
    ("bad pieces make whole orders full", "engine/growing", "part.pieces - part.escaped for", "part.pieces for"),
    (
        "the first part stands for its order",
        "engine/growing",
        "max(part.delivered_at for part in order.parts)",
        "order.delivered_at",
    ),
    ("what comes too early moves levels up", "engine/growing", "is_on_time and not too_early and", "is_on_time and"),
    ("what lies beyond needs no higher level", "lowering/growing", "PPM if stream.is_beyond else 0", "0"),
    ("what lies beyond comes all at once", "lowering/growing", "stream.most - PPM if stream.is_beyond else PPM", "PPM"),
    (
        "what lies beyond has the marks of the rest",
        "lowering/growing",
        'found.append((f"{stream.id}+"',
        'found.append((f"{stream.id}"',
    ),
    (
        "what lies beyond comes as often as the rest",
        "lowering/demand",
        "self.most / PPM - 1 if self.is_beyond else 1.0",
        "1.0",
    ),
    ("what lies beyond on dates is as large", "lowering/demand", "value=beyond.times * stream", "value=stream"),
    (
        "what lies beyond waits for nobody to be won",
        "lowering/demand",
        "partial(_begun, scenario, beyond)) if stream.begun",
        "None) if stream.begun",
    ),
    (
        "an order of several parts is full with one",
        "lowering/growing",
        'in_all(orders["first_part"], orders["quantity"])',
        'orders["quantity"]',
    ),
    (
        "growth beside a book is read",
        "scenario/checks",
        " or partner.orders.book is not None:\n        yield steps",
        ":\n        yield steps",
    ),
    (
        "orders beyond never come too fast",
        "scenario/bounds",
        "most = _beyond(scenario, partner) * _demand(",
        "most = _demand(",
    ),
    (
        "what is withheld is no loss",
        "kpis/facts",
        "return np.append(self.decided, self._withheld",
        "return np.append(self.decided, self.decided[:0]) if True else (self._withheld",
    ),
    (
        "what is withheld is not asked for",
        "kpis/counts",
        "i = np.append(f.placed, f.withheld)\n    i = i[",
        "i = f.placed\n    i = i[",
    ),
    ("what comes of growth is asked for at first", "kpis/counts", " & ~f.orders.is_beyond[i]", ""),
    ("levels count before partners order", "kpis/partnerships", "np.maximum(told.start, start[q])", "told.start"),
    (
        "withheld orders are placed",
        "outcome/tables",
        "(self.replenishes < 0) & ~self.is_withheld",
        "self.replenishes < 0",
    ),
    (
        "levels go on behind those of the next partner",
        "outcome/growing",
        "np.where(is_last, x.horizon, ",
        "np.where(False, 0, ",
    ),
    (
        "demand falls as service does",
        "experiments/search",
        "made = self.base\n        for name",
        "made = self.scenario\n        for name",
    ),
)
GROWING_TWICE = (
    (
        "refused orders lower no level, compiled",
        "if is_moved(x, x.stream[s.lots[first].row]):",
        "if sme >= 0 and is_moved(x, x.stream[s.lots[first].row]):",
    ),
    ("the first part stands for its order, compiled", "delivered = max(delivered, due.delivered)", "pass"),
    ("orders move levels again and again, compiled", "s.dues[before].next_undecided = following", "pass"),
    (
        "orders move levels before their windows end, compiled",
        "x.late[i] >= now:",
        "x.late[i] > now:",
    ),
    ("what is latent is withheld, compiled", "if x.mark[i] < PPM:", "if True:"),
    ("what comes too early moves levels up, compiled", "<= ends and too_early == 0 and good", "<= ends and good"),
)
SPLIT = (
    ("parts are as large as can be", "lowering/splitting", "number < quantity[order] % count[order]", "number < 0"),
    ("there is one part too many", "lowering/splitting", "-(-quantity // most)", "1 + quantity // most"),
    ("all parts draw as one", "lowering/potential", 'owner=f"{group.owner}+{j}"', "owner=group.owner"),
    ("what has begun is split", "lowering/potential", "np.where(begins < 0, ", "np.where(begins < 99, "),
    ("who has a part is asked at once", "model", "for full in (having, ()) if having", "for full in ((),) if having"),
    ("a part that nobody takes is refused", "model", "return having[0] if having else -1", "return -1"),
    ("an order is delivered with its first part", "model", "if order.whole.parts_open == 0 and", "if"),
    (
        "what SMEs make is the first one's",
        "kpis/facts",
        "np.append(tables.smes(), lots.sme) + 1",
        "np.append(tables.smes(), tables.smes()[lots.order]) + 1",
    ),
    ("a down payment is for the first part", "kpis/books", "np.where(number > 0, ", "np.where(number < 0, "),
    ("an order is of one SME", "kpis/partnerships", "lots.order[k] * many + lots.sme[k]", "lots.order[k] * many"),
)
SPLIT_TWICE = (
    ("who has a part is asked at once, compiled", "for orders in (NEVER, 0):", "for orders in (0, 0):"),
    ("who has a part stays full, compiled", "fill(s, first, k, -orders)", "pass"),
    ("a part that nobody takes is for the last, compiled", "return s.lots[first].sme\n", "return len(x.smes) - 1\n"),
)

AGREED = (
    (
        "terms are those of the first day",
        "lowering/agreements",
        "values_at(terms, stream, placed)",
        "values_at(terms, stream, 0 * placed)",
    ),
    ("nothing is held", "lowering/agreements", 'found["early"], -1)', "-1, -1)"),
    (
        "shares are those of the first day",
        "lowering/potential",
        "self._ranked(draws, group[own], nth[own], self._share[e])",
        "self._ranked(draws, group[own], nth[own], self._share[0])",
    ),
    (
        "due dates do not stretch",
        "lowering/potential",
        "np.rint(due * values_at(self._due_factor, owner, placed))",
        "np.rint(due * 1.0)",
    ),
    (
        "a truck is as large as on the first day",
        "lowering/logistics",
        "most.at(departures[-1])",
        "most.at(0 * departures[-1])",
    ),
    (
        "trucks leave as often as on the first day",
        "lowering/logistics",
        'np.searchsorted(every.start, moment, "right") - 1',
        "0",
    ),
    (
        "penalties are those of the first day",
        "kpis/books",
        "orders.stream[lots.order], orders.placed[lots.order]",
        "orders.stream[lots.order], 0 * orders.placed[lots.order]",
    ),
    (
        "tolerances are those of the first day",
        "outcome/replication",
        "self.prepared.once(_tolerances), orders.stream, orders.placed",
        "self.prepared.once(_tolerances), orders.stream, 0 * orders.placed",
    ),
    (
        "new capital is no help",
        "kpis/books",
        "_whole(np.diff(each.value)[later])",
        "0 * _whole(np.diff(each.value)[later])",
    ),
    ("new cash is nobody's", "engine/resources", "self.free += capital - self.capital", "self.free += 0"),
    (
        "who waits for cash does not hear of a price",
        "model",
        "            if sme.cash:\n                sme.cash.call()",
        "            if False:\n                sme.cash.call()",
    ),
    (
        "a price of material is that of the first day",
        "model",
        "self.prices[0 if what == COST else 1][of] = value",
        "pass",
    ),
)
AGREED_TWICE = (
    ("new cash is nobody's, compiled", "s.smes[of].cash += value - s.capital[of]", "s.smes[of].cash += 0"),
    ("a price of material is that of the first day, compiled", "s.cost[of] = value", "s.cost[of] += 0"),
    (
        "who waits for cash does not hear of a price, compiled",
        "        if s.capital[sme] < NEVER:\n            call(s, CASH, sme)",
        "        if False:\n            call(s, CASH, sme)",
    ),
    (
        "a truck is as large as the next one, compiled",
        "x.departures[d].room, d",
        "x.departures[min(d + 1, len(x.departures) - 1)].room, d",
    ),
)
SINGLE = (
    ("all are members", "scenario/singles", "return not members or (", "return members and ("),
    (
        "who takes orders of all channels is no member",
        "scenario/singles",
        "(sme.channels is not None and not ",
        "(not ",
    ),
    (
        "nobody is a member of one channel of two",
        "scenario/singles",
        "not set(sme.channels) & set",
        "not set(sme.channels) <= set",
    ),
    (
        "what is bought singly costs what the stock asks",
        "engine/resources",
        "self.prices[1 if self.x.singly",
        "self.prices[0 if self.x.singly",
    ),
    (
        "what is dear singly is refused to members",
        "engine/rules",
        "costs[1 if x.singly[s, x.component[i]] else 0]",
        "costs[1]",
    ),
    (
        "remade lots wait as their order did",
        "model",
        "first_pass[lot.order.row] + lot.attempt - 1])\n        lasts",
        "first_pass[lot.order.row]])\n        lasts",
    ),
    (
        "what is bought singly comes by the factor as the run begins",
        "model",
        "self.factors, material, ON_SINGLE_LEAD",
        "self.x.factors, material, ON_SINGLE_LEAD",
    ),
    (
        "all orders of a stream wait alike",
        "lowering/inspections",
        "self._first_pass[group[order]] + a, nth[order])",
        "self._first_pass[group[order]] + a, 0 * nth[order])",
    ),
    (
        "parts of an order wait alike",
        "lowering/inspections",
        'return f"{group.owner}{f',
        'return f"{group.stream.id}{f',
    ),
    ("a stock loses what was bought past it", "outcome/capacity", "1, moves.singly - 1)", "1, -1)"),
    (
        "tonnes are of all material",
        "kpis/facts",
        "(moves.kind == MATERIAL) & (moves.singly == 0)",
        "(moves.kind == MATERIAL)",
    ),
    (
        "margins know one price of material",
        "kpis/books",
        "moves.singly[k] * (len(list_prices) // 2)",
        "0 * moves.singly[k]",
    ),
)
SINGLE_TWICE = (
    ("who is no member waits for the stock, compiled", "if x.singly[lot.sme, lot.component]:", "if False:"),
    (
        "remade lots wait as their order did, compiled",
        "x.single_lead[x.first_pass[lot.row] + lot.attempt - 1]",
        "x.single_lead[x.first_pass[lot.row]]",
    ),
    ("what is bought singly is of the stock, compiled", "s.materials[m], SINGLY\n", "s.materials[m], NOBODY\n"),
    (
        "cash is asked for at the price of the stock, compiled",
        "material_cost(x, s, lot, x.singly[lot.sme, lot.component])",
        "material_cost(x, s, lot, False)",
    ),
)


STOCKED = (  # of finished stock, in what both engines share and in the model
    (
        "a call-off overtakes those that wait",
        "engine/finished",
        "while self.calls and (self.calls[0]",
        "if self.calls and (self.calls[-1]",
    ),
    (
        "a call-off leaves with what there is",
        "engine/finished",
        "self.calls[0][1].pieces <= self.on_hand",
        "self.on_hand > 0",
    ),
    (
        "the youngest pieces leave first",
        "engine/finished",
        "batch, of_batch, gone = self.batches[0]",
        "batch, of_batch, gone = self.batches[-1]",
    ),
    (
        "what is owed is not replenished",
        "engine/finished",
        "position = self.on_hand + self.on_order - owed",
        "position = self.on_hand + self.on_order",
    ),
    (
        "what is on order is ordered again",
        "engine/finished",
        "self.on_hand + self.on_order - owed",
        "self.on_hand - owed",
    ),
    ("replenishments are single pieces", "engine/finished", "batch=self.box", "batch=1"),
    (
        "what is rejected for good stays on order",
        "engine/finished",
        "if order.under_way > 0 else order.ordered",
        "if True else 0",
    ),
    ("what rests in stock is thought to come free", "engine/finished", "self.cash.rest(self.subject, rests)", "pass"),
    (
        "all bad pieces of a batch leave with its last ones",
        "engine/rules",
        "bad * after // pieces - bad * before // pieces",
        "bad * (after == pieces)",
    ),
    (
        "an order under way is called off",
        "engine/rules",
        "or x.begins[i] >= 0:\n        return -1",
        ":\n        return -1",
    ),
    ("stock starts with one box", "lowering/finished", "each.boxes.value * each.box.value", "each.box.value"),
    (
        "what is called off is work in hand",
        "model",
        "        else:\n            self.call_off(",
        "        else:\n            self.in_hand[s] += 1\n            self.call_off(",
    ),
    ("a replenishment ties nothing", "model", "refill.call, refill.ordered = call, pieces", "refill.ordered = pieces"),
    (
        "a replenishment's cash is never free again",
        "engine/resources",
        "        self.free += rupiah\n        self.record(SETTLE, call",
        "        self.record(SETTLE, call",
    ),
    (
        "what is paid already ties cash",
        "engine/resources",
        "if lot.order.call and lot.order.call.is_paid:",
        "if False:",
    ),
    ("replenishments are orders of partners", "outcome/replication", " & orders.is_placed", ""),
    (
        "replenishments are a partner's work",
        "kpis/facts",
        "np.where(tables.orders.replenishes < 0, tables.orders.stream + 1, 0)",
        "tables.orders.stream + 1",
    ),
    ("who waits for stock is served at once", "kpis/finished", "(waited == 0) & is_whole", "is_whole"),
    ("a mean of stock forgets the opening", "kpis/finished", "held + x.finished_level *", "held + 0 *"),
    ("a wait for stock is one for a truck", "outcome/states", "enter(s, lot, FOR_STOCK,", "enter(s, lot, FOR_TRUCK,"),
)
STOCKED_TWICE = (
    (
        "a call-off leaves with what there is, compiled",
        "s.lots[s.queues[q]].pieces <= stock.on_hand",
        "stock.on_hand > 0",
    ),
    ("the link behind a batch is lost, compiled", "stock.first = batch.next", "stock.first = NOBODY"),
    (
        "what rests in stock is thought to come free, compiled",
        "s.smes[sme].resting += stock.entered - stock.resting",
        "pass",
    ),
    ("what is paid already ties cash, compiled", "called.tied, called.is_paid = 0, 1", "called.tied = 0"),
    (
        "what is rejected for good stays on order, compiled",
        "gone = called.ordered if s.lots[lot.head].under_way == 1 else lot.good",
        "gone = lot.good",
    ),
)


LOGGED = (
    ("an interval of times between orders is that of half as many", "statistics/arrivals", "/ 2], 2 * n)", "/ 2], n)"),
    ("bursts are taken for a season", "statistics/arrivals", "_season(at, _law(np.diff(at))[1], ", "_season(at, 1.0, "),
    (
        "a season stays in times between orders",
        "statistics/arrivals",
        "np.diff(_stretched(at, season)) if",
        "np.diff(at) if",
    ),
    (
        "errors of the bootstrap are not reflected",
        "statistics/fitted",
        "2 * at - high)), float(2 * at - low)",
        "low)), float(high)",
    ),
    ("a family stays that the test refuses", "statistics/fitted", "if p < SURE:", "if p < 0:"),
    ("an order may be due before it is placed", "scenario/logs", "then is not None and then < placed", "False"),
    ("the demand of the base multiplies own rates", "experiments/fragment", '"demand" in of.model_fields_set', "False"),
    ("orders of a moment are apart", "experiments/fit", "if counts.max() > 1 else None", "if False else None"),
)


FAULTS = (
    *(Fault(*each, "tests/test_finished.py -k 'not compiled' tests/test_invariants.py") for each in STOCKED),
    *(
        Fault(
            what, "engine/kernel", *texts, "tests/test_finished.py tests/test_engines_agree.py -k 'random or compiled'"
        )
        for what, *texts in STOCKED_TWICE
    ),
    *(Fault(*each, "tests/test_fit.py") for each in LOGGED),
    *(Fault(what, "statistics/selection", *texts, "tests/test_selection.py") for what, *texts in SELECTION),
    *(Fault(what, "experiments/stakes", *texts, "tests/test_stakes.py") for what, *texts in STAKES),
    *(Fault(*each, "tests/test_app.py") for each in PAGE),
    *(Fault(what, "statistics/shapley", *texts, "tests/test_shapley.py") for what, *texts in CREDIT),
    *(Fault(*each, "tests/test_why.py") for each in LIVES),
    *(Fault(*each, "tests/test_titles.py") for each in TITLES),
    *(Fault(*each) for each in CHOICES),
    *(Fault(*each, f"tests/{file}.py") for *each, file in WORKBOOKS),
    *(Fault(*each, f"tests/test_cash.py -k '{engine} or told'") for engine, *each in PAID),
    *(Fault(*each, "tests/test_reviews.py -k 'not compiled' tests/test_invariants.py") for each in REVIEWED),
    *(
        Fault(
            what, "engine/kernel", *texts, "tests/test_reviews.py tests/test_engines_agree.py -k 'random or compiled'"
        )
        for what, *texts in REVIEWED_TWICE
    ),
    *(Fault(*each, "tests/test_growing.py tests/test_engines_agree.py -k 'growing or random'") for each in GROWING),
    *(
        Fault(what, "engine/kernel", *texts, "tests/test_growing.py tests/test_engines_agree.py -k 'growing or random'")
        for what, *texts in GROWING_TWICE
    ),
    *(Fault(*each, "tests/test_splitting.py -k 'not compiled'") for each in SPLIT),
    *(Fault(what, "engine/kernel", *texts, "tests/test_splitting.py -k compiled") for what, *texts in SPLIT_TWICE),
    *(Fault(*each, "tests/test_agreements.py -k 'not compiled'") for each in AGREED),
    *(Fault(what, "engine/kernel", *texts, "tests/test_agreements.py -k compiled") for what, *texts in AGREED_TWICE),
    *(Fault(*each, "tests/test_singles.py -k 'not compiled'") for each in SINGLE),
    *(Fault(what, "engine/kernel", *texts, "tests/test_singles.py -k compiled") for what, *texts in SINGLE_TWICE),
    *(Fault(what, "kpis/books", *texts, "tests/test_money.py") for what, *texts in MONEY),
    *(Fault(what, "scenario/costs", *texts, "tests/test_money.py tests/test_select.py") for what, *texts in PRICED),
    *MODEL,
    *TWIN,
    *(Fault(*each, "tests/test_kpis.py") for each in COUNTED),
    *(Fault(what, f"statistics/{module}", *texts, "tests/test_estimates.py") for what, module, *texts in ESTIMATED),
    *(Fault(*each) for each in (*TRIED, *DRAWN, *FILES, *RUSHES, *MONTHLY, *OWN, *WORLDS)),
    *(Fault(*each, "tests/test_changes.py") for each in CHANGES),
    *(Fault(*each, "tests/test_recovery.py") for each in RECOVERY),
    *(Fault(what, "lowering/matching", *texts, "tests/test_matching.py -k 'not compiled'") for what, *texts in MATCHED),
    *(
        Fault(what, "lowering/mentoring", *texts, "tests/test_mentoring.py -k 'not compiled'")
        for what, *texts in MENTORED
    ),
)
