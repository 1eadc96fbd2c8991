"""What a log of orders tells: intervals cover, seasons and families are found where they are, runs come back."""

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from typer.testing import CliRunner

import takarusim as tk
from takarusim.briefing import logged
from takarusim.commands.application import app
from takarusim.experiments.fragment import fragment
from takarusim.language.numerals import LANGUAGES
from takarusim.scenario import reading
from takarusim.statistics.arrivals import arrivals
from takarusim.statistics.fitted import fitted

SMALL = Path(__file__).parent / "small.yaml"
FIRST = np.datetime64("2022-03-05T09:00", "ms")
DAY = 86_400_000  # ms
ENGLISH = ("partner", "component", "placed", "quantity", "due", "delivered")
INDONESIAN = ("MITRA", "Komponen", "Tanggal pesan", "Jumlah", "Jatuh tempo", "Tanggal kirim")
ROWS = [
    ("maker", "bracket", "2024-01-02 08:00", "40", "2024-01-12", "2024-01-11 16:00"),
    ("maker", "bracket", "2024-01-05 13:30", "25", "2024-01-15", ""),
    ("market", "bracket", "2024-01-06 10:00", "30", "", ""),
    ("maker", "bracket", "2024-01-09 09:00", "40", "2024-01-19", "2024-01-22 10:00"),
]


def stream(rng, n, mean=2.0, shape=1.0):
    """Moments of a renewal process, in days."""
    days = np.cumsum(rng.gamma(shape, mean / shape, n))
    return FIRST + np.unique((days * DAY).astype(np.int64)).astype("timedelta64[ms]")


def seasonal(rng, n, factors):
    """Moments of a Poisson process whose rate goes with the month."""
    moments = stream(rng, n, mean=1.0)
    month = moments.astype("datetime64[M]").astype(np.int64) % 12
    return moments[rng.random(n) < np.array(factors)[month] / max(factors)]


def written(path, rows, heads=ENGLISH, between=","):
    path.write_text("\n".join(between.join(row) for row in (heads, *rows)) + "\n", "utf-8")
    return path


def mistakes(path, base=None, language="en"):
    with pytest.raises(tk.ScenarioError) as caught:
        tk.fit(path, base)
    return [problem.said(language).replace(f"{path.parent}/", "") for problem in caught.value.problems]


@pytest.fixture(scope="module")
def year():
    """The small estate over a year."""
    return reading.read_scenario(SMALL, ["time.last_day=2024-12-31", "targets=null"])


@pytest.fixture(scope="module")
def log(year, tmp_path_factory):
    """The orders of one of its runs as a log: due on a day, delivered or not."""
    orders = tk.simulate(year, seed=3).orders
    orders["due"] = (orders["due"] - pd.Timedelta(1, "ms")).dt.date
    file = tmp_path_factory.mktemp("log") / "orders.csv"
    orders[list(ENGLISH)].to_csv(file, index=False)
    return file


@pytest.fixture(scope="module")
def found(log, year):
    return tk.fit(log, year)


# ---- times between orders


def test_of_random_orders_intervals_cover_and_neither_season_nor_gamma_is_claimed():
    rng = np.random.default_rng(1)
    told = [arrivals(stream(rng, 200), seed=k) for k in range(60)]

    assert 52 <= sum(one.every.low <= 2 <= one.every.high for one in told) <= 60
    assert sum(one.season.is_clear for one in told) <= 3
    assert sum(one.family != "exponential" for one in told) <= 3


def test_the_interval_of_few_random_orders_is_exact():
    rng = np.random.default_rng(2)
    told = [arrivals(stream(rng, 4)) for _ in range(500)]

    assert 459 <= sum(one.every.low <= 2 <= one.every.high for one in told) <= 490


def test_the_spread_of_a_gamma_is_covered_and_bursts_are_no_season():
    rng = np.random.default_rng(3)
    regular = [arrivals(stream(rng, 150, shape=4), seed=k) for k in range(20)]
    bursts = [arrivals(stream(rng, 300, shape=0.25), seed=k) for k in range(20)]

    assert {one.family for one in regular + bursts} == {"gamma"}
    assert sum(one.cv.low <= 0.5 <= one.cv.high for one in regular) >= 16
    assert sum(one.every.low <= 2 <= one.every.high for one in regular) >= 16
    assert sum(one.season.is_clear for one in bursts) <= 2


