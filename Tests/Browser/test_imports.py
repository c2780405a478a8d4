"""Imports of CRM exports: dropped, checked, tried, brought in, taken back; with and without scripts, in every look."""

import re

import pytest
from playwright.sync_api import expect

from audit import sticking_out
from looks import every_look, without_javascript

pytestmark = pytest.mark.usefixtures("no_console_errors")

DEALS = (
    "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Weather\n"
    "006A,Condition monitoring,Brunavik Dairy,Proposal,120000.00,4/3/2027,rain\n"
    "006B,<b>Spare</b> parts,Hallmere Foods,Prospecting,ten,5/4/2027,sun\n"
)


def send(page, name="deals.csv", text=DEALS):
    page.goto("/imports")
    page.locator("#files").set_input_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def open_import(page):
    send(page)
    page.get_by_role("link", name="Check and import").first.click()
    expect(page.locator("h1")).to_have_text("deals.csv")


def answer(page):
    page.get_by_label("Currency of amounts without one").fill("EUR")
    page.get_by_label("4/3/2026 is").select_option("day-first")
    page.get_by_role("button", name=re.compile("^Try")).click()


def test_an_export_comes_in_and_goes_back(empty_page):
    page = empty_page
    open_import(page)
    expect(page.get_by_label("Its rows are")).to_have_value("opportunity")
    expect(page.get_by_label("Amount", exact=True)).to_have_value("amount")
    expect(page.get_by_label("Weather")).to_have_value("")
    expect(page.get_by_text("What the file leaves open")).to_be_visible()
    answer(page)
    tried = page.locator("#tried")
    expect(tried).to_contain_text("1 added, 0 updated, 0 unchanged, 1 left out.")
    expect(page.get_by_role("table").filter(has_text="What is wrong")).to_contain_text("ten")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="What became of the rows")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("State: done")).to_be_visible(timeout=60_000)
    page.goto("/objectives")
    row = page.locator("table.objectives tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("EUR 120,000.00")
    expect(row).to_contain_text("4 March 2027")
    page.goto("/imports")
    page.locator("table").get_by_role("link", name="deals.csv").first.click()
    page.get_by_role("button", name="Take this import back").click()
    expect(page.get_by_role("heading", name="Taken back")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("2 records went, 0 are as before, 0 stay.")).to_be_visible()
    page.goto("/objectives")
    expect(page.get_by_text("No sales objectives yet")).to_be_visible()


def test_a_column_is_said_to_mean_something_else(empty_page):
    page = empty_page
    open_import(page)
    page.get_by_label("Stage", exact=True).select_option("")
    answer(page)
    expect(page.get_by_label("Stage", exact=True)).to_have_value("")
    expect(page.get_by_label("Currency of amounts without one")).to_have_value("EUR")
    page.get_by_label("Currency of amounts without one").fill("XQZ")
    page.get_by_role("button", name=re.compile("^Try")).click()
    expect(page.get_by_role("alert")).to_contain_text("“XQZ” is no currency")


def test_a_file_that_is_none_is_refused_in_words(empty_page):
    page = empty_page
    send(page, "empty.csv", "")
    expect(page.locator("li.upload-failed")).to_contain_text("empty.csv")
    send(page, "people.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Jonas Rautio\nEMAIL:jonas@brunavik.example\nEND:VCARD\n")
    page.get_by_role("link", name="Check and import").click()
    page.get_by_role("button", name=re.compile("^Try")).click()
    expect(page.locator("#tried")).to_contain_text("1 added")


@without_javascript
def test_without_scripts(empty_page):
    page = empty_page
    send(page)
    page.get_by_role("button", name="Look through it").click()
    page.get_by_role("link", name="Check and import").click()
    answer(page)
    page.get_by_role("button", name="Import", exact=True).click()
    for _ in range(60):
        if page.get_by_text("State: done").count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    expect(page.get_by_text("State: done")).to_be_visible()


@every_look
def test_in_every_look(empty_page, axe, shot):
    page = empty_page
    open_import(page)
    shot(page, "import-open")
    assert axe(page) == []
    assert sticking_out(page) == []
    answer(page)
    expect(page.locator("#tried")).to_be_visible()
    shot(page, "import-tried")
    assert axe(page) == []
    assert sticking_out(page) == []
    page.goto("/imports")
    shot(page, "imports")
    assert axe(page) == []
    assert sticking_out(page) == []
