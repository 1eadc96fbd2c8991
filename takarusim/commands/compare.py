"""`takarusim compare`: compares scenarios with the first one."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from takarusim.commands.answering import answer
from takarusim.commands.console import LEAST, WIDE, announce, console, progress
from takarusim.commands.endings import mistakes_told
from takarusim.commands.options import (
    AsJson,
    EngineOption,
    Files,
    Jobs,
    Lang,
    Limit,
    Name,
    Out,
    Pairs,
    Quiet,
    Seed,
    Values,
    Worlds,
    limited,
)
from takarusim.errors import ExperimentError
from takarusim.language.numerals import Language, percent, rupiah, span
from takarusim.language.words import kpi, say
from takarusim.registers.kpis import HEADLINE

if TYPE_CHECKING:
    from rich.table import Table

    from takarusim.briefing.verdicts import Row
    from takarusim.experiments.across import Information
    from takarusim.experiments.compare import Comparison
    from takarusim.experiments.difference import Difference
    from takarusim.results.comparisons import Outcome

__all__ = ["compare"]

QUESTIONS, INPUTS = 8, 12  # that are shown


def compare(
    files: Files,
    replications: Pairs = 30,
    precision: Annotated[
        list[str] | None, typer.Option(metavar="KPI=HALF-WIDTH", help="Add replications until so precise; repeatable.")
    ] = None,
    seed: Seed = None,
    values: Values = None,
    limit: Limit = None,
    headline: Annotated[str, typer.Option(help="The KPI whose intervals hold for all scenarios at once.")] = HEADLINE,
    confidence: Annotated[float, typer.Option(min=0.5, max=0.999, help="Of the intervals.")] = 0.95,
    worlds: Worlds = "",
    recovery: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KPI=BAND", help="Say by which month the difference stays within the band again; repeatable."
        ),
    ] = None,
    where: Annotated[
        str, typer.Option(metavar="REQUIREMENT", help="Say in which worlds it holds, such as 'otif <= base - 0.05'.")
    ] = "",
    groups: Annotated[bool, typer.Option("--groups", help="Show KPIs by group too.")] = False,
    jobs: Jobs = None,
    out: Out = Path("results"),
    name: Name = "",
    lang: Lang = None,
    engine: EngineOption = "auto",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare scenarios with the first one: the same draws, paired differences, verdicts, a folder of results."""
    with mistakes_told(lang):
        from takarusim.figures import keeping
        from takarusim.results import comparisons, ensembles
        from takarusim.results.folder import place
        from takarusim.scenario import reading, titles

        labels = [comparisons.label_of(file) for file in files]
        if len(files) < 2 or len(set(labels)) < len(labels):
            raise ExperimentError(f"two scenarios or more of different names, got {', '.join(labels)}; BASE OTHER ...")
        scenarios = {
            label: reading.read_scenario(file, limited(values, limit))
            for label, file in zip(labels, files, strict=True)
        }
        base = next(iter(scenarios.values()))
        language, chosen = titles.spoken(lang, *scenarios.values()), base.seed if seed is None else seed
        asked, bands = _numbers(precision or (), "precision"), _numbers(recovery or (), "recovery")
        ensemble = ensembles.opened(place(worlds)) if worlds else None
        told = (chosen, replications, asked, headline, confidence, engine, out, jobs)
        plan = comparisons.Plan(scenarios, *told, ensemble.id if ensemble else "", bands, where)
        announce(engine, language, shown=not (as_json or quiet))
        with progress(language, shown=not (as_json or quiet)) as watch:
            outcome = comparisons.carry_out(plan, ensemble=ensemble, watch=partial(watch, "comparing"))
        list(keeping.keep(outcome, language))
        words = partial(_tell, outcome, language, groups=groups)
        answer(outcome.comparison, plan.folder, words, name=name, language=language, as_json=as_json, quiet=quiet)


