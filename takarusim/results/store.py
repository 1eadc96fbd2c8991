"""Folders of results: named by what made them, verified by hashes, never rewritten.

    results/<run id>/{manifest.json, scenario.resolved.yaml, replications.csv, kpis.csv, orders.parquet, ledger.csv,
                      [warm-up.csv], figures/, run.log}

A file counts once the manifest names it, and the manifest is written last: what a killed run leaves behind is not part
of any folder. It is written under another name first, its draft's, which says whose it is: the next one to write there
clears the drafts of processes that are gone. Wall times stand in run.log alone, which no hash covers.
"""

import glob
import hashlib
import json
import os
import platform
import shutil
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from takarusim.errors import StoreError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "about",
    "clear_drafts",
    "csv",
    "draft_of",
    "forget",
    "keep",
    "missing",
    "note",
    "parquet",
]

MANIFEST, LOG = "manifest.json", "run.log"
PACKAGES = ("numpy", "scipy", "simpy", "numba", "pandas", "pyarrow")  # what the bytes of results may depend on
DIGITS = 12  # of a run's id: the chance that a million runs share one is below one in a hundred


def about(folder: Path) -> dict[str, Any]:
    """Returns a folder's manifest after verifying every file that it names and that is there; {} for no folder.

    An empty folder is none.

    Raises
    ------
    StoreError
        If there is something else in the folder's place, or a file differs from its hash in the manifest.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return {}
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        hashes: dict[str, str] = manifest["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError(
            f"{folder}: no readable {MANIFEST}, so these are not takarusim's results; move it away"
        ) from None
    damaged = [name for name in hashes if (folder / name).exists() and _hash(folder / name) != hashes[name]]
    if damaged:
        listed = ", ".join(damaged)
        raise StoreError(f"{folder}: changed since the run wrote it, got other bytes in {listed}; move the folder away")
    return manifest


def kind(folder: Path) -> str:
    """Returns what made a folder that is to be read: "run", "comparison" or "sweep".

    Raises
    ------
    StoreError
        If it is none of results, or a file differs from its hash in the manifest.
    """
    if not (folder / MANIFEST).is_file():
        right = "one that `takarusim run`, `compare` or `sweep` made, such as results/ID"
        raise StoreError(f"{folder}: not a folder of results, got no {MANIFEST}; {right}")
    return str(about(folder).get("kind", "run"))


def missing(folder: Path, names: Iterable[str]) -> list[str]:
    """Returns the names of files that a folder should have and that are not part of it yet."""
    hashes = about(folder).get("files", {})
    return [name for name in names if name not in hashes or not (folder / name).exists()]


def keep(folder: Path, files: Mapping[str, bytes | Path], facts: Mapping[str, Any]) -> None:
    """Adds files to a folder, whole or not at all, and never changes one that is there.

    Parameters
    ----------
    folder : Path
    files : {name: content, or a draft that is moved there}
        Names may lie in folders: `figures/flow-id.png`.
    facts : mapping
        What the manifest says of the run; it is written with the first files.

    Raises
    ------
    StoreError
        If a file is there already with another content.
    """
    manifest = about(folder) or {**facts, "files": {}}
    known: dict[str, str] = manifest["files"]
    hashes = {name: _hash(content) for name, content in files.items()}
    if changed := [name for name in hashes if known.get(name, hashes[name]) != hashes[name]]:
        raise StoreError(f"{folder}: the same inputs gave other bytes in {', '.join(changed)}; move the folder away")
    manifest["files"] = dict(sorted({**known, **hashes}.items()))
    whole = {**files, MANIFEST: _text(manifest)}
    for place in {(folder / name).parent for name in whole}:
        clear_drafts(place)
    clear_drafts(folder.parent, folder.name)
    if folder.exists() or not _create(folder, whole):
        for name, content in whole.items():  # the manifest comes last
            _write(folder / name, content)


def forget(folder: Path, names: Iterable[str]) -> None:
    """Takes files out of a folder that are to be made anew."""
    manifest, gone = about(folder), set(names)
    manifest["files"] = {name: found for name, found in manifest["files"].items() if name not in gone}
    _write(folder / MANIFEST, _text(manifest))
    for name in gone:
        (folder / name).unlink(missing_ok=True)


def note(folder: Path, what: str, begun: float) -> None:
    """Adds to a folder's run.log what has been done since a moment of the monotonic clock, and on what machine."""
    when, spent = time.strftime("%Y-%m-%dT%H:%M:%S%z"), time.monotonic() - begun
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    with (folder / LOG).open("a", encoding="utf-8") as log:
        log.write(f"{when} {what} in {spent:.1f} s, {machine}\n")


def csv(frame: "pd.DataFrame") -> bytes:
    """Returns a table as CSV; floating-point numbers are written so that they read back exactly."""
    return frame.to_csv(index=False, lineterminator="\n").encode()


def parquet(frame: "pd.DataFrame") -> bytes:
    """Returns a table as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _text(manifest: Mapping[str, Any]) -> bytes:
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def _hash(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _create(folder: Path, files: Mapping[str, bytes | Path]) -> bool:
    """Makes a folder with its files in one step; returns False if another run was first."""
    draft = draft_of(folder)
    shutil.rmtree(draft, ignore_errors=True)  # of an earlier process of this number
    try:
        for name, content in files.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            _put(draft / name, content)
        draft.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        return False
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return True


def _put(path: Path, content: bytes | Path) -> None:
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content.replace(path)


def _write(path: Path, content: bytes | Path) -> None:
    """Writes a file in one step, unless it is there with that content."""
    if path.exists() and _hash(path) == _hash(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_of(path)
    _put(draft, content)
    draft.replace(path)


# --- drafts


def draft_of(path: Path) -> Path:
    """Returns where this process writes a file or folder before it takes its name."""
    return path.with_name(f".{path.name}-{platform.node()}-{os.getpid()}.draft")


def clear_drafts(folder: Path, name: str = "") -> None:
    """Clears what killed processes of this machine left in a folder: their drafts of a name, or of any."""
    start = f".{glob.escape(name)}-{glob.escape(platform.node())}-" if name else f".*-{glob.escape(platform.node())}-"
    for draft in folder.glob(f"{start}*.draft"):
        number = draft.stem.rpartition("-")[2]
        if not number.isdecimal() or _is_running(int(number)):
            continue
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            draft.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    """Returns whether a process is there, or may be: Windows has no signal that only asks."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True
