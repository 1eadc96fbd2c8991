"""Scenario files: what is read of them, how they extend, compose and are overridden, and that they read back."""

import json
import re
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takarusim.errors import ScenarioError
from takarusim.kpis.facts import fixed
from takarusim.quantities.units import Quantity
from takarusim.registers.kpis import KPIS
from takarusim.scenario import files, reading, sources, targets
from takarusim.scenario.prepared import prepare

HOUR = 3_600_000
BASE = """\
title: {en: A base, id: Sebuah dasar}
time: {first_day: 2024-01-01, last_day: 2024-12-31, run_in: 4 weeks}
sources:
  T01: {publisher: Radar Tegal, date: 20 Nov 2023}
workshops:
  A: {units: {value: 4, source: T01}}
  C:
    units: {value: 46, source: assumption, low: 40, high: 54}
    let: 43
    queue: edd
changes:
  new: {from: 2024-07-01, units: {C: 8}}
smes:
  one: {crews: 2, components: [bracket]}
  two: {}
components:
  bracket:
    routing:
      cut: {workshop: A, setup: 10 min, per_piece: {gamma: {mean: 3 min, cv: 0.5}}}
      cool: {workshop: none, per_piece: 1 h}
      bend: {workshop: C, per_piece: 2 min, rework: true}
partners:
  market:
    orders: {every: {exponential: 3 h, source: assumption, low: 2 h, high: 4 h}}
    components: {bracket: 1}
    quantity: {triangular: [5, 12, 40]}
    from: 2024-01-05
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working directory with a base."""
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(BASE)
    return tmp_path


def tree():
    return reading.tree_of(reading.scenario_from(files.load_value(BASE)))


def problems(function, *args):
    """Returns the mistakes that a reading refuses a scenario for."""
    with pytest.raises(ScenarioError) as refused:
        function(*args)
    return [str(problem) for problem in refused.value.problems]


# --- what is read


def test_a_file_becomes_a_scenario(folder):
    scenario = reading.read_scenario("base.yaml")

    assert scenario.time.first_day == date(2024, 1, 1)
    assert scenario.workshops["C"].units == Quantity(46.0, "count", "", "assumption", 40.0, 54.0)
    assert scenario.changes["new"].units["C"].units.value == 8
    assert scenario.partners["market"].starts == date(2024, 1, 5)
    assert dict(scenario.partners["market"].orders.every.parameters) == {"mean": 3 * HOUR}
    assert list(scenario.components["bracket"].routing) == ["cut", "cool", "bend"]


def test_a_scenario_may_be_json(folder):
    Path("base.json").write_text(json.dumps(tree(), indent=2))

    assert reading.read_scenario("base.json") == reading.read_scenario("base.yaml")


def test_words_that_yaml_1_1_took_for_truths_are_text(folder):
    Path("no.yaml").write_text("extends: base.yaml\npartners: {market: {kind: no}}\n")

    assert reading.read_scenario("no.yaml").partners["market"].kind == "no"


def test_csv_files_are_read_into_the_scenario(folder):
    Path("days.csv").write_text("# decree\ndate,name\n2024-01-01,New Year\n2024-04-10,Idul Fitri\n")
    Path("book.csv").write_text(
        "placed,component,quantity,due\n2024-02-01 08:00,bracket,5,\n2024-02-02,bracket,7,2024-03-01\n"
    )
    Path("times.csv").write_text("minutes\n1.5\n2\n")
    Path("data.yaml").write_text(
        "extends: base.yaml\n"
        "holidays: {national: days.csv}\n"
        "partners: {replayed: {orders: {book: book.csv}, components: {bracket: 1}}}\n"
        "components: {bracket: {routing: {bend: {setup: {empirical: times.csv, column: minutes, unit: min}}}}}\n"
    )
    scenario = reading.read_scenario("data.yaml")
    book = scenario.partners["replayed"].orders.book

    assert scenario.holidays["national"] == (date(2024, 1, 1), date(2024, 4, 10))
    assert [(str(order.placed), order.quantity.value, str(order.due)) for order in book] == [
        ("2024-02-01 08:00:00", 5, "None"),
        ("2024-02-02 00:00:00", 7, "2024-03-01 00:00:00"),
    ]
    assert dict(scenario.components["bracket"].routing["bend"].setup.parameters) == {"values": (90_000, 120_000)}


def test_a_csv_file_lies_beside_the_file_that_names_it(folder):
    (folder / "inner").mkdir()
    (folder / "inner" / "days.csv").write_text("date\n2024-01-01\n")
    (folder / "inner" / "more.yaml").write_text("extends: ../base.yaml\nholidays: {national: days.csv}\n")

    assert reading.read_scenario("inner/more.yaml").holidays["national"] == (date(2024, 1, 1),)


