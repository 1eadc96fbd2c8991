"""A briefing of a comparison: the question, the answer with its strength, what was changed, what that does, and why.

Every number is read from the comparison's folder or from its scenarios; every fixed word stands in `words`.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from takarusim.briefing import answer, decision, gainers, inputs, passages, robust, verdicts
from takarusim.briefing.pages import Block, Break, Heading, Items, Paper, Picture, Row, Table, Text, Tone
from takarusim.language.numerals import UNDEFINED, Language, number, percent
from takarusim.language.words import kpi as kpi_words
from takarusim.language.words import of, say
from takarusim.results import comparisons
from takarusim.scenario import sources

if TYPE_CHECKING:
    from takarusim.experiments.accounts import Shift
    from takarusim.results.comparisons import Outcome

__all__ = ["paper"]

ROWS = 28  # of KPIs, changes and assumptions, each: shared out among the scenarios
NOTHING, NEXT_TO_NONE = 0.005, "≈ 0"  # days that two digits do not show
WIDEST = 8  # assumptions of the base
FIGURES, NAMED, BESIDE = 2, 2, 3  # of a kind; scenarios in a title, and in a table side by side


def paper(outcome: "Outcome", language: Language, reader: str = "") -> Paper:
    """Returns a comparison's briefing as blocks; its figures are those of its folder."""
    plan, found = outcome.plan, outcome.comparison
    _, *others = verdicts.names(outcome, language).values()
    stamp = {"run": plan.id, "seed": str(plan.seed), "replications": number(found.replications, language)}
    effects = passages.figures(found, plan.folder, "effects", language, FIGURES)
    blocks = [*decision.of_comparison(outcome, effects[:1], language), Break(say("decide.annex", language))]
    blocks += [*_told(outcome, language), *_effects(outcome, effects[1:], language)]
    for section in (_gains, _waited, _changed, _assumed, _sources, _method):
        blocks += section(outcome, language)
    return Paper(
        title=_title(outcome, others, language),
        subtitle=passages.subtitle("versus.subtitle", plan.folder, reader, language),
        footer=say("figure.footer", language, **stamp),
        language=language,
        blocks=(*blocks, *_again(outcome, language, reader)),
    )


def _title(outcome: "Outcome", others: list[str], language: Language) -> str:
    if len(others) <= NAMED:
        return say("versus.title", language, others="; ".join(others))
    base = verdicts.names(outcome, language)[outcome.comparison.base]
    return say("versus.title.many", language, n=len(others), base=base)


def _told(outcome: "Outcome", language: Language) -> list[Block]:
    """Returns what each scenario asks and does, in sentences, and how far that can be trusted."""
    called, plan = verdicts.names(outcome, language), outcome.plan
    asked = of(plan.base.question, language)
    rows = []
    for label, scenario in plan.scenarios.items():
        question = of(scenario.question, language)
        is_own = question != asked or scenario is plan.base
        name = say("versus.base", language, name=called[label]) if scenario is plan.base else called[label]
        rows.append((name, question if is_own else ""))
    head = tuple(say(f"versus.{name}", language) for name in ("scenario", "question"))
    sentences = dict.fromkeys(
        (
            *robust.sentences(outcome, language),
            *verdicts.sentences(outcome, language),
            *verdicts.ranking(outcome, language),
        )
    )
    doubts = [say("versus.refusal", language)]
    if len(outcome.comparison.differences) > 1:
        doubts.append(say("versus.joint", language, kpi=kpi_words(outcome.comparison.headline, language)))
    if share := _share(outcome, language):
        doubts.append(say("brief.share", language, share=share))
    return [
        Table(head, tuple(rows), widths=(4.4, 7)),
        Items(tuple(sentences)),
        *(Text(each) for each in doubts),
    ]


def _share(outcome: "Outcome", language: Language) -> str:
    """Returns what share of the numbers is assumed, by scenario where it is not the same."""
    shares = {
        label: percent(sources.assumed_share(each), language, 0) for label, each in outcome.plan.scenarios.items()
    }
    if UNDEFINED in shares.values() or set(shares.values()) == {percent(0, language, 0)}:
        return ""
    if len(set(shares.values())) == 1:
        return next(iter(shares.values()))
    called = verdicts.names(outcome, language)
    return ", ".join(f"{share} ({called[label]})" for label, share in shares.items())


