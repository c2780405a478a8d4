"""The first page, the front-end files, and the server's start and end."""

import signal
import urllib.request

import pytest

from audit import sticking_out
from looks import every_look, without_javascript
from served import CovalenceServer


@every_look
@pytest.mark.usefixtures("no_console_errors")
def test_first_page_is_titled_and_accessible(page, axe, shot):
    response = page.goto("/meetings")
    assert response.status == 200
    assert "Covalence" in page.title()
    assert axe(page) == []
    assert sticking_out(page) == []
    shot(page, "first-page")


@every_look
@pytest.mark.usefixtures("no_console_errors")
def test_first_page_of_an_empty_workspace_is_accessible(empty_page, axe, shot):
    assert empty_page.goto("/meetings").status == 200
    assert axe(empty_page) == []
    assert sticking_out(empty_page) == []
    shot(empty_page, "first-page-empty")


@without_javascript
def test_first_page_has_a_heading_without_javascript(page):
    page.goto("/meetings")
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip() != ""


def test_server_prints_its_address(server):
    # Into a file, not a terminal: the line has to be flushed.
    assert server.printed_address == server.url


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminated"])
def test_server_ends_cleanly(ending):
    running = CovalenceServer().start()
    with urllib.request.urlopen(running.url + "/") as response:
        assert response.status == 200
    assert running.stop(ending) == 0
