"""Strings that mean harm, the forms of our pages, and requests made of both."""

import http.client
import json
import random
import re
import socket
import urllib.parse
from dataclasses import dataclass, field
from html.parser import HTMLParser

HOSTILE = [
    "<script>window.taken=1</script>", "\"><img src=x onerror=\"window.taken=1\">", "' onfocus='window.taken=1' autofocus='", "</title></textarea></template><script>window.taken=1</script>",
    "<svg/onload=window.taken=1>", "javascript:window.taken=1", "{{title}}{{{title}}}{{> layout}}{{#x}}", "${7*7}#{7*7}<%= 7*7 %>", "'; DROP TABLE meeting; --", "\" OR 1=1 --",
    "%_\\", "a\u0000b", "\u202eesrever\u202c \u200b\u2066", "../../../../etc/passwd", "..\\..\\covalence.sqlite", "file:///etc/passwd", "%00%2e%2e%2f", "\r\nX-Injected: 1\r\n\r\n",
    "\ud800", "\uffff\ufdd0\U0010ffff", "e\u0301" * 50, "👩‍👩‍👧‍👦" * 30, "=1+1|cmd", "NaN", "-1", "9223372036854775808", "1e309", "00000000-0000-0000-0000-000000000000", "\t \n", "", "[]", "{\"a\":",
    "2026-02-30", "(" * 3000, "x" * 100_000,
]


# Longer than any answer takes here.
SECONDS = 180  # the first reading for suggestions loads the sentence encoder, and the others wait for it, on a machine that may be busy


def quoted(text: str) -> str:
    """For an address or a form: a lone surrogate goes as the bytes that UTF-8 does not have."""
    return urllib.parse.quote(text.encode("utf-8", "surrogatepass"), safe="")


@dataclass
class Form:
    method: str
    action: str
    # What the page has in them; those for files apart.
    fields: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    # Where it stands.
    page: str = ""

    @property
    def shape(self) -> tuple:
        return self.method, shape(self.action), tuple(sorted(self.fields)), tuple(self.files)

    def body(self, **changed: str) -> tuple[str, bytes]:
        """The type and the bytes of its body as a browser sends it, with some fields changed; a small file for each field for files, which may be called something."""
        fields = {**self.fields, **{name: value for name, value in changed.items() if name not in self.files}}
        if not self.files:
            return "application/x-www-form-urlencoded", "&".join(f"{quoted(name)}={quoted(value)}" for name, value in fields.items()).encode()
        parts = [part(name, value.encode("utf-8", "surrogatepass")) for name, value in fields.items()]
        parts += [part(name, SMALL_FILE, changed.get(name, "small.vtt")) for name in self.files]
        return "multipart/form-data; boundary=b", b"".join(parts) + b"--b--\r\n"


# A file that some forms take, and others say that it is none of theirs.
SMALL_FILE = b"WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Anna>Hello there.\n"


def part(name: str, content: bytes, filename: str | None = None) -> bytes:
    """A part of a form with files. A browser writes quotes and ends of lines of a name as %22, %0D and %0A."""
    def written(text: str) -> bytes:
        return text.encode("utf-8", "surrogatepass").replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")

    called = b"" if filename is None else b'; filename="' + written(filename) + b'"'
    return b'--b\r\nContent-Disposition: form-data; name="' + written(name) + b'"' + called + b"\r\n\r\n" + content + b"\r\n"


class Reader(HTMLParser):
    """Links and forms of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.text: str | None = None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"].split("#")[0])
        elif tag == "form":
            self.inside = Form(given.get("method", "get").upper(), given.get("action", ""))
            self.forms.append(self.inside)
        elif tag in ("input", "textarea", "select", "button") and self.inside and given.get("name"):
            if given.get("type") == "file":
                self.inside.files.append(given["name"])
            elif given.get("type") == "radio" and "checked" in given:
                self.inside.fields[given["name"]] = given.get("value", "")
            else:
                self.inside.fields.setdefault(given["name"], given.get("value", ""))
            self.text = given["name"] if tag == "textarea" else None
        elif tag == "option" and self.inside and self.inside.fields:
            last = list(self.inside.fields)[-1]
            if "selected" in given or not self.inside.fields[last]:
                self.inside.fields[last] = given.get("value", "")

    def handle_data(self, data):
        if self.inside and self.text:
            self.inside.fields[self.text] += data

    def handle_endtag(self, tag):
        self.text = None
        if tag == "form":
            self.inside = None


def shape(path: str) -> str:
    """An address without what differs from thing to thing."""
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "{id}", path.split("?")[0])
    return re.sub(r"/\d+(?=/|$)", "/{n}", path)


class Wire:
    """Requests byte for byte as they are given, on a connection that is kept."""

    def __init__(self, port: int):
        self.port = port
        self.socket: socket.socket | None = None

    def send(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        """Status, headers, body; status 0 where the server ended the connection without an answer."""
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
        if body or method in ("POST", "PUT", "PATCH"):
            lines.append(f"Content-Length: {len(body)}")
        request = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace") + body
        # An old connection may have been closed meanwhile, which is no answer to this request.
        for attempt in range(2):
            fresh = self.socket is None
            if self.socket is None:
                self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)
            try:
                try:
                    self.socket.sendall(request)
                except OSError:
                    pass  # refused before it was all sent; there may be an answer
                answer = http.client.HTTPResponse(self.socket, method=method)
                answer.begin()
                told = {name.lower(): value for name, value in answer.getheaders()}
                if "event-stream" in told.get("content-type", ""):
                    self.close()
                    return answer.status, told, b""
                content = answer.read()
                # After CONNECT nothing is read any more as a request, whatever was answered.
                if answer.will_close or method == "CONNECT":
                    self.close()
                return answer.status, told, content
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if isinstance(error, TimeoutError) or fresh:
                    return 0, {}, repr(error).encode()
        return 0, {}, b""

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def random_value(chance: random.Random, depth: int = 0):
    kind = chance.randrange(9 if depth < 3 else 6)
    if kind < 3:
        return chance.choice(HOSTILE)[:5000]
    if kind < 6:
        return chance.choice([None, True, False, 0, -1, 2**63, 1.5, "note", "customer"])
    if kind < 7:
        return [random_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(["name", "kind", "text", "title", "id", "items", "domains", chance.choice(HOSTILE)[:200]]): random_value(chance, depth + 1) for _ in range(chance.randrange(5))}


def json_bytes(value) -> bytes:
    """Lone surrogates stay escaped, as a program may send them."""
    return json.dumps(value, ensure_ascii=True).encode()
