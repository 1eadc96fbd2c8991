"""Prints how long the page takes from a move of a slider to what it shows, on a warm engine.

    python benchmarks/page.py [--base lik-takaru] [--moves 10]

Each move is another demand of the first partner. The rough answer is made as the page makes it: scenario, replications,
verdicts and tables; the full one is that of one move. Times are of the clock, and of computing on all cores: where the
machine does something else as well, the first is longer.
"""

import argparse
import statistics
import time

from takarusim.app import answers, choices, knobs, shown
from takarusim.app.answers import Memory
from takarusim.app.choices import Chosen
from takarusim.results.comparisons import Outcome


def answered(outcome: Outcome) -> None:
    """Makes what the page shows of an answer."""
    for make in (shown.headline, shown.differing, shown.sentences, shown.kpis):
        make(outcome, "id")


def timed(chosen: Chosen, memory: Memory) -> tuple[float, float]:
    """Returns the seconds on the clock and of computing from a move to the rough answer."""
    clock, computing = time.perf_counter(), time.process_time()
    knobs.knobs_of(choices.after(chosen._replace(values=())))
    answered(answers.rough(chosen, memory))
    return time.perf_counter() - clock, time.process_time() - computing


def main() -> None:
    """Prints the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default="lik-takaru", help="a shipped scenario")
    parser.add_argument("--moves", type=int, default=10, help="of the slider")
    arguments = parser.parse_args()
    base = next(each.file for each in choices.bases("id") if each.file.stem == arguments.base)
    knob = next(each for each in knobs.knobs_of(choices.before(Chosen(base))) if each.theme == "demand")
    levels = [level for level in knob.levels if level != knob.now.value][: arguments.moves + 1]
    moves = [Chosen(base, (), tuple(knob.values(level).items())) for level in levels]
    memory = Memory()
    timed(moves[0], memory)  # reads, compiles, and simulates the base
    times = [timed(move, memory) for move in moves[1:]]
    for name, seconds in zip(("on the clock", "of computing"), zip(*times, strict=True), strict=True):
        median, most = statistics.median(seconds), max(seconds)
        print(f"rough answer, seconds {name}: median {median:.2f}, most {most:.2f}, of {len(times)} moves")
    answers.refined(moves[0].plain, memory)
    begin = time.perf_counter()
    answered(answers.refined(moves[0], memory))
    print(f"full answer, seconds on the clock: {time.perf_counter() - begin:.1f}, {answers.REPLICATIONS} replications")


if __name__ == "__main__":
    main()