def _changed(outcome: "Outcome", language: Language) -> list[Block]:
    """Returns what was changed, in words: a table for each scenario."""
    base, *others = outcome.plan.scenarios.items()
    called, most = verdicts.names(outcome, language), _most(outcome)
    blocks: list[Block] = [Heading(say("versus.changed_inputs", language))]
    head = tuple(say(f"versus.{name}", language) for name in ("owner", "what", "before", "after"))
    for label, scenario in others:
        found = inputs.changes(base[1], scenario, language)
        if not found:
            blocks.append(Text(say("compare.no_inputs", language, other=called[label], base=called[base[0]])))
            continue
        told = Text(say("versus.changes", language, name=called[label]))
        blocks += [told, Table(head, _grouped(found[:most]), widths=(3.2, 3.4, 2, 4.4)), *_rest(found, most, language)]
    return blocks


def _grouped(rows: list[Any]) -> tuple[tuple[str, ...], ...]:
    """Returns rows whose first cell is blank where it is that of the row before."""
    before = ["", *(row[0] for row in rows)]
    return tuple(("" if row[0] == above else row[0], *row[1:]) for row, above in zip(rows, before, strict=False))


def _rest(rows: list[Any], most: int, language: Language, key: str = "versus.rest") -> list[Block]:
    """Returns how many rows are not shown."""
    return [Text(say(key, language, n=len(rows) - most), "faint")] if len(rows) > most else []


