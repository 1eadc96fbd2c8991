"""What a scenario is made of: frozen parts, equal by value.

A part's fields are the keys of a scenario file; the text below a field is its description in the schema, in the
scenario reference and in editors. Reading files, names of files and line numbers are in `reading`.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, WithJsonSchema
from pydantic_core import core_schema

from takarusim.errors import Mistake
from takarusim.quantities import families, units
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity

__all__ = ["Scenario"]


CALENDAR = date(1900, 1, 1), date(2199, 12, 31)  # the first and the last day that anything may have
YEAR = 365.25 * 86_400_000  # ms  as in units
MOST_OVERTIME, MOST_OVERTIME_A_WEEK = 4 * 3_600_000, 18 * 3_600_000  # ms  in a day, a week (PP 35/2021, article 26)
MOST_UNITS, MOST_SMES, MOST_TOKENS = 10_000, (1 << 15) - 1, (1 << 15) - 1  # numbers of 16 bits in the log
MOST_GROWTH = 10  # times what a partner orders as the run begins


@dataclass(frozen=True)
class Reads:
    """Reads a field that holds a quantity or a distribution of one dimension, every value within bounds."""

    read: Callable[..., Any]  # units.quantity or families.distribution
    dimension: str
    bounds: tuple[tuple[str, float], ...]  # minimum, above, maximum; in the base unit

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Returns pydantic's schema: whatever is given goes through `read`."""
        return core_schema.no_info_plain_validator_function(
            lambda raw: self.read(raw, self.dimension, **dict(self.bounds))
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """Returns the JSON Schema: a mark that `forms.schema` makes a reference."""
        return {"$comment": f"{self.read.__name__} {self.dimension}"}


def _quantity(dimension: str, **bounds: float) -> Reads:
    return Reads(units.quantity, dimension, tuple(bounds.items()))


def _distribution(dimension: str, **bounds: float) -> Reads:
    return Reads(families.distribution, dimension, tuple(bounds.items()))


def _setting(raw: Any, _dimension: str) -> Quantity:
    """Reads a quantity of the dimension that its unit has; a bare number is one of the dimension `number`."""
    if isinstance(raw, Quantity):
        return raw
    value = raw.get("value") if isinstance(raw, dict) else raw
    for each in ("share", "duration", "mass", "money"):
        with suppress(Mistake):
            if units.plain(value, each)[1]:
                return units.quantity(raw, each)
    return units.quantity(raw, "number")


def _text(raw: Any) -> Any:
    if isinstance(raw, int | float):
        raise Mistake("not_a_date", got=raw)
    return raw


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise Mistake("time_zone", got=moment.isoformat())
    _on_the_calendar(moment.date())
    return moment


def _on_the_calendar(day: date) -> date:
    if not CALENDAR[0] <= day <= CALENDAR[1]:
        raise Mistake("off_the_calendar", got=day, first=CALENDAR[0], last=CALENDAR[1])
    return day


Duration = Annotated[Quantity, _quantity("duration", minimum=0)]
Interval = Annotated[Quantity, _quantity("duration", above=0)]
Mass = Annotated[Quantity, _quantity("mass", minimum=0, maximum=1e12)]
Money = Annotated[Quantity, _quantity("money", minimum=0)]
Share = Annotated[Quantity, _quantity("share", minimum=0, maximum=1)]
Gain = Annotated[Quantity, _quantity("share", minimum=0, maximum=0.99)]
Factor = Annotated[Quantity, _quantity("number", above=0)]
Multiplier = Annotated[Quantity, _quantity("number", above=0, maximum=1000)]
Weight = Annotated[Quantity, _quantity("number", minimum=0)]
Count = Annotated[Quantity, _quantity("count", minimum=0)]
Setting = Annotated[Quantity, Reads(_setting, "any", ())]
Score = Annotated[Quantity, _quantity("count", minimum=0, maximum=10_000)]
AtLeastOne = Annotated[Quantity, _quantity("count", minimum=1)]
Durations = Annotated[Distribution, _distribution("duration", minimum=0)]
Counts = Annotated[Distribution, _distribution("count", minimum=1)]

Day = Annotated[date, BeforeValidator(_text), AfterValidator(_on_the_calendar)]
Moment = Annotated[datetime, BeforeValidator(_text), AfterValidator(_local)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]  # letters, digits, single hyphens between
Path = Annotated[str, "dotted"]  # of a value in a scenario
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]  # "08:00"
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
CrewRule = Literal[
    "fifo",
    "lifo",
    "spt",
    "lpt",
    "edd",
    "most_work",
    "least_work",
    "most_operations",
    "fewest_operations",
    "critical_ratio",
    "priority",
]
QueueRule = Literal[CrewRule, "preemptive"]


