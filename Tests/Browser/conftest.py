"""Fixtures of the browser tests; CONTRIBUTING.md says how to write one."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

import audit
from looks import VIEWPORTS
from served import CovalenceServer

# On a busy machine a page may take longer than the five seconds that are usual.
expect.set_options(timeout=20_000)

# Chromium without a window to draw: the same pages in two thirds of the time.
CHROMIUM = os.environ.get("COVALENCE_CHROMIUM", "/usr/bin/chromium-headless-shell")
SHOTS = os.environ.get("COVALENCE_SHOTS")


# Which tests run

def pytest_addoption(parser):
    parser.addoption("--matching", metavar="REGEX", help="only tests whose file and name match")


def pytest_collection_modifyitems(config, items):
    if pattern := config.getoption("--matching"):
        out = [item for item in items if not re.search(pattern, item.nodeid)]
        items[:] = [item for item in items if re.search(pattern, item.nodeid)]
        config.hook.pytest_deselected(items=out)
    if os.environ.get("COVALENCE_LONG") != "1":
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(pytest.mark.skip(reason="long; ./test --long runs it"))


def pytest_assertrepr_compare(op, left, right):
    """`assert axe(page) == []` and its like say what was found, in full."""
    if op == "==" and right == [] and isinstance(left, list) and all(isinstance(item, str) for item in left):
        return ["nothing should have been found, but there is:", *"\n".join(left).splitlines()]


# Servers

@pytest.fixture(scope="session")
def server():
    """A server with the demo workspace, shared by all tests: leave it as you find it, or take `empty_server`."""
    running = CovalenceServer("--demo")
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture
def empty_server():
    """A server of the test's own, with nothing in it."""
    running = CovalenceServer()
    try:
        yield running.start()
    finally:
        running.stop()


# Pages

@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        # The sandbox does not start as root; the only pages that come in here are our own.
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield launched
        launched.close()


@pytest.fixture
def viewport(request) -> str:
    """"desktop" or "phone"; see looks.py."""
    return getattr(request, "param", "desktop")


@pytest.fixture
def color_scheme(request) -> str:
    """"light" or "dark"."""
    return getattr(request, "param", "light")


@pytest.fixture
def javascript(request) -> bool:
    return getattr(request, "param", True)


@pytest.fixture
def problems() -> list[str]:
    """What went wrong in the pages of this test: console errors, uncaught exceptions, failed requests, requests to other hosts."""
    return []


@pytest.fixture
def open_page(request, browser: Browser, viewport: str, color_scheme: str, javascript: bool, problems: list[str]):
    """open_page(server) → a page whose relative addresses lead to that server. Each has its own cookies."""
    contexts: list[BrowserContext] = []

    def open_page(server: CovalenceServer) -> Page:
        # A zone away from UTC, so that a time shown in the wrong zone is seen; no animation, so that nothing is measured half-way.
        context = browser.new_context(
            base_url=server.url, color_scheme=color_scheme, java_script_enabled=javascript, reduced_motion="reduce",
            locale="en-GB", timezone_id="Europe/Helsinki", accept_downloads=True, **VIEWPORTS[viewport])
        contexts.append(context)
        context.add_cookies(server.cookies)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and problems.append(
            f"console: {message.text} ({message.location.get('url', '')}:{message.location.get('lineNumber', '')})"))
        page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
        page.on("request", lambda asked: _note_foreign(asked.url, server.url, problems))
        page.on("requestfailed", lambda asked: _note_failed(asked, problems))
        return page

    yield open_page
    outcome = getattr(request.node, "outcome_of_call", None)
    for context in contexts:
        if outcome is not None and outcome.failed and SHOTS:
            for number, page in enumerate(context.pages):
                _shoot(page, f"failed-{request.node.name}-{number}", full_page=True)
        context.close()


def _note_foreign(url: str, own: str, problems: list[str]) -> None:
    if not url.startswith((own + "/", "data:", "blob:", "about:")):
        problems.append(f"request to another host: {url}")


def _note_failed(asked, problems: list[str]) -> None:
    # Leaving a page, a download and a closed event stream all end a request this way, and nothing is wrong.
    if asked.failure != "net::ERR_ABORTED":
        problems.append(f"request failed: {asked.url}: {asked.failure}")


@pytest.fixture
def page(open_page, server: CovalenceServer) -> Page:
    """A page on the demo workspace."""
    return open_page(server)


@pytest.fixture
def empty_page(open_page, empty_server: CovalenceServer) -> Page:
    """A page on a workspace with nothing in it."""
    return open_page(empty_server)


# Checks

@pytest.fixture
def no_console_errors(problems: list[str]):
    """Fails the test at its end when a page met a problem. To allow an expected one, remove it from the list this returns."""
    yield problems
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.fixture
def axe():
    """axe(page) → what axe-core finds, one sentence a rule: `assert axe(page) == []`."""
    return audit.axe_violations


@pytest.fixture
def shot(viewport: str, color_scheme: str):
    """shot(page, name) → a picture in COVALENCE_SHOTS, if that is set."""
    def shot(page: Page, name: str, full_page: bool = True) -> None:
        if SHOTS:
            _shoot(page, f"{name}-{viewport}-{color_scheme}", full_page)
    return shot


def _shoot(page: Page, name: str, full_page: bool) -> None:
    folder = Path(SHOTS)
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / (re.sub(r"[^\w.-]+", "-", name) + ".png"), full_page=full_page)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.outcome_of_call = report
    return report
