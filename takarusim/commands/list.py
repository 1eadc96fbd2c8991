"""`takarusim list`: shows the folders of results that there are."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from takarusim.commands.console import console
from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import AsJson, Lang
from takarusim.language.numerals import number
from takarusim.language.words import say

__all__ = ["list_results"]

COLUMNS = ("name", "title", "date", "kind", "size", "path")
MB = 1_000_000  # bytes


def list_results(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where folders of results are.")] = Path("results"),
    lang: Lang = None,
    as_json: AsJson = False,
) -> None:
    """List results by name, title, date, kind and size, the latest first."""
    with mistakes_told(lang):
        from rich.table import Table
        from rich.text import Text

        from takarusim.results.folder import listed

        language = lang or "en"
        entries = listed(folder, language)
        if as_json:
            typer.echo(json.dumps([entry._asdict() for entry in entries], ensure_ascii=False))
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in COLUMNS:
            justify: Literal["left", "right"] = "right" if column == "size" else "left"
            table.add_column(
                say(f"list.{column}", language), justify=justify, no_wrap=column == "path", overflow="fold"
            )
        for entry in entries:
            size, unit = (entry.bytes / MB, "MB") if entry.bytes >= MB else (entry.bytes / 1000, "kB")
            row = (
                entry.name,
                entry.title,
                entry.date,
                say(f"list.{entry.kind}", language),
                f"{number(size, language, 1)} {unit}",
                entry.path,
            )
            table.add_row(*map(Text, row))
        console().print(table if entries else say("list.none", language))
