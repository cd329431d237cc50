"""A small mail server on loopback: real SMTP over a socket, and refusals on request."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class MailServer:
    """What arrived, and how it is asked to misbehave.

    `refuses` answers every recipient with this line, such as `450 later`.
    """

    port: int = 0
    arrived: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuses: str = ""


def handler(server: MailServer) -> type[socketserver.StreamRequestHandler]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 invented mail server")
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "QUIT":
                    self.say("221 bye")
                    return
                if verb == "RCPT" and server.refuses:
                    self.say(server.refuses)
                elif verb == "DATA":
                    self.take()
                else:
                    if verb == "RCPT":
                        server.recipients.append(line.partition("<")[2].rstrip(">"))
                    self.say("250 ok")

        def take(self) -> None:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            server.arrived.append(message_from_bytes(b"".join(lines), policy=policy.default))
            self.say("250 taken")

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    return Handler


@contextmanager
def serving() -> Iterator[MailServer]:
    """The server on a free port."""
    known = MailServer()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler(known)) as listening:
        listening.daemon_threads = True
        known.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield known
        finally:
            listening.shutdown()
            thread.join()