# --- extending and composing


def test_a_file_says_only_what_changes(folder):
    Path("more.yaml").write_text("extends: base.yaml\nworkshops: {C: {let: 46}}\n")
    base, more = reading.read_scenario("base.yaml"), reading.read_scenario("more.yaml")

    assert more.workshops["C"].let.value == 46
    assert more.with_value("workshops.C.let", 43) == base


def test_an_empty_extension_is_its_base(folder):
    Path("same.yaml").write_text("extends: base.yaml\n")

    assert reading.read_scenario("same.yaml") == reading.read_scenario("base.yaml")


def test_a_null_takes_an_inherited_key_away(folder):
    Path("less.yaml").write_text(
        "extends: base.yaml\nworkshops: {C: {let: null}}\nchanges: {new: null}\nsmes: {two: null}\n"
    )
    less = reading.read_scenario("less.yaml")

    assert less.workshops["C"].let is None
    assert less.changes == {}
    assert list(less.smes) == ["one"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            "workshops: {C: {unit: null}}",
            "workshops.C.unit: no such key to take away, got 'unit'; did you mean 'units'?",
        ),
        ("smes: {too: null}", "smes.too: no such key to take away, got 'too'; did you mean 'two'?"),
        (
            "partners: {market: {components: {bracket: 0.6, plate: null}}}",
            "partners.market.components.plate: no such key to take away, got 'plate'; one of bracket",
        ),
    ],
)
def test_a_null_for_what_is_not_there_is_refused(folder, change, message):
    Path("less.yaml").write_text(f"extends: base.yaml\n{change}\n")

    assert problems(reading.read_scenario, "less.yaml") == [f"less.yaml:2: {message}"]


def test_a_null_takes_a_key_away_in_each_of_two_siblings_and_of_what_they_extend(folder):
    Path("with.yaml").write_text("extends: base.yaml\nsmes: {three: {crews: 1}}\n")
    Path("a.yaml").write_text("extends: with.yaml\nsmes: {two: null, three: null}\n")
    Path("b.yaml").write_text("extends: base.yaml\nsmes: {two: null}\n")

    assert list(reading.read_scenario("a.yaml+b.yaml").smes) == ["one"]


@pytest.mark.parametrize(
    ("change", "path", "got"),
    [
        ("partners: {market: {demand: 1,2}}", "partners.market.demand", "1,2"),
        ("partners: {market: {demand: {value: 1,2, source: choice}}}", "partners.market.demand.value", "1,2"),
        ("components: {bracket: {reject_rate: 1,5 %, price: Rp 1}}", "components.bracket.reject_rate", "1,5 %"),
    ],
)
def test_a_decimal_comma_in_braces_is_refused(folder, change, path, got):
    Path("more.yaml").write_text(f"extends: base.yaml\n{change}\n")
    message = f"a comma in the number, got '{got}'; did you mean '{got.replace(',', '.')}'?"

    assert problems(reading.read_scenario, "more.yaml") == [f"more.yaml:2: {path}: {message}"]


@pytest.mark.parametrize(
    ("change", "path", "got", "either"),
    [
        ("components: {bracket: {price: Rp 1.500}}", "components.bracket.price", "Rp 1.500", "'Rp 1500' or 'Rp 1.5'"),
        ("partners: {market: {demand: 1.000}}", "partners.market.demand", "1.000", "'1000' or '1.0'"),
        (
            "partners: {market: {contract: {due: 1.125 days}}}",
            *("partners.market.contract.due", "1.125 days", "'1125 days' or '1.1250 days'"),
        ),
        (
            "partners: {market: {quantity: {discrete: {1.500: 1, 20: 2}}}}",
            *("partners.market.quantity.discrete.1.500", "1.500", "'1500' or '1.5'"),
        ),
    ],
)
def test_a_point_that_may_stand_between_thousands_is_refused(folder, change, path, got, either):
    Path("more.yaml").write_text(f"extends: base.yaml\n{change}\n")
    message = f"more.yaml:2: {path}: a point before three digits, got '{got}'; write {either}"

    assert message in problems(reading.read_scenario, "more.yaml")


def test_a_point_of_thousands_in_a_book_is_refused(folder):
    Path("book.csv").write_text("placed,component,quantity\n2024-02-05 08:00,bracket,1.000\n")
    Path("more.yaml").write_text("extends: base.yaml\npartners: {market: {orders: {every: null, book: book.csv}}}\n")
    (message,) = problems(reading.read_scenario, "more.yaml")

    assert message.endswith("a point before three digits, got '1.000'; write '1000' or '1.0'")


