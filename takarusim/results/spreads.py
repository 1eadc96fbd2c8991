"""What scenarios came to in worlds, as a table of a folder: a row for each world, scenario and replication."""

from io import BytesIO
from pathlib import Path

import numpy as np

from takarusim.experiments.across import Across
from takarusim.results import tables

__all__ = ["read", "table"]

KEYS = ("world", "scenario", "replication", "problem")
GROUP = "group "  # what the columns of groups begin with


def table(across: Across) -> bytes:
    """Returns it as Parquet."""
    import pandas as pd

    w, s, r, k = across.values.shape
    keys = {
        "world": np.repeat(across.numbers, s * r),
        "scenario": np.tile(np.repeat(across.labels, r), w),
        "replication": np.tile(np.arange(r), w * s),
        "problem": [across.failures[a].get(n, "") for n in across.numbers for a in across.labels for _ in range(r)],
    }
    factors = pd.DataFrame(
        np.repeat(across.factors, s * r, axis=0), columns=[f"{GROUP}{name}" for name in across.groups]
    )
    values = pd.DataFrame(across.values.reshape(-1, k), columns=across.kpis)
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
