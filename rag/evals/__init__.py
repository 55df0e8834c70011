"""Scripted evaluation of cited answers, with no model as judge.

Questions come in (`dataset`, `readers`), an engine answers them (`runner`), each answer is scored
against its gold (`metrics` and the measures beside it), scores become figures (`figures`), and
figures become reports and an exit code (`report`, `compare`). The engine is handed in: nothing here
knows how one is built.
"""