def test_a_point_that_can_only_stand_before_decimals_is_taken(folder):
    Path("more.yaml").write_text(
        "extends: base.yaml\ntitle: 1.500 brackets\n"
        "partners: {market: {demand: 1.125, contract: {due: 1.1250 days, tolerance: 0.125 %, late: 12.5 h}}}\n"
    )
    more = reading.read_scenario("more.yaml")
    Path("again.yaml").write_text(reading.text_of(more))

    assert more.partners["market"].demand.value == 1.125
    assert reading.read_scenario("again.yaml") == more


def test_a_mistake_in_hours_is_named_where_it_stands(folder):
    Path("day.yaml").write_text("extends: base.yaml\ncalendars:\n  day: {hours: {monday-friday: '08:00-16:00'}}\n")
    Path("more.yaml").write_text(
        "extends: day.yaml\ncalendars: {day: {hours: {mondey: '08:00-12:00',\n"
        "  monday: 8.00-25:00, sunday: '25:00',\n  friday: '08:00-12:00'}}}\n"
    )
    twice = "friday twice, got 'friday' beside 'monday-friday'; each day once, as with monday-friday: null"

    assert problems(reading.read_scenario, "more.yaml") == [
        "more.yaml:2: calendars.day.hours.mondey: not a day, got 'mondey'; did you mean 'monday'?",
        "more.yaml:3: calendars.day.hours.monday: not a time of day, got '8.00'; such as 08:00, at most 24:00",
        "more.yaml:3: calendars.day.hours.sunday: not an interval of hours, got '25:00'; such as 08:00-12:00",
        f"more.yaml:4: calendars.day.hours.friday: {twice}",
    ]


def test_a_number_is_replaced_whole_but_its_range_may_be_added(folder):
    Path("whole.yaml").write_text("extends: base.yaml\nworkshops: {C: {units: 50}}\n")
    Path("range.yaml").write_text("extends: base.yaml\nworkshops: {C: {units: {low: 44}}}\n")

    assert reading.read_scenario("whole.yaml").workshops["C"].units == Quantity(50.0, "count")
    assert reading.read_scenario("range.yaml").workshops["C"].units.low == 44
    assert reading.read_scenario("range.yaml").workshops["C"].units.value == 46


def test_a_distribution_is_replaced_by_one_of_another_family(folder):
    Path("other.yaml").write_text(
        "extends: base.yaml\npartners: {market: {orders: {every: {gamma: {mean: 4 h, cv: 2}}}}}\n"
    )
    every = reading.read_scenario("other.yaml").partners["market"].orders.every

    assert (every.family, every.source, every.low) == ("gamma", "", ())


def test_extensions_chain(folder):
    Path("a.yaml").write_text("extends: base.yaml\nworkshops: {C: {let: 44}}\n")
    Path("b.yaml").write_text("extends: a.yaml\nworkshops: {A: {let: 3}}\n")
    workshops = reading.read_scenario("b.yaml").workshops

    assert (workshops["C"].let.value, workshops["A"].let.value) == (44, 3)


def test_siblings_compose(folder):
    Path("a.yaml").write_text("extends: base.yaml\ntitle: {en: more C}\nworkshops: {C: {let: 44}}\n")
    Path("b.yaml").write_text(
        "extends: base.yaml\ntitle: {en: less A}\nworkshops: {A: {let: 3}}\nchanges: {new: null}\n"
    )
    both = reading.read_scenario("a.yaml+b.yaml")

    assert (both.workshops["C"].let.value, both.workshops["A"].let.value) == (44, 3)
    assert both.changes == {}
    assert both.title == {"en": "more C + less A"}
    assert reading.read_scenario("base.yaml+a.yaml") == reading.read_scenario("a.yaml")


def test_siblings_that_disagree_are_refused_with_both_places(folder):
    Path("a.yaml").write_text("extends: base.yaml\nworkshops: {C: {let: 44}}\n")
    Path("b.yaml").write_text("extends: base.yaml\n\nworkshops: {C: {let: 45}}\n")

    assert problems(reading.read_scenario, "a.yaml+b.yaml") == [
        "b.yaml:3: workshops.C.let: set twice, got 45 and 44 in a.yaml:2; one value"
    ]


