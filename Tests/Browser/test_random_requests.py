"""Random requests, and hostile strings in every field of every form, query and endpoint: no 5xx, the server lives, no script runs."""

import collections
import copy
import json
import os
import random
import re
import threading

import pytest

import transcripts
from hostile import HOSTILE, Form, Reader, Wire, json_bytes, quoted, random_value, shape
from load import Client
from nodes import WITHOUT_LIMITS, token
from served import CovalenceServer
from stock import BOOK, Stock, is_versioned, sent

COUNT = 10_000
THREADS = 4
# Hostile strings for each field; by the end each of them was sent many times.
LONG = os.environ.get("COVALENCE_LONG") == "1"
A_FIELD = len(HOSTILE) if LONG else 2
SEED = int(os.environ.get("COVALENCE_SEED", "20260304"))
# What would end the session or the token that the test came with: tried by strangers only.
ENDS_US = re.compile(r"/sign-out|/me/|/settings/members/[^/]+/(state|reset)|/settings/tokens/[^/]+/revoke|/tokens|/members/|/me$")


class Place:
    """A server with something of each sort, and what there is to be asked for."""

    def __init__(self, server: CovalenceServer):
        self.server = server
        self.secret = token(server, "read", "write", "export", "administer")
        self.client = Client(server.url, self.secret)
        self.person = Client(server.url, headers=server.headers)
        self.stock = Stock(server, self.client)
        self.meeting = self.stock.things["meetings"]
        self.document = self.stock.document
        self.pages, self.forms = self.crawl()
        self.ids = sorted({found for path in self.pages for found in re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", path)})

    def crawl(self) -> tuple[list[str], list[Form]]:
        """A page of every shape that links lead to, and a form of every shape on them."""
        waiting, pages, forms = collections.deque(["/", "/set-up", "/forgot", f"/meetings/{self.meeting}/utterances/1"]), {}, {}
        while waiting:
            path = waiting.popleft()
            names = re.sub(r"=[^&]*", "", path.split("?")[1]) if "?" in path else ""
            if (shape(path), names) in pages or path.startswith(("/assets/", "/sign-out")):
                continue
            answer = self.person.ask("GET", path, Accept="text/html")
            pages[shape(path), names] = path
            if "html" not in answer.headers.get("content-type", ""):
                continue
            found = Reader(answer.body.decode())
            waiting.extend(found.links)
            for form in found.forms:
                form.action, form.page = form.action or path, path
                forms.setdefault(form.shape, form)
        return list(pages.values()), list(forms.values())

    def as_it_is_now(self, form: Form) -> Form:
        """The form as its page has it now: what was changed has another version."""
        answer = self.person.ask("GET", form.page, Accept="text/html")
        found = Reader(answer.body.decode()).forms if answer.status == 200 else []
        for one in found:
            one.action, one.page = one.action or form.page, form.page
        return next((one for one in found if one.shape == form.shape and one.action == form.action), form)


@pytest.fixture(scope="module")
def place():
    server = CovalenceServer(environment=WITHOUT_LIMITS)
    try:
        yield Place(server.start())
    finally:
        server.stop()


def nothing_broke(place: Place, answers: list[tuple]) -> None:
    assert [one for one in answers if one[0] >= 500] == []
    assert place.server.process.poll() is None
    assert Client(place.server.url).ask("GET", "/ready").status == 200
    assert [line for line in place.server.log.splitlines() if "request failed" in line or '"status":5' in line] == []
    # The session and the token of the test are still good: what was sent came in. Connections on which nothing came for a minute were closed meanwhile.
    place.person.close()
    place.client.close()
    assert place.person.ask("GET", "/me").status == 200
    assert place.client.ask("GET", "/api/v1/me").status == 200


def requests(place: Place, chance: random.Random):
    """Endless: method, path, headers, body."""
    api = [("/api/v1" + path, [method.upper() for method in operations if method in ("get", "post", "put", "patch", "delete")]) for path, operations in place.document["paths"].items()]
    api += [(f"/api/v1{place.stock.address(name)}", [method]) for name, (method, _, _) in place.stock.operations.items()]
    shapes = [(path, ["GET"]) for path in place.pages] + [(form.action, [form.method]) for form in place.forms]
    types = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "multipart/form-data", "application/x-ndjson", "text/vtt", "text/calendar", "message/rfc822",
             "application/merge-patch+json", "", "x/" + "y" * 300]

    def word() -> str:
        return chance.choice(HOSTILE)[:3000] if chance.random() < 0.7 else chance.choice(place.ids)

    while True:
        path, methods = chance.choice(api if chance.random() < 0.5 else shapes)
        method = chance.choice(methods) if chance.random() < 0.8 else chance.choice(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "CONNECT"])
        path = re.sub(r"\{\w+\}", lambda _: chance.choice(place.ids) if chance.random() < 0.6 else quoted(word())[:2000] or "x", path)
        match chance.randrange(8):
            case 0:
                cut = chance.randrange(len(path))
                path = path[:cut] + quoted(word())[:2000] + path[cut:]
            case 1:
                path = path[:chance.randrange(1, len(path) + 1)] + chance.choice(["", "/", "//", "/..", "/%2e%2e/", "%", "%zz", "%ff", ";a=b", "\x7f"])
            case 2 | 3:
                names = ["text", "cursor", "limit", "after", "from", "side", "words", "kind", "to", "token", "meetings", "at", "code", "since", "q"]
                path = path.split("?")[0] + "?" + "&".join(f"{chance.choice(names)}={quoted(word())[:3000]}" for _ in range(chance.randrange(1, 5)))
        if not path.startswith("/"):
            path = "/" + path
        headers = [("Host", f"127.0.0.1:{place.server.port}" if chance.random() < 0.97 else word()[:100].replace("\r", "").replace("\n", "").replace("\0", ""))]
        is_ours = chance.random() < 0.85 and not (method not in ("GET", "HEAD") and ENDS_US.search(path))
        if path.startswith("/api/"):
            headers.append(("Authorization", f"Bearer {place.secret}" if is_ours else f"Bearer cvl_{quoted(word())[:500]}"))
        else:
            headers += [(name, value if is_ours else value[: chance.randrange(1, len(value))] + quoted(word())[:500]) for name, value in place.server.headers.items()]
        for name, values in [("Accept", ["text/html", "application/json", "*/*", "text/event-stream", "q=;;,"]), ("HX-Request", ["true"]), ("If-Match", ['"1"', "*", '"', "W/\"1\""]),
                             ("If-None-Match", ["*", '"1.x"']), ("Range", ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=0-0,5-", "x"]), ("Idempotency-Key", ["a", "x" * 256, "é"]),
                             ("Last-Event-ID", ["-1", "99999999999999999999", "x"]), ("X-Request-Id", ["../x", "y" * 500]), ("traceparent", ["00-0-0-0", "z" * 55]),
                             ("X-Forwarded-For", ["::1", "999.1.1.1"]), ("Accept-Language", ["*", "x" * 1000]), ("Cookie", ["covalence=;;;=", "a" * 3000]), ("Expect", ["100-continue"])]:
            if chance.random() < 0.06:
                headers.append((name, chance.choice(values)))
        body = b""
        if method not in ("GET", "HEAD") or chance.random() < 0.05:
            kind = chance.choice(types)
            if kind:
                headers.append(("Content-Type", kind))
            match chance.randrange(6):
                case 0 | 1: body = json_bytes(random_value(chance))
                case 2 | 3: body = "&".join(f"{quoted(chance.choice(['text', 'title', 'name', 'kind', 'version', 'transcript', 'address', 'value', word()[:50]]))}={quoted(word())}" for _ in range(chance.randrange(6))).encode()
                case 4: body = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + word()[:200].encode("utf-8", "replace") + b"\"\r\n\r\n" + chance.randbytes(chance.randrange(400)) + b"\r\n--b--\r\n"
                case 5: body = chance.randbytes(chance.randrange(2000))
        # Where an answer to “100-continue” comes first, the reader of answers passes over it.
        yield method, path.replace(" ", "%20").replace("\r", "").replace("\n", ""), headers, body


# Forms that need nothing but to be sent, and then end what the test came with.
ENDS_THE_TEST = re.compile(r"/sign-out|/me/(sessions|sign-out)|/settings/members/[^/]+/(state|reset)|/settings/tokens/[^/]+/revoke")


class Hostile:
    """Sends hostile strings, a few for each field and by the end each of them many times, and keeps what was answered."""

    def __init__(self, place: Place):
        self.place = place
        self.wire = Wire(place.server.port)
        self.host = ("Host", f"127.0.0.1:{place.server.port}")
        self.answers: list[tuple] = []
        self.tried: collections.Counter = collections.Counter()
        self.fields: collections.Counter = collections.Counter()

    def try_each(self, sort: str, about: tuple, send) -> None:
        """`send(text)` gives the status."""
        start = self.fields.total() * A_FIELD
        self.fields[sort] += 1
        for step in range(A_FIELD):
            text = HOSTILE[(start + step) % len(HOSTILE)]
            self.tried[text] += 1
            self.answers.append((send(text), *about, text[:60]))

    def form(self, form: Form) -> None:
        """Every field of a form, one at a time, the others as the page has them."""
        headers = [self.host, *self.place.server.headers.items()]
        for name in [*form.fields, *form.files]:
            if name == "csrf":
                continue

            def send(text: str) -> int:
                nonlocal form
                if form.method == "GET":
                    return self.wire.send("GET", form.action.split("?")[0] + "?" + form.body(**{name: text})[1].decode(), headers)[0]
                kind, body = form.body(**{name: text})
                status = self.wire.send("POST", form.action, [*headers, ("Content-Type", kind)], body)[0]
                if status < 400:
                    form = self.place.as_it_is_now(form)
                return status

            self.try_each("of forms", (form.method, form.action, name), send)

    def page(self, path: str) -> None:
        """Every name in the query of a page."""
        headers = [self.host, *self.place.server.headers.items()]
        for name in re.findall(r"[?&]([^=&]+)=", path):
            self.try_each("of pages", ("GET", path, name), lambda text: self.wire.send("GET", path.split("?")[0] + f"?{name}={quoted(text)}", headers)[0])

    def operation(self, name: str) -> None:
        """Every part of the address, every name of the query and every member of the body, nested ones too, the others as they are right."""
        stock = self.place.stock
        method, path, operation = stock.operations[name]
        address, query = f"/api/v1{stock.address(name)}", stock.query.get(name, {})
        about, headers = (method, path), [self.host, ("Authorization", f"Bearer {self.place.secret}")]

        def send(address: str, query: dict, kind: str | None = None, body: bytes = b"") -> int:
            fields = [*headers, *([("Content-Type", kind)] if kind else []), *([("If-Match", self.tag(name))] if is_versioned(operation) else [])]
            return self.wire.send(method, address + ("?" + "&".join(f"{key}={quoted(str(value))}" for key, value in query.items()) if query else ""), fields, body)[0]

        contents = operation.get("requestBody", {}).get("content", {})
        kind, content = next(iter(contents.items()), (None, {}))
        right = b"" if not kind else sent(stock.body[name]) if name in stock.body else json_bytes(sample(self.place.document, content["schema"]))
        for one in operation.get("parameters", []):
            if one["in"] == "path":
                filled = {**stock.path(name)}
                self.try_each("of the API’s addresses", (*about, one["name"]), lambda text: send(
                    "/api/v1" + path.format(**{**filled, one["name"]: quoted(text)[:4_000] or "%20"}), query, kind, right))
            elif one["in"] == "query":
                self.try_each("of the API’s queries", (*about, one["name"]), lambda text: send(address, {**query, one["name"]: text}, kind, right))
        schema = content.get("x-itemSchema") or content.get("schema", {})
        if kind not in ("application/json", "application/x-ndjson"):
            return
        # Of settings all of them, as they are.
        base = self.place.client.ask("GET", "/api/v1/settings").json if name == "changeSettings" else stock.body.get(name, {})
        base = json.loads(base) if isinstance(base, str) else base
        whole = {**sample(self.place.document, schema), **base}
        for steps in members(self.place.document, schema, whole):
            self.try_each("of the API’s bodies", (*about, "/".join(map(str, steps))), lambda text: send(
                address, query, kind, json_bytes(replaced(self.place.document, schema, whole, steps, text)) + (b"\n" if kind != "application/json" else b"")))

    def tag(self, name: str) -> str:
        return self.place.client.ask("GET", f"/api/v1{self.place.stock.tag_address(name)}").headers.get("etag", '"0"')


# Thousands of requests one after the other: beside other tests, and on a machine that does something else as well, over three minutes; with all strings
# for each field nine times as many.
@pytest.mark.timeout(3_600 if LONG else 600)
def test_hostile_strings_in_every_field(place):
    """Every field of every form, query and body, one at a time, the others as they are right."""
    assert len(place.forms) > 60 and len(place.pages) > 60, (len(place.forms), len(place.pages))
    # Those of selling and of codebooks are among them.
    assert {"objectives", "codebooks", "imports"} <= {part for form in place.forms for part in form.action.split("?")[0].split("/")[1:3]}, sorted({form.action for form in place.forms})
    hostile = Hostile(place)
    for form in place.forms:
        if not ENDS_THE_TEST.search(form.action):
            hostile.form(form)
    for path in place.pages:
        hostile.page(path)
    for name in place.stock.operations:
        hostile.operation(name)
    answers = hostile.answers
    print("no answer:", [one for one in answers if one[0] == 0])
    print(dict(hostile.fields), f"{len(answers)} requests", sorted(collections.Counter(one[0] for one in answers).items()))
    assert set(hostile.tried) == set(HOSTILE) and min(hostile.tried.values()) > 10
    nothing_broke(place, answers)
    assert [one for one in answers if one[0] == 0] == []
    # Many were taken in, and few met nothing: what is never reached cannot break.
    statuses = collections.Counter(one[0] for one in answers)
    assert sum(count for status, count in statuses.items() if status < 400) > len(answers) / 5, statuses
    assert statuses[404] + statuses[410] + statuses[412] + statuses[428] < len(answers) / 5, statuses


def resolved(document: dict, schema: dict) -> dict:
    if "$ref" in schema:
        return document["components"]["schemas"][schema["$ref"].split("/")[-1]]
    # What may also be null.
    return resolved(document, schema["oneOf"][0]) if "oneOf" in schema else schema


def kind_of(schema: dict) -> str | None:
    kind = schema.get("type")
    return kind[0] if isinstance(kind, list) else kind


def sample(document: dict, schema: dict):
    """A small value that fits a schema."""
    schema = resolved(document, schema)
    if schema.get("enum"):
        return schema["enum"][0]
    properties = schema.get("properties", {})
    if schema.get("format") in ("uuid", "date-time", "date"):
        return {"uuid": "00000000-0000-7000-8000-000000000000", "date-time": "2026-03-04T09:30:00Z", "date": "2026-03-04"}[schema["format"]]
    return {"array": [], "integer": 1, "number": 1, "boolean": True,
            "object": {name: sample(document, properties[name]) for name in schema.get("required", [])}}.get(kind_of(schema), "words")


# Stands for a name in an object of any names, which is hostile itself.
ANY_NAME = "\0any"


def members(document: dict, schema: dict, value, depth: int = 0):
    """The ways to every member of a body: names, and 0 for what stands in a list."""
    schema = resolved(document, schema)
    if depth > 4:
        return
    inner = list(schema.get("properties", {}).items())
    if kind_of(schema) == "array":
        inner = [(0, schema.get("items", {}))]
    elif isinstance(schema.get("additionalProperties"), dict):
        inner = [(name, schema["additionalProperties"]) for name in [*(value if isinstance(value, dict) else {}), ANY_NAME]]
    for step, one in inner:
        yield (step,)
        within = value.get(step) if isinstance(value, dict) else value[0] if isinstance(value, list) and value else None
        for rest in members(document, one, within, depth + 1):
            yield (step, *rest)


def replaced(document: dict, schema: dict, value, steps: tuple, text: str):
    """The value with the text at the end of the way; what is missing on it is made."""
    if not steps:
        return text
    schema = resolved(document, schema)
    step, value = steps[0], copy.deepcopy(value)
    if isinstance(step, int):
        items = value if isinstance(value, list) else []
        inner = schema.get("items", {})
        return [replaced(document, inner, items[0] if items else sample(document, inner), steps[1:], text), *items[1:]]
    value = value if isinstance(value, dict) else sample(document, schema)
    inner = schema.get("properties", {}).get(step, schema.get("additionalProperties", {}))
    name = text[:100] if step == ANY_NAME else step
    value[name] = replaced(document, inner, value.get(name, sample(document, inner)), steps[1:], text)
    return value


@pytest.mark.timeout(600)
def test_random_requests(place):
    answers, lock = [], threading.Lock()

    def send(number: int) -> None:
        wire, made = Wire(place.server.port), requests(place, random.Random(f"{SEED}/{number}"))
        mine = []
        for _ in range(COUNT // THREADS):
            method, path, headers, body = next(made)
            status, told, content = wire.send(method, path, headers, body)
            mine.append((status, method, path[:200], headers if status >= 500 or status == 0 else None, body[:300] if status >= 500 else None, content[:200] if status == 0 else None))
        wire.close()
        with lock:
            answers.extend(mine)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = collections.Counter(one[0] for one in answers)
    print(sorted(statuses.items()))
    assert len(answers) == COUNT
    nothing_broke(place, answers)
    # Each was answered, and enough of them came in to do something.
    assert [one for one in answers if one[0] == 0] == []
    assert sum(count for status, count in statuses.items() if status < 400) > COUNT / 20


def test_no_script_of_theirs_runs(place, open_page, no_console_errors):
    """What hostile strings were kept, after the tests above and with some more, is shown as text on every page."""
    kept = [text for text in HOSTILE if "taken" in text]
    shown = hostile_things(place, kept)
    pages, _ = place.crawl()
    # Each page of one thing, and the same page of the one whose every field is hostile.
    ids = {sort: re.compile(rf"(?<=/{sort}/)[0-9a-f]{{8}}-[0-9a-f-]{{27}}") for sort in shown}
    pages += sorted({found.sub(shown[sort], path) for path in pages for sort, found in ids.items() if found.search(path)} - set(pages))
    page = open_page(place.server)
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    seen = 0
    refused = []
    for path in pages:
        if re.search(r"\.(csv|json)|/export|/report|/file|/original|/recording|/openid", path.split("?")[0]):
            continue
        # What the tests above erased or decided is not there any more; what then is shown is looked at, too.
        answer = page.goto(path)
        if answer.status >= 400:
            refused.append((answer.status, path))
        assert page.evaluate("window.taken") is None, path
        assert page.locator("img[src=x], main script, [onerror], [onfocus], [onload]").count() == 0, path
        seen += 1
    for text in kept:
        for path in ["/search?words=", "/accounts?text="]:
            page.goto(path + quoted(text))
            assert page.evaluate("window.taken") is None, (path, text)
    assert seen > 100 and dialogs == [] and len(refused) < seen / 5, (seen, dialogs, refused)
    assert [one for one in refused if one[0] >= 500] == []
    no_console_errors[:] = [problem for problem in no_console_errors if "status of 409" not in problem and "status of 404" not in problem]


def hostile_things(place: Place, kept: list[str]) -> dict[str, str]:
    """One of each sort with every hostile string in every field that takes any text; ids by the part of the address."""
    text, things = " ".join(kept), place.stock.things

    def make(path: str, **body) -> str:
        answer = place.client.ask("POST", f"/api/v1{path}", body)
        assert answer.status == 201, (path, answer.status, answer.body)
        return answer.json["id"]

    cut = text[:200]
    organization = make("/organizations", name=cut, kind="customer", note=text, industry=cut)
    person = make("/people", name=cut, organization=organization, function=cut, note=text)
    interaction = make("/interactions", kind="note", title=cut, text=text, place=cut, heardFrom=cut, accounts=[organization], people=[person], components=[{"kind": "process", "name": cut}])
    offering = make("/offerings", name=cut, note=text)
    objective = make("/objectives", account=organization, what=text, offering=offering, stage=cut)
    for kind in ("objective.need", "objective.competitor", "objective.proposal", "objective.action", "objective.own-win"):
        place.client.ask("POST", f"/api/v1/objectives/{objective}/claims", {"kind": kind, "value": text})
    place.client.ask("POST", f"/api/v1/objectives/{objective}/claims", {"kind": "influence.role", "object": person, "value": "economic"})
    for kind in ("influence.aim", "influence.win", "influence.result", "influence.contact", "objective.strength"):
        place.client.ask("POST", f"/api/v1/objectives/{objective}/claims", {"kind": kind, "object": person, "value": text})
    for path in (f"/organizations/{organization}/claims", f"/people/{person}/claims"):
        place.client.ask("POST", f"/api/v1{path}", {"text": text})
    make("/teams", name=text[:80], members=[])
    make("/members", name=cut, address="hostile@norrvik.example", role="reader")
    place.client.ask("POST", f"/api/v1/meetings?name={quoted(cut)}", transcripts.webvtt([("Anna", "Hello there."), ("Mikko", text)]), Content_Type="text/vtt")
    meeting = place.client.ask("POST", f"/api/v1/meetings?name={quoted(cut)}&title={quoted(cut)}&note={quoted(text)}", transcripts.webvtt([
        (text[:80], "What would that bring you?"), ("Mikko", f"It saves us money. {text}")]), Content_Type="text/vtt").json["meeting"]
    place.stock.ask("PUT", f"/meetings/{meeting}/objectives", {"objectives": [objective]})
    imported = place.client.ask("POST", f"/api/v1/imports?name={quoted(cut)}", f"Account ID,Account Name,{json.dumps(cut)}\n1,{json.dumps(cut)},x\n".encode(), Content_Type="text/csv").json["id"]
    book = BOOK.format("hostile").replace("Talk about service", json.dumps(cut)).replace("Late answer", json.dumps(cut)).replace("The customer says that an answer came too late.", json.dumps(text))
    saved = place.client.ask("POST", f"/api/v1/codebooks?madeFrom=0&note={quoted(text)}", book.encode(), Content_Type="application/yaml")
    assert saved.status == 201, saved.body
    assert things["objectives"] != objective
    return {"accounts": organization, "people": person, "interactions": interaction, "objectives": objective, "meetings": meeting, "imports": imported}
