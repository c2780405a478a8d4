"""Where a page stands and what has the focus, after a part of it was put anew."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from desk import add_files, evidence, say_sides
from served import CovalenceServer
from transcripts import file, long_meeting

pytestmark = pytest.mark.usefixtures("no_console_errors")

DECISION = re.compile("/claims/")
# What has the focus: the words on it or its label, and whether it can be seen.
FOCUS = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect()
    return { tag: one.tagName, said: one.getAttribute('aria-label') ?? one.textContent.trim(), name: one.getAttribute('name'),
             item: one.closest('.item')?.id ?? null, row: one.closest('.u')?.id ?? null, seen: box.bottom > 0 && box.top < innerHeight }
}"""


@pytest.fixture(scope="module")
def decided():
    """A demo of this file's own: what is decided here stays decided."""
    server = CovalenceServer("--demo").start()
    yield server
    server.stop()


@pytest.fixture
def meeting(open_page, decided) -> Page:
    page = open_page(decided)
    page.goto("/meetings")
    page.locator(".meeting-row h2 a", has_text="Nordhask").first.click()
    page.wait_for_selector("#findings")
    return page


def undecided(page: Page) -> Locator:
    """The first finding with three places nobody decided on yet, its words unfolded, in the middle of the window."""
    finding = page.locator("#findings .finding").filter(has=page.locator(".item:nth-of-type(3) [value=confirm]")).filter(has_not=page.locator("[value=undo]")).first
    name = finding.get_attribute("id")
    finding = page.locator(f"#{name}")
    finding.locator("details.evidence > summary").click()
    finding.locator(".item").first.evaluate("item => item.scrollIntoView({ block: 'center', behavior: 'instant' })")
    return finding


def press(page: Page, button: Locator, by_keyboard: bool) -> None:
    with page.expect_response(DECISION):
        if by_keyboard:
            button.focus()
            page.keyboard.press("Enter")
        else:
            button.click()
    page.wait_for_timeout(300)  # the browser moves the page in the frames after the change


def top(place: Locator) -> float:
    return place.bounding_box()["y"]


@pytest.mark.parametrize("by_keyboard", [False, True], ids=["mouse", "keyboard"])
@pytest.mark.parametrize("viewport", ["desktop", "phone"], indirect=True)
def test_deciding_leaves_the_place_and_goes_to_the_next_words(meeting, viewport, by_keyboard):
    page = meeting
    finding = undecided(page)
    first, second = (finding.locator(".item").nth(number).get_attribute("id") for number in (0, 1))
    item = page.locator(f'[id="{first}"]')

    before = top(item)
    press(page, item.get_by_role("button", name="Right"), by_keyboard)
    expect(item.locator(".flag").first).to_have_text("confirmed")
    assert abs(top(item) - before) < (300 if by_keyboard else 2)
    focus = page.evaluate(FOCUS)
    assert focus["item"] == second and focus["said"].startswith("Right")
    if by_keyboard:
        assert focus["seen"]

    before = top(item)
    press(page, item.get_by_role("button", name="Undo"), by_keyboard)
    expect(item.locator(".flag")).to_have_count(0)
    assert abs(top(item) - before) < 2
    focus = page.evaluate(FOCUS)
    assert focus["item"] == first and focus["said"].startswith("Right")

    # What is wrong goes, and what took its place is next.
    before = top(finding)
    press(page, item.get_by_role("button", name="Wrong"), by_keyboard)
    expect(item).to_have_count(0)
    assert abs(top(finding) - before) < (300 if by_keyboard else 2)
    assert page.evaluate(FOCUS)["item"] == second
    assert finding.locator("details.evidence").get_attribute("open") is not None

    # And back: the list it lay in is gone, the focus is not.
    page.locator(".set-aside > summary").click()
    for _ in range(page.locator(".set-aside .item").count()):
        press(page, page.locator(".set-aside").get_by_role("button", name="Undo").first, by_keyboard)
        assert page.evaluate(FOCUS)["tag"] != "BODY"
    expect(page.locator(".set-aside")).to_have_count(0)


