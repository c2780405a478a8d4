"""A disk with no room left: said clearly, nothing broken, and it goes on when there is room. The disk is a small file system in memory."""

import itertools
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

import transcripts
from load import Client, everything, new_key
from nodes import WITHOUT_LIMITS, bad_findings, token
from served import CovalenceServer

MEGABYTES = 64
# The doctor wants more room than the whole of this disk.
SMALL = frozenset({"disk"})


@pytest.fixture
def small_disk():
    """A server whose data folder is a file system of its own; unmounted however the test ends."""
    if os.geteuid() != 0:
        pytest.skip("Mounting a small file system needs root.")
    server = CovalenceServer(environment=WITHOUT_LIMITS)
    server.data.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=700", "covalence-test", server.data], capture_output=True, text=True)
    if mounted.returncode != 0:
        server.stop()
        pytest.skip(f"A small file system cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield server.start()
    finally:
        try:
            server.stop(keep_data=True)
        finally:
            # Lazily, so that it goes also where somebody is still looking at it.
            subprocess.run(["umount", "--lazy", server.data], check=False)
            server.stop()


def fill(folder: Path, leave: int) -> Path:
    """Takes all room but `leave` bytes."""
    ballast = folder / "ballast"
    with ballast.open("ab") as file:
        while (free := os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize) > leave:
            file.write(b"\0" * min(free - leave, 1 << 20))
            file.flush()
    return ballast


def form(name: str, content: bytes) -> bytes:
    return f'--xyz\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n--xyz--\r\n"


def is_clear(answer) -> bool:
    """Says that it is the disk."""
    if "json" in answer.headers.get("content-type", ""):
        return answer.status == 507 and answer.json["type"] == "urn:covalence:problem:disk-full" and "disk" in answer.json["detail"]
    return "No room is left on the disk" in answer.body.decode()


def test_a_full_disk_is_told_and_breaks_nothing(small_disk):
    server = small_disk
    client = Client(server.url, token(server, "read", "write"))
    person = Client(server.url, headers=server.headers)
    first = client.ask("POST", "/api/v1/meetings?name=kickoff.vtt", transcripts.webvtt(transcripts.KICKOFF), Content_Type="text/vtt").json["meeting"]
    acknowledged, notes, refused = {}, set(), []

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
        notes.update(line["id"] for line in told if "id" in line)
        errors = [line["error"] for line in told if "error" in line]
        # The status is out already: the last line says it.
        assert all("disk" in error for error in errors), errors
        return not errors

    numbers = itertools.count()

    def upload() -> bool:
        number = next(numbers)
        answer = person.ask("POST", "/uploads", form(f"long-{number}.vtt", transcripts.long_meeting(300 + number)), Content_Type="multipart/form-data; boundary=xyz")
        row = re.search(r'<li class="upload upload-\w+" data-state="(\w+)">.*?</li>', answer.body.decode(), re.DOTALL)
        if row and row.group(1) != "failed":
            assert "utterances" in row.group(0), row.group(0)
            return True
        refused.append(answer)
        return False

    def note() -> bool:
        answer = person.ask("POST", "/interactions", f"kind=note&title=Called&text={'x' * 3000}".encode(), Content_Type="application/x-www-form-urlencoded")
        if answer.status != 303:
            refused.append(answer)
        return answer.status == 303

    ballast = fill(server.data, 3 << 20)
    # Each kind of change until there is no room for it.
    for change in [upload, add_lines, add_organization, note]:
        for _ in range(400):
            if not change():
                break
        else:
            pytest.fail("The disk did not become full.")
    for _ in range(4):
        assert not upload()
        fill(server.data, 0)
        assert not add_organization()
        assert not note()
    assert [answer for answer in refused if not is_clear(answer)] == []
    # Who looks is let in, and goes from list to list.
    pages = {path: person.ask("GET", path, Accept="text/html") for path in ["/", "/meetings", "/accounts", "/people", "/waiting", "/settings", "/settings/jobs", "/settings/server"]}
    assert {path: answer.status for path, answer in pages.items() if answer.status != 200} == {}
    assert client.ask("GET", "/api/v1/organizations").status == 200
    # What leaves a trace in the audit log is shown with one or not at all: no view goes unnoted because the disk is full.
    for answer in [person.ask("GET", f"/meetings/{first}"), person.ask("GET", "/search?words=maintenance"), client.ask("GET", f"/api/v1/meetings/{first}/words")]:
        assert answer.status == 200 or answer.status == 507 and is_clear(answer), answer
    probe = Client(server.url)
    assert probe.ask("GET", "/health").status == 200
    assert probe.ask("GET", "/ready").status == 503

    ballast.unlink()
    assert add_organization() and note() and add_lines() and upload()
    there = {one["name"]: one["id"] for one in everything(client, "/organizations") if one["name"].startswith("Halden")}
    assert there == acknowledged
    assert list((server.data / "files" / "incoming").iterdir()) == []
    assert bad_findings(server, SMALL) == []
    server.stop(keep_data=True)
    server.start()
    client.close()
    assert bad_findings(server, SMALL) == []
    assert client.ask("GET", f"/api/v1/meetings/{first}").status == 200
    print(f"{len(acknowledged)} organisations, {len(notes)} lines acknowledged, {len(refused)} refused")