class Part(BaseModel):
    """Any part of a scenario."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, arbitrary_types_allowed=True)

    source: str = ""
    """Where the bare numbers of this part and of the parts in it come from: an id of `sources`, `assumption`,
    or `choice` for what the scenario decides rather than finds."""
    range: tuple[float, float] | None = None
    """Low and high end of those numbers if they are assumptions, as multiples of the value: [0.5, 2]."""
    note: str = ""
    """Anything a reader should know."""


class Titled(Part):
    """A part that has an id, and may have a title."""

    title: dict[Literal["en", "id"], str] | str = ""
    """What it is called in figures, tables and sentences, in one language or both; its id when not given."""


class Word(Titled):
    """What a name is called that has no other section: a kind of partner, an operation."""


class ShortPart(Part):
    """A part that may be written as the value of one of its keys alone."""

    ALONE: ClassVar[str]

    @classmethod
    def written_out(cls, raw: Any) -> Any:
        """Returns the part written out: in a mix, 0.6 stands for {share: 0.6}."""
        is_number = isinstance(raw, dict) and "value" in raw and cls.ALONE != "value"
        return raw if isinstance(raw, dict | cls) and not is_number else {cls.ALONE: raw}


class Source(Part):
    """Where a number comes from."""

    publisher: str
    """Who published it."""
    date: str
    """When, as precisely as known."""
    where: str = ""
    """Address or page."""
    trust: Literal["A", "B", "C", "general", ""] = ""
    """A: law, statistics, reviewed paper. B: named official or owner. C: thesis, blog, vendor. general: none found."""
    says: str = ""
    """The fact, in a few words."""


class Time(Part):
    """The span that is simulated, and which question it answers: a plan or the long run."""

    first_day: Day = date(2024, 1, 1)
    """First day of the plan, or of the long run."""
    last_day: Day | None = None
    """A plan: its last day, included."""
    run_in: Annotated[Quantity, _quantity("duration", minimum=0, maximum=50 * YEAR)] = Quantity(0.0, "duration", "week")
    """A plan: weeks simulated before its first day, which make the work in hand and count in no KPI."""
    long_run: Annotated[Quantity, _quantity("duration", above=0, maximum=200 * YEAR)] | None = None
    """The long run: how long, from the first day."""
    warm_up: Duration | None = None
    """The long run: what is left out at its beginning; found by MSER-5 when not given."""


class Rules(Part):
    """Choices that hold for the whole estate."""

    tenancy: Literal["pooled", "tenanted"] = "pooled"
    """pooled: any SME books any let unit of a type; tenanted: its own units only."""
    setup: Literal["each_lot", "on_change"] = "each_lot"
    """on_change: no set-up where the unit's last lot was of the same component and operation."""
    end_of_shift: Literal["pause", "finish"] = "pause"
    """What happens to work that the end of a shift meets."""
    finish_within: Annotated[Quantity, _quantity("duration", minimum=0, maximum=MOST_OVERTIME)] | None = None
    """finish: for how long after closing such work may go on; what is left then pauses. 4 hours, the most that the
    law allows in a day, when not given."""
    crew_queue: CrewRule = "fifo"
    """In which order an SME's lots get its crews, those that have finished an operation ahead."""
    ties: Literal["drawn", "number", "arrival"] = "drawn"
    """What decides between equals in a queue: a drawn number, or the order's own (for comparisons with theory).
    arrival: of equals who wait for a unit or a crew, who has waited longer goes first; then the order's own number."""
    interest: Share = Quantity(0.0, "share")
    """Yearly interest in annuities of public cost."""
    passes: AtLeastOne = Quantity(3.0, "count")
    """How often a lot may come to inspection; what it still rejects then is shipped short."""


class Failures(Part):
    """When the units of a workshop type fail."""

    life: Durations
    """Time between a repair and the next failure."""
    repair: Durations
    """How long a repair takes."""
    clock: Literal["working", "calendar"] = "working"
    """A life passes only while the unit works, or always."""
    repair_clock: Literal["calendar", "open"] = "calendar"
    """A repair goes on always, or only in open hours."""


class WorkshopType(Titled):
    """A type of workshop: so many parallel identical units with one queue."""

    units: Annotated[Quantity, _quantity("count", minimum=1, maximum=MOST_UNITS)]
    """Buildings of this type."""
    let: Count | None = None
    """How many of them are let, the first ones; all when not given. Only these work."""
    calendar: Id | None = None
    """When its units may work, besides the calendar of the SME; always when not given."""
    queue: QueueRule = "fifo"
    """In which order lots get a unit."""
    failures: Failures | None = None
    """None when not given."""
    rent: Money = Quantity(0.0, "money")
    """Paid for a let unit and a year of 365.25 days. All SMEs that may book it pay their part, by their crews."""


