"""A briefing of a run: the question, the answer, where late orders wait, what was assumed, and how to make it again.

Every number is read from the run's folder or from its scenario; every fixed word stands in `words`.
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from takarusim.briefing import answer, decision, pages, passages, weighing
from takarusim.briefing.pages import Block, Break, Heading, Items, Paper, Picture, Table, Text, Tone
from takarusim.errors import BriefingError, StoreError
from takarusim.figures import keeping
from takarusim.language.numerals import Language, number
from takarusim.language.words import of, say
from takarusim.results import comparisons, runs
from takarusim.results.folder import ResultsFolder
from takarusim.scenario import titles

if TYPE_CHECKING:
    from takarusim.experiments.summary import Hold
    from takarusim.results.runs import Outcome

__all__ = ["Briefing", "made", "paper", "write"]


class Briefing(NamedTuple):
    """The two files of a briefing."""

    pdf: bytes
    docx: bytes


def made(folder: Path, language: Language | None = None, reader: str = "") -> tuple[Briefing, Language]:
    """Returns the briefing of a folder of results, in a language or that of its scenario; figures not there are drawn.

    Raises
    ------
    StoreError
        If the folder is none of a run or a comparison, or is not what its manifest says.
    BriefingError
        If what prints is not installed.
    """
    kind = ResultsFolder(folder).kind
    if kind in ("credit", "selection", "sweep", "headroom", "worlds"):
        a_kind = f"a {kind}" if kind in ("sweep", "selection") else kind
        right = f"`takarusim plot {folder}` draws it" if kind != "selection" else "of a comparison of its options"
        raise StoreError(f"{folder}: no briefing of {a_kind}, got one; {right}")
    content, language = (_compared if kind == "comparison" else _ran)(folder, language, reader)
    try:
        return Briefing(pages.pdf(content), pages.docx(content)), language
    except ModuleNotFoundError as error:
        raise BriefingError(f"{error.name} is not installed; install it with pip install 'takarusim[brief]'") from None


def _ran(folder: Path, language: Language | None, reader: str) -> tuple[Paper, Language]:
    outcome = runs.opened(folder)
    language = titles.spoken(language, outcome.plan.scenario)
    list(keeping.keep(outcome, language))
    return paper(outcome, language, reader), language


def _compared(folder: Path, language: Language | None, reader: str) -> tuple[Paper, Language]:
    outcome = comparisons.opened(folder)
    language = titles.spoken(language, *outcome.plan.scenarios.values())
    list(keeping.keep(outcome, language))
    return weighing.paper(outcome, language, reader), language


def write(folder: Path, briefing: Briefing, language: Language) -> tuple[Path, Path]:
    """Writes a briefing's files into a folder and returns their paths; a docx that was edited is never overwritten.

    Raises
    ------
    BriefingError
        If the docx that is there was edited.
    """
    printed, edited = folder / f"briefing-{language}.pdf", folder / f"briefing-{language}.docx"
    if edited.exists() and not _is_as_written(edited.read_bytes()):
        raise BriefingError(f"{edited}: was edited since, and would be lost; move it away or give another --out")
    folder.mkdir(parents=True, exist_ok=True)
    printed.write_bytes(briefing.pdf)
    edited.write_bytes(_signed(briefing.docx))
    return printed, edited


def _signed(docx: bytes) -> bytes:
    """Returns a docx with the hash of its bytes as the comment of the archive, which an editor does not keep."""
    digest = hashlib.sha256(docx).digest()
    return docx[:-2] + len(digest).to_bytes(2, "little") + digest  # the last two bytes are the length of no comment


def _is_as_written(docx: bytes) -> bool:
    """Returns whether a docx is one that was written, of whatever results."""
    size = hashlib.sha256().digest_size
    return _signed(docx[: -size - 2] + bytes(2)) == docx


def paper(outcome: "Outcome", language: Language, reader: str = "") -> Paper:
    """Returns a run's briefing as blocks; its figures are those of the run's folder."""
    plan = outcome.plan
    stamp = {"run": plan.id, "seed": str(plan.seed), "replications": number(plan.replications, language)}
    held = passages.figures(outcome, plan.folder, "held", language)
    blocks = [*decision.of_run(outcome, held[:1], language), Break(say("decide.annex", language))]
    rest = answer.sentences(outcome, language)[1 + decision.MOST :]
    blocks += [Items(tuple(rest)), Text(say("brief.ranking", language)), *_doubts(outcome, language)]
    blocks += [*_kpis(outcome, language), *_waited(outcome, held[1:], language)]
    for section in (_course, _assumed, _sources, _method):
        blocks += section(outcome, language)
    return Paper(
        title=of(plan.scenario.title, language) or say("brief.untitled", language),
        subtitle=passages.subtitle("brief.subtitle", plan.folder, reader, language),
        footer=say("figure.footer", language, **stamp),
        language=language,
        blocks=(*blocks, *_again(outcome, language, reader)),
    )


def _doubts(outcome: "Outcome", language: Language) -> list[Block]:
    """Returns how far the numbers put in can be trusted."""
    return [Text(text) for text in passages.doubts(outcome.plan.scenario, language)]


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
        widths=(3.5, 1.65, 2.3, 1.85, 1.8, 1.9)[: len(columns)],
        right=(1, 2),
        tones=tuple(tones[row.is_met] for row in rows),
    )
    notes = [Text(note, "faint") for note in answer.notes(outcome, language)]
    figures = passages.figures(outcome, outcome.plan.folder, "kpis", language)
    return [Heading(say("brief.kpis", language)), *figures, table, *notes]


def _waited(outcome: "Outcome", pictures: list[Picture], language: Language) -> list[Block]:
    blocks: list[Block] = [*pictures]
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
    return blocks


def _hold(hold: "Hold", language: Language) -> tuple[str, str, str]:
    mean = number(hold.days.mean, language, 1)
    return answer.waits(hold.state, hold.workshop, language), mean, passages.between(hold.days, language)


def _course(outcome: "Outcome", language: Language) -> list[Block]:
    figures = passages.figures(outcome, outcome.plan.folder, "course", language)
    return [Heading(say("brief.course", language)), *figures] if figures else []


def _assumed(outcome: "Outcome", language: Language) -> list[Block]:
    return [Heading(say("brief.assumed", language)), *passages.assumptions(outcome.plan.scenario, language)]


def _sources(outcome: "Outcome", language: Language) -> list[Block]:
    return passages.sourced([outcome.plan.scenario], language)


def _method(outcome: "Outcome", language: Language) -> list[Block]:
    plan = outcome.plan
    runs = {"n": number(plan.replications, language), "seed": str(plan.seed)}
    span = passages.span(plan.scenario.time, language)
    parts = passages.parts(plan.scenario, plan.folder, language)
    told = {
        "objectives": say("brief.method.objectives", language),
        "logic": parts["logic"],
        "data": parts["data"],
        "experiment": f"{span} {say('brief.method.experiment', language, **runs)}",
        "statistics": say("brief.method.statistics", language),
        "software": parts["software"],
    }
    return passages.method(told, language)


def _again(outcome: "Outcome", language: Language, reader: str) -> list[Block]:
    plan = outcome.plan
    made = [*runs.command(plan, Path(plan.id)), *(["--relax"] if outcome.relaxed else [])]
    return passages.again(made, plan.id, language, reader)
