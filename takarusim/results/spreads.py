"""What scenarios came to in worlds, as a table of a folder: a row for each world, scenario and replication."""

from io import BytesIO
from pathlib import Path

import numpy as np

from takarusim.experiments.across import Across
from takarusim.results import tables

__all__ = ["read", "table"]

KEYS = ("world", "scenario", "replication", "problem")
GROUP = "group "  # what the columns of groups begin with


def table(found: Across) -> bytes:
    """Returns it as Parquet."""
    import pandas as pd

    w, s, r, k = found.values.shape
    keys = {
        "world": np.repeat(found.numbers, s * r),
        "scenario": np.tile(np.repeat(found.labels, r), w),
        "replication": np.tile(np.arange(r), w * s),
        "problem": [found.failures[a].get(n, "") for n in found.numbers for a in found.labels for _ in range(r)],
    }
    factors = pd.DataFrame(np.repeat(found.factors, s * r, axis=0), columns=[f"{GROUP}{name}" for name in found.groups])
    values = pd.DataFrame(found.values.reshape(-1, k), columns=found.kpis)
    return tables.parquet(pd.concat([pd.DataFrame(keys), factors, values], axis=1))


def read(file: Path | BytesIO, ensemble: str) -> Across:
    """Returns what was kept of an ensemble's worlds."""
    import pandas as pd

    frame = pd.read_parquet(file)
    of_groups = [name for name in frame.columns if name.startswith(GROUP)]
    kpis = [name for name in frame.columns if name not in (*KEYS, *of_groups)]
    numbers, labels, replications = (tuple(frame[key].unique().tolist()) for key in KEYS[:3])
    shape = len(numbers), len(labels), len(replications)
    told = frame[(frame["problem"] != "") & (frame["replication"] == 0)]
    failures: dict[str, dict[int, str]] = {label: {} for label in labels}
    for label, number, problem in zip(told["scenario"], told["world"], told["problem"], strict=True):
        failures[label][int(number)] = problem
    factors = frame[of_groups].to_numpy().reshape(*shape, len(of_groups))[:, 0, 0]
    groups = tuple(name.removeprefix(GROUP) for name in of_groups)
    values = frame[kpis].to_numpy(np.float64).reshape(*shape, len(kpis))
    return Across(ensemble, labels, numbers, groups, factors, tuple(kpis), values, failures)
