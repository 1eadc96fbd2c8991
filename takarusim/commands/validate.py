"""`takarusim validate`: names every mistake of scenarios."""

import typer

from takarusim.commands.endings import stop, tell
from takarusim.commands.options import Files, Lang, Values
from takarusim.errors import ScenarioError
from takarusim.language.numerals import number
from takarusim.language.words import say

__all__ = ["validate"]


def validate(files: Files, values: Values = None, lang: Lang = None) -> None:
    """Check scenarios and name every mistake with its file, line and path."""
    from takarusim.lowering.needs import needs
    from takarusim.scenario import reading

    mistaken = False
    for file in files:
        try:
            scenario, remarks = reading.reviewed(file, values or ())
        except ScenarioError as error:
            tell(error, lang)
            mistaken = True
        else:
            for remark in remarks:
                typer.echo(remark.said(lang or "en"))
            needed = {key: number(value, lang or "en", 0) for key, value in needs(scenario)._asdict().items()}
            typer.echo(say("message.needs", lang or "en", file=file, **needed))
            typer.echo(say("message.valid", lang or "en", file=file))
    if mistaken:
        stop(2)
