"""What is wrong between the parts of a scenario: references, dates, and choices that exclude each other.

Each check is a function that yields what it finds: a path and a mistake, whose words are in `language.catalogue`. They
run on what is left of a scenario when its parts with mistakes of their own are left out, and keep silent where those
would mislead them. Whether the estate can do what is asked of it is in `capability`,
and what integers can hold in `bounds`.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from takarusim.engine.instance import DAY
from takarusim.errors import Mistake
from takarusim.language.mistakes import Listed, Nearest, Phrase, Text, near
from takarusim.quantities import families
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity
from takarusim.scenario import shapes, sources
from takarusim.scenario.scenario import Change, Orders, Partner, RateFactor, Scenario

__all__ = ["CHECKS", "Found", "Seen", "firms", "is_nobodys", "is_too_long", "seen"]

Steps = tuple[str, ...]
Found = tuple[Steps, Mistake]  # where, and what
LONGEST = 200  # years


class Seen(NamedTuple):
    """A scenario to check: without the parts in which there are mistakes, and the names of all."""

    scenario: Scenario
    names: dict[str, list[str]]  # the ids that stand in the files, by section
    left_out: frozenset[Steps]
    data: dict[str, Any]  # the tree, as written

    def whole(self, *steps: str) -> bool:
        """Returns whether nothing at, above or below a path was left out."""
        return not any(out[: len(steps)] == steps or steps[: len(out)] == out for out in self.left_out)


def seen(scenario: Scenario, data: dict[str, Any], left_out: set[Steps]) -> Seen:
    """Returns a scenario with the names of its tree."""
    sections = [name for name, value in vars(scenario).items() if isinstance(value, dict)]
    raw = {name: data.get(name) for name in sections}
    names = {name: list(value) if isinstance(value, dict) else [] for name, value in raw.items()}
    return Seen(scenario, names, frozenset(left_out), data)


def firms(scenario: Scenario) -> dict[str, str]:
    """Returns the single firms of SMEs with a count above 1, each with the id it stands under: {"id-01": "id"}."""
    counts = {name: int(sme.count.value) for name, sme in scenario.smes.items() if sme.count.value > 1}
    return {f"{name}-{i:02d}": name for name, count in counts.items() for i in range(1, count + 1)}


# --- names


def _unknown(steps: Steps, what: str, name: str, known: Sequence[str]) -> Iterator[Found]:
    if name not in known:
        yield steps, Mistake("no_such", what=Phrase(f"thing.{what}"), got=name, right=Nearest(name, tuple(known)))


def references(of: Seen) -> Iterator[Found]:
    """Names that stand for a part are those of parts."""
    names = of.names
    for steps, part in sources.parts(of.scenario):
        for key, what, known in _REFERENCES.get((len(steps), steps[0] if steps else ""), ()):
            value = getattr(part, key)
            if isinstance(value, str):
                yield from _unknown((*steps, key), what, value, names[known])
            for i, each in enumerate(value if isinstance(value, tuple) else ()):
                yield from _unknown((*steps, key, str(i)), what, each, names[known])
    for name, partner in of.scenario.partners.items():
        for component in partner.components:
            yield from _unknown(
                ("partners", name, "components", component), "component", component, names["components"]
            )
        for i, order in enumerate(partner.orders.book or ()):
            steps = ("partners", name, "orders", "book", str(i), "component")
            yield from _unknown(steps, "component", order.component, names["components"])
            if order.next is not None and order.component in of.scenario.components:
                routing = list(of.scenario.components[order.component].routing)
                yield from _unknown((*steps[:-1], "next"), "operation", order.next, routing)
        for i, sme in enumerate(partner.contract.suppliers or ()):
            steps = ("partners", name, "contract", "suppliers", str(i))
            yield from _unknown(steps, "sme", sme, names["smes"] or ["estate"])


_REFERENCES = {  # (depth, section): key, what it names, where it must be
    (2, "workshops"): (("calendar", "calendar", "calendars"),),
    (2, "smes"): (("calendar", "calendar", "calendars"), ("components", "component", "components")),
    (2, "lanes"): (("calendar", "calendar", "calendars"),),
    (2, "components"): (("material", "material", "materials"),),
    (2, "partners"): (("lane", "lane", "lanes"),),
    (2, "calendars"): (("holidays", "holidays", "holidays"),),
}


def routings(of: Seen) -> Iterator[Found]:
    """Operations are done in workshop types, or in `none`."""
    if "none" in of.names["workshops"]:
        yield ("workshops", "none"), Mistake("no_name_for_a_type", got="none")
    known = [*of.names["workshops"], "none"]
    for name, component in of.scenario.components.items():
        for step, operation in component.routing.items():
            steps = ("components", name, "routing", step, "workshop")
            yield from _unknown(steps, "workshop_type", operation.workshop.value, known)
            for other in operation.workshop.alternatives:
                yield from _unknown((*steps, "alternatives"), "workshop_type", other, known)


def channels(of: Seen) -> Iterator[Found]:
    """Channels are those of partners, and of SMEs; an SME's, as far as a name is near enough to be a slip."""
    partners, taken = of.scenario.partners, _taken(of.scenario)
    strange = [name for name, partner in partners.items() if is_nobodys(of.scenario, partner)]
    known = sorted({partner.channel for name, partner in partners.items() if name not in strange})
    used = {*known, *taken}
    for name in strange if of.whole("smes") and of.whole("channels") else ():
        right = sorted({*of.scenario.channels, *taken})
        yield from _unknown(("partners", name, "channel"), "channel", partners[name].channel, right)
    for name in of.scenario.channels:
        if of.whole("partners") and of.whole("smes") and name not in used:
            yield from _unknown(("channels", name), "channel", name, sorted(used))
    for name, sme in of.scenario.smes.items():
        for i, channel in enumerate(sme.channels or ()):
            if near(channel, known) and of.whole("partners"):
                yield from _unknown(("smes", name, "channels", str(i)), "channel", channel, known)


