"""Intervals cover what they say, know what cannot be known, and reproduce the numbers of the literature."""

import dataclasses
import doctest
import math

import numpy as np
import pytest

from takarusim.statistics import estimates, quantiles
from takarusim.statistics.estimates import (
    Estimate,
    is_skewed,
    mean_interval,
    mser,
    paired_difference,
    replications_needed,
    replications_to_tell,
    simultaneous,
    variance_ratio,
    welch,
)
from takarusim.statistics.quantiles import quantile_interval, share_interval

NAN, INF = math.nan, math.inf
MACRO = 500  # macro-replications; a coverage of 0.95 then has a standard error of 0.0097
SETTLING = [20, 18, 15, 11, 9, 7, 5.5, 5.2, 4.9, 5.1, 5.0, 4.8, 5.2, 5.1, 4.9, 5.0, 5.3, 4.7, 5.0, 5.1, 4.9, 5.0, 5.2]
SETTLING = np.array([*SETTLING, 4.8, 5.1])  # a transient of seven values, then noise about 5


def draws(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


def covers(estimate, truth=0.0):
    return estimate.low <= truth <= estimate.high


def interval(estimate):
    return estimate.mean, estimate.low, estimate.high


@pytest.mark.parametrize("module", [estimates, quantiles])
def test_examples_run(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 2


# Estimate


def test_estimates_are_equal_by_value_where_undefined_too():
    undefined = mean_interval([NAN], unit="days")

    assert undefined == Estimate(float("nan"), float("nan"), float("nan"), 0.95, 0, "days", "t")
    assert hash(undefined) == hash(mean_interval([], unit="days"))
    assert undefined != dataclasses.replace(undefined, mean=0.0)
    assert undefined != mean_interval([], unit="hours")
    assert undefined != "undefined"


def test_the_half_width_is_half_the_interval():
    assert Estimate(2.0, 1.0, 4.0, 0.95, 30).half_width == 1.5
    assert math.isnan(mean_interval([1.0]).half_width)


# means


def test_a_t_interval_of_normal_values_covers_as_often_as_it_says():
    covered = [covers(mean_interval(row)) for row in draws(1, MACRO, 5)]

    assert 0.93 <= np.mean(covered) <= 0.97


def test_an_interval_is_wider_the_surer_it_is_to_be():
    values = draws(2, 10)
    widths = [mean_interval(values, confidence=c).half_width for c in (0.5, 0.9, 0.95, 0.999)]

    assert widths == sorted(set(widths))


def test_an_interval_scales_and_shifts_with_its_values():
    values = draws(3, 12)

    assert interval(mean_interval(4 * values)) == pytest.approx([4 * x for x in interval(mean_interval(values))])
    assert interval(mean_interval(values + 7)) == pytest.approx([7 + x for x in interval(mean_interval(values))])


def test_undefined_values_are_left_out_and_not_counted():
    assert mean_interval([1.0, NAN, 2.0, 4.0, NAN]) == mean_interval([1.0, 2.0, 4.0])
    assert mean_interval([1.0, NAN, 2.0, 4.0, NAN]).n == 3


@pytest.mark.parametrize(("values", "mean", "n"), [([], NAN, 0), ([NAN], NAN, 0), ([3.0, NAN], 3.0, 1)])
def test_fewer_than_two_values_have_no_interval(values, mean, n):
    assert mean_interval(values) == Estimate(mean, NAN, NAN, 0.95, n, "", "t")


def test_equal_values_have_an_interval_of_no_length():
    assert interval(mean_interval([0.1] * 30)) == (0.1, 0.1, 0.1)  # whose sum is not 30 times 0.1


def test_what_takes_forever_has_a_mean_but_no_interval():
    assert mean_interval([1.0, INF]) == Estimate(INF, NAN, NAN, 0.95, 2, "", "t")
    assert math.isnan(mean_interval([-INF, INF]).mean)


@pytest.mark.parametrize("confidence", [0, 1, 95, NAN])
def test_a_confidence_is_between_0_and_1(confidence):
    with pytest.raises(ValueError, match="confidence must be between 0 and 1, got"):
        mean_interval([1.0, 2.0], confidence=confidence)


def test_values_of_more_dimensions_are_refused():
    with pytest.raises(ValueError, match=r"one dimension, got shape \(2, 2\)"):
        mean_interval([[1.0, 2.0], [3.0, 4.0]])


def test_skewness_is_forgiven_with_more_replications():
    skewed = np.random.default_rng(4).lognormal(size=2000)

    assert is_skewed(skewed[:15])
    assert not is_skewed(skewed)
    assert not is_skewed(draws(4, 15))
    assert is_skewed(-skewed[:15])


@pytest.mark.parametrize("values", [[], [1.0], [0.1] * 10, [NAN, 2.0]])
def test_values_that_do_not_vary_are_not_skewed(values):
    assert not is_skewed(values)


# differences


def test_what_is_common_to_both_does_not_widen_the_difference():
    common, noise = 100 * draws(5, 30), draws(6, 30)

    assert interval(paired_difference(common + noise, common)) == pytest.approx(interval(mean_interval(noise)))


def test_replications_that_do_not_differ_differ_by_exactly_nothing():
    values = draws(7, 30)

    assert paired_difference(values, values) == Estimate(0.0, 0.0, 0.0, 0.95, 30, "", "paired t")


def test_a_pair_is_left_out_when_either_is_undefined():
    found = paired_difference([1.0, NAN, 5.0, INF], [0.0, 1.0, NAN, INF])

    assert found == Estimate(1.0, NAN, NAN, 0.95, 1, "", "paired t")


@pytest.mark.parametrize("compared", [paired_difference, variance_ratio])
def test_pairs_need_a_partner(compared):
    with pytest.raises(ValueError, match="of one length, got 2 and 3"):
        compared([1.0, 2.0], [1.0, 2.0, 3.0])


def test_the_gain_of_common_draws_is_what_the_correlation_says():
    a, b = draws(8, 2, 20000)

    assert variance_ratio(a, b) == pytest.approx(1, rel=0.05)
    assert variance_ratio(a, 0.6 * a + 0.8 * b) == pytest.approx(1 / (1 - 0.6), rel=0.05)
    assert variance_ratio(a, -0.6 * a + 0.8 * b) == pytest.approx(1 / (1 + 0.6), rel=0.05)  # they hurt


def test_differences_that_do_not_vary_have_no_gain():
    assert math.isnan(variance_ratio([1.0, 2.0], [2.0, 3.0]))
    assert math.isnan(variance_ratio([1.0, NAN], [2.0, 5.0]))
    assert variance_ratio([1.0, 2.0, 3.0, NAN], [1.0, 2.0, 4.0, 9.0]) == pytest.approx(10)


# simultaneous intervals


def correlated(seed, n, k=4, loading=0.8):
    """Normal differences (MACRO, k, n) with mean 0 and correlation loading^2, as with a common base."""
    common, own = draws(seed, MACRO, 1, n), draws(seed + 1, MACRO, k, n)
    return loading * common + math.sqrt(1 - loading**2) * own


@pytest.mark.parametrize(("k", "critical"), [(1, 2.028094), (3, 2.511040), (6, 2.791972)])
def test_bonferroni_keeps_to_the_tables(k, critical, monkeypatch):
    monkeypatch.setattr(estimates, "ENOUGH", 40)
    values = draws(9, k, 37)  # 36 degrees of freedom

    for row, found in zip(values, simultaneous(values, seed=1), strict=True):
        assert found.half_width / (row.std(ddof=1) / math.sqrt(37)) == pytest.approx(critical, abs=1e-6)
        assert found.method == "Bonferroni t"


@pytest.mark.parametrize(("n", "method"), [(29, "Bonferroni t"), (30, "max-|t| bootstrap")])
def test_thirty_replications_are_enough_for_the_bootstrap(n, method):
    assert {found.method for found in simultaneous(draws(10, 2, n), seed=1)} == {method}


def test_simultaneous_intervals_cover_all_at_once_as_often_as_they_say(monkeypatch):
    monkeypatch.setattr(estimates, "RESAMPLES", 400)  # enough on average
    families = correlated(11, 30)
    found = [simultaneous(family, seed=seed) for seed, family in enumerate(families)]
    alone = [[mean_interval(row) for row in family] for family in families]

    assert 0.92 <= np.mean([all(map(covers, family)) for family in found]) <= 0.98  # three standard errors
    assert np.mean([all(map(covers, family)) for family in alone]) < 0.92


def test_the_bootstrap_profits_from_correlation():
    apart, together = correlated(12, 60, k=8, loading=0.0)[0], correlated(12, 60, k=8, loading=0.99)[0]
    t = [simultaneous(rows, seed=1)[0].half_width / mean_interval(rows[0]).half_width for rows in (apart, together)]

    assert t[0] > 1.2
    assert 1.0 < t[1] < 1.15


def test_the_same_seed_gives_the_same_intervals_and_the_order_of_rows_does_not_matter():
    rows = draws(13, 3, 40)

    assert simultaneous(rows, seed=5) == simultaneous(rows, seed=5)
    assert simultaneous(rows, seed=5) == simultaneous(rows[::-1], seed=5)[::-1]
    assert simultaneous(rows, seed=5) != simultaneous(rows, seed=6)


@pytest.mark.parametrize("n", [10, 40])
def test_a_scenario_that_changes_nothing_differs_by_exactly_nothing_beside_one_that_does(n):
    same, constant, other = simultaneous([np.zeros(n), np.full(n, 0.1), draws(14, n)], seed=1)

    assert interval(same) == (0.0, 0.0, 0.0)
    assert interval(constant) == (0.1, 0.1, 0.1)
    assert 0 < other.half_width < INF


def test_undefined_replications_are_left_out_of_their_row_only():
    rows = draws(15, 3, 40)
    rows[0, :5], rows[1] = NAN, NAN
    short, undefined, whole = simultaneous(rows, seed=1)

    assert (short.n, whole.n) == (35, 40)
    assert short.mean == rows[0, 5:].mean()
    assert undefined == Estimate(NAN, NAN, NAN, 0.95, 0, "", "max-|t| bootstrap")
    assert short.half_width > 0
    assert {found.method for found in simultaneous(np.where(rows > 0.7, NAN, rows)[[0, 2]], seed=1)} == {"Bonferroni t"}


@pytest.mark.parametrize("size", [0.1, 0.3, 1 / 7, 1e9 / 3])
def test_a_difference_in_one_replication_only_has_a_finite_interval(size):
    rare = np.zeros(30)
    rare[7] = size  # missing in a third of all resamples: no bootstrap limit
    found = simultaneous([rare, draws(16, 30)], seed=1)

    assert {each.method for each in found} == {"Bonferroni t"}
    assert all(math.isfinite(each.half_width) for each in found)


def test_no_comparison_has_no_intervals():
    assert simultaneous(np.empty((0, 30)), seed=1) == []
    with pytest.raises(ValueError, match="two dimensions"):
        simultaneous([1.0, 2.0], seed=1)


# how many replications


def test_narrower_intervals_need_more_replications():
    values = draws(17, 25)
    needed = [replications_needed(values, half) for half in (10, 1, 0.5, 0.4, 0.3, 0.1, 0.01)]

    assert needed == sorted(needed)
    assert needed[-1] == pytest.approx(100 * needed[-2], rel=0.02)  # as the square


def test_those_made_are_enough_when_they_reach_the_half_width():
    values = draws(17, 25)

    assert replications_needed(values, mean_interval(values).half_width) == 25
    assert replications_needed(values, 0.999 * mean_interval(values).half_width) == 26 + 5
    assert replications_needed(values[:5], 100.0) == 20 + 5  # a precision is believed from 20 on


def test_the_replications_said_to_be_needed_do_and_fewer_do_not():
    values = draws(18, 25)
    deviation = values.std(ddof=1)
    needed = replications_needed(values, 0.1)
    n = next(n for n in range(25, needed) if n + max(5, math.ceil(n / 20)) == needed)

    assert estimates.student(0.95, n) * deviation / math.sqrt(n) <= 0.1
    assert estimates.student(0.95, n - 1) * deviation / math.sqrt(n - 1) > 0.1


def test_a_surer_answer_needs_more_replications():
    values = draws(19, 30)
    needed = [replications_needed(values, 0.2, confidence=c) for c in (0.9, 0.95, 0.99, 0.9999)]

    assert needed == sorted(set(needed))


def test_replications_that_are_undefined_have_to_be_made_too():
    values = draws(20, 30)
    half = np.ravel(np.column_stack([values, np.full(30, NAN)]))

    assert replications_needed(half, 0.1) == 2 * replications_needed(values, 0.1)
    assert replications_to_tell(half) == 2 * replications_to_tell(values)


@pytest.mark.parametrize("values", [[], [1.0], [1.0, INF]])
def test_what_no_number_of_replications_reaches_is_said_to_be_out_of_reach(values):
    assert replications_needed(values, 1.0) is None
    assert replications_to_tell(values) is None
    assert replications_needed([-1.0, 1.0], 1e-9) is None


def test_replications_tell_a_difference_as_soon_as_the_interval_leaves_0():
    values = draws(21, 30)
    for shift in (0.1, 0.2, 0.5, 2.0):
        differences = values - values.mean() + shift
        needed = replications_to_tell(differences)
        deviation = differences.std(ddof=1)

        assert estimates.student(0.95, needed) * deviation / math.sqrt(needed) < shift
        assert (needed == 30) == (mean_interval(differences).low > 0)
        if needed > 30:
            assert estimates.student(0.95, needed - 1) * deviation / math.sqrt(needed - 1) >= shift


def test_a_difference_of_nothing_can_never_be_told():
    assert replications_to_tell([0.0] * 30) is None
    assert replications_to_tell([1.0, -1.0] * 15) is None
    assert replications_to_tell([NAN, NAN]) is None
    assert replications_to_tell([-2.0] * 30) == 30


def test_a_half_width_is_above_0():
    with pytest.raises(ValueError, match="half_width must be above 0, got 0"):
        replications_needed([1.0, 2.0], 0)


# quantiles and shares


def test_order_statistics_of_a_hundred_values_enclose_the_ninth_decile():
    found = quantile_interval(np.random.default_rng(24).permutation(np.arange(1.0, 101.0)), 0.9)

    assert (found.low, found.high) == (84.0, 96.0)
    assert found.confidence == pytest.approx(0.955690, abs=1e-6)


@pytest.mark.parametrize(("n", "q"), [(12, 0.5), (60, 0.9), (60, 0.1)])
def test_a_quantile_is_covered_as_often_as_its_ranks_say_whatever_the_distribution(n, q):
    values = np.random.default_rng(25).exponential(size=(MACRO, n))
    found = [quantile_interval(row, q) for row in values]

    assert found[0].confidence >= 0.95
    assert np.mean([covers(each, -math.log(1 - q)) for each in found]) == pytest.approx(found[0].confidence, abs=0.03)


def test_between_two_values_a_quantile_is_interpolated_unbiased_in_the_median():
    values = np.arange(1.0, 11.0)  # each as large as its rank

    assert quantile_interval(values, 0.75).mean == pytest.approx((10 + 1 / 3) * 0.75 + 1 / 3)


def test_a_quantile_of_mirrored_values_is_the_mirrored_quantile():
    values = draws(26, 60)
    below, above = quantile_interval(values, 0.1), quantile_interval(-values, 0.9)

    assert (below.mean, below.low, below.high) == pytest.approx((-above.mean, -above.high, -above.low))


def test_what_lies_beyond_the_values_is_not_available_rather_than_the_greatest():
    few, more = quantile_interval(range(5), 0.95), quantile_interval(range(20), 0.95)

    assert few == Estimate(NAN, NAN, NAN, 0.95, 5, "", "order statistics")
    assert 18 < more.mean < 19
    assert math.isnan(more.high)
    assert quantile_interval([], 0.5) == Estimate(NAN, NAN, NAN, 0.95, 0, "", "order statistics")


def test_undefined_values_have_no_rank():
    values = draws(27, 40)

    assert quantile_interval([*values, NAN, NAN], 0.5) == quantile_interval(values, 0.5)


@pytest.mark.parametrize("q", [0, 1, 90])
def test_a_quantile_is_between_0_and_1(q):
    with pytest.raises(ValueError, match="q must be between 0 and 1, got"):
        quantile_interval([1.0, 2.0], q)


@pytest.mark.parametrize(("successes", "n"), [(0, 10), (3, 10), (17, 40), (99, 100), (30, 30)])
def test_the_ends_of_a_shares_interval_are_what_the_score_test_just_accepts(successes, n):
    found = share_interval(successes, n)

    for p in {found.low, found.high} - {0.0, 1.0}:
        assert abs(found.mean - p) / math.sqrt(p * (1 - p) / n) == pytest.approx(1.959964, abs=1e-6)
    assert 0 <= found.low <= successes / n <= found.high <= 1


@pytest.mark.parametrize("n", range(1, 60))
def test_what_never_or_always_happened_may_never_or_always_happen(n):
    assert share_interval(0, n).low == 0.0
    assert share_interval(n, n).high == 1.0


def test_a_share_of_nothing_is_undefined_and_of_more_than_all_refused():
    assert share_interval(0, 0) == Estimate(NAN, NAN, NAN, 0.95, 0, "share", "Wilson")
    with pytest.raises(ValueError, match="from 0 to 3, got 4"):
        share_interval(4, 3)


# warm-up


def test_the_transient_of_a_series_is_found_and_what_is_too_short_has_no_answer():
    assert mser(SETTLING, batch=1) == 7
    assert SETTLING[7:].mean() == pytest.approx(5.016667, abs=1e-6)
    assert SETTLING[7:].var() / 18 == pytest.approx(0.001373, abs=1e-6)
    assert mser(SETTLING, batch=5) is None


@pytest.mark.parametrize("unit", [1e-9, 1.0, 604_800_000.0])
def test_the_unit_and_the_level_of_a_series_do_not_move_its_warm_up(unit):
    series = np.concatenate([np.linspace(10, 0, 20), 0.1 * draws(28, 80)])

    assert 10 <= mser(series) <= 25
    assert mser(unit * series) == mser(series)
    assert mser(unit * (50 - series)) == mser(series)


@pytest.mark.parametrize("value", [0.0, 0.1, 1e9 / 3])
def test_a_series_without_a_transient_has_no_warm_up(value):
    assert mser(np.full(103, value)) == 0


def test_a_series_that_grows_has_no_answer():
    assert mser(np.arange(100.0)) is None


def test_values_that_fill_no_batch_are_not_looked_at():
    series = np.concatenate([[9.0] * 5, draws(29, 45)])

    assert mser([*series, 1e6, 1e6, 1e6, 1e6]) == mser(series) == 5


@pytest.mark.parametrize("series", [[], [1.0] * 9])
def test_a_series_of_fewer_than_two_batches_has_no_answer(series):
    assert mser(series) is None


def test_a_series_is_defined_throughout():
    with pytest.raises(ValueError, match="defined throughout"):
        mser([1.0, NAN, 2.0])


def test_a_moving_average_keeps_lines_straight_and_shrinks_at_the_beginning():
    line = 3 + 2 * np.arange(20.0)
    bump = np.zeros(9)
    bump[1] = 6.0

    assert welch(line, 4) == pytest.approx(line[:16])
    assert welch(line, 0).tolist() == line.tolist()
    assert welch(bump, 2) == pytest.approx([0, 2, 1.2, 1.2, 0, 0, 0])


@pytest.mark.parametrize("half_width", [-1, 5, 10])
def test_a_moving_average_has_a_window_no_longer_than_its_series(half_width):
    with pytest.raises(ValueError, match="half_width must be from 0 to 4"):
        welch(np.zeros(10), half_width)


def test_an_interval_within_limits_covers_each_mean_that_is_possible():
    wide = mean_interval([0.1, 0.9, 0.8])

    cut = wide.within(0, 1)

    assert wide.low < 0
    assert wide.high > 1
    assert (cut.low, cut.mean, cut.high) == (0, wide.mean, 1)
    assert wide.within(-9, 9) == wide
    assert math.isnan(mean_interval([0.5]).within(0, 1).low)
