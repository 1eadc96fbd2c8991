"""What the C library does with memory that is freed: it keeps it for the next replication.

By default large arrays go back to the system when they are freed, and each page of the next ones is fetched and cleared
anew, which takes much of the time of a replication with many orders.
"""

import ctypes
import sys
from functools import cache

__all__ = ["keep_freed"]

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of glibc's malloc.h
MOST = (1 << 31) - 1  # bytes


@cache
def keep_freed() -> None:
    """Lets this process keep what it frees; once, and where the C library is glibc."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(M_MMAP_THRESHOLD, MOST)
            mallopt(M_TRIM_THRESHOLD, MOST)