def is_nobodys(scenario: Scenario, partner: Partner) -> bool:
    """Tells whether a partner names a channel that nothing else knows: no SME takes orders from it."""
    takes_all = any(sme.channels is None for sme in scenario.smes.values()) or not scenario.smes
    is_known = partner.channel in {*scenario.channels, *_taken(scenario)}
    return "channel" in partner.model_fields_set and not (takes_all or is_known)


def _taken(scenario: Scenario) -> set[str]:
    """Returns the channels that SMEs name."""
    return {channel for sme in scenario.smes.values() for channel in sme.channels or ()}


def promises(of: Seen) -> Iterator[Found]:
    """What an SME promises its crews is limited where they are."""
    for name, sme in of.scenario.smes.items():
        if sme.most_work is not None and sme.crews is None and of.whole("smes", name):
            yield ("smes", name, "most_work"), Mistake("most_work_without_crews", got=sme.most_work)


def twins(of: Seen) -> Iterator[Found]:
    """Names that the scenario makes of others are not given already."""
    for firm, name in firms(of.scenario).items():
        if firm in of.scenario.smes:
            yield ("smes", firm), Mistake("name_taken", got=firm, by=Phrase("phrase.several_firms", name=name))
    taken = {name: Phrase("phrase.a_type", name=name) for name in of.names["workshops"]}  # what ids of units begin with
    for change, each in of.scenario.changes.items():
        for name in each.units:
            start = f"{name}-{change}"
            if start in taken:
                yield ("changes", change, "units", name), Mistake("name_taken", got=change, by=taken[start])
            taken.setdefault(start, Phrase("phrase.a_change", name=change, type=name))


def stated_sources(of: Seen) -> Iterator[Found]:
    """Sources are listed, and assumptions have a range."""
    known = [*of.names["sources"], sources.ASSUMPTION, sources.CHOICE]
    for steps, part in sources.parts(of.scenario):
        if part.source:
            yield from _unknown((*steps, "source"), "source", part.source, known)
        for key, value in sources.fields(part):
            for inner, each in (
                (((key, i), v) for i, v in value.items()) if isinstance(value, dict) else (((key,), value),)
            ):
                if isinstance(each, Quantity | Distribution) and each.source:
                    yield from _unknown((*steps, *inner, "source"), "source", each.source, known)
        if part.range is not None and not 0 <= part.range[0] <= 1 <= part.range[1]:
            yield (*steps, "range"), Mistake("no_range_around", got=part.range)
    for path, number in sources.numbers(of.scenario):
        if number.source == sources.ASSUMPTION and number.low in (None, ()):
            got = Text(families.text(number)) if isinstance(number, Distribution) else number
            yield shapes.steps(path), Mistake("no_range_of_assumption", got=got)


# --- time


def span(of: Seen) -> Iterator[Found]:
    """The span is a plan or a long run, and has a length."""
    time = of.scenario.time
    if not of.whole("time"):
        return
    if (time.last_day is None) == (time.long_run is None):
        got = Phrase("phrase.neither_span" if time.last_day is None else "phrase.both_spans")
        yield ("time",), Mistake("no_plan_or_long_run", got=got)
    if time.last_day is not None and time.last_day < time.first_day:
        yield ("time", "last_day"), Mistake("before_first_day", got=time.last_day, first=time.first_day)
    if is_too_long(of.scenario):
        yield ("time", "last_day"), Mistake("span_too_long", got=time.last_day, last=_latest(of.scenario))
    if time.long_run is not None and time.run_in.value:
        yield ("time", "run_in"), Mistake("run_in_of_long_run", got=time.run_in)
    if time.last_day is not None and time.warm_up is not None:
        yield ("time", "warm_up"), Mistake("warm_up_of_plan", got=time.warm_up)
    if time.long_run is not None and time.warm_up is not None and time.warm_up.value >= time.long_run.value:
        yield ("time", "warm_up"), Mistake("warm_up_too_long", got=time.warm_up, most=time.long_run)
    if time.run_in.value % DAY:
        yield ("time", "run_in"), Mistake("not_whole_days", got=time.run_in)