def test_what_else_was_unfolded_stays_so(meeting):
    page = meeting
    other = page.locator("#findings .finding:has(.item)").last
    other.locator("details.rule > summary").click()
    other.locator("details.evidence > summary").click()
    finding = undecided(page)
    press(page, finding.get_by_role("button", name="Right").first, False)
    expect(other.locator("details.rule")).to_have_attribute("open", "")
    expect(other.locator("details.evidence")).to_have_attribute("open", "")
    press(page, finding.get_by_role("button", name="Undo").first, False)


def test_what_happened_counts_what_the_findings_count(meeting):
    page = meeting
    told = lambda: re.search(r"asked (\d+) questions?", page.locator("#told").inner_text())[1]
    finding = page.locator("#s-customer-question")
    said = lambda: re.search(r"asked (\d+) questions?", finding.locator(".statement").inner_text())[1]
    before = said()
    assert told() == before
    finding.locator("details.evidence > summary").click()
    press(page, finding.get_by_role("button", name="Wrong").first, False)
    assert told() == said() == str(int(before) - 1)
    page.locator(".set-aside > summary").click()
    press(page, page.locator(".set-aside").get_by_role("button", name="Undo").first, False)
    assert told() == said() == before


def test_something_else_is_asked_where_it_stands_and_can_be_left(meeting):
    page = meeting
    finding = undecided(page)
    link = finding.get_by_role("link", name="Something else").first
    link.focus()
    with page.expect_response(DECISION):
        page.keyboard.press("Enter")
    expect(finding.locator("select[name=code]")).to_be_focused()
    place = page.evaluate("scrollY")
    finding.get_by_role("link", name="Cancel").click()
    expect(finding.locator("form.correct")).to_have_count(0)
    expect(finding.get_by_role("link", name="Something else").first).to_be_focused()
    assert abs(page.evaluate("scrollY") - place) < 2
    # What was put back works as before.
    item = page.locator(f'[id="{finding.locator(".item").first.get_attribute("id")}"]')
    press(page, item.get_by_role("button", name="Right"), False)
    expect(item.locator(".flag").first).to_have_text("confirmed")
    press(page, item.get_by_role("button", name="Undo"), False)


def test_correcting_an_utterance_begins_in_its_words_and_can_be_left(meeting):
    page = meeting
    row = page.locator("#u3")
    row.scroll_into_view_if_needed()
    row.locator("a.edit").focus()
    with page.expect_response(re.compile("/utterances/3")):
        page.keyboard.press("Enter")
    expect(page.locator("#u3 textarea")).to_be_focused()
    page.locator("#u3").get_by_role("link", name="Cancel").click()
    expect(page.locator("#u3 textarea")).to_have_count(0)
    expect(page.locator("#u3 a.edit")).to_be_focused()


def test_pieces_of_the_transcript_keep_the_place_and_the_focus(empty_page):
    page = empty_page
    row = add_files(page, file("long.vtt", long_meeting(320)))
    row.get_by_role("link").click()
    say_sides(page, {"Pekka Aro": "customer", "Ida Berg": "seller"})
    page.wait_for_url(lambda url: not url.endswith("/cast"))
    address = page.url
    # Back from the hundredth on: each utterance once, and what was read where it was.
    page.goto(f"{address}?from=200")
    earlier = page.locator("#utterances .more a", has_text="Earlier")
    earlier.scroll_into_view_if_needed()
    earlier.focus()
    before = top(page.locator("#u200"))
    with page.expect_response(re.compile("/transcript")):
        page.keyboard.press("Enter")
    expect(page.locator("#u100")).to_be_attached()
    page.wait_for_timeout(300)
    focus = page.evaluate(FOCUS)
    assert focus["row"] == "u199" and focus["seen"]
    assert abs(top(page.locator("#u200")) - before) < 120, "as far as the focus has to be seen"
    numbers = page.locator("#utterances .u").evaluate_all("rows => rows.map(row => Number(row.dataset.u))")
    assert numbers == sorted(set(numbers)) and numbers[0] == 100
