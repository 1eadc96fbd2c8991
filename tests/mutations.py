"""Plants the deliberate faults of `faults`, each of which the tests must find; says which test finds each.

    python tests/mutations.py              # all, in parallel, before a release: an hour or so
    python tests/mutations.py kpis relax   # those in modules whose path holds one of these words
    python tests/mutations.py --sample 4   # so many of the quick ones, chosen by the commit, as scripts/check does

What is found is kept in build/mutations.jsonl, so that a run that was stopped goes on; it counts until a file changes.
"""

import argparse
import hashlib
import json
import os
import random
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faults import FAULTS, Fault

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "takarusim"
KEPT = ROOT / "build" / "mutations.jsonl"


def module_of(fault: Fault) -> Path:
    """Returns the one file that has the text of a fault, below the folder or module that the fault names."""
    paths = [PACKAGE / f"{fault.where}.py", *sorted((PACKAGE / fault.where).rglob("*.py"))]
    having = [path for path in paths if path.exists() and fault.right in path.read_text("utf-8")]
    if len(having) != 1:
        raise ValueError(f"{fault.what}: in {len(having)} files of {fault.where}, not one, got {fault.right!r}")
    return having[0]


def is_compiled(path: Path) -> bool:
    """Returns whether compiled code is made of a module, so that a fault in it takes most of a minute to compile."""
    text = (PACKAGE / "engine" / "compiled.py").read_text("utf-8")
    return f'"{path.relative_to(PACKAGE).with_suffix("").as_posix()}"' in text


def find(fault: Fault) -> str:
    """Returns the first test that fails for a fault; "" when none does."""
    path = module_of(fault)
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    planted = json.dumps({"module": name, "right": fault.right, "wrong": fault.wrong})
    with tempfile.TemporaryDirectory() as folder:
        paths = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
        env = os.environ | {"TAKARUSIM_FAULT": planted, "PYTHONPATH": paths}
        if is_compiled(path):
            env["XDG_CACHE_HOME"] = folder  # what is compiled of it goes with it
        pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "planting", "-p", "no:cacheprovider"]
        command = [*pytest, "-m", "not thorough", *shlex.split(fault.tests)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=env)
    failed = [line.split(" - ")[0] for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if run.returncode not in (0, 1):  # no tests, or a module that cannot be imported
        raise RuntimeError(f"{fault.what}: {' '.join(command)}\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
    return failed[0] if failed else ""


def digest() -> str:
    """Returns a hash of the package, the tests and the scenarios."""
    files = [path for part in ("takarusim", "tests", "scenarios") for path in sorted((ROOT / part).rglob("*"))]
    texts = (path.read_bytes() for path in files if path.suffix in (".py", ".yaml", ".csv"))
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


def kept(state: str) -> dict[str, str]:
    """Returns what earlier runs on the same files found: the test by the fault."""
    rows = map(json.loads, KEPT.read_text("utf-8").splitlines()) if KEPT.exists() else ()
    return {row["what"]: row["found"] for row in rows if row["state"] == state}


def sample(count: int) -> list[Fault]:
    """Returns some of the faults that take seconds, others for each commit."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    quick = [fault for fault in FAULTS if not is_compiled(module_of(fault))]
    return random.Random(done.stdout or digest()).sample(quick, count)  # noqa: S311  no secret


def chosen() -> list[Fault]:
    """Returns the faults that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="parts of the path of a module")
    parser.add_argument("--sample", type=int, default=0, help="so many quick ones, chosen by the commit")
    arguments = parser.parse_args()
    if arguments.sample:
        return sample(arguments.sample)
    words = arguments.words or [""]
    return [fault for fault in FAULTS if any(word in str(module_of(fault).relative_to(PACKAGE)) for word in words)]


def main() -> int:
    """Prints which test finds each fault; returns how many are found by none."""
    faults, state = chosen(), digest()
    known, missed = kept(state), 0
    KEPT.parent.mkdir(exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool, KEPT.open("a", encoding="utf-8") as file:
        answers = [known.get(fault.what) or pool.submit(find, fault) for fault in faults]
        for fault, answer in zip(faults, answers, strict=True):
            found = answer if isinstance(answer, str) else answer.result()
            print(f"{fault.what:62} {found or 'NOT FOUND'}", flush=True)
            missed += not found
            if fault.what not in known:
                file.write(json.dumps({"state": state, "what": fault.what, "found": found}) + "\n")
                file.flush()
    print(f"{len(faults) - missed} of {len(faults)} faults found")
    return missed


if __name__ == "__main__":
    sys.exit(min(main(), 1))
