"""The arguments and options of commands, each declared once."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from takarusim.language.numerals import Language

__all__ = [
    "AsJson",
    "Engine",
    "EngineOption",
    "File",
    "Files",
    "Jobs",
    "Lang",
    "Limit",
    "Name",
    "Out",
    "Pairs",
    "Quiet",
    "Results",
    "Seed",
    "Values",
    "Worlds",
    "limited",
]

Engine = Literal["auto", "simpy", "compiled"]

File = Annotated[
    str, typer.Argument(metavar="FILE", help="A scenario, or several on each other: base.yaml+change.yaml")
]
Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenarios.")]
Values = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="A value of the scenario; repeatable.")
]
Pairs = Annotated[int, typer.Option("--replications", min=2, help="Independent repetitions of each.")]
Seed = Annotated[int | None, typer.Option(min=0, help="Of all random numbers; the scenario's by default.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Workers; the number of cores by default.")]
EngineOption = Annotated[Engine, typer.Option("--engine", help="The same results from each; compiled is much faster.")]
Name = Annotated[str, typer.Option("--name", metavar="TEXT", help="By which results are found; `list` shows it.")]
Results = Annotated[str, typer.Argument(metavar="RESULTS", help="A folder of results, or the name it was given.")]
Limit = Annotated[
    float | None, typer.Option(metavar="GB", help="That a replication may need, about; the scenario's by default.")
]
Out = Annotated[Path, typer.Option(help="Where folders of results are kept.")]
Lang = Annotated[
    Language | None, typer.Option("--lang", help="Of words, numbers and figures; the scenario's own by default.")
]
Worlds = Annotated[str, typer.Option(metavar="ENSEMBLE", help="Look at its worlds too: a folder or name of `worlds`.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show only where the results are.")]


def limited(values: list[str] | None, limit: float | None) -> list[str]:
    """Returns what is set in a scenario, its limit included."""
    return [*(values or ()), *([] if limit is None else [f"limit={limit!r}"])]
