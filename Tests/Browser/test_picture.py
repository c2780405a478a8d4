"""The picture of a meeting: drawn, telling words under the pointer, leading to the transcript, and there as a table."""

import re

import pytest
from playwright.sync_api import expect

from looks import every_color_scheme

pytestmark = pytest.mark.usefixtures("no_console_errors")

# Where the chart draws an utterance, in the window's pixels; ECharts itself converts.
POINT = """which => {
    const box = document.querySelector('[data-timeline]')
    box.scrollIntoView({ block: 'center' })
    const chart = echarts.getInstanceByDom(box), bar = chart.getOption().series[0].data[which]
    const [lane, start, end] = bar.value
    const [x, y] = chart.convertToPixel({ seriesIndex: 0 }, [(start + end) / 2, lane])
    const frame = box.getBoundingClientRect()
    return { x: frame.left + x, y: frame.top + y, utterance: bar.utterance, words: bar.tip[1] }
}"""


def longest_bar(page) -> int:
    return page.evaluate("""() => {
        const data = echarts.getInstanceByDom(document.querySelector('[data-timeline]')).getOption().series[0].data
        return data.reduce((best, bar, n) => bar.value[2] - bar.value[1] > data[best].value[2] - data[best].value[1] ? n : best, 0)
    }""")


def open_demo(page):
    page.goto("/meetings")
    page.locator(".meeting-row h2 a").last.click()
    page.wait_for_selector("[data-timeline] canvas")
    page.wait_for_load_state("networkidle")


def test_the_picture_tells_words_and_leads_to_them(page):
    open_demo(page)
    point = page.evaluate(POINT, longest_bar(page))
    page.mouse.move(point["x"], point["y"])
    tip = page.locator("[data-timeline] .tip")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text(re.compile(r"(Seller|Customer), \d+:\d\d"))
    expect(tip.locator("q")).to_have_text(point["words"])
    page.mouse.click(point["x"], point["y"])
    row = page.locator(f"#u{point['utterance']}")
    expect(row).to_be_in_viewport()
    expect(row).to_have_class(re.compile("is-chosen"))
    speaker, words = point["words"].split(": ", 1)
    assert speaker in row.inner_text() and words.rstrip("… ")[:30] in row.inner_text()


def test_the_picture_is_there_as_a_table(page):
    open_demo(page)
    page.get_by_text("The picture as a table").click()
    table = page.locator("#picture table")
    expect(table).to_be_visible()
    # 26 minutes in windows of five.
    assert table.locator("tbody tr").count() in (5, 6)
    for cell in table.locator("tbody tr").first.locator("td").all_inner_texts()[:2]:
        assert re.search(r"%|\d+:\d\d|min|words|not known", cell)
    table.locator("a.moment").nth(2).click()
    expect(page.locator("#utterances .is-chosen")).to_be_in_viewport()


@every_color_scheme
def test_the_picture_follows_the_colour_scheme(page, color_scheme, shot):
    open_demo(page)
    axis = page.evaluate("""() => {
        const chart = echarts.getInstanceByDom(document.querySelector('[data-timeline]')), option = chart.getOption()
        return [option.yAxis[0].axisLabel.color, option.xAxis[1].axisLabel.color]
    }""")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for color in axis:
        assert contrast(hex_color(color), tuple(map(int, re.findall(r"\d+", ground)[:3]))) >= 4.5
    page.locator("#picture").scroll_into_view_if_needed()
    shot(page, "picture", full_page=False)


def hex_color(text: str) -> tuple[int, int, int]:
    return tuple(int(text[n:n + 2], 16) for n in (1, 3, 5))


def contrast(one, other) -> float:
    """WCAG's contrast ratio."""
    def luminance(color):
        linear = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)
