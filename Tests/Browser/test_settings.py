"""Setting up and leading: every page in every look, and what a person does there, with and without scripts."""

import pytest
from playwright.sync_api import expect

from audit import sticking_out
from looks import every_look, without_javascript

pytestmark = pytest.mark.usefixtures("no_console_errors")

PAGES = {"settings": "/settings", "audit": "/settings/audit", "audit-nothing": "/settings/audit?subject=01900000-0000-7000-8000-000000000000",
         "measures": "/measures"}


@every_look
@pytest.mark.parametrize("name", PAGES)
def test_page(page, axe, shot, name):
    assert page.goto(PAGES[name]).status == 200
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    for folded in page.locator("main details").all():
        folded.locator("> summary").click()
    assert axe(page) == []
    assert sticking_out(page) == []
    shot(page, f"settings-{name}")


@every_look
def test_consent_on_who_is_who(page, axe, shot):
    page.goto("/meetings")
    page.goto(page.locator(".meeting-row h2 a").first.get_attribute("href") + "/cast")
    page.locator("details.consent summary").first.click()
    assert axe(page) == []
    assert sticking_out(page) == []
    shot(page, "settings-consent")


@without_javascript
def test_a_number_is_changed_refused_and_set_back(page, no_console_errors):
    page.goto("/settings")
    group = page.locator("#numbers details").filter(has_text="Questions and surveys")
    group.locator("summary").click()
    field = page.get_by_label("A survey ‡")
    expect(field).to_have_value("4")
    field.fill("seven")
    page.get_by_role("button", name="Save the numbers").click()
    field = page.get_by_label("A survey ‡")
    expect(field).to_have_value("seven")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_contain_text("One field needs another look")
    # The refusal itself is a 422, which the browser notes.
    no_console_errors[:] = [problem for problem in no_console_errors if "422" not in problem]
    field.fill("7")
    page.get_by_role("button", name="Save the numbers").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")
    expect(page.locator("#numbers")).to_contain_text("1 is not the default")
    page.get_by_role("button", name="Set all back to the defaults").click()
    expect(page.locator("#numbers")).not_to_contain_text("not the default")


@without_javascript
def test_the_audit_log_shows_a_look_at_a_meeting(page):
    page.goto("/meetings")
    page.goto(page.locator(".meeting-row h2 a").first.get_attribute("href"))
    title = page.locator("h1").inner_text()
    page.goto("/settings/audit")
    page.get_by_label("What was done with").select_option(label="meetings")
    page.get_by_role("button", name="Show", exact=True).click()
    row = page.locator("tbody tr").filter(has_text="opened a meeting").first
    row.get_by_role("link", name="meeting", exact=True).click()
    expect(page.locator("h1")).to_have_text(title)