def test_a_file_of_siblings_is_them_put_together(folder):
    Path("a.yaml").write_text("extends: base.yaml\ntitle: {en: more C}\nworkshops: {C: {let: 44}}\n")
    Path("b.yaml").write_text("extends: base.yaml\nworkshops: {A: {let: 3}}\nchanges: {new: null}\n")
    Path("both.yaml").write_text("extends: a.yaml + b.yaml\n")
    Path("more.yaml").write_text("extends: both.yaml\nworkshops: {A: {let: 2}}\n")

    assert reading.read_scenario("both.yaml") == reading.read_scenario("a.yaml+b.yaml")
    assert reading.read_scenario("both.yaml+a.yaml").workshops == reading.read_scenario("both.yaml").workshops
    assert reading.read_scenario("more.yaml").workshops["A"].let.value == 2


def test_mistakes_of_siblings_set_in_a_file_are_told_once_with_both_places(folder):
    Path("a.yaml").write_text("extends: base.yaml\nworkshops: {C: {let: 44}}\n")
    Path("b.yaml").write_text("extends: base.yaml\n\nworkshops: {C: {let: 45}, D: null}\n")
    Path("both.yaml").write_text("extends: a.yaml+b.yaml\n")
    Path("none.yaml").write_text("extends: a.yaml+c.yaml\n")
    Path("round.yaml").write_text("extends: a.yaml+round.yaml\n")

    assert problems(reading.read_scenario, "both.yaml") == problems(reading.read_scenario, "a.yaml+b.yaml")
    assert len(problems(reading.read_scenario, "both.yaml")) == 2
    assert "no such file, got 'c.yaml'" in problems(reading.read_scenario, "none.yaml")[0]
    assert "extends itself in a circle" in problems(reading.read_scenario, "round.yaml")[0]


# --- overrides


@pytest.mark.parametrize(
    ("override", "path", "value"),
    [
        ("workshops.C.let=40", ("workshops", "C", "let"), 40),
        ("workshops.A.let=2", ("workshops", "A", "let"), 2),
        ("changes.new.units.C=-3", ("changes", "new", "units", "C", "units"), -3),
        ("components.bracket.routing.cut.setup=1 h", ("components", "bracket", "routing", "cut", "setup"), HOUR),
        ("partners.market.orders.every.mean=5 h", ("partners", "market", "orders", "every"), 5 * HOUR),
        ("partners.market.orders.every.exponential=5 h", ("partners", "market", "orders", "every"), 5 * HOUR),
        ("partners.market.components.bracket=0.5", ("partners", "market", "components", "bracket", "share"), 0.5),
        ("partners.market.quantity.triangular.low=6", ("partners", "market", "quantity"), 6),
        ("targets.otif={low: 0.9}", ("targets", "otif", "low"), 0.9),
        ("smes.one.crews=7", ("smes", "one", "crews"), 7),
    ],
)
def test_an_override_sets_a_path(override, path, value):
    part = reading.scenario_from(tree(), [override])
    for step in path:
        part = part[step] if isinstance(part, dict) else getattr(part, step)
    first = next(iter(dict(getattr(part, "parameters", ())).values()), None)

    assert (getattr(part, "value", part) if first is None else first) == value


def test_an_override_of_a_number_keeps_source_and_range():
    units = reading.scenario_from(tree(), ["workshops.C.units=50"]).workshops["C"].units
    every = reading.scenario_from(tree(), ["partners.market.orders.every.mean=5 h"]).partners["market"].orders.every

    assert units == Quantity(50.0, "count", "", "assumption", 40.0, 54.0)
    assert (every.source, dict(every.low)) == ("assumption", {"mean": 2 * HOUR})


def test_an_override_may_set_what_stands_beside_a_number():
    units = reading.scenario_from(tree(), ["workshops.C.units.low=42", "workshops.C.let.note=a guess"]).workshops["C"]

    assert (units.units.low, units.let.note) == (42, "a guess")


def test_a_later_override_wins_and_null_takes_away():
    assert reading.scenario_from(tree(), ["workshops.C.let=1", "workshops.C.let=2"]).workshops["C"].let.value == 2
    assert reading.scenario_from(tree(), ["workshops.C.let=null"]).workshops["C"].let is None


