"""Selection keeps its promise: on slippage configurations the best is selected at least as often as stated."""

import numpy as np
import pytest

from takarusim.statistics.selection import best_of

MACRO = 200


def drawn(seed, means, correlation, deviations=1.0):
    """Returns what draws values of systems with common draws, which correlate so."""
    count, random = len(means), np.random.default_rng(seed)
    common = random.normal(size=(1, 3000))
    own = random.normal(size=(count, 3000))
    noise = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own
    values = np.asarray(means)[:, None] + np.broadcast_to(deviations, count)[:, None] * noise
    return lambda systems, start, stop: values[list(systems), start:stop]


@pytest.mark.parametrize("correlation", [0.0, 0.8])
@pytest.mark.parametrize("deviations", [1.0, (1.0, 2.0, 0.5, 1.0, 2.0)])
def test_where_all_others_are_just_worse_the_best_is_selected_as_often_as_promised(correlation, deviations):
    means = [0.5, 0, 0, 0, 0]  # slippage: the least favourable configuration
    found = [best_of(drawn(s, means, correlation, deviations), 5, indifference=0.5, step=5).best for s in range(MACRO)]

    assert found.count(0) >= 0.95 * MACRO - 2.6 * np.sqrt(0.95 * 0.05 * MACRO)  # once in two hundred below


def test_the_promise_is_not_kept_by_far_more_work_than_it_needs():
    counts = [best_of(drawn(s, [0.5, 0], 0.0), 2, indifference=0.5, confidence=0.75, first=5) for s in range(MACRO)]
    wrong = sum(one.best != 0 for one in counts)

    assert 0.02 * MACRO < wrong <= 0.25 * MACRO + 2.6 * np.sqrt(0.25 * 0.75 * MACRO)


def test_common_draws_end_it_sooner():
    sooner, later = (
        np.mean([sum(best_of(drawn(s, [0.5, 0, 0], c), 3, indifference=0.3).replications) for s in range(30)])
        for c in (0.9, 0.0)
    )

    assert sooner < later / 2


def test_who_is_far_worse_is_left_out_at_once_and_who_is_close_goes_on():
    found = best_of(drawn(1, [1, 0.99, -9], 0.0), 3, indifference=0.5)

    assert found.replications[2] == 10 < min(found.replications[:2])
    assert 2 not in found.rivals


def test_it_ends_where_all_are_alike():
    same = lambda systems, start, stop: np.zeros((len(systems), stop - start))  # noqa: E731
    found = best_of(same, 4, indifference=0.1)

    assert (found.rivals, set(found.replications), found.at_most) == ((0, 1, 2, 3), {10}, 10)


def test_looks_further_apart_select_the_same_where_it_is_clear():
    for step in (1, 7, 50):
        assert best_of(drawn(4, [0, 3, 0], 0.5), 3, indifference=0.5, step=step).best == 1


def test_a_limit_ends_it_without_a_promise():
    found = best_of(drawn(1, [0, 0], 0.0), 2, indifference=0.01, limit=20)

    assert (max(found.replications), found.is_sure) == (20, False)
    assert best_of(drawn(1, [0, 0], 0.0), 2, indifference=0.5).is_sure


@pytest.mark.parametrize(("count", "indifference", "first"), [(0, 1, 10), (2, 0, 10), (2, 1, 1)])
def test_what_cannot_be_selected_is_refused(count, indifference, first):
    with pytest.raises(ValueError, match="above 0"):
        best_of(drawn(1, [0, 0], 0.0), count, indifference=indifference, first=first)
