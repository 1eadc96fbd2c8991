"""Draws are what section 7 of the design says, by name and occasion."""

from hashlib import blake2b

import numpy as np
import pytest

from takarusim.lowering.draws import WIDTHS, Draws
from takarusim.lowering.purposes import Owners


def test_a_stream_is_the_philox_of_its_hashed_name() -> None:
    for purpose, width in WIDTHS.items():
        key = np.frombuffer(blake2b(f"takarusim|7|3|{purpose}|a/b@2".encode(), digest_size=16).digest(), "<u8")
        raw = np.random.Philox(key=key, counter=0).random_raw(5 * width)
        expected = ((raw >> np.uint64(12)) + 0.5) * 2.0**-52
        assert np.array_equal(Draws(7, 3).uniforms(purpose, "a/b@2", 5), expected.reshape(5, width))


def test_what_was_drawn_before_does_not_matter() -> None:
    draws = Draws(1)
    fresh = Draws(1).uniforms("work", "p/c/o", 9)
    draws.uniforms("gap", "p", 3)  # an odd number of words: the generator's buffer is left half full
    assert np.array_equal(draws.uniforms("work", "p/c/o", 9), fresh)


def test_more_rows_begin_with_the_same_rows() -> None:
    few, many = (Draws(1).uniforms("reject", "p/c", rows) for rows in (7, 1000))
    assert np.array_equal(many[:7], few)


def test_any_row_of_any_stream_can_be_drawn_without_the_ones_before_it() -> None:
    draws, choose = Draws(3, 2), np.random.default_rng(1)
    for purpose, width in WIDTHS.items():
        which, rows = choose.integers(0, 3, 200), choose.integers(0, 500, 200)
        whole = [draws.uniforms(purpose, owner, 500) for owner in "abc"]
        found = draws.some(purpose, list("abc"), which, rows)
        assert found.shape == (200, width)
        assert np.array_equal(found, [whole[k][row] for k, row in zip(which, rows, strict=True)])


def test_runs_of_owners_are_drawn_as_one_by_one_without_those_that_take_no_draw() -> None:
    draws, names = Draws(3, 2), ["a", "", "b", "a", "c"]
    first, lengths, rows = np.array([2, 0, 4, 1, 2]), np.array([3, 4, 0, 1, 2]), np.array([7, 3, 3, 9, 8])
    owners = Owners("work", names)
    numbers, places = owners.listed(first, lengths)
    assert numbers.tolist() == [2, 3, 4, 0, 2, 3, 2, 3]
    assert places.tolist() == [0, 1, 2, 3, 5, 6, 8, 9]
    of = np.repeat(rows, lengths)[places]
    expected = [draws.uniforms("work", names[k], 10)[row] for k, row in zip(numbers, of, strict=True)]
    assert np.array_equal(owners.runs(draws, first, lengths, rows), expected)
    assert np.array_equal(owners.rows(draws, numbers, of), expected)


def test_seed_replication_purpose_and_owner_each_make_another_stream() -> None:
    streams = [
        Draws(1, 0).uniforms("gap", "p", 4),
        Draws(2, 0).uniforms("gap", "p", 4),
        Draws(1, 1).uniforms("gap", "p", 4),
        Draws(1, 0).uniforms("due", "p", 4),
        Draws(1, 0).uniforms("gap", "q", 4),
    ]
    assert len(np.unique(streams)) == 20


def test_uniforms_are_uniform_and_uncorrelated_between_owners() -> None:
    u = np.array([Draws(5).uniforms("gap", f"p-{k}", 20_000)[:, 0] for k in range(8)])
    assert u.min() > 0
    assert u.max() < 1
    distance = np.abs(np.sort(u, axis=1) - (np.arange(20_000) + 0.5) / 20_000).max()
    assert distance < 1.95 / np.sqrt(20_000)  # Kolmogorov-Smirnov, 99.9 percent, of each of eight
    assert np.abs(np.corrcoef(u) - np.eye(8)).max() < 5 / np.sqrt(20_000)


def test_an_unknown_purpose_is_refused() -> None:
    with pytest.raises(ValueError, match="purpose is unknown, got 'luck'"):
        Draws(1).uniforms("luck", "p", 1)


def test_draws_are_equal_by_value() -> None:
    assert Draws(1, 2) == Draws(1, 2)
    assert Draws(1, 2) != Draws(1, 3)