def test_a_season_is_found_with_the_rate_of_the_year_and_without_it_orders_are_random():
    factors = np.array([1.0, 1, 1.6, 1.6, 0.4, 0.4, 1, 1, 1, 1, 1, 1])
    told = arrivals(seasonal(np.random.default_rng(4), 2500, factors))
    mean = float(factors @ [31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) / 365.25
    covered = [one.low <= true / mean <= one.high for one, true in zip(told.season.factors, factors, strict=True)]

    assert told.season.is_clear
    assert sum(covered) >= 10
    assert told.family == "exponential"
    assert told.every.low <= 1.6 / mean <= told.every.high


def test_no_season_is_asked_of_less_than_a_year():
    told = arrivals(seasonal(np.random.default_rng(5), 300, [5, 1] * 6))

    assert not told.season.is_clear
    assert np.isnan(told.season.p)


def test_orders_that_are_always_as_far_apart_are_so_and_one_moment_tells_nothing():
    weekly = arrivals(FIRST + np.arange(60) * np.timedelta64(7, "D"))

    assert (weekly.family, weekly.every.mean, weekly.cv.mean) == ("constant", 7, 0)
    assert arrivals(np.array([FIRST])) is None


# ---- pieces


def test_pieces_are_told_by_the_family_that_they_are_of():
    rng = np.random.default_rng(11)
    drawn = {
        "lognormal": rng.lognormal(4, 1, 300),
        "uniform": rng.uniform(20, 60, 300),
        "normal": rng.normal(60, 15, 300),
        "discrete": rng.choice([25, 50, 200], 300),
        "constant": np.full(5, 30),
    }

    assert {name: fitted(np.rint(values)).family for name, values in drawn.items()} == {name: name for name in drawn}


def test_means_and_spreads_of_pieces_are_covered_however_they_are_chosen():
    rng = np.random.default_rng(7)
    told = [fitted(np.rint(rng.gamma(4, 10, 60)), seed=k) for k in range(20)]
    even = [fitted(np.rint(rng.uniform(200, 6000, 60)), seed=k) for k in range(10)]

    assert sum(one.mean.low <= 40 <= one.mean.high for one in told) >= 16
    assert sum(one.cv.low <= 0.5 <= one.cv.high for one in told) >= 16
    assert sum(one.family == "uniform" for one in even) >= 7
    assert sum(one.mean.low <= 3100 <= one.mean.high for one in even) >= 8
    assert sum(one.cv.low <= 5800 / 12**0.5 / 3100 <= one.cv.high for one in even) >= 8  # above what is estimated
    assert sum(one.p < 0.05 for one in told) <= 4


def test_where_no_family_fits_the_sample_itself_is_taken():
    rng = np.random.default_rng(8)
    two = np.rint(np.append(rng.normal(900, 200, 100), rng.normal(6000, 200, 100)))
    one = fitted(two)

    assert one.family == "discrete"
    assert one.refused
    assert sum(one.parameters["weights"]) == 200
    assert np.isclose(one.mean.mean, two.mean())


# ---- the file


@pytest.mark.parametrize("heads", [ENGLISH, INDONESIAN])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_the_same_log_tells_the_same_whatever_separates_it_in_both_languages(tmp_path, heads, between):
    one, other = tk.fit(written(tmp_path / "a.csv", ROWS)), tk.fit(written(tmp_path / "b.csv", ROWS, heads, between))

    pd.testing.assert_frame_equal(one.to_frame(), other.to_frame())
    assert (other.log.remark is None) == (between == ",")


def test_a_workbook_tells_the_same_as_its_text(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(INDONESIAN)
    for *names, placed, quantity, due, delivered in ROWS:
        days = [pd.Timestamp(each).to_pydatetime() if each else None for each in (placed, due, delivered)]
        book.active.append([*names, days[0], int(quantity), *days[1:]])
    book.save(tmp_path / "a.xlsx")

    one, other = tk.fit(tmp_path / "a.xlsx"), tk.fit(written(tmp_path / "b.csv", ROWS))

    pd.testing.assert_frame_equal(one.to_frame(), other.to_frame())


def test_every_mistake_is_told_at_once_with_its_row(tmp_path, year):
    rows = [
        ("maker", "bracket", "2024-01-02", "40", "2024-01-01", ""),
        ("makers", "bracket", "5/2/2024", "40", "", ""),
        ("", "bolt", "2024-01-04", "0", "", "2024-01-03"),
        ("maker", "bracket", "soon", "2.5", "", ""),
    ]
    file = written(tmp_path / "log.csv", rows)
    said = mistakes(file, year)

    assert [line.split(": ")[:2] for line in said] == [
        *(["log.csv:2", "due"], ["log.csv:3", "partner"], ["log.csv:3", "placed"]),
        *(["log.csv:4", "component"], ["log.csv:4", "delivered"], ["log.csv:4", "partner"], ["log.csv:4", "quantity"]),
        *(["log.csv:5", "placed"], ["log.csv:5", "quantity"]),
    ]
    assert "did you mean 'maker'?" in said[1]
    assert "2024-02-05 or 2024-05-02" in said[2]
    assert len(mistakes(file, year, "id")) == len(said)


def test_mistakes_of_a_workbook_are_named_by_their_cell(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "orders"
    for row in (("something", *[None] * 3), ENGLISH[:4], ("maker", "bracket", "2024-01-02", -3)):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")

    assert [line.split(": ")[0] for line in mistakes(tmp_path / "a.xlsx")] == ["a.xlsx:orders!D3"]


def test_names_are_those_of_the_base_however_they_are_typed(tmp_path):
    base = reading.read_scenario(Path(__file__).parents[1] / "scenarios" / "lik-takaru.yaml")
    rows = [
        ("Heavy Equipment 1", "PIN", "2024-01-02", "4", "", ""),
        ("heavy-equipment-1", "pin", "2024-01-04", "4", "", ""),
    ]

    assert list(tk.fit(written(tmp_path / "log.csv", rows), base).partners) == ["heavy-equipment-1"]


def test_the_orders_of_a_run_are_a_log_when_they_are_exported(tmp_path):
    base = reading.read_scenario(Path(__file__).parents[1] / "scenarios" / "lik-takaru.yaml")
    rows = [
        ("heavy-equipment maker 1", "hardened pin", "2024-01-02 10:00", "4", "2024-01-10 00:00", ""),
        ("produsen alat berat 1", "pin dikeraskan", "2024-01-04 08:30", "4", "2024-01-11", ""),
        ("heavy-equipment-1", "pin", "2024-01-04 09:30", "4", "2024-01-12T00:00:00", ""),
    ]
    log = tk.fit(written(tmp_path / "log.csv", rows), base).log

    assert {(order.partner, order.component) for order in log.orders} == {("heavy-equipment-1", "pin")}
    assert [order.due.day for order in log.orders] == [9, 11, 11]


def test_a_log_without_orders_or_a_column_is_refused(tmp_path):
    assert "0 rows" in mistakes(written(tmp_path / "a.csv", []))[0]
    assert "no column 'quantity'" in mistakes(written(tmp_path / "b.csv", [], ENGLISH[:3]))[0]


def test_of_days_alone_orders_of_one_day_are_spread_and_of_moments_those_of_one_are_a_batch(tmp_path):
    rng = np.random.default_rng(9)
    moments = stream(rng, 300, mean=0.3)
    days = [("maker", "bracket", str(each)[:10], "4", "", "") for each in moments]
    batches = [("maker", "bracket", str(each)[:19], "4", "", "") for each in moments for _ in range(3)]
    one = tk.fit(written(tmp_path / "a.csv", days)).partners["maker"]
    other = tk.fit(written(tmp_path / "b.csv", batches)).partners["maker"]

    assert (one.arrivals.family, one.batch) == ("exponential", None)
    assert one.arrivals.every.low <= 0.3 <= one.arrivals.every.high
    assert (other.batch.family, other.batch.parameters["value"]) == ("constant", 3)
    assert other.arrivals.every.low <= 0.3 <= other.arrivals.every.high


# ---- a run gives back what it was made of


def test_a_fit_of_a_run_covers_what_it_was_made_of(found):
    maker, market = found.partners["maker"], found.partners["market"]

    assert [one.arrivals.family for one in (maker, market)] == ["exponential", "exponential"]
    assert maker.arrivals.every.low <= 14 / 24 <= maker.arrivals.every.high
    assert market.arrivals.every.low <= 30 / 24 <= market.arrivals.every.high
    assert maker.quantity["bracket"].family == "uniform"
    assert maker.quantity["bracket"].parameters == {"low": 20, "high": 60}
    assert (market.quantity["bracket"].family, market.quoted.parameters["value"]) == ("constant", 8)


def test_what_was_delivered_is_told_as_the_run_has_it(found, year):
    orders = tk.simulate(year, seed=3).orders
    own = orders[(orders["partner"] == "maker") & orders["delivered"].notna()]
    days = (own["delivered"] - own["placed"]) / timedelta(days=1)
    told = found.partners["maker"]

    assert np.isclose(told.lead_time.mean, days.mean())
    assert told.lead_time.low < days.mean() < told.lead_time.high
    assert np.isclose(told.on_time.mean, (own["delivered"] < own["due"]).mean())
    assert told.open == (orders["partner"] == "maker").sum() - len(own)


@pytest.mark.parametrize("alone", [True, False])
def test_the_scenario_of_a_fit_is_valid_and_asks_for_as_much(found, year, tmp_path, log, alone):
    base = tmp_path / "base.yaml"
    base.write_text(reading.text_of(year), "utf-8")
    own = tmp_path / "deep" / "own.yaml"
    done = CliRunner().invoke(app, ["fit", str(log), "--extends", str(base), "--out", str(own)])
    scenario = reading.read_scenario(own if alone else f"{base}+{own}")
    asked = [tk.replicate(each, 10, seed=1).estimates()["orders_asked"].mean for each in (year, scenario)]

    assert done.exit_code == 0
    assert np.isclose(asked[1], asked[0], rtol=0.08)
    assert {entry.source for entry in tk.register(scenario) if ".every" in entry.path} == {"own-data"}


@pytest.mark.parametrize(
    ("placed", "keeps"),
    [
        (["2024-01-02"], True),
        (["2024-01-02 08:00"] * 4, True),
        (["2024-01-02", "2024-03-02"], False),
        ([str(np.datetime64("2023-01-02") + 7 * week) for week in range(60)], False),
    ],
    ids=["one", "at-once", "two", "weekly"],
)
def test_little_is_told_of_little_and_what_is_not_stays_as_the_base_has_it(tmp_path, placed, keeps):
    base = Path(__file__).parents[1] / "scenarios" / "first-steps.yaml"
    log = written(tmp_path / "log.csv", [("spares", "bracket", day, "5", "", "") for day in placed])
    done = CliRunner().invoke(app, ["fit", str(log), "--extends", str(base), "--out", str(tmp_path / "own.yaml")])
    spares = reading.read_scenario(tmp_path / "own.yaml").partners["spares"]

    assert done.exit_code == 0
    assert (spares.orders.calendar is not None) == keeps
    assert spares.components["bracket"].quantity.mean == 5


def test_intervals_are_the_ranges_of_the_register(found, year):
    tree = fragment(found, year, "base.yaml", "en")
    own = reading.scenario_from(_over(year, tree))
    entry = next(entry for entry in tk.register(own) if entry.path == "partners.maker.orders.every")
    every = found.partners["maker"].arrivals.every
    ends = [dict(each)["mean"] / DAY for each in (entry.number.low, entry.number.parameters, entry.number.high)]

    assert np.allclose(ends, [every.low, every.mean, every.high], rtol=1e-4)
    assert own.targets["lead_time_mean[partner=maker]"].low < found.partners["maker"].lead_time.mean


def _over(base, tree):
    """Returns a tree over that of a base: what is null is gone."""

    def merged(old, new):
        if not (isinstance(old, dict) and isinstance(new, dict)) or {"value", "exponential", "uniform"} & set(new):
            return new
        both = {**old, **{key: merged(old.get(key), value) for key, value in new.items()}}
        return {key: value for key, value in both.items() if value is not None}

    return merged(reading.tree_of(base), {key: value for key, value in tree.items() if key != "extends"})


def test_what_the_base_says_instead_is_taken_away_and_a_season_is_written_for_its_months(tmp_path):
    base = reading.read_scenario(
        SMALL, ["partners.maker.orders={calendar: {weekdays: [monday]}, batch: 2}", "partners.maker.demand=3"]
    )
    moments = seasonal(np.random.default_rng(10), 2000, [3, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    rows = [("maker", "bracket", str(each)[:19], "4", "", "") for each in moments]
    told = tk.fit(written(tmp_path / "log.csv", rows), base)
    maker = fragment(told, base, "base.yaml", "en")["partners"]["maker"]
    factors = maker["orders"]["factors"]

    assert maker["demand"]["value"] == 1
    assert (maker["orders"]["calendar"], maker["orders"]["batch"]) == (None, None)
    assert list(factors) == ["2023-12", "2024-01", "2024-02", "2024-03"]
    assert factors["2024-01"]["factor"]["value"] > 2 * factors["2023-12"]["factor"]["value"]


# ---- how it is told


def test_it_is_told_in_both_languages_and_as_json(log, tmp_path):
    for language, words in (("en", ("one in", "no clear season")), ("id", ("rata-rata satu tiap", "Tidak ada musim"))):
        picture = tmp_path / f"fit-{language}.png"
        done = CliRunner().invoke(app, ["fit", str(log), "--lang", language, "--figure", str(picture)])

        assert done.exit_code == 0
        assert all(word in " ".join(done.stdout.split()) for word in words)
        assert picture.stat().st_size > 10_000
    told = json.loads(CliRunner().invoke(app, ["fit", str(log), "--json"]).stdout)

    assert set(told["partners"]) == {"maker", "market"}
    assert {each["what"] for each in told["partners"]["maker"]["estimates"]} >= {"every", "share", "quantity", "due"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_estimate_has_words_in_both_languages(found, language):
    assert all(all(row[:2]) for partner in found.partners for row in logged.rows(found, partner, language))


def test_a_scenario_is_not_written_without_a_base_nor_over_a_file(log, tmp_path):
    there = written(tmp_path / "there.yaml", [])
    alone = CliRunner().invoke(app, ["fit", str(log), "--out", str(tmp_path / "new.yaml")])
    over = CliRunner().invoke(app, ["fit", str(log), "--extends", str(SMALL), "--out", str(there)])

    assert (alone.exit_code, over.exit_code) == (2, 2)
    assert "--extends" in alone.stderr
    assert "there already" in over.stderr