class Overtime(Part):
    """When the crews of an SME work on after the last closing of a day."""

    hours: Annotated[Quantity, _quantity("duration", above=0, maximum=MOST_OVERTIME)]
    """For how long at most; no more than the 4 hours a day that the law allows."""
    above: Duration
    """They work on where each crew has more work than this that it could do then."""
    a_week: Annotated[Quantity, _quantity("duration", above=0, maximum=MOST_OVERTIME_A_WEEK)] = Quantity(
        MOST_OVERTIME_A_WEEK, "duration", "h"
    )
    """For how long at most from Monday to Sunday; no more than the 18 hours that the law allows."""
    wage_factor: Multiplier = Quantity(2.0, "number")
    """Multiplies the wage of an hour, a 173rd of the monthly one, for all crews and all hours that they work on."""


class FinishedStock(Part):
    """Finished pieces of a component that an SME keeps in boxes (kanban)."""

    boxes: Annotated[Quantity, _quantity("count", minimum=1, maximum=1e6)]
    """The level, in boxes: so many are in stock as the run begins, and replenishments lift it to that."""
    box: Annotated[Quantity, _quantity("count", minimum=1, maximum=1e6)] = Quantity(1.0, "count")
    """Pieces in a box; replenishments are whole boxes."""


class Sme(Titled):
    """A metal firm of the estate, or several that are alike."""

    count: Annotated[Quantity, _quantity("count", minimum=1, maximum=MOST_SMES)] = Quantity(1.0, "count")
    """How many firms are meant; they are called id-01, id-02 ... when more than one."""
    crews: AtLeastOne | None = None
    """How many lots one firm can work on at a time; unlimited when not given."""
    crew_size: Factor = Quantity(1.0, "number")
    """People in a crew."""
    wage: Money = Quantity(0.0, "money")
    """Paid to a person of its crews for a calendar month."""
    idle_pay: Share = Quantity(1.0, "share")
    """Share of the wage that is paid for open hours in which a crew has no lot in hand."""
    capital: Money | None = None
    """Cash of its own; none when not given. Without `credit` nothing in a run is limited by it."""
    credit: Money | None = None
    """What it may owe for material, beyond its capital, until its partners pay; any sum when not given."""
    calendar: Id | None = None
    """When its crews work; always when not given."""
    overtime: Overtime | None = None
    """When they work on after closing; never when not given."""
    components: tuple[Id, ...] | None = None
    """What it can make; everything when not given."""
    stock: dict[Id, FinishedStock] = {}
    """What it keeps finished, by component: orders of a partner `from_stock` leave from there, and what is called off
    is made anew. Each firm has its own."""
    channels: tuple[Id, ...] | None = None
    """The channels it takes orders from; all when not given."""
    share: Factor = Quantity(1.0, "number")
    """Its weight when orders are allotted."""
    most_in_hand: AtLeastOne | None = None
    """How many orders it takes in hand at a time; any number when not given."""
    most_work: Duration | None = None
    """What each crew has promised to work at most, with an order that it takes; any time when not given.
    With nothing in hand it takes any order."""
    time_factor: Multiplier = Quantity(1.0, "number")
    """Multiplies its set-up and processing times: 1.1 is 10 percent slower."""
    setup_factor: Multiplier = Quantity(1.0, "number")
    """Multiplies its set-up times once more."""
    reject_factor: Multiplier = Quantity(1.0, "number")
    """Multiplies the base reject rates."""
    wear_factor: Multiplier = Quantity(1.0, "number")
    """Multiplies the rate at which its work uses up the life of a unit."""
    score: Score | None = None
    """Its first 5R score, from 0 to 10,000; what its factors are holds for this one."""
    size: Literal["micro", "small", "medium", ""] = ""
    """Size class, for results by group."""
    tenant_of: tuple[str, ...] = ()
    """The units it rents, such as C-007; with `count` above 1 they are dealt out in turn."""
    starts: Day | None = Field(default=None, alias="from")
    """First day on which it is allotted orders."""
    ends: Day | None = Field(default=None, alias="until")
    """First day on which it no longer is."""


class WorkshopOf(ShortPart):
    """Where an operation is done, and where it might be as well, if that is a guess."""

    ALONE = "value"

    value: str
    """The workshop type, or `none`."""
    alternatives: tuple[str, ...] = ()
    """Others that are as plausible, for a sensitivity to try; runs go by the value alone."""


class Operation(Part):
    """One step of a routing."""

    workshop: Annotated[WorkshopOf, BeforeValidator(WorkshopOf.written_out)]
    """The workshop type it is done in; `none` for an operation outside: moving, cooling, treatment elsewhere."""
    setup: Durations = Distribution("constant", (("value", 0.0),), "duration")
    """Set-up of a lot."""
    per_piece: Durations = Distribution("constant", (("value", 0.0),), "duration")
    """Processing time per piece; one draw holds for all pieces of a lot."""
    rework: StrictBool = False
    """Whether rejected pieces go through it again."""


