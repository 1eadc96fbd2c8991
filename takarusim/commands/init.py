"""`takarusim init`: lays out the scenarios and notebooks that come with takarusim."""

from pathlib import Path
from typing import Annotated

import typer

from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import Lang
from takarusim.language.words import say

__all__ = ["init"]


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where; what is there already is left alone.")],
    lang: Lang = None,
) -> None:
    """Lay out the scenarios (and notebooks) that come with takarusim, to start from."""
    with mistakes_told(lang):
        from takarusim.scenario.shipped import shipped

        language = lang or "en"
        for source in shipped():
            for path in sorted(p for p in source.rglob("*") if p.is_file() and not p.name.startswith(".")):
                target = folder / source.name / path.relative_to(source)
                try:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with target.open("xb") as file:
                        file.write(path.read_bytes())
                except FileExistsError:
                    typer.echo(say("message.kept", language, path=str(target)))
                else:
                    typer.echo(say("message.laid", language, path=str(target)))
        start = folder / "scenarios" / "lik-takaru.yaml"
        typer.echo(say("message.next", language, command=f"takarusim run {start}"))
