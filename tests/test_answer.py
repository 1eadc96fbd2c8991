"""The sentences of an answer say no more than the run has shown."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cases import responses, small_tree
from takarusim.briefing import answer
from takarusim.experiments.summary import Hold
from takarusim.language.numerals import LANGUAGES
from takarusim.language.words import say
from takarusim.results.runs import Outcome, Plan
from takarusim.scenario import reading
from takarusim.statistics.estimates import mean_interval


def hold(state, *days, workshop=""):
    """Returns a state of late orders with its days in each replication."""
    return Hold(state, mean_interval(days, unit="day"), list(days), workshop)


CREW, QUEUE, WORK = hold("crew", 70.0, 71.0), hold("queue", 1.0, 1.1, workshop="C"), hold("work", 2.0, 2.1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wait_for_crews_is_told_like_any_other(language):
    said = answer.waited([CREW, QUEUE, WORK], language)

    assert say("waits.crew", language) in said[0]
    assert len(said) == len(answer.waited([QUEUE, CREW, WORK], language))


@pytest.mark.parametrize(("replications", "said"), [(20, ["Skewed"]), (9, [])])
def test_a_skewed_kpi_of_the_table_is_named_where_its_skewness_can_be_told(replications, said):
    rare = [0.0] * (replications - 1) + [9.0]
    values = {"otif": [0.5, 0.6, 0.7, 0.8] * 5, "wip": rare, "wip[partner=maker]": rare, "revenue": [1.0] * 20}
    plan = Plan(reading.scenario_from(small_tree()), replications, 1, out=Path())
    known = np.array([column[:replications] for column in values.values()]).T[None]
    found = responses(["base"], tuple(values), known)
    notes = answer.notes(Outcome(plan, found, pd.DataFrame(), pd.DataFrame()), "en")

    assert [note.split()[0] for note in notes] == said
    assert [note.partition(": ")[2] for note in notes] == ["Lots in progress (WIP)."] * len(said)


@pytest.mark.parametrize(("withheld", "kpis"), [(0.0, 1), (0.1, 2)])
def test_on_time_in_full_has_a_row_of_its_own_only_where_orders_are_withheld(withheld, kpis):
    served = np.array([0.5, 0.6, 0.7, 0.8])
    plan = Plan(reading.scenario_from(small_tree()), 4, 1, out=Path())
    found = responses(["base"], ("served", "otif"), np.stack([served, served + withheld], axis=1)[None])
    rows = answer.rows(Outcome(plan, found, pd.DataFrame(), pd.DataFrame()), "en")

    assert len(rows) == kpis