def is_too_long(scenario: Scenario) -> bool:
    """Returns whether a plan is longer than can be simulated."""
    return scenario.time.last_day is not None and scenario.time.last_day >= _latest(scenario)


def _latest(scenario: Scenario) -> date:
    """Returns the day by which a plan ends."""
    first = scenario.time.first_day
    return first.replace(year=first.year + LONGEST, day=min(first.day, 28))


def orderly(of: Seen) -> Iterator[Found]:
    """What has two ends has them in order."""
    for steps, part in sources.parts(of.scenario):
        first, after = getattr(part, "starts", None), getattr(part, "ends", None)
        if first is not None and after is not None and first >= after:
            yield (*steps, "until"), Mistake("not_after_beginning", got=after, first=first)
        if steps[:1] == ("targets",) and len(steps) == 2:
            low, high = part.low, part.high  # type: ignore[attr-defined]
            if low is not None and high is not None and low > high:
                yield (*steps, "low"), Mistake("above_its_high", got=low, high=high)


def dated(of: Seen) -> Iterator[Found]:
    """Nothing changes in a long run."""
    if of.scenario.time.long_run is None:
        return
    for steps, part in sources.parts(of.scenario):
        if isinstance(part, Change) or (isinstance(part, RateFactor) and (part.starts or part.ends)):
            yield steps, Mistake("change_in_long_run")
        if isinstance(part, Orders) and part.ramp_up.value:
            yield (*steps, "ramp_up"), Mistake("ramp_in_long_run", got=part.ramp_up)
        if len(steps) == 2 and steps[0] in ("smes", "partners"):
            yield from _steady(steps, part, of.scenario)


def _steady(steps: Steps, part: Any, scenario: Scenario) -> Iterator[Found]:
    if part.starts is not None and part.starts > scenario.time.first_day:
        yield (*steps, "from"), Mistake("beginning_in_long_run", got=part.starts)
    if part.ends is not None:
        yield (*steps, "until"), Mistake("end_in_long_run", got=part.ends)


# --- orders


def streams(of: Seen) -> Iterator[Found]:
    """Orders are placed in one way."""
    for name, partner in of.scenario.partners.items():
        if not of.whole("partners", name):
            continue
        steps, orders = ("partners", name, "orders"), partner.orders
        ways = [key for key in ("every", "calendar", "circulating", "book") if getattr(orders, key) is not None]
        if ways not in (["every"], ["calendar"], ["circulating"], ["every", "circulating"], ["book"]):
            got = Listed(tuple(ways), "and") if ways else Phrase("phrase.nothing")
            yield steps, Mistake("not_one_way_to_order", got=got)
        if "circulating" in ways and partner.demand.value != 1:
            yield ("partners", name, "demand"), Mistake("no_rate_in_circulation", got=partner.demand)
        if "circulating" in ways and partner.ends is not None:
            yield ("partners", name, "until"), Mistake("no_end_in_circulation", got=partner.ends)
        if ways != ["every"] and (orders.factors or orders.ramp_up.value):
            key = "factors" if orders.factors else "ramp_up"
            by = Listed(tuple(ways), "and") if ways else Phrase("phrase.nothing")
            yield (*steps, key), Mistake("no_rate_to_change", by=by)
        if ways not in (["every"], ["calendar"]) and ways and orders.batch.mean != 1:
            yield (
                (*steps, "batch"),
                Mistake("no_moments_of_batches", got=families.written(orders.batch), by=Listed(tuple(ways), "and")),
            )
        if ways == ["every"] and orders.every and orders.every.mean == 0:
            yield (*steps, "every"), Mistake("no_time_between_orders")
        elif ways == ["every"] and orders.every and orders.every.mean < 1:
            yield (*steps, "every"), Mistake("too_short_between_orders", got=Text(f"{orders.every.mean:.2g}"))
        if "circulating" in ways and not _takes_time(of.scenario, partner):
            yield (*steps, "circulating"), Mistake("no_time_in_circulation")
        if partner.components and not sum(part.share.value for part in partner.components.values()):
            yield ("partners", name, "components"), Mistake("no_component_ordered")


def books(of: Seen) -> Iterator[Found]:
    """An order's name stands for no other order of its book."""
    for name, partner in of.scenario.partners.items():
        known = set[str]()
        for i, order in enumerate(partner.orders.book or ()):
            if order.order in known:
                yield ("partners", name, "orders", "book", str(i), "order"), Mistake("order_twice", got=order.order)
            known |= {order.order} if order.order else set()


