"""The pages as each role sees them: accessible, nothing sideways, nothing in the console, and what is not theirs is not there."""

import re

import pytest
from playwright.sync_api import Browser, expect

from audit import axe_violations, sticking_out
from desk import add_kickoff
from looks import DIFFERING, LOOKS
from served import PASSWORD, CovalenceServer

ROLES = ["administrator", "manager", "salesperson", "reader", "researcher"]
# Whoever sees the most, and whoever sees pages of their own, in each look; the others in one of the two that differ most, in turn. `--long` tries all.
SEEN = [(role, *look) for place, role in enumerate(ROLES) for look in LOOKS
        if LOOKS != DIFFERING or role in ("administrator", "researcher") or look == DIFFERING[place % 2]]


@pytest.fixture(scope="module")
def company(browser: Browser):
    """A company with a team of an account, a meeting in which everybody agreed to research, and a member of each role."""
    server = CovalenceServer().start()
    context = browser.new_context(base_url=server.url)
    context.add_cookies(server.cookies)
    page = context.new_page()
    meeting = add_kickoff(page).removeprefix(server.url)
    page.goto("/settings/teams")
    page.get_by_label("Name", exact=True).fill("North")
    page.get_by_role("button", name="Make the team").click()
    tickets = {"administrator": server.ticket}
    for role in ROLES[1:]:
        page.goto("/settings/members")
        page.get_by_label("Name", exact=True).fill(f"Robin {role.title()}")
        page.get_by_label("Mail address").fill(f"{role}@norrvik.example")
        page.locator(f"#i-role-{role}").check()
        page.get_by_label("North").check()
        page.get_by_role("button", name="Make the invitation").click()
        link = page.locator("#once-link").input_value()
        other = browser.new_context(base_url=server.url)
        guest = other.new_page()
        guest.goto(link)
        guest.get_by_label("Password", exact=True).fill(PASSWORD)
        guest.get_by_label("The same again").fill(PASSWORD)
        guest.get_by_role("button").last.click()
        guest.wait_for_url(re.compile(r"/$"))
        tickets[role] = next(cookie["value"] for cookie in other.cookies() if cookie["name"] == "covalence")
        other.close()
    # The account is worked by the team, the meeting belongs to it.
    page.goto("/accounts/new")
    page.get_by_label("Name", exact=True).fill("Halden Paper")
    page.get_by_role("button", name="Save").click()
    account = re.search(r"/accounts/[0-9a-f-]{36}", page.url).group(0)
    page.locator("summary", has_text="Say who").click()
    page.get_by_label("North").check()
    page.locator("form[action$='/holders'] button").click()
    page.goto(meeting)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.get_by_label("Belongs to").fill("Halden Paper")
    page.get_by_role("button", name="Set the account").click()
    page.goto(f"{meeting}/cast")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for answer in page.locator("select[name^='consent-']").all():
        answer.select_option("given")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**" + meeting)
    context.close()
    yield server, tickets, {"home": "/", "accounts": "/accounts", "account": account, "people": "/people", "meetings": "/meetings",
                            "meeting": meeting, "search": "/search?words=price", "measures": "/measures", "me": "/me",
                            "waiting": "/waiting", "settings": "/settings"}
    server.stop()


@pytest.mark.parametrize("role, viewport, color_scheme", SEEN, indirect=["viewport", "color_scheme"])
def test_pages_of_a_role(company, open_page, no_console_errors, shot, role):
    server, tickets, places = company
    page = open_page(server)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "covalence", "value": tickets[role], "url": server.url}])
    hidden = {"researcher": ["account"]}.get(role, [])
    for name, path in places.items():
        status = page.goto(path).status
        page.wait_for_load_state("networkidle")
        assert status in ((404, 403) if name in hidden else (200, 403)), f"{role}, {name}: {status}"
        if status != 200:
            no_console_errors[:] = [problem for problem in no_console_errors if str(status) not in problem]
        assert page.locator("h1").count() == 1, f"{role}, {name}"
        assert axe_violations(page) == [], f"{role}, {name}"
        assert sticking_out(page) == [], f"{role}, {name}"
        shot(page, f"role-{role}-{name}-{status}")
    may_change = role in ("administrator", "manager", "salesperson")
    page.goto("/meetings")
    expect(page.locator("#files")).to_have_count(1 if may_change else 0)