def test_an_equals_sign_in_brackets_belongs_to_the_path():
    targets = {"targets": {"utilisation[workshop=C]": {"low": 0.4}}}
    scenario = reading.scenario_from({**tree(), **targets}, ["targets.utilisation[workshop=C].low=0.5"])

    assert scenario.targets["utilisation[workshop=C]"].low == 0.5


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("workshop.C.let=3", "workshop.C.let: no such path, got 'workshop'; did you mean 'workshops'?"),
        ("workshops.D.let=3", "workshops.D.let: no such path, got 'D'; one of A, C"),
        ("workshops.C.lett=3", "workshops.C.lett: no such path, got 'lett'; did you mean 'let'?"),
        ("workshops.C.units.hi=3", "workshops.C.units.hi: no such path, got 'hi'; did you mean 'high'?"),
        (
            "partners.market.components.braket=1",
            "partners.market.components.braket: no such path, got 'braket'; did you mean 'bracket'?",
        ),
        (
            "partners.market.orders.every.cv=1",
            (
                "partners.market.orders.every.cv: no such path, "
                "got 'cv'; one of mean, exponential, source, low, high, note"
            ),
        ),
        (
            "workshops.C.queue.x=1",
            "workshops.C.queue.x: nothing below workshops.C.queue, got 'x'; set workshops.C.queue itself",
        ),
        (
            "workshops.C.let",
            "workshops.C.let: no value, got 'workshops.C.let'; path=value, such as workshops.C.units=50",
        ),
        (
            "workshops.C.let=[1",
            (
                "workshops.C.let: not YAML (expected ',' or ']', but got '<stream end>'), got '[1'; "
                "a value in YAML, such as 50 or '3 days'"
            ),
        ),
        ("workshops.C.let=0 t", "workshops.C.let: 't' is no unit of it, got '0 t'; a whole number such as 3"),
    ],
)
def test_an_override_that_cannot_be_is_refused(override, message):
    assert problems(reading.scenario_from, tree(), [override]) == [f"--set {override}: {message}"]


# --- back


def test_a_scenario_reads_back_from_its_tree_and_text(folder):
    scenario = reading.read_scenario("base.yaml")
    Path("text.yaml").write_text(reading.text_of(scenario))

    assert reading.scenario_from(reading.tree_of(scenario)) == scenario
    assert reading.scenario_from(json.loads(json.dumps(reading.tree_of(scenario)))) == scenario
    assert reading.read_scenario("text.yaml") == scenario
    assert reading.text_of(reading.read_scenario("text.yaml")) == reading.text_of(scenario)


def test_a_tree_that_is_read_stays_as_it_was():
    data = tree()
    kept = deepcopy(data)
    reading.scenario_from(data, ["workshops.C.let=40", "partners.market.components.bracket=2"])

    assert data == kept


AMOUNT = st.floats(0.01, 900, allow_nan=False).map(lambda amount: float(f"{amount:.4g}"))
TIMES = st.one_of(
    st.builds("{} {}".format, AMOUNT, st.sampled_from(["min", "h", "days", "weeks", "months"])),
    st.builds(
        lambda mean, cv: {"gamma": {"mean": f"{mean} min", "cv": cv}}, AMOUNT, AMOUNT.filter(lambda cv: cv <= 100)
    ),
    st.builds(
        lambda mean: {"exponential": f"{mean} h", "source": "assumption", "low": "1 min", "high": "90 days"}, AMOUNT
    ),
    st.builds(lambda low, width: {"uniform": [low, low + width], "unit": "s"}, AMOUNT, AMOUNT),
    st.builds(lambda values: {"empirical": values, "unit": "min"}, st.lists(AMOUNT, min_size=1, max_size=5)),
    st.builds(
        lambda values: {"discrete": {f"{value} min": 1 for value in values}}, st.sets(st.integers(0, 9), min_size=1)
    ),
)
SHORT = st.one_of(  # times of work: that of a lot stays within what integers hold
    st.builds("{} {}".format, AMOUNT, st.sampled_from(["min", "h"])),
    st.builds(lambda mean: {"gamma": {"mean": f"{mean} s", "cv": 0.5}}, AMOUNT),
)
COUNTS = st.one_of(
    st.integers(1, 99),
    st.builds(lambda value: {"value": value, "source": "T01", "note": "x"}, st.integers(1, 99)),
)
DAYS = st.dates(date(2023, 1, 1), date(2026, 1, 1)).map(date.isoformat)


@pytest.mark.parametrize(
    "text", ["\x85", "a\x85b", "a\u2028b", "\ufeff", "\x0b", "  a ", "a\n\nb", "- a", "null", "1e3"]
)
def test_any_text_is_read_back_as_it_was(text):
    assert files.load_value(files.as_text({"title": text})) == {"title": text}


def test_keys_of_several_words_are_read_back_however_many_they_are():
    for first in range(1, 120):
        data = {"due": {"discrete": {f"{k} days": 1 for k in range(first, first + 60)}}}

        assert files.load_value(files.as_text(data)) == data


@pytest.mark.parametrize("text", ['title: "\\ud800"', '{"a\\udfff": 1}', "a: [b, '\\ud800', \"\\udcff\"]"])
def test_half_a_character_is_no_text(text, tmp_path):
    file = tmp_path / "half.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ScenarioError, match=r"half.yaml:1: not YAML .*is no text"):
        reading.reviewed(file)


