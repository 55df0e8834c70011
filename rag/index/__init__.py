"""The library on disk: SQLite owns every word and vector, everything else is derived from it.

    library.sqlite3     documents, passages, vectors, terms, edits and the outbox: the truth
    vectors-N.f32       a memory-mapped copy of the vectors, for exact search from any process
    chroma/             the mirror: ids and vectors for nearest neighbours in large libraries
    write.lock, ...     operating-system locks that die with the process holding them

A document counts as stored when the one transaction that holds its text, passages, vectors, terms
and outbox rows has been committed. Whatever is killed after that loses nothing; whatever is killed
before leaves no trace. `Library` is the door; each other file holds one idea.
"""
