"""The sandbox gateway as a process of its own, and the line to it, which a test can break."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from tests.processes import Process, free_port

SECRET = "a-secret-of-the-test"


@dataclass
class Gateway:
    """The gateway as a test sees it: what it charged, and how the line to it behaves."""

    url: str
    """Where shop and shoppers reach it: at the end of the line."""
    line: "Line"

    def charges(self, reference: object = None) -> list[dict[str, Any]]:
        """Return what was asked of the gateway, for one order or for all."""
        answer = self.line.behind.get("/v1/charges", headers={"Authorization": f"Bearer {SECRET}"}).json()["charges"]
        return [charge for charge in answer if reference is None or charge["reference"] == str(reference)]

    def decide(self, action_url: str, *, decision: str) -> httpx.Response:
        """Do what the shopper does on the page of the second step."""
        return self.line.behind.post(action_url.removeprefix(self.url), data={"decision": decision})


@dataclass
class Line:
    """Stands between shop and gateway and breaks what it is told to, in order; then all is well.

    `lose_request`: nothing arrives. `lose_answer`: it arrives, the answer does not. `error`: 503.
    `nonsense`: 200 and no sense.
    """

    behind: httpx.Client
    port: int = 0
    faults: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    line: Line

    def do_GET(self) -> None:
        self._pass_on("GET")

    def do_POST(self) -> None:
        self._pass_on("POST")

    def _pass_on(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.line.seen.append(f"{method} {self.path}")
        fault = self.line.faults.pop(0) if self.line.faults else ""
        if fault == "lose_request":
            self.close_connection = True
            return
        if fault in {"error", "nonsense"}:
            self._answer(503 if fault == "error" else 200, b'{"state": "succeeded"}')
            return
        wanted = {name: self.headers[name] for name in ("Authorization", "Idempotency-Key") if self.headers[name]}
        answer = self.line.behind.request(method, self.path, content=body, headers=wanted)
        if fault == "lose_answer":
            self.close_connection = True
            return
        self._answer(answer.status_code, answer.content)

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""


@contextlib.contextmanager
def running_line(behind: httpx.Client) -> Iterator[Line]:
    """Run the line for a while."""
    line = Line(behind=behind)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"line": line}))
    server.daemon_threads = True
    line.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield line
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def running_gateway(folder: Path) -> Iterator[Gateway]:
    """Run the sandbox gateway for a while. It says of itself that it lives at the end of the line."""
    port = free_port()
    behind = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=behind, timeout=20) as client, running_line(client) as line:
        url = f"http://127.0.0.1:{line.port}"
        process = Process(
            "severshop.simulator.gateway",
            ["--port", str(port), "--slow-seconds", "1.5"],
            {"SEVERSHOP_VAR": str(folder), "GATEWAY_SECRET": SECRET, "GATEWAY_URL": url},
            folder / "gateway.log",
        )
        process.start()
        try:
            process.wait_for(f"{behind}/healthz")
            yield Gateway(url=url, line=line)
        finally:
            process.end()
