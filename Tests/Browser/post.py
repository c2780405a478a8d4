"""A mail server on loopback that keeps what it gets: enough of SMTP (RFC 5321) for one client at a time, and nothing more."""

import email
import email.policy
import re
import socketserver
import threading
import time
from email.message import EmailMessage


class _Conversation(socketserver.StreamRequestHandler):
    timeout = 20

    def handle(self):
        self._say("220 sink.example ready")
        sender, recipients = "", []
        while line := self.rfile.readline(4096):
            command = line.decode("latin-1").strip()
            verb = command[:4].upper()
            if verb == "EHLO":
                self._say("250 sink.example")
            elif verb == "MAIL":
                sender, recipients = command, []
                self._say("250 ok")
            elif verb == "RCPT":
                recipients.append(command)
                self._say("250 ok")
            elif verb == "DATA":
                self._say("354 go on")
                lines = []
                while (text := self.rfile.readline(4096)) and text != b".\r\n":
                    lines.append(text[1:] if text.startswith(b"..") else text)
                self.server.mails.append((sender, recipients, email.message_from_bytes(b"".join(lines), policy=email.policy.default)))
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("502 not here")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class Mailbox:
    """Runs while it is entered: `with Mailbox() as mailbox`."""

    def __init__(self):
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation)
        self._server.daemon_threads = True
        self._server.mails = []
        self._taken = 0

    @property
    def environment(self) -> dict[str, str]:
        """For a server that sends its mail here."""
        return {"COVALENCE_SMTP_URL": f"smtp://127.0.0.1:{self._server.server_address[1]}", "COVALENCE_SMTP_FROM": "covalence@norrvik.example"}

    def __enter__(self) -> "Mailbox":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def next(self, seconds: float = 20) -> tuple[list[str], EmailMessage]:
        """Waits for the next mail: whom the envelope names, and the mail."""
        deadline = time.monotonic() + seconds
        while len(self._server.mails) <= self._taken:
            if time.monotonic() > deadline:
                raise TimeoutError("No mail came.")
            time.sleep(0.05)
        _, recipients, mail = self._server.mails[self._taken]
        self._taken += 1
        return recipients, mail

    @property
    def waiting(self) -> int:
        """How many mails came that nobody looked at."""
        return len(self._server.mails) - self._taken


def link_in(mail: EmailMessage) -> str:
    """The link that a mail holds."""
    return re.search(r"http://127\.0\.0\.1:\d+/\S+", mail.get_content()).group(0)
