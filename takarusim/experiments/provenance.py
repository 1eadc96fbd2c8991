"""What results were made of and by: the package's sources, names of runs, versions of what the bytes depend on."""

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from takarusim import __version__
from takarusim.language.words import names
from takarusim.scenario.scenario import Scenario

__all__ = ["DIGITS", "comparison_id", "listed", "made_with", "named_text", "of", "run_id", "sources", "titled"]

PACKAGES = ("numpy", "scipy", "simpy", "numba", "pandas", "pyarrow")  # what the bytes of results may depend on
DIGITS = 12  # of a run's id: the chance that a million runs share one is below one in a hundred


@cache
def sources() -> str:
    """Returns the hash of the package's own source files, in order of their names: what this process runs."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        digest.update(f"{name}\n".encode() + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def run_id(scenario: str, seed: int, replications: int) -> str:
    """Returns the name of a run: a hash of the resolved scenario's text, the seed, the replications and `sources()`."""
    return _named([scenario, seed, replications, sources()])


def comparison_id(scenarios: Sequence[tuple[str, str]], seed: int, asked: Sequence[Any]) -> str:
    """Returns the name of a comparison: a hash of its scenarios, in order, the seed, what is asked and `sources()`.

    Parameters
    ----------
    scenarios : sequence of (name, text)
    seed : int
    asked : sequence
        Of what JSON can say: replications, precision and the like.
    """
    return _named(["comparison", scenarios, seed, asked, sources()])


def _named(parts: Sequence[Any]) -> str:
    return named_text(json.dumps(parts).encode())


def named_text(text: bytes) -> str:
    """Returns the name of what a text says: the first digits of its hash."""
    return hashlib.sha256(text).hexdigest()[:DIGITS]


def made_with() -> dict[str, Any]:
    """Returns what a manifest says of the software that wrote it."""
    return {
        "takarusim": __version__,
        "sources": sources(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def of(seed: int) -> dict[str, str | int]:
    """Returns what every response is made of: the version, the sources, the seed."""
    return {"takarusim": __version__, "sources": sources(), "seed": seed}


def titled(scenario: Scenario) -> str:
    """Returns a scenario's line for people, in English where it is in both languages."""
    title = scenario.title
    return title if isinstance(title, str) else title.get("en") or next(iter(title.values()), "")


def listed(scenarios: Mapping[str, Scenario]) -> list[str]:
    """Returns what scenarios are called for people, in English: their titles, or labels where they have none."""
    return list(names({label: scenario.title for label, scenario in scenarios.items()}, "en").values())
