"""Footnote: questions answered from a reader's own documents, every sentence cited to exact words."""

__version__ = "0.1.0"
