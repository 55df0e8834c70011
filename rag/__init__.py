"""Footnote: questions answered from a reader's own documents, each sentence cited exactly."""

__version__ = "0.1.0"
