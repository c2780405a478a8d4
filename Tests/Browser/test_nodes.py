"""Two nodes on one database, one of which dies; a database that dies. Under load, from the outside."""

import collections
import http.client
import json
import re
import threading
import time
from urllib.parse import urlparse

import pytest

import transcripts
from load import Client, Load, everything, new_key, wait
from nodes import Node, Postgres, bad_findings, drop, some_database, token

UTTERANCES = 1500  # enough for the reading to take a while, so that a node can die in the middle of it


@pytest.fixture
def database():
    address = some_database()
    yield address
    drop(address)


@pytest.fixture
def nodes():
    """nodes(address…) → a running node; all of them end with the test."""
    running: list[Node] = []

    def start(*given) -> Node:
        running.append(Node(*given))
        return running[-1].start()

    yield start
    for node in running:
        node.stop()


class Writing:
    """Organisations and notes by the thousand, each with a name of its own; whoever loses a node goes on at the other with the same key."""

    def __init__(self, load: Load, urls: list[str], secret: str):
        self.load, self.urls, self.secret = load, urls, secret
        self.clients: dict[tuple[str, int, int], Client] = {}
        self.acknowledged: dict[str, str] = {}
        self.unsure: set[str] = set()
        self.lines: set[str] = set()

    def add(self, number: int) -> None:
        name = f"Halden {new_key()}"
        body, key, place = {"name": name, "kind": "customer"}, new_key(), number
        for _ in range(20):
            client = self.clients.setdefault(("one", number, place), Client(self.urls[place % len(self.urls)], self.secret))
            answer = client.ask("POST", "/api/v1/organizations", body, Idempotency_Key=key)
            self.load.answers.append(answer)
            if answer.status == 201:
                self.acknowledged[name] = answer.json["id"]
                return
            if answer.status == 409:
                # It was under way where the node died: nobody can say, so nobody does it again.
                self.unsure.add(name)
                return
            # To whoever is left; where it is one server only, this is trying again.
            place += 1
        raise AssertionError(f"twenty refusals: {answer}")

    def take(self, number: int) -> None:
        """Bulk: a group of lines, sent again until each was answered."""
        lines = [{"source": "crm", "id": new_key(), "kind": "note", "title": "Called", "text": "They asked for the price."} for _ in range(40)]
        place = number
        for _ in range(20):
            client = self.clients.setdefault(("bulk", number, place), Client(self.urls[place % len(self.urls)], self.secret))
            answer = client.ask("POST", "/api/v1/interactions/bulk", "".join(json.dumps(line) + "\n" for line in lines).encode(), Content_Type="application/x-ndjson")
            self.load.answers.append(answer)
            told = [json.loads(line) for line in answer.body.splitlines()] if answer.status == 200 else []
            if len(told) == 40 and not any("error" in line for line in told):
                assert {line["status"] for line in told} <= {"added", "unchanged"}
                self.lines.update(line["id"] for line in told)
                return
            place += 1
        raise AssertionError(f"twenty refusals: {answer}")

    def check(self, client: Client) -> None:
        """Every acknowledged write is there, once, and nothing twice."""
        there = everything(client, "/organizations")
        names = collections.Counter(one["name"] for one in there)
        assert [name for name, count in names.items() if count > 1] == []
        assert {one["name"]: one["id"] for one in there if one["name"] in self.acknowledged} == self.acknowledged
        assert set(names) - set(self.acknowledged) - self.unsure - {"Workspace"} == set()


