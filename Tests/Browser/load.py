"""Clients that write and read until they are told to stop, and remember what they were told."""

import http.client
import json
import threading
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlparse


@dataclass
class Answer:
    """What came of a request; `status` 0 where the connection broke instead."""
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    path: str = ""
    began: float = 0
    ended: float = 0

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """Requests one after the other on a connection that is kept."""

    def __init__(self, url: str, secret: str | None = None, headers: dict[str, str] | None = None, seconds: float = 60):
        self.place = urlparse(url)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else dict(headers or {})
        self.seconds = seconds
        self.connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes | dict | None = None, **fields: str) -> Answer:
        headers = {**self.headers, **{name.replace("_", "-"): value for name, value in fields.items()}}
        if isinstance(body, dict):
            body = json.dumps(body).encode()
            headers.setdefault("Content-Type", "application/json")
        began = time.monotonic()
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=self.seconds)
            self.connection.request(method, path, body, headers)
            got = self.connection.getresponse()
            content = got.read()
            answer = Answer(got.status, content, {name.lower(): value for name, value in got.getheaders()})
            if got.will_close:
                self.close()
        except (OSError, http.client.HTTPException):
            self.close()
            answer = Answer(0)
        answer.path, answer.began, answer.ended = f"{method} {path}", began, time.monotonic()
        return answer

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Load:
    """Threads that run `work(number)` again and again until the block ends. What one of them raises is raised at the end."""

    def __init__(self):
        self.ending = threading.Event()
        self.threads: list[threading.Thread] = []
        self.raised: list[BaseException] = []
        # Appending to a list is one step; nobody needs a lock.
        self.answers: list[Answer] = []

    def run(self, work, times: int = 1) -> None:
        for number in range(times):
            thread = threading.Thread(target=self._again, args=(work, number), daemon=True)
            self.threads.append(thread)
            thread.start()

    def _again(self, work, number: int) -> None:
        try:
            while not self.ending.is_set():
                work(number)
        except BaseException as error:
            self.raised.append(error)
            self.ending.set()

    def wait(self, condition, what: str, seconds: float = 90) -> None:
        wait(lambda: self.raised or condition(), what, seconds)
        if self.raised:
            raise self.raised[0]

    def __enter__(self) -> "Load":
        return self

    def __exit__(self, kind, *rest) -> None:
        self.ending.set()
        for thread in self.threads:
            thread.join(120)
        if self.raised and kind is None:
            raise self.raised[0]


def wait(condition, what: str, seconds: float = 90):
    """Until something holds; gives back what held."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if held := condition():
            return held
        time.sleep(0.05)
    raise TimeoutError(f"In {seconds} s it did not come to this: {what}")


def new_key() -> str:
    return str(uuid.uuid4())


def everything(client: Client, path: str) -> list[dict]:
    """All items of a list, page by page."""
    items, cursor = [], ""
    while True:
        page = client.ask("GET", f"/api/v1{path}{'&' if '?' in path else '?'}limit=200{cursor}")
        assert page.status == 200, page
        items += page.json["items"]
        if not page.json.get("next"):
            return items
        cursor = f"&cursor={page.json['next']}"
