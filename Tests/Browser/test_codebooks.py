"""Codebooks: written with a look at what changes, taught with and without scripts, figures for everybody."""

import re
import time

import pytest
from playwright.sync_api import Browser, expect

from audit import sticking_out
from desk import add_kickoff
from looks import every_look, without_javascript
from served import CovalenceServer

pytestmark = pytest.mark.usefixtures("no_console_errors")

YAML = """name: service-talk
version: 1
language: en
title: Talk about service
source: Our service team
codes:
  - code: worth
    title: What it is worth
    definition: The group of what something gives and takes.
    codes:
      - code: saving
        title: Saving
        definition: Somebody says that something saves time or money.
        when-to-use: An amount, a time or a loss that would go away is named.
        when-not-to-use: A price; that is another matter.
        sides: [customer]
        examples: ["That saves us two hours a day.", {text: "We would save forty thousand with it.", side: customer}]
        counter-examples: [{text: "It costs nine hundred euros.", code: cost}]
      - code: cost
        title: Cost
        definition: A price, or that something costs too much.
        examples: ["It costs nine hundred euros.", "What does it cost per sensor?"]
no-code: ["Shall we start?", "Thanks for making the time."]
"""


@pytest.fixture(scope="module")
def taught(browser: Browser):
    """A workspace with a meeting and a codebook of its own that was written on the page."""
    server = CovalenceServer(by_meaning=True).start()
    context = browser.new_context(base_url=server.url)
    context.add_cookies(server.cookies)
    page = context.new_page()
    add_kickoff(page)
    page.goto("/codebooks/new")
    page.get_by_label("The codebook, in YAML").fill(YAML)
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_role("heading", name="A new codebook")).to_have_count(2)
    page.get_by_role("button", name="Save the codebook").click()
    page.wait_for_url("**/codebooks/service-talk?saved=version")
    context.close()
    yield server
    server.stop()


PAGES = {
    "list": "/codebooks", "codebook": "/codebooks/service-talk", "built-in": "/codebooks/relationships", "new": "/codebooks/new", "edit": "/codebooks/service-talk/edit",
    "teach-one": "/codebooks/service-talk/teach?code=saving", "teach-ten": "/codebooks/service-talk/teach?code=cost&count=10", "decisions": "/codebooks/service-talk/decisions",
    "figures": "/codebooks/service-talk/figures",
}


@every_look
@pytest.mark.parametrize("name", PAGES)
def test_every_page_in_every_look(taught, open_page, axe, shot, name):
    page = open_page(taught)
    assert page.goto(PAGES[name]).status == 200
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    shot(page, f"codebooks-{name}")
    assert axe(page) == []
    assert sticking_out(page) == []


def test_what_a_change_changes_is_shown_and_a_stale_text_is_kept(taught, open_page, axe, shot, no_console_errors):
    page, other = open_page(taught), open_page(taught)
    for tab in (page, other):
        tab.goto("/codebooks/service-talk/edit")
    text = page.get_by_label("The codebook, in YAML")
    before = text.input_value()
    text.fill(before.replace("Somebody says that", "A customer says that").replace("two hours", "three hours"))
    page.get_by_role("button", name="Show what changes").click()
    expect(page.locator("#preview-title")).to_contain_text("changes")
    expect(page.locator("form .notice")).to_contain_text("definition; examples: 1 more, 1 less")
    shot(page, "codebooks-preview")
    assert axe(page) == []
    page.get_by_label("What was changed and why").fill("Said by customers only")
    page.get_by_role("button", name="Save version").click()
    expect(page.get_by_role("status")).to_contain_text("The version is saved")
    expect(page.get_by_text("Said by customers only")).to_be_visible()

    other.get_by_label("The codebook, in YAML").fill(before.replace("Our service team", "Our other team"))
    other.get_by_role("button", name="Show what changes").click()
    other.get_by_role("button", name="Save version").click()
    expect(other.get_by_role("alert")).to_contain_text("Somebody saved version")
    expect(other.get_by_label("The codebook, in YAML")).to_have_value(before.replace("Our service team", "Our other team"))
    # The browser reports the status of the page by itself.
    assert len(no_console_errors) == 1 and "409" in no_console_errors[0]
    no_console_errors.clear()


def test_a_broken_text_is_told_with_its_line(taught, open_page, axe, no_console_errors):
    page = open_page(taught)
    page.goto("/codebooks/new")
    page.get_by_label("The codebook, in YAML").fill(YAML.replace("sides: [customer]", "sides: [martian]"))
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 16, code “saving”")
    assert axe(page) == []
    # The browser reports the status of the page by itself.
    assert len(no_console_errors) == 1 and "422" in no_console_errors[0]
    no_console_errors.clear()


def test_keys_answer_and_an_answer_is_taken_back(taught, open_page):
    page = open_page(taught)
    page.goto("/codebooks/service-talk/teach?code=saving")
    asked = page.locator(".ask .quote p").inner_text()
    expect(page.get_by_role("button", name="Yes")).to_be_focused()
    page.keyboard.press("y")
    expect(page.get_by_role("status")).to_contain_text("1 answer is kept")
    assert page.locator(".ask .quote p").inner_text() != asked
    page.get_by_role("button", name="Change it to no").click()
    expect(page.locator(".facts").first).to_contain_text("0 yes, 1 no so far")
    # Outside of the question the keys are no answers.
    page.locator("#main").focus()
    page.keyboard.press("y")
    expect(page.locator(".facts").first).to_contain_text("0 yes, 1 no so far")
    page.goto("/codebooks/service-talk/teach?code=cost&count=10")
    page.locator("#yes-0").focus()
    page.keyboard.press("n")
    page.keyboard.press("s")
    page.keyboard.press("y")
    expect(page.locator("#no-0")).to_be_checked()
    expect(page.locator("#skip-1")).to_be_checked()
    expect(page.locator("#yes-2")).to_be_checked()
    page.get_by_role("button", name="Keep the answers").click()
    expect(page.get_by_role("status")).to_contain_text("2 answers are kept")


@without_javascript
def test_without_scripts(taught, open_page):
    page = open_page(taught)
    page.goto("/codebooks/service-talk")
    page.get_by_role("link", name="Teach", exact=True).first.click()
    page.locator("#which").select_option("cost")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url(re.compile("code=cost"))
    # What was taught last may still be learnt; the page says so, and without JavaScript nobody else asks again.
    deadline = time.monotonic() + 60
    while not page.get_by_role("button", name="No").count():
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        time.sleep(0.5)
        page.reload()
    page.get_by_role("button", name="No").click()
    expect(page.get_by_role("status")).to_contain_text("1 answer is kept")
    page.locator(".ask a.moment").click()
    assert "/meetings/" in page.url


def test_what_was_answered_is_learnt_and_measured(taught, open_page, shot, axe):
    page = open_page(taught)
    page.goto("/codebooks/service-talk/figures")
    page.get_by_role("button", name="Learn it anew now").click()
    for _ in range(60):
        page.goto("/codebooks/service-talk/figures")
        if page.locator("#examples table").count():
            break
        page.wait_for_timeout(1_000)
    expect(page.locator("#examples table")).to_contain_text("Saving")
    expect(page.locator("#scores")).to_contain_text("Not yet known")
    shot(page, "codebooks-figures-learnt")
    assert axe(page) == []
