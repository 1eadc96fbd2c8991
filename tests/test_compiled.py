"""Where compiled code is kept: nobody else's, and nothing that is only half there; and how it passes tuples on."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
import pytest
from numpy.typing import NDArray

from cases import plain_tree, random_tree
from takarusim.engine import compiled
from takarusim.lowering import loops
from takarusim.lowering.draws import Draws
from takarusim.lowering.lowering import lower
from takarusim.scenario.reading import scenario_from


def test_files_that_were_cut_short_are_dropped_and_others_kept(tmp_path):
    whole = pickle.dumps({"code": b"x" * 1000})
    (tmp_path / "a").mkdir()
    for name, content in {"whole.nbi": whole, "cut.nbc": whole[:500], "empty.nbc": b"", "other.txt": b"x"}.items():
        (tmp_path / "a" / name).write_bytes(content)
    compiled._drop_truncated(tmp_path)

    assert {path.name for path in (tmp_path / "a").iterdir()} == {"whole.nbi", "other.txt"}


def test_what_is_kept_serves_the_same_package_elsewhere_too(tmp_path):
    """From a checkout and installed: neither compiles what the other has. Files end as pickles do, or are dropped."""
    package = Path(compiled.__file__).parents[1]
    shutil.copytree(package, tmp_path / "elsewhere" / "takarusim", ignore=shutil.ignore_patterns("__pycache__"))
    program = """
import numpy as np
from takarusim.outcome.chronicle import _count

_count(np.recarray(0, [("kind", int)]), np.zeros(1, int))
"""
    found = []
    for folder in (package.parent, tmp_path / "elsewhere"):
        variables = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / "kept"), "PYTHONPATH": str(folder)}
        subprocess.run([sys.executable, "-c", program], env=variables, cwd=folder, check=True)
        found.append({file: file.stat().st_mtime_ns for file in (tmp_path / "kept").rglob("*.nb[ic]")})

    assert found[0] == found[1] != {}
    assert all(file.read_bytes().endswith(b".") for file in found[0])


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners there")
def test_the_last_resort_is_a_folder_that_nobody_else_can_write_to(tmp_path):
    own, open_to_all, link = tmp_path / "own", tmp_path / "open", tmp_path / "link"
    open_to_all.mkdir(mode=0o777)
    open_to_all.chmod(0o777)
    link.symlink_to(open_to_all)

    assert compiled._own_folder(own) == own
    assert own.stat().st_mode & 0o777 == 0o700
    for other in (open_to_all, link):
        found = compiled._own_folder(other)
        assert found not in (open_to_all, link)
        assert found.stat().st_mode & 0o777 == 0o700
        found.rmdir()


class Inner(NamedTuple):
    counts: NDArray[np.int64]


class Outer(NamedTuple):
    inner: Inner
    table: NDArray[np.int64]
    step: int
    doubles: bool


@compiled.jit
def _add(x, k):
    x.inner.counts[k] += 2 * x.step if x.doubles else x.step
    return x.table[k] + len(x.table)


@numba.njit(_nrt=False)
def _all(x):
    x, total = compiled.reference(x), 0
    for k in range(len(x.inner.counts)):
        total += _add(x, k)
    return total


def test_a_named_tuple_is_passed_on_with_all_its_fields_and_tuples_in_it():
    counts, table = np.zeros(3, np.int64), np.array([10, 20, 30])
    total = _all(Outer(Inner(counts), table, 5, doubles=True))

    assert total == 69
    assert counts.tolist() == [10, 10, 10]


def test_every_estate_has_tables_of_one_form_so_that_the_engine_is_compiled_once():
    """A column of a table is another type to numba than an array of its own, which compiles all of it again."""
    for seed in range(30):
        x = lower(scenario_from(random_tree(seed, ties=False)), Draws(1, 0), 256)
        odd = [name for name, each in zip(x._fields, x, strict=True) if not np.asarray(each).flags.c_contiguous]

        assert odd == [], seed


def test_shares_that_change_on_a_date_are_ranked_by_the_same_code():
    smes = {"s": {}, "t": {"share": 2}}
    change = {"e": {"from": "2024-01-05", "set": {"smes.s.share": 3}}}
    tree = plain_tree(smes=smes, changes=change, time={"first_day": "2024-01-01", "last_day": "2024-01-10"})
    seen = len(loops.rank.signatures)
    lower(scenario_from(tree | {"changes": {}}), Draws(1, 0), 256)
    lower(scenario_from(tree), Draws(1, 0), 256)

    assert len(loops.rank.signatures) == max(1, seen)