class Component(Titled):
    """What partners order."""

    routing: dict[Id, Operation] = Field(min_length=1)
    """Its operations by name, in the order in which they are done."""
    material: Id | None = None
    """What it is made of; none is needed when not given."""
    mass: Mass = Quantity(0.0, "mass")
    """Material per piece; also what a piece weighs on a truck."""
    price: Money = Quantity(0.0, "money")
    """Paid per good piece delivered."""
    reject_rate: Share = Quantity(0.0, "share")
    """Share of pieces that are bad, before an SME's factor: an inspection rejects those that it finds."""
    detection: Share = Quantity(1.0, "share")
    """Share of bad pieces that an inspection finds. The others count as good until the partner finds them on arrival:
    they are not paid and not replaced."""


class Dates(Part):
    """Recurring moments: every one that any of its keys names."""

    weekdays: tuple[Weekday, ...] = ()
    """Each of these days of the week."""
    month_days: tuple[Annotated[int, Field(ge=1, le=31)], ...] = ()
    """Each of these days of the month; a day beyond the month's end is its last."""
    dates: tuple[Day, ...] = ()
    """These days."""
    every: Interval | None = None
    """At this interval, whole minutes, from `first` on."""
    first: Day | None = None
    """Day of the first one of `every`; the run's first day when not given."""
    at: Clock = "00:00"
    """Time of day."""


class Supply(Part):
    """A way to buy a material."""

    lead_time: Durations
    """From purchase to receipt."""
    quoted: Duration | None = None
    """What the supplier promises; the mean lead time when not given."""
    batch: Annotated[Quantity, _quantity("mass", above=0, maximum=1e12)] = Quantity(1.0, "mass")
    """Purchases are whole batches."""


class Reorder(Supply):
    """When and how much of a material is bought."""

    point: Annotated[Quantity, _quantity("mass", minimum=-1e12, maximum=1e12)]
    """Buy when the position (on hand + on order - owed) falls to it."""
    when: Literal["at", "below"] = "at"
    """Whether the position buys at the point already, or only below it."""
    up_to: Mass | None = None
    """Buy up to this level; just above the point when not given."""
    review: Dates | None = None
    """When the position is looked at; continuously when not given."""


class Single(Part):
    """How an SME buys a material whose stock is for others, such as members of a cooperative: for each lot alone."""

    members: tuple[Id, ...]
    """Channels: SMEs that take orders from one of them get the material from the stock, all others buy it singly."""
    lead_time: Durations
    """How long a lot waits for it; the stock and its suppliers know nothing of it."""
    price: Money | None = None
    """Paid for a kilogram, when it comes; what the stock asks when not given."""


class Material(Titled):
    """A stock that orders are made of."""

    opening: Mass
    """On hand at the beginning."""
    price: Money = Quantity(0.0, "money")
    """Paid by an SME for a kilogram, when it is issued."""
    reorder: Reorder | None = None
    """Nothing is ever bought when not given."""
    fallback: Supply | None = None
    """A faster supplier, for what is short when the next receipt is expected later than his."""
    loss: Share = Quantity(0.0, "share")
    """Share of each receipt that is lost."""
    single: Single | None = None
    """Who buys it singly, past the stock; nobody when not given."""


class Closure(Part):
    """A span of whole days."""

    starts: Day = Field(alias="from")
    """First day closed."""
    ends: Day = Field(alias="until")
    """First day open again."""


class PlannedHours(Part):
    """A span in which a calendar has other hours."""

    starts: Day = Field(alias="from")
    """First day with these hours."""
    ends: Day = Field(alias="until")
    """First day with the usual hours again."""
    hours: dict[str, str]
    """Its hours of the week, written as the calendar's: {monday-friday: "07:30-12:00, 12:30-14:30"}."""


class Calendar(Titled):
    """Hours of work."""

    hours: dict[str, str]
    """Per day or range of days: {monday-friday: "08:00-12:00, 13:00-16:00", saturday: "08:00-13:00"}."""
    holidays: tuple[Id, ...] = ()
    """Lists of `holidays` on which it is closed."""
    closures: dict[Id, Closure] = {}
    """Further days on which it is closed."""
    spans: dict[Id, PlannedHours] = {}
    """Spans with other hours, such as Ramadan or the weeks before a feast; days closed are closed within them, too."""


class Ban(Part):
    """A span in which no truck of a lane moves."""

    starts: Moment = Field(alias="from")
    """First moment."""
    ends: Moment = Field(alias="until")
    """First moment after it."""


class Lane(Titled):
    """A way to a partner."""

    travel: Durations
    """From departure to arrival, without bans."""
    departures: Dates | None = None
    """A consolidated truck's; when not given, a truck of its own leaves with a lot at once, in the lane's hours."""
    truck: Annotated[Quantity, _quantity("mass", above=0, maximum=1e12)] | None = None
    """What one consolidated truck carries; any load when not given."""
    calendar: Id | None = None
    """When trucks leave; always when not given."""
    bans: dict[Id, Ban] = {}
    """When they stand still."""


