"""The mean vector of a library, from the sums that it keeps."""

from __future__ import annotations

from rag.index import means
from rag.index.library import Library
from rag.index.meta import Meta
from rag.ports import Vectors


def mean_of(library: Library) -> Vectors:
    """The mean of all searchable vectors, (dimensions,) float32; zeros in an empty library."""
    with library.database.reading() as connection:
        sums = means.overall(means.stored(connection))
        return sums.mean(Meta(connection).embedding.dimensions)
