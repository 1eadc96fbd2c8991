"""Damages scenario files at random: each must be read, or refused in words; no other error, no hang, no gigabyte.

    python tests/fuzz.py --count 100000 --seed 1
    python tests/fuzz.py --count 1 --seed 4711     # one file again, by the number that was told

Prints how many files were read, were simulated and were refused, and the text of the first that breaks a rule. Reading
order: rules, damaged, main.
"""

import argparse
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from cases import FILES, SCENARIOS, random_tree
from takarusim.errors import EngineError, ExperimentError, ScenarioError
from takarusim.experiments import run
from takarusim.kpis import kpis
from takarusim.language.catalogue import CATALOGUE
from takarusim.lowering import needs
from takarusim.scenario import files, reading
from takarusim.scenario.scenario import Scenario

SMALL = Path(__file__).parent / "small.yaml"
TREES = 40  # random estates
LONGEST, LONGEST_RUN = 4.0, 20.0  # s of CPU of a busy machine to read a file, and to simulate it with SimPy
MEMORY = 3_000_000_000  # bytes of addresses: most are those of libraries
MOST_ROWS, LIMIT = 4000, 0.02  # rows of a log that are worth simulating here; GB that a replication may take
ONE_IN = 200  # so many files are damaged from a large one; half of the others from a tiny one

HOSTILE = (
    *(
        "0",
        "-1",
        "1e308",
        "-1e308",
        "1e-320",
        "1e400",
        "9223372036854775808",
        "9" * 50,
        "9" * 5000,
        "0x7fffffffffffffff",
    ),
    *("1.5", "1,5", "1.500,25", "1.000.000", "1,000,000", "50,5 %", "120%", "-5 %", "12,5 jam", "3 hari", "1.5.5"),
    *(
        "",
        "null",
        "~",
        "true",
        "no",
        ".nan",
        ".inf",
        "-.inf",
        "nan",
        "[]",
        "{}",
        "[[[[]]]]",
        "[1, 2, x]",
        "{a: {b: {c: 1}}}",
    ),
    *(
        "2024-02-30",
        "0000-01-01",
        "9999-12-31",
        "10000-01-01",
        "2024-13-01",
        "2024-01-01T25:61:00",
        "1-1-1",
        "2024-W01",
    ),
    *("24:00", "25:00-26:00", "08:00-07:00", "00:00-24:00, 00:00-24:00", "12:60", "08:00-12:00, 11:00-13:00"),
    *("1 parsec", "1 day 2", "day", "1e9 years", "1e-9 s", "-3 days", "1 kg", "0 s", "1e300 weeks", "3 m s", "1/0 day"),
    *("{exponential: 0 s}", "{exponential: 1e-300 s}", "{normal: {mean: 1 h, sd: 1e9 h}}", "{uniform: [2 h, 1 h]}"),
    *("{gamma: {mean: 1 h, cv: 1e-9}}", "{weibull: {mean: 1 h, shape: 1e-9}}", "{empirical: []}", "{discrete: {}}"),
    *(
        "{lognormal: {mean: 1 h, cv: 1e9}}",
        "{erlang: {mean: 1 h, stages: 1000000000}}",
        "{every: 1 ms}",
        "{book: [{}]}",
    ),
    *(
        "2",
        "3",
        "7",
        "0.5",
        "10 min",
        "2 h",
        "3 days",
        "25 h",
        "1 week",
        "50%",
        "0.5%",
        "2024-01-15",
        "2024-01-02T10:00",
    ),
    *("nobody", "'" + "x" * 100_000 + "'", '"\\u0000\\u001b[31m\\u202e"', '"\\ud800"', "!!python/object:os.system x"),
    *(
        "!!binary aGk=",
        "!!set {a, b}",
        "!!float x",
        "*nowhere",
        "&a [*a]",
        "|",
        "'",
        '"',
        "{",
        "]",
        "- ",
        "? ",
        ": ",
        "@x",
        "%x",
    ),
    *(
        "[" * 60 + "]" * 60,
        "[" * 5000,
        "{a: " * 45 + "1" + "}" * 45,
        "[a, a, a]",
        "${HOME}",
        "../../etc/passwd",
        "/dev/zero",
    ),
)
KEYS = (
    "nonsense",
    "units ",
    "Units",
    "1",
    "null",
    "true",
    "2024-01-01",
    "<<",
    "extends",
    "'a.b'",
    "''",
    '"\\t"',
    "x" * 300,
)
VALUE = re.compile(r"(?<=[:\[{,-] )[^\s,:\[\]{}#][^,:\[\]{}#]*")
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