class RateFactor(Part):
    """A factor on the rate at which orders are placed, by dates or by hours of the week: a surge, a shock, mornings."""

    starts: Day | None = Field(default=None, alias="from")
    """First day; it holds from the beginning when not given."""
    ends: Day | None = Field(default=None, alias="until")
    """First day without it; the factor lasts when not given."""
    hours: dict[str, str] = {}
    """Hours of the week in which it holds, as a calendar's: {monday-friday: "08:00-12:00"}; all when not given."""
    factor: Weight
    """Multiplies the rate; factors multiply each other."""


class BookedOrder(Part):
    """An order of a replayed order book."""

    order: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    """Its name, once in its partner's book: `takarusim run --order NAME` tells its date and its chances."""
    placed: Moment
    """When."""
    component: Id
    """What."""
    quantity: AtLeastOne
    """How many pieces."""
    due: Moment | None = None
    """When it is due; by the contract when not given."""
    next: Id | None = None
    """The operation that comes next for an order that is under way already; it needs no material any more."""


class Orders(Part):
    """When orders are placed: one of `every`, `calendar`, `circulating` and `book`."""

    every: Durations | None = None
    """Time between orders; with `circulating`, from a delivery to the token's next order."""
    calendar: Dates | None = None
    """Fixed dates."""
    circulating: Annotated[Quantity, _quantity("count", minimum=1, maximum=MOST_TOKENS)] | None = None
    """A closed stream: so many orders in circulation."""
    book: tuple[BookedOrder, ...] | None = None
    """Known orders; from a file with columns placed, component, quantity, due, order, next."""
    batch: Counts = Distribution("constant", (("value", 1.0),), "count")
    """Orders that come at each moment of `every` or `calendar`, each with its own component, pieces and due date."""
    factors: dict[Id, RateFactor] = {}
    """Factors on the rate of `every`, by dates, by hours of the week, or both."""
    ramp_up: Annotated[Quantity, _quantity("duration", minimum=0, maximum=50 * YEAR)] = Quantity(
        0.0, "duration", "month"
    )
    """Time over which the rate grows from its first monthly step to the whole, from the partner's first day on."""


class MixPart(ShortPart):
    """A component's part in what a partner orders."""

    ALONE = "share"

    share: Weight
    """Weight of this component among the partner's orders."""
    quantity: Counts | None = None
    """Pieces per order; the partner's when not given."""


class Gate(Part):
    """Which SMEs a partner asks: those that it has qualified, by their 5R scores."""

    score: Score
    """What an SME needs; one without a score has 0. Who has it as the run begins is qualified."""
    qualification: Durations = Distribution("constant", (("value", 0.0),), "duration")
    """How long it takes from each later rise of a score to that until the SME is asked; it is, until the score falls
    below again."""


class Review(Part):
    """How a partner reviews the SMEs that it orders from, and what follows."""

    dates: Dates
    """When."""
    window: Interval
    """The orders that count are those whose delivery window has ended within this time before the review, and since
    the SME last missed."""
    at_least: AtLeastOne = Quantity(1.0, "count")
    """How many of these there must be; with fewer nothing follows."""
    on_time: Share | None = None
    """Share of them that must be on time, as in the KPI `on_time`."""
    in_full: Share | None = None
    """Share of them that must be in full, with what has arrived by the review."""
    delivered_ppm: Annotated[Quantity, _quantity("number", minimum=0, maximum=1e6)] | None = None
    """Bad pieces that may be among a million delivered ones of these orders."""
    warnings: Annotated[Quantity, _quantity("count", minimum=0, maximum=100)] = Quantity(1.0, "count")
    """The ladder: each review that is missed climbs one rung, each that is passed steps down. How many warnings come
    first."""
    suspended: Interval | None = None
    """Behind the warnings: for how long the SME is not asked, nor reviewed; then it is on probation. No such rung when
    not given."""
    ended: StrictBool = True
    """Whether the next miss ends the partnership; else the last rung is climbed again."""


class Growth(Part):
    """How much a partner orders of what it could: its level, which moves with how it is served."""

    dates: Dates
    """When the level moves, by the partner's orders whose delivery windows have ended since the date before."""
    step: Share
    """By how much it rises or falls; the level is 100 percent as the run begins."""
    good: Share
    """Share of these orders, refused ones included, that must be on time in full for it to rise."""
    bad: Share
    """Share below which it falls; between the two it stays."""
    least: Share = Quantity(0.0, "share")
    """What it never falls below. Below 100 percent so large a share of the orders is placed, by lot; others are
    withheld."""
    most: Annotated[Quantity, _quantity("share", minimum=1, maximum=MOST_GROWTH)] = Quantity(1.0, "share")
    """What it never rises above. Above 100 percent so many further orders come: those of `every` more often, those of
    `calendar` on the same dates."""


