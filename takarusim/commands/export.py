"""`takarusim export`: writes a folder of results as tables for Excel."""

from pathlib import Path
from typing import Annotated

import typer

from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import Lang, Results
from takarusim.language.numerals import Language
from takarusim.language.words import say

__all__ = ["export"]


def export(
    results: Results,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook; this is what is written by default.")] = False,
    csv: Annotated[
        Language | None,
        typer.Option(help="CSV files: id with semicolons and decimal commas, en with commas and points."),
    ] = None,
    lang: Lang = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where; the folder of results by default.")] = None,
) -> None:
    """Write results as tables for Excel: KPIs, differences, months, orders, and where the numbers come from."""
    with mistakes_told(lang):
        from takarusim.excel import exported, writing
        from takarusim.results.folder import place

        folder = place(results)
        found, language = exported.exported(folder, lang or csv)
        target = out or folder
        target.mkdir(parents=True, exist_ok=True)
        written = writing.csv_files(target, found, language, csv) if csv else []
        if xlsx or not csv:
            written.append(target / f"results-{language}.xlsx")
            writing.workbook(written[-1], found, language)
        for path in written:
            typer.echo(say("message.laid", language, path=str(path)))
