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
    "Name",
    "Out",
    "Pairs",
    "Quiet",
    "Results",
    "Seed",
    "Values",
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
Out = Annotated[Path, typer.Option(help="Where folders of results are kept.")]
Lang = Annotated[
    Language | None, typer.Option("--lang", help="Of words, numbers and figures; the scenario's own by default.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output, nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show only where the results are.")]
