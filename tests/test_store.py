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
from takarusim.results import drafts, tables
from takarusim.results.folder import ResultsFolder

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
    ResultsFolder(tmp_path / "one").keep(FILES, FACTS)
    ResultsFolder(tmp_path / "two").keep(dict(reversed(FILES.items())), FACTS)

    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_what_is_there_is_not_written_again(tmp_path):
    folder = tmp_path / "run"
    ResultsFolder(folder).keep(FILES, FACTS)
    before = {name: (folder / name).stat().st_mtime_ns for name in content(folder)}
    ResultsFolder(folder).keep(FILES, FACTS)

    assert {name: (folder / name).stat().st_mtime_ns for name in content(folder)} == before


def test_what_is_missing_is_added_and_the_rest_left_alone(tmp_path):
    folder = tmp_path / "run"
    ResultsFolder(folder).keep(FILES, FACTS)
    (folder / "kpis.csv").unlink()

    assert ResultsFolder(folder).lacks([*FILES, "relax.csv"]) == ["kpis.csv", "relax.csv"]
    ResultsFolder(folder).keep({"kpis.csv": FILES["kpis.csv"], "relax.csv": b"more"}, {"run": "ignored"})
    assert ResultsFolder(folder).lacks([*FILES, "relax.csv"]) == []
    assert ResultsFolder(folder).manifest()["run"] == "abc"


def test_a_damaged_file_is_found_and_named(tmp_path):
    folder = tmp_path / "run"
    ResultsFolder(folder).keep(FILES, FACTS)
    (folder / "kpis.csv").write_bytes(b"kpi,mean\notif,0.9\n")

    with pytest.raises(StoreError, match=r"kpis\.csv"):
        ResultsFolder(folder).manifest()


def test_other_results_are_never_written_over_a_run(tmp_path):
    folder = tmp_path / "run"
    ResultsFolder(folder).keep(FILES, FACTS)
    before = content(folder)

    with pytest.raises(StoreError, match=r"kpis\.csv"):
        ResultsFolder(folder).keep({"kpis.csv": b"other", "new.csv": b"new"}, FACTS)
    assert content(folder) == before


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.txt").write_text("mine")

    with pytest.raises(StoreError, match="move it away"):
        ResultsFolder(tmp_path / "run").keep(FILES, FACTS)
    assert content(tmp_path / "run") == {"thesis.txt": b"mine"}


def test_a_run_that_is_killed_while_it_writes_leaves_no_folder(tmp_path):
    program = (
        "import os, signal, sys; from pathlib import Path; from takarusim.results import folder\n"
        "class Deadly(dict):\n"
        "    def items(self):\n"
        "        yield 'kpis.csv', b'half'\n"
        "        if sys._getframe(1).f_code.co_name == 'create': os.kill(os.getpid(), signal.SIGKILL)\n"
        "        yield 'ledger.csv', b'rest'\n"
        "files = Deadly(); real = folder.create\n"
        "folder.create = lambda path, whole: real(path, files)\n"
        "folder.ResultsFolder(Path(sys.argv[1])).keep({'kpis.csv': b'half'})\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / "run")], check=False)

    assert done.returncode == -signal.SIGKILL
    assert not (tmp_path / "run").exists()
    assert [path.suffix for path in tmp_path.iterdir()] == [".draft"]
    ResultsFolder(tmp_path / "run").keep(FILES, FACTS)
    assert ResultsFolder(tmp_path / "run").lacks(FILES) == []
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_only_the_drafts_of_processes_that_are_gone_are_cleared(tmp_path):
    folder, file = tmp_path / "run", tmp_path / "run" / "kpis.csv"
    ResultsFolder(folder).keep(FILES, FACTS)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
        owners = {"gone": int(gone.stdout), "running": process.pid}
        mine = drafts.draft_of(file)
        paths = {name: mine.with_name(mine.name.replace(f"-{os.getpid()}.", f"-{n}.")) for name, n in owners.items()}
        for path in paths.values():
            path.write_bytes(b"half")
        elsewhere = mine.with_name(f".kpis.csv-another-machine-{owners['gone']}.draft")
        elsewhere.write_bytes(b"half")
        ResultsFolder(folder).keep({"ledger.csv": b"more"}, FACTS)

        assert [name for name, path in paths.items() if path.exists()] == ["running"]
        assert elsewhere.exists()
        process.communicate(b"\n")
    ResultsFolder(folder).keep({"ledger.csv": b"more"}, FACTS)

    assert not paths["running"].exists()


def test_a_draft_of_any_size_is_moved_into_a_folder_and_verified_there(tmp_path):
    folder = tmp_path / "run"
    ResultsFolder(folder).keep(FILES, FACTS)
    draft = drafts.draft_of(folder / "responses.parquet")
    draft.write_bytes(b"rows")
    ResultsFolder(folder).keep({"responses.parquet": draft})

    assert not draft.exists()
    assert ResultsFolder(folder).lacks(["responses.parquet"]) == []
    (folder / "responses.parquet").write_bytes(b"rovs")
    with pytest.raises(StoreError, match=r"responses\.parquet"):
        ResultsFolder(folder).manifest()


def test_files_that_the_manifest_does_not_name_are_no_part_of_a_run(tmp_path):
    folder = tmp_path / "run"
    ResultsFolder(folder).keep(FILES, FACTS)
    (folder / "ledger.csv").write_bytes(b"left by a run that was killed before its manifest")

    assert ResultsFolder(folder).lacks(["ledger.csv"]) == ["ledger.csv"]
    ResultsFolder(folder).keep({"ledger.csv": b"whole"}, FACTS)
    assert (folder / "ledger.csv").read_bytes() == b"whole"


def test_two_runs_that_finish_together_make_one_whole_folder(tmp_path):
    with ProcessPoolExecutor(2) as pool:
        for done in [pool.submit(ResultsFolder(tmp_path / "run").keep, FILES, FACTS) for _ in range(2)]:
            done.result()

    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert ResultsFolder(tmp_path / "run").lacks(FILES) == []


def test_numbers_read_back_from_csv_exactly(tmp_path):
    values = np.random.default_rng(1).standard_normal(1000) * 10.0 ** np.arange(-500, 500).clip(-300, 300)
    (tmp_path / "x.csv").write_bytes(tables.csv(pd.DataFrame({"value": values})))

    assert np.array_equal([float(line) for line in (tmp_path / "x.csv").read_text().split()[1:]], values)


def test_parquet_of_the_same_table_has_the_same_bytes():
    frame = pd.DataFrame({"partner": ["a", "b"], "days": [1.5, np.nan]})

    assert tables.parquet(frame) == tables.parquet(frame.copy())


def test_whoever_calls_the_public_functions_can_catch_it():
    assert takarusim.StoreError is StoreError
    assert issubclass(StoreError, takarusim.TakarusimError)