@pytest.mark.parametrize("text", ["2024-01-31", "2024-W05-3", "20240131", "2024-02-30", "2024-01-31T08:00"])
def test_a_text_that_looks_like_a_day_is_read_back_as_it_was(text):
    assert files.load_value(files.as_text({"title": text})) == {"title": text}


@st.composite
def trees_of_scenarios(draw):
    """Any small scenario without mistakes, as a tree."""
    types = draw(st.lists(st.sampled_from("ABC"), min_size=1, unique=True))
    parts = draw(st.lists(st.sampled_from(["pin", "bracket", "door"]), min_size=1, unique=True))
    names = draw(st.lists(st.sampled_from(["p-1", "p-2"]), min_size=1, unique=True))

    def routing():
        steps = draw(st.lists(st.sampled_from([*types, "none"]), min_size=1, max_size=4))
        return {
            f"step-{i}": {
                "workshop": step,
                "setup": draw(SHORT),
                "per_piece": draw(SHORT),
                "rework": draw(st.booleans()),
            }
            for i, step in enumerate(steps)
        }

    def partner():
        mix = {
            name: draw(st.one_of(AMOUNT, st.builds(lambda share: {"share": share, "quantity": 3}, AMOUNT)))
            for name in parts
        }
        return {
            "orders": {"every": draw(TIMES)},
            "components": mix,
            "contract": {"due": draw(TIMES)},
            "from": draw(DAYS),
        }

    return {
        "title": draw(st.text(max_size=9)),
        "time": {"first_day": "2024-01-01", "last_day": "2024-12-31", "run_in": f"{draw(st.integers(0, 9))} weeks"},
        "sources": {"T01": {"publisher": "x", "date": "2023"}},
        "workshops": {
            name: {"units": draw(COUNTS), "failures": {"life": draw(TIMES), "repair": draw(TIMES)}} for name in types
        },
        "components": {name: {"routing": routing(), "reject_rate": "2 %"} for name in parts},
        "partners": {name: partner() for name in names},
        "holidays": {"national": draw(st.lists(DAYS, max_size=3))},
    }


def without_rework_mistakes(data):
    for component in data["components"].values():
        next(iter(component["routing"].values()))["rework"] = True
    for partner in data["partners"].values():
        if partner["orders"]["every"] in ("0", "0 min", {"discrete": {"0 min": 1}}):
            partner["orders"]["every"] = "1 min"
    return data


@settings(max_examples=40, derandomize=True, deadline=None)
@given(trees_of_scenarios().map(without_rework_mistakes))
def test_any_scenario_reads_back(data):
    scenario = reading.scenario_from(data)

    assert reading.scenario_from(reading.tree_of(scenario)) == scenario
    assert reading.scenario_from(files.load_value(reading.text_of(scenario))) == scenario


@settings(max_examples=10, derandomize=True, deadline=None)
@given(trees_of_scenarios().map(without_rework_mistakes))
def test_every_number_of_the_register_can_be_set_by_its_path(data):
    scenario = reading.scenario_from(data)
    for path, number in sources.numbers(scenario):
        assert scenario.with_value(path, number) is not None
        again = dict(sources.numbers(scenario.with_value(path, number)))
        assert again[path] == number


def test_with_value_leaves_the_scenario_alone_and_validates():
    scenario = reading.scenario_from(tree())
    changed = scenario.with_value("workshops.C.units", 50)

    assert (scenario.workshops["C"].units.value, changed.workshops["C"].units.value) == (46, 50)
    assert problems(scenario.with_value, "workshops.C.units", 3) == [
        "workshops.C.let: more let than there are, got 43; at most 3"
    ]
    assert problems(scenario.with_value, "workshops.C.unit", 3) == [
        "workshops.C.unit: no such path, got 'unit'; did you mean 'units'?"
    ]


def test_a_whole_part_may_be_added_by_its_path():
    scenario = reading.scenario_from(tree())
    partner = reading.tree_of(scenario)["partners"]["market"]

    assert list(scenario.with_value("partners.second", partner).partners) == ["market", "second"]


# --- the register


def test_the_register_lists_every_number_with_source_and_range():
    entries = {entry.path: entry for entry in reading.register(reading.scenario_from(tree()))}

    assert entries["workshops.A.units"][1:5] == ("4", "", "T01", "")
    assert entries["workshops.A.units"].kind == "sourced"
    assert entries["workshops.C.units"][1:8] == ("46", "", "assumption", "40", "54", "", "assumption")
    assert entries["partners.market.orders.every"][1:8] == (
        *("exponential 3", "h", "assumption"),
        *("exponential 2", "exponential 4", "", "assumption"),
    )
    assert entries["workshops.C.let"].kind == "unsourced"
    assert entries["time.run_in"].kind == "choice"
    assert len(entries) == 13


