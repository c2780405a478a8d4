"""The main job with scripts switched off."""

import re

import pytest
from playwright.sync_api import expect

from desk import say_sides
from looks import without_javascript
from transcripts import BROKEN, KICKOFF, PICTURE, file, webvtt

pytestmark = pytest.mark.usefixtures("no_console_errors")


@without_javascript
def test_from_upload_to_decisions(empty_page, shot):
    page = empty_page
    page.goto("/meetings")
    page.set_input_files("#files", [file("kickoff.vtt", webvtt(KICKOFF)), file("broken.vtt", BROKEN), file("picture.png", PICTURE)])
    page.get_by_role("button", name="Add", exact=True).click()
    rows = page.locator(".uploads .upload")
    expect(rows).to_have_count(3)
    shot(page, "results-no-javascript")
    rows.filter(has_text="kickoff.vtt").get_by_role("link").click()
    say_sides(page, {"Anna Lind": "seller", "Mikko Salo": "customer"}, {"Mikko Salo": "Halden Paper"})
    expect(page.locator(".people")).to_contain_text("Halden Paper")
    address = page.url
    # The picture needs scripts; its table does not.
    page.locator("#picture summary").click()
    expect(page.locator("#picture table")).to_be_visible()

    def item():
        found = page.locator("#findings .item").filter(has_text="forty thousand").first
        folded = found.locator("xpath=ancestor::details")
        if folded.get_attribute("open") is None:
            folded.locator("> summary").click()
        return found

    item().get_by_role("button", name="Right").click()
    expect(item().locator(".flag").first).to_be_visible()
    item().get_by_role("button", name="Undo").click()
    item().get_by_role("button", name="Wrong").click()
    page.goto(address)
    page.locator(".set-aside > summary").click()
    page.locator(".set-aside .item").first.get_by_role("button", name="Undo").click()
    item().get_by_role("link", name="Something else").click()
    form = page.locator("form.correct")
    form.get_by_label("It is").select_option(label="Acceptance")
    form.get_by_role("button", name="Save").click()
    expect(page.locator("#findings .item").filter(has_text="forty thousand").filter(has_text="Acceptance").first).to_be_attached()

    item().locator("a.moment").click()
    expect(page.locator("#u2")).to_be_in_viewport()
    page.goto(f"{address}/utterances/2")
    page.locator("#words-2").fill("If that went away it would save us fifty thousand euros a year.")
    page.get_by_role("button", name="Save the words").click()
    page.wait_for_url(re.compile("#u2$"))
    expect(page.locator("#u2")).to_contain_text("fifty thousand")
    page.locator(".filters [name=side]").select_option(label="Seller")
    page.locator(".filters").get_by_role("button", name="Show").click()
    expect(page.locator("#utterances .by-customer")).to_have_count(0)
    assert page.locator("#utterances .by-seller").count() == 3

    page.locator("#site-search").fill("fifty")
    page.locator("#site-search").press("Enter")
    expect(page.locator(".hit mark")).to_have_text("fifty")
    page.goto("/waiting")
    page.get_by_role("button", name="Import the other").click()
    expect(page.locator("h1")).to_have_text("Who is who")
    page.goto(f"{address}/erase")
    page.get_by_role("button", name="Erase it").click()
    expect(page.locator(".meeting-row")).to_have_count(1)
