"""Deliberate faults, each of which the tests must find: `python tests/mutations.py [MODULE ...]`, before a release.

A fault replaces one text in one module of a copy of the package; then the tests that are there for it run.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
INVARIANTS = "tests/test_invariants.py -k simpy"
AGREE = "tests/test_engines_agree.py"
THEORY = "tests/test_theory.py -k Jackson"
READ = "tests/test_ledger.py tests/test_kpis.py"
STREAMS = "tests/test_streams.py tests/test_metamorphic.py"


class Fault(NamedTuple):
    """What goes wrong, where, and the tests that find it."""

    what: str
    module: str
    right: str
    wrong: str
    tests: str = INVARIANTS


FAULTS = (
    Fault(
        "work that ends at closing time ends at the next opening",
        "rules",
        "x.close[k] < ends",
        "x.close[k] <= ends",
    ),
    Fault("a unit survives a ms too short", "rules", "-(-life // wear)", "life // wear"),
    Fault("an SME takes one order too many", "rules", "in_hand[s] < x.most", "in_hand[s] <= x.most"),
    Fault("later passes go through all operations", "rules", "if x.is_reworked[j] or not only_reworked:", "if True:"),
    Fault("the reorder point buys always", "rules", "(1 if at else 0)", "1"),
    Fault("the fallback buys although enough comes in time", "rules", " or expected <= quoted", ""),
    Fault("rejects know no SME", "rules", "(count * pieces * factor", "(count * pieces * 1_000_000"),
    Fault("the shortest first is the longest first", "rules", "return x.setup[lot", "return -x.setup[lot"),
    Fault("lots start while closed", "resources", "if not place.calendar.is_open:", "if False:"),
    Fault("crews start while closed", "resources", "while self.calendar.is_open and", "while"),
    Fault("the most urgent lot gives way", "resources", "return max(less_urgent", "return min(less_urgent"),
    Fault("units that are not let are used", "resources", "if unit.is_let and not", "if not"),
    Fault("a lot heavier than a truck never leaves", "resources", "if room < grams <= capacity:", "if room < grams:"),
    Fault("lots under way come last for a crew", "model", "(not lot.is_begun, *key)", "(lot.is_begun, *key)"),
    Fault("a life that ends with the work fails there", "model", "if survived < lot.left:", "if survived <= lot.left:"),
    Fault(
        "wear knows no SME",
        "model",
        "worked * rules.factor(self.factors, lot.sme.number, ON_WEAR)",
        "worked * 1_000_000",
    ),
    Fault("a preempted lot begins anew", "model", "                if is_fresh:", "                if True:"),
    Fault("orders stay in hand for ever", "model", "self.in_hand[lot.sme.number] -= 1", "pass"),
    Fault(
        "good pieces of rework are not ready",
        "chronicle",
        "row.amount, row.time\n    elif row.next == NONE",
        "row.amount, NEVER\n    elif row.next == NONE",
        READ,
    ),
    Fault(
        "a crew is held for ever",
        "chronicle",
        "holds.end[notes.latest[lot]], notes.latest[lot] = time, NONE",
        "notes.latest[lot] = NONE",
        READ,
    ),
    Fault("repairs are work", "chronicle", "0 if did.is_down[running] else row.amount", "row.amount", READ),
    Fault("the first lot decides", "chronicle", "lots.arrived[lot] > lots.arrived[best]", "False", READ),
    Fault(
        "a half loaded lot travels",
        "states",
        "TRAVELLING if is_whole else FOR_TRUCK",
        "TRAVELLING",
        READ,
    ),
    Fault(
        "work at the horizon is forgotten",
        "states",
        "found.worked[now] += opened",
        "found.worked[now] += 0 * opened",
        READ,
    ),
    Fault(
        "time before a lot was split off is lost",
        "ledger",
        "return lot >= 0 and lived",
        "return until == NEVER and lot >= 0 and lived",
        READ,
    ),
    Fault("rework goes on aboard a truck", "ledger", "attempt[m] > 1 and state < FOR_TRUCK", "attempt[m] > 1", READ),
    Fault(
        "the last numbers of a block come twice",
        "philox",
        "first % BLOCK + j]",
        "min(first % BLOCK + j, 2)]",
        "tests/test_draws.py",
    ),
    Fault("the queue is a stack", "heaps", "lot.rank < other.rank or", "lot.rank > other.rank or", AGREE),
    Fault(
        "the kernel knows another victim",
        "kernel",
        "return lot.started > other.started",
        "return lot.started < other.started",
        AGREE,
    ),
    Fault(
        "components of a mix share one draw",
        "potential",
        'f"{group.owner}/{group.wanted.component.id}"',
        "group.owner",
        THEORY,
    ),
    Fault("allotment follows the place of an SME", "potential", '{group.stream.smes[s]}"', '{s}"', STREAMS),
    Fault(
        "all streams draw the same",
        "draws",
        "name + owner",
        "name",
        "tests/test_draws.py tests/test_theory.py",
    ),
    Fault("the number of owners moves the draws", "draws", "|{purpose}|", "|{len(owners)}|{purpose}|", STREAMS),
    Fault(
        "an operation outside has a set-up of its own",
        "model",
        "setup + processing, FINISH",
        "2 * setup + processing, FINISH",
    ),
)

# In the kernel alone: the comparison of the two engines must find them. `python tests/mutations.py kernel`
TWIN_FAULTS = tuple(
    Fault(what, "kernel", right, wrong, AGREE)
    for what, right, wrong in (
        ("two kinds are swapped", "schedule(s, now + lead, RECEIVE, p, p)", "schedule(s, now + lead, UP + 1, p, p)"),
        (
            "a rounding is left out",
            "lost = scaled(grams, x.materials[m].loss)",
            "lost = grams * x.materials[m].loss // 1_000_000",
        ),
        (
            "a pause is missed",
            "lot.ends = now, NEVER, after(x, clock, now, lot.left)",
            "lot.ends = now, NEVER, now + lot.left",
        ),
        ("a tie is broken by number", "lot.tie = x.tie[i] * RANK + lot.subject", "lot.tie = lot.subject"),
        (
            "any free unit will do",
            "k = lowest_bit(s.free[word])",
            "k = lowest_bit(s.free[word] & (s.free[word] - BIT) or s.free[word])",
        ),
        ("a closed SME gives out crews", " and s.calendars[x.smes[sme].calendar].is_open", ""),
        ("a new life begins with the old one's wear", "unit.life = x.life[u, unit.failed]", "unit.life = x.life[u, 0]"),
        (
            "the crew is kept over an operation outside",
            "        give_back_crew(x, s, k)\n        lot.unit, lot.done",
            "        lot.unit, lot.done",
        ),
        ("a purchase is expected for ever", "        stock.first = purchase.next\n", "        stock.first = p\n"),
        ("the last pass is one too late", "lot.attempt, x.passes, rejected", "lot.attempt - 1, x.passes, rejected"),
        ("good pieces do not wait", "s.lots[new].good = lot.good\n        leave_order", "leave_order"),
        ("a repaired unit preempts nobody", "        reconsider(x, s, x.units[u].pool)\n", ""),
        ("a refused order stays in hand", "s.in_hand[lot.sme] -= 1", "s.in_hand[lot.sme] -= 0"),
        ("trucks leave in a ban", "after(x, a.bans, now,", "after(x, 0, now,"),
    )
)


def find(fault: Fault) -> str:
    """Returns the first test that fails for a fault; "" when none does."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("takarusim", "tests", "scenarios"):
            shutil.copytree(ROOT / name, Path(folder, name), ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", folder)
        module = next(Path(folder, "takarusim").rglob(f"{fault.module}.py"))
        text = module.read_text("utf-8")
        if fault.right not in text:
            raise ValueError(f"{fault.what}: not in {fault.module}, got {fault.right!r}")
        module.write_text(text.replace(fault.right, fault.wrong), "utf-8")
        pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not thorough"]
        run = subprocess.run(
            [*pytest, *fault.tests.split(" ")],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"XDG_CACHE_HOME": folder},  # what is compiled of it goes with it
        )
        failed = [line.split(" - ")[0] for line in run.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        return failed[0] if failed else ""


def main() -> int:
    """Prints which test finds each fault, if they find none where there is none; returns how many are not found."""
    faults = [fault for fault in FAULTS + TWIN_FAULTS if fault.module in sys.argv[1:] or len(sys.argv) == 1]
    none = [Fault("nothing is wrong", "rules", "PPM", "PPM", tests) for tests in {fault.tests for fault in faults}]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        if alarms := [*filter(None, pool.map(find, none))]:
            raise AssertionError(f"tests fail without a fault: {', '.join(alarms)}")
        missed = 0
        for fault, found in zip(faults, pool.map(find, faults), strict=True):
            missed += not found
            print(f"{fault.what:60} {found or 'NOT FOUND'}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
