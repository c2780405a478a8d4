"""The report stands alone; what is printed is the page without its controls."""

import re

import pytest
from playwright.sync_api import Browser, expect

from audit import axe_violations, sticking_out

pytestmark = pytest.mark.usefixtures("no_console_errors")


@pytest.fixture
def report(page, tmp_path):
    page.goto("/meetings")
    page.locator(".meeting-row h2 a").last.click()
    with page.expect_download() as waited:
        page.locator(".exports").get_by_role("link", name="Report").click()
    file = tmp_path / "report.html"
    waited.value.save_as(file)
    return file


@pytest.mark.parametrize("width, scheme", [(1280, "light"), (390, "dark")])
def test_the_report_opens_from_a_file_and_asks_for_nothing(report, browser: Browser, width, scheme):
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900}, color_scheme=scheme)
    try:
        page = context.new_page()
        asked, said = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(report.as_uri())
        assert asked == [report.as_uri()]
        assert said == []
        assert page.locator("h1").count() == 1
        assert page.locator("script, form, audio, link[rel=stylesheet]").count() == 0
        assert page.locator(".finding").count() > 10
        assert page.locator(".u").count() > 200
        assert page.locator("svg.report-picture rect").count() > 50
        # Every link stays within the report.
        assert [href for href in page.locator("a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))") if not href.startswith("#")] == []
        assert sticking_out(page) == []
        assert axe_violations(page, without_rules=("skip-link",)) == []
    finally:
        context.close()


def test_a_printed_meeting_has_no_controls(page):
    page.goto("/meetings")
    page.locator(".meeting-row h2 a").last.click()
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print")
    for control in ["header.site", ".within", ".filters", ".decide button", ".exports a", "#about form", ".skip"]:
        for one in page.locator(control).all()[:3]:
            expect(one).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".what")).to_be_visible()
    pdf = page.pdf(format="A4")
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    assert 4 <= pages <= 40
