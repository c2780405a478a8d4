"""Signing in with an account at a real OpenID Connect provider (Canaille, on loopback), through our own pages."""

import base64
import subprocess
import urllib.parse
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from audit import axe_violations
from served import ROOT, CovalenceServer

PYTHON = ROOT / ".deps/oidc-venv/bin/python"
SECRET, PASSWORD = "only for tests: + % ü", "correct horse battery"  # as provider.py has them

pytestmark = [
    pytest.mark.skipif(not PYTHON.exists(), reason="the provider is not installed; ./test does that"),
    # One provider, and people who become known to us one after the other.
    pytest.mark.xdist_group("provider"),
]


@pytest.fixture(scope="module")
def served():
    """Our server with the provider beside it."""
    running = CovalenceServer()
    provider = subprocess.Popen(
        [PYTHON, ROOT / "Tests/Browser/oidc/provider.py", "--redirect", f"{running.url}/sign-in/openid/callback"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        issuer = provider.stdout.readline().strip()
        assert issuer.startswith("http://127.0.0.1:"), "the provider did not start"
        running.environment = {
            "COVALENCE_OIDC_ISSUER": issuer, "COVALENCE_OIDC_CLIENT_ID": "covalence", "COVALENCE_OIDC_CLIENT_SECRET": SECRET,
            "COVALENCE_OIDC_NAME": "Norrvik"}
        yield running.start()
    finally:
        running.stop()
        provider.kill()
        provider.wait()


@pytest.fixture
def stranger(served, open_page):
    """stranger() → a browser that nobody signed in with, here or at the provider."""
    def stranger():
        page = open_page(served)
        page.context.clear_cookies()
        return page
    return stranger


def invite(served, open_page, name: str, address: str) -> str:
    """Invites somebody, and returns the link."""
    page = open_page(served)
    page.goto("/settings/members")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Mail address").fill(address)
    page.get_by_role("button", name="Make the invitation").click()
    return page.locator("#once-link").input_value()


def prove(page, login: str) -> None:
    """Fills in the provider's pages until it sends the browser back to us."""
    for _ in range(6):
        page.wait_for_load_state()
        if "/sign-in" in urlsplit(page.url).path or urlsplit(page.url).path in ("/", "/waiting"):
            if page.locator("header.site").count():
                return
        if page.locator("input[name=login]:not([type=hidden])").count():
            page.locator("input[name=login]").fill(login)
            page.locator("input[name=login]").press("Enter")
        elif page.locator("input[name=password]").count():
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("input[name=password]").press("Enter")
        elif page.locator("button[name=answer][value=accept]").count():
            page.locator("button[name=answer][value=accept]").click()
        else:
            return
        # Pressed once more before the answer came, it would be sent twice.
        page.wait_for_timeout(500)


def greeted(page, name: str) -> bool:
    return page.get_by_role("heading", name=f"Good to see you, {name}").is_visible()


def test_a_member_is_known_by_the_address_first_and_by_the_account_from_then_on(served, open_page, stranger):
    invite(served, open_page, "Ada Example", "ada@example.com")
    page = stranger()
    page.goto("/sign-in?to=%2Fwaiting")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Sign in with Norrvik").click()
    prove(page, "ada")
    expect(page).to_have_url(f"{served.url}/waiting")
    page.goto("/")
    assert greeted(page, "Ada Example")
    stolen = [cookie for cookie in page.context.cookies() if cookie["name"] == "covalence"]
    page.locator(".who-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{served.url}/sign-in")
    # A cookie that somebody copied before is worth nothing now.
    thief = stranger()
    thief.context.add_cookies(stolen)
    thief.goto("/")
    assert thief.url == f"{served.url}/sign-in"
    again = stranger()
    again.goto("/sign-in")
    again.get_by_role("link", name="Sign in with Norrvik").click()
    prove(again, "ada")
    assert greeted(again, "Ada Example")


def test_whom_nobody_invited_stays_outside(served, stranger):
    page = stranger()
    page.goto("/sign-in")
    page.get_by_role("link", name="Sign in with Norrvik").click()
    prove(page, "rosa")
    expect(page.get_by_role("alert").filter(has_text="Nobody in this workspace signs in with this account")).to_be_visible()
    page.goto("/")
    expect(page).to_have_url(f"{served.url}/sign-in")


def test_an_address_that_the_provider_does_not_vouch_for_needs_the_invitation(served, open_page, stranger):
    link = invite(served, open_page, "Grace Sample", "grace@example.com")
    page = stranger()
    page.goto("/sign-in")
    page.get_by_role("link", name="Sign in with Norrvik").click()
    prove(page, "grace")
    expect(page.get_by_role("alert").filter(has_text="does not confirm your mail address")).to_be_visible()
    page.goto(link)
    assert axe_violations(page) == []
    page.get_by_role("link", name="Sign in with Norrvik instead").click()
    prove(page, "grace")
    assert greeted(page, "Grace Sample")
    other = stranger()
    assert other.goto(link).status >= 400
    other.goto("/sign-in")
    other.get_by_role("link", name="Sign in with Norrvik").click()
    prove(other, "grace")
    assert greeted(other, "Grace Sample")


@pytest.mark.parametrize("change", ["state", "code", "twice", "another browser", "nonce"])
def test_what_was_changed_on_the_way_is_refused(served, open_page, stranger, change):
    members = open_page(served)
    members.goto("/settings/members")
    if not members.get_by_text("ada@example.com").count():
        invite(served, open_page, "Ada Example", "ada@example.com")
    page = stranger()
    seen: list[str] = []

    # Not page.route, which lets pass what another address sends the browser to.
    wire = page.context.new_cdp_session(page)

    def stop(paused):
        headers = {header["name"].lower(): header["value"] for header in paused.get("responseHeaders", [])}
        if "/sign-in/openid/callback?" not in headers.get("location", ""):
            wire.send("Fetch.continueRequest", {"requestId": paused["requestId"]})
            return
        seen.append(headers["location"])
        wire.send("Fetch.fulfillRequest", {
            "requestId": paused["requestId"], "responseCode": 200, "responseHeaders": [{"name": "Content-Type", "value": "text/html"}],
            "body": base64.b64encode(b'<header class="site">stopped</header>').decode()})

    wire.on("Fetch.requestPaused", stop)
    wire.send("Fetch.enable", {"patterns": [{"urlPattern": "*/oauth/authorize*", "requestStage": "Response"}]})
    if change == "nonce":
        answer = page.request.get("/sign-in/openid", max_redirects=0)
        parts = urlsplit(answer.headers["location"])
        query = {name: values[0] for name, values in parse_qs(parts.query).items()} | {"nonce": "of-somebody-else"}
        page.goto(parts._replace(query=urllib.parse.urlencode(query)).geturl())
    else:
        page.goto("/sign-in/openid")
    prove(page, "ada")
    assert len(seen) == 1
    wire.send("Fetch.disable")
    parts = urlsplit(seen[0])
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if change in ("state", "code"):
        query[change] = query[change][::-1]
    address = parts._replace(query=urllib.parse.urlencode(query)).geturl()
    comes = stranger() if change == "another browser" else page
    if change == "twice":
        assert page.goto(address).url == f"{served.url}/"
        page.context.clear_cookies(name="covalence")
    assert comes.goto(address).status == 422
    expect(comes.get_by_role("alert")).to_be_visible()
    comes.goto("/")
    assert comes.url == f"{served.url}/sign-in"
