"""The first start, signing out and in, one's own account; without scripts too."""

import pytest

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
    assert page.url.endswith("/sign-in")
    page.goto("/waiting")
    assert page.url.endswith("/sign-in?to=%2Fwaiting")
    if javascript:
        assert axe_violations(page) == []
    page.get_by_label("Mail address").fill("ines@norrvik.example")
    page.get_by_label("Password").fill("not this one at all")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert page.url.endswith("/waiting")
    page.goto("/me")
    if javascript:
        assert axe_violations(page) == []
    page.get_by_role("button", name="Set codes up").click()
    assert page.get_by_alt_text("The key below as a QR picture").is_visible()
