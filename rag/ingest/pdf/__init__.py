"""Reads PDF files, and finds words of their canonical text again on their pages."""

from __future__ import annotations

from rag.ingest.pdf.reader import read
from rag.ingest.pdf.viewer import boxes, render

__all__ = ["boxes", "read", "render"]