# ---- what is required


def rules(path: Path) -> str:
    """Returns what became of a file: "refused", "read", "simulated" or "too large"; raises what it should not."""
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        scenario, remarks = reading.reviewed(path)
    except ScenarioError as error:
        _said(error.problems)
        return "refused"
    _said(remarks)
    signal.setitimer(signal.ITIMER_PROF, LONGEST_RUN)
    return _simulated(scenario.model_copy(update={"limit": LIMIT}))


def _said(problems) -> None:
    """Sees that each mistake or remark has words in both languages, which a terminal can show."""
    for problem in problems:
        assert problem.key in CATALOGUE, f"no words, got {problem.key!r}"
        for language in ("id", "en"):
            told = problem.said(language)
            assert told.isprintable(), f"not to be printed, got {told!r}"
            assert len(told) < 2000, f"{len(told)} characters of a mistake, got {told[:300]!r}"


def _simulated(scenario: Scenario) -> str:
    """Sees that a scenario is refused for its size, or simulated with KPIs."""
    try:
        if not 0 <= needs.needs(scenario).rows <= MOST_ROWS:
            needs.check(scenario)
            return "read"
        one = run.simulate(scenario, seed=1, engine="simpy")
    except ExperimentError as error:
        if error.key != "needs_too_much":
            raise
        return "too large"
    except EngineError as error:
        raise error.__cause__ or error from None
    kpis.evaluate(one)
    return "simulated"


# ---- damage


def _swap(text: str, draws: random.Random) -> str:
    """Puts a hostile value in a value's place."""
    found = list(VALUE.finditer(text))
    at = draws.choice(found)
    return f"{text[: at.start()]}{draws.choice(HOSTILE)}{text[at.end() :]}"


def _exchange(text: str, draws: random.Random) -> str:
    """Puts a value of the file in another one's place: references to what is of another kind, loops."""
    found = list(VALUE.finditer(text))
    at, other = draws.choice(found), draws.choice(found)
    return text[: at.start()] + other.group() + text[at.end() :]


def _lines(text: str, draws: random.Random) -> str:
    """Leaves a line out, writes it twice, indents it otherwise, or puts it elsewhere."""
    lines = text.splitlines(keepends=True)
    k = draws.randrange(len(lines))
    line = lines.pop(k)
    what = draws.randrange(5)
    if what == 1:
        lines[k:k] = [line, line]
    elif what == 2:
        lines.insert(k, " " * draws.choice((1, 2, 3, 40)) + line)
    elif what == 3:
        lines.insert(k, line.lstrip() or "\t\n")
    elif what == 4:
        lines.insert(draws.randrange(len(lines) + 1), line)
    return "".join(lines)


def _key(text: str, draws: random.Random) -> str:
    """Adds a key that nobody knows, or gives a key another name."""
    lines = text.splitlines(keepends=True)
    k = draws.randrange(len(lines))
    indent = re.match(r" *", lines[k]).group()
    if draws.random() < 0.5:
        lines.insert(k, f"{indent}{draws.choice(KEYS)}: {draws.choice(HOSTILE)}\n")
    else:
        lines[k] = re.sub(r"^( *)[^\s:]+:", lambda found: f"{found.group(1)}{draws.choice(KEYS)}:", lines[k])
    return "".join(lines)