@pytest.mark.timeout(300)
def test_a_node_that_dies_takes_nothing_with_it(database, nodes):
    first = nodes(database)
    second = nodes(database, first)
    # Who signed in on one is known on the other.
    assert Client(second.url, headers=first.headers).ask("GET", "/me").status == 200
    secret = token(first, "read", "write", "administer")
    left = Client(second.url, secret)

    def jobs() -> list[dict]:
        return everything(left, "/jobs?kind=file.import")

    with Load() as load:
        writing = Writing(load, [first.url, second.url], secret)
        load.run(writing.add, 4)
        load.run(writing.take, 2)

        def reads(number: int) -> None:
            load.answers.append(Client(second.url, headers=second.headers).ask("GET", "/meetings"))

        load.run(reads, 1)
        load.wait(lambda: len(writing.acknowledged) > 60 and len(writing.lines) > 200, "some writes")
        with Load() as dying:
            # It is being read on the first node when that dies.
            dying.run(lambda number: (Client(first.url, secret).ask("POST", "/api/v1/meetings?name=long.vtt", transcripts.long_meeting(UTTERANCES), Content_Type="text/vtt"),
                                      dying.ending.set()))
            load.wait(lambda: any(job["state"] == "running" for job in jobs()), "a job that the first node has")
            first.kill()
        died, before, before_lines = time.monotonic(), len(writing.acknowledged), len(writing.lines)
        load.wait(lambda: len(writing.acknowledged) > before + 60 and len(writing.lines) > before_lines + 200, "some more writes, at the other node")
        load.wait(lambda: load.answers[-1].began > died + 1, "a second after the end of the node")

    # Nobody at the other node noticed anything.
    assert [answer for answer in load.answers if answer.status >= 500] == []
    writing.check(left)
    # The lease runs out, and the other node does what the first was at.
    taken = wait(lambda: next((job for job in jobs() if job["state"] == "done"), None), "the job taken over", 120)
    assert len(jobs()) == 1 and taken["attempt"] >= 2
    meetings = everything(left, "/meetings")
    assert [meeting["title"] for meeting in meetings] == ["long"]
    words = everything(left, f"/meetings/{meetings[0]['id']}/words")
    assert len(words) == UTTERANCES
    # A line is in the record once: sent again it is known.
    again = left.ask("POST", "/api/v1/interactions/bulk", b"".join(
        json.dumps({"source": "crm", "id": new_key(), "kind": "note", "title": "Called", "text": "New."}).encode() + b"\n" for _ in range(3)), Content_Type="application/x-ndjson")
    assert [json.loads(line)["status"] for line in again.body.splitlines()] == ["added"] * 3
    assert bad_findings(second) == []
    print(f"{len(writing.acknowledged)} organisations and {len(writing.lines)} lines acknowledged, {len(writing.unsure)} unsure, {len(load.answers)} requests;",
          f"the job was done {time.monotonic() - died:.0f} s after the end of its node")


class Listening:
    """A stream of events of one node, read in a thread of its own until it ends."""

    def __init__(self, node: Node, secret: str, after: str):
        self.connection = http.client.HTTPConnection(urlparse(node.url).netloc, timeout=60)
        self.connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {secret}", "Accept": "text/event-stream", "Last-Event-ID": after})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200
        # (number, kind) in the order they came.
        self.events: list[tuple[int, str]] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        number = None
        try:
            for line in self.answer:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name == "id":
                    number = int(value)
                elif name == "event" and number is not None:
                    self.events.append((number, value))
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            pass  # the node has gone


def test_what_is_done_at_one_node_holds_at_the_other(database, nodes):
    first = nodes(database)
    second = nodes(database, first)
    secret = token(first, "read", "write", "export", "administer")
    here, there = Client(first.url, secret), Client(second.url, secret)
    page = Client(second.url, headers=second.headers)

    # A meeting, its title, its recording: made at one, seen at the other.
    meeting = here.ask("POST", "/api/v1/meetings?name=kickoff.vtt", transcripts.webvtt(transcripts.KICKOFF), Content_Type="text/vtt").json["meeting"]
    assert b"kickoff" in page.ask("GET", "/meetings").body
    tag = there.ask("GET", f"/api/v1/meetings/{meeting}").headers["etag"]
    assert here.ask("PATCH", f"/api/v1/meetings/{meeting}", {"title": "The mill at Halden"}, If_Match=tag).status == 200
    # The page was asked for before, so that an old one could be shown from memory.
    assert b"The mill at Halden" in page.ask("GET", "/meetings").body
    # Nor is a change made on what was seen before it.
    assert there.ask("PATCH", f"/api/v1/meetings/{meeting}", {"title": "Another"}, If_Match=tag).status == 412
    tag = there.ask("GET", f"/api/v1/meetings/{meeting}").headers["etag"]
    sound = transcripts.tone(3)
    assert here.ask("PUT", f"/api/v1/meetings/{meeting}/recording?name=talk.wav", sound, Content_Type="audio/wav", If_Match=tag).status == 200
    assert there.ask("GET", f"/api/v1/meetings/{meeting}/recording").body == sound

    # Events that come from one node are heard at the other, and the stream goes on there when its own node dies.
    heard = Listening(first, secret, after="0")
    for number in range(5):
        assert there.ask("POST", "/api/v1/organizations", {"name": f"Halden {number}", "kind": "customer"}, Idempotency_Key=new_key()).status == 201
    wait(lambda: [kind for _, kind in heard.events].count("organization.added") >= 5, "five organisations, at the other node")
    first.kill()
    assert there.ask("POST", "/api/v1/organizations", {"name": "Halden at last", "kind": "customer"}, Idempotency_Key=new_key()).status == 201
    after = heard.events[-1][0]
    rest = Listening(second, secret, after=str(after))
    wait(lambda: any(kind == "organization.added" for _, kind in rest.events), "the last organisation")
    numbers = [number for number, _ in heard.events + rest.events]
    assert numbers == sorted(set(numbers)), "none twice, and in order"
    everything_heard = there.ask("GET", "/api/v1/events?after=0&limit=1000").json["events"]
    assert [(event["sequence"], event["type"]) for event in everything_heard] == heard.events + rest.events, "none left out"

    # Who is sent away at one is sent away at the other.
    third = nodes(database, second)
    session = Client(third.url, headers=third.headers)
    assert session.ask("GET", "/meetings").status == 200
    own = next(one["id"] for one in there.ask("GET", "/api/v1/tokens").json["items"] if one["name"] == "Tests")
    assert Client(third.url, secret).ask("GET", "/api/v1/me").status == 200
    assert page.ask("POST", "/sign-out", b"", Content_Type="application/x-www-form-urlencoded").status == 303
    assert session.ask("GET", "/meetings", Accept="text/html").status == 303
    assert there.ask("DELETE", f"/api/v1/tokens/{own}").status == 204
    assert Client(third.url, secret).ask("GET", "/api/v1/me").status == 401


