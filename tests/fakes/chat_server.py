"""A server that speaks the OpenAI chat protocol over HTTP and misbehaves on request.

Run as a process of its own: `python tests/fakes/chat_server.py`; the first line it prints is its
address. The model's name is the script: `say:TEXT`, `status:CODE`, `stall:TEXT` (goes silent after
the text), `cut:TEXT` (closes the connection after it), `end:TEXT` (ends without saying why),
`garbage`, `page` (a web page instead of a stream), `nulls` (chunks that hold nothing), `half` (half
a character of UTF-16), `empty`, `endless`, `alive` (signs of life alone), `drip:TEXT` (a piece now
and then), `tools` (calls one) and `filter:TEXT` (cut by a filter). A GET tells how many replies
were asked for.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from subprocess import PIPE, Popen
from sys import executable

_STALL_S = 30
_MOST_ENDLESS = 100_000
_DRIP_S = 0.2
_SIGNS_OF_LIFE = 50
_ENDS = {"say": "stop", "empty": "stop", "drip": "stop", "half": "stop", "filter": "content_filter"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    calls = 0

    def do_GET(self) -> None:
        self._send(200, "text/plain", str(_Handler.calls))

    def do_POST(self) -> None:
        _Handler.calls += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = json.loads(body)
        kind, _, text = asked["model"].partition(":")
        if kind == "heard":
            kind, text = "say", json.dumps(asked.get(text))
        try:
            self._reply(kind, text)
        except ConnectionError:
            self.close_connection = True

    def _reply(self, kind: str, text: str) -> None:
        if kind == "status":
            said = {"error": {"message": f"no: {self.headers['Authorization']}", "code": "x"}}
            self._send(int(text), "application/json", json.dumps(said))
            return
        if kind == "page":
            self._send(200, "text/html", "<html><body>Welcome</body></html>")
            return
        self._send(200, "text/event-stream", "")
        if kind == "garbage":
            self.wfile.write(b"data: {not json\n\n")
            return
        if kind == "nulls":
            self.wfile.write(b"data: null\n\n")
            return
        if kind == "tools":
            called = {"index": 0, "id": "1", "function": {"name": "search", "arguments": "{}"}}
            self._event({"delta": {"tool_calls": [called]}, "finish_reason": "tool_calls"})
        for _ in range(_SIGNS_OF_LIFE if kind == "alive" else 0):
            self.wfile.write(b": still here\n\n")
            time.sleep(_DRIP_S)
        for piece in _pieces(kind, text):
            self._event({"delta": {"content": piece}, "finish_reason": None})
            time.sleep(_DRIP_S if kind == "drip" else 0)
        if kind == "stall":
            time.sleep(_STALL_S)
        if kind in _ENDS:
            self._event({"delta": {}, "finish_reason": _ENDS[kind]})
        if kind != "cut":
            self.wfile.write(b"data: [DONE]\n\n")
        else:
            self.wfile.write(b'data: {"id": "1", "cho')

    def _send(self, status: int, kind: str, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def _event(self, choice: dict[str, object]) -> None:
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "scripted",
            "choices": [{"index": 0, **choice}],
        }
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class's name
        """Nothing is logged."""


def _pieces(kind: str, text: str) -> Iterator[str]:
    if kind == "endless":
        for _ in range(_MOST_ENDLESS):
            yield "on and on "
    if kind == "half":
        yield "a\ud800b"
    for start in range(0, len(text), 4):
        yield text[start : start + 4]


@contextmanager
def chat_server() -> Iterator[str]:
    """The address of a running server, stopped at the end."""
    with Popen([executable, __file__], stdout=PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    print(f"http://127.0.0.1:{server.server_port}/v1", flush=True)  # noqa: T201 how a parent learns it
    server.serve_forever()
