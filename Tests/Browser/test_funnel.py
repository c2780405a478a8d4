"""The funnel: board and table, narrowed by the address, every number opening its sales, cards moved by keyboard; the week on the home page; what would change most, as a piece."""

import re

import pytest
from playwright.sync_api import Browser, expect

from audit import sticking_out
from looks import every_look, without_javascript
from served import CovalenceServer

pytestmark = pytest.mark.usefixtures("no_console_errors")


@pytest.fixture(scope="module")
def demo(browser: Browser):
    server = CovalenceServer("--demo").start()
    yield server
    server.stop()


PAGES = {"board": "/funnel", "table": "/funnel?view=table&sort=-amount", "part": "/funnel?view=table&of=ageing", "narrow": "/funnel?text=Brandow&flag=no-coach", "nothing": "/funnel?text=nothing-like-it",
         "questions": "/objectives/questions", "home": "/"}


@every_look
@pytest.mark.parametrize("name", PAGES)
def test_every_page_in_every_look(demo, open_page, axe, shot, name):
    page = open_page(demo)
    assert page.goto(PAGES[name]).status == 200
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    shot(page, f"funnel-{name}")
    assert axe(page) == []
    assert sticking_out(page) == []


def test_every_number_opens_the_sales_it_was_counted_from(demo, open_page):
    page = open_page(demo)
    page.goto("/funnel")
    links = page.locator("#funnel-numbers tbody tr td:nth-of-type(1) a, #funnel-numbers tbody tr td:nth-of-type(3) a")
    assert links.count() == 8
    for place in range(links.count()):
        number, href = int(links.nth(place).inner_text()), links.nth(place).get_attribute("href")
        other = open_page(demo)
        other.goto(href)
        assert other.locator("table.objectives tbody tr").count() == number
        other.close()
    # All open sales are on the board, as in the list.
    on_board = page.locator(".sale-card").count()
    page.goto("/objectives")
    assert page.locator("table.objectives tbody tr").count() == on_board


def test_a_card_is_moved_by_keyboard_and_the_filter_stays(demo, open_page, axe):
    page = open_page(demo)
    page.goto("/funnel?currency=EUR")
    card = page.locator(".board-place", has=page.get_by_role("heading", name=re.compile("^In the funnel"))).locator(".sale-card").first
    what, place = card.locator("h3").inner_text(), card.get_attribute("id")
    card.get_by_label(f"Move “{what}” to").focus()
    page.keyboard.press("b")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Moved.")
    assert "currency=EUR" in page.url and page.url.endswith(f"#{place}")
    best = page.locator(".board-place", has=page.get_by_role("heading", name=re.compile("^Best few")))
    moved = best.locator(f"#{place}")
    expect(moved).to_contain_text("0 days here")
    expect(page.locator("section", has=page.get_by_role("heading", name="The latest moves")).locator("li").first).to_contain_text("from In the funnel to Best few")
    # Moving on without what the places above ask for is possible, and flagged.
    moved.locator("h3 a").click()
    expect(page.locator("#flags-title").locator("xpath=..")).to_contain_text(re.compile("[Mm]oved on without"))
    assert axe(page) == []


def test_the_table_is_sorted_and_says_by_what(demo, open_page):
    page = open_page(demo)
    page.goto("/funnel?view=table")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("By when")
    page.locator("thead").get_by_role("link", name="Account").click()
    names = page.locator("table.objectives tbody tr td:nth-of-type(1)").all_inner_texts()
    assert names == sorted(names, key=str.lower) and len(names) > 3
    page.locator("thead").get_by_role("link", name=re.compile("Account")).click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Account")
    assert page.locator("table.objectives tbody tr td:nth-of-type(1)").all_inner_texts() == sorted(names, key=str.lower, reverse=True)


@without_javascript
def test_without_javascript_cards_move_and_suggestions_are_a_link(demo, open_page):
    page = open_page(demo)
    page.goto("/objectives")
    page.get_by_role("link", name=re.compile("62 tankers")).click()
    page.get_by_role("link", name=re.compile("wait for a decision")).click()
    expect(page.get_by_role("heading", name="What would change most")).to_be_visible()
    expect(page.locator(".asking .item").first.get_by_role("button", name="It is right")).to_be_visible()
    page.goto("/funnel")
    card = page.locator(".board-place", has=page.get_by_role("heading", name=re.compile("^Best few"))).locator(".sale-card").last
    place = card.get_attribute("id")
    card.locator("select").select_option("in-the-funnel")
    card.get_by_role("button", name="Move").click()
    there = page.locator(".board-place", has=page.get_by_role("heading", name=re.compile("^In the funnel"))).locator(f"#{place}")
    expect(there).to_be_visible()


def test_the_home_page_says_what_to_do_first_and_why(demo, open_page):
    page = open_page(demo)
    page.goto("/")
    first = page.locator(".priorities > li").first
    expect(first.locator("a")).to_have_attribute("href", re.compile("^/objectives/"))
    expect(first.locator(".because-list li").first).to_contain_text("Best few: close the order")
    expect(page.get_by_role("heading", name="Red flags open for longest")).to_be_visible()
    page.get_by_role("link", name="The whole funnel").click()
    expect(page.get_by_role("heading", name="Funnel", exact=True)).to_be_visible()


def test_a_workspace_without_sales_is_told_what_to_do_first(empty_server, open_page, axe):
    page = open_page(empty_server)
    page.goto("/")
    expect(page.get_by_role("heading", name="No sales yet")).to_be_visible()
    page.goto("/funnel")
    expect(page.get_by_role("heading", name="No sales yet")).to_be_visible()
    assert axe(page) == []
