"""Nodes of Covalence on one PostgreSQL database, and a server of PostgreSQL that can be taken away."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path
from urllib.parse import urlparse

import pytest

from served import ROOT, CovalenceServer

# So that no request waits for the limits, which have tests of their own.
WITHOUT_LIMITS = {"COVALENCE_API_TOKEN_RATE": "1000000", "COVALENCE_API_ADDRESS_RATE": "1000000"}
POSTGRES_SH = ROOT / "Tools/setup/postgres.sh"


def some_database(folder: Path | None = None) -> str:
    """The address of a new, empty database on the server that ./test started; its tables lie in a folder of that server's own user, if given."""
    address = os.environ.get("COVALENCE_TEST_POSTGRES")
    if not address:
        pytest.skip("There is no PostgreSQL: COVALENCE_TEST_POSTGRES is not set; docs/postgres.md says how.")
    name = f"nodes_{uuid.uuid4().hex}"
    if folder:
        _psql(address, f"CREATE TABLESPACE {name} LOCATION '{folder}'")
    _psql(address, f"CREATE DATABASE {name}" + (f" TABLESPACE {name}" if folder else ""))
    return urlparse(address)._replace(path=f"/{name}").geturl()


def drop(address: str) -> None:
    name = urlparse(address).path[1:]
    _psql(os.environ["COVALENCE_TEST_POSTGRES"], f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _psql(os.environ["COVALENCE_TEST_POSTGRES"], f"DROP TABLESPACE IF EXISTS {name}")


def _psql(address: str, statement: str) -> None:
    subprocess.run(["psql", "--no-psqlrc", "--quiet", "--dbname", address, "--command", statement], check=True, capture_output=True, timeout=60)


class Postgres:
    """A server of PostgreSQL of the test's own. As root it runs as another user, so its folder is one that others may enter."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="covalence-pg.", dir="/tmp"))
        self.address = ""

    def __enter__(self) -> "Postgres":
        made = self._do("start")
        if made.returncode != 0:
            self.__exit__()
            pytest.skip(f"PostgreSQL does not start here: {made.stderr.strip()}")
        self.address = made.stdout.strip()
        return self

    def down(self) -> None:
        """Gone in the middle of everything, as in a crash."""
        assert self._do("down").returncode == 0

    def up(self) -> None:
        assert self._do("up").returncode == 0, (self.folder / "log").read_text()

    def _do(self, what: str) -> subprocess.CompletedProcess:
        return subprocess.run([POSTGRES_SH, what, self.folder], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)

    def __exit__(self, *error) -> None:
        self._do("stop")
        shutil.rmtree(self.folder, ignore_errors=True)


class Node(CovalenceServer):
    """A server on a database. The next node of the same workspace is made of the one before: they share the files, the key of the
    secrets and whoever signed in; its folder, and with that its id, is its own."""

    def __init__(self, database: str, beside: "Node | None" = None, *options: str):
        super().__init__(*options, environment={**WITHOUT_LIMITS, "COVALENCE_DATABASE": database})
        self.shared = beside.shared if beside else self.folder / "shared"
        if beside:
            self.ticket = beside.ticket
        self.environment["COVALENCE_SECRET_KEY_FILE"] = str(self.shared / "secrets.key")
        for folder in [self.shared, self.shared / "files", self.data]:
            folder.mkdir(mode=0o700, exist_ok=True)
        (self.data / "files").symlink_to(self.shared / "files")

    def kill(self) -> None:
        self.stop(signal.SIGKILL, keep_data=True)


def command(server: CovalenceServer, *words: str, seconds: float = 120) -> subprocess.CompletedProcess:
    """A command beside a server, with its folder and its surroundings."""
    return subprocess.run([str(server.binary), *words, "--data", str(server.data)], capture_output=True, text=True, timeout=seconds,
                          stdin=subprocess.DEVNULL, env={**os.environ, **server.environment})


def token(server: CovalenceServer, *scopes: str) -> str:
    options = [word for scope in scopes for word in ("--scope", scope)]
    made = command(server, "token", "make", "Tests", "--member", "you@norrvik.example", *options)
    assert made.returncode == 0, made.stderr
    return re.search(r"cvl_\S+", made.stdout).group(0)


def bad_findings(server: CovalenceServer, leaving_out: frozenset[str] = frozenset()) -> list[str]:
    """What the doctor finds bad, reading every byte of every file; `leaving_out` names parts that are bad by the test's own doing."""
    told = command(server, "doctor", "--files", "full", "--json")
    found = [json.loads(line) for line in told.stdout.splitlines()]
    assert {"store", "audit", "files"} <= {one["part"] for one in found}, told.stdout + told.stderr
    return [f"{one['part']}: {one['text']}" for one in found if one["grade"] == "bad" and one["part"] not in leaving_out]
