"""One visit to the page: what a visitor has chosen so far, and what was made of it. Nobody else sees it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from takarusim.app import choices
from takarusim.app.answers import Memory
from takarusim.app.choices import Chosen
from takarusim.language.numerals import Language

__all__ = ["Visit"]

T = TypeVar("T")
MOST = 40  # things that are remembered


@dataclass
class Visit:
    """A visit, as long as the page is open in a browser."""

    language: Language = "id"
    chosen: Chosen = field(default_factory=lambda: Chosen(choices.bases("id")[0].file))
    brought: dict[Path, str] = field(default_factory=dict)  # files of the visitor's own, with what each is called
    taken: str = ""  # the upload that was read last
    round: int = 0  # how often everything was put back, so that sliders are too
    memory: Memory = field(default_factory=Memory)
    made: dict[tuple[object, ...], object] = field(default_factory=dict)  # what was made, by all that it depends on
    asked: set[tuple[object, ...]] = field(default_factory=set)  # questions: their answers are shown again unasked
    kept: dict[Chosen, Path] = field(default_factory=dict)  # the folder of results of what was kept

    def choose(self, base: Path) -> None:
        """Takes a base, with nothing changed."""
        self.chosen, self.round = Chosen(base), self.round + 1

    def once(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """Returns what is made once in a visit, unless much else was made since."""
        if key not in self.made:
            self.made[key] = make()
        made: T = self.made[key]  # type: ignore[assignment]  # the same key is of the same type
        while len(self.made) > MOST:
            del self.made[next(iter(self.made))]
        return made

    def knows(self, *key: object) -> bool:
        """Tells whether something is made already."""
        return key in self.made
