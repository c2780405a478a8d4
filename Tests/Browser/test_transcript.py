"""Reading the transcript: its later pieces, filters, keys."""

import re

import pytest
from playwright.sync_api import expect

from desk import add_files, add_kickoff, say_sides
from looks import without_javascript
from transcripts import file, long_meeting

pytestmark = pytest.mark.usefixtures("no_console_errors")


def add_long_meeting(page, utterances: int) -> str:
    row = add_files(page, file("long.vtt", long_meeting(utterances)))
    row.get_by_role("link").click()
    say_sides(page, {"Pekka Aro": "customer", "Ida Berg": "seller"})
    page.wait_for_url(lambda url: not url.endswith("/cast"))
    return page.url


def test_later_pieces_come_by_scrolling(empty_page):
    page = empty_page
    add_long_meeting(page, 320)
    # The first screen has a hundred; nothing that was not yet scrolled to is loaded.
    assert page.locator("#utterances .u").count() <= 200
    for _ in range(8):
        if page.locator("#utterances .u").count() == 320:
            break
        seen = page.locator("#utterances .u").count()
        page.locator("#utterances .u").last.scroll_into_view_if_needed()
        page.mouse.wheel(0, 300)
        expect(page.locator("#utterances .u")).not_to_have_count(seen)
    expect(page.locator("#utterances .u")).to_have_count(320)
    numbers = page.locator("#utterances .u").evaluate_all("rows => rows.map(row => Number(row.dataset.u))")
    assert numbers == list(range(320)), "in order, each once"


@without_javascript
def test_later_pieces_are_links_without_javascript(server, page):
    page.goto("/meetings")
    page.locator(".meeting-row h2 a").first.click()
    seen = set()
    for _ in range(6):
        seen |= set(page.locator("#utterances .u").evaluate_all("rows => rows.map(row => Number(row.dataset.u))"))
        later = page.locator("#utterances .more a").last
        if not later.count() or later.inner_text().startswith("Earlier"):
            break
        with page.expect_navigation():
            later.click()
    said = re.search(r"(\d+) utterances", page.locator(".facts").inner_text())
    assert seen == set(range(int(said[1])))
    page.locator("#utterances .more a", has_text="Earlier").click()
    expect(page.locator("#utterances .u").first).to_be_visible()


def test_a_moment_far_down_is_fetched(empty_page):
    page = empty_page
    address = add_long_meeting(page, 320)
    page.goto(f"{address}#u250")
    expect(page.locator("#u250")).to_be_in_viewport()
    expect(page.locator("#u250")).to_contain_text("number 250")
    # And the way back up is there.
    assert page.locator("#u200").count() == 1
    page.locator("#utterances .more a", has_text="Earlier").first.click()
    expect(page.locator("#u150")).to_be_attached()


def test_filters_leave_what_fits(page):
    page.goto("/meetings")
    page.locator(".meeting-row h2 a").last.click()
    form = page.get_by_role("form", name="Show only")

    def choose(name: str, **option) -> None:
        with page.expect_response(re.compile("/transcript")):
            form.locator(f"[name={name}]").select_option(**option)

    choose("side", label="Customer")
    expect(page.locator("#utterances .u.by-seller")).to_have_count(0)
    customer = page.locator("#utterances .u.by-customer").count()
    assert customer > 20
    choose("act", label="questions")
    expect(page.locator("#utterances .u:not(:has(.act))")).to_have_count(0)
    assert 0 < page.locator("#utterances .u.by-customer").count() < customer
    choose("act", index=0)
    choose("code", label="Price")
    expect(page.locator("#utterances .u:not(:has(.code:text-is('Price')))")).to_have_count(0)
    assert page.locator("#utterances .u").count() > 0


def test_keys(empty_page):
    page = empty_page
    add_kickoff(page)
    focused = "document.activeElement.id"
    page.keyboard.press("j")
    assert page.evaluate(focused) == "u0"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(focused) == "u1"
    expect(page.locator("#u1")).to_be_in_viewport()
    page.keyboard.press("n")
    first = page.evaluate(focused)
    page.keyboard.press("n")
    second = page.evaluate(focused)
    assert first.startswith("s-") and second.startswith("s-") and first != second
    page.keyboard.press("p")
    assert page.evaluate(focused) == first
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#site-search")).to_be_focused()
    page.keyboard.type("j/?n")
    expect(page.locator("#site-search")).to_have_value("j/?n")


@pytest.mark.parametrize("where", ["/", "meeting", "cast"])
def test_everything_is_reached_by_tab_and_seen(empty_page, where):
    page = empty_page
    address = add_kickoff(page)
    page.goto({"/": "/meetings", "meeting": address, "cast": f"{address}/cast"}[where])
    # All that a pointer can use, in so far as it is shown; of radio buttons Tab reaches one a group.
    wanted = page.evaluate("""() => {
        const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, audio')]
            .filter(one => one.type !== 'hidden' && !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))
            .filter(one => one.type !== 'radio' || one.checked)
        all.forEach((one, number) => { one.dataset.reach = number })
        return all.length
    }""")
    reached, dull = set(), []
    for _ in range(wanted + 60):
        page.keyboard.press("Tab")
        number, seen, name = page.evaluate("""() => {
            const one = document.activeElement
            if (!one || one === document.body) return [null, true, '']
            const shown = one.type === 'radio' || one.type === 'file' ? one.closest('label, p, form') ?? one : one
            const style = getComputedStyle(one), around = getComputedStyle(shown)
            const box = one.getBoundingClientRect()
            const ring = style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'
            return [one.dataset.reach ?? null, (ring(style) || ring(around)) && (box.bottom > 0 && box.top < innerHeight), one.outerHTML.slice(0, 90)]
        }""")
        if number is None:
            continue
        if number in reached:
            if number == "0":
                break  # once around
            continue  # a field for dates has several stops
        reached.add(number)
        if not seen:
            dull.append(name)
    assert dull == []
    missed = page.evaluate("reached => [...document.querySelectorAll('[data-reach]')].filter(one => !reached.includes(one.dataset.reach)).map(one => one.outerHTML.slice(0, 120))", list(reached))
    assert missed == []
