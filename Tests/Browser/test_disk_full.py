"""A disk with no room left: said clearly, nothing broken, and it goes on when there is room. The disk is a small file system in memory."""

import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

import transcripts
from load import Client, everything, new_key, wait
from nodes import WITHOUT_LIMITS, bad_findings, drop, some_database, token
from served import CovalenceServer

MEGABYTES = 64
# The doctor wants more room than the whole of this disk.
SMALL = frozenset({"disk"})


class Small:
    """A server and the small file system that what it stores lies on."""

    def __init__(self, engine: str):
        self.engine = engine
        self.database = ""
        self.server = CovalenceServer(environment=WITHOUT_LIMITS)
        self.disk = self.server.data if engine == "sqlite" else Path(tempfile.mkdtemp(prefix="covalence-small-", dir="/tmp"))
        self.ballast = self.disk / "ballast"

    def __enter__(self) -> "Small":
        self.disk.mkdir(exist_ok=True)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=700", "covalence-test", self.disk], capture_output=True, text=True)
        if mounted.returncode != 0:
            self.server.stop()
            pytest.skip(f"A small file system cannot be mounted here: {mounted.stderr.strip()}")
        if self.engine == "postgres":
            # The tables lie on it, what the server of PostgreSQL notes of changes does not: as where a table space is on a disk of its own.
            tables = self.disk / "tables"
            tables.mkdir()
            for folder in [self.disk, tables]:
                shutil.chown(folder, "postgres")
            self.database = some_database(tables)
            self.server.environment["COVALENCE_DATABASE"] = self.database
        self.server.start()
        return self

    def __exit__(self, *error) -> None:
        try:
            self.server.stop(keep_data=True)
        finally:
            self.ballast.unlink(missing_ok=True)
            if self.database:
                drop(self.database)
            # Lazily, so that it goes also where somebody is still looking at it.
            subprocess.run(["umount", "--lazy", self.disk], check=False)
            shutil.rmtree(self.disk, ignore_errors=True)
            self.server.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def small_disk(request):
    """A server whose store lies on a file system of its own; unmounted however the test ends."""
    if os.geteuid() != 0:
        pytest.skip("Mounting a small file system needs root.")
    with Small(request.param) as small:
        yield small


def fill(small: Small, leave: int) -> None:
    """Takes all room but `leave` bytes."""
    folder = small.disk
    with small.ballast.open("ab") as file:
        while (free := os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize) > leave:
            file.write(b"\0" * min(free - leave, 1 << 20))
            file.flush()


def form(name: str, content: bytes) -> bytes:
    return f'--xyz\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n--xyz--\r\n"


def is_clear(answer) -> bool:
    """Says that it is the disk."""
    if "json" in answer.headers.get("content-type", ""):
        return answer.status == 507 and answer.json["type"] == "urn:covalence:problem:disk-full" and "disk" in answer.json["detail"]
    return "No room is left on the disk" in answer.body.decode()


