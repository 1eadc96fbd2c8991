"""A briefing of a run: the question, the answer, what holds orders back, what was assumed, and how to make it again.

Every number is read from the run's folder or from its scenario; every fixed word stands in `words`.
"""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from takarusim import answer, illustrate, lowering, pages, sources, store, study
from takarusim.errors import TakarusimError
from takarusim.numerals import UNDEFINED, Language, day, number, percent
from takarusim.pages import Block, Code, Heading, Items, Lead, Paper, Picture, Table, Text, Tone
from takarusim.words import say

if TYPE_CHECKING:
    from takarusim.scenario import Scenario, Source, Time
    from takarusim.study import Outcome
    from takarusim.summary import Hold

__all__ = ["Briefing", "BriefingError", "made", "paper", "write"]

WEEK = 7 * 86_400_000  # ms
WIDEST = 12  # assumptions shown
ON_TIME, HELD, COURSE = ("on-time", "lead-time"), ("ledger",), ("utilisation", "gantt", "flow")
TITLES = {
    "on-time": "figure.otif",
    "lead-time": "figure.lead",
    "ledger": "figure.ledger",
    "utilisation": "figure.utilisation",
    "flow": "figure.flow",
    "gantt": "brief.gantt",
}


class BriefingError(TakarusimError):
    """A briefing that cannot be made, and what to do about it."""


class Briefing(NamedTuple):
    """The two files of a briefing."""

    pdf: bytes
    docx: bytes


def made(folder: Path, language: Language | None = None) -> tuple[Briefing, Language]:
    """Returns the briefing of a run's folder, in a language or that of its scenario; figures not there are drawn.

    Raises
    ------
    StoreError
        If the folder is none of a run, or is not what its manifest says.
    BriefingError
        If what prints is not installed.
    """
    outcome = study.opened(folder)
    language = language or outcome.plan.scenario.language
    for _ in illustrate.draw(outcome, language):
        pass
    content = paper(outcome, language)
    try:
        return Briefing(pages.pdf(content), pages.docx(content)), language
    except ModuleNotFoundError as error:
        raise BriefingError(f"{error.name} is not installed; install it with pip install 'takarusim[brief]'") from None


def write(folder: Path, briefing: Briefing, language: Language) -> tuple[Path, Path]:
    """Writes a briefing's files into a folder and returns their paths; an edited docx is never overwritten.

    Raises
    ------
    BriefingError
        If there is another docx.
    """
    printed, edited = folder / f"briefing-{language}.pdf", folder / f"briefing-{language}.docx"
    if edited.exists() and edited.read_bytes() != briefing.docx:
        raise BriefingError(f"{edited}: was edited since, and would be lost; move it away or give another --out")
    folder.mkdir(parents=True, exist_ok=True)
    printed.write_bytes(briefing.pdf)
    edited.write_bytes(briefing.docx)
    return printed, edited


def paper(outcome: "Outcome", language: Language) -> Paper:
    """Returns a run's briefing as blocks; its figures are those of the run's folder."""
    plan = outcome.plan
    stamp = {"run": plan.id, "seed": str(plan.seed), "replications": number(plan.replications, language)}
    sections = (_answer, _kpis, _held_back, _course, _assumed, _sources, _method, _again)
    return Paper(
        title=_of(plan.scenario.title, language) or say("brief.untitled", language),
        subtitle=say("brief.subtitle", language),
        footer=say("figure.footer", language, **stamp),
        language=language,
        blocks=tuple(block for section in sections for block in section(outcome, language)),
    )


def _of(texts: dict[Any, str] | str, language: Language) -> str:
    """Returns a scenario's line for people in a language, or in the one that there is."""
    return texts if isinstance(texts, str) else texts.get(language) or next(iter(texts.values()), "")


def _answer(outcome: "Outcome", language: Language) -> list[Block]:
    question = _of(outcome.plan.scenario.question, language)
    asked: list[Block] = [Heading(say("brief.question", language)), Lead(question)] if question else []
    first, *rest = answer.sentences(outcome, language)
    told: list[Block] = [Heading(say("brief.answer", language)), Lead(first), *([Items(tuple(rest))] if rest else [])]
    return [*asked, *told, Heading(say("brief.evidence", language)), Items(tuple(_evidence(outcome, language)))]


