"""`takarusim fit`: tells what a log of orders can tell, and writes a scenario of it."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takarusim.commands.console import console
from takarusim.commands.endings import mistakes_told, warn
from takarusim.commands.options import AsJson, Lang
from takarusim.language.numerals import Language, percent
from takarusim.language.words import called, say

if TYPE_CHECKING:
    from takarusim.experiments.fit import Fit
    from takarusim.scenario.scenario import Scenario

__all__ = ["fit"]


def fit(
    log: Annotated[
        Path,
        typer.Argument(
            metavar="LOG", help="A workbook or CSV: partner, component, placed, quantity; maybe due, delivered."
        ),
    ],
    extends: Annotated[
        str, typer.Option(metavar="FILE", help="A scenario whose partners and components the log names.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(metavar="YAML", help="Write a scenario: the one above, with what the log tells."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the samples that intervals and tests rest on.")] = 1,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95,
    figure: Annotated[Path | None, typer.Option(help="Draw how it fits into this file: .png, .svg or .pdf.")] = None,
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """Estimate what a log of orders tells, as a scenario too: rates, season, mixes, pieces, quoted and lead times."""
    with mistakes_told(lang):
        from takarusim.briefing import objects
        from takarusim.experiments.fit import fit as fitted
        from takarusim.figures import canvas, drawing
        from takarusim.scenario import reading, titles

        base = reading.read_scenario(extends) if extends else None
        language = titles.spoken(lang, base) if base else lang or "en"
        _check(out, base)
        if figure:
            canvas.format_of(figure)  # refuses a name of none before anything is estimated
        found = fitted(log, base, seed=seed, confidence=confidence)
        if found.log.remark and not as_json:
            warn(found.log.remark.said(language))
        if out and base:
            _write(out, found, (base, extends), language)
        if as_json:
            typer.echo(json.dumps(objects.to_dict(found), ensure_ascii=False, allow_nan=False))
        else:
            _tell(found, language)
        if figure:
            drawing.plot(found, language=language).save(figure)
        if out and not as_json:
            typer.echo(say("message.laid", language, path=str(out)))
            typer.echo(say("message.next", language, command=f"takarusim run {out}"))


def _check(out: Path | None, base: "Scenario | None") -> None:
    """Refuses what a scenario cannot be written to, or of."""
    from takarusim.errors import Mistake

    if out and out.exists():
        raise Mistake("already_there", got=str(out))
    if out and not base:
        raise Mistake("fragment_without_base", got=str(out))


def _tell(found: "Fit", language: Language) -> None:
    """Prints what the log tells, and a table of each partner."""
    from rich.table import Table
    from rich.text import Text

    from takarusim.briefing import logged

    terminal = console()
    terminal.print(*logged.sentences(found, language), sep="\n", markup=False)
    for partner in found.partners:
        table = Table(
            title=called("partner", partner, language),
            title_justify="left",
            box=None,
            pad_edge=False,
            header_style="bold",
        )
        for name in logged.HEADS:
            is_number = name in ("estimate", "interval", "p", "n")
            table.add_column(say(f"column.fit.{name}", language), justify="right" if is_number else "left")
        for row in logged.rows(found, partner, language):
            table.add_row(*map(Text, row))
        terminal.print("", table, sep="\n")
    note = say("fit.note", language, confidence=percent(found.confidence, language, 0))
    terminal.print("", note, sep="\n", markup=False)


def _write(out: Path, found: "Fit", of: tuple["Scenario", str], language: Language) -> None:
    """Writes the scenario that extends a base by what the log tells, and reads it back."""
    from takarusim.experiments.fragment import fragment
    from takarusim.scenario import files, reading

    base, names = of
    is_one = files.is_file(Path(names))
    paths = [Path(name.strip()) for name in ([names] if is_one else names.split("+"))]
    extends = "+".join(Path(os.path.relpath(path, out.parent)).as_posix() for path in paths)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(files.as_text(fragment(found, base, extends, language)), "utf-8")
    reading.read_scenario(out)
