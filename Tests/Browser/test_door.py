"""The first start, signing out and in, one's own account; without scripts too."""

import re

import pytest
from playwright.sync_api import expect

from audit import axe_violations
from served import PASSWORD, CovalenceServer


@pytest.fixture
def new_server():
    """A server that nobody has set up."""
    running = CovalenceServer(set_up=False)
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.mark.parametrize("javascript", [True, False], indirect=True, ids=["scripts", "no scripts"])
def test_from_the_first_start_to_signing_in_again(new_server, open_page, javascript):
    page = open_page(new_server)
    page.goto(new_server.set_up_link)
    if javascript:
        assert axe_violations(page) == []
    page.get_by_label("Name of the workspace").fill("Norrvik sales")
    page.get_by_label("Your company’s names").fill("Norrvik")
    page.get_by_label("Your name").fill("Ines Dahl")
    page.get_by_label("Mail address").fill("ines@norrvik.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    page.get_by_text("Ines Dahl", exact=True).first.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in$"))
    page.goto("/waiting")
    expect(page).to_have_url(re.compile(r"/sign-in\?to=%2Fwaiting$"))
    if javascript:
        assert axe_violations(page) == []
    page.get_by_label("Mail address").fill("ines@norrvik.example")
    page.get_by_label("Password").fill("not this one at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/waiting$"))
    page.goto("/me")
    if javascript:
        assert axe_violations(page) == []
    page.get_by_role("button", name="Set codes up").click()
    expect(page.get_by_alt_text("The key below as a QR picture")).to_be_visible()
