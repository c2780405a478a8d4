"""What a file says is shown as text, whatever it says, and does not break the page."""

import pytest
from playwright.sync_api import expect

from audit import sticking_out
from desk import add_files, say_sides
from transcripts import file, webvtt

pytestmark = pytest.mark.usefixtures("no_console_errors")

phone = pytest.mark.parametrize("viewport", ["phone"], indirect=True)

NASTY = [
    "<script>document.title = 'taken'</script>", "<img src=x onerror=\"alert('taken')\">", "\" onmouseover=\"alert(1)\" x=\"", "' autofocus onfocus='alert(1)",
    "</p></div></main><h1>taken</h1>", "{{title}} {{{title}}} ${title} #{title}", "javascript:alert(1)", "&lt;b&gt; &amp; &#x3c;script&#x3e;",
    "<svg onload=alert(1)><a xlink:href=javascript:alert(1)>x</a></svg>", "\u202eesrever dna gniog\u202c on", "مرحبا بكم في الاجتماع", "👩‍👩‍👧‍👦 we like it 🎉",
    "-->", "<iframe src=//example.org></iframe>", "=HYPERLINK(\"http://example.org\")",
]


def add_nasty(page) -> str:
    plain = "\n".join(f"{name}: {words}" for pair in zip(NASTY, NASTY) for name, words in [("Anna", pair[0]), ("Mikko", pair[1])])
    add_files(page, file("<img src=x onerror=alert(1)>.txt", (plain + "\n").encode(), "text/plain")).get_by_role("link").click()
    return page.url.removesuffix("/cast")


def test_markup_in_words_names_and_titles_is_text(empty_page):
    page = empty_page
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    address = add_nasty(page)
    page.goto(f"{address}/cast")
    say_sides(page, {"Anna": "seller", "Mikko": "customer"})
    page.goto(f"{address}/cast")
    names = page.get_by_label("Name", exact=True)
    names.nth(0).fill("<img src=x onerror=alert(2)>")
    page.get_by_label("Organisation").nth(0).fill("\"><script>alert(3)</script>")
    page.get_by_role("button", name="Save").click()
    about = page.locator("#about")
    about.get_by_label("Title").fill("</title><script>alert(4)</script><b>bold</b>")
    about.get_by_role("button", name="Save").click()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    said = page.locator("[data-text]").all_inner_texts()
    for words in NASTY:
        # VTT-like arrows and bidirectional marks may be cleaned; what is shown is text in any case.
        if words not in ("-->",) and "\u202e" not in words:
            assert words in said, words
    expect(page.locator("h1")).to_contain_text("</title><script>alert(4)</script><b>bold</b>")
    expect(page.locator(".people")).to_contain_text("<img src=x onerror=alert(2)>")
    for path in ["", "/cast", "/erase"]:
        page.goto(address + path)
        assert page.locator("h1").count() == 1
        assert page.locator("main script, main iframe, main svg a, main b b, img[src=x], [onerror], [onmouseover], [onfocus], [onload]").count() == 0
    for path in ["/", "/search?words=taken", "/waiting"]:
        page.goto(path)
        assert page.locator("img[src=x], [onerror], main iframe").count() == 0
    page.goto("/search?words=" + "%3Cscript%3Ealert(5)%3C/script%3E")
    assert "taken" not in page.title()
    assert dialogs == []


@phone
def test_two_hundred_speakers_and_endless_words_fit_a_phone(empty_page, axe):
    page = empty_page
    turns = [(f"Speaker {n} of the very large steering group", f"We all agree, number {n}.") for n in range(200)]
    turns += [("W" * 180, "w" * 3000), ("Ida Berg", "https://example.org/" + "a/" * 900), ("Ida Berg", "Donaudampfschifffahrtsgesellschaftskapitän" * 6)]
    add_files(page, file("x" * 120 + ".vtt", webvtt(turns)))
    assert sticking_out(page) == []
    page.locator(".upload a").first.click()
    assert sticking_out(page) == []
    page.goto(page.url.removesuffix("/cast"))
    page.wait_for_load_state("networkidle")
    assert sticking_out(page) == []
    page.goto(page.url.split("?")[0] + "?from=150#transcript")
    page.wait_for_load_state("networkidle")
    assert sticking_out(page) == []
    for path in ["/", "/waiting"]:
        page.goto(path)
        assert sticking_out(page) == []
    page.goto("/search?words=agree")
    assert sticking_out(page) == []


def test_right_to_left_words_run_from_the_right(empty_page):
    page = empty_page
    page.goto(add_nasty(page))
    arabic = page.locator("[data-text]", has_text="مرحبا").first
    assert arabic.evaluate("said => getComputedStyle(said).direction") == "rtl"
    turned = page.locator("[data-text]", has_text="gniog").first
    after = turned.locator("xpath=ancestor::*[@data-u]").locator(".codes")
    assert after.evaluate("said => getComputedStyle(said).direction") == "ltr"