def test_a_database_that_goes_away_comes_back(nodes):
    with Postgres() as postgres:
        node = nodes(postgres.address)
        secret = token(node, "read", "write", "administer")
        probe = Client(node.url)
        with Load() as load:
            writing = Writing(load, [node.url], secret)
            writing_clients = {}

            def add(number: int) -> None:
                name, key = f"Halden {new_key()}", new_key()
                client = writing_clients.setdefault(number, Client(node.url, secret))
                # The same key until it is there, or nobody can say: what must not be is that it is there twice.
                writing.unsure.add(name)
                while not load.ending.is_set():
                    answer = client.ask("POST", "/api/v1/organizations", {"name": name, "kind": "customer"}, Idempotency_Key=key)
                    load.answers.append(answer)
                    if answer.status == 201:
                        writing.acknowledged[name] = answer.json["id"]
                        writing.unsure.discard(name)
                        return
                    if answer.status == 409:
                        return
                    load.ending.wait(0.1)

            def read(number: int) -> None:
                client = writing_clients.setdefault(10 + number, Client(node.url, headers=node.headers))
                load.answers.append(client.ask("GET", ["/meetings", "/accounts", "/sign-in", "/settings/jobs"][int(time.monotonic() * 1000) % 4], Accept="text/html"))

            def take(number: int) -> None:
                client = writing_clients.setdefault(20, Client(node.url, secret))
                line = {"source": "crm", "id": new_key(), "kind": "note", "title": "Called", "text": "They asked for the price."}
                answer = client.ask("POST", "/api/v1/interactions/bulk", json.dumps(line).encode() + b"\n", Content_Type="application/x-ndjson")
                load.answers.append(answer)
                if answer.status == 200 and answer.body and "status" in answer.json:
                    writing.lines.add(answer.json["id"])
                elif answer.status == 200:
                    assert "database" in answer.json["error"].lower(), answer.body

            load.run(add, 3)
            load.run(read, 2)
            load.run(take, 1)
            load.wait(lambda: len(writing.acknowledged) > 40 and len(load.answers) > 150, "some writes")
            gone = time.monotonic()
            postgres.down()
            load.wait(lambda: probe.ask("GET", "/ready").status == 503, "/ready that says no")
            assert probe.ask("GET", "/health").body == b"ok\n"
            load.wait(lambda: sum(answer.status >= 500 for answer in load.answers) >= 12, "errors of each kind of client")
            assert probe.ask("GET", "/health").body == b"ok\n"
            postgres.up()
            back = time.monotonic()
            load.wait(lambda: probe.ask("GET", "/ready").status == 200, "/ready that says yes")
            before = len(writing.acknowledged)
            load.wait(lambda: len(writing.acknowledged) > before + 40, "writes again")
        wrong = [answer for answer in load.answers if answer.status >= 500 or answer.status == 0]
        assert wrong != []
        # Each of them says what it is, and is over when the database is there.
        assert [answer for answer in wrong if answer.status != 503] == []
        assert [answer for answer in wrong if answer.ended < gone or answer.began > back] == []
        for answer in wrong:
            if "/api/" in answer.path:
                assert answer.json["type"] == "urn:covalence:problem:busy" and re.search(r"database", answer.json["detail"]), answer
                assert int(answer.headers["retry-after"]) > 0
            else:
                assert re.search(r"database", answer.body.decode()), answer
        told = [answer for answer in load.answers if 400 <= answer.status < 500]
        assert [answer for answer in told if answer.status != 409 or "idempotency" not in answer.json["type"]] == []
        client = Client(node.url, secret)
        writing.check(client)
        assert node.process.poll() is None
        assert bad_findings(node) == []
        print(f"{len(writing.acknowledged)} acknowledged, {len(wrong)} of {len(load.answers)} requests refused, away for {back - gone:.1f} s")
