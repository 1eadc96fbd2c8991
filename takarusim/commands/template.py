"""`takarusim template`: writes a scenario as a workbook to be filled in."""

from pathlib import Path
from typing import Annotated

import typer

from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import File, Lang, Values
from takarusim.language.words import say

__all__ = ["template"]


def template(
    file: File,
    xlsx: Annotated[Path, typer.Option("--xlsx", metavar="OUT", help="The workbook; one that is there is left alone.")],
    values: Values = None,
    lang: Lang = None,
) -> None:
    """Write a scenario as a workbook to be filled in, which is read wherever a scenario is."""
    with mistakes_told(lang):
        from takarusim.excel import template as workbooks
        from takarusim.scenario import reading

        scenario = reading.read_scenario(file, values or ())
        language = lang or scenario.language
        workbooks.write(xlsx, scenario, language)
        typer.echo(say("message.laid", language, path=str(xlsx)))
        typer.echo(say("message.next", language, command=f"takarusim run {xlsx}"))
