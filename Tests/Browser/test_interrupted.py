"""The server dies while files come in; what it kept is whole."""

import signal
import socket
import sqlite3
import threading
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from served import CovalenceServer
from transcripts import KICKOFF, long_meeting, webvtt


UTTERANCES = 900  # enough for the reading to take its time in a debug build


def form(name: str, content: bytes) -> bytes:
    return (f'--xyz\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/vtt\r\n\r\n'.encode() + content + b"\r\n--xyz--\r\n")


def post(server: CovalenceServer, body: bytes) -> None:
    request = urllib.request.Request(server.url + "/uploads", body, {"Content-Type": "multipart/form-data; boundary=xyz", "Origin": server.url, **server.headers})
    try:
        urllib.request.urlopen(request, timeout=60).read()
    except (urllib.error.URLError, OSError):
        pass  # that is what a killed server looks like


def whole(server: CovalenceServer) -> None:
    databases = [path for path in server.data.rglob("*.sqlite")]
    assert databases
    for path in databases:
        with sqlite3.connect(path) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("moment", ["half of the file sent", "0.3", *(pytest.param(each, marks=pytest.mark.long) for each in ["0.05", "0.1", "0.6", "1.0", "2.0"])])
def test_killed_in_the_middle(open_page, moment):
    server = CovalenceServer().start()
    try:
        post(server, form("kickoff.vtt", webvtt(KICKOFF)))
        body = form("long.vtt", long_meeting(UTTERANCES))
        if moment == "half of the file sent":
            host, port = server.url.removeprefix("http://").split(":")
            with socket.create_connection((host, int(port))) as connection:
                connection.sendall(f"POST /uploads HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: multipart/form-data; boundary=xyz\r\nContent-Length: {len(body)}\r\nCookie: {server.headers['Cookie']}\r\nX-CSRF-Token: {server.headers['X-CSRF-Token']}\r\n\r\n".encode())
                connection.sendall(body[:len(body) // 2])
                time.sleep(0.3)
                server.stop(signal.SIGKILL, keep_data=True)
        else:
            sending = threading.Thread(target=post, args=(server, body))
            sending.start()
            time.sleep(float(moment))
            server.stop(signal.SIGKILL, keep_data=True)
            sending.join()
        server.start()
        page = open_page(server)
        page.goto("/meetings")
        titles = page.locator(".meeting-row h2")
        # Taken up again after the start, or cleanly absent: there in full or not at all, and the file can be added again.
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            names = sorted(text.split("\n")[0].strip() for text in titles.all_inner_texts())
            if "long" in names or moment == "half of the file sent":
                break
            time.sleep(1)
            page.reload()
            if time.monotonic() > deadline - 50 and titles.count() == 1:
                break
        assert names in (["kickoff"], ["kickoff", "long"])
        if names == ["kickoff"]:
            page.set_input_files("#files", [{"name": "long.vtt", "mimeType": "text/vtt", "buffer": long_meeting(UTTERANCES)}])
            expect(page.locator(".upload[data-state]")).to_contain_text(f"{UTTERANCES} utterances", timeout=90_000)
            page.goto("/meetings")
        page.get_by_role("link", name="long", exact=True).click()
        expect(page.locator(".facts")).to_contain_text(f"{UTTERANCES} utterances")
        server.stop(keep_data=True)
        whole(server)
    finally:
        server.stop()
