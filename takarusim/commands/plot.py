"""`takarusim plot`: draws figures of a folder of results."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from takarusim.commands.endings import mistakes_told, stop, warn
from takarusim.commands.options import Lang, Results
from takarusim.language.words import say

__all__ = ["plot"]


def plot(
    results: Results,
    figure: Annotated[str, typer.Option(metavar="NAME", help="Its name; all that the folder has by default.")] = "",
    format: Annotated[  # noqa: A002  the option's name
        Literal["png", "svg", "pdf"] | None, typer.Option(help="png by default.")
    ] = None,
    lang: Lang = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where; in the folder by default.")] = None,
    kpi: Annotated[str, typer.Option(help="That figures of sweeps and comparisons show; served or the headline.")] = "",
    factors: Annotated[
        list[str] | None, typer.Option(metavar="PATH", help="Of a heat map: across, then upwards; given twice.")
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="DAY", help="Of a Gantt chart.")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], metavar="DAY", help="Of a Gantt chart.")
    ] = None,
) -> None:
    """Draw figures of a folder of results: of a run, of scenarios compared, of a sweep's factors, of headroom."""
    with mistakes_told(lang):
        from takarusim.figures import keeping, pictures
        from takarusim.results.folder import place

        days = (each and each.date() for each in (first, last))
        wanted = keeping.Wanted(pictures.Asked(figure, kpi, tuple(factors or ()), *days), format, lang, out)
        found = 0
        for drawn in keeping.draw(place(results), wanted):
            if drawn.path is None:
                warn(say("message.nothing_to_draw", lang or "en", figure=drawn.name))
            else:
                typer.echo(str(drawn.path))
                found += 1
    if not found:
        stop(2)
