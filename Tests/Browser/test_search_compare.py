"""Finding meetings and moments; two meetings, and two groups of them, side by side."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from looks import without_javascript

pytestmark = pytest.mark.usefixtures("no_console_errors")


def find(page, **fields):
    page.goto("/meetings")
    page.get_by_text("Find meetings").first.click()
    form = page.get_by_role("search", name="Find meetings")
    for label, value in fields.items():
        field = form.get_by_label(label, exact=True)
        field.select_option(label=value) if label == "Finding" else field.fill(value)
    form.get_by_role("button", name="Find").click()
    return page.locator(".meeting-row h2")


@pytest.mark.parametrize("fields, expected", [
    ({"Words said": "waffles"}, ["Nordhask"]), ({"Person": "birthe"}, ["Lindräta"]), ({"Organisation": "hiivanen"}, ["Hiivanen"]),
    ({"From": "2026-06-01"}, ["Nordhask"]), ({"To": "2026-03-31"}, ["Lindräta"]), ({"Words said": "waffles", "Person": "birthe"}, []),
], ids=lambda value: "-".join(value) if isinstance(value, dict) else "")
def test_meetings_are_found(page, fields, expected):
    rows = find(page, **fields)
    expect(rows).to_have_count(len(expected))
    for row, part in zip(rows.all(), expected):
        expect(row).to_contain_text(part)
    if not expected:
        expect(page.locator(".empty")).to_contain_text("No meeting fits")


def test_meetings_are_found_by_finding(page):
    rows = find(page, Finding="Survey")
    assert 0 < rows.count() < 4
    expect(page.locator(".meeting-row h2", has_text="Payroll")).to_have_count(1)


def test_words_are_found_at_their_moment(page):
    page.goto("/meetings")
    page.keyboard.press("/")
    page.keyboard.type("waffles")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?words=waffles")
    expect(page.locator(".hit mark").first).to_have_text("waffles")
    page.locator(".hit a.moment").first.click()
    chosen = page.locator("#utterances .is-chosen")
    expect(chosen).to_contain_text("waffles")
    expect(chosen).to_be_in_viewport()


@without_javascript
def test_words_are_found_without_javascript(page):
    page.goto("/meetings")
    page.locator("#site-search").fill("waffles")
    page.locator("#site-search").press("Enter")
    page.locator(".hit a.moment").first.click()
    row = page.locator(".u:target")
    expect(row).to_contain_text("waffles")
    expect(row).to_be_in_viewport()


@pytest.mark.parametrize("words", ['"', "*", "a AND", "NEAR(", "' OR 1=1 --", "<script>alert(1)</script>", "🐟"])
def test_odd_searches_are_answered(page, words):
    assert page.goto(f"/search?words={quote(words)}").status == 200
    assert page.locator("h1").count() == 1
    assert page.locator("main script").count() == 0


def test_a_search_too_long_is_refused_in_words(page, no_console_errors):
    assert page.goto(f"/search?words={'x' * 3000}").status == 422
    expect(page.locator(".lead")).to_contain_text(re.compile(r"\w+ \w+ .*\."))
    no_console_errors.clear()  # the browser reports the status of the page


def test_two_meetings_side_by_side(page, shot):
    page.goto("/compare")
    page.get_by_label("This", exact=True).select_option(index=2)
    page.get_by_label("with", exact=True).select_option(index=4)
    page.get_by_role("button", name="Compare").click()
    page.wait_for_selector("[data-compare] canvas")
    expect(page.locator(".notice")).to_contain_text("One meeting against one")
    rows = page.locator("table.measures tbody tr")
    assert rows.count() > 10
    for row in rows.all():
        left, right, difference = row.locator("td").all_inner_texts()[:3]
        assert all(re.search(r"\d|not known|none", text) for text in (left, right, difference)), row.inner_text()
    shot(page, "compare-two")


def test_what_went_on_against_what_did_not(page):
    page.goto("/compare")
    expect(page.locator(".lead")).to_contain_text("2 meetings")
    expect(page.locator(".notice")).to_contain_text("Too few meetings")
