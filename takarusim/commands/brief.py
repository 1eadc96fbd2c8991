"""`takarusim brief`: writes a briefing of a run or a comparison."""

from pathlib import Path
from typing import Annotated

import typer

from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import Lang, Results
from takarusim.language.words import say

__all__ = ["brief"]


def brief(
    results: Results,
    lang: Lang = None,
    reader: Annotated[str, typer.Option("--for", metavar="NAME", help="Who asked; stands above the title.")] = "",
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where; the folder of results by default.")] = None,
) -> None:
    """Write a briefing of a run or a comparison for decision makers: a PDF to print and a docx to edit."""
    with mistakes_told(lang):
        from takarusim.briefing import brief as briefing
        from takarusim.results.folder import place

        folder = place(results)
        written, language = briefing.made(folder, lang, reader)
        for path in briefing.write(out or folder, written, language):
            typer.echo(say("message.laid", language, path=str(path)))