class Contract(Part):
    """The terms of a partner."""

    due: Durations | None = None
    """Quoted time from order to delivery, then to the end of that day; no due date when not given."""
    early: Duration | None = None
    """How long before the due date a delivery is accepted; any time when not given."""
    late: Duration = Quantity(0.0, "duration", "day")
    """How long after it."""
    hold: StrictBool = False
    """Whether what is ready too early is held until `early` before the due date. Where trucks leave on dates it is held
    for the first one planned to arrive from then on, or the last before it where that would be too late: a truck every
    8 days meets at most (early + late) / 8 of due dates, so a window of a day needs more departures."""
    tolerance: Share = Quantity(0.0, "share")
    """Share of the quantity that may be missing of an order delivered in full."""
    rejects: Literal["rework", "remake", "short"] = "rework"
    """What follows rejects: the named operations again, new pieces of new material, or a short delivery."""
    partial: StrictBool = False
    """Whether good pieces are shipped while the rejected ones are reworked or remade."""
    from_stock: StrictBool = False
    """Whether its orders are call-offs: where the SME that gets one keeps the component in stock, it leaves whole from
    there, as soon as there is enough. Who keeps none makes it to order."""
    suppliers: tuple[Id, ...] | None = None
    """SMEs that may be allotted its orders; all of the channel when not given."""
    sources: AtLeastOne | None = None
    """How many SMEs each component is nominated to, drawn once; only they are asked. All when not given."""
    gate: Gate | None = None
    """Which SMEs it has qualified; only they are asked. All when not given."""
    review: Review | None = None
    """How it reviews SMEs, and suspends those that miss; not for orders in circulation. Never when not given."""
    growth: Growth | None = None
    """How it orders more or less by how it is served; not for orders in circulation or in a book. As much as it could
    when not given."""
    terms: Duration = Quantity(0.0, "duration", "day")
    """How long after its delivery a lot is paid."""
    down_payment: Share = Quantity(0.0, "share")
    """Share of the price of all its pieces that is paid when an SME takes the order; the rest by `terms`."""
    penalty: Share = Quantity(0.0, "share")
    """Share of the price of a lot that is taken off for each day, begun ones included, by which it is delivered behind
    the window; never more than the price."""


class Prospect(Part):
    """What it takes until a partner that may be won orders."""

    chance: Share
    """That it is won at an event, at each one until it is."""
    delay: Durations = Distribution("constant", (("value", 0.0),), "duration")
    """From that event to its first day as a partner, up to the beginning of a day."""


class Matching(Part):
    """Business matching: events at which prospects may become partners."""

    events: Dates
    """When they are held; two on one day are one."""
    a_year: AtLeastOne | None = None
    """For how many there is room in a calendar year, the first ones; those behind them are not held. Any number when
    not given."""
    cost: Money | None = None
    """What an event costs the public, on its day, for the KPI `public_cost`; nothing in a run depends on it."""


class Channel(Titled):
    """How a channel finds who gets an order."""

    asks: AtLeastOne = Quantity(1.0, "count")
    """How many SMEs it asks: the first ones of the order's drawn ranking that take it."""
    by: Literal["lottery", "least_work"] = "least_work"
    """Who of them gets it: the first one, or the one with the least promised work for each crew."""
    split_above: AtLeastOne | None = None
    """A larger order is split: into the fewest equal parts of so many pieces at most, but no more than 16."""


class Partner(Titled):
    """A firm that orders components."""

    kind: str = ""
    """For results by group: heavy-equipment, automotive, market. Its title stands in `kinds`."""
    channel: Id = "direct"
    """Who allots its orders."""
    lane: Id | None = None
    """How they travel; delivered where they are made when not given."""
    priority: Annotated[Quantity, _quantity("count")] = Quantity(0.0, "count")
    """Place in queues by priority: the lowest goes first."""
    orders: Orders
    """When it orders."""
    demand: Factor = Quantity(1.0, "number")
    """Multiplies what it asks for: the rate of orders in `every`, the pieces of those on fixed dates or in a book."""
    components: dict[Id, Annotated[MixPart, BeforeValidator(MixPart.written_out)]] = Field(min_length=1)
    """What it orders: weights, or {share, quantity}."""
    quantity: Counts = Distribution("constant", (("value", 1.0),), "count")
    """Pieces per order."""
    contract: Contract = Contract()
    """The terms."""
    prospect: Prospect | None = None
    """One that is no partner yet: it orders from when it is won at an event of `matching`; never, if it is not."""
    starts: Day | None = Field(default=None, alias="from")
    """First day on which it orders; of a prospect, the earliest one."""
    ends: Day | None = Field(default=None, alias="until")
    """First day on which it no longer does."""


