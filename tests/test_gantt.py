"""What a Gantt chart shows of a log is the work that the log tells."""

from pathlib import Path

import numpy as np
import pytest

from takarusim.engine import kernel
from takarusim.engine.instance import DOWN, FINISH, START, UP
from takarusim.figures import gantt
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.outcome import chronicle
from takarusim.scenario import reading

SMALL = reading.read_scenario(Path(__file__).parent / "small.yaml")
INSTANCE = lower(SMALL, Draws(1, 0))
LOG = kernel.simulate(INSTANCE)
TABLES = chronicle.tabulate(INSTANCE, LOG)


@pytest.fixture(scope="module")
def spans():
    return gantt.spans(INSTANCE, TABLES, 0, INSTANCE.horizon)


def test_the_spans_of_a_lot_sum_to_the_work_that_its_finish_tells(spans):
    starts = {}
    for row in LOG[np.isin(LOG["kind"], (START, FINISH)) & (LOG["place"] >= 0)]:
        if row["kind"] == START:
            starts[row["place"]] = row
            continue
        start = starts.pop(row["place"])
        its = (spans["unit"] == row["place"]) & (spans["start"] >= start["time"]) & (spans["end"] <= row["time"])
        spent = (spans["end"] - spans["start"])[its].groupby(spans["part"]).sum()

        assert spent.get("setup", 0) == min(start["amount"], row["amount"])
        assert spent.get("setup", 0) + spent.get("processing", 0) == row["amount"]


def test_a_unit_does_one_thing_at_a_time(spans):
    for _, one in spans.groupby("unit"):
        ordered = one.sort_values("start")

        assert (ordered["start"].to_numpy()[1:] >= ordered["end"].to_numpy()[:-1]).all()


def test_no_work_is_shown_while_the_calendar_is_closed(spans):
    work = spans[spans["part"] != "down"]
    minute = (work[["start", "end"]] % 86_400_000) // 60_000

    assert (minute["start"] >= 8 * 60).all()
    assert (minute["start"] < 16 * 60).all()
    assert not ((minute["start"] >= 12 * 60) & (minute["start"] < 13 * 60)).any()


@pytest.mark.parametrize("unit", range(4))
def test_down_time_is_what_lies_between_down_and_up(spans, unit):
    failed, mended = (LOG["time"][(LOG["kind"] == kind) & (LOG["place"] == unit)] for kind in (DOWN, UP))
    ends = np.append(mended, INSTANCE.horizon)[: len(failed)]
    down = spans[(spans["part"] == "down") & (spans["unit"] == unit)]

    assert (down["end"] - down["start"]).sum() == (ends - failed).sum()


def test_a_window_shows_what_lies_in_it(spans):
    first, last = 20 * 86_400_000, 34 * 86_400_000
    shown = gantt.spans(INSTANCE, TABLES, first, last)
    whole = spans.assign(start=spans["start"].clip(first, last), end=spans["end"].clip(first, last))
    total = (whole["end"] - whole["start"]).sum()

    assert np.isclose((shown["end"] - shown["start"]).sum(), total)
