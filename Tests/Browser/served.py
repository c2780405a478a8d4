"""A `covalence serve` of our own build, on a free port, with a data folder that goes when it does."""

import base64
import datetime
import fcntl
import hashlib
import hmac
import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STARTUP_SECONDS = 120  # a debug build reads the demo's meetings first, on a machine that may be busy
SHUTDOWN_SECONDS = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PASSWORD = "heron lamp gravel tuesday"


# Where no sentence encoder is.
NOWHERE = ROOT / ".deps/results/no-encoder"


class CovalenceServer:
    """One server process. `url` is its address without a slash at the end, `data` its data folder.

    Without the demo, where all of it is there, it reads by words alone unless told otherwise: most tests are not about meaning, and reading what
    they bring in would take longer than all else."""

    def __init__(self, *options: str, set_up: bool = True, by_meaning: bool | None = None, environment: dict[str, str] | None = None):
        self.binary = Path(os.environ.get("COVALENCE_BINARY", ROOT / ".build/debug/covalence"))
        self.options = options
        reads = "--demo" in options if by_meaning is None else by_meaning
        self.environment = ({} if reads else {"COVALENCE_MEANING": str(NOWHERE)}) | (environment or {})
        # Kept for good, so that others can be told the address before the server is there.
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = Path(tempfile.mkdtemp(prefix="covalence-browser-"))
        self.data = self.folder / "data"
        self.log_file = self.folder / "server.log"
        self.process: subprocess.Popen | None = None
        # Without the demo somebody has to sign in: the first administrator, set up at the first start.
        self.signs_in = set_up and "--demo" not in options
        self.ticket = ""

    @property
    def log(self) -> str:
        """What the server has printed so far, on both of its outputs."""
        return self.log_file.read_text(encoding="utf-8", errors="replace") if self.log_file.exists() else ""

    @property
    def printed_address(self) -> str | None:
        found = re.search(r"http://(?:127\.0\.0\.1|localhost):\d+", self.log)
        return found.group(0) if found else None

    def start(self) -> "CovalenceServer":
        """Starts the process and returns when it answers. Starting again after `stop(keep_data=True)` finds the same data."""
        if not self.binary.exists():
            raise FileNotFoundError(f"{self.binary} is not there; build it with `swift build`.")
        if "--demo" in self.options and not self.data.exists():
            shutil.copytree(prepared_demo(self.binary), self.data)
        self._launch()
        if self.signs_in and not self.ticket:
            self._set_up()
        return self

    def _launch(self) -> None:
        with self.log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [str(self.binary), "serve", "--data", str(self.data), "--assets", str(ROOT / ".deps/assets"),
                 "--port", str(self.port), *self.options],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                # Receivers of webhooks in tests are on this machine.
                env={**os.environ, "COVALENCE_WEBHOOK_ALLOW": "127.0.0.0/8", **self.environment})
        deadline = time.monotonic() + STARTUP_SECONDS
        while not self._answers():
            if self.process.poll() is not None:
                raise RuntimeError(f"The server ended with exit code {self.process.returncode} while starting. It printed:\n{self.log}")
            if time.monotonic() > deadline:
                self.process.kill()
                raise TimeoutError(f"The server did not answer on {self.url} within {STARTUP_SECONDS} s. It printed:\n{self.log}")
            time.sleep(0.05)

    @property
    def set_up_link(self) -> str:
        """The link that the server left for its owner at its first start."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            link = self.data / "set-up-link"
            if found := re.search(r"http://\S+/set-up\?token=\S+", link.read_text() if link.exists() else ""):
                return found.group(0)
            time.sleep(0.05)
        raise TimeoutError(f"The server left no link to set it up. It printed:\n{self.log}")

    @property
    def cookies(self) -> list[dict]:
        """For a browser context: the administrator is signed in."""
        return [{"name": "covalence", "value": self.ticket, "url": self.url}] if self.ticket else []

    @property
    def headers(self) -> dict[str, str]:
        """For requests without a browser: the session, and the token that forms carry."""
        token = base64.urlsafe_b64encode(hmac.new(self.ticket.encode(), b"covalence form", hashlib.sha256).digest()).decode().rstrip("=")
        return {"Cookie": f"covalence={self.ticket}", "X-CSRF-Token": token}

    def _set_up(self) -> None:
        jar = http.cookiejar.CookieJar()
        client = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = client.open(self.set_up_link, timeout=20).read().decode()
        fields = {"csrf": re.search(r'name="csrf" value="([^"]+)"', page).group(1), "token": self.set_up_link.split("token=")[1],
                  "workspace": "Workspace", "name": "you", "address": "you@norrvik.example", "password": PASSWORD, "again": PASSWORD}
        client.open(self.url + "/set-up", urllib.parse.urlencode(fields).encode(), timeout=60).close()
        self.ticket = next(cookie.value for cookie in jar if cookie.name == "covalence")

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(self.url + "/", timeout=10).close()
        except urllib.error.HTTPError:
            return True  # an error page is an answer; what is wrong with it is for the tests to say
        except OSError:
            return False
        return True

    def wait_for_jobs(self, seconds: float = 240) -> None:
        """Returns once nothing waits to be done and nothing is being done, by the server's own figures."""
        deadline, rest = time.monotonic() + seconds, 0
        while rest < 3:
            figures = urllib.request.urlopen(self.url + "/metrics", timeout=20).read().decode()
            open_jobs = re.findall(r'^covalence_jobs\{state="(?:waiting|running)"\} (\d+)', figures, re.MULTILINE)
            assert open_jobs, "The figures say nothing of jobs."
            rest = rest + 1 if sum(map(int, open_jobs)) == 0 else 0
            if time.monotonic() > deadline:
                raise TimeoutError(f"The jobs did not come to an end within {seconds} s. The server printed:\n{self.log}")
            time.sleep(0.5)

    def stop(self, with_signal: signal.Signals = signal.SIGTERM, keep_data: bool = False) -> int:
        """Sends the signal, waits for the end and returns the exit code; a server that does not end is killed, and that is an error."""
        try:
            if self.process is None:
                return 0
            if self.process.poll() is None:
                self.process.send_signal(with_signal)
            try:
                return self.process.wait(timeout=SHUTDOWN_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise TimeoutError(f"The server did not end within {SHUTDOWN_SECONDS} s of {with_signal.name}. It printed:\n{self.log}") from None
        finally:
            if not keep_data:
                shutil.rmtree(self.folder, ignore_errors=True)


def prepared_demo(binary: Path) -> Path:
    """The data folder of a demo that this build has read whole, by today's date: each test's server starts on a copy of it."""
    made = datetime.date.today().isoformat(), f"{binary.stat().st_mtime_ns:x}"
    home = ROOT / ".deps/results" / "-".join(("demo", *made))
    home.parent.mkdir(parents=True, exist_ok=True)
    # Several processes test at the same time; one of them makes it.
    with open(home.parent / "demo.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            server = CovalenceServer("--demo")
            try:
                server._launch()
                server.wait_for_jobs()
                server.stop(keep_data=True)
                shutil.move(server.data, home)
            finally:
                server.stop()
    return home