def _percent(raw: Any) -> Any:
    return units.plain(raw, "share")[0] if isinstance(raw, str) and raw.strip().endswith("%") else raw


_PLAIN = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "%$"}]}
_END = {"anyOf": [*_PLAIN["anyOf"], {"type": "null"}]}
_End = Annotated[float | None, BeforeValidator(_percent), WithJsonSchema(_END)]
_PlainShare = Annotated[float, Field(ge=0, le=1), BeforeValidator(_percent), WithJsonSchema(_PLAIN)]


class NewUnits(ShortPart):
    """Units of a workshop type that open or close on a date."""

    ALONE = "units"

    units: Annotated[Quantity, _quantity("count", minimum=-MOST_UNITS, maximum=MOST_UNITS)]
    """How many buildings more, or, negative, fewer (the last ones close)."""
    let: Count | None = None
    """How many of the new ones are let; all when not given."""
    let_to: str = "pool"
    """Who takes them: `pool`, or an SME's id (tenanted)."""
    take_up: Annotated[Quantity, _quantity("duration", minimum=0, maximum=50 * YEAR)] = Quantity(
        0.0, "duration", "month"
    )
    """Time over which they are let, one by one and evenly, the last one at its end; at once when not given."""
    brings: Id | None = None
    """An SME that comes with them, the first of its firms when the first unit is let; nobody when not given."""


class Change(Titled):
    """What changes on a date and why: a public investment, a programme, a shock."""

    decided: Day | None = None
    """An investment: the day on which it is decided; what it changes holds when it is built."""
    building_time: Duration = Quantity(0.0, "duration", "month")
    """How long it is built after that, up to the end of a day."""
    starts: Day | None = Field(default=None, alias="from")
    """A programme, a shock: the first day on which it holds."""
    ends: Day | None = Field(default=None, alias="until")
    """The first day on which it no longer does; it lasts when not given."""
    cost: Money | None = None
    """What it costs the public, for the KPI `public_cost`; nothing in a run depends on it."""
    life: Interval | None = None
    """For how long what is built is of use: its cost is an annuity over that time. When not given it is spread over the
    days on which it holds, or, where it has no end, counts on the first of them."""
    times: dict[Path, Weight] = {}
    """Factors by path: {lanes.jakarta.travel: 0.8}. Those of several changes multiply each other."""
    out: tuple[str, ...] = ()
    """Units that cannot work while it holds, such as A-001. A lot on one waits for another, what is done on it kept."""
    closed: tuple[Path, ...] = ()
    """Roads and suppliers that are closed while it holds: lanes.jakarta, materials.plate.reorder. On a closed lane no
    truck moves, as in a ban; the lead time of a supplier passes in his open days only."""
    units: dict[Id, Annotated[NewUnits, BeforeValidator(NewUnits.written_out)]] = {}
    """Units that open or close, by workshop type; new ones close again where the change ends."""
    set: dict[Path, Setting] = {}
    """Other values by path: {materials.plate.loss: 0.2 %}; factors multiply them, too. One at a time for each path."""


class Effects(Part):
    """What the whole scale of a score, from 0 to 10,000, takes off the factors of a firm."""

    setup: Gain = Quantity(0.0, "share")
    """Off its set-up times."""
    rejects: Gain = Quantity(0.0, "share")
    """Off its reject rates."""
    time: Gain = Quantity(0.0, "share")
    """Off its set-up and processing times."""
    wear: Gain = Quantity(0.0, "share")
    """Off the rate at which its work uses up the life of a unit."""


class Programme(Titled):
    """5R mentoring: firms learn cohort by cohort, and what they learn fades."""

    firms: tuple[str, ...] = Field(min_length=1)
    """Whom it asks, in this order: SMEs by id, all firms of one, or single firms such as `heavy-03`."""
    starts: Day = Field(alias="from")
    """The day on which its first cohort starts."""
    ends: Day | None = Field(default=None, alias="until")
    """The first day on which no cohort starts any more."""
    cohort: AtLeastOne = Quantity(6.0, "count")
    """Firms that are mentored together."""
    mentors: AtLeastOne = Quantity(1.0, "count")
    """Cohorts at a time; the next one starts when a mentor is free."""
    months: Annotated[Quantity, _quantity("count", minimum=1, maximum=600)] = Quantity(12.0, "count")
    """How long a cohort is mentored; scores rise in equal steps, month by month."""
    reached: Score
    """The score at the end; a firm that has a higher one keeps it."""
    half_life: Interval | None = None
    """After which half of the rise has faded again; it lasts when not given."""
    joins: Share = Quantity(1.0, "share")
    """How many of the firms that are asked join; the place of one that does not goes to the next."""
    works: Share = Quantity(1.0, "share")
    """With how many of those that join it works; the scores of others stay."""
    cost: Money | None = None
    """What it costs the public in all, for the KPI `public_cost`: spread over the days from `from` to `until`, or on
    the first of them where it has no end; nothing in a run depends on it."""
    effects: Effects = Effects()
    """What a score is worth."""


