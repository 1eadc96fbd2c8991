"""Quantities and distributions: what is read of which text, and that writing gives it back."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takarusim.language.catalogue import CATALOGUE
from takarusim.language.mistakes import told
from takarusim.quantities import families, units
from takarusim.quantities.distributions import Distribution
from takarusim.quantities.units import Quantity

MINUTE, DAY = 60_000, 86_400_000


@pytest.mark.parametrize(
    ("raw", "dimension", "value"),
    [
        ("45 min", "duration", 45 * MINUTE),
        ("45min", "duration", 45 * MINUTE),
        ("1.5 h", "duration", 90 * MINUTE),
        ("26 weeks", "duration", 182 * DAY),
        ("1 month", "duration", 30.4375 * DAY),
        ("2 years", "duration", 730.5 * DAY),
        ("0.1 s", "duration", 100),
        ("0.4 ms", "duration", 0),
        ("0.5 ms", "duration", 1),
        ("1e3 s", "duration", 1_000_000),
        ("2 t", "mass", 2_000_000),
        ("2 tonnes", "mass", 2_000_000),
        ("0.35 kg", "mass", 350),
        ("Rp 5.6 million", "money", 5_600_000),
        ("5.6 million Rp", "money", 5_600_000),
        ("Rp 2,000", "money", 2000),
        ("Rp2,191,161", "money", 2_191_161),
        ("2 %", "share", 0.02),
        ("500 ppm", "share", 0.0005),
        (0.02, "share", 0.02),
        (1.1, "number", 1.1),
        ("110 %", "number", 1.1),
        (46, "count", 46),
        (46.0, "count", 46),
    ],
)
def test_a_quantity_is_kept_in_the_base_unit(raw, dimension, value):
    assert units.quantity(raw, dimension).value == value


@pytest.mark.parametrize(
    ("indonesian", "english", "dimension"),
    [
        ("30 menit", "30 min", "duration"),
        ("1.5 jam", "1.5 h", "duration"),
        ("45 Detik", "45 s", "duration"),
        ("3 hari", "3 days", "duration"),
        ("2 minggu", "2 weeks", "duration"),
        ("6 bulan", "6 months", "duration"),
        ("5 tahun", "5 years", "duration"),
        ("Rp 5.6 juta", "Rp 5.6 million", "money"),
        ("Rp 350 ribu", "Rp 350 thousand", "money"),
        ("2 miliar Rp", "2 billion Rp", "money"),
        ("5 persen", "5 %", "share"),
        ("1.2 ton", "1.2 ton", "mass"),
        ("200 buah", 200, "count"),
        ("200 pieces", 200, "count"),
    ],
)
def test_indonesian_words_for_units_are_read_as_the_english_ones(indonesian, english, dimension):
    assert units.quantity(indonesian, dimension) == units.quantity(english, dimension)


def test_a_point_of_thousands_is_refused_before_an_indonesian_unit_too():
    assert "write '1500 hari' or '1.5 hari'" in str(units.thousands("1.500 hari"))


def test_what_is_said_of_an_unknown_unit_can_be_read_in_each_language():
    for key in [key for key in CATALOGUE if key.startswith("units.")]:
        for said in CATALOGUE[key]:
            for word in re.sub("^.*? (?:dari|of) ", "", said).split(", "):
                money = "Rp " if key == "units.money" and word != "Rp" else ""
                assert units.exact(f"{money}3 {word}", key.removeprefix("units."))


def test_a_unit_stays_as_written():
    assert units.quantity("Rp 5.6 million", "money").unit == "Rp million"
    assert units.quantity("3 days", "duration").unit == "days"


def test_a_mapping_gives_source_range_and_note():
    raw = {"value": "2 t", "source": "T10", "low": "1 t", "high": "3 t", "note": "a guess"}

    assert units.quantity(raw, "mass") == Quantity(2e6, "mass", "t", "T10", 1e6, 3e6, "a guess")


def test_a_quantity_already_made_is_taken_as_it_is():
    made = Quantity(3.0, "count", source="T01")

    assert units.quantity(made, "count") is made


@pytest.mark.parametrize(
    ("raw", "dimension", "message"),
    [
        (45, "duration", "no unit, got 45; a duration such as '45 min' or '3 days'"),
        ("45 mnt", "duration", "unknown unit 'mnt', got '45 mnt'; one of ms, s, min, h, day, week, month, year"),
        ("Rp 3 jt", "money", "unknown unit 'Rp jt', got 'Rp 3 jt'; one of Rp, thousand, million, billion"),
        ("3 buah", "duration", "unknown unit 'buah', got '3 buah'; one of ms, s, min, h, day, week, month, year"),
        ("3 kg", "duration", "'kg' is no unit of it, got '3 kg'; a duration such as '45 min' or '3 days'"),
        ("a week", "duration", "not a number with a unit, got 'a week'; a duration such as '45 min' or '3 days'"),
        ("", "duration", "not a number with a unit, got ''; a duration such as '45 min' or '3 days'"),
        ("2,5 h", "duration", "a comma in the number, got '2,5 h'; did you mean '2.5 h'?"),
        (
            "Rp 1.500.000",
            "money",
            "points in the number, got 'Rp 1.500.000'; none between thousands, as in 'Rp 1,500,000'",
        ),
        (True, "count", "not a number, got true; a whole number such as 3"),
        (None, "count", "not a number, got null; a whole number such as 3"),
        ([1], "number", "not a number, got [1]; a number such as 1.1"),
        (2.5, "count", "not a whole number, got 2.5; a whole number such as 3"),
        (math.nan, "number", "not a finite number, got nan; a number such as 1.1"),
        (math.inf, "share", "not a finite number, got inf; a share such as 0.02 or '2 %'"),
        ("999999 years", "duration", "too large, got '999999 years'; less than 4.5e15 ms"),
        ({"low": 3}, "count", "no value, got {low: 3}; a whole number such as 3, under the key value"),
        (
            {"value": 3, "sorce": "T01"},
            "count",
            "unknown key 'sorce', got {value: 3, sorce: T01}; did you mean 'source'?",
        ),
        ({"value": 3, "source": 1}, "count", "source is not text, got 1; text, in quotes if it looks like a number"),
        ({"value": 3, "low": 1}, "count", "half a range, got {value: 3, low: 1}; both low and high"),
        ({"value": 3, "low": 5, "high": 4}, "count", "low above high, got low 5 and high 4; low first"),
    ],
)
def test_a_quantity_that_is_none_is_refused(raw, dimension, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        units.quantity(raw, dimension)


@pytest.mark.parametrize(
    ("raw", "bounds", "message"),
    [
        ("-5 min", {"minimum": 0}, "too small, got '-5 min'; at least 0"),
        ("0 min", {"above": 0}, "too small, got '0 min'; more than 0"),
        ("2 h", {"maximum": 60_000}, "too large, got '2 h'; at most 60000 ms"),
        ({"value": "5 s", "low": "1 s", "high": "2 h"}, {"maximum": 60_000}, "too large, got '2 h'; at most 60000 ms"),
        ({"value": "5 min", "low": "-1 min", "high": "9 min"}, {"minimum": 0}, "too small, got '-1 min'; at least 0"),
    ],
)
def test_bounds_hold_for_a_value_and_its_range(raw, bounds, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        units.quantity(raw, "duration", **bounds)


UNITS = {
    "duration": ["ms", "s", "min", "h", "days", "weeks", "months", "years"],
    "mass": ["g", "kg", "t"],
    "money": ["Rp", "Rp million", "thousand Rp"],
    "share": ["", "%", "ppm"],
    "number": ["", "%"],
    "count": [""],
}
AMOUNTS = st.floats(0, 1e5, allow_nan=False).map(lambda amount: float(f"{amount:.9g}"))


@st.composite
def quantities(draw):
    dimension = draw(st.sampled_from(sorted(UNITS)))
    unit = draw(st.sampled_from(UNITS[dimension]))

    def number():
        amount = draw(st.integers(0, 10**6)) if dimension == "count" else draw(AMOUNTS)
        return f"{amount} {unit}" if unit else amount

    raw = number()
    if draw(st.booleans()):
        low, high = sorted((number(), number()), key=lambda each: units.plain(each, dimension)[0])
        raw = {"value": raw, "source": "assumption", "low": low, "high": high, "note": draw(st.text(max_size=5))}
    return units.quantity(raw, dimension)


@given(quantities())
def test_a_quantity_reads_back_as_it_was_written(quantity):
    assert units.quantity(units.written(quantity), quantity.dimension) == quantity


def test_a_quantity_of_another_dimension_is_refused():
    with pytest.raises(ValueError, match=r"^of another kind, got 1 g"):
        units.quantity(Quantity(1.0, "mass"), "money")


def test_a_number_is_written_in_few_digits():
    assert units.written(units.quantity("0.1 h", "duration")) == "0.1 h"
    assert units.written(units.quantity("Rp 5.6 million", "money")) == "Rp 5.6 million"
    assert units.written(units.quantity("2 %", "share")) == "2 %"


# --- distributions

EVERY_FAMILY = [
    ("3 days", "constant", {"value": 3 * DAY}),
    ({"value": "3 days", "source": "S06"}, "constant", {"value": 3 * DAY}),
    ({"constant": "3 days"}, "constant", {"value": 3 * DAY}),
    ({"exponential": "3 days"}, "exponential", {"mean": 3 * DAY}),
    ({"exponential": {"mean": "3 days"}}, "exponential", {"mean": 3 * DAY}),
    ({"hyperexponential": {"mean": "1 day", "cv": 2}}, "hyperexponential", {"mean": DAY, "cv": 2}),
    (
        {"hyperexponential": {"shares": [0.8, 0.2], "means": ["1 day", "9 days"]}},
        "hyperexponential",
        {"shares": (0.8, 0.2), "means": (DAY, 9 * DAY)},
    ),
    ({"gamma": {"mean": "3 days", "cv": 0.5}}, "gamma", {"mean": 3 * DAY, "cv": 0.5}),
    ({"erlang": {"mean": "2 min", "stages": 3}}, "erlang", {"mean": 2 * MINUTE, "stages": 3}),
    ({"lognormal": {"mean": "2 min", "cv": 1}}, "lognormal", {"mean": 2 * MINUTE, "cv": 1}),
    ({"weibull": {"mean": "2 min", "shape": 1.5}}, "weibull", {"mean": 2 * MINUTE, "shape": 1.5}),
    (
        {"triangular": ["5 min", "12 min", "1 day"]},
        "triangular",
        {"low": 5 * MINUTE, "mode": 12 * MINUTE, "high": DAY},
    ),
    ({"triangular": [5, 12, 40], "unit": "min"}, "triangular", {"low": 300_000, "mode": 720_000, "high": 2_400_000}),
    ({"uniform": ["1 min", "2 min"]}, "uniform", {"low": MINUTE, "high": 2 * MINUTE}),
    ({"normal": {"mean": "2 min", "sd": "20 s"}}, "normal", {"mean": 2 * MINUTE, "sd": 20_000}),
    ({"discrete": {"5 min": 0.2, "10 min": 0.8}}, "discrete", {"values": (300_000, 600_000), "weights": (0.2, 0.8)}),
    ({"empirical": ["5 min", "1 min"]}, "empirical", {"values": (300_000, 60_000)}),
    ({"empirical": [5, 1.5], "unit": "min"}, "empirical", {"values": (300_000, 90_000)}),
]


@pytest.mark.parametrize(("raw", "family", "parameters"), EVERY_FAMILY)
def test_a_distribution_is_read_and_reads_back(raw, family, parameters):
    read = families.distribution(raw, "duration")

    assert (read.family, dict(read.parameters)) == (family, parameters)
    assert families.distribution(families.written(read), "duration") == read


@pytest.mark.parametrize(
    ("raw", "low", "high"),
    [
        ({"value": "3 days", "low": "2 days", "high": "4 days"}, {"value": 2 * DAY}, {"value": 4 * DAY}),
        ({"exponential": "3 days", "low": "2 days", "high": "4 days"}, {"mean": 2 * DAY}, {"mean": 4 * DAY}),
        (
            {"gamma": {"mean": "3 days", "cv": 0.5}, "low": "2 days", "high": {"mean": "4 days", "cv": 1}},
            {"mean": 2 * DAY, "cv": 0.5},
            {"mean": 4 * DAY, "cv": 1},
        ),
        (
            {"uniform": [1, 2], "unit": "days", "low": [0, 1], "high": [2, 3]},
            {"low": 0, "high": DAY},
            {"low": 2 * DAY, "high": 3 * DAY},
        ),
    ],
)
def test_a_distribution_has_its_range_in_parameters(raw, low, high):
    read = families.distribution({**raw, "source": "assumption"}, "duration")

    assert (dict(read.low), dict(read.high)) == (low, high)
    assert families.distribution(families.written(read), "duration") == read


UNDER_HALF = "{name} under half a millisecond, got {got}; times are whole milliseconds, so at least 1 ms"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"exponental": "3 d"}, "unknown distribution, got 'exponental'; did you mean 'exponential'?"),
        ({"exponential": "3 d", "gamma": {}}, "two distributions, got exponential and gamma; one of them"),
        (
            {"gamma": "3 h"},
            (
                "not the parameters of gamma, got '3 h'; "
                "mean, cv, as in {gamma: {mean: 3 days, cv: 0.5}}, or sd: 36 h instead of cv"
            ),
        ),
        (
            {"gamma": {"mean": "3 h", "sd": "0 h"}},
            "not the parameters of gamma, got {gamma: {mean: 3 h, sd: 0 h}}; an sd above 0",
        ),
        ({"exponential": "0.4 ms"}, UNDER_HALF.format(name="mean", got="'0.4 ms'")),
        ({"exponential": 0.4, "unit": "ms"}, UNDER_HALF.format(name="mean", got="'0.4 ms'")),
        ({"normal": {"mean": "2 h", "sd": "1e-9 s"}}, UNDER_HALF.format(name="sd", got="'1e-9 s'")),
        (
            {"triangular": ["5 h", "6 h"]},
            (
                "not the parameters of triangular, got [5 h, 6 h]; "
                "low, mode, high, as in {triangular: [5 min, 12 min, 40 min]}"
            ),
        ),
        (
            {"triangular": ["5 h", "2 h", "3 h"]},
            "not the parameters of triangular, got {triangular: [5 h, 2 h, 3 h]}; low, mode, high, in order",
        ),
        ({"exponential": "0 h"}, "not the parameters of exponential, got {exponential: 0 h}; a mean above 0"),
        ({"uniform": ["2 h", "2 h"]}, "not the parameters of uniform, got {uniform: [2 h, 2 h]}; low below high"),
        ({"uniform": ["-1 h", "2 h"]}, "too small, got {uniform: [-1 h, 2 h]}; at least 0"),
        (
            {"hyperexponential": {"mean": "1 h", "cv": 0.5}},
            (
                "not the parameters of hyperexponential, got {hyperexponential: {mean: 1 h, cv: 0.5}}; "
                "a cv from 1 to 100"
            ),
        ),
        ({"discrete": {"5 min": 0}}, "not the parameters of discrete, got {discrete: {5 min: 0}}; weights above 0"),
        (
            {"discrete": {"60 s": 1, "1 min": 1}},
            "not the parameters of discrete, got {discrete: {60 s: 1, 1 min: 1}}; each value once",
        ),
        (
            {"empirical": []},
            "values is no list of numbers, got []; " + told("form.empirical", {}, "en"),
        ),
        (
            {"exponential": "3 h", "low": "2 h"},
            "half a range, got {exponential: 3 h, low: 2 h}; both low and high",
        ),
        (
            {"exponential": "3 h", "low": "4 h", "high": "2 h"},
            "mean of low above mean of high, got {exponential: 3 h, low: 4 h, high: 2 h}; low first",
        ),
        (
            {"source": "S06"},
            "no distribution, got {source: S06}; a duration such as '45 min' or '3 days', under the key value",
        ),
    ],
)
def test_a_distribution_that_is_none_is_refused(raw, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        families.distribution(raw, "duration", minimum=0)


def test_a_count_may_have_a_mean_that_is_not_whole_but_no_such_value():
    assert dict(families.distribution({"exponential": 2.5}, "count").parameters) == {"mean": 2.5}
    with pytest.raises(ValueError, match=r"not a whole number, got 2.5"):
        families.distribution({"discrete": {2.5: 1}}, "count")


def test_a_spread_may_be_given_as_a_standard_deviation():
    by_sd, by_cv = (
        families.distribution({"lognormal": {"mean": "2 h", **spread}}, "duration")
        for spread in ({"sd": "3 h"}, {"cv": 1.5})
    )
    u = np.linspace(0.01, 0.99, 99)

    assert (by_sd.values(u) == by_cv.values(u)).all()
    assert families.written(by_sd) == {"lognormal": {"mean": "2 h", "sd": "3 h"}}
    assert families.distribution(families.written(by_sd), "duration") == by_sd
    assert families.text(by_sd) == "lognormal mean 2 h, sd 3 h"


def test_a_distribution_is_text_for_people():
    gamma = families.distribution({"gamma": {"mean": "3 days", "cv": 0.5}}, "duration")

    assert families.text(gamma) == "gamma mean 3 days, cv 0.5"
    assert families.text(families.distribution({"triangular": [5, 12, 40]}, "count")) == "triangular 5, 12, 40"
    assert families.text(Distribution("constant", (("value", 2.0 * DAY),), "duration", "days")) == "2 days"


def test_an_end_of_a_range_is_the_decimal_product():
    assert units.scaled(0.8, 0.7, "number", None, None) == 0.56
    assert units.scaled(7.0, 0.7, "number", None, None) == 4.9


def test_a_unit_of_time_is_so_many_of_another():
    assert units.converted("day", "hours") == ("hour", 24)
    assert units.converted("hour", "d") == ("day", 1 / 24)
    with pytest.raises(ValueError, match="unknown unit 'parsec'"):
        units.converted("day", "parsec")
    with pytest.raises(ValueError, match="'kg' is no unit of it"):
        units.converted("day", "kg")