def _numbers(texts: list[str] | tuple[()], option: str) -> dict[str, float]:
    """Returns the numbers that an option gives to KPIs."""
    found = {}
    for text in texts:
        name, _, width = text.partition("=")
        try:
            found[name] = float(width)
        except ValueError:
            raise ExperimentError(f"--{option}: not a KPI with a number, got {text!r}; such as otif=0.01") from None
    return found


def _tell_prices(outcome: "Outcome", language: Language) -> None:
    """Prints what each scenario costs the public for each further order served and each further job."""
    from takarusim.briefing import verdicts

    called = verdicts.names(outcome, language)
    for label, differences in outcome.comparison.differences.items():
        for name in ("orders_served", "jobs_fte") if differences["public_cost"].other.mean > 0 else ():
            one = outcome.comparison.price(label, name)
            ends = [rupiah(end, language, like=one.mean) for end in (one.mean, one.low, one.high)]
            price = say("compare.untold", language) if math.isnan(one.mean) else f"{ends[0]} ({span(*ends[1:])})"
            what = say(f"compare.price.{name}", language)
            text = say(
                "compare.price",
                language,
                other=called[label],
                base=called[outcome.comparison.base],
                what=what,
                price=price,
            )
            console().print(text, markup=False)


def _tell(outcome: "Outcome", language: Language, *, groups: bool) -> None:
    """Prints what differs between scenarios, what that does, and what it costs the public."""
    _tell_comparison(outcome, language, groups=groups)
    _tell_prices(outcome, language)


def _tell_comparison(outcome: "Outcome", language: Language, *, groups: bool) -> None:
    """Prints what differs between the inputs, then what that does: the answer, and tables of KPIs."""
    from takarusim.briefing import verdicts

    terminal, found = console(), outcome.comparison
    terminal.print(*_answer(outcome, language), "", sep="\n", markup=False)
    called = verdicts.names(outcome, language)
    _tell_inputs(found, called, language)
    for label, differences in found.differences.items():
        title = say("compare.title", language, other=called[label], base=called[found.base], n=found.replications)
        shown = [differences[name] for name in (differences if groups else verdicts.shown(found, label))]
        table = _differences(shown, title, found.confidence, language, is_wide=terminal.width >= WIDE)
        terminal.print("", table, sep="\n")
        gain = differences[found.headline].gain
        if math.isfinite(gain):
            text = say("compare.gain", language, kpi=kpi(found.headline, language), gain=verdicts.times(gain, language))
            terminal.print(text, markup=False)
    _tell_worlds(outcome, language, groups=groups)
    terminal.print(say("compare.adjusted", language, kpi=kpi(found.headline, language)), markup=False)
    if outcome.plan.precision:
        terminal.print(say("compare.stopped", language), markup=False)
    if outcome.warm_up:
        terminal.print(say("message.found", language), markup=False)


def _differences(
    shown: "Sequence[Difference]", title: str, confidence: float, language: Language, *, is_wide: bool
) -> "Table":
    """Returns KPIs beside the base; where there is little room, units stand with the differences."""
    from rich.table import Table

    from takarusim.briefing import verdicts

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    table.add_column(say("column.kpi", language), min_width=LEAST)
    for name in ("base", "other", "difference"):
        table.add_column(say(f"column.{name}", language), justify="right", no_wrap=name != "difference")
    interval = say("column.interval", language, confidence=percent(confidence, language, 0))
    table.add_column(interval, justify="right")
    if is_wide:
        table.add_column(say("column.unit", language))
    table.add_column(say("column.verdict", language), overflow="fold")
    for one in shown:
        if math.isnan(one.base.mean) and math.isnan(one.other.mean):
            continue
        needed = verdicts.needed_for(one)
        more = [say("compare.needed", language, n=needed)] if needed else []
        verdict = ", ".join((verdicts.word(one, language), *more))
        told = verdicts.row(one, language)
        middle = (told.difference, told.interval, told.unit) if is_wide else (_with_unit(told), told.interval)
        table.add_row(told.kpi, told.base, told.other, *middle, verdict)
    return table


def _with_unit(told: "Row") -> str:
    return f"{told.difference} {told.unit}".strip()