def _characters(text: str, draws: random.Random) -> str:
    """Puts a character somewhere that does not belong there, or ends the file early."""
    k = draws.randrange(len(text))
    if draws.random() < 0.2:
        return text[:k]
    what = draws.choice(
        ("\x00", "\x07", "\t", "\r", "\ufeff", "\u2028", "\x85", "\u202e", "\x1b[2J", ":", "{", "&", "- ", "%", "!")
    )
    return text[:k] + what + text[k + draws.randrange(2) :]


def _bomb(text: str, draws: random.Random) -> str:
    """Adds values that name themselves over and over, or that nest deeply."""
    return text + draws.choice(
        (BOMB, "deep: " + "[" * 400, "x:\n" + "".join(f"{' ' * k}- \n" for k in range(200)), "---\na: 1\n")
    )


WAYS: tuple[tuple[Callable[[str, random.Random], str], int], ...] = (
    *((_swap, 10), (_exchange, 4), (_lines, 3), (_key, 3), (_characters, 2), (_bomb, 1)),
)


def damaged(text: str, draws: random.Random) -> str:
    """Returns a text with one damage or a few."""
    ways, weights = zip(*WAYS, strict=True)
    for _ in range(draws.choice((1, 1, 1, 2, 4))):
        if text.strip() and VALUE.search(text):
            text = draws.choices(ways, weights)[0](text, draws)
    return text


def originals() -> tuple[list[str], list[str], list[str]]:
    """Returns texts of scenarios that can be read: tiny ones, small ones, and those that take a while."""
    shipped = {name: (SCENARIOS / name).read_text("utf-8") for name in FILES}
    large = [text for text in shipped.values() if len(text) > 20_000 or "extends:" in text]
    tiny = [*(text for text in shipped.values() if text not in large), SMALL.read_text("utf-8")]
    return tiny, [files.as_text(random_tree(seed, ties=seed % 2 == 0)) for seed in range(TREES)], large


# ---- the command


def _late(*_: object) -> None:
    raise TimeoutError("it takes too long")


def texts(count: int, seed: int) -> Iterator[tuple[int, str]]:
    """Yields damaged texts, each with the seed that makes it alone."""
    tiny, small, large = originals()
    for number in range(seed, seed + count):
        draws = random.Random(number)  # noqa: S311  the same each time
        of = large if draws.randrange(ONE_IN) == 0 else draws.choice((tiny, small))
        yield number, damaged(draws.choice(of), draws)


def main() -> int:
    """Returns 0 where every file kept to the rules."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--go-on", action="store_true", help="tell all that break a rule, in a line each")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, _late)
    _simulated(reading.read_scenario(SMALL))  # compiles what KPIs need
    became, longest, begun = Counter[str](), (0.0, 0), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for path in SCENARIOS.glob("*.*"):
            shutil.copy(path, folder)
        file = Path(folder) / "damaged.yaml"
        for number, text in texts(asked.count, asked.seed):
            file.write_text(text, "utf-8", errors="surrogatepass", newline="")
            start = time.process_time()
            try:
                became[rules(file)] += 1
            except BaseException as error:
                signal.setitimer(signal.ITIMER_PROF, 0)
                if isinstance(error, KeyboardInterrupt):
                    raise
                became["broke a rule"] += 1
                if not asked.go_on:
                    print(text, file=sys.stderr)
                    traceback.print_exc()
                    print(f"python tests/fuzz.py --count 1 --seed {number}", file=sys.stderr)
                    break
                where = traceback.extract_tb(error.__traceback__)[-1]
                print(
                    f"{number}: {type(error).__name__}: {str(error)[:200]} ({Path(where.filename).name}:{where.lineno})"
                )
            signal.setitimer(signal.ITIMER_PROF, 0)
            longest = max(longest, (time.process_time() - start, number))
    print(", ".join(f"{n} {what}" for what, n in became.most_common()), end="; ")
    print(f"the longest took {longest[0]:.1f} s of CPU (seed {longest[1]}); {time.monotonic() - begun:.0f} s in all")
    return 1 if became["broke a rule"] else 0


if __name__ == "__main__":
    sys.exit(main())
