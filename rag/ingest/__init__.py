"""Reads files into documents: finds them, decodes them, and says what is in them and whose it is.

    walk         paths, folders, globs and archives -> inputs with their sources
    readers      a file's bytes -> canonical text, blocks and provenance, by suffix
    provenance   what is declared, stated by the format, or found in the text
    originals    the bytes as they were, kept with the library
    segment      a document's blocks -> passages

A reader never guesses: what it cannot read it names, and the rest of the input goes on.
"""