def test_a_bare_number_inherits_source_and_range_of_the_parts_around_it():
    data = tree()
    data["components"]["bracket"].update(source="assumption", range=[0.5, 2])
    data["components"]["bracket"]["routing"]["cut"].update(source="T01")
    entries = {entry.path: entry for entry in reading.register(reading.scenario_from(data))}
    steps = "components.bracket.routing"

    assert entries[f"{steps}.cut.setup"].kind == "sourced"
    assert entries[f"{steps}.cool.per_piece"][1:8] == ("1", "h", "assumption", "0.5", "2", "", "assumption")


def test_an_inherited_range_has_its_low_end_first_and_does_not_reach_the_study_itself():
    data = {**tree(), "source": "assumption", "range": [0, 2]}
    data["partners"]["market"]["priority"] = -1
    entries = {entry.path: entry for entry in reading.register(reading.scenario_from(data))}

    assert (entries["partners.market.priority"].low, entries["partners.market.priority"].high) == ("-2", "0")
    assert entries["time.run_in"].kind == "choice"


def test_a_choice_is_no_assumption():
    scenario = reading.scenario_from(tree(), ["changes.new.source=choice"])

    assert {entry.path: entry.kind for entry in reading.register(scenario)}["changes.new.units.C.units"] == "choice"


def test_the_assumed_share_counts_what_is_no_choice():
    scenario = reading.scenario_from(tree())
    kinds = [entry.kind for entry in reading.register(scenario)]

    assert reading.assumed_share(scenario) == 2 / (len(kinds) - kinds.count("choice"))


# --- the schema


def test_the_schema_in_the_tree_is_fresh():
    file = Path(reading.__file__).parents[2] / "scenarios" / "schema.json"

    assert json.loads(file.read_text("utf-8")) == reading.schema()


def test_the_schema_takes_what_reading_takes():
    jsonschema = pytest.importorskip("jsonschema")
    schema = reading.schema()
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate(tree(), schema)
    jsonschema.validate({"extends": "base.yaml", "workshops": {"C": {"let": None, "units": {"low": 3}}}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"workshops": {"C": {"untis": 3}}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"components": {"x": {"mass": 3}}}, schema)


def test_every_reference_of_the_schema_leads_somewhere():
    schema = reading.schema()

    assert set(re.findall(r"#/\$defs/(\w+)", json.dumps(schema))) <= set(schema["$defs"])


def test_every_key_of_the_schema_is_described():
    schema = reading.schema()
    parts = [schema, *(each for each in schema["$defs"].values() if each.get("additionalProperties") is False)]

    assert [key for part in parts for key, value in part["properties"].items() if "description" not in value] == []


# --- remarks


def test_remarks_name_what_never_happens():
    data = tree()
    data["changes"]["new"]["from"] = "2025-07-01"
    data["sources"]["T02"] = {"publisher": "x", "date": "2022"}
    data["calendars"] = {"day": {"hours": {"monday": "08:00-09:00"}}, "night": {"hours": {"monday": "20:00-21:00"}}}
    data["workshops"]["C"]["calendar"] = "day"
    data["smes"]["two"] = {"calendar": "night"}
    data["workshops"]["C"]["units"]["value"] = 60

    assert [str(problem) for problem in reading.remarks(reading.scenario_from(data))] == [
        "smes.two.calendar: never meets a workshop's, got 'night' and 'day' of type 'C'; it makes nothing there",
        "changes.new: after the last day, got 2025-07-01; it never happens",
        "workshops.C.units: outside its range, got 60; from 40 to 54",
        "sources.T02: a source that nothing names; a number of it, or no source",
    ]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("otfi: {low: 0.5}", "otfi: no such KPI, got 'otfi'; did you mean 'otif'?"),
        ("'wip[sice=big]': {low: 0.5}", "wip[sice=big]: no such group, got 'sice'; did you mean 'size'?"),
        ("'otif[kind=markt]': {low: 0.5}", "otif[kind=markt]: no such kind, got 'markt'; did you mean 'market'?"),
        ("otif: {low: 90}", "otif.low: too large, got 90; a share such as 0.9 or '90 %'"),
        ("wip: {high: 90 %}", "wip.high: not a number, got '90 %'; a number in the KPI's unit"),
        ("otif: {low: 90 kg}", "otif.low: not a number, got '90 kg'; a number such as 1.1"),
    ],
)
def test_targets_are_those_of_kpis_and_of_what_is_there(folder, target, message):
    Path("more.yaml").write_text(
        f"extends: base.yaml\npartners: {{market: {{kind: market}}}}\ntargets:\n  {target}\n",
    )

    assert problems(reading.read_scenario, "more.yaml") == [f"more.yaml:4: targets.{message}"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "lead_time_within",
            "a KPI's name without its value, got 'lead_time_within'; such as lead_time_within[30 days]",
        ),
        ("lead_time_within[30]", "no unit, got '30'; a duration such as '45 min' or '3 days'"),
        ("lead_time_within[0 h]", "too small, got '0 h'; more than 0"),
        (
            "otif[30 days]",
            "a KPI's name with a value that it does not ask for, got 'otif[30 days]'; otif, or otif[partner=market-1]",
        ),
        ("lead_time_p9", "no such KPI, got 'lead_time_p9'; did you mean 'lead_time_p95'?"),
    ],
)
def test_a_kpi_asks_for_a_value_or_for_none(folder, name, message):
    Path("more.yaml").write_text(f"extends: base.yaml\nkpis: ['{name}']\n")
    Path("most.yaml").write_text(f"extends: base.yaml\ntargets: {{'{name}': {{low: 0.5}}}}\n")

    assert problems(reading.read_scenario, "more.yaml") == [f"more.yaml:2: kpis: {message}"]
    assert problems(reading.read_scenario, "most.yaml") == [f"most.yaml:2: targets.{name}: {message}"]


