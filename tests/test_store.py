"""Folders of results keep what they are given, and never anything else."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import takarusim
from takarusim.errors import StoreError
from takarusim.experiments import provenance
from takarusim.results import store

FACTS = {"run": "abc", "seed": 1}
FILES = {"kpis.csv": b"kpi,mean\notif,0.5\n", "figures/flow-en.png": b"picture"}


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_run_is_named_by_its_scenario_its_seed_and_its_replications():
    names = {
        provenance.run_id("a: 1", 1, 30),
        provenance.run_id("a: 2", 1, 30),
        provenance.run_id("a: 1", 2, 30),
        provenance.run_id("a: 1", 1, 31),
    }

    assert len(names) == 4
    assert provenance.run_id("a: 1", 1, 30) in names


def test_the_same_files_give_the_same_bytes(tmp_path):
    store.keep(tmp_path / "one", FILES, FACTS)
    store.keep(tmp_path / "two", dict(reversed(FILES.items())), FACTS)

    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_what_is_there_is_not_written_again(tmp_path):
    folder = tmp_path / "run"
    store.keep(folder, FILES, FACTS)
    before = {name: (folder / name).stat().st_mtime_ns for name in content(folder)}
    store.keep(folder, FILES, FACTS)

    assert {name: (folder / name).stat().st_mtime_ns for name in content(folder)} == before


def test_what_is_missing_is_added_and_the_rest_left_alone(tmp_path):
    folder = tmp_path / "run"
    store.keep(folder, FILES, FACTS)
    (folder / "kpis.csv").unlink()

    assert store.missing(folder, [*FILES, "relax.csv"]) == ["kpis.csv", "relax.csv"]
    store.keep(folder, {"kpis.csv": FILES["kpis.csv"], "relax.csv": b"more"}, {"run": "ignored"})
    assert store.missing(folder, [*FILES, "relax.csv"]) == []
    assert store.about(folder)["run"] == "abc"


def test_a_damaged_file_is_found_and_named(tmp_path):
    folder = tmp_path / "run"
    store.keep(folder, FILES, FACTS)
    (folder / "kpis.csv").write_bytes(b"kpi,mean\notif,0.9\n")

    with pytest.raises(StoreError, match=r"kpis\.csv"):
        store.about(folder)


def test_other_results_are_never_written_over_a_run(tmp_path):
    folder = tmp_path / "run"
    store.keep(folder, FILES, FACTS)
    before = content(folder)

    with pytest.raises(StoreError, match=r"kpis\.csv"):
        store.keep(folder, {"kpis.csv": b"other", "new.csv": b"new"}, FACTS)
    assert content(folder) == before


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.txt").write_text("mine")

    with pytest.raises(StoreError, match="move it away"):
        store.keep(tmp_path / "run", FILES, FACTS)
    assert content(tmp_path / "run") == {"thesis.txt": b"mine"}


def test_a_run_that_is_killed_while_it_writes_leaves_no_folder(tmp_path):
    program = (
        "import os, signal, sys; from pathlib import Path; from takarusim.results import store\n"
        "class Deadly(dict):\n"
        "    def items(self):\n"
        "        yield 'kpis.csv', b'half'\n"
        "        if sys._getframe(1).f_code.co_name == '_create': os.kill(os.getpid(), signal.SIGKILL)\n"
        "        yield 'ledger.csv', b'rest'\n"
        "files = Deadly(); real = store._create\n"
        "store._create = lambda folder, whole: real(folder, files)\n"
        "store.keep(Path(sys.argv[1]), {'kpis.csv': b'half'}, {})\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "run")], check=False)

    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "run").exists()
    assert [path.suffix for path in tmp_path.iterdir()] == [".draft"]
    store.keep(tmp_path / "run", FILES, FACTS)
    assert store.missing(tmp_path / "run", FILES) == []
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_only_the_drafts_of_processes_that_are_gone_are_cleared(tmp_path):
    folder, file = tmp_path / "run", tmp_path / "run" / "kpis.csv"
    store.keep(folder, FILES, FACTS)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
        drafts = {"gone": int(gone.stdout), "running": process.pid}
        mine = store.draft_of(file)
        paths = {name: mine.with_name(mine.name.replace(f"-{os.getpid()}.", f"-{n}.")) for name, n in drafts.items()}
        for path in paths.values():
            path.write_bytes(b"half")
        elsewhere = mine.with_name(f".kpis.csv-another-machine-{drafts['gone']}.draft")
        elsewhere.write_bytes(b"half")
        store.keep(folder, {"ledger.csv": b"more"}, FACTS)

        assert [name for name, path in paths.items() if path.exists()] == ["running"]
        assert elsewhere.exists()
        process.communicate(b"\n")
    store.keep(folder, {"ledger.csv": b"more"}, FACTS)

    assert not paths["running"].exists()


def test_a_draft_of_any_size_is_moved_into_a_folder_and_verified_there(tmp_path):
    folder = tmp_path / "run"
    store.keep(folder, FILES, FACTS)
    draft = store.draft_of(folder / "responses.parquet")
    draft.write_bytes(b"rows")
    store.keep(folder, {"responses.parquet": draft}, {})

    assert not draft.exists()
    assert store.missing(folder, ["responses.parquet"]) == []
    (folder / "responses.parquet").write_bytes(b"rovs")
    with pytest.raises(StoreError, match=r"responses\.parquet"):
        store.about(folder)


def test_files_that_the_manifest_does_not_name_are_no_part_of_a_run(tmp_path):
    folder = tmp_path / "run"
    store.keep(folder, FILES, FACTS)
    (folder / "ledger.csv").write_bytes(b"left by a run that was killed before its manifest")

    assert store.missing(folder, ["ledger.csv"]) == ["ledger.csv"]
    store.keep(folder, {"ledger.csv": b"whole"}, FACTS)
    assert (folder / "ledger.csv").read_bytes() == b"whole"


def test_two_runs_that_finish_together_make_one_whole_folder(tmp_path):
    with ProcessPoolExecutor(2) as pool:
        for done in [pool.submit(store.keep, tmp_path / "run", FILES, FACTS) for _ in range(2)]:
            done.result()

    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert store.missing(tmp_path / "run", FILES) == []


def test_numbers_read_back_from_csv_exactly(tmp_path):
    values = np.random.default_rng(1).standard_normal(1000) * 10.0 ** np.arange(-500, 500).clip(-300, 300)
    (tmp_path / "x.csv").write_bytes(store.csv(pd.DataFrame({"value": values})))

    assert np.array_equal([float(line) for line in (tmp_path / "x.csv").read_text().split()[1:]], values)


def test_parquet_of_the_same_table_has_the_same_bytes():
    frame = pd.DataFrame({"partner": ["a", "b"], "days": [1.5, np.nan]})

    assert store.parquet(frame) == store.parquet(frame.copy())


def test_whoever_calls_the_public_functions_can_catch_it():
    assert takarusim.StoreError is StoreError
    assert issubclass(StoreError, takarusim.TakarusimError)
