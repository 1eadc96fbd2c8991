"""Mentoring: scores month by month, whom a programme reaches, and what a score is worth."""

import numpy as np
import pandas as pd
import pytest

import takarusim as tk
from cases import plain_tree
from takarusim.engine.instance import CHANGE, PPM, SCORE, START
from takarusim.errors import ScenarioError
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.scenario import reading

TIME = {"first_day": "2024-01-01", "last_day": "2025-12-31"}
FIRST = pd.Timestamp("2024-01-01")
ROUTING = {"turn": {"workshop": "A", "setup": "2 h", "per_piece": "10 min"}}


def mentored(programme=None, smes=None, **parts):
    """An estate of three firms with a score, one order a day; `programme`: None for no mentoring."""
    given = {
        "time": TIME,
        "workshops": {"A": {"units": 3}},
        "smes": smes or {"s": {"crews": 1, "score": 2000, "count": 3}},
        "components": {"pin": {"routing": ROUTING, "reject_rate": 0.1}},
        "partners": {"p": {"orders": {"every": "1 d"}, "components": {"pin": 1}, "contract": {"rejects": "short"}}},
    }
    base = {"firms": ["s"], "from": "2024-03-15", "months": 3, "reached": 8000}
    with_it = {} if programme is None else {"programmes": {"five": base | programme}}
    return reading.scenario_from(plain_tree(**given | with_it | parts))


def scores(scenario, engine="simpy", seed=1):
    """Returns the rows of a log that tell of scores: day, firm, score."""
    log = tk.simulate(scenario, seed=seed, engine=engine).log
    log = log[log["kind"] == SCORE]
    days = [str((FIRST + pd.Timedelta(milliseconds=int(t))).date()) for t in log["time"]]
    return list(zip(days, log["place"].tolist(), log["amount"].tolist(), strict=True))


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_a_cohort_rises_in_equal_steps_and_the_next_one_starts_when_a_mentor_is_free(engine):
    told = scores(mentored({"cohort": 2}), engine)

    first = [(day, s, score) for day, score in zip(("04", "05", "06"), (4000, 6000, 8000), strict=True) for s in (0, 1)]
    assert told[:6] == [(f"2024-{day}-15", s, score) for day, s, score in first]
    assert told[6:] == [("2024-07-15", 2, 4000), ("2024-08-15", 2, 6000), ("2024-09-15", 2, 8000)]


def test_with_a_second_mentor_two_cohorts_are_mentored_at_a_time():
    told = scores(mentored({"cohort": 1, "mentors": 2}))

    assert [(day, s) for day, s, score in told if score == 8000] == [
        ("2024-06-15", 0),
        ("2024-06-15", 1),
        ("2024-09-15", 2),
    ]


def test_no_cohort_starts_once_the_programme_has_ended():
    told = scores(mentored({"cohort": 1, "until": "2024-06-16"}))

    assert {s for _, s, _ in told} == {0, 1}  # the second one starts on 15 June
    assert told[-1] == ("2024-09-15", 1, 8000)


def test_what_was_learned_fades_back_towards_the_first_score_by_half_lives():
    half_life = 6 * 30.4375
    told = scores(mentored({"half_life": f"{half_life} d"}, smes={"s": {"score": 2000}}))
    fading = [score for _, _, score in told[3:]]

    assert fading[5] == 5000  # six months later half of the rise is left
    assert fading == [int(2000 + 6000 * 0.5 ** (k / 6) + 0.5) for k in range(1, len(fading) + 1)]


def test_a_firm_that_is_better_than_what_is_reached_keeps_its_score():
    assert scores(mentored({"reached": 1500})) == []


def test_the_place_of_a_firm_that_declines_goes_to_the_next():
    scenario = mentored({"cohort": 1, "joins": 0.5}, smes={"s": {"score": 0, "count": 40}})
    u = [Draws(3, 0).uniforms("mentoring", f"five/s-{k:02}", 1)[0, 0] for k in range(1, 41)]
    joined = [k for k in range(40) if u[k] < 0.5]
    started = {s: day for day, s, score in reversed(scores(scenario, seed=3))}
    months = pd.date_range("2024-04-15", "2025-12-15", freq=pd.DateOffset(months=3)).date

    assert list(started)[::-1] == joined[: len(months)]
    assert [started[s] for s in joined[: len(months)]] == [str(day) for day in months]


