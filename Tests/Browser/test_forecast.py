"""The forecast and the ideal customer profile: every page in every look, reasons that open, rates, criteria that are set and answered."""

import re

import pytest
from playwright.sync_api import Browser, expect

from audit import sticking_out
from looks import every_look, without_javascript
from served import CovalenceServer

pytestmark = pytest.mark.usefixtures("no_console_errors")

QUESTION = "<b>Own crew</b> & “fitters' shop”, {{x}}?"


@pytest.fixture(scope="module")
def demo(browser: Browser):
    """The demo with its forecast and its look back made."""
    server = CovalenceServer("--demo").start()
    page = browser.new_page(base_url=server.url)
    for address, ready in (("/forecast", "#income-title"), ("/forecast/back-test", "#calibration-title")):
        page.goto(address)
        page.locator(ready).wait_for(state="attached", timeout=120_000)
    page.close()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def why(browser: Browser, demo):
    """The address of a chance."""
    page = browser.new_page(base_url=demo.url)
    page.goto("/forecast")
    href = page.locator("#objectives-title ~ .scroll tbody td a").first.get_attribute("href")
    page.close()
    return href


PAGES = {"forecast": "/forecast", "period": "/forecast?period=4", "chance": "{why}", "back-test": "/forecast/back-test", "profile": "/profile"}


@every_look
@pytest.mark.parametrize("name", PAGES)
def test_every_page_in_every_look(demo, why, open_page, axe, shot, name):
    page = open_page(demo)
    assert page.goto(PAGES[name].format(why=why)).status == 200
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    shot(page, f"forecast-{name}")
    assert axe(page) == []
    assert sticking_out(page) == []


def test_a_chance_opens_down_to_the_statement_it_rests_on(demo, open_page):
    page = open_page(demo)
    page.goto("/forecast")
    row = page.locator("#objectives-title ~ .scroll tbody tr").first
    objective = row.locator("th a").get_attribute("href")
    chance = row.locator("td").first.inner_text().split("%")[0].strip()
    row.locator("td a").click()
    expect(page.locator("h1")).to_have_text("Chance of being won")
    expect(page.locator(".lead b")).to_contain_text(chance)
    page.locator(".reasons a.because").first.click()
    assert re.fullmatch(re.escape(objective) + r"/claims/[0-9a-f-]{36}", page.url.removeprefix(demo.url))
    # The sheet has the same chance, and leads to the same reasons.
    page.goto(objective)
    link = page.locator(".sheet-facts a", has_text="%")
    expect(link).to_contain_text(chance)
    assert link.get_attribute("href") == f"{objective}/forecast"


def test_the_picture_is_drawn_and_the_table_says_the_same(demo, open_page):
    page = open_page(demo)
    page.goto("/forecast")
    expect(page.locator("[data-forecast] canvas")).to_be_visible()
    data = page.request.get("/forecast.json").json()
    assert [one["currency"] for one in data["incomes"]] == [text.split()[-1] for text in page.locator("#forecast-found caption:not(.hidden)").all_inner_texts()]
    median = data["incomes"][0]["ranges"][0][2]
    expect(page.locator("#forecast-found table").first.locator("tbody tr").first.locator("td b")).to_have_text(re.compile(f"{median:,.0f}"))


def test_rates_are_taken_or_refused_with_the_line(demo, open_page, no_console_errors):
    page = open_page(demo)
    page.goto("/forecast")
    page.get_by_text("Change the rates").click()
    page.get_by_label("Convert into").select_option("EUR")
    page.get_by_label("Rates, a line each").fill("DKK 2026-01-01 0.134\nNOK soon 0.085")
    page.locator("form[action='/forecast/rates'] button").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 2")
    _refused(no_console_errors)
    page.get_by_text("Change the rates").click()
    expect(page.get_by_label("Rates, a line each")).to_have_value("DKK 2026-01-01 0.134\nNOK soon 0.085")
    page.get_by_label("Rates, a line each").fill("DKK 2026-01-01 0.134")
    page.locator("form[action='/forecast/rates'] button").click()
    expect(page.get_by_text("1 DKK is 0.134 EUR")).to_be_visible()
    # Made anew by itself, and shown without loading the page again.
    expect(page.get_by_text("Not converted, for want of a rate: NOK")).to_have_count(0)
    page.locator("#forecast-found caption", has_text="Income in DKK").wait_for(state="detached", timeout=60_000)
    page.goto("/forecast")
    expect(page.get_by_text("Not converted, for want of a rate: NOK")).to_be_visible()


def _refused(problems):
    """A form that was refused is the one thing the console may tell of."""
    assert len(problems) == 1 and "422" in problems[0]
    problems.clear()


@without_javascript
def test_the_profile_is_set_answered_and_told_on_the_account(demo, open_page, no_console_errors):
    page = open_page(demo)
    page.goto("/profile")
    page.get_by_text("Change the criteria").click()
    # The five that are there go: what is asked of them is emptied.
    for place in range(5):
        page.locator(f"#label-{place}").fill("")
    page.locator("#label-5").fill(QUESTION)
    page.locator("#sort-5").select_option("yes-no")
    page.locator("#fits-5").fill("perhaps")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("alert")).to_contain_text("Criterion 6")
    _refused(no_console_errors)
    expect(page.locator("#label-5")).to_have_value(QUESTION)
    page.locator("#fits-5").fill("yes")
    page.locator("#weight-5").fill("2")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.locator(".profile table tbody tr")).to_have_count(1)
    page.goto("/accounts?text=nordhask")
    page.locator(".card h2 a").last.click()
    fit = page.locator(".account-fit")
    expect(fit).to_contain_text("0 % of the weight is known")
    fit.locator("summary").first.click()
    fit.get_by_role("button", name="State it").click()
    expect(page.locator(".account-fit")).to_contain_text("100 % of what is known fits")
    page.get_by_role("button", name="It is one of our best").click()
    expect(page.locator(".account-fit")).to_contain_text("One of our best accounts.")


@pytest.mark.parametrize("name", ["forecast", "back-test"])
def test_tables_fit_on_paper(demo, open_page, name):
    page = open_page(demo)
    page.goto(PAGES[name])
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 with margins of 1 cm
    cut = page.locator("main table").evaluate_all("""tables => tables.filter(table => table.checkVisibility()).map(table =>
        [table.caption?.innerText, table.offsetWidth, table.parentElement.clientWidth]).filter(([_, wide, room]) => wide > room + 1)""")
    assert cut == []
    assert sticking_out(page) == []