def _evidence(outcome: "Outcome", language: Language) -> list[str]:
    """Returns how far the answer can be trusted."""
    share = sources.assumed_share(outcome.plan.scenario)
    bare = sum(entry.kind == "unsourced" for entry in sources.register(outcome.plan.scenario))
    count = {
        "n": number(outcome.plan.replications, language),
        "confidence": percent(outcome.estimates["otif"].confidence, language, 0),
    }
    said = [say("brief.replications", language, **count)] if outcome.plan.replications > 1 else []
    said.append(say("brief.ranking", language))
    if share > 0:
        said.append(say("brief.share", language, share=percent(share, language, 0)))
    if bare:
        said.append(say("brief.bare", language, n=number(bare, language)))
    return said


def _kpis(outcome: "Outcome", language: Language) -> list[Block]:
    rows = answer.rows(outcome, language)
    if not rows:
        return []
    columns: tuple[str, ...] = ("kpi", "mean", "interval", "unit", "target", "verdict")
    columns = columns if any(row.target for row in rows) else columns[:4]
    tones: dict[bool | None, Tone] = {True: "good", False: "bad", None: ""}
    table = Table(
        head=tuple(answer.head(name, outcome, language) for name in columns),
        rows=tuple(tuple(getattr(row, name) for name in columns) for row in rows),
        widths=(3.8, 1.45, 2.5, 1.95, 2.0, 1.3)[: len(columns)],
        right=(1, 2),
        tones=tuple(tones[row.is_met] for row in rows),
    )
    notes = [Text(reason, "faint") for reason in answer.undefined(outcome, language)]
    return [Heading(say("brief.kpis", language)), table, *notes, *_figures(outcome, language, ON_TIME)]


def _held_back(outcome: "Outcome", language: Language) -> list[Block]:
    blocks: list[Block] = []
    if outcome.holds and not outcome.problem:
        head = [say(f"brief.{name}", language) for name in ("state", "days")]
        table = Table(
            head=(*head, answer.head("interval", outcome, language)),
            rows=tuple(_hold(hold, language) for hold in outcome.holds),
            widths=(5, 2, 2),
            right=(1, 2),
        )
        blocks += [Heading(say("brief.held", language)), Text(say("brief.held.note", language)), table]
    if outcome.gains:
        columns = ("lifted", "gain", "together")
        table = Table(
            head=tuple(answer.head(name, outcome, language) for name in columns),
            rows=tuple(answer.gains(outcome, language)),
            widths=(4, 3, 2),
            right=(1, 2),
        )
        blocks += [Heading(say("brief.binds", language)), Text(say("brief.binds.note", language)), table]
    return [*blocks, *_figures(outcome, language, HELD)]


def _hold(hold: "Hold", language: Language) -> tuple[str, str, str]:
    key = "waits.workshop" if hold.state == "queue" else f"waits.{hold.state}"
    mean, low, high = (number(end, language, 1) for end in (hold.days.mean, hold.days.low, hold.days.high))
    between = UNDEFINED if UNDEFINED in (low, high) else f"{low} – {high}"
    return say(key, language, type=hold.workshop), mean, between


def _course(outcome: "Outcome", language: Language) -> list[Block]:
    figures = _figures(outcome, language, COURSE)
    return [Heading(say("brief.course", language)), *figures] if figures else []


def _figures(outcome: "Outcome", language: Language, names: tuple[str, ...]) -> list[Block]:
    """Returns the figures that the run's folder has; one without anything to show was not drawn."""
    folder = outcome.plan.folder / "figures"
    drawn = [name for name in names if (folder / f"{name}-{language}.svg").exists()]
    contents = ([(folder / f"{name}-{language}.{kind}").read_bytes() for kind in ("svg", "png")] for name in drawn)
    return [Picture(svg, png, say(TITLES[name], language)) for name, (svg, png) in zip(drawn, contents, strict=True)]


def _assumed(outcome: "Outcome", language: Language) -> list[Block]:
    scenario = outcome.plan.scenario
    said: list[Block] = [Heading(say("brief.assumed", language)), Text(_count(scenario, language))]
    rows = tuple(
        (path, value, between, number(count, language), percent(width, language, 0))
        for path, value, between, count, width in _widest(scenario)[:WIDEST]
    )
    if not rows:
        return said
    head = tuple(say(f"column.{name}", language) for name in ("path", "value", "range"))
    head = (*head, say("brief.numbers", language), say("brief.width", language))
    table = Table(head, rows, widths=(4.6, 2.4, 2.4, 1.3, 1.6), right=(3, 4), code=(0, 1, 2))
    return [*said, Text(say("brief.widest", language)), table]


