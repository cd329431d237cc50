"""A feed served over real HTTP from a recording, with one fault in it."""

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from joinedup.core.directory.conformance import Answer

Asked = tuple[str, tuple[tuple[str, str], ...]]
Recording = dict[Asked, Answer]
Fault = Callable[[str, dict[str, str], Answer], Answer]


def asked(path: str, parameters: Any) -> Asked:
    return path, tuple(sorted((name, str(value)) for name, value in parameters.items()))


@dataclass(frozen=True)
class Served:
    """Where a feed is served, and how often it was asked."""

    url: str
    requests: list[str]


@contextlib.contextmanager
def served(recording: Recording, fault: Fault | None = None, stub: str = "/feed/") -> Iterator[Served]:
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet an answer: without it each waits for the last one's acknowledgement

        def do_GET(self):
            requests.append(self.path)
            parts = urlsplit(self.path)
            path, parameters = parts.path.removeprefix(stub), dict(parse_qsl(parts.query))
            answer = recording.get(asked(path, parameters), Answer(self.path, 404, b"{}"))
            answer = fault(path, parameters, answer) if fault else answer
            self.send_response(answer.status)
            headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", answer.headers.get("x-said-length", str(len(answer.body))))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}{stub}", requests)
    finally:
        server.shutdown()
        server.server_close()


def edit(where: str, change: Callable[[Any], Any]) -> Fault:
    """Change the JSON of answers whose path fits; what `change` gives back goes in its place, if anything."""

    def fault(path: str, parameters: dict[str, str], answer: Answer) -> Answer:
        if not re.fullmatch(where, path) or answer.status != 200:
            return answer
        value = json.loads(answer.body)
        changed = change(value)
        return replace(answer, body=json.dumps(value if changed is None else changed).encode())

    return fault


def header(where: str, name: str, value: str | None) -> Fault:
    """Change or drop a header."""

    def fault(path: str, parameters: dict[str, str], answer: Answer) -> Answer:
        if not re.fullmatch(where, path):
            return answer
        headers = {known: said for known, said in answer.headers.items() if known != name}
        return replace(answer, headers=headers | ({name: value} if value else {}))

    return fault


def instead(where: str, **changed: Any) -> Fault:
    """Another status or body."""

    def fault(path: str, parameters: dict[str, str], answer: Answer) -> Answer:
        return replace(answer, **changed) if re.fullmatch(where, path) else answer

    return fault


def without_filter(name: str, recording: Recording) -> Fault:
    """A filter that is not heeded."""

    def fault(path: str, parameters: dict[str, str], answer: Answer) -> Answer:
        rest = {known: value for known, value in parameters.items() if known != name}
        return recording.get(asked(path, rest), answer) if name in parameters else answer

    return fault
