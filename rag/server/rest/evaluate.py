"""`POST /v1/evaluate`: questions with known answers asked of the library, and the figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from rag.engine import Engine
from rag.errors import InputError
from rag.evals.command import evaluate
from rag.evals.library import Evaluated
from rag.evals.report_file import report_json
from rag.server.entry import Who
from rag.server.refusals import Refusal, Refused
from rag.server.rest.inputs import EvaluateIn
from rag.server.service import Service
from rag.server.shapes.server import ReportOut


@dataclass(frozen=True, slots=True)
class Evaluating:
    """Runs question files, one at a time."""

    service: Service

    def router(self) -> APIRouter:
        """The route."""
        routes = APIRouter(tags=["evaluate"])
        routes.add_api_route(
            "/v1/evaluate", self.evaluate, methods=["POST"], response_model=ReportOut
        )
        return routes

    async def evaluate(self, wanted: EvaluateIn, _: Who) -> JSONResponse:
        """Ask every question of the library and measure the answers against their gold.

        Takes as long as the questions take one after the other; other requests go on meanwhile.
        """
        engine = self.service.engine
        if wanted.quote_only:
            engine = engine.written_by(None)
        report = await self.service.lanes.evaluating.run(lambda: _report(engine, wanted.questions))
        return JSONResponse(report)


def _report(engine: Engine, questions: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The report. Raises Refused with every bad line at once."""

    @contextmanager
    def opened(_: Path | None) -> Iterator[Evaluated]:
        yield Evaluated(engine)

    with TemporaryDirectory(prefix="footnote-evaluate-") as folder:
        file = Path(folder) / "questions.jsonl"
        lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in questions)
        file.write_text("".join(lines), encoding="utf-8")
        try:
            return report_json(evaluate([file], open_engine=opened))
        except InputError as error:
            # The file is this function's own: who sent the lines knows them as "questions".
            told = [each.replace(str(file), "questions") for each in error.problems]
            message = f"{len(told)} bad line(s) in the questions"
            raise Refused(Refusal.UNUSABLE, message, told) from error