class Target(Part):
    """Where a KPI is likely to lie or, as a target, must."""

    low: _End = None
    """At least, in the KPI's unit; of a share, 0.9 or `90 %`."""
    high: _End = None
    """At most."""
    required: StrictBool = False
    """Whether it is a target: a run that misses it has failed (exit code 1). Else it is a plausible range."""
    exact_to: _PlainShare = 0.0
    """How far off its ends may be themselves, as a share of them: one standard deviation. A range with a source is
    evidence, which rules out worlds that miss it by more; one that is an assumption is a guess, and rules out none."""


class Group(Titled):
    """Assumptions that are wrong together: in each world one draw moves all of them."""

    paths: tuple[str, ...] = ()
    """Numbers that are larger where the estate has more to do, or is later: `components.*.mass`. A step may have `*`,
    and ask for a key: `partners.*[kind=market].quantity`, `[workshop!=none]`. What is below a path is meant too."""
    against: tuple[str, ...] = ()
    """Numbers that are smaller there: times between orders, lives of units, crews."""
    shared: _PlainShare = 1.0
    """Which share of the variance of each is that of the group; with 0 each has a draw of its own."""
    shape: Literal["log-normal", "triangular", "uniform"] = "log-normal"
    """Of what may be below the value and above it, half each; where an end is 0, log-normal goes by differences."""
    holds: Literal["middle", "all"] = "middle"
    """What a range holds: the middle 90 percent of what may be, or all of it."""


class Scenario(Part):
    """One full description of an estate, its partners and the span to simulate.

    Examples
    --------
    >>> import takarusim as tk
    >>> scenario = tk.read_scenario("scenarios/first-steps.yaml")
    >>> scenario.with_value("partners.tractors.demand", 1.5).partners["tractors"].demand.value
    1.5
    """

    title: dict[Literal["en", "id"], str] | str = ""
    """A line for people, in one language or both."""
    question: dict[Literal["en", "id"], str] | str = ""
    """What the scenario is asked."""
    language: Literal["en", "id"] = "en"
    """Of tables and figures, where none is asked for."""
    seed: Annotated[int, Field(ge=0, le=(1 << 63) - 1)] = 1
    """Of all random numbers, where none is asked for."""
    limit: Annotated[float, Field(ge=0.001, le=10_000)] = 8.0
    """Gigabytes that a replication may need, about; what needs more is refused before anything is drawn."""
    time: Time
    """The span."""
    rules: Rules = Rules()
    """Choices that hold for the whole estate."""
    sources: dict[Id, Source] = {}
    """Where numbers come from, by id."""
    workshops: dict[Id, WorkshopType] = {}
    """Workshop types by id."""
    smes: dict[Id, Sme] = {}
    """SMEs by id; one without limits, called `estate`, when not given."""
    components: dict[Id, Component] = Field(min_length=1)
    """Components by id."""
    materials: dict[Id, Material] = {}
    """Materials by id."""
    channels: dict[Id, Channel] = {}
    """How channels allot orders, by the names that partners give them; one SME is asked when not given."""
    partners: dict[Id, Partner] = Field(min_length=1)
    """Partners by id; each is one stream of orders."""
    kinds: dict[Id, Word] = {}
    """What kinds of partner are called, by the names that partners give them."""
    operations: dict[Id, Word] = {}
    """What operations are called, by the names that routings give them."""
    calendars: dict[Id, Calendar] = {}
    """Calendars by id."""
    holidays: dict[Id, tuple[Day, ...]] = {}
    """Lists of days, or files with a column date."""
    lanes: dict[Id, Lane] = {}
    """Lanes by id."""
    changes: dict[Id, Change] = {}
    """What changes on a date, by id: public investments, programmes, shocks."""
    programmes: dict[Id, Programme] = {}
    """Mentoring programmes by id."""
    matching: Matching | None = None
    """Business matching; without it there are no prospects."""
    kpis: tuple[str, ...] = ()
    """KPIs to be counted that ask for a value of their own: `lead_time_within[30 days]`. Targets name theirs."""
    many_late: Annotated[int, Field(ge=0, le=10_000)] = 5
    """How many late orders of an SME in a month are not yet many: `firms.csv` has how many replications have more."""
    assumptions: dict[Id, Group] = {}
    """Which assumptions are wrong together, by id: each in one of these groups. Alone, all of them, when not given."""
    targets: dict[str, Target] = {}
    """Where KPIs must or plausibly lie, by their names in a run: otif, utilisation[workshop=C]."""

    def with_value(self, path: str, value: Any) -> "Scenario":
        """Returns the scenario with another value at a dotted path; ScenarioError if there is no such path."""
        from takarusim.scenario.reading import with_value

        return with_value(self, path, value)
