"""When no unit of a pool is free, as a log tells of it, compiled."""

from takarusim.engine.compiled import jit
from takarusim.engine.instance import NEVER
from takarusim.outcome.tables import Tables

__all__ = ["fills", "lack", "new"]

FULLS = Tables._fields.index("fulls")  # place in Notes.used


@jit
def new(notes, table):
    """Returns the next row of a table."""
    row = notes.used[table]
    notes.used[table] += 1
    return row


@jit
def fills(fulls, notes, p, time):
    """No unit of a pool is free from now on; a span that ended at this instant goes on."""
    k = notes.full[p]
    if k < 0 or fulls.end[k] < time:
        k = notes.full[p] = new(notes, FULLS)
        fulls.pool[k], fulls.start[k] = p, time
    fulls.end[k] = NEVER


@jit
def lack(x, tables, notes, u, lacks, time):
    """A unit lacks something else to be free, or nothing."""
    p, was, is_free = x.pool[u], notes.lacks[u] == 0, lacks == 0
    notes.lacks[u] = lacks
    if is_free and not was:
        notes.free[p] += 1
        if notes.free[p] == 1:
            tables.fulls.end[notes.full[p]] = time
    elif was and not is_free:
        notes.free[p] -= 1
        if notes.free[p] == 0:
            fills(tables.fulls, notes, p, time)
