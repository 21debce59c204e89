"""A server that speaks the protocol of chat completions and replies what a test tells it to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Scripted:
    """What to reply, and what was received."""

    reply: str = ""
    status: int = 200
    location: str = ""
    received: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    address: str = ""


@contextmanager
def chat_server() -> Iterator[Scripted]:
    script = Scripted()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            script.received.append(json.loads(body))
            script.keys.append(self.headers["Authorization"])
            self.send_response(script.status)
            if script.location:
                self.send_header("Location", script.location)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            if script.status == 200:
                for word in script.reply.split(" "):
                    chunk = {"choices": [{"index": 0, "delta": {"content": f"{word} "}}]}
                    self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                self.wfile.write(b"data: [DONE]\n\n")

        def log_message(self, *_: Any) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
