"""`takarusim worlds`: estates that differ in all that is assumed, and agree with what is known."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takarusim.commands.answering import answer
from takarusim.commands.console import announce, console, progress
from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import (
    AsJson,
    EngineOption,
    File,
    Jobs,
    Lang,
    Limit,
    Name,
    Out,
    Quiet,
    Seed,
    Values,
    limited,
)
from takarusim.language.numerals import Language, number, percent
from takarusim.language.words import kpi, measure, say, unit
from takarusim.registers.kpis import HEADLINE, about

if TYPE_CHECKING:
    from takarusim.experiments.ensemble import Ensemble

__all__ = ["worlds"]

ROWS = 10  # groups that are shown
ENOUGH = 100  # worlds, of which five lie beyond either end


def worlds(
    file: File,
    worlds: Annotated[int, typer.Option(min=1, help="How many that agree with what is known are wanted.")] = 200,
    waves: Annotated[int, typer.Option(min=1, help="Of 200 worlds and a look at which others can hardly agree.")] = 3,
    guesses: Annotated[
        bool, typer.Option("--guesses", help="Let targets without a source rule worlds out too.")
    ] = False,
    replications: Annotated[int, typer.Option(min=1, help="Of the scenario in each world.")] = 2,
    seed: Seed = None,
    values: Values = None,
    limit: Limit = None,
    jobs: Jobs = None,
    out: Out = Path("results"),
    name: Name = "",
    lang: Lang = None,
    engine: EngineOption = "auto",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Draw estates that differ in all that is assumed, and keep those that agree with what is known."""
    with mistakes_told(lang):
        from takarusim.experiments.ensemble import Asked, ensemble_id
        from takarusim.figures import keeping
        from takarusim.results import ensembles
        from takarusim.scenario import reading, titles

        scenario = reading.read_scenario(file, limited(values, limit))
        language, chosen = titles.spoken(lang, scenario), scenario.seed if seed is None else seed
        asked = Asked(worlds, waves, replications, guesses=guesses)
        folder, shown = out / ensemble_id(scenario, asked, chosen), not (as_json or quiet)
        announce(engine, language, shown=shown)
        with progress(language, shown=shown) as watch:
            found = ensembles.worlds(
                scenario,
                worlds,
                waves,
                seed=chosen,
                replications=replications,
                guesses=guesses,
                engine=engine,
                jobs=jobs,
                store=folder,
                progress=partial(watch, "matching"),
            )
        list(keeping.draw(folder, keeping.Wanted(language=language)))
        words = partial(_tell, found, language)
        answer(found, folder, words, name=name, language=language, as_json=as_json, quiet=quiet)
        if shown:
            called = name or str(folder)
            typer.echo(say("message.next", language, command=f"takarusim compare {file} OTHER --worlds {called}"))


def _tell(ensemble: "Ensemble", language: Language) -> None:
    """Prints how many worlds agree, what rules out the others, and what is pinned down."""
    from rich.table import Table

    from takarusim.scenario import titles
    from takarusim.scenario.assumptions import assumed

    terminal, kept = console(), len(ensemble.survivors)
    told = {"n": number(kept, language, 0), "of": number(len(ensemble.numbers), language, 0)}
    told |= {"assumptions": number(len(assumed(ensemble.scenario)), language, 0)}
    terminal.print(say("worlds.found", language, groups=str(len(ensemble.groups)), **told), markup=False)
    for line in _remarks(ensemble, language):
        terminal.print(line, markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("kpi", "known", "all", "kept", "out", "alone"):
        table.add_column(say(f"worlds.{column}", language), justify="left" if column == "kpi" else "right")
    rejects = ensemble.rejects()
    for name in (*rejects, HEADLINE):
        out, alone = (percent(share, language, 0) for share in rejects[name]) if name in rejects else ("", "")
        values = (_middle(ensemble.quantiles(name, which), name, language) for which in ("all", "kept"))
        of = about(name).unit
        end = "" if of == "share" else f" ({unit(of, language)})"
        table.add_row(f"{kpi(name, language)}{end}", _range(ensemble, name, language), *values, out, alone)
    pinned = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("group", "low", "middle", "high", "spread", "matters"):
        pinned.add_column(say(f"worlds.{column}", language), justify="left" if column == "group" else "right")
    for group, *ends, spread, _, matters in ensemble.pinned().head(ROWS).itertuples(index=False, name=None):
        shares = (percent(one, language, 0) for one in (spread, matters))
        pinned.add_row(titles.group(group, language), *(number(x, language, 1) for x in ends), *shares)
    terminal.print("", table, sep="\n")
    if kept and ensemble.groups:
        terminal.print("", say("worlds.pinned", language), pinned, sep="\n", markup=False)
        _tell_influences(ensemble, language)


def _tell_influences(ensemble: "Ensemble", language: Language) -> None:
    """Prints which groups move what is served most over all worlds that ranges allow."""
    from rich.table import Table

    from takarusim.experiments.influences import influences
    from takarusim.scenario import titles

    try:
        known = influences(ensemble)
    except ModuleNotFoundError as error:
        console().print("", say("worlds.no_influences", language, library=str(error.name)), sep="\n", markup=False)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("group", "by_itself", "total"):
        table.add_column(say(f"worlds.{column}", language), justify="left" if column == "group" else "right")
    for group, shares in sorted(known.items(), key=lambda one: -one[1][1])[:ROWS]:
        table.add_row(titles.group(group, language), *(percent(share, language, 0) for share in shares))
    if known:
        title = say("worlds.influences", language, kpi=kpi(HEADLINE, language))
        console().print("", title, table, sep="\n", markup=False)


def _remarks(ensemble: "Ensemble", language: Language) -> list[str]:
    """Returns what limits what the worlds say."""
    said, rejects = [], ensemble.rejects()
    if not rejects:
        said.append(say("worlds.unknown", language))
    elif len(ensemble.survivors) < ensemble.asked.worlds:
        worst = max(rejects, key=lambda name: rejects[name])
        out, alone = (percent(share, language, 0) for share in rejects[worst])
        wanted = number(ensemble.asked.worlds, language, 0)
        said.append(say("worlds.few", language, wanted=wanted, kpi=kpi(worst, language), out=out, alone=alone))
    if len(ensemble.survivors) < ENOUGH:
        said.append(say("worlds.rough", language, n=number(len(ensemble.survivors), language, 0), enough=str(ENOUGH)))
    if missed := ensemble.missed:
        said.append(say("worlds.stated_out", language, kpis=", ".join(kpi(name, language) for name in missed)))
    if ensemble.failures:
        why = next(iter(ensemble.failures.values())).splitlines()[0]
        said.append(say("worlds.failed", language, n=str(len(ensemble.failures)), why=why))
    return said


def _range(ensemble: "Ensemble", name: str, language: Language) -> str:
    target = ensemble.scenario.targets.get(name)
    if target is None or name not in ensemble.evidence.kpis:
        return ""
    ends = ("" if end is None else measure(end, about(name).unit, language, end) for end in (target.low, target.high))
    return " – ".join(ends).strip()


def _middle(ends: list[float], name: str, language: Language) -> str:
    """Returns the 5, 50 and 95 percent points of what worlds come to."""
    return " / ".join(measure(end, about(name).unit, language, ends[1]) for end in ends) if ends else "-"
