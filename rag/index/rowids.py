"""Many row numbers between SQLite and NumPy, in one value each way.

Fetched one by one they cost a Python object each: seven times as long.
"""

from __future__ import annotations

import sqlite3

import numpy as np
from numpy.typing import NDArray

Rowids = NDArray[np.int64]


def fetched(connection: sqlite3.Connection, query: str, values: tuple[object, ...] = ()) -> Rowids:
    """The integers in the one column of `query`, rising."""
    (text,) = connection.execute(
        f"WITH found (number) AS ({query}) SELECT group_concat(number) FROM found", values
    ).fetchone()
    return np.sort(np.fromstring(text or "", dtype=np.int64, sep=","))


def listed(rowids: Rowids) -> str:
    """Rows as a JSON array, for `json_each`."""
    return "[" + ",".join(map(str, rowids.tolist())) + "]"
