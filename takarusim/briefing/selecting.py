"""What was selected, in words and in rows of a table. Nothing is computed here."""

import math
from typing import TYPE_CHECKING

from takarusim.briefing import verdicts
from takarusim.language import words
from takarusim.language.numerals import UNDEFINED, Language, number, percent, rupiah, span
from takarusim.language.words import say, unit
from takarusim.registers.kpis import about

if TYPE_CHECKING:
    from takarusim.experiments.select import Selection

__all__ = ["rows", "sentences"]


def sentences(selection: "Selection", language: Language) -> list[str]:
    """Returns which option is selected and how surely, which are as good, and what was left out."""
    called, asked = _called(selection, language), selection.asked
    told = {
        "best": called[selection.best],
        "kpi": verdicts.small(words.kpi(asked.kpi, language)),
        "confidence": percent(asked.confidence, language, 0),
        "least": _size(asked.indifference, asked.kpi, language),
    }
    said = [say("select.best_is" if selection.is_sure else "select.best_so_far", language, **told)]
    rivals = [called[label] for label in selection.rivals if label != selection.best]
    if rivals:
        said.append(say("select.close", language, names=", ".join(rivals)))
    for key, labels in (("dear", selection.dear), ("missing", selection.missing)):
        if labels:
            said.append(say(f"select.{key}", language, names=", ".join(called[label] for label in labels)))
    margin = selection.margin()
    if margin is not None:
        key = "met" if margin.low >= 0 else "open"
        said.append(say(f"select.{key}", language, best=called[selection.best], require=asked.require))
    if counts := selection.best_in():
        n = {"k": number(counts[selection.best], language, 0), "n": number(sum(counts.values()), language, 0)}
        said.append(say("select.in_worlds", language, best=called[selection.best], **n))
    return said


def rows(selection: "Selection", language: Language) -> list[dict[str, str]]:
    """Returns the options as rows of a table, the best one first, by how far they are behind."""
    called, costs, kpi = _called(selection, language), selection.costs(), selection.asked.kpi
    behind, counts = selection.behind, selection.best_in()
    far = {label: abs(one.mean) for label, one in behind.items()}
    order = sorted(selection.scenarios, key=lambda label: (label != selection.best, far.get(label, math.inf)))
    told = []
    for label in order:
        is_run = label in behind
        values = selection.responses.of(kpi, label) if is_run else None
        mean = math.nan if values is None else float(values[: selection.replications[label]].mean())
        told.append(
            {
                "option": called[label],
                "cost": rupiah(costs[label], language),
                "n": number(selection.replications[label], language, 0) if is_run else UNDEFINED,
                "mean": words.measure(mean, about(kpi).unit, language, mean) if is_run else UNDEFINED,
                "behind": _behind(selection, label, language) if is_run else UNDEFINED,
                "best_in": number(counts[label], language, 0) if label in counts else UNDEFINED,
                "verdict": say(f"select.verdict.{selection.verdict(label)}", language),
            }
        )
    return told


def _behind(selection: "Selection", label: str, language: Language) -> str:
    one = selection.behind[label]
    if label == selection.best:
        return ""
    mean, low, high = (_size(end, selection.asked.kpi, language, is_bare=True) for end in (one.mean, one.low, one.high))
    return f"{mean} ({span(low, high)})"


def _size(value: float, kpi: str, language: Language, *, is_bare: bool = False) -> str:
    """Returns a difference, of shares in percentage points, with its unit or without."""
    of = about(kpi).unit
    text = number(100 * value, language, 1) if of == "share" else words.measure(value, of, language, value)
    end = say("unit.points", language) if of == "share" else unit(of, language)
    return text if is_bare else f"{text} {end}".strip()


def _called(selection: "Selection", language: Language) -> dict[str, str]:
    return words.names({label: scenario.title for label, scenario in selection.scenarios.items()}, language)
