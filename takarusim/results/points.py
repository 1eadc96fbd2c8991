"""What a sweep's store keeps: a part for each point, and all of them as one table that is read a KPI at a time.

A part has a row for each KPI and a column for each replication, which is quick to write and to read, and ends with the
hash of what is before it: a part that is not whole, to the bit, is none, and its point is done again. The table has a
row for each point and replication, a column for each factor and one for each KPI that any point has, NaN where a point
lacks it. It is written a group of points after the other, in the order of the design: the memory that this takes hardly
grows with their number, and the bytes do not depend on who did what when. Reading order: write, join, Table.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from takarusim.errors import StoreError
from takarusim.experiments.design import Design
from takarusim.experiments.sweep import responses
from takarusim.results import drafts
from takarusim.statistics.responses import Responses

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["WORLDS", "Table", "join", "names_in", "place", "prepare", "read", "seal", "table", "unsealed", "write"]

FOLDER = "parts"
HASH = hashlib.sha256().digest_size  # bytes
ROWS = 8192  # of a group: with 1,500 KPIs 100 MB, and then 5 KB a point for what the footer says of 30 replications
KPI, POINT, REPLICATION = "kpi", "point", "replication"
PART, WORLDS = "part", "worlds"  # how the names of a point's files end

Floats = NDArray[np.float64]


class Table(NamedTuple):
    """The responses of a sweep in its folder; nothing of them is held."""

    path: Path
    design: Design
    replications: tuple[int, ...]
    kpis: tuple[str, ...]  # all that any point has
    seed: int

    def read(self, kpis: Sequence[str]) -> Responses:
        """Returns the responses of some KPIs."""
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.path) as file:
            found = file.read(columns=list(dict.fromkeys(kpis)), use_threads=False)
        values = np.empty((len(self.design) * len(self.replications), len(kpis)))
        for k, name in enumerate(kpis):
            values[:, k] = found[name].to_numpy()
        shaped = values.reshape(len(self.design), len(self.replications), len(kpis))
        return responses(self.design, kpis, shaped, self.seed)


def place(folder: Path, point: int, kind: str = PART) -> Path:
    """Returns where the part of a point is kept, or what it is in worlds."""
    return folder / FOLDER / f"{point:06}.{kind}"


def prepare(folder: Path) -> None:
    """Makes room for parts in a folder, and clears what killed sweeps left there."""
    (folder / FOLDER).mkdir(exist_ok=True)
    for each in (folder, folder / FOLDER):
        drafts.clear_drafts(each)


def write(path: Path, names: Sequence[str], values: Floats) -> None:
    """Writes a part, values (replications, kpis), whole or not at all: what a killed sweep leaves is no part."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows, sink = pa.table({KPI: list(names), **{str(r): row for r, row in enumerate(values)}}), pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd", use_dictionary=False, write_statistics=False)
    seal(path, sink.getvalue().to_pybytes())


def seal(path: Path, content: bytes) -> None:
    """Writes what is read by `unsealed`, whole or not at all."""
    drafts.write(path, content + hashlib.sha256(content).digest())


def unsealed(path: Path) -> bytes | None:
    """Returns what was sealed; None where it is not what was written.

    Raises
    ------
    FileNotFoundError
        If it is not there.
    """
    whole = path.read_bytes()
    content, digest = whole[:-HASH], whole[-HASH:]
    return content if hashlib.sha256(content).digest() == digest else None


def read(path: Path) -> "pa.Table | None":
    """Returns a part; None where it is not what was written.

    Raises
    ------
    FileNotFoundError
        If it is not there.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = unsealed(path)
    if content is None:
        return None
    with pq.ParquetFile(pa.BufferReader(content)) as file:
        return file.read(use_threads=False)


def names_in(path: Path) -> tuple[str, ...] | None:
    """Returns the KPIs of a part; none where there is no part, None where it is damaged."""
    try:
        part = read(path)
    except FileNotFoundError:
        return ()
    return None if part is None else tuple(part[KPI].to_pylist())


def join(folder: Path, design: Design, replications: int, kpis: Sequence[str]) -> Path:
    """Writes the table of a store's parts, NaN for points that have none, and returns where: a draft."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {factor.path: design.column(k) for k, factor in enumerate(design.factors)}
    keys = {POINT: np.arange(len(design)), **columns}
    kinds = {name: pa.string() if of.dtype.kind == "U" else pa.from_numpy_dtype(of.dtype) for name, of in keys.items()}
    schema = pa.schema([*kinds.items(), (REPLICATION, pa.int64()), *((name, pa.float64()) for name in kpis)])
    draft, each = drafts.draft_of(folder / "responses"), max(1, ROWS // replications)
    how = {"compression": "zstd", "use_dictionary": [*kinds, REPLICATION], "write_statistics": False}
    with drafts.naming(folder / "responses.parquet"), pq.ParquetWriter(draft, schema, **how) as writer:
        for first in range(0, len(design), each):
            points = range(first, min(first + each, len(design)))
            arrays = [pa.array(np.repeat(of[first : points.stop], replications), kinds[n]) for n, of in keys.items()]
            arrays.append(pa.array(np.tile(np.arange(replications), len(points))))
            arrays += map(pa.array, _group(folder, points, replications, kpis))
            writer.write_table(pa.table(arrays, schema), len(arrays[0]))
    return draft


def _group(folder: Path, points: range, replications: int, kpis: Sequence[str]) -> Floats:
    """Returns the values of some points, (kpis, points x replications)."""
    rows = {name: row for row, name in enumerate(kpis)}
    values = np.full((len(kpis), len(points), replications), np.nan)
    for k, point in enumerate(points):
        if (path := place(folder, point)).exists():
            part = read(path)
            if part is None:
                raise StoreError(f"{path}: damaged, got other bytes than were written; run the sweep again")
            found = np.column_stack([part[str(r)].to_numpy() for r in range(replications)])
            values[[rows[name] for name in part[KPI].to_pylist()], k] = found
    return values.reshape(len(kpis), -1)


def table(path: Path, design: Design, replications: int, seed: int) -> Table:
    """Returns a table that is there."""
    import pyarrow.parquet as pq

    names = pq.read_schema(path).names
    return Table(path, design, tuple(range(replications)), tuple(names[names.index(REPLICATION) + 1 :]), seed)