def _widest(scenario: "Scenario") -> list[tuple[str, str, str, int, float]]:
    """Returns path, value, range, count and width of assumptions; those of the same kind and value as one, with `*`."""
    entries = {entry.path: entry for entry in sources.register(scenario)}
    groups: dict[tuple[str, int, str, str, str, float], list[list[str]]] = {}
    for path, width in sources.widest(scenario):
        entry, steps = entries[path], path.split(".")
        value, between = f"{entry.value} {entry.unit}".strip(), f"{entry.low} – {entry.high}"
        groups.setdefault((steps[0], len(steps), steps[-1], value, between, width), []).append(steps)
    return [
        (_common(paths), value, between, len(paths), width)
        for (_, _, _, value, between, width), paths in groups.items()
    ]


def _common(paths: list[list[str]]) -> str:
    """Returns paths of the same length as one, with `*` for the steps in which they differ."""
    return ".".join(steps[0] if len(set(steps)) == 1 else "*" for steps in zip(*paths, strict=True))


def _count(scenario: "Scenario", language: Language) -> str:
    kinds = [entry.kind for entry in sources.register(scenario)]
    counts = {kind: kinds.count(kind) for kind in ("sourced", "assumption", "unsourced", "choice")}
    return say("register.count", language, n=len(kinds), **counts)


def _sources(outcome: "Outcome", language: Language) -> list[Block]:
    scenario = outcome.plan.scenario
    used = [entry.source for entry in sources.register(scenario) if entry.kind == "sourced"]
    rows = tuple(
        (name, _publisher(source, language), _dates(source.date, language), number(used.count(name), language))
        for name, source in scenario.sources.items()
        if name in used
    )
    if not rows:
        return []
    head = tuple(say(f"brief.{name}", language) for name in ("source", "publisher", "date", "numbers"))
    return [Heading(say("brief.sources", language)), Table(head, rows, widths=(1, 6, 3, 1.4), right=(3,))]


def _publisher(source: "Source", language: Language) -> str:
    return say("brief.general", language) if source.trust == "general" else source.publisher


def _dates(text: str, language: Language) -> str:
    """Returns the dates in a text as the language writes them."""
    words = re.findall(r"\d{4}(?:-\d\d-\d\d)?", text)
    found = [day(date.fromisoformat(word), language) if "-" in word else word for word in words]
    return ", ".join(found) or say("brief.undated", language)


def _method(outcome: "Outcome", language: Language) -> list[Block]:
    scenario, facts = outcome.plan.scenario, store.about(outcome.plan.folder)
    names = lowering.names(scenario)
    sizes = {
        "partners": len(scenario.partners),
        "smes": len(names.smes),
        "units": len(names.units),
        "types": len(names.types),
        "components": len(names.components),
    }
    versions = ", ".join(f"{name} {version}" for name, version in facts["packages"].items())
    code = say("brief.hash", language, sources=facts["sources"][: store.DIGITS])
    runs = {"n": number(outcome.plan.replications, language), "seed": str(outcome.plan.seed)}
    told = {
        "objectives": say("brief.method.objectives", language),
        "logic": say("brief.method.logic", language, **{k: number(v, language) for k, v in sizes.items()}),
        "data": _count(scenario, language),
        "experiment": f"{_span(scenario.time, language)} {say('brief.method.experiment', language, **runs)}",
        "statistics": say("brief.method.statistics", language),
        "software": f"takarusim {facts['takarusim']}, Python {facts['python']}, {versions}. {code}",
    }
    head = (say("brief.part", language), say("brief.told", language))
    rows = tuple((say(f"brief.stress.{name}", language), text) for name, text in told.items())
    return [
        Heading(say("brief.method", language)),
        Text(say("brief.stress", language), "faint"),
        Table(head, rows, widths=(1.4, 6)),
    ]


def _span(time: "Time", language: Language) -> str:
    first = day(time.first_day, language, "long")
    if time.last_day is None:
        return say("brief.method.long_run", language, first=first)
    weeks = number(time.run_in.value / WEEK, language)
    return say("brief.method.plan", language, first=first, last=day(time.last_day, language, "long"), weeks=weeks)


def _again(outcome: "Outcome", language: Language) -> list[Block]:
    plan = outcome.plan
    home = f"results/{plan.id}"
    run = f"takarusim run {home}/scenario.resolved.yaml --replications={plan.replications} --seed={plan.seed}"
    lines = (run + (" --relax" if outcome.lifted else ""), f"takarusim brief {home} --lang={language}")
    return [Heading(say("brief.again", language)), Text(say("brief.again.note", language)), Code(lines)]
