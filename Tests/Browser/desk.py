"""What a person does on the pages, step by step as they would."""

from playwright.sync_api import Locator, Page, TimeoutError as PlaywrightTimeout, expect

from transcripts import KICKOFF, file, webvtt


def add_files(page: Page, *files: dict) -> Locator:
    """Chooses the files on the first page and returns their results, one a file."""
    page.goto("/meetings")
    page.set_input_files("#files", list(files))
    return results(page, len(files))


def results(page: Page, count: int) -> Locator:
    done = page.locator(".uploads .upload[data-state]")
    expect(done).to_have_count(count, timeout=60_000)
    return done


def come(page: Page, place: Locator) -> None:
    """Waits until it is there. A page that says that the server is busy, which is about the machine of the test, is asked for again, as a
    person would; what else is there in its place is said."""
    for _ in range(3):
        try:
            return place.wait_for(timeout=20_000)
        except PlaywrightTimeout:
            shown = page.locator("main").inner_text()
            if not any(words in shown for words in ["The store is busy", "Too busy just now"]):
                break
            page.reload()
    raise AssertionError(f"{page.url} shows something else: {shown[:600]}")


def say_sides(page: Page, sides: dict[str, str], organisations: dict[str, str] | None = None) -> None:
    """On “Who is who”: the side of each person, by name, and saves."""
    come(page, page.locator("fieldset.person").first)
    for name, side in sides.items():
        person = page.locator("fieldset.person").filter(has=page.locator(f'input[value="{name}"]'))
        person.locator(f".choice:has(input[value={side}])").click()
        if organisations and name in organisations:
            person.get_by_label("Organisation").fill(organisations[name])
    page.get_by_role("button", name="Save").click()


def add_kickoff(page: Page, name: str = "kickoff.vtt") -> str:
    """Adds the short meeting, says who is who, and returns the address of its page, which is open."""
    row = add_files(page, file(name, webvtt(KICKOFF)))
    row.get_by_role("link").click()
    say_sides(page, {"Anna Lind": "seller", "Mikko Salo": "customer"}, {"Anna Lind": "Norrvik", "Mikko Salo": "Halden Paper"})
    page.wait_for_url("**/meetings/*")
    return page.url


def evidence(page: Page, words: str) -> Locator:
    """The first piece of evidence that quotes the words, its finding unfolded."""
    item = page.locator(".item").filter(has_text=words).first
    folded = item.locator("xpath=ancestor::details")
    if folded.get_attribute("open") is None:
        folded.locator("> summary").click()
    return item