def test_a_full_disk_is_told_and_breaks_nothing(small_disk):
    server = small_disk.server
    client = Client(server.url, token(server, "read", "write"))
    person = Client(server.url, headers=server.headers)
    first = client.ask("POST", "/api/v1/meetings?name=kickoff.vtt", transcripts.webvtt(transcripts.KICKOFF), Content_Type="text/vtt").json["meeting"]
    # What was acknowledged: organisations by name, ids of interactions, titles of meetings.
    acknowledged, noted, read, refused = {}, set(), {"kickoff"}, []

    def add_organization() -> bool:
        name = f"Halden {new_key()}"
        answer = client.ask("POST", "/api/v1/organizations", {"name": name, "kind": "customer", "note": "x" * 900}, Idempotency_Key=new_key())
        if answer.status == 201:
            acknowledged[name] = answer.json["id"]
        else:
            refused.append(answer)
        return answer.status == 201

    def add_lines() -> bool:
        lines = [{"source": "crm", "id": new_key(), "kind": "note", "title": "Called", "text": "They asked. " * 400} for _ in range(40)]
        answer = client.ask("POST", "/api/v1/interactions/bulk", b"".join(json.dumps(line).encode() + b"\n" for line in lines), Content_Type="application/x-ndjson")
        if answer.status != 200:
            refused.append(answer)
            return False
        told = [json.loads(line) for line in answer.body.splitlines()]
        noted.update(line["id"] for line in told if "id" in line)
        errors = [line["error"] for line in told if "error" in line]
        # The status is out already: the last line says it.
        assert all("disk" in error for error in errors), errors
        if errors:
            # The rest of the lines was not read, and the connection ends with the answer.
            client.close()
        return not errors

    numbers = itertools.count()

    def upload() -> bool:
        number = next(numbers)
        answer = person.ask("POST", "/uploads", form(f"long-{number}.vtt", transcripts.long_meeting(300 + number)), Content_Type="multipart/form-data; boundary=xyz")
        row = re.search(r'<li class="upload upload-\w+" data-state="(\w+)">.*?</li>', answer.body.decode(), re.DOTALL)
        if row and "The file is kept" in row.group(0):
            # It came as far as the disk, and is read when there is room.
            assert "No room is left on the disk" in row.group(0), row.group(0)
            read.add(f"long-{number}")
            return False
        if row and row.group(1) != "failed":
            assert "utterances" in row.group(0), row.group(0)
            read.add(f"long-{number}")
            return True
        refused.append(answer)
        return False

    def note() -> bool:
        answer = person.ask("POST", "/interactions", f"kind=note&title=Called&text={'x' * 3000}".encode(), Content_Type="application/x-www-form-urlencoded")
        if answer.status != 303:
            refused.append(answer)
            return False
        noted.add(re.search(r"/interactions/([0-9a-f-]{36})", answer.headers["location"]).group(1))
        return True

    fill(small_disk, 3 << 20)
    # Each kind of change until there is no room for it.
    for change in [upload, add_lines, add_organization, note]:
        for _ in range(400):
            if not change():
                break
        else:
            pytest.fail("The disk did not become full.")
    for _ in range(4):
        assert not upload()
        fill(small_disk, 0)
        assert not add_organization()
        assert not note()
    assert [answer for answer in refused if not is_clear(answer)] == []
    # Who looks is let in, and goes from list to list.
    def look(path: str):
        # “Busy, try again in a moment” is about the machine of the test, on which others test as well; it is tried again, as a person would.
        for _ in range(3):
            answer = person.ask("GET", path, Accept="text/html")
            if answer.status != 503:
                break
            time.sleep(2)
        return answer

    pages = {path: look(path) for path in ["/", "/meetings", "/accounts", "/people", "/waiting", "/settings", "/settings/jobs", "/settings/server"]}
    assert {path: (answer.status, re.sub(r"<[^>]*>|\s+", " ", answer.body.decode())[-600:]) for path, answer in pages.items() if answer.status != 200} == {}
    assert client.ask("GET", "/api/v1/organizations").status == 200
    # What leaves a trace in the audit log is shown with one or not at all: no view goes unnoted because the disk is full.
    for answer in [person.ask("GET", f"/meetings/{first}"), person.ask("GET", "/search?words=maintenance"), client.ask("GET", f"/api/v1/meetings/{first}/words")]:
        assert answer.status == 200 or answer.status == 507 and is_clear(answer), answer
    probe = Client(server.url)
    assert probe.ask("GET", "/health").status == 200
    if small_disk.engine == "sqlite":
        # The disk of a database is watched where the database is.
        assert probe.ask("GET", "/ready").status == 503

    small_disk.ballast.unlink()
    assert add_organization() and note() and add_lines() and upload()

    def check() -> None:
        """All that was acknowledged is there, and nothing of what was refused."""
        assert {one["name"]: one["id"] for one in everything(client, "/organizations") if one["name"].startswith("Halden")} == acknowledged
        assert {one["id"] for one in everything(client, "/interactions?kind=note")} == noted
        wait(lambda: {one["title"] for one in everything(client, "/meetings")} >= read, "what was kept until there was room", 120)
        assert {one["title"] for one in everything(client, "/meetings")} == read

    check()
    assert list((server.data / "files" / "incoming").iterdir()) == []
    assert bad_findings(server, SMALL) == []
    server.stop(keep_data=True)
    server.start()
    client.close()
    assert bad_findings(server, SMALL) == []
    check()
    print(f"{len(acknowledged)} organisations, {len(noted)} notes, {len(read)} meetings acknowledged, {len(refused)} refused")
