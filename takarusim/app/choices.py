"""What a visitor chooses: a base, measures upon it and values of one's own; and the scenarios that this makes.

Files are read by their names on this machine, which nobody can type on the page. Reading order: Chosen, before, after.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from takarusim import __version__
from takarusim.language.numerals import LANGUAGES, Language
from takarusim.language.words import of, say
from takarusim.results import comparisons
from takarusim.scenario import files, reading
from takarusim.scenario.scenario import Scenario
from takarusim.scenario.shipped import shipped

__all__ = ["Chosen", "Offer", "after", "bases", "before", "measures", "saved", "scenarios"]


class Chosen(NamedTuple):
    """What is compared: a base, and what is made of it."""

    base: Path
    measures: tuple[Path, ...] = ()  # files that extend what the base extends, or the base
    values: tuple[tuple[str, str], ...] = ()  # (path, value) that are set upon them, as a file says them

    @property
    def is_changed(self) -> bool:
        """Whether anything is compared with the base."""
        return bool(self.measures or self.values)

    @property
    def plain(self) -> "Chosen":
        """The base alone."""
        return Chosen(self.base)


class Offer(NamedTuple):
    """A scenario that can be chosen."""

    file: Path
    title: str


class _Head(NamedTuple):
    title: object
    extends: str  # the name of a file beside it; "": none


def bases(language: Language) -> list[Offer]:
    """Returns the scenarios that come with takarusim, the estate first, those that extend nothing before others."""
    found = sorted(shipped()[0].glob("*.yaml"))
    order = sorted(found, key=lambda file: (bool(_head(file).extends), file.stem != "lik-takaru", file.stem))
    return [_offer(file, language) for file in order]


def measures(base: Path, language: Language) -> list[Offer]:
    """Returns what can be put upon a base: what extends it, or what it extends."""
    mine = _rests_on(base)
    others = [each for each in bases(language) if each.file not in mine and _head(each.file).extends]
    return [each for each in others if not mine.isdisjoint(_rests_on(each.file))]


def before(chosen: Chosen) -> Scenario:
    """Returns the base.

    Raises
    ------
    ScenarioError
        With all its mistakes.
    """
    return _read(str(chosen.base), _newest(chosen.base))


def after(chosen: Chosen) -> Scenario:
    """Returns what is made of the base.

    Raises
    ------
    ScenarioError
        With all mistakes; measures that set the same value are one.
    """
    file = "+".join(str(each) for each in (chosen.base, *chosen.measures))
    made = _read(file, _newest(chosen.base))
    if not chosen.values:
        return made
    title = {each: say("app.with_values", each, title=of(made.title, each)) for each in LANGUAGES}
    return reading.with_values(made, dict(chosen.values)).model_copy(update={"title": title})


def scenarios(chosen: Chosen) -> Mapping[str, Scenario]:
    """Returns what is compared, by label: the base alone where nothing is changed."""
    return _scenarios(chosen, _newest(chosen.base))


@lru_cache(20)
def _scenarios(chosen: Chosen, _changed: float) -> Mapping[str, Scenario]:
    label = comparisons.label_of(str(chosen.base))
    found = {label: before(chosen)}
    return found | ({_other(label): after(chosen)} if chosen.is_changed else {})


def saved(chosen: Chosen, replications: int) -> dict[str, str]:
    """Returns what was seen as texts of scenario files by name, each of which says the command that makes it again."""
    made = scenarios(chosen)
    names = [f"{label}.yaml" for label in made]
    seed = next(iter(made.values())).seed
    verb = "compare" if len(names) > 1 else "run"
    command = " ".join(("takarusim", verb, *names, f"--replications={replications}", f"--seed={seed}"))
    head = f"# takarusim {__version__}: {command}\n"
    return {f"{label}.yaml": head + reading.text_of(scenario) for label, scenario in made.items()}


def _other(base: str) -> str:
    return "changed" if base != "changed" else "changed-again"


def _offer(file: Path, language: Language) -> Offer:
    return Offer(file, of(_head(file).title, language) or file.stem)  # type: ignore[arg-type]  # as it is written


def _rests_on(file: Path) -> set[Path]:
    """Returns a file and all that it extends, which may be several on each other."""
    names = [name.strip() for name in _head(file).extends.split("+") if name.strip()]
    return {file}.union(*(_rests_on(file.parent / name) for name in names))


def _newest(base: Path) -> float:
    """Returns when the scenarios beside a base were last changed."""
    folders = {base.parent, shipped()[0]}
    return max(file.stat().st_mtime for folder in folders for file in folder.iterdir())


def _head(file: Path) -> _Head:
    return _heads(file, file.stat().st_mtime)


@lru_cache(100)
def _heads(file: Path, _changed: float) -> _Head:
    data = files.load(file).data
    return _Head(data.get("title", ""), str(data.get("extends") or ""))


@lru_cache(50)
def _read(file: str, _changed: float) -> Scenario:
    return reading.read_scenario(file)
