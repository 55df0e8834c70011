"""`footnote serve`: the API alone."""

from __future__ import annotations

from argparse import Namespace

from rag.settings import Settings
from rag.wiring import Mode, opened


def serve(options: Namespace, settings: Settings) -> int:
    """Serve the API over the library until it is stopped."""
    with opened(settings, Mode.SERVE) as engine:
        from rag.server.run import serve as run

        run(engine, open_to_all=options.open_to_all)
    return 0
