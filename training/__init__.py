"""How the reader that ships with Footnote is trained; see README.md. Nothing in `rag` needs it."""