def _most(outcome: "Outcome") -> int:
    """Returns how many rows of a table each scenario may have, so that the briefing stays short."""
    return max(4, ROWS // len(outcome.comparison.differences))


def _effects(outcome: "Outcome", pictures: list[Picture], language: Language) -> list[Block]:
    """Returns the figures, then the KPIs of each scenario beside the base."""
    found, called = outcome.comparison, verdicts.names(outcome, language)
    confidence = percent(found.confidence, language, 0)
    columns = ("kpi", "base", "other", "difference", "interval", "unit", "verdict")
    head = tuple(say(f"column.{name}", language, confidence=confidence) for name in columns)
    tones: dict[bool | None, Tone] = {True: "good", False: "bad", None: ""}
    of_each = {label: verdicts.rows(outcome, label, _most(outcome), language) for label in found.differences}
    has_brackets = any("(~" in row.verdict for rows in of_each.values() for row in rows)
    note = say("versus.effects.brackets" if has_brackets else "versus.effects.note", language)
    blocks: list[Block] = [Heading(say("versus.effects", language)), *pictures, Text(note)]
    for label, rows in of_each.items():
        blocks += [
            Text(say("versus.beside_base", language, name=called[label], base=called[found.base])),
            Table(
                head=head,
                rows=tuple(row[:-1] for row in rows),
                widths=(3.1, 1.6, 1.6, 1.9, 2.4, 2.4, 2.1),
                right=(1, 2, 3, 4),
                tones=tuple(tones[row.is_better] for row in rows),
            ),
        ]
    return blocks


def _gains(outcome: "Outcome", language: Language) -> list[Block]:
    """Returns who loses and who gains by each scenario, losers first, and a figure where there are few scenarios."""
    called, blocks = verdicts.names(outcome, language), list[Block]()
    head = tuple(
        say(f"gains.{name}", language) for name in ("party", "who", "kpi", "base", "other", "change", "verdict")
    )
    for label, stakes in outcome.comparison.stakes.items():
        lines = gainers.rows(stakes, language, short=True)
        if not lines:
            continue
        cells = [
            (
                one.party,
                one.who,
                one.row.kpi,
                one.row.base,
                one.row.other,
                f"{one.row.difference} {one.row.unit}",
                one.row.verdict,
            )
            for one in lines[: _most(outcome)]
        ]
        tones: dict[bool | None, Tone] = {True: "good", False: "bad", None: ""}
        table = Table(head, _grouped(cells), (1.4, 2.6, 2.8, 1.6, 1.6, 2.4, 1.8), right=(3, 4, 5))
        table = table._replace(tones=tuple(tones[one.row.is_better] for one in lines[: _most(outcome)]))
        told = Text(say("versus.beside_base", language, name=called[label], base=called[outcome.comparison.base]))
        blocks += [told, table, *_rest(lines, _most(outcome), language, "gains.rest")]
    drawn = passages.figures(outcome.comparison, outcome.plan.folder, "gains", language, 1)
    alone = drawn if len(outcome.comparison.differences) == 1 else []
    return [Heading(say("gains.title", language)), Text(say("gains.note", language)), *blocks, *alone] if blocks else []


def _waited(outcome: "Outcome", language: Language) -> list[Block]:
    """Returns where late orders wait in each scenario, and how the time of all orders moves."""
    called = verdicts.names(outcome, language)
    told = [f"{called[label]}. {' '.join(answer.longest(holds, language))}" for label, holds in outcome.holds.items()]
    shifts = list(outcome.shifts.items())
    parts = (dict(shifts[k : k + BESIDE]) for k in range(0, len(shifts), BESIDE))
    drawn = tuple(passages.figures(outcome.comparison, outcome.plan.folder, "held", language))
    return [
        Heading(say("brief.held", language)),
        *([Row(drawn)] if drawn else []),
        Items(tuple(told)),
        Text(say("versus.shifts", language)),
        *(_shifts(part, called, language) for part in parts),
    ]


def _shifts(shifts: "dict[str, list[Shift]]", called: dict[str, str], language: Language) -> Table:
    """Returns the days of a mean order by state: in the base, and the differences of some scenarios."""
    cells: dict[str, list[str]] = {}
    for rows in shifts.values():
        for row in rows:
            state = answer.waits(row.state, row.workshop, language)
            cells.setdefault(state, [number(row.base.mean, language, 2)])
            cells[state].append(_days(row, language))
    head = (say("brief.state", language), say("column.base", language), *(called[label] for label in shifts))
    return Table(
        head=head,
        rows=tuple((state, *row) for state, row in cells.items() if len(row) == len(head) - 1),
        widths=(3.6, 1.2, *([3] * len(shifts))),
        right=tuple(range(1, len(head))),
    )


def _days(row: "Shift", language: Language) -> str:
    """Returns a difference with its interval, or that it is next to nothing."""
    one = row.difference
    if abs(one.mean) < NOTHING and one.high - one.low < 4 * NOTHING:
        return NEXT_TO_NONE
    mean = number(one.mean, language, 2)
    return f"{'+' if one.mean > 0 else ''}{mean} ({passages.between(one, language, 2)})"


def _assumed(outcome: "Outcome", language: Language) -> list[Block]:
    """Returns the assumptions of what was changed, then those of the estate as it is."""
    base, *others = outcome.plan.scenarios.items()
    called, most = verdicts.names(outcome, language), _most(outcome)
    blocks: list[Block] = [Heading(say("brief.assumed", language))]
    head = tuple(say(f"versus.{name}", language) for name in ("owner", "what", "value", "range"))
    for label, scenario in others:
        if found := inputs.assumed(base[1], scenario, language):
            told = Text(say("versus.assumed", language, name=called[label]))
            blocks += [
                told,
                Table(head, _grouped(found[:most]), widths=(2.8, 3.2, 4, 3.4)),
                *_rest(found, most, language),
            ]
        else:
            blocks.append(Text(say("versus.none_assumed", language, name=called[label])))
    of_base = Text(say("versus.assumed_of_base", language, name=called[base[0]]))
    return [*blocks, of_base, *passages.assumptions(base[1], language, WIDEST)]


def _sources(outcome: "Outcome", language: Language) -> list[Block]:
    return passages.sourced(outcome.plan.scenarios.values(), language)


def _method(outcome: "Outcome", language: Language) -> list[Block]:
    plan, found = outcome.plan, outcome.comparison
    parts = passages.parts(plan.base, plan.folder, language)
    runs = {
        "n": number(found.replications, language),
        "seed": str(plan.seed),
        "scenarios": number(len(found.scenarios), language),
    }
    experiment = [passages.span(plan.base.time, language), say("versus.method.experiment", language, **runs)]
    if plan.precision:
        asked = ", ".join(
            f"{kpi_words(name, language)} ±{number(width, language)}" for name, width in plan.precision.items()
        )
        experiment.append(say("versus.method.precision", language, asked=asked))
    told = {
        "objectives": say("versus.method.objectives", language),
        "logic": parts["logic"],
        "data": parts["data"],
        "experiment": " ".join(experiment),
        "statistics": _statistics(outcome, language),
        "software": parts["software"],
    }
    return passages.method(told, language)


def _statistics(outcome: "Outcome", language: Language) -> str:
    found, called = outcome.comparison, verdicts.names(outcome, language)
    gains = {label: verdicts.times(each[found.headline].gain, language) for label, each in found.differences.items()}
    known = ", ".join(f"{gain} ({called[label]})" for label, gain in gains.items() if gain != UNDEFINED)
    kpi = kpi_words(found.headline, language)
    told = [say("versus.method.statistics", language, confidence=percent(found.confidence, language, 0))]
    return " ".join([*told, say("versus.method.gain", language, kpi=kpi, gains=known)] if known else told)


def _again(outcome: "Outcome", language: Language, reader: str) -> list[Block]:
    plan = outcome.plan
    return passages.again(comparisons.command(plan, Path(plan.id)), plan.id, language, reader)