def _takes_time(scenario: Scenario, partner: Partner) -> bool:
    """Returns whether an order in circulation takes time from delivery to delivery, as far as can be told."""
    if partner.orders.every is not None and partner.orders.every.mean:
        return True
    made = [scenario.components[name] for name in partner.components if name in scenario.components]
    operations = [operation for component in made for operation in component.routing.values()]
    lane = scenario.lanes.get(partner.lane or "")
    times = [each for operation in operations for each in (operation.setup, operation.per_piece)]
    return not made or any(each.mean for each in [*times, *([lane.travel] if lane else [])])


def contracts(of: Seen) -> Iterator[Found]:
    """What follows rejects is possible, and what is held has a day on which it is wanted."""
    for name, partner in of.scenario.partners.items():
        if of.whole("partners", name):
            yield from _supervised(("partners", name, "contract"), partner, of)
        if partner.contract.hold and of.whole("partners", name):
            yield from _held(("partners", name, "contract", "hold"), partner)
        made = [(key, of.scenario.components.get(key)) for key in partner.components]
        for key, component in made:
            if component is None or partner.contract.rejects != "rework" or not component.reject_rate.value:
                continue
            if not of.whole("components", key):
                continue
            if not any(operation.rework for operation in component.routing.values()):
                steps = ("components", key, "routing")
                yield steps, Mistake("nothing_to_rework", rate=component.reject_rate)


def _supervised(steps: Steps, partner: Partner, of: Seen) -> Iterator[Found]:
    """Says what keeps a partner from qualifying SMEs, or from reviewing them."""
    gate, review = partner.contract.gate, partner.contract.review
    scores = [sme.score for sme in of.scenario.smes.values() if sme.score is not None]
    if gate is not None and gate.score.value and not scores and of.whole("smes"):
        yield (*steps, "gate", "score"), Mistake("gate_without_scores", got=gate.score)
    yield from _growing((*steps, "growth"), partner)
    if review is None:
        return
    if partner.orders.circulating is not None:
        yield (*steps, "review"), Mistake("review_in_circulation", got=partner.orders.circulating)
    elif not _is_due(partner):
        yield (*steps, "review"), Mistake("review_without_due")
    if review.on_time is None and review.in_full is None and review.delivered_ppm is None:
        yield (*steps, "review"), Mistake("review_without_target")
    if not review.warnings.value and review.suspended is None and not review.ended:
        yield (*steps, "review"), Mistake("review_without_rung")


def _growing(steps: Steps, partner: Partner) -> Iterator[Found]:
    """Says what keeps a partnership from growing by how it is served."""
    growth = partner.contract.growth
    if growth is None:
        return
    if partner.orders.circulating is not None or partner.orders.book is not None:
        yield steps, Mistake("no_growth", got="book" if partner.orders.circulating is None else "circulating")
    elif partner.contract.due is None:
        yield steps, Mistake("growth_without_due")
    if growth.good.value < growth.bad.value:
        yield (*steps, "good"), Mistake("good_below_bad", got=growth.good, bad=growth.bad)


def _is_due(partner: Partner) -> bool:
    return partner.contract.due is not None or any(order.due for order in partner.orders.book or ())


def _held(steps: Steps, partner: Partner) -> Iterator[Found]:
    """Says what a contract lacks to have deliveries held until they are wanted."""
    if partner.contract.early is None:
        yield steps, Mistake("hold_without_early")
    if not _is_due(partner):
        yield steps, Mistake("hold_without_due")


def materials(of: Seen) -> Iterator[Found]:
    """Materials are used, bought up to more than the point, and carried by trucks that depart."""
    for name, component in of.scenario.components.items():
        if component.material and not component.mass.value and of.whole("components", name):
            yield ("components", name, "mass"), Mistake("no_mass", material=component.material)
        elif component.material and component.mass.value < 1 and of.whole("components", name):
            yield ("components", name, "mass"), Mistake("lighter_than_a_gram", got=component.mass)
    for name, material in of.scenario.materials.items():
        reorder = material.reorder
        if reorder and reorder.up_to is not None and reorder.up_to.value < reorder.point.value:
            steps = ("materials", name, "reorder", "up_to")
            yield steps, Mistake("below_the_point", got=reorder.up_to, point=reorder.point)
    for name, lane in of.scenario.lanes.items():
        if lane.truck is not None and lane.departures is None and of.whole("lanes", name):
            yield ("lanes", name, "truck"), Mistake("truck_without_departures", got=lane.truck)


CHECKS = (
    *(references, routings, channels, promises, twins, stated_sources, span, orderly, dated),
    *(streams, books, contracts, materials),
)
