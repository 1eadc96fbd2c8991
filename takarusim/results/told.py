"""What replications tell of that only some scenarios have: reviews of SMEs, finished stock, levels of partnerships."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from takarusim.outcome.replication import Replication
from takarusim.scenario.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FILES", "FINISHED", "NOTHING", "Told", "files", "joined", "read", "told"]

REVIEWS, FINISHED, LEVELS = FILES = ("reviews.csv", "finished.csv", "levels.csv")
DATES = ("time", "from", "until")


class Told(NamedTuple):
    """Frames of `Replication` of these names, with a column replication; None: a scenario has no such thing."""

    reviews: "pd.DataFrame | None" = None
    finished: "pd.DataFrame | None" = None
    partnerships: "pd.DataFrame | None" = None


NOTHING = Told()


def files(scenario: Scenario) -> list[str]:
    """Returns the names of the files that keep what a scenario has of this."""
    contracts = [partner.contract for partner in scenario.partners.values()]
    has = {
        REVIEWS: any(contract.review for contract in contracts),
        FINISHED: any(sme.stock for sme in scenario.smes.values()),
        LEVELS: any(contract.growth for contract in contracts),
    }
    return [name for name in FILES if has[name]]


def told(replication: Replication) -> Told:
    """Returns what one replication tells of."""
    found, there = {}, files(replication.scenario)
    for frame, file in zip(Told._fields, FILES, strict=True):
        if file in there:
            found[frame] = getattr(replication, frame).copy()
            found[frame].insert(0, "replication", replication.number)
    return Told(**found)


def joined(each: Sequence[Told]) -> Told:
    """Returns what all replications tell of, one after the other."""
    import pandas as pd

    columns = zip(*each, strict=True)
    return Told(*(None if frames[0] is None else pd.concat(frames, ignore_index=True) for frames in columns))


def read(folder: Path, kept: Sequence[str]) -> Told:
    """Returns what a folder of results tells of; None of what is not among the files that are kept."""
    import pandas as pd

    found = {}
    for name, file in zip(Told._fields, FILES, strict=True):
        if file in kept:
            frame = pd.read_csv(folder / file, keep_default_na=False)
            dates = {name: pd.to_datetime(frame[name]) for name in DATES if name in frame}
            found[name] = frame.assign(**{name: moments.dt.as_unit("ms") for name, moments in dates.items()})
    return Told(**found)
