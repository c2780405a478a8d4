"""What conversations are about: topics on their page, named, pinned, put together, opened at their turns. Needs the sentence encoder."""

import re
import time

import pytest
from playwright.sync_api import Browser, expect

from audit import sticking_out
from looks import every_look, without_javascript
from served import ROOT, CovalenceServer

pytestmark = [
    pytest.mark.usefixtures("no_console_errors"),
    pytest.mark.skipif(not (ROOT / ".deps/meaning/model.onnx").exists(), reason="the sentence encoder is not fetched"),
]


@pytest.fixture(scope="module")
def read(browser: Browser):
    """The demo, once all of it was read by meaning."""
    server = CovalenceServer("--demo").start()
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    deadline = time.monotonic() + 240
    while True:
        page.goto("/topics")
        if page.locator(".topic").count() and not page.get_by_text("still being read by meaning").count():
            break
        assert time.monotonic() < deadline, f"no topics after four minutes: {page.locator('main').inner_text()}"
        time.sleep(1)
    context.close()
    yield server
    server.stop()


def seen(page):
    """The topics on the page, asked for again while they are being found: without JavaScript nobody else does it."""
    deadline = time.monotonic() + 60
    while page.get_by_text("Topics are being found").count():
        assert time.monotonic() < deadline, "topics are being found for a minute"
        time.sleep(0.5)
        page.get_by_role("link", name="Look again").click()
    return page


def open_change(topic):
    change = topic.locator(".topic-change")
    if change.get_attribute("open") is None:
        change.locator("summary").click()
    return change


@every_look
def test_topics_look_right(read, open_page, axe, shot):
    page = open_page(read)
    assert page.goto("/topics").status == 200
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    assert page.locator(".topic").count() >= 2
    assert axe(page) == []
    assert sticking_out(page) == []
    shot(page, "topics")
    page.get_by_text("As a table").click()
    open_change(page.locator(".topic").first)
    assert axe(page) == []
    assert sticking_out(page) == []
    shot(page, "topics-open")


def test_a_typical_turn_opens_at_its_place(read, open_page):
    page = open_page(read)
    page.goto("/topics")
    quote = page.locator(".topic .quote").first
    words = quote.locator("p").inner_text()[:30]
    quote.locator("a.moment").click()
    expect(page.locator(".u.is-chosen, .u:target").first).to_contain_text(words)


@without_javascript
def test_topics_are_named_pinned_and_put_together_without_javascript(read, open_page):
    page = open_page(read)
    page.goto("/topics")
    count = seen(page).locator(".topic").count()
    first = page.locator(".topic").nth(0).get_attribute("id")
    second = page.locator(".topic").nth(1).get_attribute("id")

    topic = page.locator(f"#{first}")
    open_change(topic).get_by_label("Name").fill('<b>Washing & "drying"</b>')
    topic.get_by_role("button", name="Save the name").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    expect(seen(page).locator(f"#{first} h2")).to_have_text('<b>Washing & "drying"</b>')

    open_change(seen(page).locator(f"#{first}")).get_by_role("button", name="Pin", exact=True).click()
    expect(seen(page).locator(f"#{first} .flag").first).to_have_text("pinned")
    expect(seen(page).locator(".topic").first).to_have_attribute("id", first)

    change = open_change(seen(page).locator(f"#{second}"))
    change.get_by_label("Put into").select_option(label='<b>Washing & "drying"</b>')
    change.get_by_role("button", name="Put together").click()
    expect(seen(page).locator(".topic")).to_have_count(count - 1)
    expect(seen(page).locator(f"#{second}")).to_have_count(0)

    open_change(seen(page).locator(f"#{first}")).get_by_role("button", name="Take out").click()
    expect(seen(page).locator(".topic")).to_have_count(count)

    open_change(seen(page).locator(f"#{second}")).get_by_role("button", name="Put aside").click()
    expect(seen(page).locator(".topic")).to_have_count(count - 1)
    # A browser that goes to something folded away unfolds it.
    if not seen(page).get_by_role("button", name=re.compile("^Take back")).is_visible():
        page.get_by_text("1 topic put aside").click()
    page.get_by_role("button", name=re.compile("^Take back")).click()
    expect(seen(page).locator(".topic")).to_have_count(count)

    open_change(seen(page).locator(f"#{first}")).get_by_role("button", name="Unpin").click()
    change = open_change(seen(page).locator(f"#{first}"))
    change.get_by_label("Name").fill("")
    change.get_by_role("button", name="Save the name").click()
    expect(seen(page).locator(f"#{first} h2")).not_to_contain_text("Washing")


@without_javascript
def test_an_account_has_its_own(read, open_page):
    page = open_page(read)
    page.goto("/accounts?text=nordhask")
    page.locator(".card h2 a").last.click()
    page.locator(".header-actions").get_by_role("link", name="Topics").click()
    expect(page.locator("h1")).to_contain_text("Nordhask")
    page.get_by_label("Whose").select_option(label="All conversations in sight")
    page.get_by_label("Quarter").select_option(label="Q2 2026")
    page.get_by_role("button", name="Show").click()
    assert "quarter=2026-Q2" in page.url
    expect(page.get_by_label("Quarter")).to_have_value("2026-Q2")


@pytest.mark.parametrize("query", ["account=1", "quarter=2026-Q9", "quarter=Q", "from=soon", "from=2026-05-01&before=2026-01-01", "done=%3Cscript%3E"])
def test_odd_addresses_are_answered(read, open_page, query):
    page = open_page(read)
    assert page.goto(f"/topics?{query}").status == 200


@pytest.mark.parametrize("viewport", ["phone"], indirect=True)
def test_the_picture_names_topics_from_their_beginning_on_a_phone(read, open_page, viewport):
    page = open_page(read)
    page.goto("/topics")
    # Asked again and again from here: what the page evaluates itself its policy forbids.
    for _ in range(100):
        if page.evaluate("() => window.echarts?.getInstanceByDom(document.querySelector('[data-topics]'))?.getOption()?.yAxis?.length > 0"):
            break
        page.wait_for_timeout(100)
    room, named = page.evaluate("""() => {
        const box = document.querySelector('[data-topics]'), pen = document.createElement('canvas').getContext('2d')
        pen.font = `12px ${getComputedStyle(document.body).fontFamily}`
        return [box.clientWidth * 0.4 + 1, echarts.getInstanceByDom(box).getOption().yAxis.map(axis =>
            [axis.name, Math.max(...axis.name.split('\\n').map(line => pen.measureText(line).width))])]
    }""")
    names = page.locator(".topics-trend tbody th a").all_text_contents()
    assert 0 < len(named) <= len(names)
    for (shown, wide), name in zip(named, names):
        assert wide <= room and shown.count("\n") <= 1
        assert name.startswith(shown.split("\n")[0].rstrip("…"))