def _answer(outcome: "Outcome", language: Language) -> list[str]:
    """Returns the answer in sentences: over worlds where there are some, then what the stated numbers say."""
    from takarusim.briefing import gainers, robust, verdicts

    uncounted = [] if outcome.comparison.worlds else robust.uncounted(outcome.plan.base, language)
    said = [*robust.sentences(outcome, language), verdicts.lead(outcome, language), *verdicts.apart(outcome, language)]
    said += [*verdicts.sentences(outcome, language), *gainers.sentences(outcome, language)]
    return list(dict.fromkeys((*said, *uncounted)))


def _tell_inputs(comparison: "Comparison", called: Mapping[str, str], language: Language) -> None:
    """Prints what differs between the inputs, in words, a few rows of each scenario."""
    from rich.table import Table
    from rich.text import Text

    from takarusim.briefing import inputs

    base, *others = comparison.scenarios.items()
    for label, scenario in others:
        changes = inputs.changes(base[1], scenario, language)
        key = "compare.inputs" if changes else "compare.no_inputs"
        console().print(say(key, language, other=called[label], base=called[comparison.base]), markup=False)
        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("owner", "what", "before", "after"):
            table.add_column(say(f"versus.{name}", language))
        for row in changes[:INPUTS]:
            table.add_row(*map(Text, row))
        if changes:
            console().print(table)
        if len(changes) > INPUTS:
            console().print(say("versus.rest", language, n=len(changes) - INPUTS), markup=False)


def _tell_worlds(outcome: "Outcome", language: Language, *, groups: bool) -> None:
    """Prints what each other scenario does in worlds that agree with what is known, and which are surely better."""
    from rich.table import Table

    from takarusim.briefing import robust, verdicts

    terminal, found, worlds = console(), outcome.comparison, outcome.comparison.worlds
    called = verdicts.names(outcome, language)
    if worlds is None:
        return
    for label, spreads in worlds.spreads.items():
        title = say("robust.title", language, other=called[label], base=called[found.base], n=len(worlds.numbers))
        table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
        for name in ("kpi", *robust.COLUMNS):
            table.add_column(say(f"robust.{name}", language), justify="left" if name == "kpi" else "right")
        for name in spreads if groups else verdicts.shown(found, label):
            if (
                name in spreads
                and spreads[name].n
                and (name == found.headline or spreads[name].p5 or spreads[name].p95)
            ):
                table.add_row(*robust.row(spreads[name], found.differences[label].get(name), language))
        terminal.print("", table, sep="\n")
    _tell_questions(worlds.information(found.headline), language)
    _tell_wheres(found, called, language)


def _tell_wheres(comparison: "Comparison", called: Mapping[str, str], language: Language) -> None:
    """Prints which groups of assumptions tell in which worlds each scenario does what was asked for."""
    from rich.table import Table

    from takarusim.briefing import robust

    for label, one in comparison.wheres.items():
        if not one.conditions:
            continue
        title = say("where.title", language, name=called[label], where=one.asked.told(language))
        table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
        for name in robust.CONDITIONS:
            table.add_column(say(f"where.{name}", language), justify="right" if name == "chance" else "left")
        for row in robust.conditions(comparison, label, language):
            table.add_row(*row)
        console().print("", table, sep="\n")


def _tell_questions(found: "Information | None", language: Language) -> None:
    """Prints what it is worth to ask or measure each thing before a choice, the most first."""
    from rich.table import Table

    from takarusim.briefing import robust
    from takarusim.language.words import difference

    if found is None:
        return
    title = say("robust.questions", language)
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in ("question", "worth", "interval", "chance"):
        table.add_column(say(f"robust.{name}", language), justify="left" if name == "question" else "right")
    for one in found.questions[:QUESTIONS]:
        value, low, high, chance = (difference(end, found.unit, language).lstrip("+") for end in one.worth)
        table.add_row(robust.named(one, language), value, f"{low} – {high}", chance)
    console().print("", table, sep="\n")