def test_a_target_of_a_share_may_be_in_percent(folder):
    Path("more.yaml").write_text("extends: base.yaml\ntargets: {otif: {low: 90 %}}\n")

    assert reading.read_scenario("more.yaml").targets["otif"].low == 0.9


def test_an_inherited_target_of_what_is_taken_away_is_left_out_with_a_remark(folder):
    Path("more.yaml").write_text(
        "extends: base.yaml\nlanes: {city: {travel: 5 h}}\ntargets: {'trucks[lane=city]': {low: 1}, otif: {low: 0.5}}\n"
    )
    Path("less.yaml").write_text("extends: more.yaml\nlanes: {city: null}\n")
    remark = "a target of what is gone, got 'trucks[lane=city]'; it is left out"

    for scenario, remarks in (
        reading.reviewed("less.yaml"),
        reading.reviewed("more.yaml", ["lanes.city=null"]),
    ):
        assert list(scenario.targets) == ["otif"]
        assert f"more.yaml:3: targets.trucks[lane=city]: {remark}" in map(str, remarks)
    assert reading.scenario_from(reading.tree_of(scenario)) == scenario
    assert list(reading.read_scenario("more.yaml").with_value("lanes", {}).targets) == ["otif"]


def test_targets_know_the_members_of_all_groups():
    scenario = reading.read_scenario("scenarios/lik-takaru.yaml")

    assert {group: set(each) for group, each in fixed(prepare(scenario)).members.items()} == targets.members(scenario)
    assert {group for kpi in KPIS.values() for group in kpi.groups} == set(targets.members(scenario))


def test_a_mapping_takes_over_the_keys_of_another_but_for_its_own(tmp_path):
    file = tmp_path / "estate.yaml"
    file.write_text(
        "time: {last_day: 2024-12-31}\n"
        "workshops: {A: &hall {units: 4, queue: edd}, B: {<<: *hall, units: 2}}\n"
        "components: {part: {routing: {cut: {workshop: A}, bend: {workshop: B}}}}\n"
        "partners: {world: {orders: {every: 1 day}, components: {part: 1}}}\n"
    )
    workshops = reading.read_scenario(file).workshops

    assert (workshops["B"].units.value, workshops["B"].queue) == (2, "edd")


def test_a_workshop_type_that_is_a_guess_names_alternatives():
    scenario = reading.read_scenario(Path(__file__).parent / "small.yaml")
    value = "components.bracket.routing.cut.workshop"

    guessed = reading.with_value(scenario, value, {"value": "C", "alternatives": ["none"]})

    assert sources.alternatives(scenario) == []
    assert sources.alternatives(guessed) == [(value, "C", ("none",))]
    assert reading.scenario_from(reading.tree_of(guessed)) == guessed
    assert reading.with_value(guessed, value, "C") == guessed  # the value alone is set
    with pytest.raises(ScenarioError) as told:
        reading.with_value(scenario, value, {"value": "C", "alternatives": ["none", "X"]})
    assert [problem.path for problem in told.value.problems] == [value + ".alternatives"]
