"""Running it: slow clients, stopping, figures. Against the real program, without a browser."""

import http.client
import json
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from urllib.parse import urlparse

import pytest
from prometheus_client.parser import text_string_to_metric_families

import transcripts
from served import CovalenceServer
from slow import Crowd, response

HEAD = "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}"


@pytest.fixture
def serve():
    """serve(options…) → a running server of the test's own."""
    running = []

    def serve(*options: str, **given) -> CovalenceServer:
        server = CovalenceServer(*options, **given)
        running.append(server)
        return server.start()

    yield serve
    for server in running:
        server.stop()


def port_of(server: CovalenceServer) -> int:
    return urlparse(server.url).port


def head(server: CovalenceServer, method: str, path: str, **fields: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    cookie = f"Cookie: covalence={server.ticket}\r\nX-CSRF-Token: {server.headers['X-CSRF-Token']}\r\n" if server.ticket else ""
    return HEAD.format(method=method, path=path, port=port_of(server), more=cookie + more).encode()


def ask(server: CovalenceServer, path: str, address: str = "127.0.0.1") -> tuple[int, bytes]:
    """One request on a connection of its own, from an address of this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port_of(server), timeout=60, source_address=(address, 0))
    try:
        connection.request("GET", path, headers=server.headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def upload(server: CovalenceServer, name: str, content: bytes, boundary: bytes = b"bbb") -> tuple[bytes, bytes]:
    """Head and body of an upload."""
    body = (b"--" + boundary + b"\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name.encode() + b"\"\r\n\r\n" + content
            + b"\r\n--" + boundary + b"--\r\n")
    return head(server, "POST", "/uploads", Content_Type=f"multipart/form-data; boundary={boundary.decode()}",
                Content_Length=str(len(body)), Connection="close") + b"\r\n", body


def meetings(server: CovalenceServer) -> str:
    return ask(server, "/meetings")[1].decode()


# Slow clients

@pytest.mark.parametrize("limit", [600, 100])
def test_five_hundred_slow_clients_do_not_keep_others_out(serve, limit):
    """Half-open heads, bodies that trickle, answers that nobody reads and pages that watch: others are served all the while. With fewer places for
    their address than they want, too."""
    server = serve("--with", f"limits.connections-per-address={limit}", "--with", "limits.header-seconds=30")
    script = next(name for name in re.findall(r'src="(/assets/[^"]+)"', meetings(server)) if "htmx" in name)
    with Crowd(port_of(server), "127.0.0.2") as crowd:
        for number in range(500):
            kind = number % 5
            try:
                if kind < 2:
                    crowd.open(head(server, "GET", "/meetings")[: 20 + number % 40])
                elif kind == 2:
                    crowd.open(head(server, "POST", "/uploads", Content_Type="multipart/form-data; boundary=bbb", Content_Length="1000000") + b"\r\n--bbb\r\n")
                elif kind == 3:
                    slow = crowd.open(receive_buffer=2048)
                    slow.sendall((head(server, "GET", script) + b"\r\n") * 20)
                else:
                    crowd.open(head(server, "GET", f"/live/upload-{number}") + b"\r\n")
            except OSError:
                # Refused or closed at once: that is what the limit is for.
                pass
            if number % 50 == 49:
                for path in ["/health", "/meetings"]:
                    assert ask(server, path, "127.0.0.3")[0] == 200
        for _ in range(5):
            crowd.trickle()
            assert ask(server, "/meetings", "127.0.0.3")[0] == 200
            assert ask(server, "/ready", "127.0.0.3") == (200, b"ready\n")
        # The crowd is there, as far as there is room for it, and not gone already; one more is who asks.
        assert min(limit, 500) // 3 <= connections(server) <= limit + 1
        request, body = upload(server, "kickoff.vtt", transcripts.webvtt(transcripts.KICKOFF))
        other = socket.create_connection(("127.0.0.1", port_of(server)), source_address=("127.0.0.3", 0))
        other.sendall(request + body)
        assert response(other, 60).startswith(b"HTTP/1.1 200")
        other.close()
    assert server.process.poll() is None


def test_slow_clients_are_given_up(serve):
    server = serve("--with", "limits.header-seconds=2", "--with", "limits.body-seconds=2", "--with", "limits.send-seconds=2", "--with", "limits.idle-seconds=2")
    script = next(name for name in re.findall(r'src="(/assets/[^"]+)"', meetings(server)) if "htmx" in name)
    with Crowd(port_of(server)) as crowd:
        for _ in range(5):
            crowd.open(b"GET / HT")
            crowd.open(head(server, "POST", "/uploads", Content_Type="multipart/form-data; boundary=bbb", Content_Length="1000000") + b"\r\n--bbb\r\n")
            crowd.open(head(server, "GET", "/health") + b"\r\n")
        readers = [crowd.open(receive_buffer=2048) for _ in range(5)]
        for reader in readers:
            # More than the system's buffers take, so that the rest waits in the server.
            reader.sendall((head(server, "GET", script) + b"\r\n") * 200)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and connections(server) > 1:
            crowd.trickle()
            time.sleep(0.2)
        assert connections(server) <= 1
        assert reasons(server) == {"head", "body", "answer"}


def figures(server: CovalenceServer) -> dict[tuple[str, str], float]:
    text = ask(server, "/metrics")[1].decode()
    return {(sample.name, json.dumps(sample.labels, sort_keys=True)): sample.value
            for family in text_string_to_metric_families(text) for sample in family.samples}


def connections(server: CovalenceServer) -> float:
    return figures(server)[("covalence_connections", "{}")]


def reasons(server: CovalenceServer) -> set[str]:
    return {json.loads(labels)["reason"] for (name, labels), value in figures(server).items() if name == "covalence_connections_closed_total" and value > 0}


# Figures

def test_prometheus_reads_the_figures(serve):
    server = serve()
    for _ in range(3):
        assert ask(server, "/meetings")[0] == 200
    assert ask(server, "/nowhere")[0] == 404
    found = figures(server)
    assert found[("covalence_http_requests_total", '{"method": "GET", "route": "/meetings", "status": "2xx"}')] == 3
    # The library's own word where no route fits.
    assert found[("covalence_http_requests_total", '{"method": "GET", "route": "NotFound", "status": "4xx"}')] == 1
    assert found[("covalence_http_request_duration_seconds_count", '{"route": "/meetings"}')] == 3
    assert found[("covalence_store_duration_seconds_count", '{"kind": "read"}')] > 0
    assert found[("covalence_ready", "{}")] == 1
    assert found[("process_resident_memory_bytes", "{}")] > 10_000_000
    assert 0 < found[("process_open_fds", "{}")] < found[("process_max_fds", "{}")]


def test_log_lines_are_json_where_nobody_looks(serve):
    server = serve()
    ask(server, "/meetings?q=Quagzimtorple")
    # Lines are written some at a time, a hundredth of a second after the answer.
    deadline, request = time.monotonic() + 20, None
    while request is None and time.monotonic() < deadline:
        lines = [json.loads(line) for line in server.log.splitlines() if line.startswith("{") and line.endswith("}")]
        request = next((line for line in lines if line.get("route") == "/meetings"), None)
        time.sleep(0.02)
    assert request["status"] == 200
    assert request["method"] == "GET"
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", request["request"])
    assert request["member"] and request["workspace"]
    assert "Quagzimtorple" not in server.log


# Stopping

def test_an_upload_that_runs_is_finished_and_kept(serve):
    server = serve()
    request, body = upload(server, "kickoff.vtt", transcripts.webvtt(transcripts.KICKOFF))
    slow = socket.create_connection(("127.0.0.1", port_of(server)))
    slow.sendall(request + body[:-40])
    wait_until_received(server)
    server.process.send_signal(signal.SIGTERM)
    wait_until_refused(server)
    for place in range(len(body) - 40, len(body) - 10):
        slow.sendall(body[place:place + 1])
        time.sleep(0.02)
    # The last boundary in one piece: it is answered, and the connection closed, before the line's end behind it is read.
    slow.sendall(body[-10:])
    answer = response(slow)
    assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
    assert server.process.wait(timeout=60) == 0
    server.start()
    assert "kickoff" in meetings(server).lower()


def test_what_does_not_end_in_time_is_broken_off_and_leaves_nothing(serve):
    server = serve("--with", "stop.limit-seconds=1")
    request, body = upload(server, "kickoff.vtt", transcripts.webvtt(transcripts.KICKOFF))
    slow = socket.create_connection(("127.0.0.1", port_of(server)))
    slow.sendall(request + body[:-40])
    wait_until_received(server)
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=60) == 0
    assert not response(slow).startswith(b"HTTP/1.1 200")
    server.start()
    assert "kickoff" not in meetings(server).lower()
    assert list((server.data / "files" / "incoming").iterdir()) == []


def test_during_the_notice_it_is_not_ready_and_still_answers(serve):
    server = serve("--with", "stop.notice-seconds=600")
    assert ask(server, "/ready")[0] == 200
    server.process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and ask(server, "/ready")[0] != 503:
        time.sleep(0.05)
    assert ask(server, "/ready") == (503, b"not ready\n")
    assert ask(server, "/meetings")[0] == 200
    # The second signal ends it at once: 128 and the number of SIGTERM.
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=20) == 143


def test_pages_that_watch_are_told_to_come_back(serve):
    server = serve()
    watching = socket.create_connection(("127.0.0.1", port_of(server)))
    watching.sendall(head(server, "GET", "/live/upload-abc") + b"\r\n")
    first = watching.recv(4096)
    while b"retry: 2000" not in first:
        first += watching.recv(4096)
    server.process.send_signal(signal.SIGTERM)
    assert b"retry: 5000" in response(watching)
    assert server.process.wait(timeout=60) == 0


def wait_until_received(server: CovalenceServer) -> None:
    """Until the server writes down what an upload brings."""
    incoming = server.data / "files" / "incoming"
    deadline = time.monotonic() + 60
    while not (incoming.exists() and any(incoming.iterdir())):
        assert time.monotonic() < deadline, "Nothing of the upload was received."
        time.sleep(0.02)


def wait_until_refused(server: CovalenceServer) -> None:
    """Until the server takes no more connections."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port_of(server)), timeout=5).close()
        except OSError:
            return
        time.sleep(0.02)
    raise TimeoutError("The server still takes connections.")


# Settings

def test_a_setting_that_makes_no_sense_keeps_it_from_starting(tmp_path):
    server = CovalenceServer()
    file = tmp_path / "covalence.yaml"
    file.write_text("port: 0\nlog:\n  levl: info\n")
    done = subprocess.run([server.binary, "serve", "--data", tmp_path / "data", "--config", file], capture_output=True, text=True, timeout=60)
    assert done.returncode == 78
    assert f"{file}:3: `log.levl` is no setting. Did you mean `log.level`?" in done.stderr
    assert not (tmp_path / "data").exists()
