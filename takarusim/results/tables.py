"""Tables of a folder of results: written so that they read back to the last bit."""

import csv as reader
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from takarusim.statistics.responses import Label, Responses

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["csv", "frame_in", "parquet", "responses_in"]


def csv(frame: "pd.DataFrame | None") -> bytes:
    """Returns a table as CSV, nothing of none; floating-point numbers are written so that they read back exactly."""
    return b"" if frame is None else frame.to_csv(index=False, lineterminator="\n").encode()


def frame_in(file: Path) -> "pd.DataFrame":
    """Returns a table by month that `csv` wrote, as it was: no text is taken for a number that is not there."""
    import pandas as pd

    numbers = {name: [""] for name in ("mean", "low", "high")}
    found = pd.read_csv(file, parse_dates=["month"], keep_default_na=False, na_values=numbers)
    return found.astype({"month": "datetime64[ms]"})


def parquet(frame: "pd.DataFrame") -> bytes:
    """Returns a table as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def responses_in(
    file: Path,
    axis: str,
    provenance: Mapping[str, str | int],
    problems: Mapping[Any, str] | None = None,
    label: Callable[[str], Label] = str,
    months: Iterable[float] = (),
) -> Responses:
    """Returns the responses of a table that `Responses.to_frame` made; a point called `base` where it names none.

    Parameters
    ----------
    file : Path
    axis : str
        The column that tells points apart.
    provenance, problems : as in Responses
    label : function
        Makes a point of its text.
    months : numbers
        How long the span that counts is at each point, in their order, where that is known.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [
            (row.get(axis, "base"), row["replication"], row["kpi"], row["value"]) for row in reader.DictReader(lines)
        ]
    points, replications, kpis = (tuple(dict.fromkeys(column)) for column in list(zip(*rows, strict=True))[:3])
    values = np.array([float(value or "nan") for *_, value in rows])
    shaped = values.reshape(len(points), len(replications), len(kpis))
    numbers, labels = tuple(map(int, replications)), tuple(map(label, points))
    spans = dict(zip(labels, months, strict=False))
    return Responses(labels, numbers, kpis, shaped, provenance, problems or {}, axis, months=spans)