@pytest.mark.parametrize(("key", "share"), [("joins", 0.0), ("works", 0.0)])
def test_nobody_learns_where_nobody_joins_or_it_works_with_none(key, share):
    assert scores(mentored({key: share})) == []


def test_without_effect_a_programme_changes_nothing_else():
    plain, other = (tk.simulate(mentored(p), seed=2, engine="simpy").log for p in (None, {"cohort": 1}))
    kept = other[~np.isin(other["kind"], (CHANGE, SCORE))]

    assert len(other) > len(kept)
    assert kept.tolist() == plain.tolist()


def test_a_programme_that_ended_before_the_run_is_as_good_as_better_factors():
    effects = {"setup": 0.5, "rejects": 0.4, "time": 0.1}
    programme = {"from": "2020-01-01", "effects": effects}  # from 2,000 to 8,000: six tenths of the effects
    better = {"setup_factor": 0.7, "reject_factor": 0.76, "time_factor": 0.94}
    ours = tk.simulate(mentored(programme, smes={"s": {"crews": 1, "score": 2000}}), seed=4, engine="simpy").log
    theirs = tk.simulate(mentored(smes={"s": {"crews": 1, **better}}), seed=4, engine="simpy").log

    assert ours.tolist() == theirs.tolist()


@pytest.mark.parametrize("effect", [0.33, 0.9])
def test_a_score_takes_its_share_of_the_effect_off_set_ups(effect):
    """ppm off: effect x rise / 10^4, half up."""
    x = lower(mentored({"effects": {"setup": effect}}, smes={"s": {"score": 2501}}), Draws(1, 0))
    log = tk.simulate(mentored({"effects": {"setup": effect}}, smes={"s": {"score": 2501}}), engine="simpy").log
    risen = [0, 1833, 3666, 5499]
    factors = [PPM - (round(PPM * effect) * rise + 5000) // 10_000 for rise in risen]
    since = np.searchsorted(x.epoch, log["time"][log["kind"] == START], "right")

    assert len(x.epoch) == 3
    assert log["amount"][log["kind"] == START].tolist() == [(7_200_000 * factors[k] + PPM // 2) // PPM for k in since]


def test_the_mean_score_counts_the_time_and_the_firms_that_have_one():
    scenario = mentored(
        {}, smes={"a": {}, "s": {"crews": 1, "score": 2000}, "t": {"score": 3000, "from": "2025-01-01"}}
    )
    kpis = dict(tk.simulate(scenario, engine="simpy").kpis())
    days = [91 + 14, 30, 31, 731 - 166]  # up to 15 April, 15 May, 15 June, and to the end

    assert sum(days) == 731
    assert kpis["score[sme=s]"] == pytest.approx(np.dot(days, [2000, 4000, 6000, 8000]) / 731)
    assert kpis["score[sme=t]"] == 3000
    assert np.isnan(kpis["score[sme=a]"])
    assert kpis["score"] == pytest.approx((np.dot(days, [2000, 4000, 6000, 8000]) + 365 * 3000) / (731 + 365))


@pytest.mark.parametrize(
    ("programme", "told"),
    [
        ({"firms": ["z"]}, "programmes.five.firms.0: no such SME, got 'z'"),
        (
            {"firms": ["s", "s-02"]},
            "programmes.five.firms.1: asked twice, got 's-02', also in 'five'; once, in one programme",
        ),
        ({"months": 0}, "programmes.five.months"),
        ({"effects": {"setup": 1}}, "programmes.five.effects.setup"),
    ],
)
def test_mistakes_in_a_programme_are_told(programme, told):
    with pytest.raises(ScenarioError) as wrong:
        mentored(programme)

    assert told in str(wrong.value)


def test_who_is_mentored_has_a_score():
    with pytest.raises(ScenarioError, match=r"mentored without a first 5R score, got 's'; `score` for that SME"):
        mentored({}, smes={"s": {}})


@pytest.mark.parametrize(
    ("programme", "path"), [({"from": "2026-01-01"}, "from"), ({"reached": 2000}, "reached"), ({}, "")]
)
def test_a_programme_that_changes_nothing_is_remarked(programme, path):
    told = [problem.path for problem in reading.remarks(mentored(programme))]

    assert [each for each in told if each.startswith("programmes")] == ([f"programmes.five.{path}"] if path else [])
