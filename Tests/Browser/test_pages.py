"""Every page in every look: accessible, one heading, nothing sideways, nothing in the console (where breaches of the
content security policy are reported too)."""

import pytest
from playwright.sync_api import Browser

from audit import sticking_out
from desk import add_files, add_kickoff, evidence
from looks import COLOR_SCHEMES, DIFFERING, VIEWPORTS
from served import CovalenceServer
from transcripts import BROKEN, KICKOFF, file, tone, webvtt


@pytest.fixture(scope="module")
def places(browser: Browser):
    """A workspace somebody has used: the demo, a file with broken places, a meeting without sides, one with a recording and decisions."""
    server = CovalenceServer("--demo").start()
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    page.goto("/meetings")
    demo = page.locator(".meeting-row h2 a").last.get_attribute("href")
    other = page.locator(".meeting-row h2 a").first.get_attribute("href")
    add_files(page, file("broken.vtt", BROKEN), file("nobody-said.vtt", webvtt([("iPhone (2)", words) for _, words in KICKOFF] + [("Speaker 3", "Fine.")])))
    unknown = page.locator(".upload a", has_text="who is who").get_attribute("href").removesuffix("/cast")
    used = add_kickoff(page).removeprefix(server.url)
    page.set_input_files("#m-recording", file("talk.wav", tone(40), "audio/wav"))
    page.locator("#about form.inline button").click()
    page.wait_for_selector("[data-player]")
    item = evidence(page, "forty thousand")
    claim = item.locator("form.decide").get_attribute("action")
    item.get_by_role("button", name="Right").click()
    page.wait_for_selector(".item .flag")
    page.goto("/accounts?text=nordhask")
    account = page.locator(".card h2 a").last.get_attribute("href")
    page.goto("/people?text=solveig")
    person = page.locator(".card h2 a").first.get_attribute("href")
    page.goto(account)
    mail = page.locator(".event-mail a").first.get_attribute("href")
    page.goto("/settings/webhooks")
    page.get_by_label("Address").fill("http://127.0.0.1:9/hook")
    page.get_by_role("button", name="Add the webhook").click()
    webhook = page.locator("form[action$='/test']").get_attribute("action").removesuffix("/test")
    page.get_by_role("button", name="Send a test").click()
    page.wait_for_selector("#deliveries tbody tr")
    context.close()
    yield server, {
        "meetings": "/meetings", "home": "/", "find": "/meetings?person=solveig", "nothing-fits": "/meetings?person=nobodyatall", "demo": demo, "played": used, "not-known": unknown,
        "filtered": f"{demo}?side=customer&act=question#transcript", "cast": f"{unknown}/cast", "claim": claim, "edit": f"{used}/utterances/2",
        "waiting": "/waiting", "search": "/search?words=price", "search-nothing": "/search?words=xylophone",
        "compare": "/compare", "compare-two": f"/compare?left={demo.split('/')[-1]}&right={other.split('/')[-1]}",
        "accounts": "/accounts", "account": account, "account-edit": f"{account}/edit", "account-new": "/accounts/new", "same-accounts": "/accounts/duplicates",
        "people": "/people", "person": person, "person-edit": f"{person}/edit", "who-are-they": "/people/unknown", "held": f"{person}/privacy",
        "mail": mail, "note": f"{account}/note", "settings": "/settings", "members": "/settings/members", "teams": "/settings/teams", "audit": "/settings/audit", "jobs": "/settings/jobs", "server": "/settings/server", "webhooks": "/settings/webhooks", "tokens": "/settings/tokens", "api": "/api", "webhook": webhook,
        "erase": f"{demo}/erase", "missing": "/nowhere", "bad-date": "/meetings?from=soon",
    }
    server.stop()


OFTEN = ["home", "account", "person", "settings", "meetings", "demo", "played", "not-known", "cast", "waiting", "search", "compare-two"]
SELDOM = ["accounts", "account-edit", "account-new", "same-accounts", "people", "person-edit", "who-are-they", "held", "mail", "note", "members", "teams", "audit", "jobs", "server", "webhooks", "webhook", "tokens", "api", "find", "nothing-fits", "filtered", "claim", "edit", "search-nothing", "compare", "erase", "missing", "bad-date"]
LOOKS = [(viewport, scheme) for viewport in VIEWPORTS for scheme in COLOR_SCHEMES]
STATUS = {"missing": 404, "bad-date": 400}


# Pages that share their parts with others are opened in the two looks that differ most.
@pytest.mark.parametrize(
    "viewport, color_scheme, name",
    [(*look, name) for name in OFTEN for look in LOOKS] + [(*look, name) for name in SELDOM for look in DIFFERING],
    indirect=["viewport", "color_scheme"])
def test_page(places, open_page, no_console_errors, axe, shot, name):
    server, addresses = places
    page = open_page(server)
    assert page.goto(addresses[name]).status == STATUS.get(name, 200)
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    assert "Covalence" in page.title()
    assert axe(page) == []
    assert sticking_out(page) == []
    shot(page, f"page-{name}")
    if name in STATUS:
        # The browser itself reports the status of the page that was asked for.
        assert len(no_console_errors) == 1 and str(STATUS[name]) in no_console_errors[0]
        no_console_errors.clear()


@pytest.mark.parametrize("name", ["Anna Lind", "Anna-Margareta Lindström-Aaltonen af Segerstråle", "محمد عبد الله بن عبد العزيز"])
def test_the_head_is_one_row_whatever_the_name(page, name):
    page.goto("/")
    page.locator(".who-menu summary").evaluate("(summary, name) => { summary.textContent = name }", name)
    page.locator("header.site nav a[href='/waiting']").evaluate("""link => {
        link.textContent = 'Waiting '
        link.append(Object.assign(document.createElement('span'), { className: 'count', textContent: '12' }))
    }""")
    for width in (1024, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        row = page.locator(".site-row").bounding_box()
        assert row["height"] < 70, f"at {width} px"
        menu, search = page.locator(".who-menu").bounding_box(), page.locator(".site-search").bounding_box()
        assert abs(menu["x"] + menu["width"] - (row["x"] + row["width"] - 20)) < 1, "at the right edge"
        assert search["x"] + search["width"] <= menu["x"] and search["width"] >= 70
        assert sticking_out(page) == []
    # On a phone it is beside the search.
    page.set_viewport_size({"width": 390, "height": 844})
    menu, search = page.locator(".who-menu").bounding_box(), page.locator(".site-search").bounding_box()
    assert search["y"] < menu["y"] + menu["height"] / 2 < search["y"] + search["height"]
    assert sticking_out(page) == []


def test_a_name_written_from_the_right_leaves_what_is_beside_it_in_place(empty_page):
    page = empty_page
    page.goto("/accounts/new")
    page.get_by_label("Name", exact=True).fill("شركة النيل")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/accounts/*-*-*")
    account = page.url
    page.goto("/people/new")
    page.get_by_label("Name", exact=True).fill("محمد عبد الله")
    page.get_by_label("Organisation").fill("شركة النيل")
    page.locator("#p-function").fill("مدير 7")
    page.locator("main form button.primary").click()
    page.wait_for_url("**/people/*-*-*")
    page.goto(account)
    # “name, function last contact”: each begins where the one before ends.
    line = page.locator("li", has_text="محمد").first
    name, function, last = (line.locator(part).first.bounding_box() for part in ("a", "bdi", ".quiet"))
    assert name["x"] + name["width"] <= function["x"] + 1
    assert function["x"] + function["width"] <= last["x"] + 1 or last["y"] > function["y"] + 5
