"""Searching what was said and written by its meaning. The answers are looked for in the demo's words by a person, not taken from the program."""

import re
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from audit import sticking_out
from looks import every_look, without_javascript

MEANING = Path(__file__).resolve().parents[2] / ".deps/meaning/model.onnx"
pytestmark = [
    pytest.mark.usefixtures("no_console_errors"),
    pytest.mark.skipif(not MEANING.exists(), reason="the sentence encoder is not fetched (.deps/meaning)"),
]


def search(page, text, **more):
    """Opens the page of a search once everything is read by meaning."""
    address = f"/search?words={quote(text)}" + "".join(f"&{name}={quote(value)}" for name, value in more.items())
    end = time.monotonic() + 90
    while True:
        page.goto(address)
        if page.get_by_text("not read by meaning yet").count() == 0 or time.monotonic() > end:
            return page.locator(".hit-moment")
        page.wait_for_timeout(500)


def test_the_same_in_other_words_is_found(page):
    # Ylva Sandgren says: “And who comes when it stops? On a Friday?”
    hits = search(page, "does somebody repair it when the plant breaks down before the weekend")
    expect(hits.filter(has_text="And who comes when it stops? On a Friday?")).to_have_count(1)
    expect(hits.first.locator(".why")).to_have_text("by meaning")


def test_what_is_found_opens_at_its_place(page):
    search(page, "does somebody repair it when the plant breaks down before the weekend").filter(has_text="And who comes when it stops?").locator("a.moment").click()
    chosen = page.locator("#utterances .is-chosen")
    expect(chosen).to_contain_text("And who comes when it stops?")
    expect(chosen).to_be_in_viewport()


def test_a_side_narrows(page):
    for side, word in [("seller", "Seller"), ("customer", "Customer")]:
        hits = search(page, "what does it cost", side=side)
        assert hits.count() > 3
        assert set(hits.locator(".side").all_inner_texts()) == {word}


def test_a_finding_narrows(page):
    hits = search(page, "what does it cost", code="price")
    assert hits.count() > 0
    hits.first.locator("a.moment").click()
    expect(page.locator("#utterances .is-chosen .codes")).to_contain_text("rice")


def test_more_like_an_utterance(page):
    hits = search(page, "does somebody repair it when the plant breaks down before the weekend").filter(has_text="And who comes when it stops?")
    hits.get_by_role("link", name="More like this").click()
    expect(page.get_by_role("heading", name="More like this")).to_be_visible()
    expect(page.locator("blockquote").first).to_contain_text("And who comes when it stops?")
    assert page.locator(".hit-moment").count() > 0
    expect(page.locator(".hit-moment", has_text="And who comes when it stops? On a Friday?")).to_have_count(0)


@pytest.mark.parametrize("viewport", ["phone"], indirect=True)
def test_more_like_an_utterance_fits_a_phone(page, viewport):
    hits = search(page, "does somebody repair it when the plant breaks down before the weekend").filter(has_text="And who comes when it stops?")
    hits.get_by_role("link", name="More like this").click()
    expect(page.locator("h1")).to_have_text("More like this")
    expect(page.locator(".quote a.moment").first).to_have_text(re.compile(r"^(\d+:)?\d+:\d\d$|^no\. \d+$"))
    assert sticking_out(page) == []


def test_words_alone_go_by_time(page):
    search(page, "price", way="words")
    expect(page.get_by_text("the newest meeting first")).to_be_visible()
    expect(page.locator(".hit mark").first).to_have_text("price")


def test_wrong_places_and_dates_are_told(page, problems):
    for address in ["/search?like=x", "/search?like=0195a3c2-7d10-7000-8000-00000000000z:1", "/search?words=a&from=yesterday", "/search?words=a&account=12"]:
        assert page.goto(address).status == 400
        problems.clear()
    assert page.goto("/search?like=0195a3c2-7d10-7000-8000-000000000001:1").status == 404
    problems.clear()


@without_javascript
def test_without_javascript(page):
    assert search(page, "who pays for it", side="customer").count() > 0


@every_look
def test_search_page(page, axe, shot):
    search(page, "who comes when it stops", side="customer")
    assert axe(page) == []
    shot(page, "search-meaning")
